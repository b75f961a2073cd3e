// SPDX-License-Identifier: MIT
#pragma once

#include "timers.h"

#include <functional>

QT_BEGIN_NAMESPACE
class QRandomGenerator;
QT_END_NAMESPACE

namespace leasekeeper
{

class Clock;

/// The system's hints that the network is there, or another one: each is followed 1 to 3 s later, many of
/// them at most once per 10 s. What following one means is its owner's business. A hint may be wrong or never
/// come.
class NetworkHints
{
public:
    static constexpr qint64 GapMs = 10'000;

    enum class Outcome {
        Followed, ///< asked the service because of it
        Later,    ///< something is under way that may have begun without a network: in a second again
        Needless,
    };
    using Follow = std::function<Outcome(qint64 hintedAtMs)>; ///< monotonic

    /// All must outlive this, which calls `follow` from the event loop. `random` spreads those who come back
    /// together.
    NetworkHints(const Clock &clock, Timers &timers, QRandomGenerator &random, Follow follow);

    void take();
    /// What is not followed yet is forgotten.
    void stop() { m_timer.stop(); }
    [[nodiscard]] bool isPending() const { return m_timer.isActive(); }
    /// Until the pending one is followed, >= 0.
    [[nodiscard]] qint64 dueInMs() const;

private:
    void arm(qint64 delayMs);
    void follow();

    const Clock &m_clock;
    QRandomGenerator &m_random;
    Follow m_follow;
    OneShotTimer m_timer;
    qint64 m_hintedAtMs = 0;
    qint64 m_dueMs = 0;
    qint64 m_followedAtMs = -GapMs;
};

} // namespace leasekeeper
