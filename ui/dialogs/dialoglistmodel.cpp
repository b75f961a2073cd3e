// SPDX-License-Identifier: MIT
#include "dialoglistmodel.h"

#include "plaintext.h"

#include <QSet>

namespace leasekeeper
{

namespace
{

QSet<QString> idsOf(const QList<DialogRow> &rows)
{
    QSet<QString> ids;
    ids.reserve(rows.size());
    for (const DialogRow &row : rows)
        ids.insert(row.id);
    return ids;
}

} // namespace

DialogListModel::DialogListModel(const QStringList &headers, QObject *parent)
    : QAbstractTableModel(parent), m_headers(headers)
{
}

void DialogListModel::setRows(const QList<DialogRow> &rows)
{
    const QSet<QString> wanted = idsOf(rows);
    for (int row = int(m_rows.size()) - 1; row >= 0; --row) {
        if (wanted.contains(m_rows.at(row).id))
            continue;
        beginRemoveRows({}, row, row);
        m_rows.removeAt(row);
        endRemoveRows();
    }
    for (int row = 0; row < rows.size(); ++row) {
        if (row < m_rows.size() && m_rows.at(row).id == rows.at(row).id)
            continue;
        const bool isRest = row >= m_rows.size();
        const int last = isRest ? int(rows.size()) - 1 : row;
        beginInsertRows({}, row, last);
        if (isRest)
            m_rows.append(rows.mid(row));
        else
            m_rows.insert(row, rows.at(row));
        endInsertRows();
    }
    if (m_rows.size() > rows.size()) {
        beginRemoveRows({}, int(rows.size()), int(m_rows.size()) - 1);
        m_rows.resize(rows.size());
        endRemoveRows();
    }
    takeValues(rows);
}

void DialogListModel::takeValues(const QList<DialogRow> &rows)
{
    // Neighbours are announced together: a minute that turns changes every row at once.
    int first = -1;
    for (int row = 0; row <= rows.size(); ++row) {
        const bool differs = row < rows.size() && m_rows.at(row) != rows.at(row);
        if (differs) {
            m_rows[row] = rows.at(row);
            if (first < 0)
                first = row;
        } else if (first >= 0) {
            Q_EMIT dataChanged(index(first, 0), index(row - 1, columnCount() - 1));
            first = -1;
        }
    }
}

int DialogListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int DialogListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_headers.size());
}

QVariant DialogListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const DialogRow &row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return row.cells.value(index.column());
    case Qt::ToolTipRole:
        return row.tooltip.isEmpty() ? QVariant() : QVariant(tooltipText(row.tooltip));
    case Qt::CheckStateRole:
        if (index.column() != 0 || !row.ticked)
            return {};
        return int(*row.ticked ? Qt::Checked : Qt::Unchecked);
    case IdRole:
        return row.id;
    case MarkRole:
        return int(row.mark);
    case FlaggedRole:
        return row.flaggedColumns.contains(index.column());
    default:
        return {};
    }
}

bool DialogListModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || index.column() != 0 ||
        !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    DialogRow &row = m_rows[index.row()];
    const bool ticked = value.toInt() == Qt::Checked;
    if (!row.ticked || *row.ticked == ticked)
        return false;
    row.ticked = ticked;
    const QString id = row.id;
    Q_EMIT dataChanged(index, index, {Qt::CheckStateRole});
    Q_EMIT tickToggled(id, ticked);
    return true;
}

QVariant DialogListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return m_headers.value(section);
}

Qt::ItemFlags DialogListModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.column() == 0 && index.row() < m_rows.size() && m_rows.at(index.row()).ticked)
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

} // namespace leasekeeper
