// SPDX-License-Identifier: MIT
#pragma once

#include "clock.h"
#include "timers.h"

#include <functional>
#include <optional>

namespace leasekeeper
{

/// Calls back when a shown countdown next reads differently: one shot, armed anew after each refresh,
/// never a steady beat. Countdowns follow the injected clock, which may run faster than real time (the
/// demo's), while Timers count real milliseconds; so it measures how fast the clock goes.
class DisplayTicker
{
public:
    /// `timers` and `clock` must outlive this.
    DisplayTicker(Timers &timers, const Clock &clock, std::function<void()> tick);

    /// `changesInMs` by the injected clock; nullopt: nothing will change by itself.
    void scheduleIn(std::optional<qint64> changesInMs);

private:
    void onTimeout();

    const Clock &m_clock;
    std::function<void()> m_tick;
    OneShotTimer m_timer;
    qint64 m_startedAtMs = 0;
    qint64 m_delayMs = 0;
    std::optional<double> m_rate; ///< milliseconds of the clock per real millisecond
};

} // namespace leasekeeper
