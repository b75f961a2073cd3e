// SPDX-License-Identifier: MIT
// How an Action ends, and what is said of it.
#include "action.h"

#include "actionjournal.h"
#include "actionreasons.h"
#include "apierrors.h"
#include "instancesapi.h"
#include "instancestore.h"
#include "leftopentexts.h"

using namespace Qt::StringLiterals;

namespace leasekeeper
{

using namespace actiontexts;

/// What is not known of a sequence is the write it has got to.
InstanceVerb Action::spokenVerb() const
{
    return m_verb == InstanceVerb::Delete && !m_deleteSent ? m_write : m_verb;
}

void Action::endUnresolved()
{
    end(ActionOutcome::End::Unresolved,
        m_leftOpen ? stillOpen(m_verb, m_name) : unresolved(spokenVerb(), m_name));
}

void Action::confirm(const QString &text)
{
    m_error.reset();
    // The answer to a prolong brings the whole new lease.
    m_wantsRead = (m_verb == InstanceVerb::Start || m_verb == InstanceVerb::Stop) && !m_leftOpen;
    end(ActionOutcome::End::Confirmed, text);
}

void Action::confirmProlong(const Lease &lease)
{
    m_tools.store.setNote(m_target.id, {});
    confirm(prolonged(m_name, leaseEndMs(lease).value_or(m_target.stopAtMs), m_tools.serverTime.nowMs()));
}

void Action::fail(const QString &reason)
{
    end(ActionOutcome::End::Failed,
        m_leftOpen ? wasNotDone(m_verb, m_name, reason)
                   : couldNot(m_calledOff ? InstanceVerb::Stop : m_verb, m_name, reason));
}

/// Asking for the same again would come to the same.
void Action::failForGood(const QString &reason)
{
    m_outcome.mayRetry = false;
    fail(reason);
}

/// It is, or may be, another than was shown: what is to be destroyed has to be looked at and confirmed anew.
void Action::failUnseen(const QString &reason)
{
    if (m_verb == InstanceVerb::Delete)
        m_outcome.mayRetry = false;
    fail(reason);
}

void Action::failFinally(const ApiError &error)
{
    m_error = error;
    m_wantsRead = error.kind == ApiError::Kind::Conflict && m_stage != Stage::Verifying;
    m_outcome.offersStopAndDelete = m_write == InstanceVerb::Delete && error.codeNumber() == "6304"_L1;
    const TrackedInstance *row = m_tools.store.find(m_target.id);
    if (row && error.codeNumber() == "6327"_L1)
        offerStart(row->instance.status);
    if (error.codeNumber() == "6349"_L1) {
        m_outcome.mayRetry = false; // the same would be refused again
        m_outcome.wantsOtherTime = m_verb == InstanceVerb::Prolong;
    }
    if (const std::optional<LeaseRange> range = allowedLeaseRange(error)) {
        Q_EMIT rangeLearnt(*range);
        fail(serviceAllows(*range));
        return;
    }
    const bool safe = error.delivery == ApiError::Delivery::NeverSent;
    fail(safe ? nothingWasSent(error.message) : error.message);
}

/// It is as if nothing had been asked: it was not carried out, or somebody has undone it.
void Action::endUnchanged(const Instance &instance)
{
    const bool startsOrStops = m_verb == InstanceVerb::Start || m_verb == InstanceVerb::Stop;
    const LaterVerdict later = judgeLater(m_sent, instance, m_tools.serverTime.nowMs());
    if (startsOrStops && later == LaterVerdict::Overtaken)
        endOvertaken(foundDetail(instance));
    else
        failUnchanged(instance);
}

/// Where it has stopped there is nothing left to prolong, so that asking once more would come to the same.
void Action::offerStart(InstanceStatus now)
{
    const bool stops = now == InstanceStatus::Stopped || now == InstanceStatus::Stopping;
    if (m_verb != InstanceVerb::Prolong || !stops)
        return;
    m_outcome.mayRetry = false;
    m_outcome.offersStart = true;
}

void Action::failUnchanged(const Instance &instance)
{
    m_wantsRead = true;
    if (m_write == InstanceVerb::Prolong && (!m_error || m_prolong.isChanged(instance.lease)))
        failWithOtherTime(instance.lease);
    else
        fail(m_error ? notCarriedOut(*m_error) : acceptedNotCarriedOut());
}

void Action::failWithOtherTime(const Lease &lease)
{
    const QString text =
        otherStopTime(m_sent.sentAtServerMs + m_sent.askedMs, leaseEndMs(lease), m_tools.serverTime.nowMs());
    m_tools.store.setNoteOnEnd(m_target.id, text, leaseEndMs(lease));
    m_outcome.saidStopMs = leaseEndMs(lease);
    fail(text);
}

void Action::end(ActionOutcome::End how, const QString &text)
{
    if (hasEnded())
        return;
    m_watch.stop();
    m_limit.stop();
    if (m_call) {
        m_call->disconnect(this);
        m_call->deleteLater();
    }
    if (how == ActionOutcome::End::Unresolved) {
        note(ActionIntent::State::Unresolved);
        if (!m_leftOpen)
            m_tools.journal.supersede(m_intentId);
    } else
        m_tools.journal.remove(m_intentId);
    m_outcome.id = m_target.id;
    m_outcome.name = m_target.name.isEmpty() ? m_target.id : m_target.name;
    m_outcome.verb = m_verb;
    m_outcome.askedStopMs = m_target.stopAtMs;
    m_outcome.end = how;
    m_outcome.text = text;
    const bool wasToStop = how == ActionOutcome::End::Cancelled ? hasAskedToStop() : m_stopAsked;
    m_outcome.leftStopped = m_verb == InstanceVerb::Delete && wasToStop;
    m_outcome.error = m_error;
    m_outcome.staysOpen = how == ActionOutcome::End::Unresolved && m_intentId != 0;

    RowActivity activity;
    activity.verb = m_verb;
    if (how == ActionOutcome::End::Failed || how == ActionOutcome::End::Unresolved) {
        activity.state =
            how == ActionOutcome::End::Failed ? RowActivity::State::Failed : RowActivity::State::Unresolved;
        activity.text = text;
    } else {
        // Where nothing was done, nothing was found out either.
        const bool changedNothing = how == ActionOutcome::End::LeftAlone ||
                                    (how == ActionOutcome::End::Cancelled && !m_outcome.leftStopped);
        activity = changedNothing ? m_before : RowActivity();
    }
    const bool wasInLine = isInLine();
    setStage(Stage::Ended);
    m_tools.gate.withdraw(this);
    // The row shows the one whose turn it is.
    if (!wasInLine)
        m_tools.store.setActivity(m_target.id, activity);
    Q_EMIT ended();
}

} // namespace leasekeeper
