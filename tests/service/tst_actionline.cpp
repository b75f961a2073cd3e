// SPDX-License-Identifier: MIT
#include "actionjournal.h"
#include "servicefixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

using End = ActionOutcome::End;
using State = RowActivity::State;
using Fault = ServiceFixture::Fault;

namespace
{

constexpr qint64 HourMs = 3'600'000;

} // namespace

/// Several decisions about one instance: one after the other, in the order in which they were made.
class TestActionLine : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F66_stopDuringProlong();
    void F66_twoProlongs();
    void F66_whatBecameImpossibleIsRefused();
    void F66_stopsAndDeletes();
    void F66_theGracePeriodRunsWhileItWaits();
    void F66_undoneInLine();
    void F66_waitsForAnUnknownOutcome();
    void F66_goesOnAfterAFailure();
    void F66_noMoreThanThreeWait();
    void F65_repetitionsAreRefused_data();
    void F65_repetitionsAreRefused();
    void cancellingCallsOffTheLine();
    void F69_nothingOfTheLineIsSentOnceClosed();
    void F70_theLineIsInTheJournal();
    void otherInstancesDoNotWait();
};

void TestActionLine::F66_stopDuringProlong()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const BatchId prolong = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, {id}));
    fixture.time.advance(50); // on the wire
    const BatchId stop = fixture.acting.submit(fixture.decision(InstanceVerb::Stop, {id}));
    fixture.time.settle();
    QCOMPARE(fixture.row(id)->activity.text, u"Prolonging… Then: stop."_s);
    QVERIFY(fixture.row(id)->activity.cancellable);
    QCOMPARE(fixture.writesSeen(), 1);
    QSignalSpy ended(&fixture.acting, &ActionService::actionEnded);
    QVERIFY(fixture.waitForBatch(stop));
    QCOMPARE(ended.first().first().toULongLong(), prolong);
    QCOMPARE(fixture.onlyOutcome(prolong).end, End::Confirmed);
    QCOMPARE(fixture.onlyOutcome(stop).end, End::Confirmed);
    QCOMPARE(fixture.effects("renew", id), 1);
    QCOMPARE(fixture.effects("stop", id), 1);
    QCOMPARE(fixture.row(id)->activity, RowActivity());
}

void TestActionLine::F66_twoProlongs()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    Decision first = fixture.decision(InstanceVerb::Prolong, {id});
    Decision second = first;
    second.targets[0].stopAtMs += 2 * HourMs;
    const BatchId one = fixture.acting.submit(first);
    const BatchId two = fixture.acting.submit(second);
    QVERIFY(fixture.waitForBatch(two));
    QCOMPARE(fixture.onlyOutcome(one).end, End::Confirmed);
    QCOMPARE(fixture.onlyOutcome(two).end, End::Confirmed);
    QCOMPARE(fixture.effects("renew", id), 2);
    const qint64 endMs = leaseEndMs(fixture.row(id)->instance.lease).value_or(0);
    QVERIFY(qAbs(endMs - second.targets[0].stopAtMs) < 2'000);

    // The other way round the second would take away what the first has given.
    second.targets[0].stopAtMs += 3 * HourMs;
    first.targets[0].stopAtMs += 3 * HourMs;
    const BatchId later = fixture.acting.submit(second);
    const BatchId earlier = fixture.acting.submit(first);
    QVERIFY(fixture.waitForBatch(earlier));
    QCOMPARE(fixture.onlyOutcome(later).end, End::Confirmed);
    QCOMPARE(fixture.onlyOutcome(earlier).end, End::LeftAlone);
    QCOMPARE(fixture.effects("renew", id), 3);
}

void TestActionLine::F66_whatBecameImpossibleIsRefused()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    // Stopping leaves nothing to prolong, and that is known at once.
    const BatchId stop = fixture.acting.submit(fixture.decision(InstanceVerb::Stop, {id}));
    const BatchId prolong = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, {id}));
    fixture.time.settle();
    QCOMPARE(fixture.onlyOutcome(prolong).end, End::Failed);
    QVERIFY(fixture.waitForBatch(stop));
    QCOMPARE(fixture.writesSeen(), 1);

    // Somebody else stops it while the stop waits for its turn.
    const QString other = fixture.place(u"other"_s);
    fixture.readAll();
    fixture.faultOnce("PATCH", other, Fault::LostAfter);
    const BatchId before = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, {other}));
    fixture.time.advance(50);
    Decision more = fixture.decision(InstanceVerb::Prolong, {other});
    more.targets[0].stopAtMs += HourMs;
    const BatchId second = fixture.acting.submit(more);
    fixture.cloud.place({.id = other, .name = u"other"_s, .status = u"STOPPED"_s});
    QVERIFY(fixture.waitForBatch(second));
    QVERIFY(fixture.waitForBatch(before));
    QCOMPARE(fixture.onlyOutcome(second).end, End::Failed);
    QCOMPARE(fixture.writesSeen(), 2);
}

