// SPDX-License-Identifier: MIT
#pragma once

#include "clock.h"
#include "leaserequest.h"
#include "timers.h"

namespace leasekeeper
{

class ActionJournal;
class InstancesApi;
class InstanceStore;
class RequestGate;

/// What every action works with. Owned by ActionService or by those who made it; all outlive the actions.
struct ActionTools {
    InstancesApi &api;
    InstanceStore &store;
    const ServerTime &serverTime;
    const Clock &clock;
    Timers &timers;
    RequestGate &gate; ///< of the api
    const LeaseRange &leaseRange;
    ActionJournal &journal;
};

} // namespace leasekeeper
