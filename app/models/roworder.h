// SPDX-License-Identifier: MIT
#pragma once

#include "rowspans.h"

#include <functional>
#include <vector>

namespace leasekeeper
{

/// A list of all rows 0…n-1 kept in an order. Rows whose place became doubtful are taken out and put back
/// when the order is next asked for, so that a few changes among many rows cost little.
class RowOrder
{
public:
    using Rows = std::vector<int>;
    using Less = std::function<bool(int, int)>;
    using SortAll = std::function<void(Rows &)>;

    /// `count` rows, to be ordered from scratch.
    void reset(int count);
    /// Another rule: order everything anew.
    void reorderAll();
    void insert(int first, int count);
    void remove(int first, int count);
    void remove(const RowSpans &gone);
    /// The place of this row may have changed.
    void touch(int row) { m_touched[std::size_t(row)] = 1; }

    /// All rows in the order of `less`, which must be strict and total. `sortAll` orders many rows in the
    /// same way where there is a quicker one than asking `less`.
    [[nodiscard]] const Rows &sorted(const Less &less, const SortAll &sortAll = {});

private:
    void putBack(const Less &less);

    Rows m_rows;                 ///< those that have a place
    std::vector<char> m_touched; ///< by row
    bool m_resort = true;
};

} // namespace leasekeeper
