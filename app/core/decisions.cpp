// SPDX-License-Identifier: MIT
#include "decisions.h"

#include "plaintext.h"

#include <QCoreApplication>

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::Decision)
};

QString isNow(const QString &name, const Instance &instance)
{
    switch (instance.status) {
    case InstanceStatus::Init:
        return Text::tr("“%1” is being prepared now.").arg(name);
    case InstanceStatus::Creating:
        return Text::tr("“%1” is being created now.").arg(name);
    case InstanceStatus::Starting:
        return Text::tr("“%1” is starting now.").arg(name);
    case InstanceStatus::Running:
        return Text::tr("“%1” is running now.").arg(name);
    case InstanceStatus::Snapshotting:
        return Text::tr("“%1” is saving its image now.").arg(name);
    case InstanceStatus::Stopping:
        return Text::tr("“%1” is stopping now.").arg(name);
    case InstanceStatus::Stopped:
        return Text::tr("“%1” is stopped now.").arg(name);
    case InstanceStatus::CreateFailed:
        return Text::tr("“%1” could not be created.").arg(name);
    case InstanceStatus::StartFailed:
        return Text::tr("“%1” could not be started.").arg(name);
    case InstanceStatus::DeleteFailed:
        return Text::tr("“%1” could not be deleted.").arg(name);
    case InstanceStatus::Error:
        return Text::tr("“%1” has failed.").arg(name);
    case InstanceStatus::Frozen:
        return Text::tr("“%1” is frozen now.").arg(name);
    case InstanceStatus::Deleting:
        return Text::tr("“%1” is being deleted already.").arg(name);
    case InstanceStatus::Deleted:
        return Text::tr("“%1” is deleted already.").arg(name);
    case InstanceStatus::Unknown:
        break;
    }
    return Text::tr("The state of “%1” is not known any more: the service calls it “%2”.")
        .arg(name, visibleText(instance.statusText, 40));
}

/// Whether deleting asks more of the instance now, or cannot be done any more, than when it was shown.
bool statusMattersForDelete(InstanceStatus shown, InstanceStatus now)
{
    if (shown == now)
        return false;
    if (!allows(now, InstanceVerb::Delete))
        return true;
    if (now == InstanceStatus::Running)
        return true;
    // Somebody ran it meanwhile, although it was shown as doing nothing.
    return now == InstanceStatus::Stopping && shown != InstanceStatus::Running;
}

/// What one answer leaves out and another tells is no change: records of a listing may be the poorer ones
/// (section 2.1).
bool contradicts(const QString &a, const QString &b, Qt::CaseSensitivity sensitivity)
{
    return !a.isEmpty() && !b.isEmpty() && a.compare(b, sensitivity) != 0;
}

/// What tells one storage from another; its state of the moment does not.
bool isSameStorage(const InstanceStorage &a, const InstanceStorage &b)
{
    return a.category.compare(b.category, Qt::CaseInsensitive) == 0 && a.capacityGb == b.capacityGb &&
           a.isDedicated() == b.isDedicated() &&
           !contradicts(a.ownership, b.ownership, Qt::CaseInsensitive) &&
           !contradicts(a.mountPath, b.mountPath, Qt::CaseSensitive) &&
           !contradicts(a.uri, b.uri, Qt::CaseSensitive) && !contradicts(a.id, b.id, Qt::CaseSensitive);
}

QString changedForDelete(const DecisionTarget &target, const Instance &now, const QString &name)
{
    if (statusMattersForDelete(target.shownStatus, now.status))
        return isNow(name, now);
    if (target.shownOwnerId != now.ownerId) {
        return now.ownerId.isEmpty() ? Text::tr("The service no longer says to whom “%1” belongs.").arg(name)
                                     : Text::tr("“%1” belongs to %2 now.").arg(name, ownerText(now));
    }
    if (!isSameStorage(target.shownStorage, now.storage)) {
        const QString before = storageText(target.shownStorage);
        const QString after = storageText(now.storage);
        return before == after
                   ? Text::tr("The storage of “%1” is another one now.").arg(name)
                   : Text::tr("The storage of “%1” is %2 now; it was shown as %3.").arg(name, after, before);
    }
    return {};
}

} // namespace

DecisionTarget decisionTarget(const Instance &instance)
{
    DecisionTarget target;
    target.id = instance.id;
    target.name = displayName(instance);
    target.shownStatus = instance.status;
    target.shownOwnerId = instance.ownerId;
    target.shownStorage = instance.storage;
    target.shownAutoStop = autoStop(instance.lease);
    target.shownStopMs = stopsAtMs(instance.lease, instance.status);
    return target;
}

QString changedSince(const DecisionTarget &target, const Instance &now, InstanceVerb verb)
{
    using enum InstanceStatus;
    const QString name = target.name.isEmpty() ? displayName(now) : visibleText(target.name);
    const InstanceStatus status = now.status;
    switch (verb) {
    case InstanceVerb::Delete:
        return changedForDelete(target, now, name);
    case InstanceVerb::Prolong:
    case InstanceVerb::Open:
        return allows(status, verb) ? QString() : isNow(name, now);
    case InstanceVerb::Start:
        // Whether the goal is reached already is for those to judge who carry it out.
        return allows(status, verb) || status == Starting || status == Running ? QString() : isNow(name, now);
    case InstanceVerb::Stop:
        return allows(status, verb) || status == Stopping || status == Stopped ? QString() : isNow(name, now);
    }
    return {};
}

} // namespace leasekeeper
