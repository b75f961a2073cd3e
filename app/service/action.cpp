// SPDX-License-Identifier: MIT
#include "action.h"

#include "actionjournal.h"
#include "instancesapi.h"
#include "instancestore.h"
#include "plaintext.h"

#include <utility>

namespace leasekeeper
{

using namespace actiontexts;

namespace
{
constexpr int MaxNameChars = 80;

DecisionTarget targetOf(const ActionIntent &intent)
{
    DecisionTarget target;
    target.id = intent.instanceId;
    target.name = intent.name;
    target.shownStatus = intent.before;
    target.stopAtMs = intent.stopAtMs;
    return target;
}
} // namespace

Action::Action(const ActionTools &tools, InstanceVerb verb, const DecisionTarget &target, qint64 firstLeaseMs,
               QObject *parent)
    : QObject(parent),
      m_tools(tools),
      m_verb(verb),
      m_target(target),
      m_name(visibleText(target.name.isEmpty() ? target.id : target.name, MaxNameChars)),
      m_firstLeaseMs(firstLeaseMs),
      m_write(verb),
      m_watch(tools.api, tools.store, tools.clock, tools.timers, target.id),
      m_limit(tools.timers, [this] { limitReached(); })
{
    connect(&m_watch, &InstanceWatch::seen, this, &Action::seen);
    connect(&m_watch, &InstanceWatch::denied, this, [this](qint64 sentAtMs) { denied(sentAtMs); });
    connect(&m_watch, &InstanceWatch::failed, this, &Action::readFailed);
    connect(&tools.store, &InstanceStore::changed, this, &Action::rowsChanged);
}

Action::Action(const ActionTools &tools, const ActionIntent &leftOpen, QObject *parent)
    : Action(tools, leftOpen.verb, targetOf(leftOpen), 0, parent)
{
    m_leftOpen = leftOpen;
    m_intentId = leftOpen.id;
    m_stage = Stage::Checking;
    // Judged as the last write there can have been: how far it got is not known for certain.
    m_sent.verb = leftOpen.verb;
    m_sent.before = leftOpen.before;
    m_sent.sentAtServerMs = leftOpen.atMs;
    m_sent.askedMs = leftOpen.stopAtMs - leftOpen.atMs;
    m_sent.leaseSetMs = leftOpen.leaseSetMs;
    m_deleteSent = leftOpen.verb == InstanceVerb::Delete;
    m_openSinceMs = tools.clock.monotonicMs();
    showChecking();
}

Action::~Action()
{
    m_tools.gate.withdraw(this);
}

void Action::setStage(Stage stage)
{
    const bool wasInFlight = isInFlight();
    m_stage = stage;
    if (wasInFlight != isInFlight())
        Q_EMIT flightChanged();
}

bool Action::isInFlight() const
{
    if (m_leftOpen)
        return false;
    switch (m_stage) {
    case Stage::Sent:
    case Stage::Verifying:
    case Stage::ReadingLease:
    case Stage::Checking:
        return true;
    case Stage::New:
    case Stage::InLine:
    case Stage::Held:
    case Stage::Queued:
    case Stage::AwaitingStop:
    case Stage::AwaitingGone:
    case Stage::Ended:
        break;
    }
    return false;
}

void Action::show(RowActivity::State state, Step step, bool cancellable)
{
    RowActivity activity;
    activity.state = state;
    activity.verb = m_verb;
    activity.text = working(m_verb, step);
    activity.cancellable = cancellable;
    activity.takesMore = m_verb != InstanceVerb::Delete && !m_leftOpen;
    const TrackedInstance *row = m_tools.store.find(m_target.id);
    if (!m_shown.isActive() && row && row->activity.state == RowActivity::State::Unresolved && !m_leftOpen)
        m_before = row->activity;
    m_shown = activity;
    showAgain();
}

void Action::showAgain()
{
    RowActivity activity = m_shown;
    activity.text = thenFollow(m_shown.text, m_followers);
    activity.cancellable = m_shown.cancellable || !m_followers.isEmpty();
    for (const InstanceVerb verb : std::as_const(m_followers))
        activity.followers |= followerBit(verb);
    m_tools.store.setActivity(m_target.id, activity);
}

void Action::waitInLine()
{
    setStage(Stage::InLine);
}

void Action::setFollowers(const QList<InstanceVerb> &verbs)
{
    m_followers = verbs;
    if (m_shown.isActive() && !hasEnded())
        showAgain();
}

void Action::hold()
{
    setStage(Stage::Held);
    show(RowActivity::State::Grace, Step::Grace, true);
}

void Action::announce()
{
    setStage(Stage::New);
    show(RowActivity::State::Working, Step::Direct, true);
}

void Action::begin()
{
    if (!hasEnded() && stillFits())
        plan();
}

/// Whether the instance still is what the person saw and can still be asked for this. If not, it ends here.
bool Action::stillFits()
{
    const TrackedInstance *row = m_tools.store.find(m_target.id);
    if (!row) {
        if (m_verb == InstanceVerb::Delete)
            confirm(alreadyGone(m_name));
        else
            fail(doesNotExist());
        return false;
    }
    const InstanceStatus status = row->instance.status;
    const bool runs = status == InstanceStatus::Running || status == InstanceStatus::Starting;
    const bool stops = status == InstanceStatus::Stopped || status == InstanceStatus::Stopping;
    if ((m_verb == InstanceVerb::Start && runs) || (m_verb == InstanceVerb::Stop && stops)) {
        confirm(alreadyThere(m_verb, m_name));
        return false;
    }
    if (m_stopAsked && runs) {
        fail(startedAgain());
        return false;
    }
    QString why = changedSince(m_target, row->instance, m_verb);
    if (why.isEmpty())
        why = whyNotAllowed(status, m_verb);
    if (!why.isEmpty())
        fail(why);
    return why.isEmpty();
}

void Action::plan()
{
    if (m_verb != InstanceVerb::Delete) {
        enterGate(m_verb);
        return;
    }
    const InstanceStatus status = m_tools.store.find(m_target.id)->instance.status;
    if (status == InstanceStatus::Stopping) {
        m_limit.start(LimitMs);
        awaitStop();
        return;
    }
    // Every other state that stillFits() lets through is deleted directly.
    enterGate(status == InstanceStatus::Running ? InstanceVerb::Stop : InstanceVerb::Delete);
}

void Action::enterGate(InstanceVerb write, bool again)
{
    m_write = write;
    setStage(Stage::Queued);
    const bool stopsFirst = m_verb == InstanceVerb::Delete && write == InstanceVerb::Stop;
    if (again)
        show(RowActivity::State::Working, Step::Paused, true);
    else
        show(RowActivity::State::Working, stopsFirst ? Step::StopFirst : Step::Direct, true);
    m_tools.gate.enter(
        this, RequestGate::Lane::Write, [this](RequestGate::Place place) { sendWrite(std::move(place)); },
        again);
}

void Action::sendWrite(RequestGate::Place place)
{
    // Time has passed in the queue: what is known now decides.
    if (!stillFits())
        return;
    const Instance instance = m_tools.store.find(m_target.id)->instance;
    if (needsOtherWrite(instance.status)) {
        place.release();
        plan();
        return;
    }

    const std::optional<SentWrite> write = writeToSend(instance);
    if (!write)
        return;
    m_sent = *write;
    m_stopSent = m_stopSent || m_write == InstanceVerb::Stop;
    m_deleteSent = m_deleteSent || m_write == InstanceVerb::Delete;
    m_prolong.sending(instance.lease);
    note(ActionIntent::State::Sent);
    ApiCall<WriteAnswer> *sent = call(*write, std::move(place));
    if (!sent)
        return;
    m_call = sent;
    setStage(Stage::Sent);
    supersedeEarlier();
    showSent();
    // The limit belongs to one write, from its first sending; its repetitions after a 429 included.
    if (m_resends == 0)
        m_limit.start(LimitMs);
    connect(sent, &ApiCallBase::finished, this, [this, sent] { answered(sent); });
    connect(sent, &ApiCallBase::leavingChanged, this, &Action::leavingChanged);
}

/// On the way to a delete the instance's state says which write comes next, and whether one does.
bool Action::needsOtherWrite(InstanceStatus status) const
{
    if (m_verb != InstanceVerb::Delete)
        return false;
    return status == InstanceStatus::Stopping ||
           (status == InstanceStatus::Running) != (m_write == InstanceVerb::Stop);
}

void Action::showSent()
{
    const bool stopsFirst = m_verb == InstanceVerb::Delete && m_write == InstanceVerb::Stop;
    const Step step = stopsFirst ? Step::StopFirst : Step::Direct;
    show(RowActivity::State::Working, m_calledOff ? Step::CalledOff : step,
         (stopsFirst && !m_calledOff) || waitsToLeave());
}

void Action::leavingChanged()
{
    if (m_stage != Stage::Sent)
        return;
    // Refused unread, to be sent once more after signing in.
    if (waitsToLeave() && (m_calledOff || m_leaves)) {
        takeBack();
        endCalledOff();
    } else {
        supersedeEarlier();
        showSent();
    }
}

void Action::supersedeEarlier()
{
    if (!waitsToLeave())
        m_tools.journal.supersede(m_intentId);
}

/// Nullopt: it cannot be asked for any more, and the action has ended.
std::optional<SentWrite> Action::writeToSend(const Instance &instance)
{
    SentWrite write;
    write.verb = m_write;
    write.before = instance.status;
    write.sentAtMs = m_tools.clock.monotonicMs();
    write.sentAtServerMs = m_tools.serverTime.nowMs();
    write.leaseSetMs = instance.lease.updateAtMs.value_or(0);
    if (m_write == InstanceVerb::Start && m_firstLeaseMs != -1 &&
        (m_firstLeaseMs < m_tools.leaseRange.minMs || m_firstLeaseMs > m_tools.leaseRange.maxMs)) {
        failForGood(noSuchFirstLease(m_tools.leaseRange));
        return std::nullopt;
    }
    if (m_write == InstanceVerb::Prolong) {
        // The service counts from its own time: reckoned with a wrong one, a request gives days or takes
        // them.
        if (m_tools.serverTime.isContested()) {
            fail(timeContested());
            return std::nullopt;
        }
        const std::optional<qint64> duration =
            durationToSend(m_target.stopAtMs, write.sentAtServerMs, m_tools.leaseRange);
        if (!duration) {
            m_outcome.wantsOtherTime = true;
            failForGood(outOfRange(m_tools.leaseRange));
            return std::nullopt;
        }
        const QString why = notAgreedTo(instance, write.sentAtServerMs + *duration);
        if (!why.isEmpty()) {
            end(ActionOutcome::End::LeftAlone, why);
            return std::nullopt;
        }
        write.askedMs = *duration;
    }
    return write;
}

/// What a prolonging would do to the lease as it is known now and nobody agreed to: a request replaces the
/// lease (ModelArts API reference, section 4.3), and time has passed since it was shown. Empty: nothing.
QString Action::notAgreedTo(const Instance &instance, qint64 stopAtMs) const
{
    const Lease &lease = instance.lease;
    const AutoStop rule = autoStop(lease);
    // What never stopped by a clock has no end to shorten; but somebody has chosen that rule since.
    const AutoStop shown = m_target.shownAutoStop;
    if ((rule == AutoStop::Idle || rule == AutoStop::Off) && rule != shown && shown != AutoStop::Unknown)
        return stopsByAnotherRule(m_name, rule);
    // Who agreed gave up the time that was shown, and none that was added since.
    const std::optional<qint64> end = leaseEndMs(lease);
    const bool isAgreed = m_target.mayShorten && m_target.shownStopMs && end &&
                          *end <= *m_target.shownStopMs + LeaseToleranceMs;
    if (isAgreed || prolongEffect(lease, instance.status, stopAtMs) != ProlongEffect::Earlier)
        return {};
    return stopsLaterAlready(m_name, *leaseEndMs(lease), m_tools.serverTime.nowMs());
}

/// The call has waited for signing in and is about to leave, perhaps once more: judged anew by what is known
/// now. False: it is not to leave, and the action has ended, or does something else.
bool Action::mayLeaveNow()
{
    if (hasEnded() || !stillFits())
        return false;
    const Instance instance = m_tools.store.find(m_target.id)->instance;
    if (needsOtherWrite(instance.status)) {
        takeBack();
        plan();
        return false;
    }
    const std::optional<SentWrite> write = writeToSend(instance);
    if (!write)
        return false;
    m_sent = *write;
    m_prolong.sending(instance.lease);
    note(ActionIntent::State::Sent);
    return true;
}

ApiCall<WriteAnswer> *Action::call(const SentWrite &write, RequestGate::Place place)
{
    const auto mayLeave = [this] { return mayLeaveNow(); };
    switch (write.verb) {
    case InstanceVerb::Start:
        return m_tools.api.start(m_target.id, m_firstLeaseMs, this, std::move(place), mayLeave);
    case InstanceVerb::Stop:
        return m_tools.api.stop(m_target.id, this, std::move(place), mayLeave);
    case InstanceVerb::Prolong:
        return m_tools.api.renewLease(m_target.id, write.askedMs, this, std::move(place),
                                      [this]() -> std::optional<qint64> {
                                          return mayLeaveNow() ? std::optional(m_sent.askedMs) : std::nullopt;
                                      });
    case InstanceVerb::Delete:
        return m_tools.api.remove(m_target.id, this, std::move(place), mayLeave);
    case InstanceVerb::Open:
        break; // never submitted
    }
    return nullptr;
}

ActionIntent Action::intent() const
{
    ActionIntent intent;
    intent.id = m_intentId;
    intent.instanceId = m_target.id;
    intent.name = m_target.name;
    intent.verb = m_verb;
    // Once the rest is called off, what is left is the stop.
    if (m_calledOff)
        intent.verb = InstanceVerb::Stop;
    const bool isSent = m_stopSent || m_deleteSent || m_sent.sentAtServerMs != 0;
    const TrackedInstance *row = m_tools.store.find(m_target.id);
    const InstanceStatus now = row ? row->instance.status : m_target.shownStatus;
    const bool stopsFirst = m_verb == InstanceVerb::Delete && !m_deleteSent &&
                            (m_stopAsked || m_stopSent || now == InstanceStatus::Running);
    intent.write = stopsFirst ? InstanceVerb::Stop : intent.verb;
    const qint64 leaseSetMs = row ? row->instance.lease.updateAtMs.value_or(0) : 0;
    intent.before = isSent ? m_sent.before : now;
    intent.leaseSetMs = isSent ? m_sent.leaseSetMs : leaseSetMs;
    intent.atMs = isSent ? m_sent.sentAtServerMs : m_tools.serverTime.nowMs();
    if (m_verb == InstanceVerb::Prolong)
        intent.stopAtMs = isSent ? m_sent.sentAtServerMs + m_sent.askedMs : m_target.stopAtMs;
    return intent;
}

void Action::note(ActionIntent::State state)
{
    if (m_intentId == 0)
        return;
    ActionIntent now = m_leftOpen ? *m_leftOpen : intent();
    now.state = state;
    m_tools.journal.change(now);
    // The end of the range may stand in for what was asked.
    if (!m_leftOpen && m_verb == InstanceVerb::Prolong && now.stopAtMs != m_target.stopAtMs)
        m_tools.journal.save();
}

void Action::answered(ApiCallBase *finished)
{
    auto *call = static_cast<ApiCall<WriteAnswer> *>(finished);
    m_call.clear();
    const Result<WriteAnswer> result = call->result();
    // It may have left later than it was made: the service counted from then on.
    m_sent.sentAtMs = std::max(m_sent.sentAtMs, call->sentAtMs());
    tellSendingAnew();
    // And it may have reached the service as late as now, where sleep or a slow line held it up.
    m_unchanged = UnchangedRule(m_tools.clock.monotonicMs());
    if (result) {
        m_resends = 0;
        accepted(result.value());
        return;
    }
    m_error = result.error();
    refused(result.error());
}

/// The service's time may have become known, or better known, since the write was sent: judged by the older
/// idea of it, a prolonging that was carried out would look as if it were not.
void Action::tellSendingAnew()
{
    if (m_leftOpen || !m_tools.serverTime.isVerified())
        return;
    const qint64 passedMs = m_tools.clock.monotonicMs() - m_sent.sentAtMs;
    m_sent.sentAtServerMs = m_tools.serverTime.nowMs() - passedMs;
}

void Action::accepted(const WriteAnswer &answer)
{
    InstanceStatus said = InstanceStatus::Unknown;
    if (answer.instance) {
        said = answer.instance->status;
        Instance instance = *answer.instance;
        instance.id = m_target.id;
        m_tools.store.observePartial(instance, m_sent.sentAtMs);
    }
    switch (m_write) {
    case InstanceVerb::Prolong:
        acceptedProlong(answer);
        return;
    case InstanceVerb::Delete:
        if (said == InstanceStatus::Deleted)
            denied(m_sent.sentAtMs);
        else
            awaitGone();
        return;
    case InstanceVerb::Start:
    case InstanceVerb::Stop: {
        Instance heard;
        heard.status = said;
        if (judgeRead(m_sent, heard) == Verdict::Reached || m_verb == InstanceVerb::Delete)
            writeReached();
        else
            reconcile(); // accepted, but without words to that effect
        return;
    }
    case InstanceVerb::Open:
        return;
    }
}

void Action::acceptedProlong(const WriteAnswer &answer)
{
    if (m_prolong.answered(answer.lease, m_sent) != ProlongJudge::Finding::AsAsked) {
        readLease();
        return;
    }
    m_tools.store.observeLease(m_target.id, *answer.lease, m_sent.sentAtMs);
    confirmProlong(*answer.lease);
}

void Action::refused(const ApiError &error)
{
    const Refusal refusal = classifyRefusal(m_write, error);
    switch (refusal) {
    case Refusal::Busy:
        pauseForBusyService(error);
        return;
    case Refusal::OutcomeUnknown:
        reconcile();
        return;
    case Refusal::Gone:
        if (m_verb == InstanceVerb::Delete)
            verify(refusal);
        else
            fail(doesNotExist());
        return;
    case Refusal::AlreadyThere:
    case Refusal::Ambiguous:
    case Refusal::InTheWay:
        verify(refusal);
        return;
    case Refusal::Final:
        if (error.deniesPermission)
            m_outcome.deniedVerb = m_write;
        failFinally(error);
        return;
    }
}

void Action::pauseForBusyService(const ApiError &error)
{
    // Refused unread: of a stop, nothing is out.
    m_stopSent = m_stopSent && m_write != InstanceVerb::Stop;
    if (m_calledOff || m_leaves) {
        m_deleteSent = m_deleteSent && m_write != InstanceVerb::Delete;
        endCalledOff();
        return;
    }
    if (error.retryAfterMs > LongestPauseMs) {
        fail(askedForLongPause(error.retryAfterMs));
        return;
    }
    if (m_resends >= MaxResends) {
        failFinally(error);
        return;
    }
    ++m_resends;
    enterGate(m_write, true); // which keeps everybody waiting for as long as the service wants
}

void Action::writeReached()
{
    if (m_verb == InstanceVerb::Delete && m_write == InstanceVerb::Stop) {
        m_stopAsked = true;
        if (m_calledOff)
            end(ActionOutcome::End::Cancelled, stoppedNotDeleted(m_name));
        else
            awaitStop();
        return;
    }
    const InstanceStatus goal =
        m_verb == InstanceVerb::Start ? InstanceStatus::Running : InstanceStatus::Stopped;
    const TrackedInstance *row = m_tools.store.find(m_target.id);
    if (row && row->instance.status == goal) {
        confirm(m_verb == InstanceVerb::Start ? running(m_name) : stopped(m_name));
        return;
    }
    m_outcome.leadsTo = goal;
    confirm(m_verb == InstanceVerb::Start ? started(m_name) : stopping(m_name));
}

/// The call is made, but signing in, or finding the way, still keeps the write from leaving.
bool Action::waitsToLeave() const
{
    return m_stage == Stage::Sent && m_call && !m_call->mayHaveLeft();
}

/// Such a write was never sent.
void Action::takeBack()
{
    ApiCallBase *call = std::exchange(m_call, nullptr);
    call->disconnect(this);
    call->cancel();
    m_stopSent = m_stopSent && m_write != InstanceVerb::Stop;
    m_deleteSent = m_deleteSent && m_write != InstanceVerb::Delete;
}

void Action::leave()
{
    m_leaves = true;
    if (!m_leftOpen)
        return;
    m_watch.stop();
    m_limit.stop();
    m_tools.store.disconnect(this);
}

/// Before the write that was to come next.
void Action::endCalledOff()
{
    end(ActionOutcome::End::Cancelled, m_stopAsked ? stoppedNotDeleted(m_name) : cancelled(m_name));
}

bool Action::cancel()
{
    if (m_leftOpen && !hasEnded()) {
        end(ActionOutcome::End::Cancelled, letGo(m_verb, m_name));
        return true;
    }
    switch (m_stage) {
    case Stage::New:
    case Stage::InLine:
    case Stage::Held:
    case Stage::Queued:
        endCalledOff();
        return true;
    case Stage::AwaitingStop:
        end(ActionOutcome::End::Cancelled, stoppedNotDeleted(m_name));
        return true;
    case Stage::Sent:
        if (waitsToLeave()) {
            takeBack();
            endCalledOff();
            return true;
        }
        [[fallthrough]];
    case Stage::Verifying:
    case Stage::Checking:
        if (m_verb != InstanceVerb::Delete || m_write != InstanceVerb::Stop || m_calledOff)
            return false;
        // The stop is out; its end is still told, but nothing follows it.
        m_calledOff = true;
        note(ActionIntent::State::Sent);
        show(m_stage == Stage::Sent ? RowActivity::State::Working : RowActivity::State::Checking,
             Step::CalledOff, false);
        return true;
    case Stage::ReadingLease:
    case Stage::AwaitingGone:
    case Stage::Ended:
        return false;
    }
    return false;
}

} // namespace leasekeeper
