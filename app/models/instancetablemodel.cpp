// SPDX-License-Identifier: MIT
#include "instancetablemodel.h"

#include "cellcontext.h"
#include "cellsort.h"
#include "cellspeech.h"
#include "celltext.h"
#include "celltooltip.h"
#include "plaintext.h"
#include "rowdiff.h"

#include <algorithm>
#include <utility>

namespace leasekeeper
{

struct InstanceTableModel::Row {
    SharedRow tracked; ///< never null
    std::size_t number = 0;
};

InstanceTableModel::InstanceTableModel(const ServerTime &serverTime, QObject *parent)
    : QAbstractTableModel(parent), m_serverTime(serverTime), m_zone(QTimeZone::systemTimeZone())
{
}

InstanceTableModel::~InstanceTableModel() = default;

int InstanceTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int InstanceTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

CellContext InstanceTableModel::context() const
{
    return {m_profile, m_thresholds, m_zone, m_freshness, QLocale(), m_serverTime.nowMs()};
}

QVariant InstanceTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row &row = *m_rows[std::size_t(index.row())];
    const TrackedInstance &tracked = *row.tracked;
    const Instance &instance = tracked.instance;
    const Column column = Column(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return cellText(tracked, column, context());
    case Qt::ToolTipRole:
        return cellToolTip(tracked, column, context());
    case Qt::AccessibleTextRole:
        return cellSpeech(tracked, column, context());
    case Qt::TextAlignmentRole:
        return int(instanceColumnAlignment(column));
    case IdRole:
        return instance.id;
    case SortRole:
        return cellSortValue(instance, column);
    case SortTieRole:
        return cellSortTie(instance, column);
    case PhaseRole:
        return int(leasePhase(instance.lease, instance.status, m_serverTime.nowMs(), m_thresholds));
    case EstimateRole:
        return countdownOf(instance, context()).estimate;
    case ChangesInRole: {
        const std::optional<qint64> changesIn = countdownOf(instance, context()).changesInMs;
        return changesIn ? QVariant(*changesIn) : QVariant();
    }
    case StatusKindRole:
        return int(statusKind(instance.status));
    case ActivityStateRole:
        return int(tracked.activity.state);
    case ActivityTextRole:
        return visibleText(tracked.activity.text);
    case OwnershipRole:
        return int(ownership(instance, m_profile));
    case FilterRole:
        return rowFilterText(instance, m_profile);
    default:
        return {};
    }
}

QVariant InstanceTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    const Column column = Column(section);
    switch (role) {
    case Qt::DisplayRole:
        return instanceColumnTitle(column);
    case Qt::TextAlignmentRole:
        return int(instanceColumnAlignment(column));
    case KeyRole:
        return instanceColumnKey(column);
    default:
        return {};
    }
}

const TrackedInstance *InstanceTableModel::find(const QString &id) const
{
    const Row *row = m_rowById.value(id);
    return row ? row->tracked.get() : nullptr;
}

const TrackedInstance &InstanceTableModel::at(int row) const
{
    return *m_rows.at(std::size_t(row))->tracked;
}

int InstanceTableModel::rowOf(const QString &id) const
{
    const Row *row = m_rowById.value(id);
    if (!row)
        return -1;
    renumber();
    return int(row->number);
}

/// Put off until a number is asked for, so that removing many spans costs one pass and not one each.
void InstanceTableModel::renumber() const
{
    for (; m_firstStale < m_rows.size(); ++m_firstStale)
        m_rows[m_firstStale]->number = m_firstStale;
}

void InstanceTableModel::apply(const InstanceChanges &changes)
{
    if (changes.isEmpty())
        return;
    // The store keeps an id in one list only. Should it ever not, no id may get two rows here.
    QList<SharedRow> fresh;
    QList<SharedRow> known;
    QHash<QString, qsizetype> freshAt;
    const QSet<QString> leaving(changes.removed.begin(), changes.removed.end());
    const auto sortOut = [&](const SharedRow &tracked) {
        const QString &id = tracked->instance.id;
        if (m_rowById.contains(id) && !leaving.contains(id)) {
            known.append(tracked);
        } else if (const auto at = freshAt.constFind(id); at != freshAt.constEnd()) {
            fresh[*at] = tracked;
        } else {
            freshAt.insert(id, fresh.size());
            fresh.append(tracked);
        }
    };
    const QList<SharedRow> &inserted = changes.inserted.shared();
    const QList<SharedRow> &changed = changes.changed.shared();
    std::for_each(inserted.begin(), inserted.end(), sortOut);
    std::for_each(changed.begin(), changed.end(), sortOut);

    Q_EMIT batchStarted();
    removeRowsAt(rowsOf(changes.removed));
    insertNew(fresh);
    update(known);
    Q_EMIT batchFinished();
}

void InstanceTableModel::clear()
{
    if (m_rows.empty())
        return;
    beginResetModel();
    m_rowById.clear();
    m_rows.clear();
    m_firstStale = 0;
    endResetModel();
}

