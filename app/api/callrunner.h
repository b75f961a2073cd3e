// SPDX-License-Identifier: MIT
#pragma once

#include "apierrors.h"
#include "httprequest.h"
#include "instancesapi.h"
#include "timers.h"
#include "traffic.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>
#include <optional>

namespace leasekeeper
{

class HttpCall;

/// What a call asks for and how its answer is judged.
struct CallPlan {
    HttpRequest request;
    CallContext context;
    Patience patience = Patience::Person;
    RequestGate::Lane lane = RequestGate::Lane::Person;
    /// If given, what to send instead of the request's body where signing in took time before it leaves, or
    /// leaves once more; nullopt: nothing any more. What waits further down, for a route, is not asked for
    /// again.
    std::function<std::optional<QByteArray>()> bodyNow;
    /// Set: nothing is sent, the call ends with this.
    std::optional<ApiError> refusal;
};

/// Runs one call from its turn at the gate to its end: retries of reads, one renewal after a 401, cancelling.
/// Knows nothing of types; the answer is handed to `decode`, which returns the reason if it cannot be used.
/// Calls `done` exactly once, from the event loop, unless it is destroyed before.
class CallRunner final : public QObject
{
    Q_OBJECT
public:
    struct Outcome {
        std::optional<ApiError> error; ///< none: what `decode` made of the answer counts
        qint64 sentAtMs = 0;
        qint64 receivedAtMs = 0;
    };
    using Decode = std::function<std::optional<QString>(const HttpResponse &)>;
    using Done = std::function<void(const Outcome &)>;

    /// `http` and `authenticator` must outlive it.
    CallRunner(HttpClient &http, Authenticator &authenticator, std::shared_ptr<Traffic> traffic,
               CallPlan plan, QObject *parent);
    ~CallRunner() override;

    /// `place`: where whoever makes the call has waited for its turn already. It is let go of after `done`.
    void start(Decode decode, Done done, RequestGate::Place place = {});
    void cancel();
    /// As ApiCallBase says.
    [[nodiscard]] bool mayHaveLeft() const;

Q_SIGNALS:
    void leavingChanged();

private:
    void queueUp(bool again);
    void authorise();
    [[nodiscard]] bool remakeBody();
    void send(const Result<HttpRequest> &authorised);
    void answered();
    /// False if this object is gone thereafter.
    [[nodiscard]] bool tellOthers(const std::optional<ApiError> &error);
    void judge(const HttpResponse &response);
    void failed(const ApiError &error, RetryCause cause);
    void pauseFor(qint64 ms);
    void wokeUp();
    void renew(const ApiError &refusal);
    void finishLater(std::optional<ApiError> error);
    void finish(std::optional<ApiError> error);
    [[nodiscard]] bool isRead() const { return m_plan.request.isRead(); }
    [[nodiscard]] bool staysAtHome(const HttpRequest &request) const;
    [[nodiscard]] ApiError ownError(ApiError::Kind kind, const QString &message) const;

    HttpClient &m_http;
    Authenticator &m_authenticator;
    std::shared_ptr<Traffic> m_traffic;
    CallPlan m_plan;
    Decode m_decode;
    Done m_done;
    QPointer<HttpCall> m_call;
    RequestGate::Place m_place;
    OneShotTimer m_pause;
    qint64 m_pauseEndsMs = 0; ///< monotonic
    int m_attempts = 0;
    bool m_renewed = false;
    bool m_remadeBody = false; ///< for the attempt that is about to be made
    qint64 m_bodyMadeAtMs = 0;
    bool m_isOut = false; ///< an attempt was made that was not refused
    bool m_ended = false; ///< nothing more is sent; `done` was or is about to be called
    qint64 m_sentAtMs = 0;
    qint64 m_receivedAtMs = 0;
};

} // namespace leasekeeper
