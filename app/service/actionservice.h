// SPDX-License-Identifier: MIT
#pragma once

#include "actionoutcome.h"
#include "clock.h"
#include "decisions.h"
#include "leaserequest.h"
#include "timers.h"

#include <QObject>
#include <QSet>
#include <QStringList>

#include <memory>

namespace leasekeeper
{

class ActionJournal;
class InstancesApi;
class InstanceStore;

/// Carries out decisions: one Action per target, at most one write at a time per instance, in the order in
/// which they were decided, and as many as the account's gate lets pass, each write sent once. Deleting waits
/// out a grace period first, then stops, awaits and deletes as the state asks for. What it learns enters
/// InstanceStore; each row's RowActivity tells how far it is. What is about to be sent is noted in the
/// journal first, the targets of a decision together.
class ActionService : public QObject
{
    Q_OBJECT
public:
    static constexpr qint64 DefaultGraceMs = 5'000;
    static constexpr qint64 RetryDeleteMs = 900'000; ///< from its end; later a delete is to be confirmed anew

    /// All collaborators must outlive this. Without a journal what is noted ends with this object.
    ActionService(InstancesApi &api, InstanceStore &store, const ServerTime &serverTime, const Clock &clock,
                  Timers &timers, QObject *parent = nullptr);
    ActionService(InstancesApi &api, InstanceStore &store, const ServerTime &serverTime, const Clock &clock,
                  Timers &timers, ActionJournal &journal, QObject *parent = nullptr);
    ~ActionService() override;

    /// Time between deciding to delete and sending anything, in real ms (0…30 s).
    void setGraceMs(qint64 ms);
    void setLeaseRange(const LeaseRange &range);
    [[nodiscard]] LeaseRange leaseRange() const;

    /// Starts a decision. Targets that have an action under way wait until that has ended, where what was
    /// decided still makes sense then (mayFollow()) and is no repetition; else they end as Failed with a
    /// hint, at once and without a request. What ends is told from the event loop, never from within this
    /// call. Opening is no action: 0, and nothing happens; the same for a decision without targets or after
    /// cancelUnsent().
    BatchId submit(const Decision &decision);
    /// Calls off a batch in its grace period. False if that is over.
    bool undo(BatchId batch);
    /// Calls off what has not been sent yet of the actions on this instance.
    bool cancel(const QString &instanceId);
    /// Numbers its batches from the next one on, where an earlier service for the same account has stopped.
    void continueAfter(BatchId last);
    [[nodiscard]] BatchId lastBatch() const;
    /// Submits the failed targets of an ended batch again, but for those whose goal has been reached since.
    /// Returns the new batch, 0 if there was nothing, or it was a delete that ended more than RetryDeleteMs
    /// ago.
    BatchId retryFailed(BatchId batch);
    /// Who is told of what is called off, or fails, because or while everything ends.
    enum class Telling {
        Now,   ///< those who listen
        Later, ///< whoever opens the account next: it is noted in the journal
    };
    /// Quitting: calls off every grace period and everything queued. Nothing is sent afterwards, nor once
    /// more; what had been left open before stays open.
    void cancelUnsent(Telling telling = Telling::Now);
    /// What has ended since cancelUnsent(), by it and after it, and what was not done before, of decisions
    /// that had not ended then.
    [[nodiscard]] QList<ActionOutcome> lastOutcomes() const;
    /// Those have been told of, but for the ones at these places.
    void forgetLastOutcomes(const QSet<qsizetype> &butFor = {});
    /// Writes on the wire whose outcome is still open.
    [[nodiscard]] int inFlight() const;

    /// Takes up what the journal holds and nobody is working on: what is open shows as being checked, and
    /// keeps its row busy; what has ended is told. Both end as batches of their own, one per verb, with
    /// BatchReport::leftOpen. Nothing is ever sent for these.
    void takeUpLeftOpen();
    /// The service can be read: what was taken up is looked into.
    void lookIntoLeftOpen();
    /// The user does not want to know what became of these: neither now nor later.
    void letGo(const QStringList &instanceIds);

Q_SIGNALS:
    void graceStarted(leasekeeper::BatchId batch, const leasekeeper::Decision &decision, qint64 graceMs);
    /// `undone`: nothing was or will be sent.
    void graceEnded(leasekeeper::BatchId batch, bool undone);
    /// The service says that this one, still in the table, is not there: whoever reads is to look into it.
    void denied(const QString &instanceId);
    void actionEnded(leasekeeper::BatchId batch, const leasekeeper::ActionOutcome &outcome);
    void batchEnded(const leasekeeper::BatchReport &report);
    /// The service named another range (ModelArts.6349).
    void leaseRangeLearnt(const leasekeeper::LeaseRange &range);
    void inFlightChanged();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace leasekeeper
