// SPDX-License-Identifier: MIT
#include "wiretime.h"

#include "eventually.h"

#include <optional>
#include <utility>

namespace leasekeeper::test
{

WireTime::WireTime(VirtualTime &time, std::function<bool()> isBusy)
    : m_time(time), m_isBusy(std::move(isBusy))
{
}

bool WireTime::advanceUntil(const std::function<bool()> &done, qint64 limitMs)
{
    const qint64 end = m_time.monotonicMs() + limitMs;
    m_time.settle();
    while (!done()) {
        if (m_isBusy()) {
            if (!eventually([this, &done] { return done() || !m_isBusy(); }))
                return false;
            m_time.settle();
            continue;
        }
        const std::optional<qint64> pause = m_time.untilNextTimer();
        if (!pause || m_time.monotonicMs() + *pause > end)
            return false;
        m_time.advance(*pause);
    }
    return true;
}

void WireTime::advance(qint64 ms)
{
    const qint64 end = m_time.monotonicMs() + ms;
    if (advanceUntil([] { return false; }, ms))
        return;
    m_time.advance(end - m_time.monotonicMs());
    (void)eventually([this] { return !m_isBusy(); });
    m_time.settle();
}

} // namespace leasekeeper::test
