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
/// a time counts only when three answers in a row agree on it. One outside
/// 2015…2100 never counts.
class ServerClock final : public QObject, public ServerTime
{
    Q_OBJECT
public:
    /// `clock` must outlive this.
    explicit ServerClock(const Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] qint64 nowMs() const override;
    [[nodiscard]] bool isVerified() const override;
    /// How far the computer's clock is ahead (positive) or behind, in ms; nullopt until verified.
    [[nodiscard]] std::optional<qint64> wallAheadMs() const;

public Q_SLOTS:
    /// Takes one `Date` (ms since 1970 UTC) of an answer sent and received at these monotonic ms.
    void observe(qint64 dateMs, qint64 sentAtMs, qint64 receivedAtMs);
    /// Forgets everything: another account, another service.
    void reset();

Q_SIGNALS:
    /// The estimate moved by more than a second, or became verified.
    void adjusted();

private:
    [[nodiscard]] std::optional<qint64> offsetMs() const;
    [[nodiscard]] bool isDoubtful(qint64 dateMs, qint64 offset, qint64 receivedAtMs) const;
    [[nodiscard]] bool isRepeated(qint64 offset);
    void widen(qint64 receivedAtMs);

    const Clock &m_clock;
    std::optional<qint64> m_lowest; ///< bounds of (service time - monotonic)
    std::optional<qint64> m_highest;
    qint64 m_boundedAtMs = 0; ///< monotonic ms up to which the bounds allow for drift
    qint64 m_lastDateMs = 0;
    qint64 m_lastReceivedMs = 0;
    QList<qint64> m_lastOffsets; ///< of the last answers that were believed
    int m_doubtfulInARow = 0;
    qint64 m_doubtfulOffset = 0;
};

} // namespace leasekeeper
