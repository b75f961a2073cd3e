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
        const DialogRow &next = rows.at(row);
        if (row >= m_rows.size()) {
            beginInsertRows({}, row, int(rows.size()) - 1);
            m_rows.append(rows.mid(row));
            endInsertRows();
            return;
        }
        if (m_rows.at(row).id != next.id) {
            beginInsertRows({}, row, row);
            m_rows.insert(row, next);
            endInsertRows();
        } else if (m_rows.at(row) != next) {
            m_rows[row] = next;
            Q_EMIT dataChanged(index(row, 0), index(row, columnCount() - 1));
        }
    }
    if (m_rows.size() > rows.size()) {
        beginRemoveRows({}, int(rows.size()), int(m_rows.size()) - 1);
        m_rows.resize(rows.size());
        endRemoveRows();
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
