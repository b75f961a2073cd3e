// SPDX-License-Identifier: MIT
#include "actionreasons.h"

#include "countdown.h"

#include <QCoreApplication>

namespace leasekeeper::actiontexts
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::Action)
};

} // namespace

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

QString notCarriedOut(const ApiError &error)
{
    if (error.httpStatus != 0)
        return Text::tr("%1 The instance is as it was: it was not carried out.").arg(error.message);
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

QString noSuchFirstLease(const LeaseRange &range)
{
    return Text::tr("It can be started for %1 to %2, or without automatic stop. Nothing was sent.")
        .arg(spanText(range.minMs), spanText(range.maxMs));
}

QString startedAgain()
{
    return Text::tr("It was started again elsewhere, so it was not deleted.");
}

QString stillStopping()
{
    return Text::tr(
        "It has not stopped within 5 minutes, so it was not deleted. Delete it again once it has.");
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

} // namespace leasekeeper::actiontexts
