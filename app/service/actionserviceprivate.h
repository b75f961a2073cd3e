// SPDX-License-Identifier: MIT
#pragma once

#include "actionbatch.h"
#include "actionjournal.h"
#include "actionline.h"
#include "actionservice.h"
#include "actiontools.h"
#include "instancereader.h"
#include "instancesapi.h"

#include <QHash>
#include <QSet>

#include <map>
#include <memory>

namespace leasekeeper
{

class Action;

/// What ActionService is made of. actionservice.cpp carries decisions out; actionservicejournal.cpp notes
/// what may not be told, and takes up what was left open.
struct ActionService::Private {
    ActionService &q;
    std::unique_ptr<ActionJournal> ownJournal; ///< where none was given
    ActionJournal &journal;
    InstanceStore &store;
    Timers &timers;
    LeaseRange leaseRange;
    InstanceReader reader;
    ActionTools tools;
    qint64 graceMs = DefaultGraceMs;
    BatchId lastBatch = 0;
    bool closed = false;
    Telling telling = Telling::Now;
    struct LastOutcome {
        ActionOutcome outcome;
        quint64 untoldId = 0; ///< in the journal; 0: not there
    };
    QList<LastOutcome> lastOutcomes; ///< of which nobody may have been told
    bool looksIntoLeftOpen = false;  ///< the service could be read
    QSet<quint64> takenUp;           ///< entries of the journal, since the service could be read last
    QSet<QString> waitsToBeTakenUp;  ///< instances whose entries found another action there
    std::map<BatchId, ActionBatch> batches;
    QHash<QString, Action *> busy; ///< instance id -> the action whose turn it is
    ActionLine line;               ///< behind these
    /// Parent of all actions, of those too that have ended and wait to be deleted. They use what stands
    /// above, so this is last and goes first.
    QObject nest;

    Private(ActionService &service, InstancesApi &api, InstanceStore &instances, const ServerTime &serverTime,
            const Clock &clock, Timers &allTimers, ActionJournal *given)
        : q(service),
          ownJournal(given ? nullptr : std::make_unique<ActionJournal>(allTimers)),
          journal(given ? *given : *ownJournal),
          store(instances),
          timers(allTimers),
          reader(api, instances),
          tools{api, instances, serverTime, clock, allTimers, api.gate(), leaseRange, journal}
    {
    }

    [[nodiscard]] Action *makeAction(const Decision &decision, const DecisionTarget &target, BatchId batch,
                                     int part);
    void showFollowers(const QString &instanceId);
    bool cancelLine(const QString &instanceId);
    void callNext(const QString &instanceId);
    void turnOf(Action &action, BatchId batch);
    void follow(Action &action, BatchId batch, int part);
    void startGrace(BatchId id);
    void graceOver(BatchId id);
    void begin(BatchId id);
    void refuseBusy(BatchId id);
    void ended(BatchId id, int part);
    void settle(BatchId id, int part, const ActionOutcome &outcome);
    void settleEarlier(BatchId id, const ActionOutcome &outcome);
    void endGraceIfEmpty(BatchId id);
    [[nodiscard]] bool hasHeld(const ActionBatch &batch) const;
    void forgetOldBatches();
    [[nodiscard]] QList<BatchId> batchIds() const;

    // Of actionservicejournal.cpp:
    void noteInLine(Action &action);
    void takeUp(const QList<ActionIntent> &intents);
    void takeUpOf(const QString &instanceId);
    void lookLater(Action *action);
    void tellNoted(const ActionIntent &intent, BatchId batch, int part);
    [[nodiscard]] ActionIntent neverBegun(InstanceVerb verb, const DecisionTarget &target) const;
    void keepUntold(ActionPart &part, bool leftOpen);
    void noteEnd(ActionPart &part);
    void noteUntold(ActionPart &part);
    void noteUntoldSoFar();
    [[nodiscard]] bool stillStands(const ActionIntent &intent) const;
    [[nodiscard]] bool isOvertaken(const ActionIntent &intent) const;
    void forgetUntold(ActionBatch &batch);
};

} // namespace leasekeeper
