// SPDX-License-Identifier: MIT
#pragma once

#include "timers.h"

#include <QHash>
#include <QObject>
#include <QString>

#include <vector>

namespace leasekeeper
{

class InstanceView;

/// Makes the visible countdowns go on: one timer for the whole table, armed for the moment when the first
/// visible text changes. A tick asks the visible rows what they say now and repaints only the cells that
/// say something else. Nothing visible counts, or the window is hidden: no timer.
class CountdownTicker : public QObject
{
    Q_OBJECT
public:
    /// `timers` must outlive this. Child of `view`.
    CountdownTicker(InstanceView &view, Timers &timers);

    [[nodiscard]] bool isArmed() const { return m_timer.isActive(); }

public Q_SLOTS:
    /// What is visible may have changed: looks again from the event loop.
    void lookLater();
    /// Compares now; for a clock that was set right.
    void tick();

Q_SIGNALS:
    /// Tells tests which cell is about to be repainted.
    void cellTicked(const QModelIndex &index);

private:
    struct Shown {
        QString text;
        int phase = 0;
        friend bool operator==(const Shown &, const Shown &) = default;
    };
    void compare(int row, int column, const QString &id, QHash<QString, Shown> &now);
    void arm(qint64 changesInMs);

    InstanceView &m_view;
    OneShotTimer m_timer;
    QHash<QString, Shown> m_shown; ///< by id and column
    bool m_lookScheduled = false;
};

} // namespace leasekeeper
