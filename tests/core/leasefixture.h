// SPDX-License-Identifier: MIT
#pragma once

#include "lease.h"

#include <QTest>

#include <iterator>
#include <optional>

namespace leasekeeper::test
{

/// Creation of the instance that is traced in the ModelArts API reference, section 4.2 (a).
inline constexpr qint64 TracedCreateMs = 1'687'656'452'470;

/// What the rules answer where nothing counts down.
inline const std::optional<qint64> NoTime;

/// Every known state in which no lease counts down.
inline constexpr InstanceStatus NotRunning[] = {
    InstanceStatus::Init,        InstanceStatus::Creating,     InstanceStatus::Starting,
    InstanceStatus::Stopping,    InstanceStatus::Snapshotting, InstanceStatus::Stopped,
    InstanceStatus::StartFailed, InstanceStatus::CreateFailed, InstanceStatus::DeleteFailed,
    InstanceStatus::Error,       InstanceStatus::Frozen,       InstanceStatus::Deleting,
    InstanceStatus::Deleted,
};
static_assert(std::size(NotRunning) == InstanceStatusCount - 2, "all but Running and Unknown");

/// A readable timed lease. Times in ms since 1970 UTC, the duration in ms from `createAtMs`.
[[nodiscard]] inline Lease timedLease(qint64 durationMs, qint64 createAtMs = TracedCreateMs)
{
    Lease lease;
    lease.createAtMs = createAtMs;
    lease.durationMs = durationMs;
    lease.enabled = true;
    lease.updateAtMs = createAtMs;
    lease.typeText = QStringLiteral("TIMING");
    return lease;
}

[[nodiscard]] inline Lease idleLease()
{
    Lease lease = timedLease(3'600'000);
    lease.type = Lease::Type::Idle;
    lease.typeText = QStringLiteral("IDLE");
    return lease;
}

/// Automatic stop switched off; the times of the record are still there, as the service leaves them.
[[nodiscard]] inline Lease offLease()
{
    Lease lease = timedLease(3'600'000);
    lease.enabled = false;
    return lease;
}

/// How old the instances of leaseLeaving() are.
inline constexpr qint64 LeaseAgeMs = 2'000LL * 24 * 3'600'000;

/// A lease that leaves `remaining` ms at `nowMs`.
[[nodiscard]] inline Lease leaseLeaving(qint64 remaining, qint64 nowMs)
{
    return timedLease(LeaseAgeMs + remaining, nowMs - LeaseAgeMs);
}

} // namespace leasekeeper::test

namespace QTest
{

/// Lets a failed comparison say both values.
template <> inline char *toString(const std::optional<qint64> &value)
{
    return value ? qstrdup(QByteArray::number(*value).constData()) : qstrdup("nothing");
}

} // namespace QTest
