// SPDX-License-Identifier: MIT
#pragma once

#include "countdown.h"
#include "profile.h"

#include <QLocale>
#include <QTimeZone>
#include <QtGlobal>

namespace leasekeeper
{

/// What a cell needs to know besides its own row. Made afresh for each question, since "now" is part of it;
/// what it refers to must outlive it.
struct CellContext {
    const Profile &profile;
    const PhaseThresholds &thresholds;
    const QTimeZone &zone;
    Freshness freshness = Freshness::Fresh;
    QLocale locale;
    qint64 nowMs = 0; ///< service time, ms since 1970 UTC
};

/// The countdown of an instance in this context.
[[nodiscard]] inline Countdown countdownOf(const Instance &instance, const CellContext &context)
{
    return countdown(instance.lease, instance.status, context.nowMs, context.thresholds, context.freshness);
}

} // namespace leasekeeper
