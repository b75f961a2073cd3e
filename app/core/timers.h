// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QtGlobal>

#include <functional>
#include <memory>
#include <unordered_map>

namespace leasekeeper
{

/// The one source of one-shot timers, injected beside Clock. Tests replace it by virtual time, so that
/// hours pass in no time and nothing has to sleep.
class Timers
{
public:
    using Id = quint64; ///< 0 is never a valid id.

    virtual ~Timers();
    /// Calls `action` once from the event loop, about `delayMs` (>= 0, real ms) from now.
    virtual Id schedule(qint64 delayMs, std::function<void()> action) = 0;
    /// Forgets a timer; unknown and expired ids are ignored.
    virtual void cancel(Id id) = 0;
};

/// Timers of the running event loop (coarse for delays of two seconds and more).
class SystemTimers final : public QObject, public Timers
{
    Q_OBJECT
public:
    explicit SystemTimers(QObject *parent = nullptr);
    ~SystemTimers() override;
    Id schedule(qint64 delayMs, std::function<void()> action) override;
    void cancel(Id id) override;

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    struct Pending;
    void arm(Id id, Pending &pending);

    std::unordered_map<Id, std::unique_ptr<Pending>> m_pending;
    std::unordered_map<int, Id> m_idOfTimer; ///< by Qt's timer id
    Id m_lastId = 0;
};

/// A restartable one-shot timer to hold as a member: destroying it cancels it, so the action
/// never outlives the object that holds it.
class OneShotTimer
{
public:
    OneShotTimer(Timers &timers, std::function<void()> action);
    ~OneShotTimer();
    OneShotTimer(const OneShotTimer &) = delete;
    OneShotTimer &operator=(const OneShotTimer &) = delete;

    /// Starts, or starts anew, to fire once after `delayMs`.
    void start(qint64 delayMs);
    void stop();
    [[nodiscard]] bool isActive() const { return m_id != 0; }

private:
    Timers &m_timers;
    std::function<void()> m_action;
    Timers::Id m_id = 0;
};

} // namespace leasekeeper
