// SPDX-License-Identifier: MIT
#include "servicefixture.h"

#include <QSet>
#include <QSignalSpy>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;
using End = ActionOutcome::End;
using State = RowActivity::State;

class TestActionBatches : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F68_batchOfThreeWithOneFailing();
    void F68_hundredsOfEveryFate();
    void retryFailedOnce();
    void whatFailedAgainIsRetriedByItsLaterBatchAlone();
    void F67_retryingDeletesNothingThatWasStartedSince();
    void fewWritesAtATimeInOrder();
    void checkedAgainWhenItsTurnComes();
    void graceThenDelete();
    void undoInGrace();
    void cancelOneOfSeveralInGrace();
    void noGraceWhenSetToNothing();
    void graceIsLimited();
    void F69_cancelUnsent();
    void F69_destroyedInTheMiddle();
};

void TestActionBatches::F68_batchOfThreeWithOneFailing()
{
    ServiceFixture fixture;
    const QStringList ids{fixture.place(u"a"_s), fixture.place(u"b"_s), fixture.place(u"c"_s)};
    fixture.readAll();
    fixture.cloud.answerNext("PATCH", ids.at(1).toUtf8(), ServiceFixture::refusal(400, u"ModelArts.6355"_s));
    QSignalSpy ended(&fixture.acting, &ActionService::actionEnded);
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, ids));
    QVERIFY(fixture.waitForBatch(batch));
    const BatchReport &report = fixture.report(batch);
    QCOMPARE(report.verb, InstanceVerb::Prolong);
    QCOMPARE(report.outcomes.size(), 3);
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(report.outcomes.at(i).id, ids.at(i)); // in the order of the decision
        QCOMPARE(report.outcomes.at(i).end, i == 1 ? End::Failed : End::Confirmed);
    }
    QCOMPARE(report.outcomes.at(1).error->code, u"ModelArts.6355"_s);
    QCOMPARE(ended.count(), 3);
    QCOMPARE(fixture.row(ids.at(0))->activity, RowActivity());
    QCOMPARE(fixture.row(ids.at(1))->activity.state, State::Failed);
}

void TestActionBatches::F68_hundredsOfEveryFate()
{
    constexpr int Many = 300;
    ServiceFixture fixture;
    QStringList ids;
    for (int i = 0; i < Many; ++i)
        ids.append(fixture.place(u"n%1"_s.arg(i)));
    fixture.readAll();
    // Carried out, refused, busy at first, lost after and lost before.
    QSet<QString> lost;
    fixture.network.setFaults([&](const QByteArray &method, const QUrl &url) {
        const QString id = url.path().section(u"/notebooks/"_s, 1).section(u'/', 0, 0);
        const qsizetype which = ids.indexOf(id) % 5;
        if (method != "PATCH" || which < 3 || lost.contains(id))
            return ServiceFixture::Fault::None;
        lost.insert(id);
        return which == 3 ? ServiceFixture::Fault::LostAfter : ServiceFixture::Fault::LostBefore;
    });
    for (int i = 0; i < Many; ++i) {
        if (i % 5 == 1)
            fixture.cloud.answerNext("PATCH", ids.at(i).toUtf8(),
                                     ServiceFixture::refusal(400, u"ModelArts.6355"_s));
        if (i % 50 == 2)
            fixture.cloud.answerNext("PATCH", ids.at(i).toUtf8(), ServiceFixture::refusal(429, u"X.1"_s));
    }
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, ids));
    QVERIFY(fixture.waitForBatch(batch));
    const BatchReport &report = fixture.report(batch);
    QCOMPARE(report.outcomes.size(), Many);
    QSet<QString> failed;
    for (int i = 0; i < Many; ++i) {
        const ActionOutcome &outcome = report.outcomes.at(i);
        QCOMPARE(outcome.id, ids.at(i));
        QVERIFY(!outcome.text.isEmpty());
        const bool fails = i % 5 == 1 || i % 5 == 4;
        QVERIFY2(outcome.end == (fails ? End::Failed : End::Confirmed), qPrintable(outcome.text));
        QCOMPARE(fixture.effects("renew", outcome.id), fails ? 0 : 1);
        if (fails)
            failed.insert(outcome.id);
    }
    QCOMPARE(report.count(End::Confirmed) + report.count(End::Failed), Many);

    // Retrying touches those that failed, and no other.
    const auto before = fixture.network.seen().size();
    const BatchId again = fixture.acting.retryFailed(batch);
    QVERIFY(fixture.waitForBatch(again));
    QCOMPARE(fixture.report(again).outcomes.size(), failed.size());
    QCOMPARE(fixture.report(again).count(End::Confirmed), int(failed.size()));
    for (auto n = before; n < fixture.network.seen().size(); ++n) {
        const auto &seen = fixture.network.seen().at(n);
        const QString id = seen.url.path().section(u"/notebooks/"_s, 1).section(u'/', 0, 0);
        QVERIFY(seen.method != "PATCH" || failed.contains(id));
    }
    for (const QString &id : ids)
        QCOMPARE(fixture.effects("renew", id), 1);
}

