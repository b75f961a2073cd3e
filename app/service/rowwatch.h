// SPDX-License-Identifier: MIT
#pragma once

#include "backoff.h"
#include "clock.h"
#include "instance.h"
#include "result.h"
#include "timers.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QStringList>

namespace leasekeeper
{

class InstanceReader;
class InstanceStore;
struct InstanceChanges;

/// Chooses the rows that are worth a read of their own between two listings: those in a transition, those
/// that have just begun to run (their lease is set anew then; ModelArts API reference, section 4.3), and
/// those whose countdown has ended. Rows with an action under way are read by that action. Failing reads are
/// repeated ever more rarely, and then one at a time.
class RowWatch : public QObject
{
    Q_OBJECT
public:
    /// All must outlive this.
    RowWatch(InstanceStore &store, InstanceReader &reader, const ServerTime &serverTime, const Clock &clock,
             Timers &timers, QRandomGenerator &random, QObject *parent = nullptr);

    /// Its last read brought nothing of use.
    [[nodiscard]] bool isFailing() const { return m_backoff.failures() > 0; }
    /// One look at the rows; to be called every InstanceService::TransitionMs while some are waited for.
    void look();
    /// Whether some row will change by itself: a transition goes on, or a countdown.
    [[nodiscard]] bool isWaiting() const;
    void stop();
    void clear();

Q_SIGNALS:
    /// A row came that will change by itself.
    void waits();

private:
    void rowsChanged(const InstanceChanges &changes);
    void readDone(const QString &id, const Result<Instance> &result);
    void lookForEnded();
    void read(const QStringList &ids);
    [[nodiscard]] QStringList rowsInTransition() const;

    InstanceStore &m_store;
    InstanceReader &m_reader;
    const ServerTime &m_serverTime;
    const Clock &m_clock;
    Backoff m_backoff;
    qint64 m_pausedUntilMs = 0; ///< monotonic
    OneShotTimer m_endTimer;
    bool m_counting = false;                      ///< a countdown goes on somewhere
    QHash<QString, InstanceStatus> m_transitions; ///< rows last seen in a transition
    QSet<QString> m_readOnceMore;
    QHash<QString, qint64> m_readAfterEnd; ///< the stop time for which a row was read already
    QSet<QString> m_forbidden;             ///< rows that may be listed but not read alone
};

} // namespace leasekeeper
