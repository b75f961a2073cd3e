// SPDX-License-Identifier: MIT
#include "actiontexts.h"

#include "countdown.h"
#include "timetext.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>
#include <QTimeZone>

namespace leasekeeper::actiontexts
{

using namespace Qt::StringLiterals;

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::Action)
};

QString moment(qint64 ms, qint64 nowMs)
{
    return momentInSentence(ms, nowMs, QTimeZone::systemTimeZone(), QLocale());
}

QString workingDirectly(InstanceVerb verb)
{
    switch (verb) {
    case InstanceVerb::Start:
        return Text::tr("Starting…");
    case InstanceVerb::Stop:
        return Text::tr("Stopping…");
    case InstanceVerb::Prolong:
        return Text::tr("Prolonging…");
    case InstanceVerb::Delete:
        return Text::tr("Deleting…");
    case InstanceVerb::Open:
        break;
    }
    return {};
}

QString followingWord(InstanceVerb verb)
{
    switch (verb) {
    case InstanceVerb::Start:
        return Text::tr("start");
    case InstanceVerb::Stop:
        return Text::tr("stop");
    case InstanceVerb::Prolong:
        return Text::tr("prolong");
    case InstanceVerb::Delete:
        return Text::tr("delete");
    case InstanceVerb::Open:
        break;
    }
    return {};
}

} // namespace

QString working(InstanceVerb verb, Step step)
{
    switch (step) {
    case Step::Grace:
        return Text::tr("About to be deleted…");
    case Step::Direct:
        return workingDirectly(verb);
    case Step::StopFirst:
        return Text::tr("Stopping, then deleting…");
    case Step::AwaitStop:
        return Text::tr("Waiting for it to stop, then deleting…");
    case Step::CalledOff:
        return Text::tr("Stopping; it will not be deleted…");
    case Step::Paused:
        return Text::tr("The service is busy. Waiting to try again…");
    case Step::Checking:
        return Text::tr("Checking what became of it…");
    }
    return {};
}

QString thenFollow(const QString &working, const QList<InstanceVerb> &verbs)
{
    QStringList then;
    for (const InstanceVerb verb : verbs)
        then.append(followingWord(verb));
    return verbs.isEmpty() ? working : Text::tr("%1 Then: %2.").arg(working, then.join(", "_L1));
}

QString started(const QString &name)
{
    return Text::tr("%1 is starting.").arg(name);
}

QString stopping(const QString &name)
{
    return Text::tr("%1 is stopping.").arg(name);
}

QString running(const QString &name)
{
    return Text::tr("%1 is running.").arg(name);
}

QString stopped(const QString &name)
{
    return Text::tr("%1 has stopped.").arg(name);
}

QString deleted(const QString &name)
{
    return Text::tr("%1 was deleted.").arg(name);
}

QString alreadyGone(const QString &name)
{
    return Text::tr("%1 was already gone.").arg(name);
}

QString prolonged(const QString &name, qint64 stopsAtMs, qint64 nowMs)
{
    return Text::tr("%1 now stops %2.").arg(name, moment(stopsAtMs, nowMs));
}

QString alreadyThere(InstanceVerb verb, const QString &name)
{
    return verb == InstanceVerb::Start ? Text::tr("%1 is running already; nothing was sent.").arg(name)
                                       : Text::tr("%1 is stopped already; nothing was sent.").arg(name);
}

QString couldNot(InstanceVerb verb, const QString &name, const QString &reason)
{
    switch (verb) {
    case InstanceVerb::Start:
        return Text::tr("Could not start %1. %2").arg(name, reason);
    case InstanceVerb::Stop:
        return Text::tr("Could not stop %1. %2").arg(name, reason);
    case InstanceVerb::Prolong:
        return Text::tr("Could not prolong %1. %2").arg(name, reason);
    case InstanceVerb::Delete:
        return Text::tr("Could not delete %1. %2").arg(name, reason);
    case InstanceVerb::Open:
        break;
    }
    return reason;
}

QString busyWithAnother(const QString &name)
{
    return Text::tr("Something is already being done to %1. Wait until that has ended.").arg(name);
}

