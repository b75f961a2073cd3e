// SPDX-License-Identifier: MIT
#include "instancecolumn.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::InstanceTableModel)
};

} // namespace

QString instanceColumnKey(InstanceColumn column)
{
    switch (column) {
    case InstanceColumn::Name:
        return u"name"_s;
    case InstanceColumn::Status:
        return u"status"_s;
    case InstanceColumn::StopsIn:
        return u"stopsIn"_s;
    case InstanceColumn::StopsAt:
        return u"stopsAt"_s;
    case InstanceColumn::AutoStop:
        return u"autoStop"_s;
    case InstanceColumn::Flavor:
        return u"flavor"_s;
    case InstanceColumn::Image:
        return u"image"_s;
    case InstanceColumn::Storage:
        return u"storage"_s;
    case InstanceColumn::Owner:
        return u"owner"_s;
    case InstanceColumn::Workspace:
        return u"workspace"_s;
    case InstanceColumn::Pool:
        return u"pool"_s;
    case InstanceColumn::Created:
        return u"created"_s;
    case InstanceColumn::Updated:
        return u"updated"_s;
    case InstanceColumn::Id:
        return u"id"_s;
    case InstanceColumn::FailReason:
        return u"failReason"_s;
    case InstanceColumn::Billing:
        return u"billing"_s;
    }
    return {};
}

QString instanceColumnTitle(InstanceColumn column)
{
    switch (column) {
    case InstanceColumn::Name:
        return Text::tr("Name", "column");
    case InstanceColumn::Status:
        return Text::tr("State", "column");
    case InstanceColumn::StopsIn:
        return Text::tr("Stops in", "column");
    case InstanceColumn::StopsAt:
        return Text::tr("Stops at", "column");
    case InstanceColumn::AutoStop:
        return Text::tr("Auto-stop", "column");
    case InstanceColumn::Flavor:
        return Text::tr("Flavor", "column");
    case InstanceColumn::Image:
        return Text::tr("Image", "column");
    case InstanceColumn::Storage:
        return Text::tr("Storage", "column");
    case InstanceColumn::Owner:
        return Text::tr("Owner", "column");
    case InstanceColumn::Workspace:
        return Text::tr("Workspace", "column");
    case InstanceColumn::Pool:
        return Text::tr("Pool", "column");
    case InstanceColumn::Created:
        return Text::tr("Created", "column");
    case InstanceColumn::Updated:
        return Text::tr("Updated", "column");
    case InstanceColumn::Id:
        return Text::tr("ID", "column");
    case InstanceColumn::FailReason:
        return Text::tr("Fail reason", "column");
    case InstanceColumn::Billing:
        return Text::tr("Billing", "column");
    }
    return {};
}

bool isShownByDefault(InstanceColumn column)
{
    switch (column) {
    case InstanceColumn::Name:
    case InstanceColumn::Status:
    case InstanceColumn::StopsIn:
    case InstanceColumn::StopsAt:
    case InstanceColumn::Flavor:
    case InstanceColumn::Storage:
    case InstanceColumn::Owner:
        return true;
    case InstanceColumn::AutoStop:
    case InstanceColumn::Image:
    case InstanceColumn::Workspace:
    case InstanceColumn::Pool:
    case InstanceColumn::Created:
    case InstanceColumn::Updated:
    case InstanceColumn::Id:
    case InstanceColumn::FailReason:
    case InstanceColumn::Billing:
        break;
    }
    return false;
}

Qt::Alignment instanceColumnAlignment(InstanceColumn column)
{
    switch (column) {
    case InstanceColumn::StopsIn:
    case InstanceColumn::StopsAt:
    case InstanceColumn::Created:
    case InstanceColumn::Updated:
        return Qt::AlignRight | Qt::AlignVCenter;
    case InstanceColumn::Name:
    case InstanceColumn::Status:
    case InstanceColumn::AutoStop:
    case InstanceColumn::Flavor:
    case InstanceColumn::Image:
    case InstanceColumn::Storage:
    case InstanceColumn::Owner:
    case InstanceColumn::Workspace:
    case InstanceColumn::Pool:
    case InstanceColumn::Id:
    case InstanceColumn::FailReason:
    case InstanceColumn::Billing:
        break;
    }
    return Qt::AlignLeft | Qt::AlignVCenter;
}

} // namespace leasekeeper