QList<int> InstanceTableModel::rowsOf(const QStringList &ids) const
{
    QList<int> rows;
    for (const QString &id : ids) {
        if (const int row = rowOf(id); row >= 0)
            rows.append(row);
    }
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

void InstanceTableModel::removeRowsAt(const QList<int> &leaving)
{
    if (leaving.isEmpty())
        return;
    Q_EMIT rowsLeaving(leaving);
    for (qsizetype end = leaving.size(); end > 0;) {
        qsizetype begin = end - 1;
        while (begin > 0 && leaving[begin - 1] == leaving[begin] - 1)
            --begin;
        const int first = leaving[begin];
        const int last = leaving[end - 1];
        beginRemoveRows({}, first, last);
        for (int row = first; row <= last; ++row)
            m_rowById.remove(at(row).instance.id);
        m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
        m_firstStale = std::min(m_firstStale, std::size_t(first));
        endRemoveRows();
        end = begin;
    }
}

void InstanceTableModel::insertNew(const QList<SharedRow> &fresh)
{
    if (fresh.isEmpty())
        return;
    const int first = int(m_rows.size());
    beginInsertRows({}, first, first + int(fresh.size()) - 1);
    for (const SharedRow &tracked : fresh) {
        auto row = std::make_unique<Row>();
        row->tracked = tracked;
        m_rowById.insert(tracked->instance.id, row.get());
        m_rows.push_back(std::move(row));
    }
    endInsertRows();
}

void InstanceTableModel::update(const QList<SharedRow> &known)
{
    struct Changed {
        int row;
        RowDiff diff;
    };
    std::vector<Changed> changed;
    const CellContext now = context();
    for (const SharedRow &tracked : known) {
        Row &row = *m_rowById.value(tracked->instance.id);
        const RowDiff diff = rowDiff(*row.tracked, *tracked, now);
        row.tracked = tracked;
        if (diff.isEmpty())
            continue;
        changed.push_back({rowOf(tracked->instance.id), diff});
    }
    std::stable_sort(changed.begin(), changed.end(),
                     [](const Changed &a, const Changed &b) { return a.row < b.row; });
    for (std::size_t i = 0; i < changed.size();) {
        const int first = changed[i].row;
        int last = first;
        RowDiff diff = changed[i].diff;
        // Neighbours are told together, with all that changed in any of them.
        while (++i < changed.size() && changed[i].row <= last + 1) {
            last = changed[i].row;
            diff |= changed[i].diff;
        }
        announce(first, last, diff);
    }
}

/// One signal for a run of rows, whatever changed in it: each one makes every view look.
void InstanceTableModel::announce(int first, int last, const RowDiff &diff)
{
    const ColumnSet columns = diff.values | diff.marks;
    Q_EMIT dataChanged(index(first, columns.first()), index(last, columns.last()), rolesOf(diff));
}

/// Every role, as an empty list says it, only where the filter may see another text: reading those again is
/// what costs most in a refresh, and mostly it is stop times that have changed.
QList<int> InstanceTableModel::rolesOf(const RowDiff &diff)
{
    static const QList<int> markRoles{Qt::DisplayRole, Qt::ToolTipRole, Qt::AccessibleTextRole,
                                      ActivityStateRole, ActivityTextRole};
    static const QList<int> unfilteredRoles =
        markRoles + QList<int>{SortRole, SortTieRole, PhaseRole, EstimateRole, ChangesInRole};
    if (diff.values.isEmpty())
        return markRoles;
    for (int column = 0; column < ColumnCount; ++column) {
        if (diff.values.has(Column(column)) && isFiltered(Column(column)))
            return {};
    }
    return unfilteredRoles;
}

void InstanceTableModel::announceColumns(Column first, Column last, const QList<int> &roles)
{
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, int(first)), index(int(m_rows.size()) - 1, int(last)), roles);
}

void InstanceTableModel::setProfile(const Profile &profile)
{
    if (profile == m_profile)
        return;
    const bool othersAreYou = profile.userId != m_profile.userId || profile.allUsers != m_profile.allUsers ||
                              profile.doubtfulRows != m_profile.doubtfulRows;
    m_profile = profile;
    if (!othersAreYou)
        return;
    announceColumns(Column::Owner, Column::Owner,
                    {Qt::DisplayRole, Qt::AccessibleTextRole, OwnershipRole, FilterRole});
}

void InstanceTableModel::setThresholds(const PhaseThresholds &thresholds)
{
    if (thresholds == m_thresholds)
        return;
    m_thresholds = thresholds;
    announceColumns(Column::StopsIn, Column::StopsAt, {Qt::AccessibleTextRole, PhaseRole, ChangesInRole});
}

void InstanceTableModel::setFreshness(Freshness freshness)
{
    if (freshness == m_freshness)
        return;
    m_freshness = freshness;
    announceColumns(Column::StopsIn, Column::StopsAt,
                    {Qt::DisplayRole, Qt::ToolTipRole, Qt::AccessibleTextRole, EstimateRole});
}

void InstanceTableModel::setTimeZone(const QTimeZone &zone)
{
    if (zone == m_zone)
        return;
    m_zone = zone;
    const QList<int> roles{Qt::DisplayRole, Qt::ToolTipRole, Qt::AccessibleTextRole};
    announceColumns(Column::StopsIn, Column::StopsAt, roles);
    announceColumns(Column::Created, Column::Updated, roles);
}

} // namespace leasekeeper
