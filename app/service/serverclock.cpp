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
constexpr int BelievedAfter = 3;
constexpr int RememberedOffsets = 5;
// Computer clocks run up to about 50 ppm fast or slow: one ms in 20 s.
constexpr qint64 DriftOneMsPerMs = 20'000;
// What takes longer was held up, perhaps by a computer that slept, and bounds the offset too loosely.
constexpr qint64 SlowestAnswerMs = 20'000;
// Within this an equal Date is nothing strange, since it has whole seconds.
constexpr qint64 SameDateMs = 2'000;
} // namespace

ServerClock::ServerClock(const Clock &clock, QObject *parent) : QObject(parent), m_clock(clock) {}

std::optional<qint64> ServerClock::offsetMs() const
{
    if (!m_lowest || !m_highest)
        return std::nullopt;
    return *m_lowest + (*m_highest - *m_lowest) / 2;
}

qint64 ServerClock::nowMs() const
{
    const std::optional<qint64> offset = offsetMs();
    return offset ? m_clock.monotonicMs() + *offset : m_clock.wallMs();
}

bool ServerClock::isVerified() const
{
    return m_lowest.has_value();
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
    *m_lowest -= drift;
    *m_highest += drift;
    m_boundedAtMs += drift * DriftOneMsPerMs;
}

bool ServerClock::isDoubtful(qint64 dateMs, qint64 offset, qint64 receivedAtMs) const
{
    QList<qint64> sorted = m_lastOffsets;
    std::sort(sorted.begin(), sorted.end());
    const qint64 median = sorted.at(sorted.size() / 2);
    if (std::llabs(offset - median) > WildMs)
        return true;
    return dateMs <= m_lastDateMs && receivedAtMs - m_lastReceivedMs > SameDateMs;
}

bool ServerClock::isRepeated(qint64 offset)
{
    // A cache repeats its Date while time goes on, so its offsets disagree with one another; a service
    // whose clock was really set tells the same offset again and again.
    const bool agrees = m_doubtfulInARow > 0 && std::llabs(offset - m_doubtfulOffset) <= SameDateMs;
    m_doubtfulInARow = agrees ? m_doubtfulInARow + 1 : 1;
    m_doubtfulOffset = offset;
    return m_doubtfulInARow >= BelievedAfter;
}

void ServerClock::observe(qint64 dateMs, qint64 sentAtMs, qint64 receivedAtMs)
{
    if (!isPlausibleTimeMs(dateMs) || sentAtMs > receivedAtMs || receivedAtMs - sentAtMs > SlowestAnswerMs)
        return;
    // The service wrote its Date, rounded down, at some moment between sending and receiving.
    const qint64 lowest = dateMs - receivedAtMs;
    const qint64 highest = dateMs + DateResolutionMs - sentAtMs;
    const qint64 middle = lowest + (highest - lowest) / 2;
    const std::optional<qint64> before = offsetMs();

    if (before) {
        widen(receivedAtMs);
        const bool fits = lowest <= *m_highest && highest >= *m_lowest;
        if (fits) {
            m_lowest = std::max(*m_lowest, lowest);
            m_highest = std::min(*m_highest, highest);
        } else {
            if (isDoubtful(dateMs, middle, receivedAtMs) && !isRepeated(middle))
                return;
            m_lowest = lowest;
            m_highest = highest;
            m_lastOffsets.clear();
        }
    } else {
        m_lowest = lowest;
        m_highest = highest;
    }
    if (!before || m_lastOffsets.isEmpty())
        m_boundedAtMs = receivedAtMs;
    m_doubtfulInARow = 0;
    m_lastOffsets.append(middle);
    if (m_lastOffsets.size() > RememberedOffsets)
        m_lastOffsets.removeFirst();
    m_lastDateMs = dateMs;
    m_lastReceivedMs = receivedAtMs;

    if (!before || std::llabs(*offsetMs() - *before) > AdjustedMs)
        Q_EMIT adjusted();
}

void ServerClock::reset()
{
    m_lowest.reset();
    m_highest.reset();
    m_lastOffsets.clear();
    m_lastDateMs = 0;
    m_lastReceivedMs = 0;
    m_doubtfulInARow = 0;
}

} // namespace leasekeeper
