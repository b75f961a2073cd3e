// SPDX-License-Identifier: MIT
#pragma once

#include "instanceservice.h"
#include "placeholderpage.h"
#include "profile.h"

namespace leasekeeper
{

/// What stands in the middle of the window.
enum class TablePage {
    Table,
    Loading,    ///< nothing has come yet
    Empty,      ///< there are no instances
    NoMatch,    ///< the filter hides all
    Incomplete, ///< nothing could be read for sure
    Offline,
    SignedOut,
    Refused,
};

/// `rows`: instances known; `shown`: those the filter lets through.
[[nodiscard]] TablePage tablePage(ReadingState::Phase phase, int rows, int shown);

// What the buttons of such a page are called.
inline constexpr QLatin1StringView RetryPageButton("retryPageButton");
inline constexpr QLatin1StringView ClearFilterButton("clearFilterButton");
inline constexpr QLatin1StringView SignInPageButton("signInPageButton");
inline constexpr QLatin1StringView EditProfileButton("editProfilePageButton");
inline constexpr QLatin1StringView AllOwnersButton("allOwnersPageButton");
inline constexpr QLatin1StringView ConsoleButton("consolePageButton");

/// How a page without a table looks. Not for Table and Loading.
[[nodiscard]] PlaceholderPage::Look placeholderLook(TablePage page, const ReadingState &state,
                                                    const Profile &profile, int rows, const QString &filter);

} // namespace leasekeeper
