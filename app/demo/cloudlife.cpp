// SPDX-License-Identifier: MIT
#include "cloudlife.h"

namespace leasekeeper::cloudlife
{

using namespace Qt::StringLiterals;

namespace
{

CloudRefusal busy()
{
    return {
        400, 6357,
        u"Another operation is being performed on the notebook instance, or the instance is already in the "
        u"target status."_s};
}

CloudRefusal frozen()
{
    return {400, 6326, u"The notebook instance is frozen. Check whether your account is in arrears."_s};
}

CloudRefusal starting()
{
    return {400, 6306, u"The notebook instance is being started."_s};
}

CloudRefusal stopping()
{
    return {400, 6308, u"The notebook instance is being stopped."_s};
}

CloudRefusal notRunning()
{
    return {400, 6327, u"The notebook instance is not running."_s};
}

} // namespace

std::optional<CloudRefusal> refuseStart(const CloudRecord &record)
{
    switch (record.state) {
    case CloudState::Stopped:
    case CloudState::StartFailed:
        if (record.soldOut)
            return CloudRefusal{400, 6329,
                                u"The flavor %1 is sold out. Try again later."_s.arg(record.flavor)};
        return std::nullopt;
    case CloudState::Running:
        return CloudRefusal{400, 6305, u"The notebook instance is already running."_s};
    case CloudState::Starting:
        return starting();
    case CloudState::Stopping:
        return stopping();
    case CloudState::Frozen:
        return frozen();
    case CloudState::Init:
        return CloudRefusal{400, 6355, u"The notebook instance is being initialized. Try again later."_s};
    case CloudState::Deleted:
        return notFound();
    case CloudState::Creating:
    case CloudState::Snapshotting:
    case CloudState::CreateFailed:
    case CloudState::DeleteFailed:
    case CloudState::Error:
    case CloudState::Deleting:
    case CloudState::Other:
        break;
    }
    return busy();
}

std::optional<CloudRefusal> refuseStop(const CloudRecord &record)
{
    switch (record.state) {
    case CloudState::Running:
        return std::nullopt;
    case CloudState::Stopped:
        return CloudRefusal{400, 6307, u"The notebook instance is already stopped."_s};
    case CloudState::Stopping:
        return stopping();
    case CloudState::Starting:
        return starting();
    case CloudState::Frozen:
        return frozen();
    case CloudState::Init:
    case CloudState::Creating:
    case CloudState::Snapshotting:
    case CloudState::Deleting:
        return busy();
    case CloudState::Deleted:
        return notFound();
    case CloudState::CreateFailed:
    case CloudState::StartFailed:
    case CloudState::DeleteFailed:
    case CloudState::Error:
    case CloudState::Other:
        break;
    }
    return notRunning();
}

std::optional<CloudRefusal> refuseRenew(const CloudRecord &record)
{
    if (record.state == CloudState::Running)
        return std::nullopt;
    if (record.state == CloudState::Frozen)
        return frozen();
    if (record.state == CloudState::Deleted)
        return notFound();
    return notRunning();
}

std::optional<CloudRefusal> refuseDelete(CloudRecord &record)
{
    switch (record.state) {
    case CloudState::Stopped:
    case CloudState::CreateFailed:
    case CloudState::StartFailed:
    case CloudState::DeleteFailed:
    case CloudState::Error:
        if (record.refuseDeletes > 0) {
            --record.refuseDeletes;
            return busy();
        }
        return std::nullopt;
    case CloudState::Running:
        return CloudRefusal{400, 6304, u"The notebook instance is running. Stop it before deleting it."_s};
    case CloudState::Starting:
        return starting();
    case CloudState::Stopping:
        return stopping();
    case CloudState::Frozen:
        return frozen();
    case CloudState::Deleted:
        return notFound();
    case CloudState::Init:
    case CloudState::Creating:
    case CloudState::Snapshotting:
    case CloudState::Deleting:
    case CloudState::Other:
        break;
    }
    return busy();
}

CloudRefusal notFound()
{
    return {404, 6309, u"The notebook instance does not exist."_s};
}

CloudRefusal durationMissing()
{
    return {400, 6348, u"The parameter duration is missing."_s};
}

CloudRefusal durationOutOfRange()
{
    return {400, 6349,
            u"The parameter duration must be between %1 and %2 milliseconds."_s.arg(CloudLease::MinimumMs)
                .arg(CloudLease::MaximumMs)};
}

CloudRefusal badParameter(const QString &which)
{
    return {400, 104, u"The parameter %1 is invalid."_s.arg(which)};
}

void enter(CloudRecord &record, CloudState state, qint64 nowMs, qint64 usualMs)
{
    const qint64 stepMs = record.stepMs > 0 ? record.stepMs : usualMs;
    record.state = state;
    record.updateAtMs = nowMs;
    if (state == CloudState::Deleted)
        record.transitionEndMs = nowMs + (record.deletedForMs > 0 ? record.deletedForMs : usualMs / 4);
    else
        record.transitionEndMs = nowMs + stepMs;
}

std::optional<qint64> nextEventMs(const CloudRecord &record)
{
    switch (record.state) {
    case CloudState::Running:
        if (const std::optional<qint64> endMs = record.lease.endMs(); endMs && !record.leaseUnreadable)
            return *endMs + record.stopsLateMs;
        return std::nullopt;
    case CloudState::Init:
    case CloudState::Creating:
    case CloudState::Starting:
    case CloudState::Snapshotting:
    case CloudState::Stopping:
    case CloudState::Deleting:
    case CloudState::Deleted:
        return record.transitionEndMs;
    case CloudState::Stopped:
    case CloudState::CreateFailed:
    case CloudState::StartFailed:
    case CloudState::DeleteFailed:
    case CloudState::Error:
    case CloudState::Frozen:
    case CloudState::Other:
        break;
    }
    return std::nullopt;
}

Passed pass(CloudRecord &record, qint64 nowMs, qint64 usualMs)
{
    switch (record.state) {
    case CloudState::Init:
        enter(record, CloudState::Creating, nowMs, usualMs);
        return Passed::Moved;
    case CloudState::Creating:
    case CloudState::Starting:
        if (record.lease.enabled)
            record.lease.rebase(nowMs); // section 4.3: the time granted counts from here
        [[fallthrough]];
    case CloudState::Snapshotting:
        enter(record, CloudState::Running, nowMs, usualMs);
        record.stepMs = 0;
        return Passed::Moved;
    case CloudState::Stopping:
        enter(record, CloudState::Stopped, nowMs, usualMs);
        record.stepMs = 0;
        return Passed::Moved;
    case CloudState::Running:
        enter(record, CloudState::Stopping, nowMs, usualMs);
        return Passed::AutoStops;
    case CloudState::Deleting:
        enter(record, CloudState::Deleted, nowMs, usualMs);
        return Passed::Moved;
    case CloudState::Deleted:
    case CloudState::Stopped:
    case CloudState::CreateFailed:
    case CloudState::StartFailed:
    case CloudState::DeleteFailed:
    case CloudState::Error:
    case CloudState::Frozen:
    case CloudState::Other:
        break;
    }
    return Passed::Gone;
}

} // namespace leasekeeper::cloudlife
