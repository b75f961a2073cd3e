// SPDX-License-Identifier: MIT
#pragma once

#include "instance.h"
#include "leaserequest.h"

#include <QList>
#include <QStringList>
#include <QtGlobal>

#include <optional>

namespace leasekeeper
{

/// What is chosen in the prolong dialog. Times are ms since 1970 UTC by the service's clock.
struct ProlongChoice {
    enum class Kind {
        Add,   ///< every instance gets `addMs` more
        Until, ///< every instance runs until `untilMs`
    };
    Kind kind = Kind::Add;
    qint64 addMs = 0;
    qint64 untilMs = 0;
    bool toLimit = false;     ///< what lies outside the limits moves to the nearer one
    bool skipEarlier = false; ///< leave those out that would stop earlier than now

    friend bool operator==(const ProlongChoice &, const ProlongChoice &) = default;
};

/// What the choice means for one running instance.
struct ProlongItem {
    Instance instance;
    std::optional<qint64> oldStopMs; ///< nullopt: none so far
    qint64 newStopMs = 0;
    ProlongEffect effect = ProlongEffect::Later;
    RangeCheck check = RangeCheck::Allowed;
    bool movedToLimit = false;
    bool skipped = false;

    /// Whether the decision contains it.
    [[nodiscard]] bool isTaken() const { return check == RangeCheck::Allowed && !skipped; }
    [[nodiscard]] bool shortens() const { return isTaken() && effect == ProlongEffect::Earlier; }
};

/// The same for all of them: the whole content of the dialog at one moment, a pure value.
struct ProlongPlan {
    ProlongChoice choice;
    LeaseRange range;
    qint64 nowMs = 0;
    QList<ProlongItem> items; ///< in the order given

    [[nodiscard]] int taken() const;
    [[nodiscard]] int shortened() const;
    [[nodiscard]] int skipped() const;
    [[nodiscard]] int outside() const; ///< beyond the limits
    /// Those outside the limits on this side.
    [[nodiscard]] int outside(RangeCheck side) const;
    /// Time until some text about this plan reads differently; nullopt: never.
    [[nodiscard]] std::optional<qint64> changesInMs() const;
};

[[nodiscard]] ProlongPlan prolongPlan(const QList<Instance> &running, const ProlongChoice &choice,
                                      qint64 nowMs, const LeaseRange &range);

/// The latest moment on a full minute that may be asked for at `nowMs`.
[[nodiscard]] qint64 latestPossibleMs(qint64 nowMs, const LeaseRange &range);

} // namespace leasekeeper
