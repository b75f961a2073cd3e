// SPDX-License-Identifier: MIT
#pragma once

#include <QCollator>
#include <QVariant>
#include <QtGlobal>

#include <optional>
#include <vector>

QT_BEGIN_NAMESPACE
class QAbstractItemModel;
QT_END_NAMESPACE

namespace leasekeeper
{

/// Compares rows of a model by one column. Each cell is asked and its text collated once, not at every
/// comparison: that is what makes ordering ten thousand rows quick. Whoever changes the model tells it.
class SortCells
{
public:
    SortCells();

    /// `source` must outlive its use here; null forgets it.
    void setSource(const QAbstractItemModel *source);
    /// -1: by source row.
    void setColumn(int column);
    /// All cells changed, or rows got other numbers.
    void clear();
    /// The cells of one row changed.
    void forget(int row);

    /// Strict and total: what is known first, in either direction; then value, tie, name, id.
    [[nodiscard]] bool less(int left, int right, Qt::SortOrder order) const;

private:
    /// Nothing, a number, or a text by its collation key.
    struct Value {
        std::optional<qint64> number;
        std::optional<QCollatorSortKey> text;
        [[nodiscard]] bool isKnown() const { return number || text; }
    };
    struct Cell {
        Value value;
        Value tie;
    };

    [[nodiscard]] Value value(const QVariant &raw) const;
    [[nodiscard]] static int compare(const Value &left, const Value &right);
    [[nodiscard]] const Cell &cell(int row) const;
    [[nodiscard]] const Value &name(int row) const;
    [[nodiscard]] QVariant raw(int row, int column, int role) const;
    [[nodiscard]] int compareIds(int left, int right) const;

    const QAbstractItemModel *m_source = nullptr;
    QCollator m_collator;
    int m_column = -1;
    mutable std::vector<std::optional<Cell>> m_cells;
    mutable std::vector<std::optional<Value>> m_names; ///< only those rows where nothing else decided
};

} // namespace leasekeeper
