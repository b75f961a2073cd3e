// SPDX-License-Identifier: MIT
#include "celltext.h"

#include "plaintext.h"
#include "timetext.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::InstanceTableModel)
};

QString orUnknown(const QString &foreign)
{
    return foreign.trimmed().isEmpty() ? unknownText() : visibleText(foreign);
}

QString stopTimeText(const Instance &instance, const CellContext &context)
{
    if (const std::optional<qint64> stopsAt = stopsAtMs(instance.lease, instance.status))
        return momentText(*stopsAt, context.nowMs, context.zone, context.locale);
    const bool runsOn =
        instance.status == InstanceStatus::Running && autoStop(instance.lease) == AutoStop::Off;
    return runsOn ? Text::tr("never", "when the instance stops by itself") : unknownText();
}

QString agoOrUnknown(const std::optional<qint64> &ms, const CellContext &context)
{
    return ms ? agoText(*ms, context.nowMs) : unknownText();
}

QString ownerCellText(const Instance &instance, const Profile &profile)
{
    return ownership(instance, profile) == Ownership::Own ? Text::tr("you", "owner of the instance")
                                                          : ownerText(instance);
}

} // namespace

QString unknownText()
{
    return u"–"_s;
}

QString stateText(const TrackedInstance &row)
{
    if (row.activity.isActive() && !row.activity.text.isEmpty())
        return visibleText(row.activity.text);
    return statusLabel(row.instance);
}

QString cellText(const TrackedInstance &row, InstanceColumn column, const CellContext &context)
{
    const Instance &instance = row.instance;
    switch (column) {
    case InstanceColumn::Name:
        return displayName(instance);
    case InstanceColumn::Status:
        return stateText(row);
    case InstanceColumn::StopsIn:
        return countdownOf(instance, context).text;
    case InstanceColumn::StopsAt:
        return stopTimeText(instance, context);
    case InstanceColumn::AutoStop:
        return autoStopLabel(instance);
    case InstanceColumn::Flavor:
        return orUnknown(instance.flavor);
    case InstanceColumn::Image:
        return orUnknown(instance.image.name.isEmpty() ? instance.image.id : instance.image.name);
    case InstanceColumn::Storage:
        return storageText(instance.storage);
    case InstanceColumn::Owner:
        return ownerCellText(instance, context.profile);
    case InstanceColumn::Workspace:
        return orUnknown(instance.workspaceId);
    case InstanceColumn::Pool:
        return orUnknown(instance.poolName.isEmpty() ? instance.poolId : instance.poolName);
    case InstanceColumn::Created:
        return agoOrUnknown(instance.createdAtMs, context);
    case InstanceColumn::Updated:
        return agoOrUnknown(instance.updatedAtMs, context);
    case InstanceColumn::Id:
        return visibleText(instance.id);
    case InstanceColumn::FailReason:
        return orUnknown(instance.failReason);
    case InstanceColumn::Billing:
        return orUnknown(instance.billingItems.join(u", "_s));
    }
    return {};
}

} // namespace leasekeeper
