// SPDX-License-Identifier: MIT
#include "accesskeyauthenticator.h"

#include "signer.h"
#include "signinproblems.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace leasekeeper
{

namespace
{

/// A difference of clocks that can be why a signature was refused: the limit is 15 minutes, and the refusal
/// may have been long on its way.
constexpr qint64 WorthACorrectionMs = 5 * 60'000;
/// Within this the clock we were given tells the same time as the service's refusal.
constexpr qint64 SameTimeMs = 60'000;

/// Anything else would end the header line, or start another.
bool isHeaderWord(const QByteArray &value)
{
    return !value.isEmpty() &&
           std::all_of(value.begin(), value.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

ApiError ownError(ApiError::Kind kind, SignInProblem problem, const QString &message)
{
    ApiError error;
    error.kind = kind;
    error.delivery = ApiError::Delivery::NeverSent;
    error.signInProblem = problem;
    error.message = message;
    return error;
}

/// Whether an answer without a 401 says anything of the key: gateways turn calls away before they look at it.
bool provesKey(const std::optional<ApiError> &error)
{
    return !error || (error->delivery == ApiError::Delivery::Answered &&
                      (error->kind == ApiError::Kind::Forbidden || error->kind == ApiError::Kind::NotFound ||
                       error->kind == ApiError::Kind::Conflict));
}

} // namespace

AccessKeyAuthenticator::AccessKeyAuthenticator(AccessKeyCredential credential, QString projectId,
                                               const ServerTime &time, QObject *parent)
    : Authenticator(parent),
      m_credential(std::move(credential)),
      m_projectId(std::move(projectId)),
      m_time(time)
{
}

AccessKeyAuthenticator::~AccessKeyAuthenticator() = default;

void AccessKeyAuthenticator::reset(AccessKeyCredential credential)
{
    m_credential = std::move(credential);
    ++m_generation;
    m_isProven = false;
    m_refusal.reset();
    stopProbing();
    letWaitingGo();
}

void AccessKeyAuthenticator::signOut()
{
    m_credential = {};
    ++m_generation;
    m_isProven = false;
    m_refusal =
        ownError(ApiError::Kind::Unauthorised, SignInProblem::SignedOut, tr("Signed out. Sign in again."));
    stopProbing();
    const QList<Waiting> waiting = std::exchange(m_waiting, {});
    for (const Waiting &call : waiting) {
        if (call.context)
            call.done(ownError(ApiError::Kind::Cancelled, SignInProblem::SignedOut,
                               tr("Signed out before the request was made.")));
    }
}

void AccessKeyAuthenticator::authorise(HttpRequest request, QObject *context,
                                       std::function<void(Result<HttpRequest>)> done)
{
    const bool mustWait = !m_refusal && !m_isProven && m_probe && m_probe != context;
    if (mustWait) {
        m_waiting.append({context, std::move(request), std::move(done)});
        return;
    }
    done(signedRequest(std::move(request), context));
}

Result<HttpRequest> AccessKeyAuthenticator::signedRequest(HttpRequest request, QObject *context)
{
    if (m_refusal) {
        ApiError refusal = *m_refusal;
        refusal.delivery = ApiError::Delivery::NeverSent;
        return refusal;
    }
    const QByteArray accessKey = m_credential.accessKey.toLatin1();
    if (accessKey.isEmpty() || m_credential.secretKey.isEmpty())
        return ownError(
            ApiError::Kind::Unauthorised, SignInProblem::UnknownKey,
            tr("There is no complete access key to sign with. Provide access key and secret key."));
    const bool isUsable =
        isHeaderWord(accessKey) && !m_credential.accessKey.contains(u',') &&
        QString::fromLatin1(accessKey) == m_credential.accessKey &&
        (m_credential.securityToken.isEmpty() || isHeaderWord(m_credential.securityToken.reveal()));
    if (!isUsable)
        return ownError(ApiError::Kind::Unauthorised, SignInProblem::UnknownKey,
                        tr("The access key or its security token contains characters that none has. Copy it "
                           "again, whole and alone."));

    const qint64 nowMs = signingTimeMs();
    request.url = strictUrl(request.url);
    QList<std::pair<QByteArray, QByteArray>> headers{{"Host", hostHeader(request.url)},
                                                     {"X-Sdk-Date", signingDate(nowMs)},
                                                     {"Content-Type", "application/json"}};
    if (!m_projectId.isEmpty())
        headers.emplaceBack("X-Project-Id", strictlyEncoded(m_projectId.toUtf8()));
    if (!m_credential.securityToken.isEmpty())
        headers.emplaceBack("X-Security-Token", m_credential.securityToken.reveal());
    const Signature signature =
        signRequest({request.method, request.url, headers, request.body, accessKey, m_credential.secretKey});
    request.headers += headers;
    request.headers.emplaceBack("Authorization", signature.authorization);

    ServedCalls::Call &call = m_calls.of(context);
    call.generation = m_generation;
    call.signedAtMs = nowMs;
    if (!m_isProven && !m_probe) {
        m_probe = context;
        m_probeGone = connect(context, &QObject::destroyed, this, [this] {
            stopProbing();
            letWaitingGo();
        });
    }
    return request;
}

void AccessKeyAuthenticator::heard(const std::optional<ApiError> &error, QObject *context)
{
    ServedCalls::Call &call = m_calls.of(context);
    if (call.generation != m_generation)
        return;
    if (error && error->kind == ApiError::Kind::Unauthorised) {
        // The first 401 is judged in renew(), which follows.
        if (call.isRenewed)
            refuse(*error);
        return;
    }
    const bool wasProbe = m_probe == context;
    if (provesKey(error))
        m_isProven = true;
    if (!wasProbe && !m_isProven)
        return;
    stopProbing();
    letWaitingGo();
}

void AccessKeyAuthenticator::renew(const ApiError &refusal, QObject *context, RenewDone done)
{
    ServedCalls::Call &call = m_calls.of(context);
    const bool isOfOtherKey = call.generation != m_generation;
    if (isOfOtherKey && !m_refusal) {
        done(std::nullopt);
        return;
    }
    call.isRenewed = true;
    if (!m_refusal && refusal.signInProblem == SignInProblem::ClockOff &&
        correctClock(refusal, call.signedAtMs)) {
        done(std::nullopt);
        return;
    }
    done(refusal);
    if (!isOfOtherKey)
        refuse(refusal);
}

qint64 AccessKeyAuthenticator::signingTimeMs() const
{
    // Once the time is known for certain, a correction of what stood in for it would make it wrong again.
    return m_time.nowMs() + (m_correctsVerified == m_time.isVerified() ? m_correctionMs : 0);
}

bool AccessKeyAuthenticator::correctClock(const ApiError &refusal, qint64 signedAtMs)
{
    const std::optional<qint64> told = serverTimeIn(refusal.serviceText);
    const qint64 nowMs = m_time.nowMs();
    // The clock we were given may have heard the Date of the refusal already, and be right by itself.
    const qint64 correctionMs = told && std::llabs(*told - nowMs) > SameTimeMs ? *told - nowMs : 0;
    if (std::llabs(nowMs + correctionMs - signedAtMs) < WorthACorrectionMs)
        return false; // it would be the same signature again
    m_correctionMs = correctionMs;
    m_correctsVerified = m_time.isVerified();
    return true;
}

void AccessKeyAuthenticator::refuse(const ApiError &reason)
{
    if (m_refusal)
        return;
    m_refusal = reason;
    m_isProven = false;
    stopProbing();
    const QPointer<AccessKeyAuthenticator> alive(this);
    letWaitingGo();
    if (alive)
        Q_EMIT refused(reason);
}

void AccessKeyAuthenticator::stopProbing()
{
    disconnect(m_probeGone);
    m_probe = nullptr;
}

void AccessKeyAuthenticator::letWaitingGo()
{
    const QPointer<AccessKeyAuthenticator> alive(this);
    // Each may make the next one wait again: the first becomes the probe where the key is not proven.
    QList<Waiting> waiting = std::exchange(m_waiting, {});
    for (Waiting &call : waiting) {
        if (alive && call.context)
            authorise(std::move(call.request), call.context, std::move(call.done));
    }
}

} // namespace leasekeeper
