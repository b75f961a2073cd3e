// SPDX-License-Identifier: MIT
#pragma once

#include "section.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace leasekeeper::bench
{

/// What a section tells its parent, on one line.
[[nodiscard]] QByteArray toLine(const Told &told);

/// Runs the sections (all, where `only` is empty), prints the table, writes `jsonPath` if it is given.
/// Returns the exit code: 1 if a "must" of what ran is missed.
[[nodiscard]] int runAll(const Surrounding &surrounding, const QStringList &only, const QString &jsonPath);

} // namespace leasekeeper::bench
