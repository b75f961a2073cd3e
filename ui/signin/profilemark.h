// SPDX-License-Identifier: MIT
#pragma once

#include "profile.h"

#include <QIcon>
#include <QPalette>

namespace leasekeeper
{

/// A disc in the colour of a profile, hollow where it has none; with a tick where it is the current one.
[[nodiscard]] QIcon profileMark(const Profile &profile, bool isCurrent, const QPalette &palette);

/// Colours of the strip that tells whose instances are shown. Text has a contrast of 4.5 or more.
struct StripLook {
    QColor fill;
    QColor line;
    QColor text;
};
[[nodiscard]] StripLook stripLook(const Profile &profile, const QPalette &palette);

} // namespace leasekeeper
