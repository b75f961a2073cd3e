// SPDX-License-Identifier: MIT
#pragma once

#include "secret.h"

#include <QByteArray>
#include <QList>
#include <QUrl>
#include <QUrlQuery>

#include <utility>

namespace leasekeeper
{

/// One request before it goes out. Reads are GET; everything else is a write and goes on the wire once.
struct HttpRequest {
    QByteArray method = "GET";
    QUrl url; ///< complete, already percent-encoded
    QByteArray body;
    QList<std::pair<QByteArray, QByteArray>> headers; ///< besides those HttpClient adds itself
    qint64 deadlineMs = 0;                            ///< for the whole request; 0: HttpClient's for its kind

    [[nodiscard]] bool isRead() const { return method == "GET"; }
    /// Nothing tells when it leaves: Qt does of reads, and asks for a body when that is due.
    [[nodiscard]] bool leavesUnseen() const { return !isRead() && body.isEmpty(); }
    /// Overwrites body and header values, unless somebody else still shares them: passwords and tokens go
    /// this way. For whoever holds a request last.
    void wipe()
    {
        overwriteIfUnshared(body);
        for (auto &header : headers)
            overwriteIfUnshared(header.second);
    }
};

/// An answer as it came off the wire, whatever its status. Times are monotonic ms.
struct HttpResponse {
    int status = 0;
    QByteArray body;
    QByteArray contentType;
    QByteArray requestId;          ///< X-Request-Id or its cousins; may be empty
    QByteArray retryAfter;         ///< raw header; may be empty
    QByteArray redirectTarget;     ///< raw Location header of a 3xx
    Secret subjectToken;           ///< X-Subject-Token: what signing in is for
    bool asksSecondFactor = false; ///< an Openstack-Auth-Receipt came: one factor is accepted, one is missing
    qint64 dateMs = 0;             ///< `Date` header, ms since 1970 UTC; 0 if missing or unreadable
    qint64 sentAtMs = 0;
    qint64 receivedAtMs = 0;
};

} // namespace leasekeeper
