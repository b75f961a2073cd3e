// SPDX-License-Identifier: MIT
#include "apibench.h"
#include "httpbench.h"
#include "virtualtime.h"

#include <QTest>

#include <memory>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

using Delivery = ApiError::Delivery;
using Kind = ApiError::Kind;

/// When a call is tried again, and how it ends.
class CallRetriesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F35_readsAreRetried_data();
    void F35_readsAreRetried();
    void F35_threeAttemptsAtMost();
    void F36_writesAreNot_data();
    void F36_writesAreNot();
    void F05_lostReadsAreBounded();
    void F39_cutPagesAreReadAgain();
    void F16_portalIsNotAskedAgain();
    void refusalsAreNotAskedAgain_data();
    void refusalsAreNotAskedAgain();
    void F32_retryAfterIsObeyed();
    void F32_othersWaitToo();
    void F18_aPauseSleptThroughIsOver();
    void F33_tooLongAWaitIsTold();
    void pausesGrowByChance();
    void budgetEndsRetries();
    void F22_oneRenewalThenAgain_data();
    void F22_oneRenewalThenAgain();
    void F23_refusedForEver();
    void F24_noRenewalNoRepeat();
    void cancelWhileWaiting();
    void cancelOnTheWire();
    void destroyedInSilence();
    void receiverMayDestroyTheCall();

private:
    static Script page() { return Script::answer(200, R"({"data":[{"id":"a"}]})"); }
    static ApiCall<InstancePage> *list(const ApiBench &bench, QObject *parent = nullptr)
    {
        return bench.api->list(false, InstanceFeature::Notebook, 0, Patience::Background, parent);
    }
};

void CallRetriesTest::F35_readsAreRetried_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {429, 500, 502, 503, 504})
        QTest::addRow("%d", status) << status;
}

void CallRetriesTest::F35_readsAreRetried()
{
    QFETCH(int, status);
    ApiBench bench;
    bench.server.play({Script::answer(status, "{}"), Script::answer(status, "<html>"), page()});
    const auto result = bench.end(list(bench));
    QVERIFY(result);
    QCOMPARE(result.value().instances.size(), 1);
    QCOMPARE(bench.server.requests().size(), 3);
    QCOMPARE(bench.authenticator.authorised, 3);
}

void CallRetriesTest::F35_threeAttemptsAtMost()
{
    ApiBench bench;
    bench.server.play(Script::answer(500, R"({"error_code":"ModelArts.0010","error_msg":"m"})"));
    const auto result = bench.end(list(bench));
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Kind::Server);
    QCOMPARE(bench.server.requests().size(), 3);
}

void CallRetriesTest::F36_writesAreNot_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<Kind>("kind");
    QTest::newRow("429") << 429 << Kind::RateLimited;
    QTest::newRow("500") << 500 << Kind::Server;
    QTest::newRow("502") << 502 << Kind::Server;
    QTest::newRow("503") << 503 << Kind::Server;
    QTest::newRow("504") << 504 << Kind::Server;
    QTest::newRow("lost") << 0 << Kind::Network;
    QTest::newRow("broken") << 200 << Kind::BadResponse;
}

void CallRetriesTest::F36_writesAreNot()
{
    QFETCH(int, status);
    QFETCH(Kind, kind);
    for (int i = 1; i <= 4; ++i) {
        ApiBench bench;
        bench.server.play(status == 0 ? Script::raw({}) : Script::answer(status, "{\"id\":"));
        ApiCall<WriteAnswer> *call = i == 1   ? bench.api->remove(u"a"_s, nullptr)
                                     : i == 2 ? bench.api->start(u"a"_s, 3'600'000, nullptr)
                                     : i == 3 ? bench.api->stop(u"a"_s, nullptr)
                                              : bench.api->renewLease(u"a"_s, 3'600'000, nullptr);
        const auto result = bench.end(call);
        QVERIFY(!result);
        QCOMPARE(result.error().kind, kind);
        if (status == 0 || status == 200)
            QCOMPARE(result.error().delivery, Delivery::Unknown);
        QCOMPARE(requestsByNow(bench.server, bench.client), 1);
    }
}

void CallRetriesTest::F05_lostReadsAreBounded()
{
    ApiBench bench;
    bench.server.play(Script::raw({}));
    const auto result = bench.end(list(bench));
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Kind::Network);
    const qsizetype requests = requestsByNow(bench.server, bench.client);
    QVERIFY(requests >= 3);
    // Three attempts of ours, each repeated up to three times by Qt.
    QVERIFY(requests <= 12);
    QCOMPARE(bench.authenticator.authorised, 3);
}

void CallRetriesTest::F39_cutPagesAreReadAgain()
{
    ApiBench bench;
    bench.server.play({Script::answer(200, R"({"data":[{"id":"x"})"), page()});
    const auto result = bench.end(list(bench));
    QVERIFY(result);
    QCOMPARE(result.value().instances.first().id, u"a"_s);
    QCOMPARE(bench.server.requests().size(), 2);
}

