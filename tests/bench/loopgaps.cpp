// SPDX-License-Identifier: MIT
#include "loopgaps.h"

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
    m_since.start();
    m_heart.start();
}

double LoopGaps::longestMs() const
{
    return double(std::max(m_longestNs, m_since.nsecsElapsed() - BeatNs)) / 1e6;
}

void LoopGaps::beat()
{
    m_longestNs = std::max(m_longestNs, m_since.nsecsElapsed() - BeatNs);
    m_since.start();
}

} // namespace leasekeeper::bench
