// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

QT_BEGIN_NAMESPACE
class QAbstractSocket;
QT_END_NAMESPACE

namespace leasekeeper::test
{

/// Ends a connection with a reset instead of a goodbye where the system lets us say so; else abruptly.
void resetConnection(QAbstractSocket &socket);

} // namespace leasekeeper::test
