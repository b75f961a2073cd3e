// SPDX-License-Identifier: MIT
#include "servicefixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;
using End = ActionOutcome::End;
using State = RowActivity::State;

class TestActionService : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void start();
    void startWithoutAutoStop();
    void startWithARunTimeOutOfRange();
    void stop();
    void prolong();
    void prolongComputesTheDurationWhenSent();
    void N3_timeLearntWhileItIsOnItsWay_data();
    void N3_timeLearntWhileItIsOnItsWay();
    void prolongOutOfRangeSendsNothing();
    void goalAlreadyReachedSendsNothing_data();
    void goalAlreadyReachedSendsNothing();
    void vanishedInstance();
    void changedSinceShownSendsNothing();
    void checkedAgainRightBeforeSending();
    void nothingIsToldFromWithinSubmit();
    void openIsNoAction();
    void F65_secondActionIsRefusedWithAHint();
    void F65_sameInstanceTwiceInOneDecision();
    void F31_rangeIsLearnt();
    void inFlightIsTold();
    void failureMarkLeavesWithTheNextAction();
    void readOnceMoreAfterwards();
};

void TestActionService::start()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s, u"STOPPED"_s);
    fixture.readAll();
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Start, {id}));
    QCOMPARE(fixture.row(id)->activity.state, State::Working);
    QVERIFY(fixture.row(id)->activity.text.contains(u"Starting"_s));
    QVERIFY(fixture.waitForBatch(batch));
    const ActionOutcome outcome = fixture.onlyOutcome(batch);
    QCOMPARE(outcome.end, End::Confirmed);
    QCOMPARE(outcome.id, id);
    QCOMPARE(outcome.name, u"lab"_s);
    QVERIFY(outcome.text.contains(u"lab"_s));
    QCOMPARE(fixture.row(id)->instance.status, InstanceStatus::Starting);
    QCOMPARE(fixture.row(id)->activity, RowActivity());
    QCOMPARE(fixture.effects("start", id), 1);
    QCOMPARE(fixture.writesSeen(), 1);
    const QUrl url = fixture.network.seen().at(2).url; // after the two reads of the listing
    QVERIFY2(url.query().contains(u"duration=7200000"_s), qPrintable(url.query()));
}

void TestActionService::startWithoutAutoStop()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s, u"STOPPED"_s);
    fixture.readAll();
    Decision decision = fixture.decision(InstanceVerb::Start, {id});
    decision.firstLeaseMs = -1;
    QCOMPARE(fixture.run(decision).end, End::Confirmed);
    QVERIFY(!fixture.cloud.record(id)->leaseEnabled);
}

void TestActionService::startWithARunTimeOutOfRange()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s, u"STOPPED"_s);
    fixture.readAll();
    for (const qint64 bad : {qint64(0), qint64(3'599'999), qint64(259'200'001), qint64(-2)}) {
        Decision decision = fixture.decision(InstanceVerb::Start, {id});
        decision.firstLeaseMs = bad;
        QCOMPARE(fixture.run(decision).end, End::Failed);
    }
    QCOMPARE(fixture.writesSeen(), 0);
}

void TestActionService::stop()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const ActionOutcome outcome = fixture.run(fixture.decision(InstanceVerb::Stop, {id}));
    QCOMPARE(outcome.end, End::Confirmed);
    QCOMPARE(fixture.row(id)->instance.status, InstanceStatus::Stopping);
    QCOMPARE(fixture.effects("stop", id), 1);
    QCOMPARE(fixture.writesSeen(), 1);
}

void TestActionService::prolong()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const Decision decision = fixture.decision(InstanceVerb::Prolong, {id});
    const ActionOutcome outcome = fixture.run(decision);
    QCOMPARE(outcome.end, End::Confirmed);
    QVERIFY(outcome.text.contains(u"now stops"_s));
    const qint64 target = decision.targets.constFirst().stopAtMs;
    const auto record = *fixture.cloud.record(id);
    // The service counts from when it receives the request; its Date is known to about a second.
    QVERIFY(qAbs(record.leaseCreateAtMs + record.leaseDurationMs - target) <= 1'500);
    QCOMPARE(*leaseEndMs(fixture.row(id)->instance.lease), record.leaseCreateAtMs + record.leaseDurationMs);
    QCOMPARE(fixture.effects("renew", id), 1);
    QVERIFY(fixture.row(id)->note.isEmpty());
}

