// SPDX-License-Identifier: MIT
#pragma once

#include "timers.h"

#include <QtGlobal>

#include <functional>
#include <memory>
#include <vector>

QT_BEGIN_NAMESPACE
class QObject;
QT_END_NAMESPACE

namespace leasekeeper
{

/// Those who wait for one answer, each for a limited time.
class Waiters
{
public:
    /// `inTime`: the answer is there. Else the time is over, and it no longer matters to this one.
    using Done = std::function<void(bool inTime)>;

    Waiters();
    Waiters(const Waiters &) = delete;
    Waiters &operator=(const Waiters &) = delete;
    /// Forgets in silence who still waits.
    ~Waiters();

    /// Calls `done` once, at the latest after `limitMs`; forgets it in silence if `context` goes first.
    /// `timers` must outlive this.
    void add(Timers &timers, qint64 limitMs, QObject *context, Done done);
    /// The answer is there.
    void serve();

private:
    struct Waiter;
    void giveUp(const Waiter *waiter);

    std::vector<std::unique_ptr<Waiter>> m_waiters;
};

} // namespace leasekeeper
