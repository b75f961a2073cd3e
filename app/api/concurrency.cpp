// SPDX-License-Identifier: MIT
#include "concurrency.h"

#include "retrypolicy.h"

#include <algorithm>

namespace leasekeeper
{

namespace
{

/// Twice as long with each 429 in a row, and by chance shorter, so that many clients do not come back at
/// once.
qint64 ownPauseMs(int busyInARow, double random)
{
    qint64 longest = Concurrency::BusyBaseMs;
    for (int i = 1; i < busyInARow && longest < Concurrency::BusyCapMs; ++i)
        longest *= 2;
    longest = std::min(longest, Concurrency::BusyCapMs);
    return std::max(Concurrency::BusyFloorMs, qint64(std::clamp(random, 0.0, 1.0) * double(longest)));
}

} // namespace

void Concurrency::succeeded(qint64 sentAtMs)
{
    if (sentAtMs < m_halvedAtMs)
        return;
    m_busyInARow = 0;
    if (m_window == Most || ++m_successes < m_window)
        return;
    ++m_window;
    m_successes = 0;
}

void Concurrency::throttled(qint64 sentAtMs, qint64 nowMs, qint64 retryAfterMs, double random)
{
    const bool isNews = sentAtMs >= m_halvedAtMs;
    if (isNews) {
        m_window = std::max(1, m_window / 2);
        m_halvedAtMs = nowMs;
        m_successes = 0;
        ++m_busyInARow;
    }
    if (retryAfterMs > 0)
        hold(nowMs, retryAfterMs);
    else if (isNews)
        hold(nowMs, ownPauseMs(m_busyInARow, random));
}

void Concurrency::hold(qint64 nowMs, qint64 retryAfterMs)
{
    if (retryAfterMs <= LongestRetryAfterMs)
        m_heldUntilMs = std::max(m_heldUntilMs, nowMs + retryAfterMs);
}

} // namespace leasekeeper
