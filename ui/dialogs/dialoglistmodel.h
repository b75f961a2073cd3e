// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractTableModel>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace leasekeeper
{

/// One instance in the table of a dialog: finished, plain texts.
struct DialogRow {
    enum class Mark { None, Attention, Muted };

    QString id;
    QStringList cells;          ///< one per column
    QString tooltip;            ///< plain
    QList<int> flaggedColumns;  ///< cells that carry what asks for attention
    std::optional<bool> ticked; ///< nullopt: no tick to set
    Mark mark = Mark::None;

    friend bool operator==(const DialogRow &, const DialogRow &) = default;
};

/// The table of a dialog about several instances, keyed by id. Announces exactly what changed, never resets.
class DialogListModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        MarkRole,    ///< int(DialogRow::Mark)
        FlaggedRole, ///< bool: this cell asks for attention
    };

    explicit DialogListModel(const QStringList &headers, QObject *parent = nullptr);

    /// Rows that stay keep their order; `rows` must not reorder them.
    void setRows(const QList<DialogRow> &rows);
    [[nodiscard]] const QList<DialogRow> &rows() const { return m_rows; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

Q_SIGNALS:
    /// A person ticked or un-ticked a row.
    void tickToggled(const QString &id, bool ticked);

private:
    void takeValues(const QList<DialogRow> &rows);

    QStringList m_headers;
    QList<DialogRow> m_rows;
};

} // namespace leasekeeper
