// SPDX-License-Identifier: MIT
#pragma once

#include "plaintext.h"

namespace leasekeeper
{

/// A tooltip that is the widget's description for screen readers as well: as it is, as long as nothing could
/// be taken for markup in it, else as tooltipText().
[[nodiscard]] inline QString buttonTip(const QString &text)
{
    return text.contains(u'<') || text.contains(u'&') ? tooltipText(text) : visibleText(text);
}

} // namespace leasekeeper