QString doesNotExist()
{
    return Text::tr("It does not exist any more.");
}

QString waitedTooLong(bool stopped)
{
    if (stopped)
        return Text::tr(
            "It was stopped, but the delete waited too long for signing in, or for the way to the "
            "service, and was not sent.");
    return nothingWasSent(Text::tr("It waited too long for signing in, or for the way to the service."));
}

QString notLookedAt(bool stopped)
{
    if (stopped)
        return Text::tr("It was stopped, but then nobody could look at it for too long, and it may have "
                        "changed since: the delete was not sent.");
    return nothingWasSent(
        Text::tr("Nobody has looked at the instance for a while, and it may have changed since."));
}

QString nothingWasSent(const QString &reason)
{
    return Text::tr("%1 Nothing was sent, so it can safely be tried again.").arg(reason);
}

QString notCarriedOut()
{
    return Text::tr("The service did not answer, and the instance is as it was: it was not carried out.");
}

QString acceptedNotCarriedOut()
{
    return Text::tr("The service accepted it, yet the instance is as it was: it was not carried out.");
}

QString outOfRange(const LeaseRange &range)
{
    return Text::tr("The stop time must lie between %1 and %2 from now. Nothing was sent.")
        .arg(spanText(range.minMs), spanText(range.maxMs));
}

QString timeContested()
{
    return Text::tr("This computer's clock and the service's are more than a day apart, and it is not known "
                    "yet which of them is right. Nothing was sent. Refresh, then try again.");
}

QString timeContradicted()
{
    return Text::tr(
        "By this computer's clock it should have stopped long ago, and no answer has told the "
        "service's time: the clock may be wrong. Nothing was sent. Check the clock, refresh, then "
        "try again.");
}

QString serviceAllows(const LeaseRange &range)
{
    return Text::tr("The service allows %1 to %2 from now. Choose a time within that.")
        .arg(spanText(range.minMs), spanText(range.maxMs));
}

QString stopsLaterAlready(const QString &name, qint64 stopsAtMs, qint64 nowMs)
{
    return Text::tr("%1 was not prolonged: it already stops later, %2.").arg(name, moment(stopsAtMs, nowMs));
}

QString stopsByAnotherRule(const QString &name, AutoStop rule)
{
    return rule == AutoStop::Idle ? Text::tr("%1 was not prolonged: it now stops when idle.").arg(name)
                                  : Text::tr("%1 was not prolonged: it now has no automatic stop.").arg(name);
}

QString noSuchFirstLease(const LeaseRange &range)
{
    return Text::tr("It can be started for %1 to %2, or without automatic stop. Nothing was sent.")
        .arg(spanText(range.minMs), spanText(range.maxMs));
}

QString startedAgain()
{
    return Text::tr("It was started again elsewhere, so it was not deleted.");
}

QString stopNotSeen()
{
    return Text::tr("Whether it has stopped could not be found out, so it was not deleted.");
}

QString stoppedLongAgo()
{
    return Text::tr("It was asked to stop long ago and may have been used since, so it was not deleted. Look "
                    "at it, then delete it again.");
}

QString runsStill()
{
    return Text::tr("Stopping it has had no effect: it still runs, so it was not deleted.");
}

QString stillStopping()
{
    return Text::tr(
        "It has not stopped within 5 minutes, so it was not deleted. Delete it again once it has.");
}

QString isNow(const Instance &instance)
{
    return Text::tr("Its state is now “%1”.").arg(statusLabel(instance));
}

QString missedTheEnd()
{
    return Text::tr("It is not running any more. Start it to go on working with it.");
}

QString deniedButShown()
{
    return Text::tr("The service answered that it does not exist, and yet still shows it.");
}

QString askedForLongPause(qint64 pauseMs)
{
    return Text::tr("The service is busy and asks for a pause of %1. Nothing was done.")
        .arg(spanText(pauseMs));
}

QString signedOutMeanwhile()
{
    return Text::tr("You were signed out before it could be deleted.");
}

