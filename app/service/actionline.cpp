// SPDX-License-Identifier: MIT
#include "actionline.h"

#include "action.h"

#include <algorithm>

namespace leasekeeper
{

bool ActionLine::admits(const Action &running, InstanceVerb verb, const DecisionTarget &target) const
{
    if (running.isLeftOpen() || running.isHeld())
        return false;
    QList<const Action *> before{&running};
    for (const Action *action : of(target.id))
        before.append(action);
    if (before.size() > Longest)
        return false;
    return std::none_of(before.begin(), before.end(), [verb, &target](const Action *action) {
        return !mayFollow(verb, action->verb()) ||
               (action->verb() == verb && action->stopAtMs() == target.stopAtMs);
    });
}

void ActionLine::add(const QString &instanceId, const Waiting &last)
{
    m_waiting[instanceId].append(last);
}

bool ActionLine::remove(const Action &action)
{
    const auto line = m_waiting.find(action.instanceId());
    if (line == m_waiting.end() ||
        line->removeIf([&action](const Waiting &one) { return one.action == &action; }) == 0)
        return false;
    if (line->isEmpty())
        m_waiting.erase(line);
    return true;
}

std::optional<ActionLine::Waiting> ActionLine::takeNext(const QString &instanceId)
{
    const auto line = m_waiting.find(instanceId);
    if (line == m_waiting.end())
        return std::nullopt;
    const Waiting next = line->takeFirst();
    if (line->isEmpty())
        m_waiting.erase(line);
    return next;
}

QList<Action *> ActionLine::of(const QString &instanceId) const
{
    QList<Action *> actions;
    for (const Waiting &one : m_waiting.value(instanceId))
        actions.append(one.action);
    return actions;
}

QList<InstanceVerb> ActionLine::verbsOf(const QString &instanceId) const
{
    QList<InstanceVerb> verbs;
    for (const Waiting &one : m_waiting.value(instanceId))
        verbs.append(one.action->verb());
    return verbs;
}

QList<Action *> ActionLine::all() const
{
    QList<Action *> actions;
    for (const QList<Waiting> &line : m_waiting) {
        for (const Waiting &one : line)
            actions.append(one.action);
    }
    return actions;
}

} // namespace leasekeeper
