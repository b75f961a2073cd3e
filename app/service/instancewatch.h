// SPDX-License-Identifier: MIT
#pragma once

#include "apierror.h"
#include "clock.h"
#include "instance.h"
#include "timers.h"

#include <QObject>
#include <QPointer>

namespace leasekeeper
{

class ApiCallBase;
class InstancesApi;
class InstanceStore;

/// Reads one instance again and again for an action. What comes enters the store and is reported together
/// with the moment its request was sent.
class InstanceWatch : public QObject
{
    Q_OBJECT
public:
    static constexpr qint64 FirstMs = 2'000;
    static constexpr qint64 PeriodMs = 5'000;

    /// All must outlive this.
    InstanceWatch(InstancesApi &api, InstanceStore &store, const Clock &clock, Timers &timers,
                  const QString &instanceId, QObject *parent = nullptr);
    ~InstanceWatch() override;

    /// Awaiting a transition: after 2 s, then every 5 s.
    void await();
    /// A write of unknown outcome, sent at this monotonic ms: 2, 4, 8, 16, 30 and 60 s after it, then each
    /// minute (`faults.md` UR). One that is found out late is looked at once as well.
    void reconcile(qint64 writeSentAtMs);
    /// One read, at once.
    void readOnce();
    void stop();

Q_SIGNALS:
    void seen(const leasekeeper::Instance &instance, qint64 sentAtMs);
    /// The service says that there is no such instance.
    void denied(qint64 sentAtMs);
    /// This read brought nothing; unless it was a single one the next follows by itself.
    void failed(const leasekeeper::ApiError &error);

private:
    enum class Rhythm { Once, Await, Reconcile };
    void read();
    void armNext();
    [[nodiscard]] qint64 untilNextPoint() const;

    InstancesApi &m_api;
    InstanceStore &m_store;
    const Clock &m_clock;
    QString m_id;
    Rhythm m_rhythm = Rhythm::Once;
    qint64 m_writeSentAtMs = 0;
    OneShotTimer m_timer;
    QPointer<ApiCallBase> m_call;
};

} // namespace leasekeeper
