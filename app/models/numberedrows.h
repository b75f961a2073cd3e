// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <vector>

namespace leasekeeper
{

/// A row and the whole number it is ordered by.
struct NumberedRow {
    quint64 number = 0;
    int row = 0;
};

/// Orders by number, the smallest first; equal ones stay as they are. Looks at digits and compares nothing,
/// so that it takes as many passes as the largest number has digits, however many rows there are.
void sortByNumber(std::vector<NumberedRow> &rows);

} // namespace leasekeeper
