// SPDX-License-Identifier: MIT
#include "sessionwork.h"

#include "actionjournal.h"
#include "httpclient.h"
#include "instancestore.h"
#include "serverclock.h"
#include "surroundings.h"

#include <QRandomGenerator>

#include <utility>

namespace leasekeeper
{

Session::Work::Work(Surroundings &world, InstanceStore &store, const Profile &profile,
                    const LeaseRange &range, ActionJournal &journal, BatchId lastBatch)
    : api(world.http(), world.authenticator(), profile),
      reading(api, store, world.serverClock(), world.clock(), world.timers()),
      acting(api, store, world.serverClock(), world.clock(), world.timers(), journal),
      opener(api, store)
{
    api.setRandomness(
        [chance = QRandomGenerator(world.randomSeed())]() mutable { return chance.generateDouble(); });
    reading.setRandomSeed(world.randomSeed());
    acting.setLeaseRange(range);
    acting.continueAfter(lastBatch);
    connect(&reading, &InstanceService::woke, &reading, [this, &http = world.http()] {
        http.dropConnections();
        api.gate().wokeUp();
    });
    connect(&opener, &NotebookOpener::denied, &reading, &InstanceService::readInstance);
    connect(&acting, &ActionService::denied, &reading, &InstanceService::readInstance);
}

void Session::Work::followReading()
{
    const ReadingState &state = reading.state();
    using Phase = ReadingState::Phase;
    const bool reached =
        state.phase == Phase::Ready || state.phase == Phase::Incomplete || state.phase == Phase::Refused;
    if (reached && !state.listing && !std::exchange(couldRead, true)) {
        acting.takeUpLeftOpen();
        acting.lookIntoLeftOpen();
    } else if (state.phase == Phase::Offline || state.phase == Phase::SignedOut) {
        couldRead = false;
    }
}

void Session::Work::leaveUnresolved(InstanceStore &store, const QString &reason)
{
    const QList<TrackedInstance> rows = store.all();
    for (const TrackedInstance &row : rows) {
        if (!row.activity.isActive())
            continue;
        RowActivity activity = row.activity;
        activity.state = RowActivity::State::Unresolved;
        activity.text = reason;
        activity.cancellable = false;
        store.setActivity(row.instance.id, activity);
    }
}

} // namespace leasekeeper
