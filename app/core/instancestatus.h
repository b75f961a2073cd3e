// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringView>

namespace leasekeeper
{

/// The 14 states of ModelArts API reference section 2.2, and Unknown for whatever else the service says.
enum class InstanceStatus {
    Init,
    Creating,
    Starting,
    Running,
    Snapshotting,
    Stopping,
    Stopped,
    CreateFailed,
    StartFailed,
    DeleteFailed,
    Error,
    Frozen,
    Deleting,
    Deleted,
    Unknown,
};
inline constexpr int InstanceStatusCount = 15; ///< Unknown included

/// What a person can ask of an instance.
enum class InstanceVerb { Start, Stop, Prolong, Open, Delete };
inline constexpr int InstanceVerbCount = 5;

/// How a state behaves; decides colour, polling and grouping.
enum class StatusKind {
    Running,
    Busy, ///< a transition the service will end by itself
    Stopped,
    Failed,
    Frozen,
    Gone,    ///< DELETED
    Unknown, ///< no transition: never polled on its own
};

/// Case does not matter; anything unheard of is Unknown.
[[nodiscard]] InstanceStatus instanceStatusFromText(QStringView text);
/// The service's spelling, such as "START_FAILED"; "UNKNOWN" for Unknown.
[[nodiscard]] QString instanceStatusText(InstanceStatus status);
/// The translated word of the State column, such as "Saving image…".
[[nodiscard]] QString instanceStatusLabel(InstanceStatus status);
[[nodiscard]] StatusKind statusKind(InstanceStatus status);
/// INIT, CREATING, STARTING, SNAPSHOTTING, STOPPING, DELETING.
[[nodiscard]] bool isTransition(InstanceStatus status);

/// Whether the service accepts `verb` in this state (table of section 2.2). Delete is also offered for
/// RUNNING (stop, await, delete) and STOPPING (await, delete). What the table calls unverified is offered
/// only where a refusal does no harm: start of START_FAILED, delete of FROZEN.
[[nodiscard]] bool allows(InstanceStatus status, InstanceVerb verb);
/// Why not, as one translated sentence for a tooltip; empty if allowed.
[[nodiscard]] QString whyNotAllowed(InstanceStatus status, InstanceVerb verb);
/// Whether it makes sense to decide on `next` while `verb` is under way on the same instance: what it leads
/// to does not rule it out, and it is no repetition. A lease may be prolonged to one moment, then to another.
[[nodiscard]] bool mayFollow(InstanceVerb next, InstanceVerb verb);

} // namespace leasekeeper
