// SPDX-License-Identifier: MIT
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <algorithm>

namespace leasekeeper::test
{

/// Beats while the event loop turns, and knows the longest pause.
class Heartbeat : public QObject
{
public:
    Heartbeat()
    {
        m_since.start();
        connect(&m_beat, &QTimer::timeout, this, [this] {
            ++m_beats;
            m_longestMs = std::max(m_longestMs, m_since.restart());
        });
        m_beat.start(20);
    }
    [[nodiscard]] qint64 longestMs() const { return std::max(m_longestMs, m_since.elapsed()); }
    [[nodiscard]] int beats() const { return m_beats; }

private:
    QTimer m_beat;
    QElapsedTimer m_since;
    qint64 m_longestMs = 0;
    int m_beats = 0;
};

} // namespace leasekeeper::test
