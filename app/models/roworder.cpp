// SPDX-License-Identifier: MIT
#include "roworder.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace leasekeeper
{

void RowOrder::reset(int count)
{
    m_rows.clear();
    m_touched.assign(std::size_t(count), 0);
    m_resort = true;
}

void RowOrder::reorderAll()
{
    m_rows.clear();
    m_resort = true;
}

void RowOrder::insert(int first, int count)
{
    if (std::size_t(first) < m_touched.size())
        std::for_each(m_rows.begin(), m_rows.end(),
                      [first, count](int &row) { row += row >= first ? count : 0; });
    m_touched.insert(m_touched.begin() + first, std::size_t(count), 1);
}

void RowOrder::remove(int first, int count)
{
    RowSpans gone;
    gone.add(first, count);
    remove(gone);
}

void RowOrder::remove(const RowSpans &gone)
{
    gone.removeFrom(m_rows, int(m_touched.size()));
    gone.eraseFrom(m_touched);
}

const RowOrder::Rows &RowOrder::sorted(const Less &less, const SortAll &sortAll)
{
    if (m_resort) {
        std::fill(m_touched.begin(), m_touched.end(), 0);
        m_rows.resize(m_touched.size());
        std::iota(m_rows.begin(), m_rows.end(), 0);
        if (sortAll)
            sortAll(m_rows);
        else
            std::sort(m_rows.begin(), m_rows.end(), less);
    } else {
        putBack(less);
    }
    m_resort = false;
    return m_rows;
}

void RowOrder::putBack(const Less &less)
{
    const auto isTouched = [this](int row) { return m_touched[std::size_t(row)] != 0; };
    Rows moved;
    // Most are not: a library's search is quicker than a loop.
    for (auto it = std::find(m_touched.begin(), m_touched.end(), 1); it != m_touched.end();
         it = std::find(it + 1, m_touched.end(), 1))
        moved.push_back(int(it - m_touched.begin()));
    if (moved.empty())
        return;
    std::sort(moved.begin(), moved.end(), less);
    m_rows.erase(std::remove_if(m_rows.begin(), m_rows.end(), isTouched), m_rows.end());
    Rows merged;
    merged.reserve(m_touched.size());
    auto from = m_rows.cbegin();
    for (const int row : moved) {
        const auto to = std::upper_bound(from, m_rows.cend(), row, less);
        merged.insert(merged.end(), from, to);
        merged.push_back(row);
        from = to;
    }
    merged.insert(merged.end(), from, m_rows.cend());
    m_rows = std::move(merged);
    for (const int row : moved)
        m_touched[std::size_t(row)] = 0;
}

} // namespace leasekeeper
