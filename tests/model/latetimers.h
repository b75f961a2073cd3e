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
        return m_time.schedule(++m_count == m_late ? delayMs + LateMs : delayMs, std::move(action));
    }
    void cancel(Id id) override { m_time.cancel(id); }
    [[nodiscard]] int count() const { return m_count; }

private:
    VirtualTime &m_time;
    int m_late;
    int m_count = 0;
};

} // namespace leasekeeper::test::model