QString otherStopTime(qint64 askedMs, std::optional<qint64> saidMs, qint64 nowMs)
{
    if (!saidMs)
        return Text::tr("It was asked to stop %1, but the service does not tell a stop time.")
            .arg(moment(askedMs, nowMs));
    return Text::tr("It was asked to stop %1, but the service says that it stops %2.")
        .arg(moment(askedMs, nowMs), moment(*saidMs, nowMs));
}

QString unresolved(InstanceVerb verb, const QString &name)
{
    switch (verb) {
    case InstanceVerb::Start:
        return Text::tr("It is not known whether %1 was started. Refresh, and look at its state.").arg(name);
    case InstanceVerb::Stop:
        return Text::tr("It is not known whether %1 was stopped. Refresh, and look at its state.").arg(name);
    case InstanceVerb::Prolong:
        return Text::tr("It is not known whether %1 was prolonged. Refresh, and look at its stop time.")
            .arg(name);
    case InstanceVerb::Delete:
        return Text::tr("It is not known whether %1 was deleted. Refresh, and see whether it is still there.")
            .arg(name);
    case InstanceVerb::Open:
        break;
    }
    return {};
}

QString stillDeleting(const QString &name)
{
    return Text::tr("The service is still deleting %1 after 5 minutes. The row leaves when it is gone.")
        .arg(name);
}

QString cancelled(const QString &name)
{
    return Text::tr("Called off: nothing was sent about %1.").arg(name);
}

QString stoppedNotDeleted(const QString &name)
{
    return Text::tr("Called off: %1 is stopping or stopped, and is not deleted.").arg(name);
}

QString wasDone(InstanceVerb verb, const QString &name, const QString &detail)
{
    switch (verb) {
    case InstanceVerb::Start:
        return Text::tr("It had been left open whether %1 was started. It was. %2").arg(name, detail);
    case InstanceVerb::Stop:
        return Text::tr("It had been left open whether %1 was stopped. It was. %2").arg(name, detail);
    case InstanceVerb::Prolong:
        return Text::tr("It had been left open whether %1 was prolonged. It was. %2").arg(name, detail);
    case InstanceVerb::Delete:
        return Text::tr("It had been left open whether %1 was deleted. It was. %2").arg(name, detail);
    case InstanceVerb::Open:
        break;
    }
    return detail;
}

QString wasNotDone(InstanceVerb verb, const QString &name, const QString &detail)
{
    switch (verb) {
    case InstanceVerb::Start:
        return Text::tr("It had been left open whether %1 was started. It was not. %2").arg(name, detail);
    case InstanceVerb::Stop:
        return Text::tr("It had been left open whether %1 was stopped. It was not. %2").arg(name, detail);
    case InstanceVerb::Prolong:
        return Text::tr("It had been left open whether %1 was prolonged. It was not. %2").arg(name, detail);
    case InstanceVerb::Delete:
        return Text::tr("It had been left open whether %1 was deleted. It was not. %2").arg(name, detail);
    case InstanceVerb::Open:
        break;
    }
    return detail;
}

QString cannotBeTold(InstanceVerb verb, const QString &name, const QString &detail)
{
    switch (verb) {
    case InstanceVerb::Start:
        return Text::tr("Whether %1 was started can no longer be told: it has been changed since. %2")
            .arg(name, detail);
    case InstanceVerb::Stop:
        return Text::tr("Whether %1 was stopped can no longer be told: it has been changed since. %2")
            .arg(name, detail);
    case InstanceVerb::Prolong:
        return Text::tr("Whether %1 was prolonged can no longer be told: time has passed, or it has been "
                        "changed since. %2")
            .arg(name, detail);
    case InstanceVerb::Delete:
        return Text::tr("Whether %1 was deleted can no longer be told: it has been changed since. %2")
            .arg(name, detail);
    case InstanceVerb::Open:
        break;
    }
    return detail;
}

