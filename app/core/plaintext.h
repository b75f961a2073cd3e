// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace leasekeeper
{

/// Foreign text on its way to the screen: control and bidirectional marks become visible, line breaks
/// become spaces, and at most `maxChars` UTF-16 units remain (an ellipsis marks the cut). The result
/// is still plain text: whatever shows it must not interpret it as rich text.
[[nodiscard]] QString visibleText(const QString &foreign, int maxChars = 256);

/// The same, safe to place where a widget insists on guessing rich text (tooltips).
[[nodiscard]] QString tooltipText(const QString &foreign);

} // namespace leasekeeper
