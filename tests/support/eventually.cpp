// SPDX-License-Identifier: MIT
#include "eventually.h"

#include <QCoreApplication>
#include <QEvent>
#include <QEventLoop>
#include <QTimer>

namespace leasekeeper::test
{

bool eventually(const std::function<bool()> &done, int limitMs)
{
    QTimer limit;
    limit.setSingleShot(true);
    limit.start(limitMs);
    while (!done()) {
        if (!limit.isActive())
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    return true;
}

void runPast(int ms)
{
    QEventLoop loop;
    QTimer::singleShot(ms, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

} // namespace leasekeeper::test
