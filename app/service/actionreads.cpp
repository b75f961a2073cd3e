// SPDX-License-Identifier: MIT
// What reads tell of an Action's write.
#include "action.h"

#include "actionjournal.h"
#include "actionreasons.h"
#include "apierrors.h"
#include "instancesapi.h"
#include "instancestore.h"
#include "leftopentexts.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

using namespace actiontexts;

namespace
{
constexpr qint64 ReadLatelyMs = 60'000; // what was read before that tells nothing of now
} // namespace

void Action::verify(Refusal why)
{
    m_verifying = why;
    setStage(Stage::Verifying);
    m_watch.readOnce();
}

void Action::reconcile()
{
    setStage(Stage::Checking);
    note(ActionIntent::State::Sent); // it may have left later than it was made
    showChecking();
    // After a sleep its reads begin anew: on the old rhythm they would be a minute apart by now.
    m_watch.reconcile(sleptSinceSent() ? m_tools.clock.monotonicMs() : m_sent.sentAtMs);
}

void Action::showChecking()
{
    const bool stopsFirst = m_verb == InstanceVerb::Delete && m_write == InstanceVerb::Stop;
    show(RowActivity::State::Checking, m_calledOff ? Step::CalledOff : Step::Checking,
         m_leftOpen || (stopsFirst && !m_calledOff));
}

void Action::lookInto()
{
    if (!m_leftOpen || m_leaves || m_stage != Stage::Checking || m_limit.isActive())
        return;
    const qint64 passed = std::max<qint64>(0, m_tools.serverTime.nowMs() - m_sent.sentAtServerMs);
    // One that was only planned may have left at the last moment, and nobody knows when that was.
    m_sent.sentAtMs =
        m_tools.clock.monotonicMs() - (m_leftOpen->state == ActionIntent::State::Planned ? 0 : passed);
    m_unchanged = UnchangedRule(m_sent.sentAtMs);
    m_limit.start(LimitMs);
    m_watch.reconcile(passed > LimitMs ? m_tools.clock.monotonicMs() : m_sent.sentAtMs);
    const TrackedInstance *row = m_tools.store.find(m_target.id);
    if (row && row->observedAtMs >= m_openSinceMs)
        seenLater(Instance(row->instance), row->observedAtMs);
}

void Action::seenLater(const Instance &instance, qint64 sentAtMs)
{
    switch (judgeLater(m_sent, instance, m_tools.serverTime.nowMs())) {
    case LaterVerdict::Reached:
        if (m_verb == InstanceVerb::Prolong)
            m_tools.store.setNote(m_target.id, {});
        confirm(wasDone(m_verb, m_name, foundDetail(instance)));
        return;
    case LaterVerdict::UnderWay:
        m_sent.before = InstanceStatus::Deleting;
        if (m_stage != Stage::AwaitingGone)
            awaitGone();
        return;
    case LaterVerdict::NotDone:
        fail(foundDetail(instance));
        return;
    case LaterVerdict::Unchanged:
        if (m_unchanged.add(sentAtMs))
            fail(foundDetail(instance));
        return;
    case LaterVerdict::Overtaken:
        // That its time has passed is not certain before the time is.
        if (!m_tools.serverTime.isContested())
            endOvertaken(foundDetail(instance));
        return;
    case LaterVerdict::Undecided:
        return;
    }
}

/// Nothing read from now on will tell: said once, and not looked into again.
void Action::endOvertaken(const QString &detail)
{
    m_tools.journal.remove(std::exchange(m_intentId, 0));
    end(ActionOutcome::End::Unresolved, cannotBeTold(m_verb, m_name, detail));
}

QString Action::foundDetail(const Instance &instance) const
{
    const qint64 now = m_tools.serverTime.nowMs();
    const bool stopped =
        instance.status == InstanceStatus::Stopped || instance.status == InstanceStatus::Stopping;
    if (m_verb == InstanceVerb::Delete && m_sent.before == InstanceStatus::Running && stopped)
        return stoppedOnly();
    const std::optional<qint64> end = stopsAtMs(instance.lease, instance.status);
    return m_verb == InstanceVerb::Prolong && end ? stopsAt(*end, now) : isNow(instance);
}

void Action::readLease()
{
    setStage(Stage::ReadingLease);
    ApiCall<Lease> *call = m_tools.api.showLease(m_target.id, Patience::Person, this);
    m_call = call;
    connect(call, &ApiCallBase::finished, this, [this, call] {
        m_call.clear();
        if (!call->result()) {
            reconcile();
            return;
        }
        const Lease lease = call->result().value();
        m_tools.store.observeLease(m_target.id, lease, call->sentAtMs());
        tellSendingAnew();
        switch (m_prolong.read(lease, m_sent)) {
        case ProlongJudge::Finding::AsAsked:
            confirmProlong(lease);
            return;
        case ProlongJudge::Finding::Other:
            failWithOtherTime(lease);
            return;
        case ProlongJudge::Finding::Open:
            reconcile();
            return;
        }
    });
}

