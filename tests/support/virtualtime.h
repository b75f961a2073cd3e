// SPDX-License-Identifier: MIT
#pragma once

#include "clock.h"
#include "timers.h"

#include <functional>
#include <map>
#include <optional>
#include <utility>

namespace leasekeeper::test
{

/// Clock and timers that stand still until a test moves them. Between two timers pending Qt events are
/// delivered, so code that answers through the event loop works as it does in real time.
class VirtualTime final : public Clock, public Timers
{
public:
    /// `wallMs`: the wall clock's reading at the start, ms since 1970 UTC.
    explicit VirtualTime(qint64 wallMs = 1'700'000'000'000);

    [[nodiscard]] qint64 wallMs() const override;
    [[nodiscard]] qint64 monotonicMs() const override;
    Id schedule(qint64 delayMs, std::function<void()> action) override;
    void cancel(Id id) override;

    /// Delivers what is pending, then runs every timer due within `ms`, each at its own moment.
    void advance(qint64 ms);
    /// Advances until `done` is true, at most `limitMs`. Returns whether it came true.
    [[nodiscard]] bool advanceUntil(const std::function<bool()> &done, qint64 limitMs);
    /// Delivers pending Qt events and timers that are due now.
    void settle() { advance(0); }
    /// Moves the wall clock alone, as a user or a time service does.
    void jumpWall(qint64 byMs);
    /// The computer sleeps: both clocks go on, timers stand still, as they do on Linux.
    void sleep(qint64 ms);
    /// How long until the next timer is due, in ms; nullopt: there is none.
    [[nodiscard]] std::optional<qint64> untilNextTimer() const;
    [[nodiscard]] qsizetype pendingTimers() const { return qsizetype(m_timers.size()); }

private:
    /// Delivers events and runs one timer due at `end` or before; false if there is none.
    bool step(qint64 end);

    qint64 m_wallOffset;
    qint64 m_now = 0;
    Id m_lastId = 0;
    int m_stepsHere = 0;                                             ///< timers run at the present moment
    std::map<std::pair<qint64, Id>, std::function<void()>> m_timers; ///< by moment, then by age
    std::map<Id, qint64> m_due;
};

} // namespace leasekeeper::test
