// SPDX-License-Identifier: MIT
#include "instancewatch.h"

#include "instancereader.h"
#include "instancesapi.h"
#include "instancestore.h"

#include <array>

namespace leasekeeper
{

namespace
{
constexpr std::array<qint64, 6> ReconcileAtMs{2'000, 4'000, 8'000, 16'000, 30'000, 60'000};
constexpr qint64 ReconcilePeriodMs = 60'000;
constexpr qint64 LateMs = 5'000;
} // namespace

InstanceWatch::InstanceWatch(InstancesApi &api, InstanceStore &store, const Clock &clock, Timers &timers,
                             const QString &instanceId, QObject *parent)
    : QObject(parent), m_api(api), m_store(store), m_clock(clock), m_id(instanceId), m_timer(timers, [this] {
          read();
      })
{
}

InstanceWatch::~InstanceWatch() = default;

void InstanceWatch::await()
{
    stop();
    m_rhythm = Rhythm::Await;
    m_timer.start(FirstMs);
}

void InstanceWatch::reconcile(qint64 writeSentAtMs)
{
    stop();
    m_rhythm = Rhythm::Reconcile;
    m_writeSentAtMs = writeSentAtMs;
    const qint64 wait = untilNextPoint();
    m_timer.start(wait > LateMs ? 0 : wait);
}

void InstanceWatch::readOnce()
{
    stop();
    m_rhythm = Rhythm::Once;
    read();
}

void InstanceWatch::stop()
{
    m_timer.stop();
    if (m_call) {
        m_call->disconnect(this);
        m_call->deleteLater();
        m_call.clear();
    }
}

qint64 InstanceWatch::untilNextPoint() const
{
    const qint64 passed = m_clock.monotonicMs() - m_writeSentAtMs;
    for (const qint64 point : ReconcileAtMs) {
        if (point > passed)
            return point - passed;
    }
    return ReconcilePeriodMs - passed % ReconcilePeriodMs;
}

void InstanceWatch::armNext()
{
    switch (m_rhythm) {
    case Rhythm::Once:
        return;
    case Rhythm::Await:
        m_timer.start(PeriodMs);
        return;
    case Rhythm::Reconcile:
        m_timer.start(untilNextPoint());
        return;
    }
}

void InstanceWatch::read()
{
    ApiCall<Instance> *call = m_api.show(m_id, Patience::Person, this);
    m_call = call;
    connect(call, &ApiCallBase::finished, this, [this, call] {
        m_call.clear();
        // Armed first: whoever hears the result may stop the watch.
        armNext();
        const qint64 sentAtMs = call->sentAtMs();
        if (call->result()) {
            const Instance instance = call->result().value();
            m_store.observe({instance}, sentAtMs);
            Q_EMIT seen(instance, sentAtMs);
        } else if (deniesInstance(call->result().error())) {
            Q_EMIT denied(sentAtMs);
        } else {
            Q_EMIT failed(call->result().error());
        }
    });
}

} // namespace leasekeeper
