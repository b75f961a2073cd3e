// SPDX-License-Identifier: MIT
#pragma once

namespace leasekeeper
{

/// Whether there seems to be something to open a window on.
[[nodiscard]] bool hasDisplay();
/// Paint without a screen where the system may have none. A platform chosen by hand (QT_QPA_PLATFORM) stays.
/// To be called before the application object is made.
void useOffscreenPlatform();

} // namespace leasekeeper
