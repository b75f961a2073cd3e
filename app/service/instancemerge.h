// SPDX-License-Identifier: MIT
#pragma once

#include "instance.h"

namespace leasekeeper
{

/// A complete record that may lack what an earlier, fuller one carried: a list answer after a show.
[[nodiscard]] Instance withKnownDetails(Instance record, const Instance &known);
/// What is known, overlaid with what the sparse answer of a write carries.
[[nodiscard]] Instance withAnswer(Instance known, const Instance &answer);
/// Whether a lease says anything at all.
[[nodiscard]] bool isTold(const Lease &lease);

} // namespace leasekeeper
