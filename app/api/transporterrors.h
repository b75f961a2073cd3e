// SPDX-License-Identifier: MIT
#pragma once

#include "apierror.h"

#include <QNetworkReply>
#include <QString>
#include <QStringList>
#include <QtGlobal>

namespace leasekeeper
{

/// Why an attempt ended without a usable answer, where the reason is our own.
enum class TransportEnd {
    None, ///< the line ended it
    ConnectDeadline,
    SilenceDeadline,
    TotalDeadline,
    TooBig,
    Dropped, ///< its connection was given up
    Cancelled,
    Hindered, ///< it was not let go; whoever did not let it knows why
};

/// How far an attempt got, as far as the signs of it can be trusted.
struct TransportProgress {
    bool begun = false;    ///< before that nothing was handed to Qt
    bool goesOnce = false; ///< from a device that Qt cannot rewind: all writes, and some reads
    bool held = false;     ///< it has not been let go yet
    bool hasBody = false;
    bool secure = false;      ///< https
    bool connecting = false;  ///< a new connection was begun for it
    bool encrypted = false;   ///< that connection's handshake is over
    bool requestSent = false; ///< Qt says so; it never does of an empty body from a device
    bool bodyTaken = false;   ///< a byte of the body was taken from us
    bool answerBegun = false;
    QStringList certificateFaults; ///< Qt's own words; empty if the certificate was not refused
};

/// Whether no request can have reached the service. In doubt: false.
[[nodiscard]] bool surelyNotSent(const TransportProgress &progress, QNetworkReply::NetworkError code);

/// Everything needed to say why there is no answer.
struct TransportFailure {
    TransportEnd end = TransportEnd::None;
    QNetworkReply::NetworkError code = QNetworkReply::NoError; ///< only if `end` is None
    TransportProgress progress;
    QString host;          ///< as shown to people
    QString request;       ///< method and path, for the log
    QString lineText;      ///< Qt's words, for the log
    qint64 deadlineMs = 0; ///< the one that passed
};
[[nodiscard]] ApiError transportError(const TransportFailure &failure);

} // namespace leasekeeper
