// SPDX-License-Identifier: MIT
#include "actionserviceprivate.h"

#include "action.h"
#include "instancestore.h"
#include "plaintext.h"

#include <QMap>

#include <utility>

namespace leasekeeper
{

namespace
{

ActionIntent calledOff(const Action &action)
{
    ActionIntent intent = action.intent();
    intent.state = ActionIntent::State::CalledOff;
    intent.verb = action.verb();
    intent.write = action.hasAskedToStop() ? InstanceVerb::Stop : intent.verb;
    return intent;
}

} // namespace

/// If the program does not live to see its turn, it was called off.
void ActionService::Private::noteInLine(Action &action)
{
    if (!action.isNoted())
        action.noted(journal.append(calledOff(action)));
}

/// Whoever listened to it may be gone by now.
void ActionService::Private::noteUntold(ActionPart &part, const Action &action)
{
    const ActionOutcome &outcome = action.outcome();
    if (outcome.end == ActionOutcome::End::Cancelled) {
        part.untoldId = journal.append(calledOff(action));
    } else if (outcome.end == ActionOutcome::End::Failed) {
        // As if no answer had come: looked into, it turns out not to have been done.
        ActionIntent intent = action.intent();
        intent.state = ActionIntent::State::Sent;
        part.untoldId = journal.append(intent);
    }
    lastOutcomes.append(outcome);
}

void ActionService::forgetLastOutcomes()
{
    for (auto &[id, batch] : d->batches)
        d->forgetUntold(batch);
    d->lastOutcomes.clear();
}

QList<ActionOutcome> ActionService::lastOutcomes() const
{
    return d->lastOutcomes;
}

void ActionService::Private::forgetUntold(ActionBatch &batch)
{
    for (ActionPart &part : batch.parts)
        journal.remove(std::exchange(part.untoldId, 0));
}

void ActionService::takeUpLeftOpen()
{
    d->takenUp.clear();
    for (const Action *action : d->busy.values() + d->line.all())
        d->takenUp.insert(action->intentId());
    d->takeUp(d->journal.all());
}

void ActionService::Private::takeUpOf(const QString &instanceId)
{
    for (const Action *action : line.of(instanceId))
        takenUp.insert(action->intentId());
    takeUp(journal.ofInstance(instanceId));
}

void ActionService::Private::takeUp(const QList<ActionIntent> &intents)
{
    QMap<InstanceVerb, BatchId> opened;
    for (const ActionIntent &intent : intents) {
        const bool isTold = intent.state == ActionIntent::State::CalledOff;
        if (takenUp.contains(intent.id))
            continue;
        if (!isTold && busy.contains(intent.instanceId)) {
            waitsToBeTakenUp.insert(intent.instanceId);
            continue;
        }
        takenUp.insert(intent.id);
        BatchId &id = opened[intent.verb];
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
            tellCalledOff(intent, id, part);
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
void ActionService::Private::tellCalledOff(const ActionIntent &intent, BatchId batch, int part)
{
    QMetaObject::invokeMethod(
        &q,
        [this, intent, batch, part] {
            const bool stopped = intent.verb == InstanceVerb::Delete && intent.write == InstanceVerb::Stop;
            ActionOutcome outcome;
            outcome.id = intent.instanceId;
            outcome.name = intent.name.isEmpty() ? intent.instanceId : intent.name;
            outcome.verb = intent.verb;
            outcome.end = ActionOutcome::End::Cancelled;
            outcome.text = actiontexts::calledOffOnLeaving(intent.verb, visibleText(outcome.name), stopped);
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
