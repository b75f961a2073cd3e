// SPDX-License-Identifier: MIT
#include "servicefixture.h"

#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;
using Phase = ReadingState::Phase;

class TestRowWatch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void transitionsAreReadAlone();
    void manyTransitionsAreLeftToTheListing();
    void busyRowsAreLeftToTheirAction();
    void leaseIsReadAgainAfterStarting();
    void failingSingleReadsBecomeRare();
    void F27_aRowThatMayNotBeReadIsAskedForOnce();
    void F33_singleReadsWaitAsLongAsTheServiceAsks();
    void F79_readAfterTheEnd();
    void F79_oneReadAfterTheEndOfWhatRunsOn();
    void F79_readAfterTheEndThoughTheTimeWasContested();
};

void TestRowWatch::transitionsAreReadAlone()
{
    ServiceFixture fixture;
    fixture.cloud.setTransitionMs(12'000);
    const QString id = fixture.place(u"stopping"_s, u"STOPPING"_s);
    fixture.place(u"odd"_s, u"HIBERNATING"_s); // an unknown state is no transition
    fixture.startReading();
    QCOMPARE(fixture.row(id)->instance.status, InstanceStatus::Stopping);
    fixture.network.forgetSeen();
    fixture.time.advance(20'000);
    QCOMPARE(fixture.seen("GET", id), 3); // 5, 10 and 15 s; then it had stopped
    QCOMPARE(fixture.network.seen().size(), 3);
    QCOMPARE(fixture.row(id)->instance.status, InstanceStatus::Stopped);
}

void TestRowWatch::manyTransitionsAreLeftToTheListing()
{
    ServiceFixture fixture;
    fixture.cloud.setTransitionMs(100'000'000);
    for (int i = 0; i < 11; ++i)
        fixture.place(u"s%1"_s.arg(i), u"STOPPING"_s);
    fixture.startReading();
    fixture.network.forgetSeen();
    fixture.time.advance(29'000);
    QCOMPARE(fixture.network.seen().size(), 0);
}

void TestRowWatch::busyRowsAreLeftToTheirAction()
{
    ServiceFixture fixture;
    fixture.cloud.setTransitionMs(100'000'000);
    const QString id = fixture.place(u"s"_s, u"STOPPING"_s);
    fixture.startReading();
    RowActivity activity;
    activity.state = RowActivity::State::Working;
    fixture.store.setActivity(id, activity);
    fixture.network.forgetSeen();
    fixture.time.advance(29'000);
    QCOMPARE(fixture.network.seen().size(), 0);
}

void TestRowWatch::leaseIsReadAgainAfterStarting()
{
    ServiceFixture fixture;
    fixture.cloud.setTransitionMs(7'000);
    const QString id = fixture.place(u"starting"_s, u"STARTING"_s);
    fixture.startReading();
    fixture.network.forgetSeen();
    fixture.time.advance(29'000);
    QCOMPARE(fixture.row(id)->instance.status, InstanceStatus::Running);
    QCOMPARE(fixture.seen("GET", id), 3); // 5 s, 10 s (now running), and once more
    QCOMPARE(*leaseEndMs(fixture.row(id)->instance.lease),
             fixture.cloud.record(id)->leaseCreateAtMs + fixture.cloud.record(id)->leaseDurationMs);
}

void TestRowWatch::failingSingleReadsBecomeRare()
{
    ServiceFixture fixture;
    fixture.cloud.setTransitionMs(100'000'000);
    for (int i = 0; i < 8; ++i)
        fixture.place(u"s%1"_s.arg(i), u"STOPPING"_s);
    fixture.startReading();
    fixture.network.setFaults([](const QByteArray &, const QUrl &url) {
        return url.path().endsWith(u"/notebooks"_s) ? ServiceFixture::Fault::None
                                                    : ServiceFixture::Fault::LostBefore;
    });
    fixture.time.advance(20 * 60'000);
    fixture.network.forgetSeen();
    fixture.time.advance(60 * 60'000);
    const int singles = fixture.seen("GET", u"/notebooks/"_s);
    QVERIFY2(singles <= 60 && singles >= 10, qPrintable(QString::number(singles)));
    QCOMPARE(fixture.reading.state().phase, Phase::Ready);
}

void TestRowWatch::F27_aRowThatMayNotBeReadIsAskedForOnce()
{
    ServiceFixture fixture;
    fixture.cloud.setTransitionMs(100'000'000);
    const QString id = fixture.place(u"theirs"_s, u"STOPPING"_s);
    fixture.startReading();
    fixture.cloud.answerNext("GET", id.toUtf8(), ServiceFixture::refusal(403, u"ModelArts.6407"_s), 1'000);
    fixture.network.forgetSeen();
    fixture.time.advance(10 * 60'000);
    QCOMPARE(fixture.seen("GET", id), 1);
    QVERIFY(fixture.seen("GET") > 20); // listings go on
    QCOMPARE(fixture.reading.state().phase, Phase::Ready);
}

void TestRowWatch::F33_singleReadsWaitAsLongAsTheServiceAsks()
{
    ServiceFixture fixture;
    fixture.cloud.setTransitionMs(100'000'000);
    const QString id = fixture.place(u"s"_s, u"STOPPING"_s);
    fixture.startReading();
    fixture.cloud.answerNext("GET", id.toUtf8(), {503, {{"Retry-After", "600"}}, "{}"});
    fixture.network.forgetSeen();
    fixture.time.advance(600'000);
    QCOMPARE(fixture.seen("GET", id), 1);
    fixture.time.advance(20'000);
    QVERIFY(fixture.seen("GET", id) > 1);
}

void TestRowWatch::F79_readAfterTheEndThoughTheTimeWasContested()
{
    ServiceFixture::Options options;
    options.clockAheadMs = -10 * qint64(86'400'000);
    ServiceFixture fixture(options);
    SimulatedCloud::Record record;
    record.name = u"ends"_s;
    record.leaseCreateAtMs = fixture.cloud.nowMs() - 3'600'000 + 120'000;
    record.leaseUpdateAtMs = record.leaseCreateAtMs;
    record.leaseDurationMs = 3'600'000; // ends in two minutes; by the computer's clock, ten days ago
    const QString id = fixture.cloud.place(record);
    fixture.startReading();
    QVERIFY(fixture.serverClock.isContested());
    fixture.network.forgetSeen();
    fixture.time.advance(110'000);
    QVERIFY(fixture.serverClock.isVerified());
    QCOMPARE(fixture.seen("GET", id), 0);
    fixture.time.advance(18'000);
    QCOMPARE(fixture.seen("GET", id), 1);
}

void TestRowWatch::F79_oneReadAfterTheEndOfWhatRunsOn()
{
    // A service that is late with stopping is not asked at every look.
    ServiceFixture fixture;
    SimulatedCloud::Record record;
    record.name = u"ends"_s;
    record.leaseCreateAtMs = fixture.cloud.nowMs() - 3'600'000 + 12'000;
    record.leaseUpdateAtMs = record.leaseCreateAtMs;
    record.leaseDurationMs = 3'600'000; // ends in 12 s
    const QString id = fixture.cloud.place(record);
    fixture.startReading();
    const QByteArray lease = R"({"create_at":)" + QByteArray::number(record.leaseCreateAtMs) +
                             R"(,"duration":3600000,"enable":true,"type":"TIMING"})";
    fixture.cloud.answerNext(
        "GET", id.toUtf8(),
        ServiceFixture::json(R"({"id":")" + id.toUtf8() + R"(","status":"RUNNING","lease":)" + lease + "}"),
        1'000);
    fixture.network.forgetSeen();
    fixture.time.advance(29'000); // the next listing is as far off
    QCOMPARE(fixture.seen("GET", id), 1);
    QCOMPARE(fixture.row(id)->instance.status, InstanceStatus::Running);
}

void TestRowWatch::F79_readAfterTheEnd()
{
    ServiceFixture fixture;
    SimulatedCloud::Record record;
    record.name = u"ends"_s;
    record.leaseCreateAtMs = fixture.cloud.nowMs() - 3'600'000 + 12'000;
    record.leaseUpdateAtMs = record.leaseCreateAtMs;
    record.leaseDurationMs = 3'600'000; // ends in 12 s
    const QString id = fixture.cloud.place(record);
    fixture.startReading();
    fixture.network.forgetSeen();
    fixture.time.advance(16'000);
    QCOMPARE(fixture.seen("GET", id), 0);
    fixture.time.advance(2'500); // end + 5 s, give or take the second of the Date header
    QCOMPARE(fixture.seen("GET", id), 1);
    QVERIFY(fixture.row(id)->instance.status != InstanceStatus::Running);
}

QTEST_GUILESS_MAIN(TestRowWatch)
#include "tst_rowwatch.moc"
