// SPDX-License-Identifier: MIT
#pragma once

#include "nameorder.h"
#include "numberedrows.h"
#include "textranks.h"

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

class InstanceTableModel;

/// Compares rows of a model by one column. Each cell is asked once and kept as a number; texts become ranks.
/// No text is made or collated while everything is ordered: that is what makes a hundred thousand rows quick.
/// Whoever changes the model tells it.
class SortCells
{
public:
    SortCells();
    SortCells(const SortCells &) = delete;
    SortCells &operator=(const SortCells &) = delete;

    /// `source` must outlive its use here; null forgets it.
    void setSource(const QAbstractItemModel *source);
    /// -1: by source row.
    void setColumn(int column);
    /// All cells changed.
    void reset();
    void insert(int first, int count);
    void remove(const RowSpans &gone);
    /// The cells of one row were told to have changed. Returns whether its place may be another.
    [[nodiscard]] bool changed(int row);

    /// Strict and total: what is known first, in either direction; then value, tie, name, id.
    [[nodiscard]] bool less(int left, int right, Qt::SortOrder order) const;
    /// All rows in the order of less().
    void sortAll(RowOrder::Rows &rows, Qt::SortOrder order) const;
    /// All rows by name, the first of the orders, which is there already.
    [[nodiscard]] const RowOrder::Rows &byName() const { return m_names.rows(); }

private:
    /// Nothing, a number, or a text by its number in m_texts.
    enum class Kind : quint8 { Number, Text, Unknown };
    struct Cell {
        qint64 value = 0;
        qint64 tie = 0;
        Kind valueKind = Kind::Unknown;
        Kind tieKind = Kind::Unknown;
        friend bool operator==(const Cell &, const Cell &) = default;
    };

    using Cells = std::vector<Cell>;

    [[nodiscard]] bool byNameAlone() const;
    [[nodiscard]] bool byStopTime() const;
    [[nodiscard]] const Cells &cells() const;
    [[nodiscard]] Cell read(int row, int column) const;
    [[nodiscard]] std::optional<std::vector<NumberedRow>> numbered(Qt::SortOrder order) const;
    [[nodiscard]] int compareCells(const Cell &left, const Cell &right, Qt::SortOrder order) const;
    [[nodiscard]] int compareOne(Kind leftKind, qint64 left, Kind rightKind, qint64 right) const;
    [[nodiscard]] QVariant raw(int row, int column, int role) const;
    void sortNames(RowOrder::Rows &rows, Qt::SortOrder order) const;

    const QAbstractItemModel *m_source = nullptr;
    const InstanceTableModel *m_instances = nullptr; ///< the same, where it is one: asked without detours
    QCollator m_collator;
    NameOrder m_names;
    int m_column = -1;
    mutable TextRanks m_texts;
    mutable Cells m_cells; ///< of m_column; empty until they are needed
    Cells m_stops;         ///< of the stop time: always there, since that is what people order by
};

} // namespace leasekeeper
