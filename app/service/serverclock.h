// SPDX-License-Identifier: MIT
#pragma once

#include "clock.h"

#include <QList>
#include <QObject>

#include <optional>

namespace leasekeeper
{

/// Learns the service's time from the `Date` headers of its answers and keeps it on the monotonic clock,
/// so that neither a wrong nor a jumping computer clock bends a countdown. A `Date` has whole seconds:
/// each answer bounds the offset from both sides, and several answers narrow it. An answer that does not fit
/// starts afresh, unless it looks like a cache's: more than a day off, or not newer than the one before. Such
/// a time counts only when three answers in a row agree on it. The first one of all is held against the
/// computer's clock: more than a day off, it contests that clock until another answer agrees. Answers agree
/// where their dates went on as time did; a cache repeats its own. One outside 2015…2100 never counts.
class ServerClock final : public QObject, public ServerTime
{
    Q_OBJECT
public:
    /// `clock` must outlive this.
    explicit ServerClock(const Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] qint64 nowMs() const override;
    [[nodiscard]] bool isVerified() const override;
    [[nodiscard]] bool isContested() const override;
    /// How far the computer's clock is ahead (positive) or behind, in ms; nullopt until verified.
    [[nodiscard]] std::optional<qint64> wallAheadMs() const;

public Q_SLOTS:
    /// Takes one `Date` (ms since 1970 UTC) of an answer sent and received at these monotonic ms.
    void observe(qint64 dateMs, qint64 sentAtMs, qint64 receivedAtMs);

Q_SIGNALS:
    /// The time moved by more than a second, or became verified.
    void adjusted();

private:
    /// Of (service time - monotonic), in ms.
    struct Bounds {
        qint64 lowest = 0;
        qint64 highest = 0;
        [[nodiscard]] qint64 middle() const { return lowest + (highest - lowest) / 2; }
        /// How far apart two of them are; negative where they overlap.
        [[nodiscard]] qint64 gapTo(const Bounds &other) const;
    };
    /// A time that is not believed yet.
    struct Doubted {
        qint64 dateMs = 0;
        Bounds bounds;
        int inARow = 0;       ///< answers that agree on it; 0: its time stands still
        bool isVague = false; ///< a slow one, which agrees with too much to bear witness
    };

    void take(qint64 dateMs, const Bounds &heard, qint64 receivedAtMs);
    [[nodiscard]] bool isDoubtful(qint64 dateMs, const Bounds &heard, qint64 receivedAtMs) const;
    [[nodiscard]] bool isRepeated(qint64 dateMs, const Bounds &heard);
    void widen(qint64 receivedAtMs);

    const Clock &m_clock;
    std::optional<Bounds> m_bounds;
    qint64 m_boundedAtMs = 0; ///< monotonic ms up to which the bounds allow for drift
    qint64 m_lastDateMs = 0;
    qint64 m_lastReceivedMs = 0;
    QList<qint64> m_lastOffsets; ///< of the last answers that were believed
    std::optional<Doubted> m_doubted;
};

} // namespace leasekeeper
