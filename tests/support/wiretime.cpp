// SPDX-License-Identifier: MIT
#include "wiretime.h"

#include "eventually.h"

#include <optional>
#include <utility>

namespace leasekeeper::test
{

namespace
{
constexpr int StillMs = 2'000; ///< of real time: a computer under load moves a byte in it
} // namespace

WireTime::WireTime(VirtualTime &time, std::function<bool()> isBusy, std::function<qint64()> bytesMoved)
    : m_time(time), m_isBusy(std::move(isBusy)), m_bytesMoved(std::move(bytesMoved))
{
}

bool WireTime::advanceUntil(const std::function<bool()> &done, qint64 limitMs)
{
    const qint64 end = m_time.monotonicMs() + limitMs;
    m_time.settle();
    while (!done()) {
        if (m_isBusy()) {
            if (waitForBytes(done)) {
                m_time.settle();
                continue;
            }
            if (!m_bytesMoved)
                return false;
            // Of a connection that ends just as a request sets out on it Qt may never tell. Then a deadline
            // ends the request, as in the program.
        }
        const std::optional<qint64> pause = m_time.untilNextTimer();
        if (!pause || m_time.monotonicMs() + *pause > end)
            return false;
        m_time.advance(*pause);
    }
    return true;
}

bool WireTime::waitForBytes(const std::function<bool()> &done) const
{
    const auto isOver = [this, &done] { return done() || !m_isBusy(); };
    if (!m_bytesMoved)
        return eventually(isOver);
    qint64 before = 0;
    do {
        before = m_bytesMoved();
        if (eventually(isOver, StillMs))
            return true;
    } while (m_bytesMoved() != before);
    return false;
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
