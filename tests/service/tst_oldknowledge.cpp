// SPDX-License-Identifier: MIT
#include "servicefixture.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;
using End = ActionOutcome::End;
using Fault = SimulatedAccessManager::Fault;

/// What is known of an instance is old, or nothing can be known of it, and an action has to go on or to end.
class TestOldKnowledge : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F18_asleepBetweenStopAndDelete_data();
    void F18_asleepBetweenStopAndDelete();
    void F18_asleepInTheQueue();
    void F18_asleepInTheUndoTime();
    void F18_aLookAfterTheSleepLetsItGoOn();
    void N3_nothingReadWhileItStops();
    void N3_nothingReadWhileItGoes();
    void F67_undoneElsewhereBeforeAnybodyLooked_data();
    void F67_undoneElsewhereBeforeAnybodyLooked();
    void N5_theEarlierAnswerIsShownMeanwhile();

private:
    /// Within the time to undo it, for the night.
    static BatchId deleteAndFallAsleep(ServiceFixture &fixture, const QString &id);
    static void setStatus(ServiceFixture &fixture, const QString &id, const QString &status);
};

BatchId TestOldKnowledge::deleteAndFallAsleep(ServiceFixture &fixture, const QString &id)
{
    fixture.readAll();
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(2'000);
    fixture.time.sleep(8 * 3'600'000);
    return batch;
}

void TestOldKnowledge::setStatus(ServiceFixture &fixture, const QString &id, const QString &status)
{
    SimulatedCloud::Record record = *fixture.cloud.record(id);
    record.status = status;
    record.leaseUpdateAtMs = fixture.cloud.nowMs();
    record.leaseDurationMs = record.leaseUpdateAtMs - record.leaseCreateAtMs + 3'600'000;
    fixture.cloud.place(record);
}

void TestOldKnowledge::F18_asleepBetweenStopAndDelete_data()
{
    QTest::addColumn<QString>("before");
    QTest::newRow("we stopped it") << u"RUNNING"_s;
    QTest::newRow("it was stopping") << u"STOPPING"_s;
}

void TestOldKnowledge::F18_asleepBetweenStopAndDelete()
{
    // Overnight somebody has started it, worked with it and stopped it.
    QFETCH(const QString, before);
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s, before);
    fixture.readAll();
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(1'000);
    QCOMPARE(fixture.row(id)->instance.status, InstanceStatus::Stopping);
    fixture.time.sleep(8 * 3'600'000);
    setStatus(fixture, id, u"STOPPED"_s);
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Failed);
    QVERIFY2(fixture.onlyOutcome(batch).text.contains(u"may have been used since"_s),
             qPrintable(fixture.onlyOutcome(batch).text));
    QCOMPARE(fixture.acting.retryFailed(batch), BatchId(0)); // that would delete it unseen
    QCOMPARE(fixture.effects("delete", id), 0);
}

void TestOldKnowledge::F18_asleepInTheQueue()
{
    ServiceFixture fixture({.roundTripMs = 3'000});
    fixture.acting.setGraceMs(0);
    const QStringList ids = fixture.placeMany(30);
    fixture.readAll();
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, ids));
    fixture.time.advance(4'000);
    const int before = fixture.writesSeen();
    QVERIFY2(before > 0 && before < 15, QByteArray::number(before).constData());
    fixture.time.sleep(8 * 3'600'000);
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.writesSeen(), before);
    int unsent = 0;
    for (const ActionOutcome &outcome : fixture.report(batch).outcomes) {
        const bool isUnsent = outcome.text.contains(u"Nothing was sent"_s);
        unsent += isUnsent ? 1 : 0;
        QVERIFY2(!isUnsent || (outcome.end == End::Failed && !outcome.mayRetry), qPrintable(outcome.text));
    }
    QCOMPARE(unsent, int(ids.size()) - before);
}

void TestOldKnowledge::F18_asleepInTheUndoTime()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s, u"STOPPED"_s);
    const BatchId batch = deleteAndFallAsleep(fixture, id);
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Failed);
    QVERIFY(fixture.onlyOutcome(batch).text.contains(u"Nothing was sent"_s));
    QCOMPARE(fixture.writesSeen(), 0);
}

