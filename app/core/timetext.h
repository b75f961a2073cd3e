// SPDX-License-Identifier: MIT
#pragma once

#include <QLocale>
#include <QString>
#include <QTimeZone>
#include <QtGlobal>

namespace leasekeeper
{

/// Absolute moments as people read them. `ms` and `nowMs` are ms since 1970 in UTC.

/// "18:40" today, "tomorrow 09:00", "Sat 22:31" within a week, else date and time.
[[nodiscard]] QString momentText(qint64 ms, qint64 nowMs, const QTimeZone &zone, const QLocale &locale);
/// The same inside a sentence: "today 18:55", "tomorrow 09:00", …
[[nodiscard]] QString momentInSentence(qint64 ms, qint64 nowMs, const QTimeZone &zone, const QLocale &locale);
/// Full local time with zone, and UTC, for tooltips.
[[nodiscard]] QString fullMomentText(qint64 ms, const QTimeZone &zone, const QLocale &locale);
/// "3 min ago", "2 days ago"; "just now" below a minute; rounded down.
[[nodiscard]] QString agoText(qint64 ms, qint64 nowMs);
/// ISO 8601 in UTC with milliseconds: "2023-06-25T02:45:10.014Z".
[[nodiscard]] QString isoUtc(qint64 ms);

} // namespace leasekeeper
