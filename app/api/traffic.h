// SPDX-License-Identifier: MIT
#pragma once

#include "requestgate.h"
#include "retrypolicy.h"

#include <functional>
#include <optional>

namespace leasekeeper
{

/// What all calls of one account share.
struct Traffic {
    Traffic(const Clock &clock, Timers &timers) : gate(clock, timers) {}

    RetryBudget budget; ///< of reads
    RequestGate gate;
    std::function<double()> random; ///< in [0, 1)
    /// The service's clock against the monotonic one, by the last answer with a `Date`; in ms.
    std::optional<qint64> serverAheadMs;
};

} // namespace leasekeeper
