// SPDX-License-Identifier: MIT
#pragma once

#include "cellcontext.h"
#include "instancecolumn.h"
#include "trackedinstance.h"

#include <QString>

namespace leasekeeper
{

/// What a cell shows: translated, plain text, foreign text made harmless. "–" where nothing is known.
[[nodiscard]] QString cellText(const TrackedInstance &row, InstanceColumn column, const CellContext &context);

/// The State cell alone: what we are doing wins over what the service last said.
[[nodiscard]] QString stateText(const TrackedInstance &row);

/// The sign for what is not known.
[[nodiscard]] QString unknownText();

} // namespace leasekeeper
