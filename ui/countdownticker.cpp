// SPDX-License-Identifier: MIT
#include "countdownticker.h"

#include "instancetablemodel.h"
#include "instanceview.h"

#include <QAbstractItemModel>

#include <optional>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

using Column = InstanceTableModel::Column;

constexpr Column TimeColumns[] = {Column::StopsIn, Column::StopsAt, Column::Created, Column::Updated};
constexpr qint64 AgeStepMs = 60'000;   ///< "3 min ago" moves on by minutes
constexpr qint64 ExactBelowMs = 2'000; ///< longer timers may come some percent late
constexpr qint64 ToleranceDivisor = 16;
constexpr qint64 ShortestMs = 5;

} // namespace

CountdownTicker::CountdownTicker(InstanceView &view, Timers &timers)
    : QObject(&view), m_view(view), m_timer(timers, [this] { tick(); })
{
}

void CountdownTicker::lookLater()
{
    if (m_lookScheduled)
        return;
    m_lookScheduled = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_lookScheduled = false;
            tick();
        },
        Qt::QueuedConnection);
}

void CountdownTicker::compare(int row, int column, const QString &id, QHash<QString, Shown> &now)
{
    const QModelIndex index = m_view.model()->index(row, column);
    const Shown shown{index.data(Qt::DisplayRole).toString(),
                      index.data(InstanceTableModel::PhaseRole).toInt()};
    const QString key = id + QChar(u'\n') + QString::number(column);
    // What was not visible at the last look has been painted afresh since.
    if (const auto before = m_shown.constFind(key); before != m_shown.constEnd() && *before != shown) {
        Q_EMIT cellTicked(index);
        m_view.update(index);
    }
    now.insert(key, shown);
}

void CountdownTicker::tick()
{
    m_timer.stop();
    QHash<QString, Shown> now;
    std::optional<qint64> next;
    const auto soonest = [&next](qint64 ms) { next = next ? qMin(*next, ms) : ms; };

    if (m_view.isVisible() && m_view.model()) {
        for (const int row : m_view.visibleRows()) {
            const QString id = m_view.idAt(row);
            for (const Column column : TimeColumns) {
                if (!m_view.isColumnHidden(int(column)))
                    compare(row, int(column), id, now);
            }
            const QModelIndex stopsIn = m_view.model()->index(row, int(Column::StopsIn));
            const QVariant changesIn = stopsIn.data(InstanceTableModel::ChangesInRole);
            if (changesIn.isValid())
                soonest(changesIn.toLongLong());
            if (!m_view.isColumnHidden(int(Column::Created)) || !m_view.isColumnHidden(int(Column::Updated)))
                soonest(AgeStepMs);
        }
    }
    m_shown = now;
    if (next)
        arm(*next);
}

void CountdownTicker::arm(qint64 changesInMs)
{
    // A long timer wakes a little early, finds nothing, and is followed by a short exact one.
    const qint64 early = changesInMs >= ExactBelowMs ? changesInMs / ToleranceDivisor : 0;
    m_timer.start(qMax(ShortestMs, changesInMs - early));
}

} // namespace leasekeeper
