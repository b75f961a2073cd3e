// SPDX-License-Identifier: MIT
#include "servicefixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;
using End = ActionOutcome::End;
using State = RowActivity::State;

namespace
{

QByteArray showBody(const QString &id, const QByteArray &status)
{
    return R"({"id":")" + id.toUtf8() + R"(","status":")" + status + R"("})";
}

} // namespace

class TestDeleteTrouble : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void deleteFailedFails();
    void failedBeforeIsNoVerdict();
    void startedAgainElsewhere();
    void F67_startedAgainBeforeAnybodyLooked();
    void restartedAfterHavingStopped();
    void startedAgainWhileWaitingToDelete();
    void deletedElsewhereMeanwhile();
    void changedBetweenStopAndDelete();
    void stillStoppingAfterFiveMinutes();
    void stillDeletingAfterFiveMinutes();
    void stopRefusedEndsIt();
    void F28_alreadyGone_data();
    void F28_alreadyGone();
    void F28_saidToBeGoneAndListedAllTheSame();
    void F28_deniedButStillShown();
    void F29_stopFirstIsOffered();
    void F30_ambiguous_data();
    void F30_ambiguous();
    void F60_readsLagBehindTheStop();
    void F60_acceptedStopThatNeverShows();
    void F60_readsLagBehindTheDelete();
    void F64_refreshInFlight();
};

void TestDeleteTrouble::deleteFailedFails()
{
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s, u"STOPPED"_s);
    fixture.readAll();
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(5'000);
    fixture.cloud.place({.id = id, .name = u"lab"_s, .status = u"DELETE_FAILED"_s});
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Failed);
    QCOMPARE(fixture.row(id)->instance.status, InstanceStatus::DeleteFailed);
    QCOMPARE(fixture.row(id)->activity.state, State::Failed);
}

void TestDeleteTrouble::failedBeforeIsNoVerdict()
{
    // Retrying the delete of one whose delete had failed: a read that still says so proves nothing yet.
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s, u"DELETE_FAILED"_s);
    fixture.readAll();
    fixture.cloud.answerNext("GET", id.toUtf8(), ServiceFixture::json(showBody(id, "DELETE_FAILED")), 2);
    QCOMPARE(fixture.run(fixture.decision(InstanceVerb::Delete, {id})).end, End::Confirmed);
}

void TestDeleteTrouble::startedAgainElsewhere()
{
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(10'000); // seen stopping
    fixture.cloud.place({.id = id, .name = u"lab"_s, .status = u"RUNNING"_s});
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Failed);
    QVERIFY(fixture.onlyOutcome(batch).text.contains(u"started again elsewhere"_s));
    QVERIFY(!fixture.onlyOutcome(batch).mayRetry);
    QCOMPARE(fixture.writesSeen(), 1);
    QCOMPARE(fixture.effects("delete", id), 0);
}

void TestDeleteTrouble::F67_startedAgainBeforeAnybodyLooked()
{
    // It stops so quickly that no read sees it: only the lease tells this from a read that lags.
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    fixture.cloud.setTransitionMs(300);
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(600);
    QCOMPARE(fixture.effects("stop", id), 1);
    auto record = *fixture.cloud.record(id);
    QCOMPARE(record.status, u"STOPPED"_s);
    record.status = u"RUNNING"_s;
    record.leaseUpdateAtMs = fixture.cloud.nowMs();
    record.leaseDurationMs = record.leaseUpdateAtMs - record.leaseCreateAtMs + 3'600'000;
    fixture.cloud.place(record);
    fixture.time.advance(15'000);
    QVERIFY(!fixture.row(id)->activity.isActive());
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Failed);
    QVERIFY2(fixture.onlyOutcome(batch).text.contains(u"started again elsewhere"_s),
             qPrintable(fixture.onlyOutcome(batch).text));
    QCOMPARE(fixture.row(id)->instance.status, InstanceStatus::Running);
    QVERIFY(fixture.row(id)->note.isEmpty());
    QCOMPARE(fixture.effects("delete", id), 0);
}

void TestDeleteTrouble::restartedAfterHavingStopped()
{
    // Stopped and started again between two reads; the delete must not come as a surprise.
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s, u"STOPPING"_s);
    fixture.readAll();
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(1'000);
    fixture.cloud.place({.id = id, .name = u"lab"_s, .status = u"STARTING"_s});
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Failed);
    QCOMPARE(fixture.writesSeen(), 0);
}

