// SPDX-License-Identifier: MIT
#include "networkhints.h"

#include "clock.h"

#include <QRandomGenerator>

#include <algorithm>
#include <utility>

namespace leasekeeper
{

namespace
{
// A network that comes up is not ready at once.
constexpr qint64 DelayMs = 1'000;
constexpr int SpreadMs = 2'000;
} // namespace

NetworkHints::NetworkHints(const Clock &clock, Timers &timers, QRandomGenerator &random, Follow follow)
    : m_clock(clock),
      m_random(random),
      m_follow(std::move(follow)),
      m_timer(timers, [this] { this->follow(); })
{
}

void NetworkHints::take()
{
    // A timer that each hint started anew would never end while they come.
    if (m_timer.isActive())
        return;
    m_hintedAtMs = m_clock.monotonicMs();
    const qint64 pause = DelayMs + m_random.bounded(SpreadMs);
    arm(std::max(pause, m_followedAtMs + GapMs - m_hintedAtMs));
}

qint64 NetworkHints::dueInMs() const
{
    return std::max<qint64>(0, m_dueMs - m_clock.monotonicMs());
}

void NetworkHints::arm(qint64 delayMs)
{
    m_dueMs = m_clock.monotonicMs() + delayMs;
    m_timer.start(delayMs);
}

void NetworkHints::follow()
{
    const qint64 now = m_clock.monotonicMs();
    switch (m_follow(m_hintedAtMs)) {
    case Outcome::Followed:
        m_followedAtMs = now;
        break;
    case Outcome::Later:
        arm(DelayMs);
        break;
    case Outcome::Needless:
        break;
    }
}

} // namespace leasekeeper
