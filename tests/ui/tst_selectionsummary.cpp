// SPDX-License-Identifier: MIT
#include "learntpermissions.h"
#include "reporttext.h"
#include "selectionsummary.h"
#include "statusline.h"
#include "uifixture.h"

#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

struct Selection {
    explicit Selection(const QList<InstanceStatus> &states)
    {
        for (const InstanceStatus status : states) {
            TrackedInstance row;
            row.instance.id = QString::number(rows.size());
            row.instance.name = u"nb-"_s + row.instance.id;
            row.instance.status = status;
            rows.append(row);
        }
    }
    [[nodiscard]] VerbSummary of(InstanceVerb verb, WriteAccess access = WriteAccess::Allowed) const
    {
        SelectionTally tally(permissions);
        for (const TrackedInstance &row : rows)
            tally.add(row);
        return tally.summary(verb, access);
    }

    QList<TrackedInstance> rows;
    LearntPermissions permissions;
};

constexpr auto Running = InstanceStatus::Running;
constexpr auto Stopped = InstanceStatus::Stopped;

ActionOutcome outcome(const QString &id, ActionOutcome::End end, const QString &text)
{
    ActionOutcome made;
    made.id = id;
    made.name = u"nb-"_s + id;
    made.verb = InstanceVerb::Delete;
    made.end = end;
    made.text = text;
    return made;
}

BatchReport forbidden(const QString &id, InstanceVerb verb)
{
    ActionOutcome made = outcome(id, ActionOutcome::End::Failed, u"No."_s);
    made.verb = verb;
    made.error = ApiError{};
    made.error->kind = ApiError::Kind::Forbidden;
    made.deniedVerb = verb;
    return {1, verb, {made}};
}

} // namespace

class TestSelectionSummary : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void textsAndAvailability_data();
    void textsAndAvailability();
    void busyRowsDoNotFit();
    void F66_whatMayWaitFits();
    void F27_learntPermissionsDisableOneVerbOfOneInstance();
    void accessDisablesWritingOnly();
    void counts();
    void reportsNameWhatFailed();
    void reportsOfWhatWasLeftAlone();
    void F49_reportsOfStrangeNames();
    void F70_reportsOfWhatHadBeenLeftOpen();
    void graceTexts();
};

void TestSelectionSummary::textsAndAvailability_data()
{
    QTest::addColumn<QList<InstanceStatus>>("states");
    QTest::addColumn<InstanceVerb>("verb");
    QTest::addColumn<bool>("enabled");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("reason");
    const QList<InstanceStatus> mixed{Running, Running, Running, Stopped, Stopped};
    QTest::newRow("nothing") << QList<InstanceStatus>{} << InstanceVerb::Delete << false << u"&Delete…"_s
                             << u"Select an instance first."_s;
    QTest::newRow("one running, prolong")
        << QList<InstanceStatus>{Running} << InstanceVerb::Prolong << true << u"&Prolong…"_s << QString();
    QTest::newRow("part, prolong") << mixed << InstanceVerb::Prolong << true
                                   << u"&Prolong 3 of 5 (running)…"_s << QString();
    QTest::newRow("part, start") << mixed << InstanceVerb::Start << true << u"&Start 2 of 5 (stopped)…"_s
                                 << QString();
    QTest::newRow("part, stop") << mixed << InstanceVerb::Stop << true << u"S&top 3 of 5 (running)…"_s
                                << QString();
    QTest::newRow("all, delete") << mixed << InstanceVerb::Delete << true << u"&Delete…"_s << QString();
    QTest::newRow("part, delete") << QList<InstanceStatus>{Stopped, InstanceStatus::Creating}
                                  << InstanceVerb::Delete << true << u"&Delete 1 of 2…"_s << QString();
    QTest::newRow("several, open") << QList<InstanceStatus>{Running, Running} << InstanceVerb::Open << false
                                   << u"&Open"_s << u"Select a single instance to open it."_s;
    QTest::newRow("one of several, open") << QList<InstanceStatus>{Running, Stopped} << InstanceVerb::Open
                                          << true << u"&Open 1 of 2 (running)"_s << QString();
    QTest::newRow("one stopped, stop") << QList<InstanceStatus>{Stopped} << InstanceVerb::Stop << false
                                       << u"S&top…"_s << whyNotAllowed(Stopped, InstanceVerb::Stop);
    QTest::newRow("two stopped, stop") << QList<InstanceStatus>{Stopped, Stopped} << InstanceVerb::Stop
                                       << false << u"S&top…"_s << whyNotAllowed(Stopped, InstanceVerb::Stop);
    QTest::newRow("different reasons")
        << QList<InstanceStatus>{Stopped, InstanceStatus::Creating} << InstanceVerb::Prolong << false
        << u"&Prolong…"_s << u"None of the 2 selected instances can be prolonged now."_s;
}

