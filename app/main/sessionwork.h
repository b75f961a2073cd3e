// SPDX-License-Identifier: MIT
#pragma once

#include "actionservice.h"
#include "instancesapi.h"
#include "instanceservice.h"
#include "notebookopener.h"
#include "session.h"

namespace leasekeeper
{

class ActionJournal;

/// What reads and acts for a Session: made when its project is known, gone with a sign-out. All that it is
/// given must outlive it.
struct Session::Work {
    /// `range`: of the lease durations the service takes. `lastBatch`: the number of the last one before.
    Work(Surroundings &world, InstanceStore &store, const Profile &profile, const LeaseRange &range,
         ActionJournal &journal, BatchId lastBatch);

    /// After each change of the reading's state: what was left open when the connection went is taken up
    /// again when it comes back.
    void followReading();
    /// Ends: no row is busy any more, nor is it known what came of those that were, for this reason.
    static void leaveUnresolved(InstanceStore &store, const QString &reason);

    InstancesApi api;
    InstanceService reading;
    ActionService acting;
    NotebookOpener opener;
    bool couldRead = false; ///< the service answered when it was asked last
};

} // namespace leasekeeper
