// SPDX-License-Identifier: MIT
#pragma once

#include "timers.h"

#include <QList>
#include <QObject>
#include <QSet>

#include <functional>

namespace leasekeeper
{

/// Lets a few writes at a time onto the wire, in the order in which they asked. When the service is busy
/// (429) it keeps everybody waiting and lets through half as many; each write that goes well gives one back.
class WriteGate : public QObject
{
    Q_OBJECT
public:
    /// `timers` must outlive this.
    WriteGate(Timers &timers, int mostAtOnce, QObject *parent = nullptr);

    /// Calls `go` when it is the turn of `who`; it may be at once. `who` leaves when its write is answered.
    /// `first`: before all that wait, for a write whose turn had come already.
    void enter(QObject *who, std::function<void()> go, bool first = false);
    /// Gives up the place of `who`, on the wire or in the queue; without one nothing happens.
    void leave(QObject *who);
    /// The service asked for a pause of `ms`.
    void pause(qint64 ms);
    void reportSuccess();
    /// Lets nobody in any more, whoever leaves.
    void close();
    [[nodiscard]] bool isPaused() const { return m_pause.isActive(); }

private:
    struct Waiting {
        QObject *who;
        std::function<void()> go;
    };
    void pump();

    int m_most;
    int m_allowed;
    QList<Waiting> m_queue;
    QSet<QObject *> m_inside;
    OneShotTimer m_pause;
    bool m_pumping = false;
    bool m_closed = false;
};

} // namespace leasekeeper
