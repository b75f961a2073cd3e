// SPDX-License-Identifier: MIT
#pragma once

#include "instance.h"

#include <QList>
#include <QString>

namespace leasekeeper
{

/// What a person decided in a dialog: ids, verb and value, together with what the person was shown. The
/// service layer carries it out and refuses where the instance is no longer what was shown.

/// One instance of a decision.
struct DecisionTarget {
    QString id;
    QString name; ///< as it was shown, for messages
    InstanceStatus shownStatus = InstanceStatus::Unknown;
    QString shownOwnerId;
    InstanceStorage shownStorage;
    AutoStop shownAutoStop = AutoStop::Unknown;
    qint64 stopAtMs = 0;               ///< Prolong: target stop time, ms since 1970 UTC. Otherwise unused
    std::optional<qint64> shownStopMs; ///< when it was to stop by itself; nullopt: never, or not known
    /// Prolong: the person was told that this is earlier than `shownStopMs`, and agreed.
    bool mayShorten = false;

    friend bool operator==(const DecisionTarget &, const DecisionTarget &) = default;
};

struct Decision {
    InstanceVerb verb = InstanceVerb::Stop;
    QList<DecisionTarget> targets;
    qint64 firstLeaseMs = 0; ///< Start: run time of the first lease in ms; -1: no automatic stop
    qint64 addedMs = 0;      ///< Prolong: what each was to get on top, in ms; 0: all run until a moment

    friend bool operator==(const Decision &, const Decision &) = default;
};

/// Takes down what a person sees of an instance at this moment.
[[nodiscard]] DecisionTarget decisionTarget(const Instance &instance);

/// What of a target changed since it was shown, as one translated sentence; empty if it is still what
/// was agreed to. Only what matters for `verb` counts: a countdown that went on does not.
[[nodiscard]] QString changedSince(const DecisionTarget &target, const Instance &now, InstanceVerb verb);

} // namespace leasekeeper
