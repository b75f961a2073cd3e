// SPDX-License-Identifier: MIT
#include "measure.h"

#include <QFile>

#include <algorithm>

#include <malloc.h>
#include <time.h>

namespace leasekeeper::bench
{

namespace
{

double readClock(clockid_t which)
{
    timespec now{};
    clock_gettime(which, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

} // namespace

double cpuNowMs()
{
    return readClock(CLOCK_THREAD_CPUTIME_ID);
}

double sharedClockMs()
{
    return readClock(CLOCK_MONOTONIC);
}

double cpuMs(const std::function<void()> &work)
{
    const double before = cpuNowMs();
    work();
    return cpuNowMs() - before;
}

double wallMs(const std::function<void()> &work)
{
    const double before = sharedClockMs();
    work();
    return sharedClockMs() - before;
}

double waitedMs()
{
    QFile file(QStringLiteral("/proc/thread-self/schedstat"));
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return 0;
    const QList<QByteArray> fields = file.readAll().simplified().split(' ');
    return fields.size() < 2 ? 0 : fields.at(1).toDouble() / 1e6;
}

qint64 heapBytes()
{
    const struct mallinfo2 info = mallinfo2();
    return qint64(info.uordblks) + qint64(info.hblkhd);
}

double Series::median() const
{
    if (m_values.isEmpty())
        return 0;
    QList<double> sorted = m_values;
    std::sort(sorted.begin(), sorted.end());
    const qsizetype middle = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted.at(middle) : (sorted.at(middle - 1) + sorted.at(middle)) / 2;
}

double Series::least() const
{
    return m_values.isEmpty() ? 0 : *std::min_element(m_values.begin(), m_values.end());
}

double Series::most() const
{
    return m_values.isEmpty() ? 0 : *std::max_element(m_values.begin(), m_values.end());
}

Paired inTurns(int rounds, const std::function<double()> &ours, const std::function<double()> &peer)
{
    Paired all;
    for (int round = 0; round <= rounds; ++round) {
        const double own = ours();
        const double other = peer();
        if (round == 0)
            continue;
        all.ours.add(own);
        all.peer.add(other);
        all.ratio.add(other > 0 ? own / other : 0);
    }
    return all;
}

} // namespace leasekeeper::bench