void TestActionBatches::retryFailedOnce()
{
    ServiceFixture fixture;
    const QStringList ids{fixture.place(u"a"_s), fixture.place(u"b"_s)};
    fixture.readAll();
    fixture.cloud.answerNext("PATCH", ids.at(1).toUtf8(), ServiceFixture::refusal(400, u"ModelArts.6355"_s));
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, ids));
    QCOMPARE(fixture.acting.retryFailed(batch), BatchId(0)); // not ended yet
    QVERIFY(fixture.waitForBatch(batch));
    const BatchId again = fixture.acting.retryFailed(batch);
    QVERIFY(again != 0 && again != batch);
    QCOMPARE(fixture.acting.retryFailed(batch), BatchId(0)); // a second click
    QVERIFY(fixture.waitForBatch(again));
    QCOMPARE(fixture.onlyOutcome(again).id, ids.at(1));
    QCOMPARE(fixture.onlyOutcome(again).end, End::Confirmed);
    QCOMPARE(fixture.acting.retryFailed(again), BatchId(0)); // nothing failed
    QCOMPARE(fixture.acting.retryFailed(4711), BatchId(0));
    QCOMPARE(fixture.effects("renew", ids.at(0)), 1);
    QCOMPARE(fixture.effects("renew", ids.at(1)), 1);
}

void TestActionBatches::whatFailedAgainIsRetriedByItsLaterBatchAlone()
{
    ServiceFixture fixture;
    const QStringList ids{fixture.place(u"a"_s), fixture.place(u"b"_s)};
    fixture.readAll();
    fixture.cloud.answerNext("PATCH", ids.at(0).toUtf8(), ServiceFixture::refusal(400, u"ModelArts.6355"_s),
                             2);
    fixture.cloud.answerNext("PATCH", ids.at(1).toUtf8(), ServiceFixture::refusal(400, u"ModelArts.6355"_s));
    const BatchId both = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, ids));
    QVERIFY(fixture.waitForBatch(both));
    const BatchId one = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, {ids.at(0)}));
    QVERIFY(fixture.waitForBatch(one));
    const BatchId again = fixture.acting.retryFailed(both);
    QVERIFY(fixture.waitForBatch(again));
    QCOMPARE(fixture.onlyOutcome(again).id, ids.at(1));
    const BatchId oneAgain = fixture.acting.retryFailed(one);
    QVERIFY(fixture.waitForBatch(oneAgain));
    QCOMPARE(fixture.onlyOutcome(oneAgain).id, ids.at(0));
}

void TestActionBatches::F67_retryingDeletesNothingThatWasStartedSince()
{
    ServiceFixture fixture;
    fixture.acting.setGraceMs(0);
    const QString id = fixture.place(u"lab"_s, u"STOPPED"_s);
    fixture.readAll();
    fixture.faultOnce("DELETE", id, ServiceFixture::Fault::Refused);
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Failed);
    // Somebody works with it meanwhile: who agreed to delete had seen it stopped.
    QVERIFY(fixture.api.start(id, 3'600'000, nullptr));
    fixture.time.advance(60'000);
    QCOMPARE(fixture.effects("start", id), 1);
    fixture.readAll();
    const int writes = fixture.writesSeen();
    const BatchId again = fixture.acting.retryFailed(batch);
    QVERIFY(fixture.waitForBatch(again));
    QCOMPARE(fixture.onlyOutcome(again).end, End::Failed);
    QVERIFY2(fixture.onlyOutcome(again).text.contains("is running now"_L1),
             qPrintable(fixture.onlyOutcome(again).text));
    QCOMPARE(fixture.writesSeen(), writes);
    QCOMPARE(fixture.cloud.record(id)->status, u"RUNNING"_s);
}

