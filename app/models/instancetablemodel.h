// SPDX-License-Identifier: MIT
#pragma once

#include "clock.h"
#include "countdown.h"
#include "instancecolumn.h"
#include "profile.h"
#include "trackedinstance.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QTimeZone>

#include <memory>
#include <vector>

namespace leasekeeper
{

struct CellContext;
struct RowDiff;

/// All instances of one account as a table, keyed by id. Takes values from outside, knows no service. Rows
/// stand in the order in which they came; ordering is the proxy's business. Announces exactly what changed
/// and never resets except for another account.
class InstanceTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    using Column = InstanceColumn;
    static constexpr int ColumnCount = InstanceColumnCount;

    enum Role {
        KeyRole = Qt::UserRole,    ///< headerData: the column's stable key, such as "stopsIn"
        IdRole = Qt::UserRole + 1, ///< QString, for any column
        SortRole,                  ///< raw value of the cell: QString, qint64, or invalid if unknown
        SortTieRole,               ///< orders cells whose SortRole is equal or unknown; may be invalid
        PhaseRole,                 ///< int(LeasePhase)
        EstimateRole,              ///< bool: the countdown rests on old data
        ChangesInRole,             ///< qint64 ms until the countdown's text or phase changes; invalid: never
        StatusKindRole,            ///< int(StatusKind)
        ActivityStateRole,         ///< int(RowActivity::State)
        ActivityTextRole,          ///< QString, one sentence, plain text; empty without activity
        OwnershipRole,             ///< int(Ownership)
        FilterRole,                ///< QString: everything the filter looks into, case-folded
    };

    /// `serverTime` must outlive the model.
    explicit InstanceTableModel(const ServerTime &serverTime, QObject *parent = nullptr);
    ~InstanceTableModel() override;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    [[nodiscard]] static QString columnKey(Column column) { return instanceColumnKey(column); }
    [[nodiscard]] static bool shownByDefault(Column column) { return isShownByDefault(column); }
    /// Null if there is no such row; valid until the next change.
    [[nodiscard]] const TrackedInstance *find(const QString &id) const;
    [[nodiscard]] const TrackedInstance &at(int row) const;
    /// -1 if unknown.
    [[nodiscard]] int rowOf(const QString &id) const;

    void setProfile(const Profile &profile); ///< whose instances are "you"
    [[nodiscard]] const Profile &profile() const { return m_profile; }
    void setThresholds(const PhaseThresholds &thresholds);
    /// Whether what is shown is older than two refresh intervals.
    void setFreshness(Freshness freshness);
    void setTimeZone(const QTimeZone &zone);

public Q_SLOTS:
    /// Removals from the end, then insertions as one span, then changes with their columns and roles.
    void apply(const leasekeeper::InstanceChanges &changes);
    /// Another account: the only reset.
    void clear();

Q_SIGNALS:
    /// Around each apply() that has something to tell, so that who follows can follow once in place of many
    /// times.
    void batchStarted();
    /// The rows, in ascending order, whose removal will be told span by span next.
    void rowsLeaving(const QList<int> &rows);
    void batchFinished();

private:
    struct Row;

    [[nodiscard]] CellContext context() const;
    [[nodiscard]] QList<int> rowsOf(const QStringList &ids) const;
    void removeRowsAt(const QList<int> &leaving);
    void insertNew(const QList<SharedRow> &fresh);
    void update(const QList<SharedRow> &known);
    void announce(int first, int last, const RowDiff &diff);
    [[nodiscard]] static QList<int> rolesOf(const RowDiff &diff);
    void announceColumns(Column first, Column last, const QList<int> &roles);
    void renumber() const;

    const ServerTime &m_serverTime;
    std::vector<std::unique_ptr<Row>> m_rows;
    QHash<QString, Row *> m_rowById;
    mutable std::size_t m_firstStale = 0; ///< rows from here on may not know their number
    Profile m_profile;
    PhaseThresholds m_thresholds;
    Freshness m_freshness = Freshness::Fresh;
    QTimeZone m_zone;
};

} // namespace leasekeeper
