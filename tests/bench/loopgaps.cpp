// SPDX-License-Identifier: MIT
#include "loopgaps.h"

#include "measure.h"

#include <algorithm>

namespace leasekeeper::bench
{

namespace
{
constexpr qint64 BeatNs = 1'000'000;
}

LoopGaps::LoopGaps(QObject *parent) : QObject(parent)
{
    m_heart.setTimerType(Qt::PreciseTimer);
    m_heart.setInterval(1);
    connect(&m_heart, &QTimer::timeout, this, &LoopGaps::beat);
    restart();
}

void LoopGaps::restart()
{
    m_longestNs = 0;
    m_waitedMs = waitedMs();
    m_since.start();
    m_heart.start();
}

double LoopGaps::longestMs()
{
    note();
    return double(m_longestNs) / 1e6;
}

void LoopGaps::note()
{
    const double waited = waitedMs();
    const qint64 awayNs = m_since.nsecsElapsed() - BeatNs - qint64((waited - m_waitedMs) * 1e6);
    m_longestNs = std::max(m_longestNs, awayNs);
    m_waitedMs = waited;
}

void LoopGaps::beat()
{
    note();
    m_since.start();
}

} // namespace leasekeeper::bench
