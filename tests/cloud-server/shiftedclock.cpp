// SPDX-License-Identifier: MIT
#include "shiftedclock.h"

#include <algorithm>

namespace leasekeeper::test
{

ShiftedClock::ShiftedClock(const Clock *base) : m_base(base ? *base : m_system) {}

qint64 ShiftedClock::wallMs() const
{
    return m_base.wallMs() + m_skippedMs;
}

qint64 ShiftedClock::monotonicMs() const
{
    return m_base.monotonicMs() + m_skippedMs;
}

void ShiftedClock::skip(qint64 ms)
{
    m_skippedMs += std::max<qint64>(0, ms);
}

} // namespace leasekeeper::test