QString stillOpen(InstanceVerb verb, const QString &name)
{
    switch (verb) {
    case InstanceVerb::Start:
        return Text::tr("It is still not known whether %1 was started. Look at its state; Leasekeeper looks "
                        "again when it is next connected anew.")
            .arg(name);
    case InstanceVerb::Stop:
        return Text::tr("It is still not known whether %1 was stopped. Look at its state; Leasekeeper looks "
                        "again when it is next connected anew.")
            .arg(name);
    case InstanceVerb::Prolong:
        return Text::tr("It is still not known whether %1 was prolonged. Look at its stop time; Leasekeeper "
                        "looks again when it is next connected anew.")
            .arg(name);
    case InstanceVerb::Delete:
        return Text::tr("It is still not known whether %1 was deleted. See whether it is still there; "
                        "Leasekeeper looks again when it is next connected anew.")
            .arg(name);
    case InstanceVerb::Open:
        break;
    }
    return {};
}

QString letGo(InstanceVerb verb, const QString &name)
{
    switch (verb) {
    case InstanceVerb::Start:
        return Text::tr("Whether %1 was started is not looked into any more.").arg(name);
    case InstanceVerb::Stop:
        return Text::tr("Whether %1 was stopped is not looked into any more.").arg(name);
    case InstanceVerb::Prolong:
        return Text::tr("Whether %1 was prolonged is not looked into any more.").arg(name);
    case InstanceVerb::Delete:
        return Text::tr("Whether %1 was deleted is not looked into any more.").arg(name);
    case InstanceVerb::Open:
        break;
    }
    return {};
}

QString notThereAnyMore()
{
    return Text::tr("The service does not have it any more.");
}

QString stoppedOnly()
{
    return Text::tr("It was only stopped.");
}

QString stopsAt(qint64 stopsAtMs, qint64 nowMs)
{
    return Text::tr("It stops %1.").arg(moment(stopsAtMs, nowMs));
}

namespace
{

QString calledOffBefore(const ActionIntent &intent, const QString &name)
{
    switch (intent.verb) {
    case InstanceVerb::Start:
        return Text::tr("Called off when Leasekeeper left: %1 was not started.").arg(name);
    case InstanceVerb::Stop:
        return Text::tr("Called off when Leasekeeper left: %1 was not stopped.").arg(name);
    case InstanceVerb::Prolong:
        return Text::tr("Called off when Leasekeeper left: %1 was not prolonged.").arg(name);
    case InstanceVerb::Delete:
        return intent.write == InstanceVerb::Stop
                   ? Text::tr("Called off when Leasekeeper left: %1 was stopped, and was not deleted.")
                         .arg(name)
                   : Text::tr("Called off when Leasekeeper left: %1 was not deleted.").arg(name);
    case InstanceVerb::Open:
        break;
    }
    return {};
}

QString notDoneBefore(InstanceVerb verb, const QString &name)
{
    switch (verb) {
    case InstanceVerb::Start:
        return Text::tr("When Leasekeeper left, %1 had not been started.").arg(name);
    case InstanceVerb::Stop:
        return Text::tr("When Leasekeeper left, %1 had not been stopped.").arg(name);
    case InstanceVerb::Prolong:
        return Text::tr("When Leasekeeper left, %1 had not been prolonged as asked.").arg(name);
    case InstanceVerb::Delete:
        return Text::tr("When Leasekeeper left, %1 had not been deleted.").arg(name);
    case InstanceVerb::Open:
        break;
    }
    return {};
}

} // namespace

QString endedBefore(const ActionIntent &intent, const QString &name)
{
    switch (intent.state) {
    case ActionIntent::State::CalledOff:
        return calledOffBefore(intent, name);
    case ActionIntent::State::NotDone:
        return notDoneBefore(intent.verb, name);
    case ActionIntent::State::Refused:
        return Text::tr("When Leasekeeper left, one more request about %1 had been refused, since something "
                        "was being done to it.")
            .arg(name);
    case ActionIntent::State::Lost:
        return cannotBeTold(intent.verb, name, {}).trimmed();
    case ActionIntent::State::Planned:
    case ActionIntent::State::Sent:
    case ActionIntent::State::Unresolved:
        break; // looked into
    }
    return {};
}

} // namespace leasekeeper::actiontexts
