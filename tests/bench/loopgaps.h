// SPDX-License-Identifier: MIT
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace leasekeeper::bench
{

/// Measures how long the event loop was away: a heartbeat of one millisecond, and the longest time between
/// two beats beyond it. A gap is what a person feels as a stall. Time in which the thread was ready but
/// others had the processor is taken off, where the system tells it.
class LoopGaps : public QObject
{
public:
    explicit LoopGaps(QObject *parent = nullptr);

    /// Forgets what was measured and starts a new stretch.
    void restart();
    /// Longest gap since restart(), ms, the one that is still open included.
    [[nodiscard]] double longestMs();

private:
    void beat();
    void note();

    QTimer m_heart;
    QElapsedTimer m_since;
    qint64 m_longestNs = 0;
    double m_waitedMs = 0;
};

} // namespace leasekeeper::bench
