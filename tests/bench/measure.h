// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>

#include <functional>

namespace leasekeeper::bench
{

/// Milliseconds this thread has worked since it began: other programs' turns do not count.
[[nodiscard]] double cpuNowMs();
/// Work of this thread during `work`, ms.
[[nodiscard]] double cpuMs(const std::function<void()> &work);
/// Real time during `work`, ms.
[[nodiscard]] double wallMs(const std::function<void()> &work);
/// Milliseconds this thread has been ready to run while others had the processor; 0 where nobody tells.
[[nodiscard]] double waitedMs();
/// Milliseconds of the clock that all processes share.
[[nodiscard]] double sharedClockMs();
/// Bytes handed out by the allocator at this moment.
[[nodiscard]] qint64 heapBytes();

/// What one thing cost, several times.
class Series
{
public:
    void add(double value) { m_values.append(value); }
    [[nodiscard]] bool isEmpty() const { return m_values.isEmpty(); }
    [[nodiscard]] qsizetype count() const { return m_values.size(); }
    [[nodiscard]] double median() const;
    [[nodiscard]] double least() const;
    [[nodiscard]] double most() const;

private:
    QList<double> m_values;
};

/// Ours and what it is compared with, measured in turns.
struct Paired {
    Series ours;
    Series peer;
    Series ratio; ///< of neighbours

    /// The best of ours by the best of theirs: what is left when nobody disturbs.
    [[nodiscard]] double bestRatio() const { return peer.least() > 0 ? ours.least() / peer.least() : 0; }
};

/// Measures A B A B…; each function returns what it cost. The first round, which warms up, counts for
/// nothing.
[[nodiscard]] Paired inTurns(int rounds, const std::function<double()> &ours,
                             const std::function<double()> &peer);

} // namespace leasekeeper::bench
