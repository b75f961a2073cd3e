// SPDX-License-Identifier: MIT
#include "serverclock.h"

#include "lease.h"

#include <algorithm>
#include <cstdlib>

namespace leasekeeper
{

namespace
{
constexpr qint64 DateResolutionMs = 1'000;
constexpr qint64 AdjustedMs = 1'000;
constexpr qint64 WildMs = 24 * 3'600'000;
constexpr int BelievedAfter = 3;      ///< against what the service has told before
constexpr int FirstBelievedAfter = 2; ///< against the computer's clock alone
constexpr int RememberedOffsets = 5;
// Computer clocks run up to about 50 ppm fast or slow: one ms in 20 s.
constexpr qint64 DriftOneMsPerMs = 20'000;
// What takes longer was held up, perhaps by a computer that slept, and bounds the offset too loosely.
constexpr qint64 SlowestAnswerMs = 20'000;
// Within this an equal Date is nothing strange, since it has whole seconds.
constexpr qint64 SameDateMs = 2'000;
} // namespace

ServerClock::ServerClock(const Clock &clock, QObject *parent) : QObject(parent), m_clock(clock) {}

qint64 ServerClock::Bounds::gapTo(const Bounds &other) const
{
    return std::max(lowest - other.highest, other.lowest - highest);
}

qint64 ServerClock::nowMs() const
{
    if (m_bounds)
        return m_clock.monotonicMs() + m_bounds->middle();
    const qint64 wallMs = m_clock.wallMs();
    return isContested() ? std::max(wallMs, m_clock.monotonicMs() + m_doubted->bounds.middle()) : wallMs;
}

bool ServerClock::isVerified() const
{
    return m_bounds.has_value();
}

bool ServerClock::isContested() const
{
    return !m_bounds && m_doubted && m_doubted->inARow > 0;
}

std::optional<qint64> ServerClock::wallAheadMs() const
{
    if (!isVerified())
        return std::nullopt;
    return m_clock.wallMs() - nowMs();
}

void ServerClock::widen(qint64 receivedAtMs)
{
    const qint64 drift = (receivedAtMs - m_boundedAtMs) / DriftOneMsPerMs;
    if (drift <= 0)
        return;
    m_bounds->lowest -= drift;
    m_bounds->highest += drift;
    m_boundedAtMs += drift * DriftOneMsPerMs;
}

bool ServerClock::isDoubtful(qint64 dateMs, const Bounds &heard, qint64 receivedAtMs) const
{
    if (!m_bounds) {
        const qint64 wallOffset = m_clock.wallMs() - m_clock.monotonicMs();
        return heard.gapTo({wallOffset, wallOffset}) > WildMs;
    }
    QList<qint64> sorted = m_lastOffsets;
    std::sort(sorted.begin(), sorted.end());
    const qint64 median = sorted.at(sorted.size() / 2);
    if (std::llabs(heard.middle() - median) > WildMs)
        return true;
    return dateMs <= m_lastDateMs && receivedAtMs - m_lastReceivedMs > SameDateMs;
}

bool ServerClock::isRepeated(qint64 dateMs, const Bounds &heard)
{
    const bool agrees = m_doubted && heard.gapTo(m_doubted->bounds) <= SameDateMs;
    if (m_doubted && dateMs == m_doubted->dateMs) {
        // A cache repeats its Date while time goes on. Within the same second nobody can tell.
        if (!agrees)
            m_doubted->inARow = 0;
        return false;
    }
    // A service whose clock was really set, or whose computer's was wrong, goes on from what it said.
    m_doubted = Doubted{dateMs, heard, agrees && !m_doubted->isVague ? m_doubted->inARow + 1 : 1};
    return m_doubted->inARow >= (m_bounds ? BelievedAfter : FirstBelievedAfter);
}

void ServerClock::observe(qint64 dateMs, qint64 sentAtMs, qint64 receivedAtMs)
{
    if (!isPlausibleTimeMs(dateMs) || sentAtMs > receivedAtMs)
        return;
    const bool wasVerified = isVerified();
    const qint64 before = nowMs();
    // The service wrote its Date, rounded down, at some moment between sending and receiving.
    const Bounds heard{dateMs - receivedAtMs, dateMs + DateResolutionMs - sentAtMs};
    if (receivedAtMs - sentAtMs <= SlowestAnswerMs)
        take(dateMs, heard, receivedAtMs);
    else if (!m_bounds && !m_doubted && isDoubtful(dateMs, heard, receivedAtMs))
        m_doubted = Doubted{dateMs, heard, 1, true}; // good enough to contest a clock that is days off
    if (isVerified() != wasVerified || std::llabs(nowMs() - before) > AdjustedMs)
        Q_EMIT adjusted();
}

void ServerClock::take(qint64 dateMs, const Bounds &heard, qint64 receivedAtMs)
{
    if (m_bounds)
        widen(receivedAtMs);
    if (m_bounds && heard.gapTo(*m_bounds) <= 0) {
        m_bounds =
            Bounds{std::max(m_bounds->lowest, heard.lowest), std::min(m_bounds->highest, heard.highest)};
    } else {
        if (isDoubtful(dateMs, heard, receivedAtMs) && !isRepeated(dateMs, heard))
            return;
        m_bounds = heard;
        m_boundedAtMs = receivedAtMs;
        m_lastOffsets.clear();
    }
    m_doubted.reset();
    m_lastOffsets.append(heard.middle());
    if (m_lastOffsets.size() > RememberedOffsets)
        m_lastOffsets.removeFirst();
    m_lastDateMs = dateMs;
    m_lastReceivedMs = receivedAtMs;
}

} // namespace leasekeeper
