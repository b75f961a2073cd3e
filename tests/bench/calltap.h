// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

namespace leasekeeper::bench
{

/// What this process has asked of the system so far. The programs that are measured define these C functions
/// themselves and pass them on, so that what libraries call is seen too.
struct Calls {
    qint64 networkSockets = 0;   ///< socket() for anything but this computer's own files
    qint64 localConnections = 0; ///< connect() to a local service, such as a D-Bus or a key store
    qint64 fileWrites = 0;       ///< files opened for writing, renamed, folders made, contents forced to disk
    qint64 timerWakeUps = 0;     ///< the event loop woke because a time had come
    qint64 otherWakeUps = 0;     ///< it woke for something else
    double lastSentMs = 0;       ///< shared clock, when bytes that begin with PATCH were last handed over

    [[nodiscard]] qint64 beforePaint() const { return networkSockets + localConnections + fileWrites; }
};

[[nodiscard]] Calls &calls();

} // namespace leasekeeper::bench