void TestActionLine::F66_stopsAndDeletes()
{
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const BatchId stop = fixture.acting.submit(fixture.decision(InstanceVerb::Stop, {id}));
    const BatchId remove = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    // And nothing more after that.
    const BatchId late = fixture.acting.submit(fixture.decision(InstanceVerb::Stop, {id}));
    QVERIFY(fixture.waitForBatch(remove));
    QCOMPARE(fixture.onlyOutcome(stop).end, End::Confirmed);
    QCOMPARE(fixture.onlyOutcome(remove).end, End::Confirmed);
    QCOMPARE(fixture.onlyOutcome(late).end, End::Failed);
    QCOMPARE(fixture.effects("stop", id), 1);
    QCOMPARE(fixture.effects("delete", id), 1);
    QVERIFY(!fixture.row(id));
}

void TestActionLine::F66_theGracePeriodRunsWhileItWaits()
{
    // The one before ends within it, and after it.
    for (const Fault fault : {Fault::None, Fault::LostAfter}) {
        ServiceFixture fixture;
        const QString id = fixture.place(u"lab"_s);
        fixture.readAll();
        fixture.faultOnce("PATCH", id, fault);
        (void)fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, {id}));
        fixture.time.advance(50);
        QSignalSpy begins(&fixture.acting, &ActionService::graceStarted);
        const BatchId remove = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
        QCOMPARE(begins.count(), 1);
        QCOMPARE(begins.first().at(1).value<Decision>().targets.size(), 1);
        fixture.time.advance(1'000);
        const bool isHeld = fault == Fault::None;
        QCOMPARE(fixture.row(id)->activity.state == State::Grace, isHeld);
        fixture.time.advance(ActionService::DefaultGraceMs - 1'100);
        QCOMPARE(fixture.effects("stop", id), 0);
        QVERIFY(fixture.waitForBatch(remove));
        QCOMPARE(fixture.onlyOutcome(remove).end, End::Confirmed);
        QCOMPARE(fixture.effects("delete", id), 1);
    }
}

void TestActionLine::F66_undoneInLine()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const BatchId prolong = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, {id}));
    fixture.time.advance(50);
    const BatchId remove = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    QVERIFY(fixture.acting.undo(remove));
    QCOMPARE(fixture.row(id)->activity.text, u"Prolonging…"_s);
    QVERIFY(fixture.waitForBatch(prolong));
    fixture.time.advance(60'000);
    QCOMPARE(fixture.onlyOutcome(remove).end, End::Cancelled);
    QCOMPARE(fixture.onlyOutcome(prolong).end, End::Confirmed);
    QCOMPARE(fixture.writesSeen(), 1);
}

void TestActionLine::F66_waitsForAnUnknownOutcome()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    fixture.faultOnce("PATCH", id, Fault::LostBefore);
    const BatchId prolong = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, {id}));
    const BatchId stop = fixture.acting.submit(fixture.decision(InstanceVerb::Stop, {id}));
    fixture.time.advance(40'000);
    QCOMPARE(fixture.row(id)->activity.state, State::Checking);
    QCOMPARE(fixture.effects("stop", id), 0);
    QVERIFY(fixture.waitForBatch(stop));
    QCOMPARE(fixture.onlyOutcome(prolong).end, End::Failed);
    QCOMPARE(fixture.onlyOutcome(stop).end, End::Confirmed);
}

void TestActionLine::F66_goesOnAfterAFailure()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    fixture.cloud.answerNext("PATCH", id.toUtf8(), ServiceFixture::refusal(403, u"ModelArts.0112"_s));
    const BatchId prolong = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, {id}));
    const BatchId stop = fixture.acting.submit(fixture.decision(InstanceVerb::Stop, {id}));
    QVERIFY(fixture.waitForBatch(stop));
    QCOMPARE(fixture.onlyOutcome(prolong).end, End::Failed);
    QCOMPARE(fixture.onlyOutcome(stop).end, End::Confirmed);
}

void TestActionLine::F66_noMoreThanThreeWait()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    Decision decision = fixture.decision(InstanceVerb::Prolong, {id});
    QList<BatchId> batches;
    for (int i = 0; i < 6; ++i) {
        decision.targets[0].stopAtMs += HourMs;
        batches.append(fixture.acting.submit(decision));
    }
    QVERIFY(fixture.waitForBatch(batches.at(3)));
    for (int i = 0; i < batches.size(); ++i)
        QCOMPARE(fixture.onlyOutcome(batches.at(i)).end, i < 4 ? End::Confirmed : End::Failed);
    QCOMPARE(fixture.effects("renew", id), 4);
}

void TestActionLine::F65_repetitionsAreRefused_data()
{
    QTest::addColumn<InstanceVerb>("verb");
    QTest::addColumn<QString>("status");
    QTest::newRow("prolong") << InstanceVerb::Prolong << u"RUNNING"_s;
    QTest::newRow("stop") << InstanceVerb::Stop << u"RUNNING"_s;
    QTest::newRow("start") << InstanceVerb::Start << u"STOPPED"_s;
    QTest::newRow("delete") << InstanceVerb::Delete << u"STOPPED"_s;
}