void Action::awaitStop()
{
    m_stopAsked = true;
    setStage(Stage::AwaitingStop);
    show(RowActivity::State::Working, m_stopSent ? Step::StopFirst : Step::AwaitStop, true);
    m_watch.await();
}

void Action::awaitGone()
{
    setStage(Stage::AwaitingGone);
    show(RowActivity::State::Working, Step::Direct, false);
    m_watch.await();
}

void Action::seen(const Instance &instance, qint64 sentAtMs)
{
    m_readAtMs = sentAtMs;
    switch (m_stage) {
    case Stage::Verifying:
        verifiedBy(instance);
        return;
    case Stage::AwaitingStop:
        seenWhileStopping(instance, sentAtMs);
        return;
    case Stage::Checking:
    case Stage::AwaitingGone:
        seenAfterWrite(instance, sentAtMs);
        return;
    case Stage::New:
    case Stage::InLine:
    case Stage::Held:
    case Stage::Queued:
    case Stage::Sent:
    case Stage::ReadingLease:
    case Stage::Ended:
        return;
    }
}

void Action::verifiedBy(const Instance &instance)
{
    if (m_verifying == Refusal::Gone) {
        fail(deniedButShown());
        return;
    }
    switch (judgeRead(m_sent, instance)) {
    case Verdict::Reached:
        // A lease that already is as asked makes no refused request one that was carried out.
        if (m_verb == InstanceVerb::Prolong && m_error)
            failFinally(ApiError(*m_error));
        else
            writeReached();
        return;
    case Verdict::UnderWay:
        awaitGone();
        return;
    case Verdict::NotDone:
    case Verdict::Unchanged:
    case Verdict::Undecided:
        if (m_error)
            failFinally(*m_error);
        return;
    }
}

void Action::seenWhileStopping(const Instance &instance, qint64 sentAtMs)
{
    switch (instance.status) {
    case InstanceStatus::Stopped:
    case InstanceStatus::CreateFailed:
    case InstanceStatus::StartFailed:
    case InstanceStatus::DeleteFailed:
    case InstanceStatus::Error:
        m_watch.stop();
        m_limit.stop();
        // It may have been started, used and stopped again since.
        if (isStopLongAgo()) {
            failUnseen(stoppedLongAgo());
            return;
        }
        m_resends = 0;
        enterGate(InstanceVerb::Delete);
        return;
    case InstanceStatus::Stopping:
        m_sawStopping = true;
        return;
    case InstanceStatus::Running:
        // Right after our stop a read may still lag behind it; after a read that showed it stopping, with a
        // lease set after the stop, or where nobody asked but somebody else, running means running again.
        if (m_sawStopping || !m_stopSent || isSetAfter(instance.lease, m_stopLeaseSetMs))
            failUnseen(startedAgain());
        else if (m_unchanged.add(sentAtMs)) {
            m_stopAsked = false; // it runs as it was shown
            fail(runsStill());
        }
        return;
    case InstanceStatus::Starting:
        failUnseen(startedAgain());
        return;
    case InstanceStatus::Deleting:
        // Somebody else is doing it.
        m_sent.verb = InstanceVerb::Delete;
        m_sent.before = InstanceStatus::Deleting;
        m_limit.start(LimitMs);
        awaitGone();
        return;
    case InstanceStatus::Frozen:
        fail(isNow(instance));
        return;
    case InstanceStatus::Init:
    case InstanceStatus::Creating:
    case InstanceStatus::Snapshotting:
    case InstanceStatus::Deleted:
    case InstanceStatus::Unknown:
        return;
    }
}

void Action::seenAfterWrite(const Instance &instance, qint64 sentAtMs)
{
    if (m_leftOpen) {
        seenLater(instance, sentAtMs);
        return;
    }
    tellSendingAnew();
    switch (judgeRead(m_sent, instance)) {
    case Verdict::Reached:
        if (m_write == InstanceVerb::Delete)
            denied(sentAtMs);
        else if (m_write == InstanceVerb::Prolong)
            confirmProlong(instance.lease);
        else
            writeReached();
        return;
    case Verdict::UnderWay:
        // From here on a failed delete is a new fact, even if it had failed before.
        m_sent.before = InstanceStatus::Deleting;
        if (m_stage != Stage::AwaitingGone)
            awaitGone();
        return;
    case Verdict::NotDone:
        if (m_write != InstanceVerb::Prolong)
            fail(isNow(instance));
        else if (checkAnswer(instance.lease, m_sent.sentAtServerMs, m_sent.askedMs) == AnswerCheck::Agrees)
            confirm(wasDone(m_verb, m_name, foundDetail(instance))); // and has stopped since
        else {
            offerStart(instance.status);
            fail(m_outcome.offersStart ? missedTheEnd() : isNow(instance));
        }
        return;
    case Verdict::Unchanged:
        if (m_prolong.isOtherEndTold(instance.lease))
            failWithOtherTime(instance.lease);
        else if (m_write == m_verb && sleptSinceSent() && !m_tools.serverTime.isContested() &&
                 judgeLater(m_sent, instance, m_tools.serverTime.nowMs()) == LaterVerdict::Overtaken)
            endOvertaken(foundDetail(instance));
        else if (m_unchanged.add(sentAtMs))
            endUnchanged(instance);
        return;
    case Verdict::Undecided:
        return;
    }
}

