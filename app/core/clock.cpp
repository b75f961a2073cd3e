// SPDX-License-Identifier: MIT
#include "clock.h"

#include "monotonicclock.h"

#include <QDateTime>

namespace leasekeeper
{

Clock::~Clock() = default;

ServerTime::~ServerTime() = default;

qint64 SystemClock::wallMs() const
{
    return QDateTime::currentMSecsSinceEpoch();
}

qint64 SystemClock::monotonicMs() const
{
    return systemMonotonicMs();
}

ScaledClock::ScaledClock(const Clock &base, double factor)
    : m_base(base), m_factor(factor), m_monotonicStart(base.monotonicMs())
{
    Q_ASSERT(factor > 0);
}

qint64 ScaledClock::wallMs() const
{
    // The gain is measured on the monotonic clock: a wall clock that is set by an hour moves this one by
    // an hour, not by an hour times the factor.
    return m_base.wallMs() + gainMs();
}

qint64 ScaledClock::monotonicMs() const
{
    return m_base.monotonicMs() + gainMs();
}

qint64 ScaledClock::gainMs() const
{
    const qint64 elapsed = m_base.monotonicMs() - m_monotonicStart;
    return qint64(double(elapsed) * m_factor) - elapsed;
}

} // namespace leasekeeper
