// SPDX-License-Identifier: MIT
#pragma once

#include "requestgate.h"
#include "retrypolicy.h"

#include <functional>

namespace leasekeeper
{

/// What all calls of one account share.
struct Traffic {
    Traffic(const Clock &clock, Timers &timers) : gate(clock, timers) {}

    RetryBudget budget; ///< of reads
    RequestGate gate;
    std::function<double()> random; ///< in [0, 1)
};

} // namespace leasekeeper