void TestActionBatches::fewWritesAtATimeInOrder()
{
    ServiceFixture fixture;
    QStringList ids;
    for (int i = 0; i < 12; ++i)
        ids.append(fixture.place(u"n%1"_s.arg(i)));
    fixture.readAll();
    int onTheWire = 0;
    int most = 0;
    QStringList order;
    fixture.network.setFaults([&](const QByteArray &method, const QUrl &url) {
        if (method == "PATCH") {
            most = qMax(most, ++onTheWire);
            order.append(url.path().section(u'/', -2, -2));
            fixture.time.schedule(100, [&onTheWire] { --onTheWire; });
        }
        return ServiceFixture::Fault::None;
    });
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, ids));
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(most, Concurrency::Most);
    QCOMPARE(order, ids);
    QCOMPARE(fixture.report(batch).count(End::Confirmed), 12);
}

void TestActionBatches::checkedAgainWhenItsTurnComes()
{
    // Five prolongings, four places: while the fifth waits, its instance stops.
    ServiceFixture fixture;
    QStringList ids;
    for (int i = 0; i < 5; ++i)
        ids.append(fixture.place(u"n%1"_s.arg(i)));
    fixture.openGate();
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, ids));
    fixture.time.advance(50);
    QCOMPARE(fixture.writesSeen(), 4);
    Instance stopped = fixture.row(ids.at(4))->instance;
    stopped.status = InstanceStatus::Stopped;
    fixture.store.observe({stopped}, fixture.time.monotonicMs());
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.report(batch).outcomes.at(4).end, End::Failed);
    QCOMPARE(fixture.report(batch).count(End::Confirmed), 4);
    QCOMPARE(fixture.writesSeen(), 4);
}

void TestActionBatches::graceThenDelete()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s, u"STOPPED"_s);
    fixture.readAll();
    QSignalSpy started(&fixture.acting, &ActionService::graceStarted);
    QSignalSpy over(&fixture.acting, &ActionService::graceEnded);
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    QCOMPARE(started.count(), 1);
    QCOMPARE(started.at(0).at(2).toLongLong(), ActionService::DefaultGraceMs);
    QCOMPARE(fixture.row(id)->activity.state, State::Grace);
    QVERIFY(fixture.row(id)->activity.cancellable);
    fixture.time.advance(4'999);
    QCOMPARE(fixture.writesSeen(), 0);
    QCOMPARE(over.count(), 0);
    fixture.time.advance(1);
    QCOMPARE(over.count(), 1);
    QCOMPARE(over.at(0).at(1).toBool(), false);
    QVERIFY(!fixture.acting.undo(batch)); // too late
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Confirmed);
    QCOMPARE(fixture.effects("delete", id), 1);
    QVERIFY(!fixture.row(id));
}

void TestActionBatches::undoInGrace()
{
    ServiceFixture fixture;
    const QStringList ids{fixture.place(u"a"_s, u"STOPPED"_s), fixture.place(u"b"_s)};
    fixture.readAll();
    QSignalSpy over(&fixture.acting, &ActionService::graceEnded);
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, ids));
    fixture.time.advance(4'900);
    QVERIFY(fixture.acting.undo(batch));
    QVERIFY(!fixture.acting.undo(batch));
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.report(batch).count(End::Cancelled), 2);
    QCOMPARE(over.count(), 1);
    QCOMPARE(over.at(0).at(1).toBool(), true);
    fixture.time.advance(600'000);
    QCOMPARE(fixture.writesSeen(), 0);
    QCOMPARE(fixture.row(ids.at(0))->activity, RowActivity());
    QCOMPARE(fixture.acting.retryFailed(batch), BatchId(0)); // cancelled is not failed
}

