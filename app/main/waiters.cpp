// SPDX-License-Identifier: MIT
#include "waiters.h"

#include <QPointer>

#include <algorithm>
#include <utility>

namespace leasekeeper
{

struct Waiters::Waiter {
    QPointer<QObject> context;
    Done done;
    std::unique_ptr<OneShotTimer> limit;
};

Waiters::Waiters() = default;
Waiters::~Waiters() = default;

void Waiters::add(Timers &timers, qint64 limitMs, QObject *context, Done done)
{
    auto waiter = std::make_unique<Waiter>();
    waiter->context = context;
    waiter->done = std::move(done);
    waiter->limit =
        std::make_unique<OneShotTimer>(timers, [this, waiting = waiter.get()] { giveUp(waiting); });
    waiter->limit->start(limitMs);
    m_waiters.push_back(std::move(waiter));
}

void Waiters::serve()
{
    for (const auto &waiter : std::exchange(m_waiters, {})) {
        waiter->limit->stop();
        if (waiter->context)
            waiter->done(true);
    }
}

void Waiters::giveUp(const Waiter *waiter)
{
    const auto found = std::find_if(m_waiters.begin(), m_waiters.end(),
                                    [waiter](const auto &one) { return one.get() == waiter; });
    if (found == m_waiters.end())
        return;
    const std::unique_ptr<Waiter> left = std::move(*found);
    m_waiters.erase(found);
    if (left->context)
        left->done(false);
}

} // namespace leasekeeper
