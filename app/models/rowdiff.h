// SPDX-License-Identifier: MIT
#pragma once

#include "cellcontext.h"
#include "instancecolumn.h"
#include "trackedinstance.h"

#include <QtGlobal>

namespace leasekeeper
{

/// A set of columns.
class ColumnSet
{
public:
    void add(InstanceColumn column) { m_bits |= bit(column); }
    [[nodiscard]] bool has(InstanceColumn column) const { return (m_bits & bit(column)) != 0; }
    [[nodiscard]] bool isEmpty() const { return m_bits == 0; }
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
    friend bool operator==(const RowDiff &, const RowDiff &) = default;
};

/// Compares field by field, by what each column shows. When a record was read counts for nothing.
[[nodiscard]] RowDiff rowDiff(const TrackedInstance &before, const TrackedInstance &after,
                              const CellContext &context);

} // namespace leasekeeper
