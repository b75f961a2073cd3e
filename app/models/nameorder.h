// SPDX-License-Identifier: MIT
#pragma once

#include "roworder.h"

#include <QCollator>
#include <QString>
#include <QtGlobal>

#include <functional>
#include <vector>

namespace leasekeeper
{

/// All rows in the order of their names, as people write them (numbers within by value, letter case aside),
/// then ids, then rows: what decides wherever a column leaves rows equal. Collation keys are made for
/// ordering everything at once and given back: kept, they would weigh more than the names.
class NameOrder
{
public:
    using Text = std::function<QString(int row)>;

    /// `name` gives a row's name, empty if it has none; `id` its id.
    NameOrder(const QCollator &collator, Text name, Text id);

    /// `count` rows, all of them new.
    void reset(int count);
    void insert(int first, int count);
    void remove(const RowSpans &gone);
    /// The row was told to have changed. Returns whether its name is another.
    bool changed(int row);

    /// Three-way; a row without name is equal to another one and follows those with one.
    [[nodiscard]] int compareNames(int left, int right) const;
    [[nodiscard]] int compareIds(int left, int right) const;
    [[nodiscard]] bool hasName(int row) const { return !m_name(row).isEmpty(); }

    [[nodiscard]] const RowOrder::Rows &rows() const;
    /// Place of a row in rows().
    [[nodiscard]] int rank(int row) const;

private:
    [[nodiscard]] bool less(int left, int right) const;
    void sortAll(RowOrder::Rows &rows) const;

    const QCollator &m_collator;
    Text m_name;
    Text m_id;
    mutable RowOrder m_order;
    mutable std::vector<int> m_ranks; ///< by row, while m_ranked
    mutable bool m_ranked = false;
    std::vector<std::size_t> m_hashes; ///< of the names, by row
};

} // namespace leasekeeper
