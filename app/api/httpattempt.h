// SPDX-License-Identifier: MIT
#pragma once

#include "httpclient.h"
#include "transporterrors.h"
#include "uploadonce.h"

#include <QPointer>

#include <optional>

QT_BEGIN_NAMESPACE
class QNetworkReply;
class QNetworkRequest;
QT_END_NAMESPACE

namespace leasekeeper
{

/// One request on its way: owns the reply, the deadlines and what is known of how far it got. Made by
/// HttpClient alone.
class HttpAttempt final : public HttpCall
{
    Q_OBJECT
public:
    /// Bodies beyond this many bytes, counted as they come out of decompression, end the attempt.
    static constexpr qint64 BodyLimit = 16 * 1024 * 1024;

    HttpAttempt(HttpClient &client, QNetworkAccessManager &network, const HttpRequest &request,
                const HttpDeadlines &deadlines, QObject *parent);
    ~HttpAttempt() override;

    [[nodiscard]] bool hasLeft() const override { return m_progress.begun; }
    void cancel() override;

private:
    void start();
    void depart();
    void turnBack(const ApiError &hindrance);
    [[nodiscard]] QNetworkRequest networkRequest() const;
    void watchReply();
    [[nodiscard]] qint64 totalDeadlineMs() const;
    void connectDeadlinePassed();
    void noteSent();
    void noteLife();
    void readHeaders();
    void readBody();
    void replyFinished();
    /// Gives up for a reason of our own.
    void giveUp(TransportEnd end);
    void conclude();
    [[nodiscard]] bool isWrite() const { return !m_request.isRead(); }
    [[nodiscard]] bool isComplete(int status) const;
    [[nodiscard]] HttpResponse response(int status) const;
    [[nodiscard]] ApiError failure(int status) const;
    void tellClient() const;
    void log() const;

    QPointer<HttpClient> m_client;
    QNetworkAccessManager &m_network;
    HttpRequest m_request;
    HttpDeadlines m_deadlines;
    QPointer<QNetworkReply> m_reply;
    QPointer<UploadOnce> m_upload; ///< belongs to the reply
    OneShotTimer m_connectTimer;
    OneShotTimer m_silenceTimer;
    OneShotTimer m_totalTimer;
    const Clock &m_clock;
    TransportProgress m_progress;
    std::optional<ApiError> m_hindrance; ///< the gate's, which did not let it leave
    TransportEnd m_end = TransportEnd::None;
    QByteArray m_body;
    QByteArray m_ownRequestId;
    qint64 m_sentAtMs = 0;
    qint64 m_receivedAtMs = 0;
    bool m_concluded = false;
};

} // namespace leasekeeper
