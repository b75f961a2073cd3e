// SPDX-License-Identifier: MIT
#pragma once

#include "apierror.h"
#include "decisions.h"
#include "instancestatus.h"

#include <QList>
#include <QString>

#include <optional>

namespace leasekeeper
{

using BatchId = quint64;

/// How one action on one instance ended. Every action ends exactly once.
struct ActionOutcome {
    enum class End {
        Confirmed,  ///< the service's own words agree
        Failed,     ///< the service did not do it
        Unresolved, ///< sent, but nobody could say what came of it
        Cancelled,  ///< called off by the user before (the rest of) it was sent, or not looked into further
        LeftAlone,  ///< nothing was sent: it would have done what nobody agreed to
    };
    QString id;
    QString name;
    InstanceVerb verb = InstanceVerb::Stop;
    End end = End::Failed;
    QString text;                     ///< one translated sentence: what happened and what to do
    std::optional<ApiError> error;    ///< for details
    bool offersStopAndDelete = false; ///< the service wants it stopped first (ModelArts.6304)
    bool offersStart = false;         ///< Prolong: it is not running any more (ModelArts.6327)
    bool staysOpen = false;           ///< Unresolved: it will be looked into again, unless it is let go
    bool mayRetry = true;             ///< Failed: asking for the same again can make sense
    bool leftStopped = false; ///< Failed, Cancelled: on the way to a delete the stop had been asked for
    /// The text is over once the instance is in this state: "is stopping", until it has stopped.
    std::optional<InstanceStatus> leadsTo = {};
    /// The text says that the service tells this stop time (ms since 1970 UTC): over once it tells another.
    std::optional<qint64> saidStopMs = {};
    bool wantsOtherTime = false; ///< Failed: the service takes another stop time than the one asked for
    qint64 askedStopMs = 0;      ///< Prolong: until then, ms since 1970 UTC
    /// The write that this user may not make: to stop it, where a running instance was to be deleted.
    std::optional<InstanceVerb> deniedVerb = {};
};

/// Whether what `earlier` tells of a decision that did not succeed is over: a later one of the same kind has
/// taken its place and been reached, the instance is gone, or it was started as that offered.
[[nodiscard]] bool settles(const ActionOutcome &later, const ActionOutcome &earlier);
/// Whether nothing is left to say or to do of `earlier`: it is settled, or the same was tried again and
/// `later` tells how that failed.
[[nodiscard]] bool supersedes(const ActionOutcome &later, const ActionOutcome &earlier);

struct BatchReport {
    BatchId batch = 0;
    InstanceVerb verb = InstanceVerb::Stop;
    QList<ActionOutcome> outcomes; ///< one per target, in the order of the decision
    /// About actions whose end had been left open, or not been told, by an earlier run, a sign-out or a lost
    /// connection.
    bool leftOpen = false;
    qint64 addedMs = 0; ///< Prolong: as in the decision
    [[nodiscard]] int count(ActionOutcome::End end) const;
};

} // namespace leasekeeper
