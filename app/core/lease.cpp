// SPDX-License-Identifier: MIT
#include "lease.h"

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr qint64 FirstPlausibleMs = 1'420'070'400'000; ///< 2015-01-01T00:00:00Z
constexpr qint64 FirstTooLateMs = 4'133'980'800'000;   ///< 2101-01-01T00:00:00Z

} // namespace

bool isPlausibleTimeMs(qint64 ms)
{
    return ms >= FirstPlausibleMs && ms < FirstTooLateMs;
}

AutoStop autoStop(const Lease &lease)
{
    if (!lease.enabled)
        return AutoStop::Unknown;
    if (!*lease.enabled)
        return AutoStop::Off;
    switch (lease.type) {
    case Lease::Type::Idle:
        return AutoStop::Idle;
    case Lease::Type::Timing:
        return leaseEndMs(lease) ? AutoStop::Timed : AutoStop::Unknown;
    case Lease::Type::Unknown:
        break;
    }
    return AutoStop::Unknown;
}

std::optional<qint64> leaseEndMs(const Lease &lease)
{
    if (lease.type != Lease::Type::Timing || lease.enabled != true)
        return std::nullopt;
    if (!lease.createAtMs || !isPlausibleTimeMs(*lease.createAtMs))
        return std::nullopt;
    // Compared before it is added: a duration near 2^63 must not wrap round.
    if (!lease.durationMs || *lease.durationMs <= 0 ||
        *lease.durationMs >= FirstTooLateMs - *lease.createAtMs)
        return std::nullopt;
    return *lease.createAtMs + *lease.durationMs;
}

std::optional<qint64> stopsAtMs(const Lease &lease, InstanceStatus status)
{
    return status == InstanceStatus::Running ? leaseEndMs(lease) : std::nullopt;
}

std::optional<qint64> remainingMs(const Lease &lease, InstanceStatus status, qint64 serverNowMs)
{
    const std::optional<qint64> stopsAt = stopsAtMs(lease, status);
    if (!stopsAt)
        return std::nullopt;
    return *stopsAt - serverNowMs;
}

std::optional<qint64> grantedMs(const Lease &lease)
{
    const std::optional<qint64> end = leaseEndMs(lease);
    if (!end || !lease.updateAtMs || *lease.updateAtMs < *lease.createAtMs || *lease.updateAtMs >= *end)
        return std::nullopt;
    return *end - *lease.updateAtMs;
}

bool isSetAfter(const Lease &lease, std::optional<qint64> timeMs)
{
    return timeMs && lease.updateAtMs && *lease.updateAtMs > *timeMs;
}

LeasePhase leasePhase(const Lease &lease, InstanceStatus status, qint64 serverNowMs,
                      const PhaseThresholds &thresholds)
{
    if (status == InstanceStatus::Unknown)
        return LeasePhase::Unknown;
    if (status != InstanceStatus::Running)
        return LeasePhase::NotRunning;
    switch (autoStop(lease)) {
    case AutoStop::Off:
        return LeasePhase::None;
    case AutoStop::Idle:
        return LeasePhase::Idle;
    case AutoStop::Unknown:
        return LeasePhase::Unknown;
    case AutoStop::Timed:
        break;
    }
    const std::optional<qint64> remaining = remainingMs(lease, status, serverNowMs);
    if (!remaining)
        return LeasePhase::Unknown;
    if (*remaining <= 0)
        return LeasePhase::Due;
    if (*remaining <= thresholds.urgentMs)
        return LeasePhase::Urgent;
    return *remaining <= thresholds.soonMs ? LeasePhase::Soon : LeasePhase::Comfortable;
}

QString leasePhaseKey(LeasePhase phase)
{
    switch (phase) {
    case LeasePhase::Comfortable:
        return u"comfortable"_s;
    case LeasePhase::Soon:
        return u"soon"_s;
    case LeasePhase::Urgent:
        return u"urgent"_s;
    case LeasePhase::Due:
        return u"due"_s;
    case LeasePhase::Idle:
        return u"idle"_s;
    case LeasePhase::None:
        return u"none"_s;
    case LeasePhase::NotRunning:
        return u"not-running"_s;
    case LeasePhase::Unknown:
        break;
    }
    return u"unknown"_s;
}

QString autoStopKey(AutoStop rule)
{
    switch (rule) {
    case AutoStop::Timed:
        return u"timed"_s;
    case AutoStop::Idle:
        return u"idle"_s;
    case AutoStop::Off:
        return u"off"_s;
    case AutoStop::Unknown:
        break;
    }
    return u"unknown"_s;
}

} // namespace leasekeeper
