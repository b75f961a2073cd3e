// SPDX-License-Identifier: MIT
#include "passwordauthenticator.h"

#include "httpclient.h"

#include <algorithm>
#include <utility>

namespace leasekeeper
{

namespace
{

using Kind = ApiError::Kind;

constexpr qint64 RenewalLeadMs = 120'000;
/// Tokens that live shorter than that are obtained when they are needed.
constexpr qint64 SoonestRenewalMs = 5'000;
/// While an old token serves, beside the account's own requests.
constexpr qint64 LatestRetryMs = 600'000;

/// Whether trying the same again would bring the same, or lock the account: the service has judged, or the
/// request cannot be made.
bool isFinal(const ApiError &error)
{
    switch (error.kind) {
    case Kind::Unauthorised:
    case Kind::Forbidden:
    case Kind::NotFound:
    case Kind::Conflict:
    case Kind::BadRequest:
        return true;
    case Kind::Network:
    case Kind::Timeout:
    case Kind::Tls:
    case Kind::Proxy:
    case Kind::Cancelled:
    case Kind::RateLimited:
    case Kind::Server:
    case Kind::BadResponse:
    case Kind::Redirected:
        break;
    }
    return false;
}

/// The end of a sign-in as the calls see it that waited for it: they never left.
ApiError forCalls(ApiError error)
{
    error.delivery = ApiError::Delivery::NeverSent;
    return error;
}

ApiError ownError(Kind kind, SignInProblem problem, const QString &message)
{
    ApiError error;
    error.kind = kind;
    error.delivery = ApiError::Delivery::NeverSent;
    error.signInProblem = problem;
    error.message = message;
    return error;
}

TokenRequest requestOf(const Profile &profile, Secret password)
{
    TokenRequest request;
    request.userName = profile.loginName;
    request.accountName = profile.accountName;
    request.password = std::move(password);
    request.projectId = profile.projectId;
    request.projectName = profile.projectName.isEmpty() ? profile.region : profile.projectName;
    request.wholeAccount = request.projectId.isEmpty() && request.projectName.isEmpty();
    return request;
}

} // namespace

PasswordAuthenticator::PasswordAuthenticator(HttpClient &http, const ServerTime &time, const Profile &profile,
                                             Secret password, QObject *parent)
    : Authenticator(parent),
      m_http(http),
      m_time(time),
      m_iam(http, profile.iamEndpoint),
      m_request(requestOf(profile, std::move(password))),
      m_renewal(http.timers(), [this] { start(); })
{
}

PasswordAuthenticator::~PasswordAuthenticator() = default;

qint64 PasswordAuthenticator::nowMs() const
{
    return m_http.clock().monotonicMs();
}

bool PasswordAuthenticator::hasToken() const
{
    return !m_token.isEmpty() && (!m_endsAtMs || nowMs() < *m_endsAtMs);
}

void PasswordAuthenticator::seekProjects()
{
    if (!m_request.wholeAccount)
        turnTo({});
}

void PasswordAuthenticator::setProjectId(const QString &id)
{
    if (m_identity && m_identity->projectId == id) {
        m_request.projectId = id;
        m_request.wholeAccount = false;
    } else {
        turnTo(id);
    }
}

/// To this project, or to the whole account. Calls that wait go on waiting.
void PasswordAuthenticator::turnTo(const QString &projectId)
{
    stop();
    forgetToken();
    m_refusal.reset();
    m_request.projectId = projectId;
    m_request.projectName.clear();
    m_request.wholeAccount = projectId.isEmpty();
    if (!m_waiting.isEmpty())
        start();
}

void PasswordAuthenticator::setPassword(Secret password)
{
    stop();
    m_request.password = std::move(password);
    m_refusal.reset();
    start();
}

void PasswordAuthenticator::signIn()
{
    if (m_request.password.isEmpty() || hasToken())
        return;
    m_refusal.reset();
    start();
}

void PasswordAuthenticator::providePasscode(Secret passcode)
{
    if (!m_waitsForPasscode)
        return;
    m_waitsForPasscode = false;
    m_request.passcode = std::move(passcode);
    start();
}

void PasswordAuthenticator::abandonPasscode()
{
    if (!m_waitsForPasscode)
        return;
    m_waitsForPasscode = false;
    giveUp(m_passcodeReason);
}

void PasswordAuthenticator::signOut()
{
    stop();
    forgetToken();
    m_request.password.wipe();
    m_refusal = ownError(Kind::Unauthorised, SignInProblem::SignedOut, tr("Signed out. Sign in again."));
    endWaiting(
        ownError(Kind::Cancelled, SignInProblem::SignedOut, tr("Signed out before the request was made.")));
}

/// Ends a sign-in under way in silence; its late answer is heard by nobody.
void PasswordAuthenticator::stop()
{
    delete m_call;
    m_renewal.stop();
    m_waitsForPasscode = false;
    m_request.passcode.reset();
}

void PasswordAuthenticator::forgetToken()
{
    m_token.wipe();
    m_identity.reset();
    m_endsAtMs.reset();
}

Result<HttpRequest> PasswordAuthenticator::withToken(HttpRequest request, QObject *context)
{
    m_calls.of(context).generation = m_generation;
    request.headers.append({"X-Auth-Token", m_token.reveal()});
    return request;
}

void PasswordAuthenticator::authorise(HttpRequest request, QObject *context,
                                      std::function<void(Result<HttpRequest>)> done)
{
    if (hasToken()) {
        done(withToken(std::move(request), context));
        return;
    }
    wait(context, [this, request = std::move(request), context,
                   done = std::move(done)](const std::optional<ApiError> &error) {
        if (error)
            done(*error);
        else
            done(withToken(request, context));
    });
}

void PasswordAuthenticator::renew(const ApiError &refusal, QObject *context, RenewDone done)
{
    ServedCalls::Call &call = m_calls.of(context);
    const bool isOfThisToken = call.generation == m_generation;
    call.isRenewed = true;
    if (isOfThisToken)
        forgetToken();
    if (refusal.signInProblem == SignInProblem::AccountSuspended) {
        // Signing in again would not mend that.
        done(refusal);
        if (isOfThisToken)
            giveUp(refusal);
        return;
    }
    if (hasToken())
        done(std::nullopt); // somebody else was refused before and brought a new one
    else
        wait(context, std::move(done));
}

void PasswordAuthenticator::heard(const std::optional<ApiError> &error, QObject *context)
{
    if (!error || error->kind != Kind::Unauthorised)
        return;
    const ServedCalls::Call &call = m_calls.of(context);
    if (!call.isRenewed || call.generation != m_generation)
        return;
    // A token fresh from the Identity service is refused as well: another one would be, too.
    forgetToken();
    giveUp(*error);
}

void PasswordAuthenticator::wait(QObject *context, std::function<void(const std::optional<ApiError> &)> done)
{
    if (m_refusal) {
        done(m_refusal);
        return;
    }
    m_waiting.append({context, std::move(done)});
    start();
}

void PasswordAuthenticator::start()
{
    if (m_call || m_waitsForPasscode || m_refusal)
        return;
    if (nowMs() < m_quietUntilMs) {
        postpone(m_quietReason);
        return;
    }
    m_call = m_iam.createToken(m_request, this);
    connect(m_call, &ApiCallBase::finished, this, &PasswordAuthenticator::answered);
}

void PasswordAuthenticator::answered()
{
    const Result<IamToken> result = m_call->result();
    const qint64 sentAtMs = m_call->sentAtMs();
    m_call = nullptr;
    // A passcode is good for one sign-in only.
    m_request.passcode.reset();
    if (result)
        accept(result.value(), sentAtMs);
    else
        fail(result.error());
}

void PasswordAuthenticator::accept(const IamToken &token, qint64 sentAtMs)
{
    if (token.identity.projectId.isEmpty() && !m_request.wholeAccount) {
        giveUp(ownError(Kind::Unauthorised, SignInProblem::NoProject,
                        tr("The sign-in was accepted, but for no project. Name a project in the profile.")));
        return;
    }
    m_token = token.token;
    m_identity = token.identity;
    ++m_generation;
    setEnd(token.identity, sentAtMs);
    const QPointer<PasswordAuthenticator> alive(this);
    Q_EMIT signedIn(token.identity);
    if (alive && !m_token.isEmpty())
        endWaiting(std::nullopt);
}

void PasswordAuthenticator::setEnd(const IamIdentity &identity, qint64 sentAtMs)
{
    m_endsAtMs.reset();
    m_renewal.stop();
    if (identity.expiresAtMs == 0)
        return;
    const qint64 byClockMs = identity.expiresAtMs - m_time.nowMs();
    qint64 lifeMs = identity.issuedAtMs == 0 ? byClockMs : identity.expiresAtMs - identity.issuedAtMs;
    if (lifeMs <= 0)
        return; // what it says of its end makes no sense; a 401 will tell
    qint64 leftMs = lifeMs - (nowMs() - sentAtMs);
    // It may be older than our request. A clock that calls it dead at birth is not asked, though.
    if (m_time.isVerified() && byClockMs > 0)
        leftMs = std::min(leftMs, byClockMs);
    m_endsAtMs = nowMs() + leftMs;
    const qint64 leadMs = std::min(RenewalLeadMs, lifeMs / 2);
    m_renewal.start(std::max(leftMs - leadMs, SoonestRenewalMs));
}

void PasswordAuthenticator::fail(const ApiError &error)
{
    const bool isAboutPasscode = error.signInProblem == SignInProblem::PasscodeNeeded ||
                                 error.signInProblem == SignInProblem::PasscodeWrong;
    if (isAboutPasscode)
        askForPasscode(error);
    else if (isFinal(error))
        giveUp(error);
    else
        postpone(error);
}

void PasswordAuthenticator::askForPasscode(const ApiError &error)
{
    m_waitsForPasscode = true;
    m_passcodeReason = error;
    Q_EMIT passcodeNeeded(error.signInProblem == SignInProblem::PasscodeWrong ? error.message : QString());
}

void PasswordAuthenticator::postpone(const ApiError &error)
{
    if (error.retryAfterMs > 0 && nowMs() >= m_quietUntilMs) {
        m_quietUntilMs = nowMs() + error.retryAfterMs;
        m_quietReason = error;
    }
    if (hasToken() && m_endsAtMs) {
        // The old token still serves: try again before it ends.
        const qint64 pauseMs = std::clamp((*m_endsAtMs - nowMs()) / 2, SoonestRenewalMs, LatestRetryMs);
        m_renewal.start(std::max(pauseMs, m_quietUntilMs - nowMs()));
    }
    const QPointer<PasswordAuthenticator> alive(this);
    endWaiting(forCalls(error));
    if (alive)
        Q_EMIT signInPostponed(error);
}

void PasswordAuthenticator::giveUp(const ApiError &error)
{
    // Whatever its status was: for those who need a token it comes to "not signed in".
    ApiError refusal = forCalls(error);
    refusal.kind = Kind::Unauthorised;
    m_refusal = refusal;
    m_renewal.stop();
    const QPointer<PasswordAuthenticator> alive(this);
    endWaiting(refusal);
    if (alive)
        Q_EMIT signInFailed(refusal);
}

void PasswordAuthenticator::endWaiting(const std::optional<ApiError> &error)
{
    const QPointer<PasswordAuthenticator> alive(this);
    const QList<Waiting> waiting = std::exchange(m_waiting, {});
    for (const Waiting &call : waiting) {
        if (alive && call.context)
            call.done(error);
    }
}

} // namespace leasekeeper
