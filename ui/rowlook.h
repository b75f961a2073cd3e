// SPDX-License-Identifier: MIT
#pragma once

namespace leasekeeper
{

/// What the table tells its delegates about its rows as a whole. Owned by the view.
struct RowLook {
    bool greyed = false; ///< not connected: shown, but not to be trusted as current
    int hoveredRow = -1; ///< row of the view under the mouse
};

} // namespace leasekeeper
