// SPDX-License-Identifier: MIT
#pragma once

#include "cellcontext.h"
#include "instancecolumn.h"
#include "trackedinstance.h"

#include <QString>

namespace leasekeeper
{

/// What a screen reader says for a cell: words in place of signs, minutes in place of seconds. The Name cell
/// tells the whole row: "ocr-lab, running, stops in 24 minutes, at 18:55, soon".
[[nodiscard]] QString cellSpeech(const TrackedInstance &row, InstanceColumn column,
                                 const CellContext &context);

} // namespace leasekeeper
