// SPDX-License-Identifier: MIT
#pragma once

#include "cellcontext.h"
#include "instancecolumn.h"
#include "trackedinstance.h"

#include <QtGlobal>

#include <bit>

namespace leasekeeper
{

/// A set of columns.
class ColumnSet
{
public:
    void add(InstanceColumn column) { m_bits |= bit(column); }
    [[nodiscard]] bool has(InstanceColumn column) const { return (m_bits & bit(column)) != 0; }
    [[nodiscard]] bool isEmpty() const { return m_bits == 0; }
    /// Of a set that is not empty.
    [[nodiscard]] int first() const { return std::countr_zero(m_bits); }
    [[nodiscard]] int last() const { return std::bit_width(m_bits) - 1; }
    ColumnSet &operator|=(const ColumnSet &other)
    {
        m_bits |= other.m_bits;
        return *this;
    }
    friend ColumnSet operator|(ColumnSet left, const ColumnSet &right) { return left |= right; }
    friend bool operator==(const ColumnSet &, const ColumnSet &) = default;

private:
    static quint32 bit(InstanceColumn column) { return quint32(1) << quint32(column); }
    quint32 m_bits = 0;
};

/// What differs between two states of one row.
struct RowDiff {
    ColumnSet values; ///< what the service says is another: any role
    ColumnSet marks;  ///< only what we add to it: text, tooltip, speech and activity, never the order

    [[nodiscard]] bool isEmpty() const { return values.isEmpty() && marks.isEmpty(); }
    RowDiff &operator|=(const RowDiff &other)
    {
        values |= other.values;
        marks |= other.marks;
        return *this;
    }
    friend bool operator==(const RowDiff &, const RowDiff &) = default;
};

/// Compares field by field, by what each column shows. When a record was read counts for nothing.
[[nodiscard]] RowDiff rowDiff(const TrackedInstance &before, const TrackedInstance &after,
                              const CellContext &context);

} // namespace leasekeeper
