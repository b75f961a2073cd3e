// SPDX-License-Identifier: MIT
#pragma once

#include "instancestatus.h"

#include <QString>
#include <QtGlobal>

#include <optional>

namespace leasekeeper
{

/// The lease record as the service tells it (ModelArts API reference, section 2.3). All times are
/// ms since 1970 in UTC, durations ms. A field that is missing, of a wrong type or out of any sensible
/// range is nullopt: it is then unknown, never guessed.
struct Lease {
    enum class Type { Timing, Idle, Unknown };

    std::optional<qint64> createAtMs; ///< creation of the instance; never changes
    std::optional<qint64> durationMs; ///< allowed running time counted from createAtMs
    std::optional<bool> enabled;      ///< auto-stop on or off
    std::optional<qint64> updateAtMs; ///< last change of the lease; takes no part in the stop time
    Type type = Type::Timing;         ///< absent in older answers: taken as TIMING
    QString typeText;                 ///< as the service wrote it

    friend bool operator==(const Lease &, const Lease &) = default;
};

/// Times outside 2015…2100 are seconds, microseconds or rubbish: unknown, without guessing a unit.
[[nodiscard]] bool isPlausibleTimeMs(qint64 ms);

/// What the lease says about automatic stop, whatever the state of the instance.
enum class AutoStop { Timed, Idle, Off, Unknown };
[[nodiscard]] AutoStop autoStop(const Lease &lease);

/// `createAt + duration` of a timed lease; nullopt for every other lease. This is the only place that
/// adds these two (section 4.1).
[[nodiscard]] std::optional<qint64> leaseEndMs(const Lease &lease);
/// When the instance stops by itself: the lease's end, while RUNNING; otherwise nullopt, since the lease
/// of an instance that does not run is stale (section 4.3).
[[nodiscard]] std::optional<qint64> stopsAtMs(const Lease &lease, InstanceStatus status);
/// Time left at `serverNowMs`; negative once it is past.
[[nodiscard]] std::optional<qint64> remainingMs(const Lease &lease, InstanceStatus status,
                                                qint64 serverNowMs);
/// Length of the last grant: `duration - (updateAt - createAt)`; the 100 % of a progress bar.
[[nodiscard]] std::optional<qint64> grantedMs(const Lease &lease);
/// Whether it was changed after a moment (ms UTC, by the service's clock). False where either is not known.
[[nodiscard]] bool isSetAfter(const Lease &lease, std::optional<qint64> timeMs);

/// Limits of the classes of `phase`, in ms. A remaining time equal to a limit already belongs to it.
struct PhaseThresholds {
    qint64 soonMs = 30 * 60 * 1000;
    qint64 urgentMs = 10 * 60 * 1000;
    friend bool operator==(const PhaseThresholds &, const PhaseThresholds &) = default;
};

enum class LeasePhase { Comfortable, Soon, Urgent, Due, Idle, None, NotRunning, Unknown };
inline constexpr int LeasePhaseCount = 8;

/// The class of a lease. Unknown status, or a running instance whose lease is unreadable: Unknown.
[[nodiscard]] LeasePhase leasePhase(const Lease &lease, InstanceStatus status, qint64 serverNowMs,
                                    const PhaseThresholds &thresholds = {});
/// Stable lower-case key for exports and tests: "comfortable", …, "not-running", "unknown".
[[nodiscard]] QString leasePhaseKey(LeasePhase phase);
/// "timed", "idle", "off", "unknown".
[[nodiscard]] QString autoStopKey(AutoStop rule);

} // namespace leasekeeper
