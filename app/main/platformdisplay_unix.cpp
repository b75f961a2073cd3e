// SPDX-License-Identifier: MIT
#include "platformdisplay.h"

#include <QByteArray>

namespace leasekeeper
{

bool hasDisplay()
{
    return !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") ||
           !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
}

void useOffscreenPlatform()
{
    // Even where a display is announced it may not be reachable, and a window would flash up.
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", QByteArray("offscreen"));
    }
}

} // namespace leasekeeper
