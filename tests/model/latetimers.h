// SPDX-License-Identifier: MIT
#pragma once

#include "virtualtime.h"

namespace leasekeeper::test::model
{

/// The program's timers, counted; one of them may come late, as on a computer that is busy elsewhere.
class LateTimers final : public Timers
{
public:
    static constexpr qint64 LateMs = 60'000;

    /// `late`: which one; 0: none. `time` must outlive this.
    LateTimers(VirtualTime &time, int late) : m_time(time), m_late(late) {}

    Id schedule(qint64 delayMs, std::function<void()> action) override
    {
        if (++m_count != m_late)
            return m_time.schedule(delayMs, std::move(action));
        m_lateUntilMs = m_time.monotonicMs() + delayMs + LateMs;
        return m_time.schedule(delayMs + LateMs, std::move(action));
    }
    void cancel(Id id) override { m_time.cancel(id); }
    /// When that one comes, monotonic; 0 before it is asked for.
    [[nodiscard]] qint64 lateUntilMs() const { return m_lateUntilMs; }
    [[nodiscard]] int count() const { return m_count; }

private:
    VirtualTime &m_time;
    int m_late;
    int m_count = 0;
    qint64 m_lateUntilMs = 0;
};

} // namespace leasekeeper::test::model