void TestActionBatches::cancelOneOfSeveralInGrace()
{
    ServiceFixture fixture;
    const QStringList ids{fixture.place(u"a"_s, u"STOPPED"_s), fixture.place(u"b"_s, u"STOPPED"_s)};
    fixture.readAll();
    QSignalSpy over(&fixture.acting, &ActionService::graceEnded);
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, ids));
    QVERIFY(fixture.acting.cancel(ids.at(0)));
    QVERIFY(!fixture.acting.cancel(ids.at(0)));
    QCOMPARE(over.count(), 0);
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.report(batch).outcomes.at(0).end, End::Cancelled);
    QCOMPARE(fixture.report(batch).outcomes.at(1).end, End::Confirmed);
    QCOMPARE(fixture.effects("delete", ids.at(0)), 0);

    // The last one called off ends the grace period.
    const BatchId last = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {ids.at(0)}));
    QVERIFY(fixture.acting.cancel(ids.at(0)));
    QCOMPARE(over.count(), 2);
    QCOMPARE(over.at(1).at(1).toBool(), true);
    QVERIFY(fixture.waitForBatch(last));
}

void TestActionBatches::noGraceWhenSetToNothing()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s, u"STOPPED"_s);
    fixture.readAll();
    fixture.acting.setGraceMs(0);
    QSignalSpy started(&fixture.acting, &ActionService::graceStarted);
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(60);
    QCOMPARE(fixture.writesSeen(), 1);
    QCOMPARE(started.count(), 0);
    QVERIFY(fixture.waitForBatch(batch));
}

void TestActionBatches::graceIsLimited()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s, u"STOPPED"_s);
    fixture.readAll();
    fixture.acting.setGraceMs(3'600'000);
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {id}));
    fixture.time.advance(30'100);
    QCOMPARE(fixture.writesSeen(), 1);
    QVERIFY(fixture.waitForBatch(batch));
}

void TestActionBatches::F69_cancelUnsent()
{
    ServiceFixture fixture;
    fixture.network.setRoundTripMs(1'000);
    QStringList prolonged;
    for (int i = 0; i < 6; ++i)
        prolonged.append(fixture.place(u"p%1"_s.arg(i)));
    const QString deleted = fixture.place(u"d"_s, u"STOPPED"_s);
    fixture.openGate();
    const BatchId remove = fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {deleted}));
    const BatchId prolong = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, prolonged));
    fixture.time.advance(100);
    QCOMPARE(fixture.acting.inFlight(), 4);
    fixture.acting.cancelUnsent();
    QVERIFY(fixture.waitForBatch(remove));
    QVERIFY(fixture.waitForBatch(prolong));
    QCOMPARE(fixture.onlyOutcome(remove).end, End::Cancelled);
    QCOMPARE(fixture.report(prolong).count(End::Confirmed), 4); // they were out already
    QCOMPARE(fixture.report(prolong).count(End::Cancelled), 2);
    QCOMPARE(fixture.acting.inFlight(), 0);
    QCOMPARE(fixture.acting.submit(fixture.decision(InstanceVerb::Delete, {deleted})), BatchId(0));
    fixture.time.advance(600'000);
    QCOMPARE(fixture.writesSeen(), 4);
}

void TestActionBatches::F69_destroyedInTheMiddle()
{
    ServiceFixture fixture;
    QStringList ids;
    for (int i = 0; i < 8; ++i)
        ids.append(fixture.place(u"n%1"_s.arg(i)));
    fixture.readAll();
    auto acting = std::make_unique<ActionService>(fixture.api, fixture.store, fixture.serverClock,
                                                  fixture.time, fixture.time);
    acting->submit(fixture.decision(InstanceVerb::Delete, ids.mid(6)));
    acting->submit(fixture.decision(InstanceVerb::Prolong, ids.mid(0, 6)));
    fixture.time.advance(50);
    const int sent = fixture.writesSeen();
    QCOMPARE(sent, fixture.api.gate().window());
    acting.reset();
    fixture.time.advance(600'000);
    QCOMPARE(fixture.writesSeen(), sent);
    QCOMPARE(fixture.time.pendingTimers(), qsizetype(0));
}

QTEST_GUILESS_MAIN(TestActionBatches)
#include "tst_actionbatches.moc"
