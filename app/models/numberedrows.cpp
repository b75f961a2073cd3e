// SPDX-License-Identifier: MIT
#include "numberedrows.h"

#include <algorithm>
#include <array>

namespace leasekeeper
{

namespace
{
constexpr int DigitBits = 11;
constexpr std::size_t Digits = std::size_t(1) << DigitBits;
} // namespace

void sortByNumber(std::vector<NumberedRow> &rows)
{
    quint64 largest = 0;
    for (const NumberedRow &row : rows)
        largest = std::max(largest, row.number);
    std::vector<NumberedRow> other(rows.size());
    for (int shift = 0; shift < 64 && (largest >> shift) != 0; shift += DigitBits) {
        const auto digit = [shift](const NumberedRow &row) {
            return std::size_t(row.number >> shift) & (Digits - 1);
        };
        std::array<std::size_t, Digits> places{};
        for (const NumberedRow &row : rows)
            ++places[digit(row)];
        std::size_t before = 0;
        for (std::size_t &place : places) {
            const std::size_t count = place;
            place = before;
            before += count;
        }
        for (const NumberedRow &row : rows)
            other[places[digit(row)]++] = row;
        rows.swap(other);
    }
}

} // namespace leasekeeper
