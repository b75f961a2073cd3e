// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

namespace leasekeeper
{

/// Rows that left, as spans of the numbers they had before any of them did. What is kept by row follows once
/// for all of them and not once for each span.
class RowSpans
{
public:
    [[nodiscard]] bool isEmpty() const { return m_spans.empty(); }
    /// Spans have to be told from the end: whether this one can still be.
    [[nodiscard]] bool takes(int last) const { return m_spans.empty() || last < m_spans.back().first; }
    void add(int first, int count) { m_spans.emplace_back(first, count); }
    void clear() { m_spans.clear(); }

    template <typename T> void eraseFrom(std::vector<T> &byRow) const
    {
        if (m_spans.empty())
            return;
        auto to = byRow.begin() + m_spans.back().first;
        for (auto span = m_spans.rbegin(); span != m_spans.rend(); ++span) {
            const auto from = byRow.begin() + span->first + span->second;
            const auto next = span + 1;
            const auto end = next == m_spans.rend() ? byRow.end() : byRow.begin() + next->first;
            to = std::move(from, end, to);
        }
        byRow.erase(to, byRow.end());
    }

    /// Takes these rows out of a list of rows and gives the others the numbers they have now. `count`: of all
    /// rows before.
    void removeFrom(std::vector<int> &rows, int count) const
    {
        std::vector<int> now(std::size_t(count), 0);
        int gone = 0;
        int row = 0;
        for (auto span = m_spans.rbegin(); span != m_spans.rend(); ++span) {
            for (; row < span->first; ++row)
                now[std::size_t(row)] = row - gone;
            for (; row < span->first + span->second; ++row)
                now[std::size_t(row)] = -1;
            gone += span->second;
        }
        for (; row < count; ++row)
            now[std::size_t(row)] = row - gone;
        auto to = rows.begin();
        for (const int before : rows) {
            if (now[std::size_t(before)] >= 0)
                *to++ = now[std::size_t(before)];
        }
        rows.erase(to, rows.end());
    }

    /// First row and number of rows, the last span first.
    [[nodiscard]] const std::vector<std::pair<int, int>> &all() const { return m_spans; }

private:
    std::vector<std::pair<int, int>> m_spans;
};

} // namespace leasekeeper
