// SPDX-License-Identifier: MIT
// Action's writes: what is sent, when, and what its answer comes to.
#include "action.h"

#include "actionjournal.h"
#include "actionreasons.h"
#include "instancesapi.h"
#include "instancestore.h"

#include <algorithm>
#include <utility>

namespace leasekeeper
{

using namespace actiontexts;

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
    if (!sent || hasEnded())
        return; // signing in may have taken its time within that call
    m_call = sent;
    setStage(Stage::Sent);
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
        showSent();
    }
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
        if (contradictsTime(instance)) {
            fail(timeContradicted());
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

/// By the computer's clock alone it should have stopped long ago, and it runs: that clock may be the wrong
/// one.
bool Action::contradictsTime(const Instance &instance) const
{
    const std::optional<qint64> end = stopsAtMs(instance.lease, instance.status);
    return !m_tools.serverTime.isVerified() && end && m_tools.serverTime.nowMs() - *end > LatestStopMs;
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
    if (hasEnded())
        return false;
    if (m_calledOff || m_leaves) {
        takeBack();
        endCalledOff();
        return false;
    }
    if (!stillFits())
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
    // What was done to the instance before can be told no more.
    if (result || classifyRefusal(m_write, result.error()) == Refusal::OutcomeUnknown)
        m_tools.journal.supersede(m_intentId);
    if (result) {
        m_resends = 0;
        m_error.reset(); // of an attempt before
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
        // A lease that was known before proves nothing, should the answer tell an older one.
        if (answer.instance && answer.instance->lease.updateAtMs && m_write == InstanceVerb::Stop)
            m_stopLeaseSetMs = std::max(*answer.instance->lease.updateAtMs, m_sent.leaseSetMs);
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
        showEarlierEnd(answer.lease);
        readLease();
        return;
    }
    m_tools.store.observeLease(m_target.id, *answer.lease, m_sent.sentAtMs);
    confirmProlong(*answer.lease);
}

/// Where the service's word is to be doubted, the earlier of two stop times is shown meanwhile.
void Action::showEarlierEnd(const std::optional<Lease> &answered)
{
    const TrackedInstance *row = m_tools.store.find(m_target.id);
    if (!row || !answered)
        return;
    const std::optional<qint64> end = leaseEndMs(*answered);
    const std::optional<qint64> shown = leaseEndMs(row->instance.lease);
    if (end && shown && *end < *shown)
        m_tools.store.observeLease(m_target.id, *answered, m_sent.sentAtMs);
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
    if (ApiCallBase *call = std::exchange(m_call, nullptr)) {
        call->disconnect(this);
        call->cancel();
    }
    m_stopSent = m_stopSent && m_write != InstanceVerb::Stop;
    m_deleteSent = m_deleteSent && m_write != InstanceVerb::Delete;
}

} // namespace leasekeeper
