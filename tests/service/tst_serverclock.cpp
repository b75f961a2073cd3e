// SPDX-License-Identifier: MIT
#include "serverclock.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace leasekeeper;

namespace
{

constexpr qint64 Start = 1'700'000'000'000;
constexpr qint64 Hour = 3'600'000;
constexpr qint64 Day = 24 * Hour;

class HandClock final : public Clock
{
public:
    [[nodiscard]] qint64 wallMs() const override { return wall; }
    [[nodiscard]] qint64 monotonicMs() const override { return monotonic; }
    void pass(qint64 ms)
    {
        wall += ms;
        monotonic += ms;
    }
    qint64 wall = Start;
    qint64 monotonic = 5'000;
};

/// A service whose clock is `ahead` of the computer's, and answers within a round trip.
struct Service {
    HandClock &clock;
    qint64 ahead = 0;

    [[nodiscard]] qint64 now() const { return Start - 5'000 + clock.monotonic + ahead; }
    void answer(ServerClock &server, qint64 roundTripMs = 100) const
    {
        const qint64 sent = clock.monotonic;
        clock.pass(roundTripMs / 2);
        const qint64 date = now() / 1'000 * 1'000;
        clock.pass(roundTripMs - roundTripMs / 2);
        server.observe(date, sent, clock.monotonic);
    }
};

} // namespace

class TestServerClock : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wallClockUntilHeard();
    void oneAnswerIsGoodToASecond();
    void severalAnswersNarrowIt();
    void F75_wrongComputerClock_data();
    void F75_wrongComputerClock();
    void F76_wallJumpsChangeNothing();
    void clockOfServiceSetBack();
    void driftIsAllowedFor();
    void F18_answerThatSleptTellsNothing();
    void F77_answerThatSleptContestsAClockDaysWrong_data();
    void F77_answerThatSleptContestsAClockDaysWrong();
    void F77_wildDateIsIgnored();
    void F77_wildDateThreeTimesIsBelieved();
    void F77_oneWrongGatewayOfTwoConvincesNobody();
    void F77_implausibleDateIsNeverBelieved();
    void F77_cachedDateIsIgnored();
    void F77_cacheNeverConvinces();
    void F77_burstFromACacheConvincesNobody();
    void F77_wildFirstDateIsNotBelieved_data();
    void F77_wildFirstDateIsNotBelieved();
    void F77_clockDaysWrongIsPutRightByASecondAnswer_data();
    void F77_clockDaysWrongIsPutRightByASecondAnswer();
    void F77_cacheFromTheStartContestsNothing();
    void F77_farFutureFirstDoesNotBarTheTruth();
    void F77_slowAnswersAgreeToo();
    void F77_clockSetRightMeanwhile();
    void answersOutOfOrder();
    void adjustedIsToldOnce();
    void rubbishIsIgnored();
};