/// More time has passed than any write is given: the timers stood still, and anything can have happened.
bool Action::sleptSinceSent() const
{
    return isLongAgo(m_sent.sentAtMs, LimitMs);
}

/// Also where the timers stood still meanwhile.
bool Action::isLongAgo(qint64 monotonicMs, qint64 limitMs) const
{
    const Clock &clock = m_tools.clock;
    return double(clock.monotonicMs() - monotonicMs) > double(limitMs) * clock.pace();
}

bool Action::isStopLongAgo() const
{
    return isLongAgo(m_stopSent ? m_sent.sentAtMs : m_foundStoppingAtMs, LimitMs);
}

bool Action::wasReadLately() const
{
    return m_readAtMs != 0 && !isLongAgo(m_readAtMs, ReadLatelyMs);
}

/// The instance is not there. `sentAtMs`: of the request that said so; nullopt if the store knows already.
void Action::denied(std::optional<qint64> sentAtMs)
{
    if (m_verb != InstanceVerb::Delete && m_leftOpen) {
        endOvertaken(doesNotExist());
        return;
    }
    if (m_verb != InstanceVerb::Delete) {
        fail(doesNotExist());
        return;
    }
    const bool ourWork = m_deleteSent && m_stage != Stage::Verifying;
    // Where nobody has seen it go, the row leaves as every other that is missing.
    if (sentAtMs && ourWork)
        m_tools.store.observeGone(m_target.id, *sentAtMs);
    else if (sentAtMs)
        m_isDenied = true;
    if (m_leftOpen)
        confirm(wasDone(m_verb, m_name, notThereAnyMore()));
    else
        confirm(ourWork ? deleted(m_name) : alreadyGone(m_name));
}

void Action::readFailed(const ApiError &error)
{
    if (m_stage == Stage::Verifying) {
        switch (m_verifying) {
        case Refusal::Gone:
            // The service's own word stands; the row leaves when a listing agrees.
            confirm(alreadyGone(m_name));
            return;
        case Refusal::AlreadyThere:
            writeReached();
            return;
        case Refusal::InTheWay:
            failFinally(ApiError(*m_error));
            return;
        case Refusal::Ambiguous:
        case Refusal::Final:
        case Refusal::Busy:
        case Refusal::OutcomeUnknown:
            reconcile();
            return;
        }
    }
    if (error.kind != ApiError::Kind::Unauthorised)
        return; // the next read follows by itself
    m_error = error;
    if (m_stage == Stage::AwaitingStop)
        fail(signedOutMeanwhile());
    else
        endUnresolved();
}

void Action::rowsChanged(const InstanceChanges &changes)
{
    const bool listens =
        m_stage == Stage::Checking || m_stage == Stage::AwaitingStop || m_stage == Stage::AwaitingGone;
    if (listens && changes.removed.contains(m_target.id)) {
        denied(std::nullopt);
        return;
    }
    const auto isMine = [this](const TrackedInstance &row) { return row.instance.id == m_target.id; };
    if (m_leftOpen && std::any_of(changes.inserted.begin(), changes.inserted.end(), isMine))
        showChecking();
}

void Action::limitReached()
{
    switch (m_stage) {
    case Stage::AwaitingStop:
        fail(wasReadLately() ? stillStopping() : stopNotSeen());
        return;
    case Stage::AwaitingGone:
        if (wasReadLately())
            end(ActionOutcome::End::Unresolved, stillDeleting(m_name));
        else
            endUnresolved();
        return;
    case Stage::Queued:
        if (m_error)
            failFinally(*m_error);
        return;
    case Stage::Sent:
        if (waitsToLeave()) {
            takeBack();
            fail(waitedTooLong(m_stopAsked));
            return;
        }
        [[fallthrough]];
    case Stage::Verifying:
    case Stage::ReadingLease:
    case Stage::Checking:
        endUnresolved();
        return;
    case Stage::New:
    case Stage::InLine:
    case Stage::Held:
    case Stage::Ended:
        return;
    }
}

} // namespace leasekeeper