void TestActionService::prolongComputesTheDurationWhenSent()
{
    // The computer's clock is two days behind, and five minutes pass between deciding and sending.
    ServiceFixture fixture({false, 100, 2 * 86'400'000});
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const Decision decision = fixture.decision(InstanceVerb::Prolong, {id});
    fixture.time.advance(300'000);
    fixture.readAll(); // a clock so far off is set right by the second answer
    QCOMPARE(fixture.run(decision).end, End::Confirmed);
    const auto record = *fixture.cloud.record(id);
    QVERIFY(qAbs(record.leaseCreateAtMs + record.leaseDurationMs - decision.targets.constFirst().stopAtMs) <=
            1'500);
}

void TestActionService::N3_timeLearntWhileItIsOnItsWay_data()
{
    QTest::addColumn<ServiceFixture::Fault>("fault");
    QTest::newRow("answered") << ServiceFixture::Fault::None;
    QTest::newRow("answer lost") << ServiceFixture::Fault::LostAfter;
}

void TestActionService::N3_timeLearntWhileItIsOnItsWay()
{
    QFETCH(const ServiceFixture::Fault, fault);
    // The computer slept through the only answer so far, which therefore tells too little of the time; and
    // its own clock is seventy seconds behind.
    ServiceFixture fixture({false, 100, 70'000});
    const QString id = fixture.place(u"lab"_s);
    fixture.reading.start();
    fixture.time.sleep(600'000);
    QVERIFY(fixture.time.advanceUntil([&] { return fixture.row(id) != nullptr; }, 1'000));
    QVERIFY(!fixture.serverClock.isVerified());
    fixture.faultOnce("PATCH", {}, fault);
    const ActionOutcome outcome = fixture.run(fixture.decision(InstanceVerb::Prolong, {id}));
    QVERIFY(fixture.serverClock.isVerified());
    QVERIFY2(outcome.end == End::Confirmed, qPrintable(outcome.text));
    QCOMPARE(fixture.effects("renew", id), 1);
}

void TestActionService::prolongOutOfRangeSendsNothing()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    for (const qint64 span : {qint64(600'000), qint64(-600'000), qint64(80) * 3'600'000}) {
        Decision decision = fixture.decision(InstanceVerb::Prolong, {id});
        decision.targets[0].stopAtMs = fixture.serverClock.nowMs() + span;
        const ActionOutcome outcome = fixture.run(decision);
        QCOMPARE(outcome.end, End::Failed);
        QVERIFY(outcome.text.contains(u"Nothing was sent"_s));
    }
    QCOMPARE(fixture.writesSeen(), 0);
}

void TestActionService::goalAlreadyReachedSendsNothing_data()
{
    QTest::addColumn<InstanceVerb>("verb");
    QTest::addColumn<QString>("status");
    QTest::newRow("start a running one") << InstanceVerb::Start << u"RUNNING"_s;
    QTest::newRow("start a starting one") << InstanceVerb::Start << u"STARTING"_s;
    QTest::newRow("stop a stopped one") << InstanceVerb::Stop << u"STOPPED"_s;
    QTest::newRow("stop a stopping one") << InstanceVerb::Stop << u"STOPPING"_s;
}

void TestActionService::goalAlreadyReachedSendsNothing()
{
    QFETCH(const InstanceVerb, verb);
    QFETCH(const QString, status);
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s, status);
    fixture.readAll();
    QCOMPARE(fixture.run(fixture.decision(verb, {id})).end, End::Confirmed);
    QCOMPARE(fixture.writesSeen(), 0);
}

void TestActionService::vanishedInstance()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const Decision prolong = fixture.decision(InstanceVerb::Prolong, {id});
    const Decision remove = fixture.decision(InstanceVerb::Delete, {id});
    fixture.store.observeGone(id, fixture.time.monotonicMs());
    QCOMPARE(fixture.run(prolong).end, End::Failed);
    QCOMPARE(fixture.run(remove).end, End::Confirmed); // already gone
    QCOMPARE(fixture.writesSeen(), 0);
}

void TestActionService::changedSinceShownSendsNothing()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s, u"STOPPED"_s);
    fixture.readAll();
    const Decision decision = fixture.decision(InstanceVerb::Delete, {id});
    fixture.cloud.place({.id = id, .name = u"lab"_s, .status = u"RUNNING"_s});
    fixture.readAll();
    const ActionOutcome outcome = fixture.run(decision);
    QCOMPARE(outcome.end, End::Failed);
    QVERIFY2(outcome.text.contains(u"running now"_s), qPrintable(outcome.text));
    QCOMPARE(fixture.writesSeen(), 0);
    QCOMPARE(fixture.row(id)->activity.state, State::Failed);
    QCOMPARE(fixture.row(id)->activity.text, outcome.text);
}

void TestActionService::checkedAgainRightBeforeSending()
{
    // It changes during the grace period.
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s, u"STOPPED"_s);
    fixture.readAll();
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(4'000);
    fixture.cloud.place({.id = id, .name = u"lab"_s, .status = u"RUNNING"_s});
    fixture.readAll();
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Failed);
    QCOMPARE(fixture.writesSeen(), 0);
}

void TestActionService::nothingIsToldFromWithinSubmit()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const Decision decision = fixture.decision(InstanceVerb::Prolong, {id});
    fixture.store.observeGone(id, fixture.time.monotonicMs());
    QSignalSpy ended(&fixture.acting, &ActionService::actionEnded);
    QSignalSpy batches(&fixture.acting, &ActionService::batchEnded);
    QVERIFY(fixture.acting.submit(decision) != 0);
    QCOMPARE(ended.count(), 0);
    fixture.time.settle();
    QCOMPARE(ended.count(), 1);
    QCOMPARE(batches.count(), 1);
}

