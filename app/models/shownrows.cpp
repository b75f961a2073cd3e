// SPDX-License-Identifier: MIT
#include "shownrows.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace leasekeeper
{

void ShownRows::reset(Rows rows, int sourceCount)
{
    m_rows = std::move(rows);
    m_placeOf.assign(std::size_t(sourceCount), -1);
    renumberFrom(0);
}

int ShownRows::spansOf(const Rows &shown) const
{
    int spans = 0;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        if (i == 0 || placeOf(shown[i]) != placeOf(shown[i - 1]) + 1)
            ++spans;
    }
    return spans;
}

ShownRows::Rows ShownRows::without(const Rows &leaving) const
{
    std::vector<char> leaves(m_placeOf.size(), 0);
    for (const int row : leaving)
        leaves[std::size_t(row)] = 1;
    Rows staying;
    std::copy_if(m_rows.begin(), m_rows.end(), std::back_inserter(staying),
                 [&leaves](int row) { return leaves[std::size_t(row)] == 0; });
    return staying;
}

void ShownRows::insert(int place, Rows::const_iterator begin, Rows::const_iterator end)
{
    m_rows.insert(m_rows.begin() + place, begin, end);
    renumberFrom(place);
}

void ShownRows::remove(int place, int count)
{
    const auto begin = m_rows.begin() + place;
    const auto end = begin + count;
    std::for_each(begin, end, [this](int row) { m_placeOf[std::size_t(row)] = -1; });
    m_rows.erase(begin, end);
    renumberFrom(place);
}

ShownRows::Rows ShownRows::arrange(Rows rows)
{
    Rows before = std::exchange(m_rows, std::move(rows));
    renumberFrom(0);
    return before;
}

void ShownRows::sourceInserted(int first, int count)
{
    if (first < sourceCount())
        std::for_each(m_rows.begin(), m_rows.end(),
                      [first, count](int &row) { row += row >= first ? count : 0; });
    m_placeOf.insert(m_placeOf.begin() + first, std::size_t(count), -1);
}

void ShownRows::sourceRemoved(int first, int count)
{
    std::for_each(m_rows.begin(), m_rows.end(), [first, count](int &row) { row -= row > first ? count : 0; });
    m_placeOf.erase(m_placeOf.begin() + first, m_placeOf.begin() + first + count);
}

void ShownRows::renumberFrom(int place)
{
    for (int at = place; at < count(); ++at)
        m_placeOf[std::size_t(m_rows[std::size_t(at)])] = at;
}

} // namespace leasekeeper
