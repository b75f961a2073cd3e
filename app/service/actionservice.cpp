// SPDX-License-Identifier: MIT
#include "actionservice.h"

#include "action.h"
#include "actionserviceprivate.h"
#include "instancestore.h"
#include "plaintext.h"

#include <algorithm>
#include <utility>

namespace leasekeeper
{

namespace
{
constexpr qint64 LongestGraceMs = 30'000;
// Batches that have ended are kept for "Retry failed", the last few of them.
constexpr int KeptBatches = 20;
} // namespace

ActionService::ActionService(InstancesApi &api, InstanceStore &store, const ServerTime &serverTime,
                             const Clock &clock, Timers &timers, QObject *parent)
    : QObject(parent), d(new Private(*this, api, store, serverTime, clock, timers, nullptr))
{
}

ActionService::ActionService(InstancesApi &api, InstanceStore &store, const ServerTime &serverTime,
                             const Clock &clock, Timers &timers, ActionJournal &journal, QObject *parent)
    : QObject(parent), d(new Private(*this, api, store, serverTime, clock, timers, &journal))
{
}

ActionService::~ActionService() = default;

void ActionService::setGraceMs(qint64 ms)
{
    d->graceMs = std::clamp<qint64>(ms, 0, LongestGraceMs);
}

void ActionService::setLeaseRange(const LeaseRange &range)
{
    d->leaseRange = range;
}

LeaseRange ActionService::leaseRange() const
{
    return d->leaseRange;
}

Action *ActionService::Private::makeAction(const Decision &decision, const DecisionTarget &target,
                                           BatchId batch, int part)
{
    Action *running = busy.value(target.id);
    if (running && !line.admits(*running, decision.verb, target))
        return nullptr;
    auto *action = new Action(tools, decision.verb, target, decision.firstLeaseMs, &nest);
    follow(*action, batch, part);
    if (running) {
        action->waitInLine();
        line.add(target.id, {action, batch});
    } else {
        busy.insert(target.id, action);
    }
    return action;
}

void ActionService::Private::showFollowers(const QString &instanceId)
{
    if (Action *running = busy.value(instanceId))
        running->setFollowers(line.verbsOf(instanceId));
}

void ActionService::Private::follow(Action &made, BatchId batch, int part)
{
    const Action *action = &made;
    QObject::connect(action, &Action::ended, &q, [this, batch, part] { ended(batch, part); });
    QObject::connect(action, &Action::flightChanged, &q, &ActionService::inFlightChanged);
    QObject::connect(action, &Action::rangeLearnt, &q, [this](const LeaseRange &range) {
        leaseRange = range;
        Q_EMIT q.leaseRangeLearnt(range);
    });
}

BatchId ActionService::submit(const Decision &decision)
{
    if (d->closed || decision.targets.isEmpty() || decision.verb == InstanceVerb::Open)
        return 0;
    const BatchId id = ++d->lastBatch;
    ActionBatch &batch = d->batches[id];
    batch.decision = decision;
    for (const DecisionTarget &target : decision.targets) {
        ActionPart part;
        part.action = d->makeAction(decision, target, id, int(batch.parts.size()));
        batch.parts.append(part);
    }
    const bool waits = decision.verb == InstanceVerb::Delete && d->graceMs > 0;
    // Copied: showing an activity tells others, who may submit more.
    const QList<ActionPart> parts = batch.parts;
    for (const ActionPart &part : parts) {
        if (!part.action)
            continue;
        if (part.action->isInLine())
            d->showFollowers(part.action->instanceId());
        else if (waits)
            part.action->hold();
        else
            part.action->announce();
    }
    QMetaObject::invokeMethod(
        this,
        [this, id, waits] {
            d->refuseBusy(id);
            if (!waits)
                d->begin(id);
        },
        Qt::QueuedConnection);
    if (waits)
        d->startGrace(id);
    return id;
}

void ActionService::Private::startGrace(BatchId id)
{
    ActionBatch &batch = batches[id];
    Decision held = batch.decision;
    held.targets.clear();
    for (qsizetype i = 0; i < batch.parts.size(); ++i) {
        if (batch.parts.at(i).action)
            held.targets.append(batch.decision.targets.at(i));
    }
    if (held.targets.isEmpty())
        return;
    batch.grace = std::make_unique<OneShotTimer>(timers, [this, id] { graceOver(id); });
    batch.grace->start(graceMs);
    Q_EMIT q.graceStarted(id, held, graceMs);
}

void ActionService::Private::graceOver(BatchId id)
{
    Q_EMIT q.graceEnded(id, false);
    begin(id);
}

void ActionService::Private::begin(BatchId id)
{
    if (!batches.contains(id))
        return;
    QList<Action *> starting;
    QList<ActionIntent> intents;
    for (const ActionPart &part : std::as_const(batches[id].parts)) {
        if (!part.action || part.action->hasBegun())
            continue;
        if (part.action->isInLine()) {
            noteInLine(*part.action);
            continue;
        }
        starting.append(part.action);
        intents.append(part.action->intent());
    }
    // All of them before the first is sent, and at once: each write of the journal costs the same.
    const QList<quint64> noted = intents.isEmpty() ? QList<quint64>() : journal.add(intents);
    for (qsizetype i = 0; i < starting.size(); ++i)
        starting.at(i)->noted(noted.at(i));
    for (Action *action : std::as_const(starting)) {
        // An action that has ended is only deleted from the event loop.
        if (!action->hasEnded())
            action->begin();
    }
}

void ActionService::Private::refuseBusy(BatchId id)
{
    if (!batches.contains(id))
        return;
    const Decision decision = batches[id].decision;
    for (int i = 0; i < int(decision.targets.size()) && batches.contains(id); ++i) {
        const ActionPart &part = batches[id].parts.at(i);
        if (part.action || part.outcome)
            continue;
        const DecisionTarget &target = decision.targets.at(i);
        const QString name = target.name.isEmpty() ? target.id : target.name;
        ActionOutcome outcome;
        outcome.id = target.id;
        outcome.name = name;
        outcome.verb = decision.verb;
        outcome.end = ActionOutcome::End::Failed;
        outcome.text = actiontexts::busyWithAnother(visibleText(name));
        batches[id].parts[i].intent = neverBegun(decision.verb, target);
        settle(id, i, outcome);
    }
}

void ActionService::Private::ended(BatchId id, int part)
{
    Action *action = batches[id].parts[part].action;
    const ActionOutcome outcome = action->outcome();
    if (line.remove(*action))
        showFollowers(outcome.id);
    else
        callNext(outcome.id);
    action->deleteLater();
    batches[id].parts[part].intent = action->intent();
    batches[id].parts[part].action = nullptr;
    if (action->wantsReadAfterwards() && !closed)
        reader.read(outcome.id, Patience::Person);
    const bool isDenied = action->isDenied() && !closed;
    // Two programs may have left something open about one instance: one after the other.
    // And what an earlier one left open may have waited while this one was there.
    const bool hasWaited = waitsToBeTakenUp.remove(outcome.id);
    if ((action->isLeftOpen() || hasWaited) && !closed)
        takeUpOf(outcome.id);
    settle(id, part, outcome);
    if (isDenied)
        Q_EMIT q.denied(outcome.id);
}

/// The one before has ended. Later, when that has been told; until then nobody else gets in between.
void ActionService::Private::callNext(const QString &instanceId)
{
    busy.remove(instanceId);
    const std::optional<ActionLine::Waiting> next = line.takeNext(instanceId);
    if (!next)
        return;
    busy.insert(instanceId, next->action);
    QMetaObject::invokeMethod(
        next->action, [this, action = next->action, batch = next->batch] { turnOf(*action, batch); },
        Qt::QueuedConnection);
}

void ActionService::Private::turnOf(Action &action, BatchId batch)
{
    if (action.hasEnded())
        return;
    journal.remove(action.intentId());
    action.noted(0);
    const std::unique_ptr<OneShotTimer> &grace = batches[batch].grace;
    if (grace && grace->isActive()) {
        action.hold();
    } else {
        action.announce();
        begin(batch);
    }
    showFollowers(action.instanceId());
}

void ActionService::Private::settle(BatchId id, int part, const ActionOutcome &outcome)
{
    ActionBatch &batch = batches[id];
    batch.parts[part].outcome = outcome;
    const bool last = batch.hasEnded();
    if (closed && !batch.leftOpen)
        noteUntold(batch.parts[part]);
    else if (!last)
        keepUntold(batch.parts[part], batch.leftOpen);
    BatchReport report;
    if (last) {
        batch.endedAtMs = tools.clock.monotonicMs();
        report = batch.report(id);
    }
    settleEarlier(id, outcome);
    Q_EMIT q.actionEnded(id, outcome);
    if (last && telling == Telling::Now)
        forgetUntold(batch);
    if (last) {
        Q_EMIT q.batchEnded(report);
        forgetOldBatches();
    }
}

void ActionService::Private::settleEarlier(BatchId id, const ActionOutcome &outcome)
{
    for (auto batch = batches.begin(); batch != batches.end() && batch->first < id; ++batch)
        batch->second.settleBy(outcome);
}

void ActionService::Private::forgetOldBatches()
{
    for (auto batch = batches.begin(); batch != batches.end() && batches.size() > KeptBatches;)
        batch = batch->second.hasEnded() ? batches.erase(batch) : std::next(batch);
}

QList<BatchId> ActionService::Private::batchIds() const
{
    QList<BatchId> ids;
    for (const auto &[id, batch] : batches)
        ids.append(id);
    return ids;
}

bool ActionService::Private::hasHeld(const ActionBatch &batch) const
{
    return std::any_of(batch.parts.begin(), batch.parts.end(), [](const ActionPart &part) {
        return part.action && (part.action->isHeld() || part.action->isInLine());
    });
}

void ActionService::Private::endGraceIfEmpty(BatchId id)
{
    const ActionBatch &batch = batches[id];
    if (!batch.grace || !batch.grace->isActive() || hasHeld(batch))
        return;
    batch.grace->stop();
    Q_EMIT q.graceEnded(id, true);
}

bool ActionService::undo(BatchId batch)
{
    const auto found = d->batches.find(batch);
    if (found == d->batches.end() || !found->second.grace || !found->second.grace->isActive())
        return false;
    // Told first that the grace period is over, so that nobody offers to undo what has just been undone.
    found->second.grace->stop();
    const QList<ActionPart> parts = found->second.parts;
    Q_EMIT graceEnded(batch, true);
    for (const ActionPart &part : parts) {
        if (part.action && (part.action->isHeld() || part.action->isInLine()))
            part.action->cancel();
    }
    return true;
}

bool ActionService::cancel(const QString &instanceId)
{
    // From behind: nobody's turn comes by that.
    const bool waited = d->cancelLine(instanceId);
    Action *action = d->busy.value(instanceId);
    const bool wasUnsent = action && action->cancel();
    if (!waited && !wasUnsent)
        return false;
    for (const BatchId id : d->batchIds())
        d->endGraceIfEmpty(id);
    return true;
}

bool ActionService::Private::cancelLine(const QString &instanceId)
{
    const QList<Action *> waiting = line.of(instanceId);
    for (Action *action : waiting)
        action->cancel();
    return !waiting.isEmpty();
}

void ActionService::continueAfter(BatchId last)
{
    d->lastBatch = last;
}

BatchId ActionService::lastBatch() const
{
    return d->lastBatch;
}

BatchId ActionService::retryFailed(BatchId batch)
{
    const auto found = d->batches.find(batch);
    // Once only: a second click must not do it all again.
    if (found == d->batches.end() || !found->second.hasEnded() || found->second.retried)
        return 0;
    // What a confirmation said is true for a while only.
    if (found->second.decision.verb == InstanceVerb::Delete &&
        d->tools.clock.monotonicMs() - found->second.endedAtMs > RetryDeleteMs)
        return 0;
    found->second.retried = true;
    return submit(found->second.retry(d->store));
}

void ActionService::cancelUnsent(Telling telling)
{
    d->closed = true;
    d->telling = telling;
    d->noteUntoldSoFar();
    for (const BatchId id : d->batchIds())
        undo(id);
    for (const QString &instanceId : d->busy.keys())
        d->cancelLine(instanceId);
    const QList<Action *> actions = d->busy.values();
    for (Action *action : actions) {
        action->leave();
        if (!action->isLeftOpen())
            action->cancel();
    }
    d->journal.save();
}

int ActionService::inFlight() const
{
    return int(std::count_if(d->busy.begin(), d->busy.end(),
                             [](const Action *action) { return action->isInFlight(); }));
}

} // namespace leasekeeper
