// SPDX-License-Identifier: MIT
#pragma once

#include "row.h"

#include <QList>

namespace leasekeeper::bench
{

/// Every line the table must have, with its limits and without figures: what a section does not deliver shows
/// as not measured, and counts as missed.
[[nodiscard]] const QList<Row> &expectedRows();
/// The same for one line.
[[nodiscard]] Row expectedRow(const QString &id);

} // namespace leasekeeper::bench