void CallRetriesTest::F16_portalIsNotAskedAgain()
{
    ApiBench bench;
    bench.server.play(Script::answer(200, "<html>Sign in</html>"));
    QVERIFY(!bench.end(list(bench)));
    QCOMPARE(bench.server.requests().size(), 1);
}

void CallRetriesTest::refusalsAreNotAskedAgain_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {301, 400, 403, 404, 409, 511})
        QTest::addRow("%d", status) << status;
}

void CallRetriesTest::refusalsAreNotAskedAgain()
{
    QFETCH(int, status);
    ApiBench bench;
    bench.server.play(Script::answer(status, "{}"));
    QVERIFY(!bench.end(list(bench)));
    QCOMPARE(bench.server.requests().size(), 1);
}

void CallRetriesTest::F32_retryAfterIsObeyed()
{
    VirtualTime time;
    ApiBench bench(&time, &time);
    bench.server.play({Script::answer(429, "{}", "Retry-After: 7\r\n"), page()});
    ApiCall<InstancePage> *call = list(bench);
    QSignalSpy finished(call, &ApiCallBase::finished);
    QTRY_COMPARE(bench.server.requests().size(), 1);
    QTRY_COMPARE(time.pendingTimers(), 1); // the pause alone: the deadlines are gone
    time.advance(6'999);
    QVERIFY(!bench.client.isBusy());
    QCOMPARE(bench.server.requests().size(), 1);
    time.advance(1);
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(bench.server.requests().size(), 2);
}

void CallRetriesTest::F18_aPauseSleptThroughIsOver()
{
    VirtualTime time;
    ApiBench bench(&time, &time);
    bench.server.play({Script::answer(503, "{}", "Retry-After: 110\r\n"), page()});
    ApiCall<InstancePage> *call = list(bench);
    QList<bool> succeeded;
    connect(call, &ApiCallBase::finished, this,
            [&succeeded, call] { succeeded.append(bool(call->result())); });
    QTRY_COMPARE(bench.server.requests().size(), 1);
    QTRY_VERIFY(!bench.client.isBusy());
    QCOMPARE(time.pendingTimers(), 2); // the call's pause and the gate's
    time.sleep(40 * 60'000);
    bench.client.dropConnections();
    bench.api->gate().wokeUp();
    QTRY_COMPARE(succeeded, QList<bool>{true});
    QCOMPARE(bench.server.requests().size(), 2);
    QCOMPARE(time.monotonicMs(), 40 * 60'000); // no timer was waited for
}

void CallRetriesTest::F32_othersWaitToo()
{
    VirtualTime time;
    ApiBench bench(&time, &time);
    bench.server.play({Script::answer(429, "{}", "Retry-After: 7\r\n"), page()});
    ApiCall<InstancePage> *first = list(bench);
    QSignalSpy firstFinished(first, &ApiCallBase::finished);
    QTRY_COMPARE(bench.server.requests().size(), 1);
    QTRY_COMPARE(time.pendingTimers(), 1);
    ApiCall<InstancePage> *second = list(bench);
    QSignalSpy secondFinished(second, &ApiCallBase::finished);
    time.advance(6'999);
    QVERIFY(!bench.client.isBusy());
    QCOMPARE(bench.server.requests().size(), 1);
    time.advance(1);
    QTRY_COMPARE(firstFinished.size(), 1);
    QTRY_COMPARE(secondFinished.size(), 1);
    QCOMPARE(bench.server.requests().size(), 3);
}

void CallRetriesTest::F33_tooLongAWaitIsTold()
{
    ApiBench bench;
    bench.server.play(Script::answer(429, "{}", "Retry-After: 121\r\n"));
    const auto result = bench.end(list(bench));
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Kind::RateLimited);
    QCOMPARE(result.error().retryAfterMs, 121'000);
    QCOMPARE(bench.server.requests().size(), 1);
}

void CallRetriesTest::pausesGrowByChance()
{
    VirtualTime time;
    ApiBench bench(&time, &time);
    bench.api->setRandomness([] { return 0.5; });
    bench.server.play(Script::answer(503, "{}"));
    ApiCall<InstancePage> *call = list(bench);
    QSignalSpy finished(call, &ApiCallBase::finished);
    for (const qint64 pause : {qint64(1'000), qint64(2'000)}) {
        const qsizetype seen = bench.server.requests().size();
        QTRY_COMPARE(bench.server.requests().size(), seen + (seen == 0 ? 1 : 0));
        QTRY_COMPARE(time.pendingTimers(), 1);
        const qsizetype before = bench.server.requests().size();
        time.advance(pause - 1);
        QVERIFY(!bench.client.isBusy());
        QCOMPARE(bench.server.requests().size(), before);
        time.advance(1);
        QTRY_COMPARE(bench.server.requests().size(), before + 1);
    }
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(bench.server.requests().size(), 3);
}

void CallRetriesTest::budgetEndsRetries()
{
    ApiBench bench;
    bench.server.play(Script::answer(500, "{}"));
    // Two retries each; the fifth token is the last that may be spent.
    QVERIFY(!bench.end(list(bench)));
    QVERIFY(!bench.end(list(bench)));
    QCOMPARE(bench.server.requests().size(), 6);
    QVERIFY(!bench.end(list(bench)));
    QCOMPARE(bench.server.requests().size(), 8);
    QVERIFY(!bench.end(list(bench)));
    QCOMPARE(bench.server.requests().size(), 9);
}

void CallRetriesTest::F22_oneRenewalThenAgain_data()
{
    QTest::addColumn<bool>("write");
    QTest::addColumn<bool>("later");
    QTest::newRow("read") << false << false;
    QTest::newRow("read, later") << false << true;
    QTest::newRow("write") << true << false;
    QTest::newRow("write, later") << true << true;
}

void CallRetriesTest::F22_oneRenewalThenAgain()
{
    QFETCH(bool, write);
    QFETCH(bool, later);
    ApiBench bench;
    bench.authenticator.renews = true;
    bench.authenticator.answersLater = later;
    bench.server.play(
        {Script::answer(401, R"({"error_code":"APIGW.0301"})"), Script::answer(200, R"({"data":[]})")});
    const bool good =
        write ? bench.end(bench.api->remove(u"a"_s, nullptr)).isOk() : bench.end(list(bench)).isOk();
    QVERIFY(good);
    QCOMPARE(bench.authenticator.renewed, 1);
    QCOMPARE(bench.server.requests().size(), 2);
    QCOMPARE(bench.server.requests().at(0).headers.value("x-auth-token"), QByteArray("token-1"));
    QCOMPARE(bench.server.requests().at(1).headers.value("x-auth-token"), QByteArray("token-2"));
}

void CallRetriesTest::F23_refusedForEver()
{
    ApiBench bench;
    bench.authenticator.renews = true;
    bench.server.play(Script::answer(401, R"({"error_code":"APIGW.0301"})"));
    const auto result = bench.end(list(bench));
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Kind::Unauthorised);
    QCOMPARE(bench.authenticator.renewed, 1);
    QCOMPARE(bench.server.requests().size(), 2);
}

void CallRetriesTest::F24_noRenewalNoRepeat()
{
    ApiBench bench;
    bench.server.play(Script::answer(401, R"({"error_code":"APIGW.0301"})"));
    const auto result = bench.end(bench.api->remove(u"a"_s, nullptr));
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Kind::Unauthorised);
    QCOMPARE(result.error().delivery, Delivery::Answered);
    QCOMPARE(bench.server.requests().size(), 1);
}

void CallRetriesTest::cancelWhileWaiting()
{
    VirtualTime time;
    ApiBench bench(&time, &time);
    bench.server.play(Script::answer(429, "{}", "Retry-After: 7\r\n"));
    ApiCall<InstancePage> *call = list(bench);
    QTRY_COMPARE(bench.server.requests().size(), 1);
    QTRY_COMPARE(time.pendingTimers(), 1);
    std::optional<ApiError> error;
    int ends = 0;
    connect(call, &ApiCallBase::finished, this, [&] {
        ++ends;
        error = call->result().error();
    });
    call->cancel();
    call->cancel();
    QCOMPARE(ends, 0);
    QTRY_COMPARE(ends, 1);
    QCOMPARE(error->kind, Kind::Cancelled);
    time.advance(20'000);
    QVERIFY(!bench.client.isBusy());
    QCOMPARE(ends, 1);
    QCOMPARE(bench.server.requests().size(), 1);
}

void CallRetriesTest::cancelOnTheWire()
{
    ApiBench bench;
    bench.server.play(Script::silence());
    ApiCall<WriteAnswer> *call = bench.api->renewLease(u"a"_s, 3'600'000, nullptr);
    QTRY_COMPARE(bench.server.requests().size(), 1);
    call->cancel();
    const auto result = bench.end(call);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Kind::Cancelled);
    QCOMPARE(result.error().delivery, Delivery::Unknown);
}

void CallRetriesTest::destroyedInSilence()
{
    // Before authorising has ended, and on the wire.
    for (const bool onTheWire : {false, true}) {
        ApiBench bench;
        bench.authenticator.answersLater = true;
        bench.server.play(Script::silence());
        auto parent = std::make_unique<QObject>();
        ApiCall<InstancePage> *call = list(bench, parent.get());
        QSignalSpy finished(call, &ApiCallBase::finished);
        if (onTheWire)
            QTRY_COMPARE(bench.server.requests().size(), 1);
        parent.reset();
        QCOMPARE(requestsByNow(bench.server, bench.client), onTheWire ? 1 : 0);
        QCOMPARE(finished.size(), 0);
    }
}

void CallRetriesTest::receiverMayDestroyTheCall()
{
    ApiBench bench;
    bench.server.play(page());
    ApiCall<InstancePage> *call = list(bench);
    bool gone = false;
    connect(call, &ApiCallBase::finished, this, [call] { delete call; });
    connect(call, &QObject::destroyed, this, [&] { gone = true; });
    QTRY_VERIFY(gone);
    // Nothing comes back to what is gone.
    QCOMPARE(requestsByNow(bench.server, bench.client), 1);
}

QTEST_GUILESS_MAIN(CallRetriesTest)
#include "tst_callretries.moc"
