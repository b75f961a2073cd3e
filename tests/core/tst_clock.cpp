// SPDX-License-Identifier: MIT
#include "clock.h"
#include "virtualtime.h"

#include <QDateTime>
#include <QTest>

using namespace leasekeeper;
using leasekeeper::test::VirtualTime;

class TestClock : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void scaled_data();
    void scaled();
    void scaledNeverGoesBack();
    void scaledFollowsAJumpOfTheWallClockOnce();
    void scaledStartsWhenItIsMade();
    void scaledOfScaled();
    void systemWallClockIsUtc();
    void systemMonotonicClockGoesOn();
};

void TestClock::scaled_data()
{
    QTest::addColumn<double>("factor");
    QTest::addColumn<qint64>("passed");
    QTest::addColumn<qint64>("shown");
    QTest::newRow("nothing yet") << 60.0 << 0LL << 0LL;
    QTest::newRow("real time") << 1.0 << 12'345LL << 12'345LL;
    QTest::newRow("60 times") << 60.0 << 1'000LL << 60'000LL;
    QTest::newRow("60 times, 1 ms") << 60.0 << 1LL << 60LL;
    QTest::newRow("60 times, an hour") << 60.0 << 3'600'000LL << 216'000'000LL;
    QTest::newRow("half as fast") << 0.5 << 10'001LL << 5'000LL;
    QTest::newRow("one and a half times") << 1.5 << 10'000LL << 15'000LL;
    QTest::newRow("3600 times, a month") << 3'600.0 << 2'592'000'000LL << 9'331'200'000'000LL;
}

void TestClock::scaled()
{
    QFETCH(const double, factor);
    QFETCH(const qint64, passed);
    QFETCH(const qint64, shown);
    VirtualTime time(1'700'000'000'000);
    time.advance(777);
    const ScaledClock clock(time, factor);
    QCOMPARE(clock.wallMs(), 1'700'000'000'777);
    QCOMPARE(clock.monotonicMs(), 777);
    time.advance(passed);
    QCOMPARE(clock.wallMs(), 1'700'000'000'777 + shown);
    QCOMPARE(clock.monotonicMs(), 777 + shown);
}

void TestClock::scaledNeverGoesBack()
{
    VirtualTime time;
    for (const double factor : {0.01, 0.7, 1.0, 1.1, 59.94, 10'000.0}) {
        const ScaledClock clock(time, factor);
        qint64 last = clock.monotonicMs();
        for (int ms = 0; ms < 2'000; ++ms) {
            time.advance(1);
            const qint64 now = clock.monotonicMs();
            QVERIFY(now >= last);
            last = now;
        }
    }
}

void TestClock::scaledFollowsAJumpOfTheWallClockOnce()
{
    VirtualTime time(1'700'000'000'000);
    const ScaledClock clock(time, 60);
    time.advance(1'000);
    time.jumpWall(3'600'000);
    QCOMPARE(clock.wallMs(), 1'700'000'060'000 + 3'600'000);
    QCOMPARE(clock.monotonicMs(), 60'000);
    time.jumpWall(-7'200'000);
    QCOMPARE(clock.wallMs(), 1'700'000'060'000 - 3'600'000);
    QCOMPARE(clock.monotonicMs(), 60'000);
}

void TestClock::scaledStartsWhenItIsMade()
{
    VirtualTime time;
    const ScaledClock early(time, 10);
    time.advance(100);
    const ScaledClock late(time, 10);
    time.advance(100);
    QCOMPARE(early.monotonicMs(), 2'000);
    QCOMPARE(late.monotonicMs(), 1'100);
}

void TestClock::scaledOfScaled()
{
    VirtualTime time;
    const ScaledClock inner(time, 6);
    const ScaledClock outer(inner, 10);
    time.advance(1'000);
    QCOMPARE(outer.monotonicMs(), 60'000);
}

void TestClock::systemWallClockIsUtc()
{
    const qint64 before = QDateTime::currentMSecsSinceEpoch();
    const qint64 read = SystemClock().wallMs();
    const qint64 after = QDateTime::currentMSecsSinceEpoch();
    QVERIFY(before <= read && read <= after);
}

void TestClock::systemMonotonicClockGoesOn()
{
    const SystemClock clock;
    const qint64 start = clock.monotonicMs();
    qint64 last = start;
    // It counts milliseconds: it is seen to move, and by about as much as the wall clock.
    const qint64 wallStart = clock.wallMs();
    while (last < start + 20) {
        const qint64 now = clock.monotonicMs();
        QVERIFY(now >= last);
        last = now;
        QVERIFY2(clock.wallMs() - wallStart < 5'000, "the monotonic clock stands still");
    }
}

QTEST_GUILESS_MAIN(TestClock)
#include "tst_clock.moc"
