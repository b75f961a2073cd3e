// SPDX-License-Identifier: MIT
#include "callrunner.h"

#include "authenticator.h"
#include "httpclient.h"

#include <utility>

namespace leasekeeper
{

using namespace Qt::StringLiterals;

namespace
{
constexpr qint64 BodyLastsMs = 1'000;
} // namespace

CallRunner::CallRunner(HttpClient &http, Authenticator &authenticator, std::shared_ptr<Traffic> traffic,
                       CallPlan plan, QObject *parent)
    : QObject(parent),
      m_http(http),
      m_authenticator(authenticator),
      m_traffic(std::move(traffic)),
      m_plan(std::move(plan)),
      m_pause(http.timers(), [this] { queueUp(true); })
{
    connect(&http, &HttpClient::dropping, this, &CallRunner::wokeUp);
}

CallRunner::~CallRunner()
{
    m_plan.request.wipe();
}

void CallRunner::start(Decode decode, Done done, RequestGate::Place place)
{
    m_decode = std::move(decode);
    m_done = std::move(done);
    m_place = std::move(place);
    m_sentAtMs = m_receivedAtMs = m_bodyMadeAtMs = m_http.clock().monotonicMs();
    if (m_plan.refusal)
        finishLater(m_plan.refusal);
    else if (m_place)
        authorise();
    else
        queueUp(false);
}

void CallRunner::cancel()
{
    if (m_ended)
        return;
    m_pause.stop();
    m_traffic->gate.withdraw(this);
    if (m_call)
        m_call->cancel(); // its end, which knows how far the request got, becomes ours
    else
        finishLater(ownError(ApiError::Kind::Cancelled,
                             tr("The request to %1 was cancelled.").arg(m_plan.context.host)));
}

bool CallRunner::mayHaveLeft() const
{
    return m_isOut && (!m_call || m_call->hasLeft());
}

void CallRunner::queueUp(bool again)
{
    const auto go = [this](RequestGate::Place place) {
        m_place = std::move(place);
        authorise();
    };
    m_traffic->gate.enter(this, m_plan.lane, go, again);
}

void CallRunner::authorise()
{
    m_authenticator.authorise(m_plan.request, this,
                              [this](const Result<HttpRequest> &authorised) { send(authorised); });
}

/// The body as it is to be sent now. False: nothing is to be sent any more, and the call ends.
bool CallRunner::remakeBody()
{
    if (!m_plan.bodyNow)
        return true;
    // Whoever is asked may end everything.
    const QPointer<CallRunner> alive(this);
    const std::optional<QByteArray> body = m_plan.bodyNow();
    if (!alive || m_ended)
        return false;
    if (!body) {
        finishLater(ownError(ApiError::Kind::Cancelled,
                             tr("The request to %1 was cancelled.").arg(m_plan.context.host)));
        return false;
    }
    m_plan.request.body = *body;
    m_bodyMadeAtMs = m_http.clock().monotonicMs();
    return true;
}

bool CallRunner::staysAtHome(const HttpRequest &request) const
{
    const QUrl &home = m_plan.request.url;
    return request.url.scheme() == home.scheme() && request.url.host() == home.host() &&
           request.url.port() == home.port() && request.url.userInfo().isEmpty();
}

void CallRunner::send(const Result<HttpRequest> &authorised)
{
    if (m_ended)
        return;
    if (!authorised) {
        finishLater(authorised.error());
        return;
    }
    if (!staysAtHome(authorised.value())) {
        finishLater(ownError(ApiError::Kind::BadRequest,
                             tr("The request would have gone to another host and was not sent.")));
        return;
    }
    // Signing in took its time: what counts from the moment of sending is counted anew, once.
    const bool isOld = m_http.clock().monotonicMs() - m_bodyMadeAtMs >= BodyLastsMs;
    if (m_plan.bodyNow && isOld && !std::exchange(m_remadeBody, true)) {
        if (remakeBody())
            authorise();
        return;
    }
    m_remadeBody = false;
    ++m_attempts;
    m_isOut = true;
    m_sentAtMs = m_http.clock().monotonicMs();
    m_call = m_http.send(authorised.value(), this);
    connect(m_call, &HttpCall::finished, this, &CallRunner::answered);
    connect(m_call, &HttpCall::left, this, &CallRunner::leavingChanged);
    if (m_call->hasLeft())
        Q_EMIT leavingChanged();
}

void CallRunner::answered()
{
    m_receivedAtMs = m_http.clock().monotonicMs();
    const Result<HttpResponse> result = m_call->result();
    m_call = nullptr;
    if (result) {
        judge(result.value());
        return;
    }
    if (tellOthers(result.error()))
        failed(result.error(), isRead() ? retryCause(result.error()) : RetryCause::None);
}

bool CallRunner::tellOthers(const std::optional<ApiError> &error)
{
    // They may tell more, and somebody may end everything.
    const QPointer<CallRunner> alive(this);
    if (error)
        m_traffic->gate.answered(m_sentAtMs, error, m_traffic->random());
    if (alive)
        m_authenticator.heard(error, this);
    return alive;
}

void CallRunner::judge(const HttpResponse &response)
{
    if (response.dateMs != 0)
        m_traffic->serverAheadMs = response.dateMs - m_receivedAtMs;
    // A moment that the service names is one of its own clock.
    const qint64 nowMs =
        m_traffic->serverAheadMs ? m_receivedAtMs + *m_traffic->serverAheadMs : m_http.clock().wallMs();
    const auto error = errorFromResponse(response, m_plan.context, nowMs);
    if (!tellOthers(error))
        return;
    if (error) {
        if (error->kind == ApiError::Kind::Unauthorised && !m_renewed)
            renew(*error);
        else
            failed(*error, isRead() ? retryCause(*error) : RetryCause::None);
        return;
    }
    if (const auto reason = m_decode(response)) {
        // Most likely cut or garbled on the way, which another attempt may mend.
        failed(unusableAnswer(response, m_plan.context, *reason),
               isRead() ? RetryCause::Transport : RetryCause::None);
        return;
    }
    if (isRead())
        m_traffic->budget.succeeded();
    m_traffic->gate.answered(m_sentAtMs, std::nullopt, 0);
    finish(std::nullopt);
}

void CallRunner::failed(const ApiError &error, RetryCause cause)
{
    const std::optional<qint64> pause =
        retryPauseMs(cause, m_attempts, m_plan.patience, error.retryAfterMs, m_traffic->random());
    if (!pause || !m_traffic->budget.take()) {
        finish(error);
        return;
    }
    m_isOut = false;
    m_place.release();
    // A service that is asked too often keeps everybody waiting at the gate.
    if (error.kind == ApiError::Kind::RateLimited)
        queueUp(true);
    else
        pauseFor(*pause);
}

void CallRunner::pauseFor(qint64 ms)
{
    m_pauseEndsMs = m_http.clock().monotonicMs() + ms;
    m_pause.start(ms);
}

/// A timer stands still while the computer sleeps, and the pause may be long over.
void CallRunner::wokeUp()
{
    if (!m_pause.isActive() || m_http.clock().monotonicMs() < m_pauseEndsMs)
        return;
    m_pause.stop();
    queueUp(true);
}

void CallRunner::renew(const ApiError &refusal)
{
    m_renewed = true;
    m_isOut = false;
    const QPointer<CallRunner> alive(this);
    m_authenticator.renew(refusal, this, [this](const std::optional<ApiError> &error) {
        if (m_ended)
            return;
        if (error)
            finishLater(error);
        else if (remakeBody())
            authorise();
    });
    // Afterwards: also who takes it back now wants the refusal to be known.
    if (alive && !m_ended && !m_isOut)
        Q_EMIT leavingChanged();
}

ApiError CallRunner::ownError(ApiError::Kind kind, const QString &message) const
{
    ApiError error;
    error.kind = kind;
    error.delivery = ApiError::Delivery::NeverSent;
    error.message = message;
    error.detail = m_plan.context.request;
    return error;
}

void CallRunner::finishLater(std::optional<ApiError> error)
{
    m_ended = true;
    QMetaObject::invokeMethod(
        this, [this, reason = std::move(error)] { finish(reason); }, Qt::QueuedConnection);
}

void CallRunner::finish(std::optional<ApiError> error)
{
    m_ended = true;
    const QPointer<CallRunner> alive(this);
    // Whoever hears it may queue up again before the place is free for others.
    if (const Done done = std::exchange(m_done, {}))
        done({std::move(error), m_sentAtMs, m_receivedAtMs});
    if (alive)
        m_place.release();
}

} // namespace leasekeeper
