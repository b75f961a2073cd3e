// SPDX-License-Identifier: MIT
#pragma once

#include "cellcontext.h"
#include "instancecolumn.h"
#include "trackedinstance.h"

#include <QString>

namespace leasekeeper
{

/// What a cell has to add when asked: the whole text, the full time, the reason. Safe where a widget takes
/// it for rich text. Empty if there is nothing to add.
[[nodiscard]] QString cellToolTip(const TrackedInstance &row, InstanceColumn column,
                                  const CellContext &context);

} // namespace leasekeeper
