// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

namespace leasekeeper::bench
{

/// Does `work` so that a tool started with instructionsOfProbes() counts it and nothing else.
void countInstructions(const std::function<void()> &work);

/// This program below the counting tool, once for each of these probes of a section, side by side: counts do
/// not depend on what else runs. How many instructions the countInstructions() of each took, in the same
/// order; nothing where there is no such tool.
[[nodiscard]] QList<std::optional<double>> instructionsOfProbes(const QString &section,
                                                                const QStringList &probes);

} // namespace leasekeeper::bench
