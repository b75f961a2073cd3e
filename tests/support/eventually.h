// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

namespace leasekeeper::test
{

/// Runs the event loop until `done`, looking after every event instead of every few milliseconds. False if it
/// did not come true within `limitMs` of real time.
[[nodiscard]] bool eventually(const std::function<bool()> &done, int limitMs = 10'000);
/// Runs the event loop until a timer of so many real ms has fired: whatever was due before it has come by
/// then. QTest::qWait() looks before it naps and not after, and so sees none of what a short one lets pass.
void runPast(int ms);

} // namespace leasekeeper::test
