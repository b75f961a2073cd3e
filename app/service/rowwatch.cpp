// SPDX-License-Identifier: MIT
#include "rowwatch.h"

#include "instancereader.h"
#include "instancesapi.h"
#include "instanceservice.h"
#include "instancestore.h"

#include <algorithm>
#include <limits>

namespace leasekeeper
{

namespace
{
// Listings may go on well meanwhile, so the cap keeps these reads apart from them as well.
constexpr qint64 FailingReadsCapMs = 120'000;
} // namespace

RowWatch::RowWatch(InstanceStore &store, InstanceReader &reader, const ServerTime &serverTime,
                   const Clock &clock, Timers &timers, QRandomGenerator &random, QObject *parent)
    : QObject(parent),
      m_store(store),
      m_reader(reader),
      m_serverTime(serverTime),
      m_clock(clock),
      m_backoff(FailingReadsCapMs, random),
      m_endTimer(timers, [this] { lookForEnded(); })
{
    connect(&store, &InstanceStore::changed, this, &RowWatch::rowsChanged);
    connect(&store, &InstanceStore::cleared, this, &RowWatch::clear);
    connect(&reader, &InstanceReader::readDone, this, &RowWatch::readDone);
}

void RowWatch::rowsChanged(const InstanceChanges &changes)
{
    for (const TrackedRows &rows : {changes.inserted, changes.changed}) {
        for (const TrackedInstance &row : rows) {
            const QString &id = row.instance.id;
            const InstanceStatus status = row.instance.status;
            const InstanceStatus before = m_transitions.take(id);
            if (isTransition(status))
                m_transitions.insert(id, status);
            else if (status == InstanceStatus::Running &&
                     (before == InstanceStatus::Starting || before == InstanceStatus::Creating))
                m_readOnceMore.insert(id);
            m_counting = m_counting || stopsAtMs(row.instance.lease, status);
        }
    }
    for (const QString &id : changes.removed) {
        m_transitions.remove(id);
        m_readOnceMore.remove(id);
        m_readAfterEnd.remove(id);
        m_forbidden.remove(id);
    }
    if (isWaiting())
        Q_EMIT waits();
}

bool RowWatch::isWaiting() const
{
    return m_counting || !m_transitions.isEmpty() || !m_readOnceMore.isEmpty();
}

QStringList RowWatch::rowsInTransition() const
{
    QStringList ids;
    for (auto it = m_transitions.cbegin(); it != m_transitions.cend(); ++it)
        ids.append(it.key());
    for (const QString &id : m_readOnceMore)
        ids.append(id);
    ids.removeIf([this](const QString &id) {
        const TrackedInstance *row = m_store.find(id);
        return !row || row->activity.isActive() || m_forbidden.contains(id);
    });
    ids.sort();
    return ids;
}

void RowWatch::look()
{
    lookForEnded();
    if (m_clock.monotonicMs() < m_pausedUntilMs)
        return;
    QStringList ids = rowsInTransition();
    if (ids.size() > InstanceService::MaxSingleReads)
        return;
    if (m_backoff.failures() > 0)
        ids = ids.mid(0, 1);
    read(ids);
}

void RowWatch::read(const QStringList &ids)
{
    for (const QString &id : ids) {
        m_readOnceMore.remove(id);
        m_reader.read(id, Patience::Once);
    }
}

void RowWatch::lookForEnded()
{
    // It may be days ahead: what has ended shows once the time is known.
    if (m_serverTime.isContested()) {
        m_counting = true;
        return;
    }
    const qint64 now = m_serverTime.nowMs();
    qint64 nearest = std::numeric_limits<qint64>::max();
    QStringList ended;
    const InstanceStore::Rows &rows = m_store.rows();
    for (auto row = rows.cbegin(); row != rows.cend(); ++row) {
        const std::optional<qint64> stopsAt = stopsAtMs((*row)->instance.lease, (*row)->instance.status);
        if (!stopsAt || m_readAfterEnd.value(row.key()) == *stopsAt)
            continue;
        const qint64 left = *stopsAt + InstanceService::AfterEndMs - now;
        if (left > 0)
            nearest = std::min(nearest, left);
        else if (!(*row)->activity.isActive() && !m_forbidden.contains(row.key()))
            ended.append(row.key());
    }
    m_counting = nearest != std::numeric_limits<qint64>::max();
    // Later ones are seen by a later look.
    if (nearest <= InstanceService::TransitionMs)
        m_endTimer.start(nearest);
    if (ended.isEmpty() || m_clock.monotonicMs() < m_pausedUntilMs)
        return;
    ended.sort();
    for (const QString &id : ended) {
        const TrackedInstance *row = m_store.find(id);
        m_readAfterEnd.insert(id, stopsAtMs(row->instance.lease, row->instance.status).value_or(0));
    }
    if (ended.size() <= InstanceService::MaxSingleReads)
        read(ended);
}

void RowWatch::readDone(const QString &id, const Result<Instance> &result)
{
    if (result || deniesInstance(result.error())) {
        m_backoff.reset();
        m_pausedUntilMs = 0;
        return;
    }
    if (result.error().kind == ApiError::Kind::Forbidden) {
        m_forbidden.insert(id);
        return;
    }
    const qint64 pause = std::max(m_backoff.next(), result.error().retryAfterMs);
    m_pausedUntilMs = m_clock.monotonicMs() + pause;
}

void RowWatch::stop()
{
    m_endTimer.stop();
}

void RowWatch::clear()
{
    stop();
    m_counting = false;
    m_transitions.clear();
    m_readOnceMore.clear();
    m_readAfterEnd.clear();
    m_forbidden.clear();
    m_backoff.reset();
    m_pausedUntilMs = 0;
}

} // namespace leasekeeper
