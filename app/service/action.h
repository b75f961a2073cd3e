// SPDX-License-Identifier: MIT
#pragma once

#include "actionintent.h"
#include "actionoutcome.h"
#include "actionreconcile.h"
#include "actiontexts.h"
#include "actiontools.h"
#include "decisions.h"
#include "instancewatch.h"
#include "prolongjudge.h"
#include "requestgate.h"
#include "trackedinstance.h"

#include <QObject>
#include <QPointer>

namespace leasekeeper
{

class ApiCallBase;
template <typename T> class ApiCall;
struct WriteAnswer;

/// One verb on one instance from decision to end (`faults.md` W1 and UR):
///
///   [in line ->] held -> queued -> sent -> [verified | checked] -> confirmed | failed | unresolved
///
/// and for a running instance that is to be deleted: stop written, STOPPED awaited, then the delete written
/// and its disappearance awaited. Keeps its entry in the journal, if it has one, as far as it is. Emits
/// ended() exactly once; the owner deletes it afterwards.
class Action : public QObject
{
    Q_OBJECT
public:
    static constexpr qint64 LimitMs = 300'000; ///< for each write, from its sending
    /// Nothing leaves once the decision is older than this and the instance has not been looked at for as
    /// long: the computer slept, or nobody was signed in, while others went on.
    static constexpr qint64 LongestBlindMs = 900'000;
    static constexpr int MaxResends = 3; ///< after 429
    static constexpr qint64 LongestPauseMs = 120'000;
    static constexpr qint64 LatestStopMs = 3'600'000; ///< after its time: later than any stop is

    Action(const ActionTools &tools, InstanceVerb verb, const DecisionTarget &target, qint64 firstLeaseMs,
           QObject *parent = nullptr);
    ~Action() override;

    /// One whose end was left open: it is looked into, and nothing of it is ever sent again.
    Action(const ActionTools &tools, const ActionIntent &leftOpen, QObject *parent = nullptr);

    /// In its grace period: shown, nothing sent.
    void hold();
    /// Waits for its turn behind another action on the same instance: nothing of it is shown or sent. hold()
    /// or announce() follows.
    void waitInLine();
    /// What waits behind this one.
    void setFollowers(const QList<InstanceVerb> &verbs);
    /// Shown as being worked on; begin() follows.
    void announce();
    void begin();
    /// Calls off what has not been sent yet. False if there is nothing of the kind. One that was left open is
    /// let go.
    bool cancel();

    /// Everything ends: what is on the wire is seen through, but nothing is sent any more. One that was left
    /// open stays so, and is not looked into any more.
    void leave();

    /// What of it is to be noted in the journal, and as what it was noted.
    [[nodiscard]] ActionIntent intent() const;
    void noted(quint64 intentId) { m_intentId = intentId; }
    [[nodiscard]] quint64 intentId() const { return m_intentId; }
    [[nodiscard]] bool isNoted() const { return m_intentId != 0; }
    /// Its end was left open; lookInto() begins to read, once that is possible.
    [[nodiscard]] bool isLeftOpen() const { return m_leftOpen.has_value(); }
    void lookInto();
    /// On the way to a delete its stop was asked for.
    [[nodiscard]] bool hasAskedToStop() const { return m_stopAsked || m_stopSent; }

    [[nodiscard]] const QString &instanceId() const { return m_target.id; }
    [[nodiscard]] InstanceVerb verb() const { return m_verb; }
    /// Prolong: the stop time that was asked for.
    [[nodiscard]] qint64 stopAtMs() const { return m_target.stopAtMs; }
    [[nodiscard]] bool isHeld() const { return m_stage == Stage::Held; }
    [[nodiscard]] bool isInLine() const { return m_stage == Stage::InLine; }
    /// begin() was called, or it ended before.
    [[nodiscard]] bool hasBegun() const
    {
        return m_stage != Stage::New && m_stage != Stage::InLine && m_stage != Stage::Held;
    }
    [[nodiscard]] bool hasEnded() const { return m_stage == Stage::Ended; }
    /// A write was sent by this object and its outcome is open.
    [[nodiscard]] bool isInFlight() const;
    /// Valid once ended() was emitted.
    [[nodiscard]] const ActionOutcome &outcome() const { return m_outcome; }
    /// After its end the row is worth another read: its lease was set anew, or it was not as thought.
    [[nodiscard]] bool wantsReadAfterwards() const { return m_wantsRead; }
    /// The service says that it is not there, though not because of this.
    [[nodiscard]] bool isDenied() const { return m_isDenied; }

Q_SIGNALS:
    void ended();
    void flightChanged();
    void rangeLearnt(const leasekeeper::LeaseRange &range);

private:
    enum class Stage {
        New,
        InLine, ///< another action on the instance comes first
        Held,
        Queued,       ///< waits for its turn on the wire
        Sent,         ///< a write is on the wire
        Verifying,    ///< refused in a way that one read settles
        ReadingLease, ///< prolonged, but the answer does not say what was asked
        Checking,     ///< outcome unknown
        AwaitingStop,
        AwaitingGone,
        Ended,
    };

