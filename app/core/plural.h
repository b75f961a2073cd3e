// SPDX-License-Identifier: MIT
#pragma once

#include <QLocale>
#include <QString>

namespace leasekeeper
{

/// Chooses between two complete, translated sentences by a count. `one` names the single thing without a
/// placeholder; `many` contains %1, which becomes the count in the user's digits. Names and other foreign
/// text are put in afterwards (as %2 …), so that a "%1" in them stays what it is.
[[nodiscard]] inline QString countText(int n, const QString &one, const QString &many)
{
    return n == 1 ? one : many.arg(QLocale().toString(n));
}

} // namespace leasekeeper
