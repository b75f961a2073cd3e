// SPDX-License-Identifier: MIT
#include "keystorelock.h"

#include <QCoreApplication>
#include <QMetaObject>

#include <utility>

namespace leasekeeper
{

void askWhetherLocked(std::function<void(bool locked)> done)
{
    QMetaObject::invokeMethod(
        QCoreApplication::instance(), [done = std::move(done)] { done(false); }, Qt::QueuedConnection);
}

} // namespace leasekeeper