    void setStage(Stage stage);
    void show(RowActivity::State state, actiontexts::Step step, bool cancellable);
    void showAgain();
    [[nodiscard]] bool stillFits();
    void plan();
    void enterGate(InstanceVerb write, bool again = false);
    void sendWrite(RequestGate::Place place);
    [[nodiscard]] std::optional<SentWrite> writeToSend(const Instance &instance);
    [[nodiscard]] bool contradictsTime(const Instance &instance) const;
    [[nodiscard]] QString notAgreedTo(const Instance &instance, qint64 stopAtMs) const;
    [[nodiscard]] bool needsOtherWrite(InstanceStatus status) const;
    [[nodiscard]] bool mayLeaveNow();
    [[nodiscard]] ApiCall<WriteAnswer> *call(const SentWrite &write, RequestGate::Place place);
    void note(ActionIntent::State state);
    void answered(ApiCallBase *call);
    void tellSendingAnew();
    void accepted(const WriteAnswer &answer);
    void acceptedProlong(const WriteAnswer &answer);
    void showEarlierEnd(const std::optional<Lease> &answered);
    void refused(const ApiError &error);
    void pauseForBusyService(const ApiError &error);
    void writeReached();
    void verify(Refusal why);
    void verifiedBy(const Instance &instance);
    void readLease();
    void reconcile();
    void awaitStop();
    void awaitGone();
    void seen(const Instance &instance, qint64 sentAtMs);
    void seenWhileStopping(const Instance &instance, qint64 sentAtMs);
    void seenAfterWrite(const Instance &instance, qint64 sentAtMs);
    void seenLater(const Instance &instance, qint64 sentAtMs);
    [[nodiscard]] bool isLongAgo(qint64 monotonicMs, qint64 limitMs) const;
    [[nodiscard]] bool sleptSinceSent() const;
    [[nodiscard]] bool isStopLongAgo() const;
    [[nodiscard]] bool wasReadLately() const;
    void denied(std::optional<qint64> sentAtMs);
    void readFailed(const ApiError &error);
    void rowsChanged(const InstanceChanges &changes);
    void showChecking();
    void limitReached();
    [[nodiscard]] bool waitsToLeave() const;
    void takeBack();
    void leavingChanged();
    void showSent();
    void endCalledOff();

    void confirm(const QString &text);
    void confirmProlong(const Lease &lease);
    void fail(const QString &reason);
    void failForGood(const QString &reason);
    void failUnseen(const QString &reason);
    void failFinally(const ApiError &error);
    void endUnchanged(const Instance &instance);
    void offerStart(InstanceStatus now);
    void failUnchanged(const Instance &instance);
    void failWithOtherTime(const Lease &lease);
    void endUnresolved();
    void end(ActionOutcome::End how, const QString &text);
    void endOvertaken(const QString &detail);
    [[nodiscard]] QString foundDetail(const Instance &instance) const;
    [[nodiscard]] InstanceVerb spokenVerb() const;

    ActionTools m_tools;
    InstanceVerb m_verb;
    DecisionTarget m_target;
    QString m_name;
    RowActivity m_shown;  ///< without what follows
    RowActivity m_before; ///< what the row said of an earlier one whose outcome is not known
    QList<InstanceVerb> m_followers;
    qint64 m_firstLeaseMs;
    Stage m_stage = Stage::New;
    InstanceVerb m_write; ///< the write being made: m_verb, or Stop on the way to a delete
    SentWrite m_sent;
    ProlongJudge m_prolong;
    UnchangedRule m_unchanged;
    Refusal m_verifying = Refusal::Final;
    std::optional<ApiError> m_error;
    InstanceWatch m_watch;
    OneShotTimer m_limit;
    QPointer<ApiCallBase> m_call;
    std::optional<ActionIntent> m_leftOpen; ///< as it was found in the journal
    quint64 m_intentId = 0;                 ///< in the journal
    qint64 m_openSinceMs = 0;               ///< monotonic: rows observed before tell nothing of it
    qint64 m_decidedAtMs;                   ///< monotonic
    qint64 m_foundStoppingAtMs = 0;         ///< monotonic: where nobody had to ask for it
    qint64 m_readAtMs = 0;                  ///< monotonic: when the last read that told of it was sent
    int m_resends = 0;
    bool m_stopAsked = false; ///< on the way to a delete: stopped by us, or found stopping
    bool m_stopSent = false;
    bool m_sawStopping = false; ///< by a read, not only by an answer
    /// When the lease was set last, as the answer to our stop told (ms UTC).
    std::optional<qint64> m_stopLeaseSetMs;
    bool m_deleteSent = false;
    bool m_calledOff = false; ///< the delete after the stop will not be sent
    bool m_leaves = false;    ///< nor anything else
    bool m_wantsRead = false;
    bool m_isDenied = false;
    ActionOutcome m_outcome;
};

} // namespace leasekeeper
