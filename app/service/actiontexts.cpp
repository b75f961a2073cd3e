// SPDX-License-Identifier: MIT
#include "actiontexts.h"

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

QString stopsLaterAlready(const QString &name, qint64 stopsAtMs, qint64 nowMs)
{
    return Text::tr("%1 was not prolonged: it already stops later, %2.").arg(name, moment(stopsAtMs, nowMs));
}

QString stopsByAnotherRule(const QString &name, AutoStop rule)
{
    return rule == AutoStop::Idle ? Text::tr("%1 was not prolonged: it now stops when idle.").arg(name)
                                  : Text::tr("%1 was not prolonged: it now has no automatic stop.").arg(name);
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

} // namespace leasekeeper::actiontexts
