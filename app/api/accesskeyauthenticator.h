// SPDX-License-Identifier: MIT
#pragma once

#include "authenticator.h"
#include "clock.h"
#include "credential.h"
#include "servedcalls.h"

#include <QList>
#include <QPointer>
#include <QString>

#include <functional>
#include <optional>

namespace leasekeeper
{

/// Signs each request with AK/SK (ModelArts API reference, section 7), dated by the service's clock.
///
/// Six wrong signatures lock a key pair for five minutes, so a refused key is never tried again: after a 401
/// every call ends here, without touching the wire, until reset(). Sole exception: a refusal because of the
/// signing time is answered once with the service's own time. As long as a key has not been accepted yet,
/// one call goes ahead and the others wait for its outcome.
class AccessKeyAuthenticator final : public Authenticator
{
    Q_OBJECT
public:
    /// `projectId` goes into `X-Project-Id`, unless empty. `time` must outlive this.
    AccessKeyAuthenticator(AccessKeyCredential credential, QString projectId, const ServerTime &time,
                           QObject *parent = nullptr);
    ~AccessKeyAuthenticator() override;

    /// Other credentials, or the same after whatever was wrong is mended: calls are let through again.
    void reset(AccessKeyCredential credential);
    void setProjectId(const QString &projectId) { m_projectId = projectId; }
    /// Wipes the keys; calls that wait end as cancelled, later ones are refused until reset().
    void signOut();
    /// Why calls are refused now; nullopt: they are not.
    [[nodiscard]] const std::optional<ApiError> &refusal() const { return m_refusal; }

    void authorise(HttpRequest request, QObject *context,
                   std::function<void(Result<HttpRequest>)> done) override;
    void renew(const ApiError &refusal, QObject *context, RenewDone done) override;
    void heard(const std::optional<ApiError> &error, QObject *context) override;

Q_SIGNALS:
    /// The service refused the key: nothing more is sent with it.
    void refused(const ApiError &reason);

private:
    struct Waiting {
        QPointer<QObject> context;
        HttpRequest request;
        std::function<void(Result<HttpRequest>)> done;
    };

    void refuse(const ApiError &reason);
    void letWaitingGo();
    void stopProbing();
    [[nodiscard]] Result<HttpRequest> signedRequest(HttpRequest request, QObject *context);
    [[nodiscard]] qint64 signingTimeMs() const;
    [[nodiscard]] bool correctClock(const ApiError &refusal, qint64 signedAtMs);

    AccessKeyCredential m_credential;
    QString m_projectId;
    const ServerTime &m_time;
    ServedCalls m_calls;
    int m_generation = 1;
    qint64 m_correctionMs = 0;       ///< added to `m_time`, where the service said that it is wrong
    bool m_correctsVerified = false; ///< the correction was made to a verified `m_time`
    bool m_isProven = false;         ///< the key was accepted once
    QPointer<QObject> m_probe;       ///< the call that finds out
    QMetaObject::Connection m_probeGone;
    QList<Waiting> m_waiting;
    std::optional<ApiError> m_refusal;
};

} // namespace leasekeeper
