// SPDX-License-Identifier: MIT
#pragma once

#include "script.h"

#include <functional>

namespace leasekeeper::test::model
{

/// Takes away from a failing script whatever it does not need to fail: steps first, in ever smaller pieces,
/// then what is special about the rest. `fails` tells whether a script still does; called some hundred times
/// at most.
[[nodiscard]] Script shrink(Script script, const std::function<bool(const Script &)> &fails);

} // namespace leasekeeper::test::model