void TestDeleteTrouble::startedAgainWhileWaitingToDelete()
{
    // It has stopped, but four other writes hang; before the delete may go out it runs again.
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s);
    QStringList others;
    for (int i = 0; i < Concurrency::Most; ++i)
        others.append(fixture.place(u"other-%1"_s.arg(i)));
    fixture.readAll();
    fixture.network.setFaults([](const QByteArray &method, const QUrl &) {
        return method == "PATCH" ? ServiceFixture::Fault::Hang : ServiceFixture::Fault::None;
    });
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(18'000);
    fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, others));
    fixture.time.advance(7'000); // a write that hangs is given up after 15 s
    QCOMPARE(fixture.row(id)->instance.status, InstanceStatus::Stopped);
    fixture.cloud.place({.id = id, .name = u"lab"_s, .status = u"RUNNING"_s});
    fixture.readAll();
    QCOMPARE(fixture.row(id)->instance.status, InstanceStatus::Running);
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Failed);
    QVERIFY(fixture.onlyOutcome(batch).text.contains(u"started again"_s));
    QVERIFY(!fixture.onlyOutcome(batch).mayRetry);
    QCOMPARE(fixture.effects("stop", id), 1);
    QCOMPARE(fixture.effects("delete", id), 0);
}

void TestDeleteTrouble::deletedElsewhereMeanwhile()
{
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(5'000);
    fixture.cloud.erase(id);
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Confirmed);
    QVERIFY(fixture.onlyOutcome(batch).text.contains(u"already gone"_s));
    QCOMPARE(fixture.writesSeen(), 1);
    fixture.startReading();
    fixture.time.advance(30'000);
    QVERIFY(!fixture.row(id));
}

void TestDeleteTrouble::changedBetweenStopAndDelete()
{
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(10'000);
    auto record = *fixture.cloud.record(id);
    record.status = u"STOPPED"_s;
    record.storageGb = 4'000; // far more than was agreed to
    fixture.cloud.place(record);
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Failed);
    QCOMPARE(fixture.effects("delete", id), 0);
}

void TestDeleteTrouble::stillStoppingAfterFiveMinutes()
{
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    fixture.cloud.setTransitionMs(100'000'000);
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(299'000);
    QCOMPARE(fixture.row(id)->activity.state, State::Working);
    fixture.time.advance(2'000);
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Failed); // the delete surely was not sent
    QVERIFY(fixture.onlyOutcome(batch).text.contains(u"was not deleted"_s));
    QCOMPARE(fixture.writesSeen(), 1);
}

void TestDeleteTrouble::stillDeletingAfterFiveMinutes()
{
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    fixture.cloud.setTransitionMs(100'000'000);
    const QString id = fixture.place(u"lab"_s, u"STOPPED"_s);
    fixture.readAll();
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(301'000);
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Unresolved);
    QCOMPARE(fixture.row(id)->activity.state, State::Unresolved);
    QCOMPARE(fixture.writesSeen(), 1);
}

void TestDeleteTrouble::stopRefusedEndsIt()
{
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    fixture.cloud.answerNext("POST", id.toUtf8(), ServiceFixture::refusal(403, u"ModelArts.0112"_s));
    QCOMPARE(fixture.run(fixture.decision(InstanceVerb::Delete, {id})).end, End::Failed);
    fixture.time.advance(600'000);
    QCOMPARE(fixture.writesSeen(), 1); // nothing else is tried
}

void TestDeleteTrouble::F28_alreadyGone_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::newRow("404") << 404 << u"ModelArts.6309"_s;
    QTest::newRow("400 with 6309") << 400 << u"ModelArts.6309"_s;
    QTest::newRow("400 with 6404") << 400 << u"ModelArts.6404"_s;
}

void TestDeleteTrouble::F28_alreadyGone()
{
    QFETCH(const int, status);
    QFETCH(const QString, code);
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s, u"STOPPED"_s);
    fixture.readAll();
    fixture.cloud.erase(id);
    fixture.cloud.answerNext("DELETE", id.toUtf8(), ServiceFixture::refusal(status, code));
    fixture.cloud.answerNext("GET", id.toUtf8(), ServiceFixture::refusal(status, code));
    const ActionOutcome outcome = fixture.run(fixture.decision(InstanceVerb::Delete, {id}));
    QCOMPARE(outcome.end, End::Confirmed);
    QVERIFY(outcome.text.contains(u"already gone"_s));
    QVERIFY(!outcome.error);
    QCOMPARE(fixture.writesSeen(), 1);
    // The row leaves as every row that is missing.
    QVERIFY(fixture.row(id));
    fixture.startReading();
    fixture.time.advance(30'000);
    QVERIFY(!fixture.row(id));
}

void TestDeleteTrouble::F28_saidToBeGoneAndListedAllTheSame()
{
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s, u"STOPPED"_s);
    fixture.startReading();
    QSignalSpy changed(&fixture.store, &InstanceStore::changed);
    const CloudResponse gone = ServiceFixture::refusal(404, u"ModelArts.6309"_s);
    fixture.cloud.answerNext("DELETE", id.toUtf8(), gone);
    fixture.cloud.answerNext("GET", "notebooks/" + id.toUtf8(), gone, 2);
    QCOMPARE(fixture.run(fixture.decision(InstanceVerb::Delete, {id})).end, End::Confirmed);
    fixture.time.advance(60'000);
    QVERIFY(fixture.row(id));
    for (const QList<QVariant> &told : changed)
        QVERIFY(told.at(0).value<InstanceChanges>().removed.isEmpty());
}

void TestDeleteTrouble::F28_deniedButStillShown()
{
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s, u"STOPPED"_s);
    fixture.readAll();
    fixture.cloud.answerNext("DELETE", id.toUtf8(), ServiceFixture::refusal(400, u"ModelArts.6309"_s));
    QCOMPARE(fixture.run(fixture.decision(InstanceVerb::Delete, {id})).end, End::Failed);
    QVERIFY(fixture.row(id));
}

void TestDeleteTrouble::F29_stopFirstIsOffered()
{
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s, u"STOPPED"_s);
    fixture.readAll();
    fixture.cloud.place(
        {.id = id, .name = u"lab"_s, .status = u"RUNNING"_s}); // started elsewhere, not seen yet
    const ActionOutcome outcome = fixture.run(fixture.decision(InstanceVerb::Delete, {id}));
    QCOMPARE(outcome.end, End::Failed);
    QVERIFY(outcome.offersStopAndDelete);
    QCOMPARE(outcome.error->codeNumber(), u"6304"_s);
    fixture.time.advance(1'000);
    QCOMPARE(fixture.row(id)->instance.status, InstanceStatus::Running); // read again at once
    QCOMPARE(fixture.writesSeen(), 1);
}

void TestDeleteTrouble::F30_ambiguous_data()
{
    QTest::addColumn<QString>("really");
    QTest::addColumn<End>("end");
    QTest::newRow("still there") << u"STOPPED"_s << End::Failed;
    QTest::newRow("started elsewhere") << u"RUNNING"_s << End::Failed;
    QTest::newRow("being deleted") << u"DELETING"_s << End::Confirmed;
    QTest::newRow("gone") << QString() << End::Confirmed;
}

void TestDeleteTrouble::F30_ambiguous()
{
    QFETCH(const QString, really);
    QFETCH(const End, end);
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s, u"STOPPED"_s);
    fixture.readAll();
    fixture.cloud.answerNext("DELETE", id.toUtf8(), ServiceFixture::refusal(400, u"ModelArts.6357"_s));
    if (really.isEmpty())
        fixture.cloud.erase(id);
    else
        fixture.cloud.place({.id = id, .name = u"lab"_s, .status = really});
    QCOMPARE(fixture.run(fixture.decision(InstanceVerb::Delete, {id})).end, end);
    QCOMPARE(fixture.writesSeen(), 1);
    fixture.startReading();
    fixture.time.advance(30'000);
    QCOMPARE(fixture.row(id) == nullptr, end == End::Confirmed);
}

void TestDeleteTrouble::F60_readsLagBehindTheStop()
{
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    fixture.cloud.answerNext("GET", id.toUtf8(), ServiceFixture::json(showBody(id, "RUNNING")), 6); // 27 s
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(20'000);
    QCOMPARE(fixture.row(id)->instance.status, InstanceStatus::Stopping); // the own, newer fact
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Confirmed);
    QCOMPARE(fixture.effects("stop", id), 1);
    QCOMPARE(fixture.effects("delete", id), 1);
}

void TestDeleteTrouble::F60_acceptedStopThatNeverShows()
{
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    fixture.cloud.answerNext("GET", id.toUtf8(), ServiceFixture::json(showBody(id, "RUNNING")), 1'000);
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Failed);
    // The service did answer.
    QVERIFY2(fixture.onlyOutcome(batch).text.contains(u"it still runs"_s),
             qPrintable(fixture.onlyOutcome(batch).text));
    QCOMPARE(fixture.effects("delete", id), 0);
}

void TestDeleteTrouble::F60_readsLagBehindTheDelete()
{
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s, u"STOPPED"_s);
    fixture.readAll();
    fixture.cloud.answerNext("GET", id.toUtf8(), ServiceFixture::json(showBody(id, "STOPPED")), 6);
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(25'000);
    QCOMPARE(fixture.row(id)->instance.status, InstanceStatus::Deleting);
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Confirmed);
}

void TestDeleteTrouble::F64_refreshInFlight()
{
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    fixture.cloud.setTransitionMs(400);
    const QString id = fixture.place(u"lab"_s, u"STOPPED"_s);
    fixture.startReading();
    QSignalSpy changed(&fixture.store, &InstanceStore::changed);
    fixture.network.setRoundTripMs(8'000); // the page is written at 4 s and arrives at 8 s
    fixture.reading.refresh();
    fixture.time.advance(4'010);
    fixture.network.setRoundTripMs(20);
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(100);
    QCOMPARE(fixture.row(id)->instance.status, InstanceStatus::Deleting);
    QVERIFY(fixture.waitForBatch(batch));
    QVERIFY(!fixture.row(id)); // gone before the page arrives
    fixture.time.advance(6'000);
    QVERIFY(!fixture.row(id)); // and not revived by it
    for (const QList<QVariant> &told : changed)
        QVERIFY(told.at(0).value<InstanceChanges>().inserted.isEmpty());
}

QTEST_GUILESS_MAIN(TestDeleteTrouble)
#include "tst_deletetrouble.moc"
