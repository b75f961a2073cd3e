// SPDX-License-Identifier: MIT
#include "rowdiff.h"

#include <optional>

namespace leasekeeper
{

namespace
{

/// Equal in both columns of the stop time although, say, the lease's own time stamp moved on.
bool sameStop(const Instance &a, const Instance &b, const CellContext &context)
{
    const std::optional<qint64> stopsAt = stopsAtMs(a.lease, a.status);
    if (stopsAt != stopsAtMs(b.lease, b.status))
        return false;
    // The same moment counts down alike; what has none may still have another reason for it.
    return stopsAt || (a.status == b.status && a.lease == b.lease) ||
           countdownOf(a, context) == countdownOf(b, context);
}

bool sameRule(const Lease &a, const Lease &b)
{
    return autoStop(a) == autoStop(b) && grantedMs(a) == grantedMs(b);
}

bool sameState(const Instance &a, const Instance &b)
{
    return a.status == b.status && a.statusText == b.statusText && a.progress == b.progress;
}

} // namespace

RowDiff rowDiff(const TrackedInstance &before, const TrackedInstance &after, const CellContext &context)
{
    const Instance &a = before.instance;
    const Instance &b = after.instance;
    RowDiff diff;
    const auto note = [&diff](bool same, InstanceColumn column) {
        if (!same)
            diff.values.add(column);
    };
    if (a != b) {
        note(a.name == b.name && a.description == b.description, InstanceColumn::Name);
        note(sameState(a, b), InstanceColumn::Status);
        const bool stopStays = sameStop(a, b, context);
        note(stopStays, InstanceColumn::StopsIn);
        note(stopStays, InstanceColumn::StopsAt);
        note(sameRule(a.lease, b.lease), InstanceColumn::AutoStop);
        note(a.flavor == b.flavor, InstanceColumn::Flavor);
        note(a.image == b.image, InstanceColumn::Image);
        note(a.storage == b.storage && a.extraMounts == b.extraMounts, InstanceColumn::Storage);
        note(a.ownerId == b.ownerId && a.ownerName == b.ownerName, InstanceColumn::Owner);
        note(a.workspaceId == b.workspaceId, InstanceColumn::Workspace);
        note(a.poolId == b.poolId && a.poolName == b.poolName, InstanceColumn::Pool);
        note(a.createdAtMs == b.createdAtMs, InstanceColumn::Created);
        note(a.updatedAtMs == b.updatedAtMs, InstanceColumn::Updated);
        note(a.failReason == b.failReason, InstanceColumn::FailReason);
        note(a.billingItems == b.billingItems, InstanceColumn::Billing);
    }

    const auto mark = [&diff](InstanceColumn column) {
        if (!diff.values.has(column))
            diff.marks.add(column);
    };
    // The Name cell speaks for the whole row.
    if (diff.values.has(InstanceColumn::Status) || diff.values.has(InstanceColumn::StopsIn))
        mark(InstanceColumn::Name);
    // The tooltip of the state quotes the reason.
    if (diff.values.has(InstanceColumn::FailReason))
        mark(InstanceColumn::Status);
    if (before.activity != after.activity || before.note != after.note) {
        mark(InstanceColumn::Name);
        mark(InstanceColumn::Status);
    }
    if (before.note != after.note) {
        mark(InstanceColumn::StopsIn);
        mark(InstanceColumn::StopsAt);
    }
    return diff;
}

} // namespace leasekeeper
