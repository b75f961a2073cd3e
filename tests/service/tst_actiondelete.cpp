// SPDX-License-Identifier: MIT
#include "servicefixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;
using End = ActionOutcome::End;
using State = RowActivity::State;

class TestActionDelete : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F32_aStopThatWasRefusedStoppedNothing();
    void runningIsStoppedAwaitedDeleted();
    void stoppingIsJoined();
    void directly_data();
    void directly();
    void notAllowed_data();
    void notAllowed();
    void confirmedOnlyWhenGone();
    void stoppedByItselfDuringGrace();
    void cancelWhileStopping();
    void cancelWhileTheStopIsOnTheWire();
    void cancelIsTooLateOnceDeleting();
    void cancelledStopThatFails();
    void retryGoesOnFromWhereItIs();
    void retryLeavesAloneWhatRunsAgain();
    void retryHoldsForAWhileOnly();
};

void TestActionDelete::runningIsStoppedAwaitedDeleted()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(5'200);
    QCOMPARE(fixture.effects("stop", id), 1);
    QCOMPARE(fixture.row(id)->activity.state, State::Working);
    QVERIFY(fixture.row(id)->activity.text.contains(u"Stopping, then deleting"_s));
    QVERIFY(fixture.row(id)->activity.cancellable);
    fixture.time.advance(19'000); // stopping takes 20 s
    QCOMPARE(fixture.effects("delete", id), 0);
    QCOMPARE(fixture.row(id)->instance.status, InstanceStatus::Stopping);
    fixture.time.advance(5'500);
    QCOMPARE(fixture.effects("delete", id), 1);
    QVERIFY(fixture.row(id)->activity.text.contains(u"Deleting"_s));
    QVERIFY(!fixture.row(id)->activity.cancellable);
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Confirmed);
    QVERIFY(fixture.onlyOutcome(batch).text.contains(u"was deleted"_s));
    QVERIFY(!fixture.row(id));
    QCOMPARE(fixture.writesSeen(), 2);
    QCOMPARE(fixture.effects("stop", id), 1);
    QCOMPARE(fixture.effects("delete", id), 1);
}

void TestActionDelete::stoppingIsJoined()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s, u"STOPPING"_s);
    fixture.readAll();
    QCOMPARE(fixture.run(fixture.decision(InstanceVerb::Delete, {id})).end, End::Confirmed);
    QCOMPARE(fixture.effects("stop", id), 0);
    QCOMPARE(fixture.effects("delete", id), 1);
    QCOMPARE(fixture.writesSeen(), 1);
}

void TestActionDelete::directly_data()
{
    QTest::addColumn<QString>("status");
    for (const QString &status :
         {u"STOPPED"_s, u"CREATE_FAILED"_s, u"START_FAILED"_s, u"DELETE_FAILED"_s, u"ERROR"_s})
        QTest::newRow(qPrintable(status)) << status;
}

void TestActionDelete::directly()
{
    QFETCH(const QString, status);
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s, status);
    fixture.readAll();
    QCOMPARE(fixture.run(fixture.decision(InstanceVerb::Delete, {id})).end, End::Confirmed);
    QCOMPARE(fixture.writesSeen(), 1);
    QCOMPARE(fixture.effects("delete", id), 1);
    QVERIFY(!fixture.row(id));
}

void TestActionDelete::notAllowed_data()
{
    QTest::addColumn<QString>("status");
    for (const QString &status :
         {u"INIT"_s, u"CREATING"_s, u"STARTING"_s, u"SNAPSHOTTING"_s, u"DELETING"_s, u"HIBERNATING"_s})
        QTest::newRow(qPrintable(status)) << status;
}

void TestActionDelete::notAllowed()
{
    QFETCH(const QString, status);
    ServiceFixture fixture;
    fixture.cloud.setTransitionMs(100'000'000);
    const QString id = fixture.place(u"lab"_s, status);
    fixture.readAll();
    QCOMPARE(fixture.run(fixture.decision(InstanceVerb::Delete, {id})).end, End::Failed);
    QCOMPARE(fixture.writesSeen(), 0);
}

void TestActionDelete::confirmedOnlyWhenGone()
{
    ServiceFixture fixture;
    fixture.cloud.setTransitionMs(60'000);
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s, u"STOPPED"_s);
    fixture.readAll();
    QSignalSpy ended(&fixture.acting, &ActionService::actionEnded);
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(59'000);
    QCOMPARE(fixture.effects("delete", id), 1);
    QCOMPARE(ended.count(), 0);
    QCOMPARE(fixture.row(id)->instance.status, InstanceStatus::Deleting);
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Confirmed);
}

