// SPDX-License-Identifier: MIT
#pragma once

#include "lease.h"

#include <QString>
#include <QtGlobal>

#include <optional>

namespace leasekeeper
{

/// How old what we know is.
enum class Freshness {
    Fresh,
    Stale, ///< older than two refresh intervals: shown as an estimate
};

/// What a countdown cell says at one moment. A pure value; nothing in it ticks.
struct Countdown {
    QString text;        ///< "3 h 12 min", "8:41", "due", "when idle", "none", "–", "?" …
    QString explanation; ///< why, for the tooltip; may be empty
    LeasePhase phase = LeasePhase::Unknown; ///< colour and shape
    bool estimate = false;                  ///< painted without fill and in italics
    /// Milliseconds from now until text or phase next changes by themselves; nullopt: never.
    std::optional<qint64> changesInMs;

    friend bool operator==(const Countdown &, const Countdown &) = default;
};

/// The whole rule of what is shown: computed afresh from the stop time, always rounded down.
[[nodiscard]] Countdown countdown(const Lease &lease, InstanceStatus status, qint64 serverNowMs,
                                  const PhaseThresholds &thresholds = {},
                                  Freshness freshness = Freshness::Fresh);

/// "1 d 04 h", "3 h 12 min", "42 min" or "8:41" for a positive span, rounded down.
[[nodiscard]] QString remainingText(qint64 remainingMs);
/// The same in whole minutes for sentences and screen readers: "1 day 4 hours", "24 minutes"; below a
/// minute "less than a minute".
[[nodiscard]] QString spokenSpan(qint64 spanMs);
/// "1 h 24 min" for dialogs, rounded down to the minute, without seconds; "0 min" below a minute.
[[nodiscard]] QString spanText(qint64 spanMs);

} // namespace leasekeeper
