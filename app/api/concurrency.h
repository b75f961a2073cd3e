// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <limits>

namespace leasekeeper
{

/// How many calls of one account may be on their way at a time, and until when none may leave (ModelArts API
/// reference, section 5.3). Pure: moments are monotonic ms, chance comes from outside. Starts at two, grows
/// by one with each window full of successes up to four, and is halved when the service says that it is asked
/// too often (429). What was sent before the last halving neither halves again nor counts for growing.
class Concurrency
{
public:
    static constexpr int First = 2;
    static constexpr int Most = 4;
    static constexpr qint64 BusyBaseMs = 2'000; ///< longest pause after a first 429 that names none
    static constexpr qint64 BusyCapMs = 20'000; ///< of those that follow it, each twice as long
    /// A pause of nothing would only be refused again.
    static constexpr qint64 BusyFloorMs = 500;

    [[nodiscard]] int window() const { return m_window; }
    /// Whether the service has answered well since it was last asked too often.
    [[nodiscard]] bool isCalm() const { return m_busyInARow == 0; }
    /// Nothing leaves before.
    [[nodiscard]] qint64 heldUntilMs() const { return m_heldUntilMs; }

    /// An attempt sent at `sentAtMs` was answered well.
    void succeeded(qint64 sentAtMs);
    /// One was answered 429. `retryAfterMs`: what the service asked for, 0 if nothing; `random` in [0, 1).
    /// A demand beyond LongestRetryAfterMs holds nobody: it is for people to decide on.
    void throttled(qint64 sentAtMs, qint64 nowMs, qint64 retryAfterMs, double random);
    /// The service asked for a pause for another reason.
    void hold(qint64 nowMs, qint64 retryAfterMs);

private:
    int m_window = First;
    int m_successes = 0; ///< since the window last changed
    int m_busyInARow = 0;
    qint64 m_halvedAtMs = std::numeric_limits<qint64>::min();
    qint64 m_heldUntilMs = std::numeric_limits<qint64>::min();
};

} // namespace leasekeeper
