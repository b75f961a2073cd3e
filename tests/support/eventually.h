// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

namespace leasekeeper::test
{

/// Runs the event loop until `done`, looking after every event instead of every few milliseconds. False if it
/// did not come true within `limitMs` of real time.
[[nodiscard]] bool eventually(const std::function<bool()> &done, int limitMs = 10'000);

} // namespace leasekeeper::test
