// SPDX-License-Identifier: MIT
#include "celltooltip.h"

#include "celltext.h"
#include "plaintext.h"
#include "timetext.h"

#include <QCoreApplication>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::InstanceTableModel)
};

constexpr int LineChars = 1024;

/// One line each; marked as rich text by us, so that nothing has to guess, and escaped inside.
QString toolTipLines(const QStringList &lines)
{
    QStringList shown;
    for (const QString &line : lines) {
        if (!line.trimmed().isEmpty())
            shown += visibleText(line, LineChars).toHtmlEscaped();
    }
    if (shown.isEmpty())
        return {};
    return u"<p style='white-space:pre-wrap'>"_s + shown.join("<br/>"_L1) + u"</p>"_s;
}

QStringList dealings(const TrackedInstance &row)
{
    return {row.activity.text, row.note};
}

QStringList stateLines(const TrackedInstance &row)
{
    QStringList lines{statusLabel(row.instance)};
    lines += dealings(row);
    if (statusKind(row.instance.status) == StatusKind::Failed)
        lines += row.instance.failReason;
    return lines;
}

QString momentLine(const std::optional<qint64> &ms, const CellContext &context)
{
    return ms ? fullMomentText(*ms, context.zone, context.locale) : QString();
}

QStringList leaseLines(const TrackedInstance &row, const CellContext &context)
{
    const Instance &instance = row.instance;
    return {momentLine(stopsAtMs(instance.lease, instance.status), context),
            countdownOf(instance, context).explanation, row.note};
}

QStringList storageLines(const Instance &instance)
{
    QStringList lines;
    const auto describe = [&lines](const InstanceStorage &storage) {
        const QString text = storageText(storage);
        lines += storage.mountPath.isEmpty()
                     ? text
                     : Text::tr("%1 at %2", "storage and its mount path").arg(text, storage.mountPath);
    };
    describe(instance.storage);
    for (const InstanceStorage &mount : instance.extraMounts)
        describe(mount);
    return lines;
}

QString imageLine(const InstanceImage &image)
{
    const QString name = image.name.isEmpty() ? image.id : image.name;
    return image.tag.isEmpty() ? name : QString(name + u':' + image.tag);
}

} // namespace

QString cellToolTip(const TrackedInstance &row, InstanceColumn column, const CellContext &context)
{
    const Instance &instance = row.instance;
    switch (column) {
    case InstanceColumn::Name:
        return toolTipLines(QStringList{instance.name, instance.description} + dealings(row));
    case InstanceColumn::Status:
        return toolTipLines(stateLines(row));
    case InstanceColumn::StopsIn:
    case InstanceColumn::StopsAt:
        return toolTipLines(leaseLines(row, context));
    case InstanceColumn::AutoStop:
        return {};
    case InstanceColumn::Flavor:
        return toolTipLines({instance.flavor});
    case InstanceColumn::Image:
        return toolTipLines({imageLine(instance.image), instance.image.type});
    case InstanceColumn::Storage:
        return toolTipLines(storageLines(instance));
    case InstanceColumn::Owner:
        return toolTipLines({instance.ownerName, instance.ownerId});
    case InstanceColumn::Workspace:
        return toolTipLines({instance.workspaceId});
    case InstanceColumn::Pool:
        return toolTipLines({instance.poolName, instance.poolId});
    case InstanceColumn::Created:
        return toolTipLines({momentLine(instance.createdAtMs, context)});
    case InstanceColumn::Updated:
        return toolTipLines({momentLine(instance.updatedAtMs, context)});
    case InstanceColumn::Id:
        return toolTipLines({instance.id});
    case InstanceColumn::FailReason:
        return toolTipLines({instance.failReason});
    case InstanceColumn::Billing:
        return toolTipLines(instance.billingItems);
    }
    return {};
}

} // namespace leasekeeper
