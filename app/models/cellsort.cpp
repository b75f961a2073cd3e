// SPDX-License-Identifier: MIT
#include "cellsort.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int FilteredChars = 2048; ///< of each single text

QVariant textOrUnknown(const QString &text)
{
    const QString trimmed = text.trimmed();
    return trimmed.isEmpty() ? QVariant() : QVariant(trimmed);
}

QVariant numberOrUnknown(const std::optional<qint64> &number)
{
    return number ? QVariant(*number) : QVariant();
}

/// What costs money first, what needs somebody next, what is over last.
QVariant statusRank(InstanceStatus status)
{
    switch (statusKind(status)) {
    case StatusKind::Running:
        return qint64(0);
    case StatusKind::Busy:
        return qint64(1);
    case StatusKind::Failed:
        return qint64(2);
    case StatusKind::Frozen:
        return qint64(3);
    case StatusKind::Stopped:
        return qint64(4);
    case StatusKind::Gone:
        return qint64(5);
    case StatusKind::Unknown:
        break;
    }
    return {};
}

/// Timed rules by the length of the last grant, then idle rules, then none.
QVariant autoStopRank(const Lease &lease)
{
    constexpr qint64 longerThanAnyLease = qint64(1) << 50;
    switch (autoStop(lease)) {
    case AutoStop::Timed:
        return std::clamp<qint64>(grantedMs(lease).value_or(0), 0, longerThanAnyLease);
    case AutoStop::Idle:
        return longerThanAnyLease + 1;
    case AutoStop::Off:
        return longerThanAnyLease + 2;
    case AutoStop::Unknown:
        break;
    }
    return {};
}

/// Groups the instances that have no stop time. None of these classes depends on the time of day.
qint64 groupWithoutStopTime(const Instance &instance)
{
    switch (leasePhase(instance.lease, instance.status, 0)) {
    case LeasePhase::Comfortable:
    case LeasePhase::Soon:
    case LeasePhase::Urgent:
    case LeasePhase::Due:
        break;
    case LeasePhase::Idle:
        return 1;
    case LeasePhase::None:
        return 2;
    case LeasePhase::Unknown:
        return 3;
    case LeasePhase::NotRunning:
        return 4;
    }
    return 0;
}

QString firstOf(const QString &text, const QString &otherwise)
{
    return text.trimmed().isEmpty() ? otherwise : text;
}

QString withoutAccents(const QString &text)
{
    constexpr char16_t firstCombining = 0x0300;
    constexpr char16_t lastCombining = 0x036F;
    // Most rows hold nothing that could come apart; taking them apart is what costs.
    const bool isPlain =
        std::all_of(text.begin(), text.end(), [](QChar c) { return c < u'\u00A0' || c == u'–'; });
    if (isPlain)
        return text;
    QString decomposed = text.normalized(QString::NormalizationForm_KD);
    decomposed.removeIf([](QChar c) { return c >= QChar(firstCombining) && c <= QChar(lastCombining); });
    return decomposed;
}

} // namespace

QVariant cellSortValue(const Instance &instance, InstanceColumn column)
{
    switch (column) {
    case InstanceColumn::Name:
        return textOrUnknown(firstOf(instance.name, instance.id));
    case InstanceColumn::Status:
        return statusRank(instance.status);
    case InstanceColumn::StopsIn:
    case InstanceColumn::StopsAt:
        return numberOrUnknown(stopsAtMs(instance.lease, instance.status));
    case InstanceColumn::AutoStop:
        return autoStopRank(instance.lease);
    case InstanceColumn::Flavor:
        return textOrUnknown(instance.flavor);
    case InstanceColumn::Image:
        return textOrUnknown(firstOf(instance.image.name, instance.image.id));
    case InstanceColumn::Storage:
        return numberOrUnknown(instance.storage.capacityGb);
    case InstanceColumn::Owner:
        return textOrUnknown(firstOf(instance.ownerName, instance.ownerId));
    case InstanceColumn::Workspace:
        return textOrUnknown(instance.workspaceId);
    case InstanceColumn::Pool:
        return textOrUnknown(firstOf(instance.poolName, instance.poolId));
    case InstanceColumn::Created:
        return numberOrUnknown(instance.createdAtMs);
    case InstanceColumn::Updated:
        return numberOrUnknown(instance.updatedAtMs);
    case InstanceColumn::Id:
        return textOrUnknown(instance.id);
    case InstanceColumn::FailReason:
        return textOrUnknown(instance.failReason);
    case InstanceColumn::Billing:
        return textOrUnknown(instance.billingItems.join(u", "_s));
    }
    return {};
}

QVariant cellSortTie(const Instance &instance, InstanceColumn column)
{
    switch (column) {
    case InstanceColumn::Status:
        return instance.status == InstanceStatus::Unknown ? textOrUnknown(instance.statusText)
                                                          : QVariant(instanceStatusLabel(instance.status));
    case InstanceColumn::StopsIn:
    case InstanceColumn::StopsAt:
        return groupWithoutStopTime(instance);
    case InstanceColumn::Storage:
        return textOrUnknown(instance.storage.category);
    case InstanceColumn::Name:
    case InstanceColumn::AutoStop:
    case InstanceColumn::Flavor:
    case InstanceColumn::Image:
    case InstanceColumn::Owner:
    case InstanceColumn::Workspace:
    case InstanceColumn::Pool:
    case InstanceColumn::Created:
    case InstanceColumn::Updated:
    case InstanceColumn::Id:
    case InstanceColumn::FailReason:
    case InstanceColumn::Billing:
        break;
    }
    return {};
}

QString foldedText(const QString &text)
{
    // The one common letter that folds into two, which Qt leaves alone.
    return withoutAccents(text).toCaseFolded().replace(u'ß', "ss"_L1);
}

RowFilterTexts rowFilterTexts(const Instance &instance, const Profile &profile)
{
    const auto joined = [](std::initializer_list<QString> texts) {
        QString all;
        for (const QString &text : texts) {
            if (!all.isEmpty())
                all += u'\n';
            all += text.left(FilteredChars);
        }
        return foldedText(all);
    };
    const bool isOwn = ownership(instance, profile) == Ownership::Own;
    const QString you =
        isOwn ? QCoreApplication::translate("leasekeeper::InstanceTableModel", "you", "owner of the instance")
              : QString();
    return {joined({instance.name, instance.description, instance.id, instance.failReason}),
            {joined({statusLabel(instance), autoStopLabel(instance), instance.workspaceId,
                     firstOf(instance.poolName, instance.poolId)}),
             joined({instance.flavor, instance.image.name, storageText(instance.storage)}),
             joined({ownerText(instance), you})}};
}

bool isFiltered(InstanceColumn column)
{
    switch (column) {
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
        return true;
    case InstanceColumn::StopsIn:
    case InstanceColumn::StopsAt:
    case InstanceColumn::Created:
    case InstanceColumn::Updated:
    case InstanceColumn::Billing:
        return false;
    }
    return true;
}

QString rowFilterText(const Instance &instance, const Profile &profile)
{
    const RowFilterTexts texts = rowFilterTexts(instance, profile);
    QString all = texts.own;
    for (const QString &shared : texts.shared)
        all += u'\n' + shared;
    return all;
}

} // namespace leasekeeper
