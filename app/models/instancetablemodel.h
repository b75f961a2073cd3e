// SPDX-License-Identifier: MIT
#pragma once

#include "clock.h"
#include "countdown.h"
#include "profile.h"
#include "trackedinstance.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QTimeZone>

namespace leasekeeper {

/// All instances of one account as a table, keyed by id. Takes values from outside, knows no service. Rows
/// stand in the order in which they came; ordering is the proxy's business. Announces exactly what changed
/// and never resets except for another account.
class InstanceTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column {
        Name,
        Status,
        StopsIn,
        StopsAt,
        AutoStop,
        Flavor,
        Image,
        Storage,
        Owner,
        Workspace,
        Pool,
        Created,
        Updated,
        Id,
        FailReason,
    };
    static constexpr int ColumnCount = 15;

    enum Role {
        KeyRole = Qt::UserRole,     ///< headerData: the column's stable key, such as "stopsIn"
        IdRole = Qt::UserRole + 1,  ///< QString, for any column
        SortRole,                   ///< raw value of the cell: QString, qint64, or invalid if unknown
        PhaseRole,                  ///< int(LeasePhase)
        EstimateRole,               ///< bool: the countdown rests on old data
        ChangesInRole,              ///< qint64 ms until the countdown's text or phase changes; invalid: never
        StatusKindRole,             ///< int(StatusKind)
        ActivityStateRole,          ///< int(RowActivity::State)
        ActivityTextRole,           ///< QString, one sentence; empty without activity
        OwnershipRole,              ///< int(Ownership)
        FilterRole,                 ///< QString: everything the filter looks into, case-folded
    };

    /// `serverTime` must outlive the model.
    explicit InstanceTableModel(const ServerTime &serverTime, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    [[nodiscard]] static QString columnKey(Column column);
    [[nodiscard]] static bool shownByDefault(Column column);
    /// Null if there is no such row; valid until the next change.
    [[nodiscard]] const TrackedInstance *find(const QString &id) const;
    [[nodiscard]] const TrackedInstance &at(int row) const { return m_rows.at(row); }
    /// -1 if unknown.
    [[nodiscard]] int rowOf(const QString &id) const;

    void setProfile(const Profile &profile); ///< whose instances are "you"
    void setThresholds(const PhaseThresholds &thresholds);
    /// Whether what is shown is older than two refresh intervals.
    void setFreshness(Freshness freshness);
    void setTimeZone(const QTimeZone &zone);

public Q_SLOTS:
    /// Removals from the end, then insertions as one span, then changes with their columns and roles.
    void apply(const leasekeeper::InstanceChanges &changes);
    /// Another account: the only reset.
    void clear();

private:
    const ServerTime &m_serverTime;
    QList<TrackedInstance> m_rows;
    QHash<QString, int> m_rowById;
    Profile m_profile;
    PhaseThresholds m_thresholds;
    Freshness m_freshness = Freshness::Fresh;
    QTimeZone m_zone;
};

} // namespace leasekeeper
