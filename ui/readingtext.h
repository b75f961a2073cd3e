// SPDX-License-Identifier: MIT
#pragma once

#include "icons.h"
#include "instanceservice.h"
#include "message.h"
#include "profile.h"
#include "theme.h"

#include <QLocale>
#include <QString>
#include <QTimeZone>

#include <optional>

namespace leasekeeper
{

/// What the window says about reading: status line, bars, pages in place of the table. Pure functions.

/// What the texts are made of besides the state itself.
struct ReadingMoment {
    qint64 serverNowMs = 0;         ///< ms since 1970 UTC
    std::optional<qint64> nextInMs; ///< until the next listing starts by itself, real ms
    QTimeZone zone;
    QLocale locale;
    std::optional<qint64> heldInMs = {}; ///< while the service wants to be asked nothing, real ms
};

/// "eu-de · project ml-team · workspace 0 · all users"
[[nodiscard]] QString profileScope(const Profile &profile);
/// "Token ends today 21:03"; empty where it is not known or can be renewed.
[[nodiscard]] QString signInEndText(const Profile &profile, const ReadingMoment &moment);
/// "No notebook instances in eu-de / ml-team / workspace 0, seen as ana."
[[nodiscard]] QString emptyText(const Profile &profile, bool ownOnly);
/// "37 instances, none match ‘ocr’."
[[nodiscard]] QString noMatchText(int count, const QString &filter);

/// "Updated 18:31:07 · again after 30 s", or "50 of 137" while the first listing loads.
[[nodiscard]] QString updatedText(const ReadingState &state, const ReadingMoment &moment);
/// "Connected", "Not connected", …
[[nodiscard]] QString connectionText(const ReadingState &state);
[[nodiscard]] Icon connectionIcon(const ReadingState &state);
[[nodiscard]] SemanticColour connectionColour(const ReadingState &state);

/// One sentence about this many instances with times of no sensible value.
[[nodiscard]] QString wrongTimesText(int count);

/// "clock +3 s" if the computer's clock is off by more than a second; "clock not verified" where times are
/// shown and no answer has told the service's. Empty if there is nothing to say.
[[nodiscard]] QString clockText(bool showsTimes, std::optional<qint64> wallAheadMs);
/// "Your clock is 4 min ahead. Times shown are corrected." above 30 s, else empty.
[[nodiscard]] QString clockWarning(std::optional<qint64> wallAheadMs);

/// The bar that stands while reading is in trouble; its key names the cause. nullopt: no trouble. Without
/// the button, which belongs to the window.
[[nodiscard]] std::optional<Message> readingTrouble(const ReadingState &state, const ReadingMoment &moment,
                                                    const Profile &profile);
/// One sentence for a page without rows while reading is in trouble.
[[nodiscard]] QString troubleSentence(const ReadingState &state, const Profile &profile);

} // namespace leasekeeper