void TestServerClock::wallClockUntilHeard()
{
    HandClock clock;
    const ServerClock server(clock);
    QVERIFY(!server.isVerified());
    QVERIFY(!server.wallAheadMs());
    QCOMPARE(server.nowMs(), Start);
    clock.pass(1'234);
    QCOMPARE(server.nowMs(), Start + 1'234);
}

void TestServerClock::oneAnswerIsGoodToASecond()
{
    HandClock clock;
    ServerClock server(clock);
    const Service service{clock, 777};
    service.answer(server);
    QVERIFY(server.isVerified());
    QVERIFY(qAbs(server.nowMs() - service.now()) <= 550);
    const qint64 read = server.nowMs();
    clock.pass(10'000);
    QCOMPARE(server.nowMs(), read + 10'000);
}

void TestServerClock::severalAnswersNarrowIt()
{
    HandClock clock;
    ServerClock server(clock);
    const Service service{clock, 123'456};
    for (int i = 0; i < 40; ++i) {
        service.answer(server, 60);
        clock.pass(1'377);
    }
    QVERIFY2(qAbs(server.nowMs() - service.now()) <= 60,
             qPrintable(QString::number(server.nowMs() - service.now())));
}

void TestServerClock::F18_answerThatSleptTellsNothing()
{
    HandClock clock;
    ServerClock server(clock);
    const Service service{clock, 777};
    // The Date may be of the beginning or of the end of those eight hours: the middle helps nobody.
    service.answer(server, 8 * Hour);
    QVERIFY(!server.isVerified());
    service.answer(server);
    QVERIFY(qAbs(server.nowMs() - service.now()) <= 550);
}

void TestServerClock::F77_answerThatSleptContestsAClockDaysWrong_data()
{
    QTest::addColumn<qint64>("ahead");
    QTest::newRow("ahead") << 26 * Hour;
    QTest::newRow("behind") << -26 * Hour;
}

void TestServerClock::F77_answerThatSleptContestsAClockDaysWrong()
{
    QFETCH(const qint64, ahead);
    HandClock clock;
    ServerClock server(clock);
    const Service service{clock, ahead};
    // Whenever in that hour it was: a day off it is in any case.
    service.answer(server, Hour);
    QVERIFY(server.isContested());
    // But it agrees with far too much to bear witness: to what a cache tells, say.
    clock.pass(5'000);
    server.observe(service.now() - 20 * 60'000, clock.monotonic - 100, clock.monotonic);
    QVERIFY(server.isContested());
    QVERIFY(!server.isVerified());
    clock.pass(5'000);
    service.answer(server);
    QVERIFY(server.isContested());
    clock.pass(5'000);
    service.answer(server);
    QVERIFY(!server.isContested());
    QVERIFY(qAbs(server.nowMs() - service.now()) <= 550);
}

void TestServerClock::F75_wrongComputerClock_data()
{
    QTest::addColumn<qint64>("ahead");
    QTest::newRow("an hour behind") << Hour;
    QTest::newRow("an hour ahead") << -Hour;
    QTest::newRow("a day behind") << Day;
    QTest::newRow("a day ahead") << -Day;
}

void TestServerClock::F75_wrongComputerClock()
{
    QFETCH(const qint64, ahead);
    HandClock clock;
    ServerClock server(clock);
    const Service service{clock, ahead};
    service.answer(server);
    QVERIFY(qAbs(server.nowMs() - service.now()) <= 550);
    QVERIFY(server.wallAheadMs().has_value());
    QVERIFY(qAbs(*server.wallAheadMs() + ahead) <= 550);
}

void TestServerClock::F76_wallJumpsChangeNothing()
{
    HandClock clock;
    ServerClock server(clock);
    const Service service{clock};
    service.answer(server);
    const qint64 before = server.nowMs();
    clock.wall += Day;
    QCOMPARE(server.nowMs(), before);
    service.answer(server);
    QVERIFY(qAbs(server.nowMs() - service.now()) <= 550);
    QVERIFY(qAbs(*server.wallAheadMs() - Day) <= 550);
}

void TestServerClock::clockOfServiceSetBack()
{
    HandClock clock;
    ServerClock server(clock);
    Service service{clock};
    service.answer(server);
    clock.pass(60'000);
    service.ahead = 10'000; // set forward
    service.answer(server);
    QVERIFY(qAbs(server.nowMs() - service.now()) <= 550);
    clock.pass(60'000);
    service.ahead = -20'000; // set back, but later than the last answer
    service.answer(server);
    QVERIFY(qAbs(server.nowMs() - service.now()) <= 550);
}

void TestServerClock::driftIsAllowedFor()
{
    HandClock clock;
    ServerClock server(clock);
    QSignalSpy adjusted(&server, &ServerClock::adjusted);
    Service service{clock};
    for (int i = 0; i < 30; ++i) {
        service.answer(server, 20);
        clock.pass(1'037);
    }
    // Twelve hours at 20 ppm: 864 ms. The bounds must follow without a jump.
    for (int i = 0; i < 12 * 120; ++i) {
        // Not in step with whole seconds: then no answer would ever come close to the edge of one.
        clock.pass(30'037 - 20);
        service.ahead = qint64(double(i) * 30'037 * 20e-6);
        service.answer(server, 20);
        // Narrowed once, it stays narrow: nothing is thrown away because of a slow drift.
        QVERIFY2(qAbs(server.nowMs() - service.now()) <= 100,
                 qPrintable(QString::number(server.nowMs() - service.now())));
    }
    QCOMPARE(adjusted.count(), 1);
}

void TestServerClock::F77_wildDateIsIgnored()
{
    HandClock clock;
    ServerClock server(clock);
    Service service{clock};
    service.answer(server);
    for (const qint64 wild : {-10 * Day, 30 * Day}) {
        clock.pass(30'000);
        const Service proxy{clock, wild};
        proxy.answer(server);
        QVERIFY(qAbs(server.nowMs() - service.now()) <= 550);
        clock.pass(30'000);
        service.answer(server);
        QVERIFY(qAbs(server.nowMs() - service.now()) <= 550);
    }
}

void TestServerClock::F77_wildDateThreeTimesIsBelieved()
{
    HandClock clock;
    ServerClock server(clock);
    Service service{clock};
    service.answer(server);
    service.ahead = 10 * Day;
    for (int i = 0; i < 2; ++i) {
        clock.pass(30'000);
        service.answer(server);
        QVERIFY(qAbs(server.nowMs() - service.now()) > 9 * Day);
    }
    clock.pass(30'000);
    service.answer(server);
    QVERIFY(qAbs(server.nowMs() - service.now()) <= 550);
}

void TestServerClock::F77_oneWrongGatewayOfTwoConvincesNobody()
{
    HandClock clock;
    ServerClock server(clock);
    const Service service{clock};
    const Service wrong{clock, 10 * Day};
    for (int i = 0; i < 5; ++i) {
        clock.pass(30'000);
        service.answer(server);
        clock.pass(30'000);
        wrong.answer(server);
        QVERIFY(qAbs(server.nowMs() - service.now()) <= 550);
    }
}

void TestServerClock::F77_implausibleDateIsNeverBelieved()
{
    const qint64 year9999 = 253'402'300'799'000;
    HandClock clock;
    ServerClock server(clock);
    for (const qint64 date : {year9999, qint64(1'000)}) {
        for (int i = 0; i < 3; ++i) {
            clock.pass(30'000);
            server.observe(date, clock.monotonic - 100, clock.monotonic);
            QVERIFY(!server.isVerified());
            QCOMPARE(server.nowMs(), clock.wall);
        }
    }
}

void TestServerClock::F77_cachedDateIsIgnored()
{
    HandClock clock;
    ServerClock server(clock);
    const Service service{clock};
    service.answer(server);
    const qint64 cached = service.now() / 1'000 * 1'000;
    clock.pass(300'000);
    server.observe(cached, clock.monotonic - 100, clock.monotonic);
    QVERIFY(qAbs(server.nowMs() - service.now()) <= 550);
}

void TestServerClock::F77_cacheNeverConvinces()
{
    HandClock clock;
    ServerClock server(clock);
    const Service service{clock};
    service.answer(server);
    const qint64 cached = service.now() / 1'000 * 1'000;
    for (int i = 0; i < 10; ++i) {
        clock.pass(30'000);
        server.observe(cached, clock.monotonic - 100, clock.monotonic);
    }
    QVERIFY(qAbs(server.nowMs() - service.now()) <= 550);
}

void TestServerClock::F77_burstFromACacheConvincesNobody()
{
    HandClock clock;
    ServerClock server(clock);
    const Service service{clock};
    service.answer(server);
    const qint64 cached = service.now() / 1'000 * 1'000;
    for (const qint64 date : {cached, cached - 3 * Day}) {
        clock.pass(300'000);
        // The pages of one listing, all within two seconds: their offsets agree, but no clock runs there.
        for (int page = 0; page < 6; ++page) {
            clock.pass(300);
            server.observe(date, clock.monotonic - 100, clock.monotonic);
            QVERIFY(qAbs(server.nowMs() - service.now()) <= 550);
        }
    }
}

void TestServerClock::F77_wildFirstDateIsNotBelieved_data()
{
    QTest::addColumn<qint64>("off");
    QTest::newRow("long ago") << -10 * Day;
    QTest::newRow("yesterday") << -Day - 5'000;
    QTest::newRow("tomorrow") << Day + 5'000;
    QTest::newRow("far ahead") << 10 * Day;
}

void TestServerClock::F77_wildFirstDateIsNotBelieved()
{
    QFETCH(const qint64, off);
    HandClock clock;
    ServerClock server(clock);
    QSignalSpy adjusted(&server, &ServerClock::adjusted);
    const Service service{clock, 777};
    const Service proxy{clock, off};
    proxy.answer(server);
    QVERIFY(!server.isVerified());
    QVERIFY(server.isContested());
    QVERIFY(!server.wallAheadMs());
    // Of the two times the later one: it makes no countdown too long, whichever is right.
    QVERIFY(qAbs(server.nowMs() - std::max(clock.wall, proxy.now())) <= 550);
    QCOMPARE(adjusted.count(), off > 0 ? 1 : 0);

    clock.pass(1'000);
    service.answer(server);
    QVERIFY(server.isVerified());
    QVERIFY(!server.isContested());
    QVERIFY(qAbs(server.nowMs() - service.now()) <= 550);
    QCOMPARE(adjusted.count(), off > 0 ? 2 : 1);
}

void TestServerClock::F77_clockDaysWrongIsPutRightByASecondAnswer_data()
{
    QTest::addColumn<qint64>("ahead");
    QTest::newRow("behind") << 10 * Day;
    QTest::newRow("ahead") << -10 * Day;
}

void TestServerClock::F77_clockDaysWrongIsPutRightByASecondAnswer()
{
    QFETCH(const qint64, ahead);
    HandClock clock;
    ServerClock server(clock);
    QSignalSpy adjusted(&server, &ServerClock::adjusted);
    const Service service{clock, ahead};
    service.answer(server);
    QVERIFY(server.isContested());
    QVERIFY(server.nowMs() >= service.now() - 550);
    // Another answer in the same second says nothing that the first one did not.
    service.answer(server);
    QVERIFY(server.isContested());
    clock.pass(1'000);
    service.answer(server);
    QVERIFY(server.isVerified());
    QVERIFY(!server.isContested());
    QVERIFY(qAbs(server.nowMs() - service.now()) <= 550);
    QVERIFY(qAbs(*server.wallAheadMs() + ahead) <= 550);
    QVERIFY(adjusted.count() >= 1);
}

void TestServerClock::F77_cacheFromTheStartContestsNothing()
{
    HandClock clock;
    ServerClock server(clock);
    const Service service{clock};
    const qint64 cached = service.now() / 1'000 * 1'000 + 10 * Day;
    for (int i = 0; i < 10; ++i) {
        server.observe(cached, clock.monotonic - 100, clock.monotonic);
        QVERIFY(!server.isVerified());
        // Once its time has stood still it is no witness, and the computer's clock is all there is.
        QCOMPARE(server.isContested(), i == 0);
        if (i > 0)
            QCOMPARE(server.nowMs(), clock.wall);
        clock.pass(30'000);
    }
    service.answer(server);
    QVERIFY(server.isVerified());
    QVERIFY(qAbs(server.nowMs() - service.now()) <= 550);
}

void TestServerClock::F77_farFutureFirstDoesNotBarTheTruth()
{
    HandClock clock;
    ServerClock server(clock);
    const Service service{clock, 10 * Day};
    const Service proxy{clock, 10'000 * Day};
    proxy.answer(server);
    for (int i = 0; i < 2; ++i) {
        clock.pass(30'000);
        QVERIFY(!server.isVerified());
        service.answer(server);
    }
    QVERIFY(server.isVerified());
    QVERIFY(qAbs(server.nowMs() - service.now()) <= 550);
}

void TestServerClock::F77_slowAnswersAgreeToo()
{
    HandClock clock;
    ServerClock server(clock);
    const Service service{clock, 10 * Day};
    // Halves of a round trip may differ: the middle of such an answer is several seconds off.
    server.observe(service.now() / 1'000 * 1'000, clock.monotonic - 15'000, clock.monotonic);
    clock.pass(30'000);
    service.answer(server);
    QVERIFY(server.isVerified());
    QVERIFY(qAbs(server.nowMs() - service.now()) <= 550);
}

void TestServerClock::F77_clockSetRightMeanwhile()
{
    HandClock clock;
    ServerClock server(clock);
    clock.wall -= 10 * Day;
    const Service service{clock};
    service.answer(server);
    QVERIFY(server.isContested());
    clock.wall += 10 * Day;
    // In the same second still: now there is nothing to contest it.
    service.answer(server);
    QVERIFY(server.isVerified());
    QVERIFY(!server.isContested());
}

void TestServerClock::answersOutOfOrder()
{
    HandClock clock;
    ServerClock server(clock);
    const Service service{clock, 4'321};
    const qint64 sent = clock.monotonic;
    const qint64 early = service.now() / 1'000 * 1'000;
    clock.pass(5'000);
    service.answer(server);
    clock.pass(100);
    server.observe(early, sent, clock.monotonic); // the slow one comes last
    QVERIFY(qAbs(server.nowMs() - service.now()) <= 550);
}

void TestServerClock::adjustedIsToldOnce()
{
    HandClock clock;
    ServerClock server(clock);
    QSignalSpy adjusted(&server, &ServerClock::adjusted);
    Service service{clock};
    service.answer(server);
    QCOMPARE(adjusted.count(), 1); // verified
    for (int i = 0; i < 10; ++i) {
        clock.pass(3'333);
        service.answer(server);
    }
    QCOMPARE(adjusted.count(), 1);
    service.ahead = 60'000;
    service.answer(server);
    QCOMPARE(adjusted.count(), 2);
}

void TestServerClock::rubbishIsIgnored()
{
    HandClock clock;
    ServerClock server(clock);
    server.observe(0, 1, 2);
    server.observe(-5, 1, 2);
    server.observe(Start, 10, 5);
    QVERIFY(!server.isVerified());
}

QTEST_GUILESS_MAIN(TestServerClock)
#include "tst_serverclock.moc"
