// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <functional>
#include <optional>

namespace leasekeeper::bench
{

/// Does `work` so that a tool started with instructionsOfProbe() counts it and nothing else.
void countInstructions(const std::function<void()> &work);

/// Starts this program below the counting tool with one probe of a section, and returns how many instructions
/// its countInstructions() took. Nothing where there is no such tool.
[[nodiscard]] std::optional<double> instructionsOfProbe(const QString &section, const QString &probe);

} // namespace leasekeeper::bench
