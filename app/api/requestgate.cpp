// SPDX-License-Identifier: MIT
#include "requestgate.h"

#include "clock.h"

#include <utility>

namespace leasekeeper
{

RequestGate::Place &RequestGate::Place::operator=(Place &&other) noexcept
{
    if (this != &other) {
        release();
        m_gate = std::exchange(other.m_gate, nullptr);
        m_lane = other.m_lane;
    }
    return *this;
}

void RequestGate::Place::release()
{
    if (const QPointer<RequestGate> gate = std::exchange(m_gate, nullptr))
        gate->left(m_lane);
}

RequestGate::RequestGate(const Clock &clock, Timers &timers, QObject *parent)
    : QObject(parent), m_clock(clock), m_hold(timers, [this] { holdOver(); })
{
}

void RequestGate::enter(QObject *who, Lane lane, Go go, bool again)
{
    QList<Waiting> &queue = m_queues[std::size_t(lane)];
    queue.insert(again ? 0 : queue.size(), Waiting{who, std::move(go)});
    pump();
}

void RequestGate::withdraw(QObject *who)
{
    for (QList<Waiting> &queue : m_queues)
        queue.removeIf([who](const Waiting &waiting) { return waiting.who == who; });
}

void RequestGate::answered(qint64 sentAtMs, const std::optional<ApiError> &error, double random)
{
    const qint64 nowMs = m_clock.monotonicMs();
    const std::optional<qint64> heldBefore = heldUntilMs();
    if (!error)
        m_concurrency.succeeded(sentAtMs);
    else if (error->kind == ApiError::Kind::RateLimited)
        m_concurrency.throttled(sentAtMs, nowMs, error->retryAfterMs, random);
    else if (error->retryAfterMs > 0)
        m_concurrency.hold(nowMs, error->retryAfterMs);
    if (const std::optional<qint64> held = heldUntilMs(); held && held != heldBefore) {
        m_hold.start(*held - nowMs);
        Q_EMIT heldChanged();
    }
    pumpLater();
}

std::optional<qint64> RequestGate::heldUntilMs() const
{
    const qint64 until = m_concurrency.heldUntilMs();
    return until > m_clock.monotonicMs() ? std::optional(until) : std::nullopt;
}

void RequestGate::wokeUp()
{
    if (!m_hold.isActive() || heldUntilMs())
        return;
    m_hold.stop();
    holdOver();
}

void RequestGate::holdOver()
{
    // Coarse timers may be early.
    if (const std::optional<qint64> held = heldUntilMs()) {
        m_hold.start(*held - m_clock.monotonicMs());
        return;
    }
    pump();
    Q_EMIT heldChanged();
}

bool RequestGate::mayPass(Lane lane) const
{
    const int window = m_concurrency.window();
    const int writes = inside(Lane::Write);
    const int reads = inside(Lane::Person) + inside(Lane::Background);
    if (writes + reads > window)
        return false;
    if (lane == Lane::Write)
        return writes < window;
    // As long as the service is busy, reads wait for all writes.
    return writes + reads < window || (reads == 0 && m_concurrency.isCalm());
}

void RequestGate::left(Lane lane)
{
    --m_inside[std::size_t(lane)];
    // Later: whoever is being destroyed may take others along that wait here.
    pumpLater();
}

void RequestGate::pumpLater()
{
    if (std::exchange(m_pumpsLater, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_pumpsLater = false;
            pump();
        },
        Qt::QueuedConnection);
}

void RequestGate::pump()
{
    // One that finds nothing to send lets go from within its turn.
    if (m_pumping || heldUntilMs())
        return;
    m_pumping = true;
    while (letOnePass())
        continue;
    m_pumping = false;
}

bool RequestGate::letOnePass()
{
    for (const Lane lane : {Lane::Write, Lane::Person, Lane::Background}) {
        QList<Waiting> &queue = m_queues[std::size_t(lane)];
        if (queue.isEmpty() || !mayPass(lane))
            continue;
        const Waiting next = queue.takeFirst();
        if (next.who) {
            ++m_inside[std::size_t(lane)];
            next.go(Place(this, lane));
        }
        return true;
    }
    return false;
}

} // namespace leasekeeper
