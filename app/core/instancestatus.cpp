// SPDX-License-Identifier: MIT
#include "instancestatus.h"

#include <QCoreApplication>

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::InstanceStatus)
};

constexpr std::array<std::pair<InstanceStatus, QLatin1StringView>, 14> ServiceTexts{{
    {InstanceStatus::Init, "INIT"_L1},
    {InstanceStatus::Creating, "CREATING"_L1},
    {InstanceStatus::Starting, "STARTING"_L1},
    {InstanceStatus::Running, "RUNNING"_L1},
    {InstanceStatus::Snapshotting, "SNAPSHOTTING"_L1},
    {InstanceStatus::Stopping, "STOPPING"_L1},
    {InstanceStatus::Stopped, "STOPPED"_L1},
    {InstanceStatus::CreateFailed, "CREATE_FAILED"_L1},
    {InstanceStatus::StartFailed, "START_FAILED"_L1},
    {InstanceStatus::DeleteFailed, "DELETE_FAILED"_L1},
    {InstanceStatus::Error, "ERROR"_L1},
    {InstanceStatus::Frozen, "FROZEN"_L1},
    {InstanceStatus::Deleting, "DELETING"_L1},
    {InstanceStatus::Deleted, "DELETED"_L1},
}};

/// The second half of a refusal: "…; this one is running."
QString thisOne(InstanceStatus status)
{
    switch (status) {
    case InstanceStatus::Init:
        return Text::tr("this one is being prepared");
    case InstanceStatus::Creating:
        return Text::tr("this one is being created");
    case InstanceStatus::Starting:
        return Text::tr("this one is starting");
    case InstanceStatus::Running:
        return Text::tr("this one is running");
    case InstanceStatus::Snapshotting:
        return Text::tr("this one is saving its image");
    case InstanceStatus::Stopping:
        return Text::tr("this one is stopping");
    case InstanceStatus::Stopped:
        return Text::tr("this one is stopped");
    case InstanceStatus::CreateFailed:
        return Text::tr("this one could not be created");
    case InstanceStatus::StartFailed:
        return Text::tr("this one could not be started");
    case InstanceStatus::DeleteFailed:
        return Text::tr("this one could not be deleted");
    case InstanceStatus::Error:
        return Text::tr("this one has failed");
    case InstanceStatus::Frozen:
        return Text::tr("this one is frozen because of arrears or a restriction");
    case InstanceStatus::Deleting:
        return Text::tr("this one is being deleted");
    case InstanceStatus::Deleted:
        return Text::tr("this one is deleted");
    case InstanceStatus::Unknown:
        break;
    }
    return Text::tr("the state of this one is not known");
}

} // namespace

InstanceStatus instanceStatusFromText(QStringView text)
{
    for (const auto &[status, name] : ServiceTexts) {
        if (text.compare(name, Qt::CaseInsensitive) == 0)
            return status;
    }
    return InstanceStatus::Unknown;
}

QString instanceStatusText(InstanceStatus status)
{
    for (const auto &[known, name] : ServiceTexts) {
        if (known == status)
            return QString(name);
    }
    return u"UNKNOWN"_s;
}

QString instanceStatusLabel(InstanceStatus status)
{
    switch (status) {
    case InstanceStatus::Init:
        return Text::tr("Preparing…");
    case InstanceStatus::Creating:
        return Text::tr("Creating…");
    case InstanceStatus::Starting:
        return Text::tr("Starting…");
    case InstanceStatus::Running:
        return Text::tr("Running");
    case InstanceStatus::Snapshotting:
        return Text::tr("Saving image…");
    case InstanceStatus::Stopping:
        return Text::tr("Stopping…");
    case InstanceStatus::Stopped:
        return Text::tr("Stopped");
    case InstanceStatus::CreateFailed:
        return Text::tr("Create failed");
    case InstanceStatus::StartFailed:
        return Text::tr("Start failed");
    case InstanceStatus::DeleteFailed:
        return Text::tr("Delete failed");
    case InstanceStatus::Error:
        return Text::tr("Failed");
    case InstanceStatus::Frozen:
        return Text::tr("Frozen");
    case InstanceStatus::Deleting:
        return Text::tr("Deleting…");
    case InstanceStatus::Deleted:
        return Text::tr("Deleted");
    case InstanceStatus::Unknown:
        break;
    }
    return Text::tr("Unknown");
}

StatusKind statusKind(InstanceStatus status)
{
    switch (status) {
    case InstanceStatus::Running:
        return StatusKind::Running;
    case InstanceStatus::Init:
    case InstanceStatus::Creating:
    case InstanceStatus::Starting:
    case InstanceStatus::Snapshotting:
    case InstanceStatus::Stopping:
    case InstanceStatus::Deleting:
        return StatusKind::Busy;
    case InstanceStatus::Stopped:
        return StatusKind::Stopped;
    case InstanceStatus::CreateFailed:
    case InstanceStatus::StartFailed:
    case InstanceStatus::DeleteFailed:
    case InstanceStatus::Error:
        return StatusKind::Failed;
    case InstanceStatus::Frozen:
        return StatusKind::Frozen;
    case InstanceStatus::Deleted:
        return StatusKind::Gone;
    case InstanceStatus::Unknown:
        break;
    }
    return StatusKind::Unknown;
}

bool isTransition(InstanceStatus status)
{
    return statusKind(status) == StatusKind::Busy;
}

bool allows(InstanceStatus status, InstanceVerb verb)
{
    using enum InstanceStatus;
    switch (verb) {
    case InstanceVerb::Start:
        return status == Stopped || status == StartFailed;
    case InstanceVerb::Stop:
    case InstanceVerb::Prolong:
    case InstanceVerb::Open:
        return status == Running;
    case InstanceVerb::Delete:
        return status == Running || status == Stopping || status == Stopped || status == Frozen ||
               statusKind(status) == StatusKind::Failed;
    }
    return false;
}

bool mayFollow(InstanceVerb next, InstanceVerb verb)
{
    switch (verb) {
    case InstanceVerb::Prolong:
        return next != InstanceVerb::Start;
    case InstanceVerb::Start:
        return next == InstanceVerb::Stop || next == InstanceVerb::Delete;
    case InstanceVerb::Stop:
        return next == InstanceVerb::Delete;
    case InstanceVerb::Delete:
        return false; // nothing is left to act on
    case InstanceVerb::Open:
        break;
    }
    return true;
}

QString whyNotAllowed(InstanceStatus status, InstanceVerb verb)
{
    if (allows(status, verb))
        return {};
    if (status == InstanceStatus::Unknown)
        return Text::tr("The state of this instance is not known, so nothing can be asked of it.");
    if (status == InstanceStatus::Deleted)
        return Text::tr("This instance is deleted.");
    switch (verb) {
    case InstanceVerb::Start:
        return Text::tr("Only a stopped instance can be started; %1.").arg(thisOne(status));
    case InstanceVerb::Stop:
        return Text::tr("Only a running instance can be stopped; %1.").arg(thisOne(status));
    case InstanceVerb::Prolong:
        return Text::tr("Only a running instance can be prolonged; %1.").arg(thisOne(status));
    case InstanceVerb::Open:
        return Text::tr("Only a running instance can be opened; %1.").arg(thisOne(status));
    case InstanceVerb::Delete:
        if (status == InstanceStatus::Deleting)
            return Text::tr("This instance is being deleted already.");
        return Text::tr("An instance cannot be deleted while it changes; %1.").arg(thisOne(status));
    }
    return {};
}

} // namespace leasekeeper
