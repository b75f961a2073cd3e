// SPDX-License-Identifier: MIT
#include "actionserviceprivate.h"

#include "action.h"
#include "instancestore.h"
#include "leftopentexts.h"
#include "plaintext.h"

#include <QMap>

#include <algorithm>
#include <utility>

namespace leasekeeper
{

namespace
{

ActionIntent calledOff(ActionIntent intent, InstanceVerb verb, bool stopped)
{
    intent.state = ActionIntent::State::CalledOff;
    intent.verb = verb;
    intent.write = stopped ? InstanceVerb::Stop : verb;
    return intent;
}

bool isOnlyTold(ActionIntent::State state)
{
    switch (state) {
    case ActionIntent::State::Planned:
    case ActionIntent::State::Sent:
    case ActionIntent::State::Unresolved:
        break;
    case ActionIntent::State::CalledOff:
    case ActionIntent::State::NotDone:
    case ActionIntent::State::Refused:
    case ActionIntent::State::Lost:
        return true;
    }
    return false;
}

ActionOutcome::End endOf(ActionIntent::State state)
{
    switch (state) {
    case ActionIntent::State::CalledOff:
        return ActionOutcome::End::Cancelled;
    case ActionIntent::State::Lost:
        return ActionOutcome::End::Unresolved;
    default:
        return ActionOutcome::End::Failed;
    }
}

/// The row says so, or the person did it.
bool isTold(const ActionOutcome &outcome)
{
    return outcome.end == ActionOutcome::End::Confirmed || outcome.end == ActionOutcome::End::Cancelled;
}

} // namespace

/// If the program does not live to see its turn, it was called off.
void ActionService::Private::noteInLine(Action &action)
{
    if (!action.isNoted())
        action.noted(journal.append(calledOff(action.intent(), action.verb(), false)));
}

ActionIntent ActionService::Private::neverBegun(InstanceVerb verb, const DecisionTarget &target) const
{
    ActionIntent intent;
    intent.state = ActionIntent::State::Refused;
    intent.instanceId = target.id;
    intent.name = target.name;
    intent.verb = intent.write = verb;
    intent.before = target.shownStatus;
    intent.stopAtMs = target.stopAtMs;
    intent.atMs = tools.serverTime.nowMs();
    return intent;
}

/// How a decision came out is told when the last of it has ended. Until then nobody may know what was not
/// done, nor what came of those that had been left open before; a crash must not lose it.
void ActionService::Private::keepUntold(ActionPart &part, bool leftOpen)
{
    if (!part.outcome || !part.intent || part.untoldId != 0)
        return;
    if (leftOpen && part.outcome->end == ActionOutcome::End::Confirmed) {
        part.intent->state = ActionIntent::State::Unresolved; // and so it turns out once more
        part.untoldId = journal.append(*part.intent);
    } else if (!isTold(*part.outcome)) {
        noteEnd(part);
    }
    takenUp.insert(part.untoldId);
}

void ActionService::Private::noteEnd(ActionPart &part)
{
    if (part.untoldId != 0)
        return;
    const ActionOutcome &outcome = *part.outcome;
    ActionIntent &intent = *part.intent;
    switch (outcome.end) {
    case ActionOutcome::End::Confirmed:
        return;
    case ActionOutcome::End::Cancelled:
        part.untoldId = journal.append(calledOff(intent, outcome.verb, outcome.leftStopped));
        return;
    case ActionOutcome::End::Failed:
    case ActionOutcome::End::LeftAlone:
        if (intent.state != ActionIntent::State::Refused)
            intent.state = ActionIntent::State::NotDone;
        part.untoldId = journal.append(intent);
        return;
    case ActionOutcome::End::Unresolved:
        if (stillStands(intent))
            return; // and will be looked into
        intent.state = ActionIntent::State::Lost;
        part.untoldId = journal.append(intent);
        return;
    }
}

/// Whoever listened to it may be gone by now.
void ActionService::Private::noteUntold(ActionPart &part)
{
    noteEnd(part);
    part.isAmongLast = true;
    lastOutcomes.append({*part.outcome, part.untoldId});
}

/// A later write has dropped it, or it was not noted at all.
bool ActionService::Private::stillStands(const ActionIntent &intent) const
{
    const QList<ActionIntent> noted = journal.ofInstance(intent.instanceId);
    return std::any_of(noted.begin(), noted.end(),
                       [&intent](const ActionIntent &one) { return one.id == intent.id; });
}

void ActionService::Private::noteUntoldSoFar()
{
    for (auto &[id, batch] : batches) {
        if (batch.hasEnded())
            continue;
        for (ActionPart &part : batch.parts) {
            keepUntold(part, batch.leftOpen);
            if (part.outcome && part.intent && !part.isAmongLast && !isTold(*part.outcome))
                noteUntold(part);
        }
    }
}

void ActionService::forgetLastOutcomes(const QSet<qsizetype> &butFor)
{
    for (qsizetype i = 0; i < d->lastOutcomes.size(); ++i) {
        if (!butFor.contains(i))
            d->journal.remove(d->lastOutcomes.at(i).untoldId);
    }
    d->lastOutcomes.clear();
}

QList<ActionOutcome> ActionService::lastOutcomes() const
{
    QList<ActionOutcome> outcomes;
    for (const Private::LastOutcome &one : d->lastOutcomes)
        outcomes.append(one.outcome);
    return outcomes;
}

void ActionService::Private::forgetUntold(ActionBatch &batch)
{
    for (ActionPart &part : batch.parts)
        journal.remove(std::exchange(part.untoldId, 0));
}

/// Something was sent to the same instance later: what is read now is that one's work.
bool ActionService::Private::isOvertaken(const ActionIntent &intent) const
{
    const QList<ActionIntent> noted = journal.ofInstance(intent.instanceId);
    return std::any_of(noted.begin(), noted.end(), [&intent](const ActionIntent &one) {
        return one.id > intent.id && one.state == ActionIntent::State::Sent;
    });
}

void ActionService::takeUpLeftOpen()
{
    d->takenUp.clear();
    for (const Action *action : d->busy.values() + d->line.all())
        d->takenUp.insert(action->intentId());
    for (const auto &[id, batch] : d->batches) {
        for (const ActionPart &part : batch.parts)
            d->takenUp.insert(part.untoldId); // told with the rest of its batch
    }
    d->takeUp(d->journal.all());
}

void ActionService::Private::takeUpOf(const QString &instanceId)
{
    // Whose turn has just come is still noted as called off.
    if (const Action *next = busy.value(instanceId))
        takenUp.insert(next->intentId());
    for (const Action *action : line.of(instanceId))
        takenUp.insert(action->intentId());
    takeUp(journal.ofInstance(instanceId));
}

void ActionService::Private::takeUp(const QList<ActionIntent> &intents)
{
    // What is only told ends at once, and does not wait for what is looked into.
    QMap<std::pair<InstanceVerb, bool>, BatchId> opened;
    for (ActionIntent intent : intents) {
        if (takenUp.contains(intent.id))
            continue;
        if (intent.state == ActionIntent::State::Unresolved && isOvertaken(intent))
            intent.state = ActionIntent::State::Lost;
        const bool isTold = isOnlyTold(intent.state);
        if (!isTold && busy.contains(intent.instanceId)) {
            waitsToBeTakenUp.insert(intent.instanceId);
            continue;
        }
        takenUp.insert(intent.id);
        BatchId &id = opened[{intent.verb, isTold}];
        if (id == 0) {
            id = ++lastBatch;
            batches[id].leftOpen = true;
            batches[id].retried = true; // neither by itself nor at one click
            batches[id].decision.verb = intent.verb;
        }
        ActionBatch &batch = batches[id];
        const int part = int(batch.parts.size());
        batch.parts.append(ActionPart());
        if (isTold) {
            tellNoted(intent, id, part);
            continue;
        }
        auto *action = new Action(tools, intent, &nest);
        batch.parts[part].action = action;
        follow(*action, id, part);
        busy.insert(intent.instanceId, action);
        if (looksIntoLeftOpen)
            lookLater(action);
    }
}

/// From the event loop, as every end.
void ActionService::Private::tellNoted(const ActionIntent &intent, BatchId batch, int part)
{
    QMetaObject::invokeMethod(
        &q,
        [this, intent, batch, part] {
            if (closed)
                return; // still noted
            ActionOutcome outcome;
            outcome.id = intent.instanceId;
            outcome.name = intent.name.isEmpty() ? intent.instanceId : intent.name;
            outcome.verb = intent.verb;
            outcome.mayRetry = false;
            outcome.text = actiontexts::endedBefore(intent, visibleText(outcome.name));
            outcome.end = endOf(intent.state);
            journal.remove(intent.id);
            settle(batch, part, outcome);
        },
        Qt::QueuedConnection);
}

void ActionService::lookIntoLeftOpen()
{
    d->looksIntoLeftOpen = true;
    for (Action *action : std::as_const(d->busy))
        d->lookLater(action);
}

/// From the event loop: what is known already may end it at once.
void ActionService::Private::lookLater(Action *action)
{
    if (action->isLeftOpen())
        QMetaObject::invokeMethod(action, &Action::lookInto, Qt::QueuedConnection);
}

void ActionService::letGo(const QStringList &instanceIds)
{
    for (const QString &id : instanceIds) {
        Action *action = d->busy.value(id);
        if (action && !action->isLeftOpen())
            continue;
        if (action)
            action->cancel();
        const QList<ActionIntent> intents = d->journal.ofInstance(id);
        for (const ActionIntent &intent : intents)
            d->journal.remove(intent.id);
        const TrackedInstance *row = d->store.find(id);
        if (row && row->activity.state == RowActivity::State::Unresolved)
            d->store.setActivity(id, {});
    }
}

} // namespace leasekeeper
