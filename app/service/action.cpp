// SPDX-License-Identifier: MIT
#include "action.h"

#include "actionjournal.h"
#include "actionreasons.h"
#include "instancesapi.h"
#include "instancestore.h"
#include "leftopentexts.h"
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
      m_limit(tools.timers, [this] { limitReached(); }),
      m_decidedAtMs(tools.clock.monotonicMs())
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
    if (isLongAgo(std::max(m_decidedAtMs, row->observedAtMs), LongestBlindMs)) {
        failUnseen(notLookedAt(m_stopAsked));
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
        failUnseen(startedAgain());
        return false;
    }
    const QString changed = changedSince(m_target, row->instance, m_verb);
    const QString why = changed.isEmpty() ? whyNotAllowed(status, m_verb) : changed;
    if (why.isEmpty())
        return true;
    offerStart(status);
    if (changed.isEmpty())
        fail(why);
    else
        failUnseen(why);
    return false;
}

void Action::plan()
{
    if (m_verb != InstanceVerb::Delete) {
        enterGate(m_verb);
        return;
    }
    const InstanceStatus status = m_tools.store.find(m_target.id)->instance.status;
    if (status == InstanceStatus::Stopping) {
        m_foundStoppingAtMs = m_tools.clock.monotonicMs();
        m_limit.start(LimitMs);
        awaitStop();
        return;
    }
    // Every other state that stillFits() lets through is deleted directly.
    enterGate(status == InstanceStatus::Running ? InstanceVerb::Stop : InstanceVerb::Delete);
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