void TestActionService::openIsNoAction()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    QCOMPARE(fixture.acting.submit(fixture.decision(InstanceVerb::Open, {id})), BatchId(0));
    QCOMPARE(fixture.acting.submit({}), BatchId(0));
}

void TestActionService::F65_secondActionIsRefusedWithAHint()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const Decision decision = fixture.decision(InstanceVerb::Prolong, {id});
    const BatchId first = fixture.acting.submit(decision);
    const BatchId second = fixture.acting.submit(decision);
    fixture.time.settle();
    QCOMPARE(fixture.onlyOutcome(second).end, End::Failed);
    QVERIFY(fixture.onlyOutcome(second).text.contains(u"already"_s));
    QCOMPARE(fixture.row(id)->activity.state, State::Working); // the first one's, untouched
    QVERIFY(fixture.waitForBatch(first));
    QCOMPARE(fixture.onlyOutcome(first).end, End::Confirmed);
    QCOMPARE(fixture.writesSeen(), 1);
    QCOMPARE(fixture.row(id)->activity, RowActivity());
}

void TestActionService::F65_sameInstanceTwiceInOneDecision()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, {id, id}));
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.report(batch).count(End::Confirmed), 1);
    QCOMPARE(fixture.report(batch).count(End::Failed), 1);
    QCOMPARE(fixture.writesSeen(), 1);
}

void TestActionService::F31_rangeIsLearnt()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    fixture.cloud.answerNext(
        "PATCH", id.toUtf8(),
        ServiceFixture::refusal(400, u"ModelArts.6349"_s, u"duration must be between 3600000 and 7200000"_s));
    QSignalSpy learnt(&fixture.acting, &ActionService::leaseRangeLearnt);
    const ActionOutcome outcome = fixture.run(fixture.decision(InstanceVerb::Prolong, {id}));
    QCOMPARE(outcome.end, End::Failed);
    QCOMPARE(learnt.count(), 1);
    QCOMPARE(fixture.acting.leaseRange(), (LeaseRange{3'600'000, 7'200'000}));
    // Three hours are known to be too long now.
    const ActionOutcome again = fixture.run(fixture.decision(InstanceVerb::Prolong, {id}));
    QVERIFY(again.text.contains(u"Nothing was sent"_s));
    for (const ActionOutcome &one : {outcome, again}) {
        QVERIFY(one.wantsOtherTime);
        QVERIFY(one.askedStopMs > 0);
    }
    QCOMPARE(fixture.writesSeen(), 1);
}

void TestActionService::inFlightIsTold()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    QSignalSpy told(&fixture.acting, &ActionService::inFlightChanged);
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Stop, {id}));
    QCOMPARE(fixture.acting.inFlight(), 0);
    fixture.time.advance(10);
    QCOMPARE(fixture.acting.inFlight(), 1);
    QCOMPARE(told.count(), 1);
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.acting.inFlight(), 0);
    QCOMPARE(told.count(), 2);
}

void TestActionService::failureMarkLeavesWithTheNextAction()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    fixture.cloud.answerNext("PATCH", id.toUtf8(), ServiceFixture::refusal(403, u"ModelArts.0112"_s));
    QCOMPARE(fixture.run(fixture.decision(InstanceVerb::Prolong, {id})).end, End::Failed);
    QCOMPARE(fixture.row(id)->activity.state, State::Failed);
    QVERIFY2(fixture.row(id)->activity.text.contains(u"updateStopPolicy"_s),
             qPrintable(fixture.row(id)->activity.text));
    QCOMPARE(fixture.run(fixture.decision(InstanceVerb::Prolong, {id})).end, End::Confirmed);
    QCOMPARE(fixture.row(id)->activity, RowActivity());
}

void TestActionService::readOnceMoreAfterwards()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    // The answer to a prolong tells all there is to know; a stop goes on after its answer.
    QCOMPARE(fixture.run(fixture.decision(InstanceVerb::Prolong, {id})).end, End::Confirmed);
    fixture.time.advance(60'000);
    QCOMPARE(fixture.seen("GET", id), 0);
    QCOMPARE(fixture.run(fixture.decision(InstanceVerb::Stop, {id})).end, End::Confirmed);
    fixture.time.advance(60'000);
    QCOMPARE(fixture.seen("GET", id), 1);
}

QTEST_GUILESS_MAIN(TestActionService)
#include "tst_actionservice.moc"
