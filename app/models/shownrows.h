// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

namespace leasekeeper
{

/// Which source rows are shown, in which order, and where each of them stands. Both directions are kept in
/// step. Knows nothing of signals: the proxy tells its views around each call.
class ShownRows
{
public:
    using Rows = std::vector<int>; ///< source rows

    /// Shows `rows` of `sourceCount`.
    void reset(Rows rows, int sourceCount);

    [[nodiscard]] const Rows &rows() const { return m_rows; }
    [[nodiscard]] int count() const { return int(m_rows.size()); }
    [[nodiscard]] int sourceCount() const { return int(m_placeOf.size()); }
    [[nodiscard]] int sourceRow(int place) const { return m_rows[std::size_t(place)]; }
    /// -1: not shown.
    [[nodiscard]] int placeOf(int sourceRow) const { return m_placeOf[std::size_t(sourceRow)]; }
    [[nodiscard]] bool isShown(int sourceRow) const { return placeOf(sourceRow) >= 0; }
    /// How many runs of neighbours these shown rows are, given in the order shown.
    [[nodiscard]] int spansOf(const Rows &shown) const;
    /// The rows shown, without these.
    [[nodiscard]] Rows without(const Rows &leaving) const;

    void insert(int place, Rows::const_iterator begin, Rows::const_iterator end);
    void remove(int place, int count);
    /// The same rows in another order; returns the order of before.
    Rows arrange(Rows rows);

    /// The source got rows, none of which is shown yet.
    void sourceInserted(int first, int count);
    /// The source lost rows, none of which was shown any more.
    void sourceRemoved(int first, int count);

private:
    void renumberFrom(int place);

    Rows m_rows;
    Rows m_placeOf; ///< by source row
};

} // namespace leasekeeper
