// SPDX-License-Identifier: MIT
#pragma once

#include "actionservice.h"
#include "decisions.h"
#include "farend.h"
#include "trackedinstance.h"
#include "virtualtime.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QSet>

#include <optional>

namespace leasekeeper
{
class Session;
struct InstanceChanges;
} // namespace leasekeeper

namespace leasekeeper::test::model
{

/// The reference model: knows what the service did and said and what was asked of the program, and from that
/// what may be true. Holds one session at a time against promises N1 to N6 and N8 and keeps the first breach.
class Promises final : public QObject
{
    Q_OBJECT
public:
    /// `time` must outlive this.
    explicit Promises(VirtualTime &time) : m_time(time) {}

    /// From now on it is this session of this account. Both must live until left().
    void watch(Session &session, FarEnd &farEnd);
    /// Signing in makes a new worker for actions: to be called after whatever may have signed in.
    void watchActing();
    /// The session has signed out: what was in flight is said to be unresolved, until somebody signs in
    /// again.
    void signedOut();
    /// The session goes. `told`: what it called off was told; else the next session of this account tells it.
    void left(bool told);
    /// Killed in the middle of it.
    void killed();
    /// Not all that was to be noted down has got to the disk: what ended may be told once more later, and
    /// what is open when the program is killed be forgotten.
    void distrustDisk() { m_diskFails = true; }

    /// Whatever ends as cancelled from now on is called off by leaving, or by signing out.
    void isLeaving();
    void isSigningOut() { m_leaving = Leaving::SignOut; }
    void submitted(BatchId batch, const Decision &decision);
    /// The computer sleeps: what is in flight may take so much longer, and be given up at any time.
    void slept(qint64 ms);
    /// Everything that must hold at any time, after a step that took `elapsedMs` and in which a person asked
    /// for something `asked` times.
    void check(qint64 elapsedMs, int asked);
    /// What is shown holds no secret.
    void checkText(const QString &text);
    /// How often a service was asked that has done nothing but fail since then.
    void checkQuiet(qint64 failsSinceMs);
    /// From now on it is noted when the table shows what the service has.
    void awaitRightTable();
    /// Since then it did so at least once: the service itself goes on meanwhile.
    [[nodiscard]] bool tableWasRight();
    [[nodiscard]] QString whatIsWrong() const;

    void trace() { m_trace = true; }
    /// One line of the log: holds no secret, and the program has no reason to warn.
    void logged(QtMsgType type, const QString &text);
    /// Notes a breach; the first one counts.
    void fail(const QString &what);
    /// The breach as "N3: …", or empty.
    [[nodiscard]] const QString &breach() const { return m_breach; }
    /// Actions of this account that have to end yet, those that earlier sessions left open included.
    [[nodiscard]] int openActions() const;
    [[nodiscard]] bool hasLeftOpen(FarEnd *farEnd) const;
    [[nodiscard]] const std::optional<BatchReport> &lastReport() const { return m_lastReport; }
    /// What retrying that batch comes to: its failures, but for those that are pointless to repeat and those
    /// that a later decision has reached or tried again.
    [[nodiscard]] Decision retryOfLastReport() const;
    [[nodiscard]] int count(ActionOutcome::End end) const { return m_ends.value(int(end)); }
    [[nodiscard]] int requests() const { return m_requests; }

private:
    struct Open {
        BatchId batch = 0;
        DecisionTarget target;
        InstanceVerb verb = InstanceVerb::Stop;
        QList<int> writes;                             ///< on the wire
        QHash<int, std::optional<qint64>> knownEndsMs; ///< of a prolonging's writes: the stop time known then
        qint64 sleptMs = 0;
    };
    /// What a session did not see to its end.
    struct LeftOpen {
        Open action;
        FarEnd *account = nullptr;
        bool mustEnd = true;                             ///< a write of it was sent, and no end was told
        std::optional<ActionOutcome::End> knownEnd = {}; ///< it has ended; that is only to be told
        bool isToldOnLeaving = false;
        [[nodiscard]] int likeness(const ActionOutcome &outcome) const;
    };

    void sent(int wireIndex);
    void ended(BatchId batch, const ActionOutcome &outcome);
    void changed(const InstanceChanges &changes);
    void print(const QString &line) const;
    [[nodiscard]] bool endedLater(BatchId batch, const ActionOutcome &outcome);
    void leaveEnded(qint64 sinceMs);
    void leaveFailedSoFar(bool isToldOnLeaving);
    void leaveOpen(bool mustEnd, const Open &action);
    void leaveEnd(ActionOutcome::End end, bool isToldOnLeaving, bool mustEnd, const Open &action);
    void checkOnce(const Open &action);
    void checkConfirmed(const Open &action, const QString &text);
    void checkNotDone(const Open &action, const ActionOutcome &outcome);
    void checkInTime(const Open &action);
    void checkRow(const TrackedInstance &row);
    void checkAmount(qint64 elapsedMs, int asked);
    void checkClock();
    void lookAtTable();
    [[nodiscard]] bool toldOtherTime(const Open &action, const ActionOutcome &outcome) const;
    [[nodiscard]] int effects(const Open &action, const QByteArray &verb) const;
    [[nodiscard]] bool saidSince(const Open &action, const QStringList &states) const;

    VirtualTime &m_time;
    QPointer<Session> m_session;
    FarEnd *m_farEnd = nullptr;
    QPointer<ActionService> m_acting;
    QList<Open> m_open;
    QList<LeftOpen> m_leftOpen;
    QList<std::pair<Open, qint64>> m_justEnded; ///< and when
    /// Of decisions that have not ended, and when.
    QList<std::pair<Open, qint64>> m_failedSoFar;
    /// To have been done: of what was left open together and is not all known.
    QList<std::pair<Open, qint64>> m_foundSoFar;
    enum class Leaving { No, Session, SignOut };
    Leaving m_leaving = Leaving::No;
    std::optional<BatchReport> m_lastReport;
    /// By this session's worker, in order.
    struct Ended {
        BatchId batch = 0;
        ActionOutcome outcome;
        qint64 stopAtMs = 0; ///< what a prolonging was for
    };
    QList<Ended> m_told;
    QHash<QString, qint64> m_observedAt; ///< of each row
    QHash<int, int> m_ends;
    int m_sentSinceCheck = 0;
    int m_requests = 0;
    bool m_diskFails = false;
    bool m_awaitsRightTable = false;
    bool m_trace = false;
    QString m_breach;
};

} // namespace leasekeeper::test::model
