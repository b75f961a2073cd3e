// SPDX-License-Identifier: MIT
#include "timers.h"

#include <QTimerEvent>

#include <algorithm>
#include <utility>

namespace leasekeeper
{

namespace
{

constexpr qint64 CoarseFromMs = 2'000;
constexpr qint64 LongestPieceMs = 24 * 60 * 60 * 1000; ///< Qt counts milliseconds in an int

} // namespace

Timers::~Timers() = default;

struct SystemTimers::Pending {
    std::function<void()> action;
    qint64 leftMs = 0; ///< beyond the piece that is running
    int timerId = 0;
};

SystemTimers::SystemTimers(QObject *parent) : QObject(parent) {}

SystemTimers::~SystemTimers() = default;

Timers::Id SystemTimers::schedule(qint64 delayMs, std::function<void()> action)
{
    auto pending = std::make_unique<Pending>();
    pending->action = std::move(action);
    pending->leftMs = std::max<qint64>(delayMs, 0);
    const Id id = ++m_lastId;
    arm(id, *pending);
    m_pending.emplace(id, std::move(pending));
    return id;
}

void SystemTimers::arm(Id id, Pending &pending)
{
    const qint64 piece = std::min(pending.leftMs, LongestPieceMs);
    pending.leftMs -= piece;
    pending.timerId = startTimer(int(piece), piece < CoarseFromMs ? Qt::PreciseTimer : Qt::CoarseTimer);
    m_idOfTimer.insert_or_assign(pending.timerId, id);
}

void SystemTimers::cancel(Id id)
{
    // Taken out first: destroying the action may come back here.
    const auto node = m_pending.extract(id);
    if (node.empty())
        return;
    killTimer(node.mapped()->timerId);
    m_idOfTimer.erase(node.mapped()->timerId);
}

void SystemTimers::timerEvent(QTimerEvent *event)
{
    const auto known = m_idOfTimer.find(event->timerId());
    if (known == m_idOfTimer.end()) {
        QObject::timerEvent(event);
        return;
    }
    const Id id = known->second;
    killTimer(event->timerId());
    m_idOfTimer.erase(known);
    const auto it = m_pending.find(id);
    if (it == m_pending.end())
        return;
    if (it->second->leftMs > 0) {
        arm(id, *it->second);
        return;
    }
    const auto node = m_pending.extract(it);
    // Last statement that may be: the action is free to destroy this object.
    node.mapped()->action();
}

OneShotTimer::OneShotTimer(Timers &timers, std::function<void()> action)
    : m_timers(timers), m_action(std::move(action))
{
}

OneShotTimer::~OneShotTimer()
{
    stop();
}

void OneShotTimer::start(qint64 delayMs)
{
    stop();
    m_id = m_timers.schedule(delayMs, [this] {
        m_id = 0;
        // A copy, since the action may destroy this timer and with it m_action.
        const auto action = m_action;
        action();
    });
}

void OneShotTimer::stop()
{
    if (m_id != 0)
        m_timers.cancel(std::exchange(m_id, 0));
}

} // namespace leasekeeper
