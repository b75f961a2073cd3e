// SPDX-License-Identifier: MIT
#pragma once

#include "hostlookups.h"
#include "systemproxies.h"
#include "timers.h"

namespace leasekeeper::test::model
{

/// How often a system was asked for the way to the service in all runs of the program, and what goes wrong
/// with that.
struct RouteScript {
    int calls = 0;
    int troubled = 0;          ///< which call comes to nothing; 0: none
    bool silent = false;       ///< only after the longest time that a helper may run; else at once
    bool hangs = false;        ///< that call is under way
    int names = 0;             ///< how often the system was asked for the service's name
    int troubledName = 0;      ///< which of these is not found; 0: none
    bool nameIsSilent = false; ///< that one is found, but told only after a long time
};

/// A system that knows of no proxy, as the helper would tell of it: for one run of the program. Both must
/// outlive what is made of them.
[[nodiscard]] SystemProxies::Source troubledRoute(RouteScript &script, Timers &timers);

/// A system that finds the service, for one run of the program, in the same way.
[[nodiscard]] HostLookups::Source troubledNames(RouteScript &script, Timers &timers);

} // namespace leasekeeper::test::model
