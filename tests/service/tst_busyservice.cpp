// SPDX-License-Identifier: MIT
#include "servicefixture.h"

#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;
using End = ActionOutcome::End;

class TestBusyService : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F32_busyServiceIsWaitedFor();
    void F32_busyServiceHoldsEverybodyBack();
    void F32_pauseCanBeCalledOff();
    void F33_longPauseFails();
    void F34_busyForEver();
};

void TestBusyService::F32_busyServiceIsWaitedFor()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    CloudResponse busy = ServiceFixture::refusal(429, u"APIG.0308"_s);
    busy.headers.append(std::pair<QByteArray, QByteArray>("Retry-After", "7"));
    fixture.cloud.answerNext("PATCH", id.toUtf8(), busy);
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, {id}));
    fixture.time.advance(200);
    QVERIFY(fixture.row(id)->activity.text.contains(u"busy"_s));
    fixture.time.advance(6'800);
    QCOMPARE(fixture.writesSeen(), 1);
    fixture.time.advance(200);
    QCOMPARE(fixture.writesSeen(), 2);
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Confirmed);
    QCOMPARE(fixture.effects("renew", id), 1);
}

void TestBusyService::F32_busyServiceHoldsEverybodyBack()
{
    ServiceFixture fixture;
    QStringList ids;
    for (int i = 0; i < 8; ++i)
        ids.append(fixture.place(u"n%1"_s.arg(i)));
    fixture.openGate();
    CloudResponse busy = ServiceFixture::refusal(429, u"APIG.0308"_s);
    busy.headers.append(std::pair<QByteArray, QByteArray>("Retry-After", "7"));
    fixture.cloud.answerNext("PATCH", ids.at(0).toUtf8(), busy);
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, ids));
    fixture.time.advance(6'900);
    QCOMPARE(fixture.writesSeen(), 4); // those that were out when it said so
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.report(batch).count(End::Confirmed), 8);
    QCOMPARE(fixture.writesSeen(), 9);
}

void TestBusyService::F32_pauseCanBeCalledOff()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    CloudResponse busy = ServiceFixture::refusal(429, u"APIG.0308"_s);
    busy.headers.append(std::pair<QByteArray, QByteArray>("Retry-After", "60"));
    fixture.cloud.answerNext("PATCH", id.toUtf8(), busy);
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, {id}));
    fixture.time.advance(1'000);
    QVERIFY(fixture.acting.cancel(id));
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Cancelled);
    fixture.time.advance(600'000);
    QCOMPARE(fixture.writesSeen(), 1);
}

void TestBusyService::F33_longPauseFails()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    CloudResponse busy = ServiceFixture::refusal(429, u"APIG.0308"_s);
    busy.headers.append(std::pair<QByteArray, QByteArray>("Retry-After", "3600"));
    fixture.cloud.answerNext("PATCH", id.toUtf8(), busy);
    const ActionOutcome outcome = fixture.run(fixture.decision(InstanceVerb::Prolong, {id}));
    QCOMPARE(outcome.end, End::Failed);
    QVERIFY2(outcome.text.contains(u"1 h"_s), qPrintable(outcome.text));
    QCOMPARE(fixture.writesSeen(), 1);
}

void TestBusyService::F34_busyForEver()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    fixture.cloud.answerNext("PATCH", id.toUtf8(), ServiceFixture::refusal(429, u"APIG.0308"_s), 1'000);
    const ActionOutcome outcome = fixture.run(fixture.decision(InstanceVerb::Prolong, {id}));
    QCOMPARE(outcome.end, End::Failed);
    QCOMPARE(outcome.error->kind, ApiError::Kind::RateLimited);
    QCOMPARE(fixture.writesSeen(), 4); // once, and three times more
}

QTEST_GUILESS_MAIN(TestBusyService)
#include "tst_busyservice.moc"