void TestActionLine::F65_repetitionsAreRefused()
{
    QFETCH(const InstanceVerb, verb);
    QFETCH(const QString, status);
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s, status);
    fixture.readAll();
    Decision decision = fixture.decision(verb, {id});
    decision.firstLeaseMs = HourMs;
    // Another one goes before: those that wait count as well.
    const bool waits = status == "RUNNING"_L1;
    Decision other = fixture.decision(InstanceVerb::Prolong, {id});
    other.targets[0].stopAtMs += HourMs;
    if (waits)
        (void)fixture.acting.submit(other);
    const BatchId first = fixture.acting.submit(decision);
    const BatchId second = fixture.acting.submit(decision);
    fixture.time.settle();
    QCOMPARE(fixture.onlyOutcome(second).end, End::Failed);
    QVERIFY(fixture.waitForBatch(first));
    QCOMPARE(fixture.writesSeen(), waits && verb != InstanceVerb::Prolong ? 2 : 1);
}

void TestActionLine::cancellingCallsOffTheLine()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const BatchId prolong = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, {id}));
    fixture.time.advance(50); // on the wire: that one cannot be called off
    const BatchId stop = fixture.acting.submit(fixture.decision(InstanceVerb::Stop, {id}));
    const BatchId remove = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    QSignalSpy graceEnded(&fixture.acting, &ActionService::graceEnded);
    QVERIFY(fixture.acting.cancel(id));
    QCOMPARE(graceEnded.count(), 1);
    QVERIFY(!fixture.row(id)->activity.cancellable);
    QVERIFY(!fixture.acting.cancel(id));
    QVERIFY(fixture.waitForBatch(prolong));
    fixture.time.advance(60'000);
    QCOMPARE(fixture.onlyOutcome(prolong).end, End::Confirmed);
    QCOMPARE(fixture.onlyOutcome(stop).end, End::Cancelled);
    QCOMPARE(fixture.onlyOutcome(remove).end, End::Cancelled);
    QCOMPARE(fixture.writesSeen(), 1);
}

void TestActionLine::F69_nothingOfTheLineIsSentOnceClosed()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const BatchId prolong = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, {id}));
    fixture.time.advance(50);
    const BatchId stop = fixture.acting.submit(fixture.decision(InstanceVerb::Stop, {id}));
    const BatchId remove = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.settle();
    fixture.acting.cancelUnsent();
    QCOMPARE(fixture.acting.lastOutcomes().size(), 2);
    QVERIFY(fixture.waitForBatch(prolong));
    fixture.time.advance(60'000);
    QCOMPARE(fixture.onlyOutcome(stop).end, End::Cancelled);
    QCOMPARE(fixture.onlyOutcome(remove).end, End::Cancelled);
    QCOMPARE(fixture.writesSeen(), 1);
}

void TestActionLine::F70_theLineIsInTheJournal()
{
    ServiceFixture fixture;
    ActionJournal journal(fixture.time);
    ActionService acting(fixture.api, fixture.store, fixture.serverClock, fixture.time, fixture.time,
                         journal);
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    (void)acting.submit(fixture.decision(InstanceVerb::Prolong, {id}));
    fixture.time.advance(50);
    (void)acting.submit(fixture.decision(InstanceVerb::Stop, {id}));
    fixture.time.settle();
    const QList<ActionIntent> noted = journal.ofInstance(id);
    QCOMPARE(noted.size(), 2);
    QCOMPARE(noted.last().verb, InstanceVerb::Stop);
    // Whoever finds it has only to tell that nothing was sent.
    QCOMPARE(noted.last().state, ActionIntent::State::CalledOff);
    QCOMPARE(noted.first().state, ActionIntent::State::Sent);
    fixture.time.advance(100);
    const QList<ActionIntent> later = journal.ofInstance(id);
    QCOMPARE(later.size(), 1);
    QCOMPARE(later.first().verb, InstanceVerb::Stop);
    QCOMPARE(later.first().state, ActionIntent::State::Sent);
    fixture.time.advance(60'000);
    QVERIFY(journal.ofInstance(id).isEmpty());
    QCOMPARE(fixture.effects("stop", id), 1);
}

void TestActionLine::otherInstancesDoNotWait()
{
    ServiceFixture fixture;
    const QString busy = fixture.place(u"busy"_s);
    const QString free = fixture.place(u"free"_s);
    fixture.readAll();
    fixture.faultOnce("PATCH", busy, Fault::LostBefore);
    (void)fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, {busy}));
    fixture.time.advance(50);
    const BatchId stop = fixture.acting.submit(fixture.decision(InstanceVerb::Stop, {busy, free}));
    fixture.time.advance(1'000);
    QCOMPARE(fixture.effects("stop", free), 1);
    QCOMPARE(fixture.effects("stop", busy), 0);
    QVERIFY(fixture.waitForBatch(stop));
    QCOMPARE(fixture.report(stop).count(End::Confirmed), 2);
}

QTEST_GUILESS_MAIN(TestActionLine)
#include "tst_actionline.moc"
