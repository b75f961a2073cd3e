// SPDX-License-Identifier: MIT
#include "virtualtime.h"

#include <QCoreApplication>
#include <QEvent>

#include <algorithm>
#include <limits>

namespace leasekeeper::test
{

namespace
{

constexpr int EventRounds = 8;          ///< answers that come through a few hops of the event loop
constexpr int TimersAtOnce = 1'000'000; ///< more at one moment: something arms itself for ever

void deliverEvents()
{
    if (!QCoreApplication::instance())
        return;
    for (int round = 0; round < EventRounds; ++round) {
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}

} // namespace

VirtualTime::VirtualTime(qint64 wallMs) : m_wallOffset(wallMs) {}

qint64 VirtualTime::wallMs() const
{
    return m_wallOffset + m_now;
}

qint64 VirtualTime::monotonicMs() const
{
    return m_now;
}

Timers::Id VirtualTime::schedule(qint64 delayMs, std::function<void()> action)
{
    const qint64 delay = std::clamp<qint64>(delayMs, 0, std::numeric_limits<qint64>::max() - m_now);
    const Id id = ++m_lastId;
    m_timers.emplace(std::pair(m_now + delay, id), std::move(action));
    m_due.emplace(id, m_now + delay);
    return id;
}

void VirtualTime::cancel(Id id)
{
    const auto due = m_due.find(id);
    if (due == m_due.end())
        return;
    // Taken out first: destroying the action may come back here.
    const auto node = m_timers.extract(std::pair(due->second, id));
    m_due.erase(due);
}

void VirtualTime::advance(qint64 ms)
{
    const qint64 end = m_now + std::max<qint64>(ms, 0);
    while (step(end)) {
    }
    // A timer may have put the computer to sleep.
    m_now = std::max(m_now, end);
}

bool VirtualTime::advanceUntil(const std::function<bool()> &done, qint64 limitMs)
{
    const qint64 end = m_now + std::max<qint64>(limitMs, 0);
    deliverEvents();
    while (!done()) {
        if (!step(end)) {
            m_now = std::max(m_now, end);
            return done();
        }
        deliverEvents();
    }
    return true;
}

void VirtualTime::jumpWall(qint64 byMs)
{
    m_wallOffset += byMs;
}

void VirtualTime::sleep(qint64 ms)
{
    m_now += ms;
    std::map<std::pair<qint64, Id>, std::function<void()>> later;
    for (auto &[moment, action] : m_timers)
        later.emplace(std::pair(moment.first + ms, moment.second), std::move(action));
    m_timers = std::move(later);
    for (auto &[id, due] : m_due)
        due += ms;
}

std::optional<qint64> VirtualTime::untilNextTimer() const
{
    if (m_timers.empty())
        return std::nullopt;
    return std::max<qint64>(0, m_timers.begin()->first.first - m_now);
}

bool VirtualTime::step(qint64 end)
{
    deliverEvents();
    if (m_timers.empty() || m_timers.begin()->first.first > end)
        return false;
    const auto node = m_timers.extract(m_timers.begin());
    const auto [due, id] = node.key();
    m_due.erase(id);
    m_stepsHere = due > m_now ? 0 : m_stepsHere + 1;
    if (m_stepsHere > TimersAtOnce)
        qFatal("VirtualTime: timers arm themselves for ever at the same moment");
    m_now = std::max(m_now, due);
    node.mapped()();
    return true;
}

} // namespace leasekeeper::test
