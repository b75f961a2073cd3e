// SPDX-License-Identifier: MIT
#pragma once

#include "dialoglistmodel.h"
#include "prolongplan.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace leasekeeper
{

/// The sentences of the prolong dialog about a plan. All pure, plain and translated.

/// "Prolong ocr-lab", "Set auto-stop", "Prolong 4 instances".
[[nodiscard]] QString prolongTitle(const ProlongPlan &plan);
/// As title, but naming the instance in any case.
[[nodiscard]] QString prolongHeadline(const ProlongPlan &plan);
/// "Now: stops today 18:55 (in 24 min)".
[[nodiscard]] QString stopsNowText(const Instance &instance, qint64 nowMs);
/// What setting a stop time replaces or introduces; empty where there is one already.
[[nodiscard]] QString introducesText(const ProlongPlan &plan);
/// "New stop time: today 19:55 (in 1 h 24 min) · 1 h later than now".
[[nodiscard]] QString previewText(const ProlongPlan &plan);
/// "limits: 1 h … 72 h from now".
[[nodiscard]] QString limitsText(const LeaseRange &range);
/// What is outside the limits and why, by name if there are several; empty if nothing.
[[nodiscard]] QString outsideText(const ProlongPlan &plan);
/// "Use the latest possible: Sat 22:31"; empty if nothing is outside.
[[nodiscard]] QString toLimitText(const ProlongPlan &plan);
/// "This is 2 h earlier than now"; empty if nothing is shortened.
[[nodiscard]] QString shortensText(const ProlongPlan &plan);
/// "Leave it out" for those among several that would be shortened; empty if there are none.
[[nodiscard]] QString skipEarlierText(const ProlongPlan &plan);
/// "Prolong until 19:55", "Shorten to 17:00", "Prolong 4 instances".
[[nodiscard]] QString prolongButtonText(const ProlongPlan &plan);
[[nodiscard]] QStringList prolongListHeaders();
[[nodiscard]] QList<DialogRow> prolongListRows(const ProlongPlan &plan);

} // namespace leasekeeper
