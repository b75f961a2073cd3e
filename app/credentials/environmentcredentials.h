// SPDX-License-Identifier: MIT
#pragma once

#include "importedfields.h"

#include <QProcessEnvironment>

namespace leasekeeper
{

/// The variables of one convention (ModelArts API reference, section 9). Each is empty if none of the
/// variables that sign somebody in is set.
[[nodiscard]] ImportedEntries sdkEnvironment(const QProcessEnvironment &environment);
/// HW_*, each with its OS_ twin where the HW_ one is not set.
[[nodiscard]] ImportedEntries terraformEnvironment(const QProcessEnvironment &environment);
[[nodiscard]] ImportedEntries openStackEnvironment(const QProcessEnvironment &environment);

} // namespace leasekeeper