void TestSelectionSummary::textsAndAvailability()
{
    QFETCH(QList<InstanceStatus>, states);
    QFETCH(InstanceVerb, verb);
    QFETCH(bool, enabled);
    QFETCH(QString, text);
    QFETCH(QString, reason);
    const VerbSummary summary = Selection(states).of(verb);
    QCOMPARE(summary.enabled, enabled);
    QCOMPARE(summary.text, text);
    QCOMPARE(summary.reason, reason);
    QCOMPARE(summary.selected, int(states.size()));
    QCOMPARE(summary.enabled, summary.reason.isEmpty());
}

void TestSelectionSummary::busyRowsDoNotFit()
{
    Selection selection({Running, Running});
    selection.rows[0].activity.state = RowActivity::State::Working;
    const VerbSummary stop = selection.of(InstanceVerb::Stop);
    QVERIFY(stop.enabled);
    QCOMPARE(stop.fitting, 1);
    QCOMPARE(stop.text, u"S&top 1 of 2 (running)…"_s);
    selection.rows[1].activity.state = RowActivity::State::Grace;
    QVERIFY(!selection.of(InstanceVerb::Delete).enabled);
    QCOMPARE(selection.of(InstanceVerb::Delete).reason, u"Something is being done to it already."_s);
    selection.rows[0].activity.state = RowActivity::State::Failed;
    selection.rows[1].activity.state = RowActivity::State::Unresolved;
    QCOMPARE(selection.of(InstanceVerb::Delete).fitting, 2);
}

void TestSelectionSummary::F66_whatMayWaitFits()
{
    Selection selection({Running});
    RowActivity &activity = selection.rows[0].activity;
    activity.state = RowActivity::State::Checking;
    activity.verb = InstanceVerb::Prolong;
    activity.takesMore = true;
    QVERIFY(selection.of(InstanceVerb::Stop).enabled);
    QVERIFY(selection.of(InstanceVerb::Delete).enabled);
    QVERIFY(selection.of(InstanceVerb::Open).enabled);
    activity.verb = InstanceVerb::Stop;
    QVERIFY(!selection.of(InstanceVerb::Prolong).enabled); // nothing will be left to prolong
    QVERIFY(!selection.of(InstanceVerb::Stop).enabled);
    QVERIFY(selection.of(InstanceVerb::Delete).enabled);
    activity.verb = InstanceVerb::Prolong;
    activity.followers = followerBit(InstanceVerb::Stop);
    QVERIFY(!selection.of(InstanceVerb::Stop).enabled); // decided on already
    QVERIFY(!selection.of(InstanceVerb::Prolong).enabled);
    QVERIFY(selection.of(InstanceVerb::Delete).enabled);
    activity.takesMore = false;
    QVERIFY(!selection.of(InstanceVerb::Delete).enabled);
}

