// SPDX-License-Identifier: MIT
#include "socketreset.h"

#include <QAbstractSocket>

namespace leasekeeper::test
{

void resetConnection(QAbstractSocket &socket)
{
    socket.abort();
}

} // namespace leasekeeper::test