void TestOldKnowledge::F18_aLookAfterTheSleepLetsItGoOn()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s, u"STOPPED"_s);
    const BatchId batch = deleteAndFallAsleep(fixture, id);
    fixture.readAll();
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Confirmed);
    QCOMPARE(fixture.effects("delete", id), 1);
}

void TestOldKnowledge::N3_nothingReadWhileItStops()
{
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    fixture.network.setFaults([](const QByteArray &method, const QUrl &) {
        return method == "GET" ? Fault::Refused : Fault::None;
    });
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.cloud.record(id)->status, u"STOPPED"_s);
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Failed);
    QVERIFY2(fixture.onlyOutcome(batch).text.contains(u"could not be found out"_s),
             qPrintable(fixture.onlyOutcome(batch).text));
}

void TestOldKnowledge::N3_nothingReadWhileItGoes()
{
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s, u"STOPPED"_s);
    fixture.readAll();
    fixture.network.setFaults([](const QByteArray &method, const QUrl &) {
        return method == "GET" ? Fault::Refused : Fault::None;
    });
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    QVERIFY(fixture.waitForBatch(batch));
    QVERIFY(!fixture.cloud.record(id)); // for minutes
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Unresolved);
    QVERIFY2(!fixture.onlyOutcome(batch).text.contains(u"still deleting"_s),
             qPrintable(fixture.onlyOutcome(batch).text));
}

void TestOldKnowledge::F67_undoneElsewhereBeforeAnybodyLooked_data()
{
    QTest::addColumn<InstanceVerb>("verb");
    QTest::addColumn<QString>("before");
    QTest::newRow("stop") << InstanceVerb::Stop << u"RUNNING"_s;
    QTest::newRow("start") << InstanceVerb::Start << u"STOPPED"_s;
}

void TestOldKnowledge::F67_undoneElsewhereBeforeAnybodyLooked()
{
    // It was carried out, its answer was lost, and when it can be read again a colleague has been there.
    QFETCH(const InstanceVerb, verb);
    QFETCH(const QString, before);
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s, before);
    fixture.readAll();
    fixture.network.setFaults([](const QByteArray &method, const QUrl &) {
        return method == "GET" ? Fault::Refused : Fault::LostAfter;
    });
    const BatchId batch = fixture.acting.submit(fixture.decision(verb, {id}));
    fixture.time.advance(40'000);
    setStatus(fixture, id, before);
    fixture.network.setFaults({});
    QVERIFY(fixture.waitForBatch(batch));
    QVERIFY2(!fixture.onlyOutcome(batch).text.contains(u"not carried out"_s),
             qPrintable(fixture.onlyOutcome(batch).text));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Unresolved);
    QVERIFY(!fixture.onlyOutcome(batch).staysOpen);
}

void TestOldKnowledge::N5_theEarlierAnswerIsShownMeanwhile()
{
    // Asked for more, the service says less, and then cannot be read.
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const Lease before = fixture.row(id)->instance.lease;
    const QJsonObject clamped{{u"create_at"_s, *before.createAtMs},
                              {u"update_at"_s, fixture.cloud.nowMs()},
                              {u"duration"_s, *before.durationMs - 600'000},
                              {u"enable"_s, true},
                              {u"type"_s, u"timing"_s}};
    fixture.cloud.answerNext("PATCH", id.toUtf8(), ServiceFixture::json(QJsonDocument(clamped).toJson()));
    fixture.network.setFaults([](const QByteArray &method, const QUrl &) {
        return method == "GET" ? Fault::Refused : Fault::None;
    });
    fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, {id}));
    fixture.time.advance(5'000);
    QCOMPARE(fixture.row(id)->instance.lease.durationMs, *before.durationMs - 600'000);
}

QTEST_GUILESS_MAIN(TestOldKnowledge)
#include "tst_oldknowledge.moc"
