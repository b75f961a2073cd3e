// SPDX-License-Identifier: MIT
#include "writegate.h"

#include <algorithm>
#include <utility>

namespace leasekeeper
{

WriteGate::WriteGate(Timers &timers, int mostAtOnce, QObject *parent)
    : QObject(parent), m_most(mostAtOnce), m_allowed(mostAtOnce), m_pause(timers, [this] { pump(); })
{
}

void WriteGate::enter(QObject *who, std::function<void()> go, bool first)
{
    m_queue.insert(first ? 0 : m_queue.size(), Waiting{who, std::move(go)});
    pump();
}

void WriteGate::leave(QObject *who)
{
    m_inside.remove(who);
    m_queue.removeIf([who](const Waiting &waiting) { return waiting.who == who; });
    pump();
}

void WriteGate::pause(qint64 ms)
{
    m_allowed = std::max(1, m_allowed / 2);
    m_pause.start(ms);
}

void WriteGate::reportSuccess()
{
    m_allowed = std::min(m_most, m_allowed + 1);
}

void WriteGate::close()
{
    m_closed = true;
    m_queue.clear();
}

void WriteGate::pump()
{
    // A write that finds nothing to send leaves at once, from within its turn.
    if (m_pumping || m_closed)
        return;
    m_pumping = true;
    while (!m_queue.isEmpty() && m_inside.size() < m_allowed && !isPaused()) {
        const Waiting next = m_queue.takeFirst();
        m_inside.insert(next.who);
        next.go();
    }
    m_pumping = false;
}

} // namespace leasekeeper