void TestActionDelete::stoppedByItselfDuringGrace()
{
    ServiceFixture fixture;
    fixture.cloud.setTransitionMs(1'000);
    SimulatedCloud::Record record;
    record.name = u"lab"_s;
    record.leaseCreateAtMs = fixture.cloud.nowMs() - 3'600'000 + 1'000; // its lease ends in a second
    record.leaseUpdateAtMs = record.leaseCreateAtMs;
    record.leaseDurationMs = 3'600'000;
    const QString id = fixture.cloud.place(record);
    fixture.readAll();
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(3'000);
    fixture.readAll();
    QCOMPARE(fixture.row(id)->instance.status, InstanceStatus::Stopped);
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Confirmed);
    QCOMPARE(fixture.writesSeen(), 1); // nothing left to stop
}

void TestActionDelete::cancelWhileStopping()
{
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(10'000);
    QVERIFY(fixture.acting.cancel(id));
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Cancelled);
    QVERIFY(fixture.onlyOutcome(batch).text.contains(u"not deleted"_s));
    fixture.time.advance(600'000);
    QCOMPARE(fixture.writesSeen(), 1);
    QCOMPARE(fixture.effects("delete", id), 0);
    QCOMPARE(fixture.row(id)->activity, RowActivity());
}

void TestActionDelete::cancelWhileTheStopIsOnTheWire()
{
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(30);
    QVERIFY(fixture.acting.cancel(id));
    QVERIFY(!fixture.acting.cancel(id)); // nothing more to call off
    QVERIFY(!fixture.row(id)->activity.cancellable);
    QVERIFY(fixture.waitForBatch(batch)); // the stop's end is still told
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Cancelled);
    fixture.time.advance(600'000);
    QCOMPARE(fixture.effects("stop", id), 1);
    QCOMPARE(fixture.writesSeen(), 1);
}

void TestActionDelete::cancelIsTooLateOnceDeleting()
{
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s, u"STOPPED"_s);
    fixture.readAll();
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(30);
    QVERIFY(!fixture.acting.cancel(id));
    fixture.time.advance(1'000);
    QVERIFY(!fixture.acting.cancel(id));
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Confirmed);
}

void TestActionDelete::cancelledStopThatFails()
{
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    fixture.cloud.answerNext("POST", id.toUtf8(), ServiceFixture::refusal(403, u"ModelArts.0112"_s));
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(30);
    QVERIFY(fixture.acting.cancel(id));
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Failed);
    QVERIFY(fixture.onlyOutcome(batch).text.contains(u"Could not stop"_s));
}

void TestActionDelete::retryGoesOnFromWhereItIs()
{
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    fixture.cloud.answerNext("DELETE", id.toUtf8(), ServiceFixture::refusal(403, u"ModelArts.0112"_s));
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Failed);
    const BatchId again = fixture.acting.retryFailed(batch);
    QVERIFY(fixture.waitForBatch(again));
    QCOMPARE(fixture.onlyOutcome(again).end, End::Confirmed);
    QCOMPARE(fixture.effects("stop", id), 1);
}

void TestActionDelete::retryLeavesAloneWhatRunsAgain()
{
    // It was shown running and has stopped for the delete, which failed; then it is started again.
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    fixture.cloud.answerNext("DELETE", id.toUtf8(), ServiceFixture::refusal(500, u"X.1"_s));
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Failed);
    QCOMPARE(fixture.run(fixture.decision(InstanceVerb::Start, {id})).end, End::Confirmed);
    fixture.time.advance(60'000);
    fixture.readAll();
    QCOMPARE(fixture.row(id)->instance.status, InstanceStatus::Running);
    const BatchId again = fixture.acting.retryFailed(batch);
    QVERIFY(again != 0);
    QVERIFY(fixture.waitForBatch(again));
    QCOMPARE(fixture.onlyOutcome(again).end, End::Failed);
    QVERIFY(!fixture.onlyOutcome(again).mayRetry);
    QCOMPARE(fixture.effects("stop", id), 1);
    QCOMPARE(fixture.effects("delete", id), 0);
}

void TestActionDelete::retryHoldsForAWhileOnly()
{
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QStringList ids = fixture.placeMany(2);
    fixture.startReading();
    for (const bool inTime : {true, false}) {
        const QString id = inTime ? ids.first() : ids.last();
        fixture.cloud.answerNext("DELETE", id.toUtf8(), ServiceFixture::refusal(400, u"ModelArts.6355"_s));
        const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
        QVERIFY(fixture.waitForBatch(batch));
        QCOMPARE(fixture.onlyOutcome(batch).end, End::Failed);
        fixture.time.advance(ActionService::RetryDeleteMs + (inTime ? -1'000 : 1'000));
        QCOMPARE(fixture.acting.retryFailed(batch) != 0, inTime);
    }
}

void TestActionDelete::F32_aStopThatWasRefusedStoppedNothing()
{
    // A service that is too busy has refused it unread: called off then, the instance still runs.
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    fixture.cloud.answerNext("POST", id.toUtf8(), {429, {{"Retry-After", "60"}}, "{}"});
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(10'000);
    QCOMPARE(fixture.writesSeen(), 1);
    fixture.acting.cancelUnsent(ActionService::Telling::Later);
    QCOMPARE(fixture.acting.lastOutcomes().size(), 1);
    fixture.time.advance(120'000);
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Cancelled);
    QVERIFY(!fixture.onlyOutcome(batch).leftStopped);
    QCOMPARE(fixture.writesSeen(), 1);
}

QTEST_GUILESS_MAIN(TestActionDelete)
#include "tst_actiondelete.moc"
