// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

namespace leasekeeper
{

/// Asks the system whether its key store is locked, and calls `done` once from the event loop. False where
/// the system does not tell.
void askWhetherLocked(std::function<void(bool locked)> done);

} // namespace leasekeeper