void TestSelectionSummary::F27_learntPermissionsDisableOneVerbOfOneInstance()
{
    Selection selection({Stopped});
    QVERIFY(selection.of(InstanceVerb::Delete).enabled);
    QVERIFY(selection.permissions.learn(forbidden(u"0"_s, InstanceVerb::Delete)));
    QVERIFY(!selection.permissions.learn(forbidden(u"0"_s, InstanceVerb::Delete)));
    const VerbSummary summary = selection.of(InstanceVerb::Delete);
    QVERIFY(!summary.enabled);
    QCOMPARE(summary.reason, u"Needs permission modelarts:notebook:delete"_s);
    QVERIFY(selection.of(InstanceVerb::Start).enabled);

    Selection other({Stopped, Stopped});
    other.permissions = selection.permissions;
    QCOMPARE(other.of(InstanceVerb::Delete).fitting, 1);

    // To be deleted it was to be stopped first, and that is what was forbidden.
    BatchReport unstopped = forbidden(u"0"_s, InstanceVerb::Delete);
    unstopped.outcomes.first().deniedVerb = InstanceVerb::Stop;
    Selection running({Running});
    QVERIFY(running.permissions.learn(unstopped));
    QCOMPARE(running.of(InstanceVerb::Stop).reason, u"Needs permission modelarts:notebook:stop"_s);
    QCOMPARE(running.of(InstanceVerb::Delete).reason, u"Needs permission modelarts:notebook:stop"_s);
    running.rows[0].instance.status = Stopped;
    QVERIFY(running.of(InstanceVerb::Delete).enabled);

    BatchReport allowed{2, InstanceVerb::Delete, {outcome(u"0"_s, ActionOutcome::End::Confirmed, {})}};
    QVERIFY(selection.permissions.learn(allowed));
    QVERIFY(selection.of(InstanceVerb::Delete).enabled);
    QCOMPARE(LearntPermissions::neededText(InstanceVerb::Prolong),
             u"Needs permission modelarts:notebook:updateStopPolicy"_s);
}

void TestSelectionSummary::accessDisablesWritingOnly()
{
    const Selection selection({Running});
    for (const WriteAccess access : {WriteAccess::NotConnected, WriteAccess::SignedOut, WriteAccess::ReadOnly,
                                     WriteAccess::Finishing, WriteAccess::Switching}) {
        for (const InstanceVerb verb : {InstanceVerb::Stop, InstanceVerb::Prolong, InstanceVerb::Delete}) {
            QVERIFY(!selection.of(verb, access).enabled);
            QVERIFY(!selection.of(verb, access).reason.isEmpty());
        }
        QVERIFY(selection.of(InstanceVerb::Open, access).enabled);
    }
    QCOMPARE(writeAccess(ReadingState::Phase::Offline), WriteAccess::NotConnected);
    QCOMPARE(writeAccess(ReadingState::Phase::SignedOut), WriteAccess::SignedOut);
    QCOMPARE(writeAccess(ReadingState::Phase::Refused), WriteAccess::Allowed);
    QCOMPARE(writeAccess(ReadingState::Phase::Ready), WriteAccess::Allowed);
}

void TestSelectionSummary::counts()
{
    QCOMPARE(countsText(0, 0, 0, 0, 0), QString());
    QCOMPARE(countsText(37, 37, 0, 0, 0), u"37 of 37"_s);
    QCOMPARE(countsText(3, 37, 1, 5, 0), u"3 of 37 · 1 selected (5 GB)"_s);
    QCOMPARE(countsText(37, 37, 2, 5, 1), u"37 of 37 · 2 selected (at least 5 GB)"_s);
    QCOMPARE(countsText(37, 37, 1, 0, 1), u"37 of 37 · 1 selected"_s);
}

void TestSelectionSummary::reportsNameWhatFailed()
{
    using End = ActionOutcome::End;
    BatchReport report{1, InstanceVerb::Delete, {}};
    report.outcomes = {outcome(u"1"_s, End::Confirmed, {}), outcome(u"2"_s, End::Confirmed, {}),
                       outcome(u"3"_s, End::Failed, u"conflict, still stopping."_s)};
    QCOMPARE(reportSummary(report), u"2 deleted, 1 failed: nb-3 – conflict, still stopping."_s);
    QVERIFY(offersRetry(report));
    QVERIFY(reportDetails(report).contains(u"nb-3 (3)"_s));
    QVERIFY(!reportDetails(report).contains(u"nb-1"_s));

    report.outcomes.removeLast();
    QCOMPARE(reportSummary(report), u"2 deleted."_s);
    QVERIFY(!offersRetry(report));
    QVERIFY(reportDetails(report).isEmpty());

    for (int i = 4; i < 9; ++i)
        report.outcomes.append(outcome(QString::number(i), End::Failed, u"busy."_s));
    QCOMPARE(reportSummary(report),
             u"2 deleted, 5 failed: nb-4 – busy. · nb-5 – busy. · nb-6 – busy. · and 2 more, "
             "see the details."_s);
    QCOMPARE(reportDetails(report).count(u"busy."_s), 5);

    report.outcomes = {outcome(u"1"_s, End::Failed, u"Could not delete nb-1: stop it first."_s)};
    report.outcomes[0].offersStopAndDelete = true;
    QCOMPARE(reportSummary(report), u"Could not delete nb-1: stop it first."_s);
    QCOMPARE(stopAndDeleteIds(report), QStringList{u"1"_s});
    report.outcomes = {outcome(u"1"_s, End::Unresolved, u"Nobody could say."_s)};
    QCOMPARE(reportSummary(report), u"nb-1 – Nobody could say."_s);
    QVERIFY(!offersRetry(report));
}

