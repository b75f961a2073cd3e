// SPDX-License-Identifier: MIT
#include "platformdisplay.h"

namespace leasekeeper
{

// A desktop session always has a screen here, and only its own platform finds the system's fonts.
bool hasDisplay()
{
    return true;
}

void useOffscreenPlatform() {}

} // namespace leasekeeper
