// SPDX-License-Identifier: MIT
#include "actionbatch.h"

#include "instancestore.h"

#include <algorithm>

namespace leasekeeper
{

namespace
{

DecisionTarget targetForRetry(const InstanceStore &store, const DecisionTarget &target,
                              const ActionOutcome &outcome)
{
    DecisionTarget again = target;
    const TrackedInstance *row = store.find(target.id);
    if (!row)
        return again;
    // Our own stop, or the service's failure, moved it on: the person agreed to that much. One that runs
    // although it was shown as doing nothing, or was stopped meanwhile, is left to be refused.
    const bool runsNow = row->instance.status == InstanceStatus::Running;
    if (outcome.verb != InstanceVerb::Delete || !runsNow)
        again.shownStatus = row->instance.status;
    else if (outcome.leftStopped)
        again.shownStatus = InstanceStatus::Stopped;
    return again;
}

} // namespace

bool ActionPart::mayRetry() const
{
    return outcome && outcome->end == ActionOutcome::End::Failed && outcome->mayRetry && !settledSince;
}

bool ActionBatch::hasEnded() const
{
    return std::all_of(parts.begin(), parts.end(),
                       [](const ActionPart &part) { return part.outcome.has_value(); });
}

BatchReport ActionBatch::report(BatchId id) const
{
    BatchReport report;
    report.batch = id;
    report.verb = decision.verb;
    report.leftOpen = leftOpen;
    report.addedMs = decision.addedMs;
    for (const ActionPart &each : parts)
        report.outcomes.append(*each.outcome);
    return report;
}

void ActionBatch::settleBy(const ActionOutcome &later)
{
    for (ActionPart &part : parts) {
        if (part.mayRetry() && supersedes(later, *part.outcome))
            part.settledSince = true;
    }
}

Decision ActionBatch::retry(const InstanceStore &store) const
{
    Decision again = decision;
    again.targets.clear();
    for (qsizetype i = 0; i < parts.size(); ++i) {
        if (parts.at(i).mayRetry())
            again.targets.append(targetForRetry(store, decision.targets.at(i), *parts.at(i).outcome));
    }
    return again;
}

} // namespace leasekeeper
