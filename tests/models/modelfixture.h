// SPDX-License-Identifier: MIT
#pragma once

#include "clock.h"
#include "instancetablemodel.h"

#include <QList>
#include <QString>

namespace leasekeeper::test
{

/// 2023-11-14T18:31:00Z, a Tuesday.
inline constexpr qint64 NowMs = 1'699'986'660'000;
inline constexpr qint64 SecondMs = 1'000;
inline constexpr qint64 MinuteMs = 60 * SecondMs;
inline constexpr qint64 HourMs = 60 * MinuteMs;

/// Service time that stands still until a test moves it.
class FixedTime final : public ServerTime
{
public:
    [[nodiscard]] qint64 nowMs() const override { return now; }
    [[nodiscard]] bool isVerified() const override { return true; }

    qint64 now = NowMs;
};

/// A timed lease that ends `leftMs` after NowMs, granted for one hour.
inline Lease timedLease(qint64 leftMs)
{
    Lease lease;
    lease.createAtMs = NowMs - 5 * HourMs;
    lease.durationMs = 5 * HourMs + leftMs;
    lease.enabled = true;
    lease.updateAtMs = NowMs + leftMs - HourMs;
    lease.type = Lease::Type::Timing;
    lease.typeText = QStringLiteral("timing");
    return lease;
}

inline Lease idleLease()
{
    Lease lease = timedLease(HourMs);
    lease.type = Lease::Type::Idle;
    lease.typeText = QStringLiteral("idle");
    return lease;
}

inline Lease offLease()
{
    Lease lease = timedLease(HourMs);
    lease.enabled = false;
    return lease;
}

/// An instance of ana's that runs for 24 more minutes.
inline TrackedInstance running(const QString &id, const QString &name, qint64 leftMs = 24 * MinuteMs)
{
    TrackedInstance row;
    Instance &instance = row.instance;
    instance.id = id;
    instance.name = name;
    instance.status = InstanceStatus::Running;
    instance.statusText = QStringLiteral("RUNNING");
    instance.flavor = QStringLiteral("cpu.2u");
    instance.image.name = QStringLiteral("notebook2.0");
    instance.lease = timedLease(leftMs);
    instance.storage.category = QStringLiteral("EVS");
    instance.storage.capacityGb = 5;
    instance.storage.ownership = QStringLiteral("MANAGED");
    instance.ownerId = QStringLiteral("u-ana");
    instance.ownerName = QStringLiteral("ana");
    instance.workspaceId = QStringLiteral("0");
    instance.createdAtMs = NowMs - 5 * HourMs;
    instance.updatedAtMs = NowMs - 3 * MinuteMs;
    instance.billingItems = QStringList{QStringLiteral("STORAGE"), QStringLiteral("COMPUTE")};
    return row;
}

inline TrackedInstance withStatus(TrackedInstance row, InstanceStatus status)
{
    row.instance.status = status;
    row.instance.statusText = instanceStatusText(status);
    return row;
}

inline TrackedInstance stopped(const QString &id, const QString &name)
{
    return withStatus(running(id, name), InstanceStatus::Stopped);
}

inline InstanceChanges inserted(const QList<TrackedInstance> &rows)
{
    InstanceChanges changes;
    changes.inserted = rows;
    return changes;
}

inline InstanceChanges changed(const QList<TrackedInstance> &rows)
{
    InstanceChanges changes;
    changes.changed = rows;
    return changes;
}

inline InstanceChanges removed(const QStringList &ids)
{
    InstanceChanges changes;
    changes.removed = ids;
    return changes;
}

inline QStringList idsOf(const QAbstractItemModel &model)
{
    QStringList ids;
    for (int row = 0; row < model.rowCount(); ++row)
        ids += model.index(row, 0).data(InstanceTableModel::IdRole).toString();
    return ids;
}

} // namespace leasekeeper::test
