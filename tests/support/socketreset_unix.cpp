// SPDX-License-Identifier: MIT
#include "socketreset.h"

#include <QAbstractSocket>

#include <sys/socket.h>

namespace leasekeeper::test
{

void resetConnection(QAbstractSocket &socket)
{
    // Closing without lingering throws away what is unsent and tells the other side so.
    const linger atOnce{1, 0};
    ::setsockopt(int(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    socket.abort();
}

} // namespace leasekeeper::test
