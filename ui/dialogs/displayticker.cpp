// SPDX-License-Identifier: MIT
#include "displayticker.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace leasekeeper
{

namespace
{

constexpr qint64 ShortestMs = 100;      ///< many countdowns that end apart are refreshed together
constexpr qint64 ProbeMs = 1'000;       ///< the first wait, after which the speed is known
constexpr qint64 LongestMs = 3'600'000; ///< real timers drift; look again at least this often
constexpr double SlowestRate = 0.01;
constexpr double FastestRate = 10'000.0;

} // namespace

DisplayTicker::DisplayTicker(Timers &timers, const Clock &clock, std::function<void()> tick)
    : m_clock(clock), m_tick(std::move(tick)), m_timer(timers, [this] { onTimeout(); })
{
}

void DisplayTicker::scheduleIn(std::optional<qint64> changesInMs)
{
    if (!changesInMs) {
        m_timer.stop();
        return;
    }
    const qint64 wanted = std::min(*changesInMs, qint64(LongestMs * FastestRate));
    const qint64 real = m_rate ? qint64(std::ceil(double(wanted) / *m_rate)) : std::min(wanted, ProbeMs);
    m_delayMs = std::clamp(real, ShortestMs, LongestMs);
    m_startedAtMs = m_clock.monotonicMs();
    m_timer.start(m_delayMs);
}

void DisplayTicker::onTimeout()
{
    const double passed = double(m_clock.monotonicMs() - m_startedAtMs);
    m_rate = std::clamp(passed / double(m_delayMs), SlowestRate, FastestRate);
    m_tick();
}

} // namespace leasekeeper
