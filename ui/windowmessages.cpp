// SPDX-License-Identifier: MIT
#include "windowmessages.h"

#include "plural.h"
#include "reporttext.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr qint64 SuccessShownMs = 10'000;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::WindowMessages)
};

MessageLevel levelOf(const BatchReport &report)
{
    if (report.count(ActionOutcome::End::Failed) > 0)
        return MessageLevel::Error;
    return report.count(ActionOutcome::End::Unresolved) > 0 ? MessageLevel::Warning : MessageLevel::Info;
}

/// What was chosen in the dialog that led to this report.
ProlongChoice choiceOf(const BatchReport &report)
{
    ProlongChoice choice;
    choice.kind = report.addedMs != 0 ? ProlongChoice::Kind::Add : ProlongChoice::Kind::Until;
    choice.addMs = report.addedMs;
    for (const ActionOutcome &outcome : report.outcomes)
        choice.untilMs = std::max(choice.untilMs, outcome.askedStopMs);
    return choice;
}

} // namespace

QString undoneKey(BatchId batch)
{
    return u"undone-%1"_s.arg(batch);
}

Message undoneMessage(BatchId batch)
{
    Message message;
    message.key = undoneKey(batch);
    message.text = Text::tr("Nothing was deleted.");
    message.vanishesAfterMs = SuccessShownMs;
    return message;
}

QString reportKey(BatchId batch)
{
    return u"report-%1"_s.arg(batch);
}

Message reportMessage(const BatchReport &report, const ReportButtons &buttons)
{
    Message message;
    message.key = reportKey(report.batch);
    message.level = levelOf(report);
    message.text = reportSummary(report);
    message.details = reportDetails(report);
    message.requestId = onlyRequestId(report);
    // What is told of an earlier run is waited for by nobody: it stays until it is read.
    // The same with what the person asked for and was not done, for whatever good reason.
    if (message.level == MessageLevel::Info && !report.leftOpen &&
        report.count(ActionOutcome::End::LeftAlone) == 0)
        message.vanishesAfterMs = SuccessShownMs;
    if (const QStringList ids = stopAndDeleteIds(report); !ids.isEmpty()) {
        message.actions.append({u"stopAndDeleteButton"_s,
                                Text::tr("Stop and delete…"),
                                {},
                                [run = buttons.stopAndDelete, ids] { run(ids); },
                                true});
    }
    if (const QStringList ids = startIds(report); !ids.isEmpty()) {
        message.actions.append(
            {u"startAgainButton"_s, Text::tr("Start…"), {}, [run = buttons.start, ids] { run(ids); }, true});
    }
    if (const QStringList ids = openIds(report); !ids.isEmpty()) {
        message.actions.append({u"letGoButton"_s,
                                Text::tr("Do not check again"),
                                {},
                                [run = buttons.letGo, ids] { run(ids); },
                                true});
    }
    if (const QStringList ids = otherTimeIds(report); !ids.isEmpty()) {
        message.actions.append(
            {u"prolongAgainButton"_s,
             Text::tr("Choose another time…"),
             {},
             [run = buttons.prolongAgain, ids, choice = choiceOf(report)] { run(ids, choice); },
             true});
    }
    if (offersRetry(report)) {
        message.actions.append({u"retryButton"_s,
                                Text::tr("Retry failed"),
                                {},
                                [run = buttons.retryFailed, batch = report.batch] { run(batch); },
                                true});
    }
    return message;
}

Message finishingMessage(int inFlight, int calledOff, Leaving leaving, std::function<void()> doNotWait)
{
    Message message;
    message.key = FinishingKey;
    message.stands = true;
    switch (leaving) {
    case Leaving::Quitting:
        message.text =
            countText(inFlight, Text::tr("Waiting for the service to answer one request before closing…"),
                      Text::tr("Waiting for the service to answer %1 requests before closing…"));
        break;
    case Leaving::Switching:
        message.text = countText(
            inFlight, Text::tr("Waiting for the service to answer one request before the profile changes…"),
            Text::tr("Waiting for the service to answer %1 requests before the profile changes…"));
        break;
    }
    if (calledOff > 0)
        message.text =
            countText(calledOff, Text::tr("One action was called off before it was sent. %2", "what goes on"),
                      Text::tr("%1 actions were called off before they were sent. %2", "count, what goes on"))
                .arg(message.text);
    message.closable = false;
    message.actions.append({u"doNotWaitButton"_s, Text::tr("Do not wait"),
                            Text::tr("Do not wait: what came of it is found out next time"),
                            std::move(doNotWait), false});
    return message;
}

} // namespace leasekeeper