void TestSelectionSummary::reportsOfWhatWasLeftAlone()
{
    using End = ActionOutcome::End;
    BatchReport report{1, InstanceVerb::Prolong, {}};
    report.outcomes = {outcome(u"1"_s, End::LeftAlone, u"nb-1 was not prolonged: it already stops later."_s)};
    QCOMPARE(reportSummary(report), u"nb-1 was not prolonged: it already stops later."_s);
    QVERIFY(!offersRetry(report));
    report.outcomes.append(outcome(u"2"_s, End::Confirmed, {}));
    QCOMPARE(reportSummary(report),
             u"1 prolonged, 1 left unchanged: nb-1 was not prolonged: it already stops later."_s);
    // A refusal that would only be repeated is not offered to be.
    report.outcomes = {outcome(u"1"_s, End::Failed, u"The service allows 1 h to 2 h."_s)};
    QVERIFY(offersRetry(report));
    report.outcomes[0].mayRetry = false;
    QVERIFY(!offersRetry(report));
}

void TestSelectionSummary::F49_reportsOfStrangeNames()
{
    using End = ActionOutcome::End;
    BatchReport report{1, InstanceVerb::Delete, {}};
    for (int i = 0; i < 5; ++i) {
        report.outcomes.append(outcome(QString::number(i), End::Failed, u"100%1 %2 %3 no."_s));
        report.outcomes.last().name = u"%1%2%3 <b>\u202Ex"_s;
    }
    const QString summary = reportSummary(report);
    QVERIFY(summary.startsWith("5 failed: %1%2%3 <b>"_L1));
    QVERIFY(!summary.contains(QChar(0x202E)));
    QCOMPARE(summary.count("%1%2%3 <b>"_L1), 3);
}

void TestSelectionSummary::F70_reportsOfWhatHadBeenLeftOpen()
{
    using End = ActionOutcome::End;
    BatchReport report{1, InstanceVerb::Prolong, {}};
    report.leftOpen = true;
    report.outcomes = {outcome(u"1"_s, End::Confirmed, {}), outcome(u"2"_s, End::Failed, u"It was not."_s),
                       outcome(u"3"_s, End::Unresolved, u"Not known."_s)};
    QCOMPARE(reportSummary(report),
             u"From before: 1 prolonged, 1 failed, 1 unclear: nb-2 – It was not. · nb-3 – Not "
             "known."_s);
    QVERIFY(!offersRetry(report)); // nothing of it is sent at one click
    QCOMPARE(openIds(report), QStringList());
    report.outcomes[2].staysOpen = true;
    QCOMPARE(openIds(report), QStringList{u"3"_s});

    report.outcomes = {outcome(u"1"_s, End::Confirmed, {}),
                       outcome(u"2"_s, End::Cancelled, u"nb-2 was not."_s)};
    QCOMPARE(reportSummary(report), u"From before: 1 prolonged, 1 called off: nb-2 was not."_s);
    QVERIFY(reportDetails(report).contains("nb-2 was not."_L1));
}

void TestSelectionSummary::graceTexts()
{
    Decision decision;
    decision.verb = InstanceVerb::Delete;
    decision.targets.resize(3);
    QCOMPARE(graceText(decision, 4), u"Deleting 3 instances in 4 s…"_s);
    decision.targets.resize(1);
    decision.targets[0].name = u"ocr%1lab"_s;
    QCOMPARE(graceText(decision, 1), u"Deleting “ocr%1lab” in 1 s…"_s);
}

QTEST_GUILESS_MAIN(TestSelectionSummary)
#include "tst_selectionsummary.moc"
