// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

namespace leasekeeper
{

/// The one source of time, injected everywhere so that tests can hold it in their hands.
/// Both readings are in milliseconds. Whoever receives a Clock does not own it.
class Clock
{
public:
    virtual ~Clock();
    /// What this computer believes the time is: ms since 1970 in UTC. May jump at any moment.
    [[nodiscard]] virtual qint64 wallMs() const = 0;
    /// Milliseconds since an arbitrary start; never goes back, whatever happens to the wall clock.
    [[nodiscard]] virtual qint64 monotonicMs() const = 0;
    /// How many of its milliseconds pass while Timers count one, but for sleep, which timers may not count.
    [[nodiscard]] virtual double pace() const { return 1; }
};

/// The computer's own clocks. The monotonic one goes on counting while the computer sleeps
/// where the system offers such a clock.
class SystemClock final : public Clock
{
public:
    [[nodiscard]] qint64 wallMs() const override;
    [[nodiscard]] qint64 monotonicMs() const override;
};

/// A clock that runs `factor` times as fast as another from the moment it was made (the demo's
/// fast time). Countdowns follow it; what protects the user is timed by Timers, which it does not touch.
class ScaledClock final : public Clock
{
public:
    /// `base` must outlive this clock; `factor` > 0.
    ScaledClock(const Clock &base, double factor);
    [[nodiscard]] qint64 wallMs() const override;
    [[nodiscard]] qint64 monotonicMs() const override;
    [[nodiscard]] double pace() const override { return m_factor * m_base.pace(); }

private:
    [[nodiscard]] qint64 gainMs() const;

    const Clock &m_base;
    double m_factor;
    qint64 m_monotonicStart;
};

/// What time it is at the service, as far as we know. Lease arithmetic uses nothing else.
class ServerTime
{
public:
    virtual ~ServerTime();
    /// Milliseconds since 1970 in UTC by the service's clock. Falls back to the computer's
    /// wall clock until the service has been heard.
    [[nodiscard]] virtual qint64 nowMs() const = 0;
    /// False until an answer of the service has told its time.
    [[nodiscard]] virtual bool isVerified() const = 0;
    /// Not verified, and what was heard is more than a day off the computer's clock: one of the two is wrong,
    /// and nothing has told yet which. nowMs() is the later one then, so that no countdown is too long; what
    /// must not be wrong either way has to wait.
    [[nodiscard]] virtual bool isContested() const { return false; }
};

} // namespace leasekeeper
