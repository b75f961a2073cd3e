// SPDX-License-Identifier: MIT
#include "virtualtime.h"

#include "eventually.h"

#include <QPointer>
#include <QTest>

#include <limits>
#include <memory>

using namespace leasekeeper;
using leasekeeper::test::runPast;
using leasekeeper::test::VirtualTime;

namespace
{

constexpr qint64 DayMs = 86'400'000;

} // namespace

class TestVirtualTime : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void standsStill();
    void timersRunAtTheirOwnMoment();
    void sameMomentInOrderOfAge();
    void boundaries();
    void cancelled();
    void actionsMayScheduleAndCancel();
    void advanceUntil();
    void eventsAreDeliveredBetweenTimers();
    void objectsToDeleteLaterGo();
    void wallClockJumpsAlone();
    void sleeps();
    void extremeDelays();
    void cancellingMayComeBack();
};

void TestVirtualTime::standsStill()
{
    VirtualTime time(1'700'000'000'000);
    QCOMPARE(time.wallMs(), 1'700'000'000'000);
    QCOMPARE(time.monotonicMs(), 0);
    bool fired = false;
    time.schedule(1, [&] { fired = true; });
    runPast(5);
    QVERIFY(!fired);
    QCOMPARE(time.monotonicMs(), 0);
    time.advance(-5);
    QCOMPARE(time.monotonicMs(), 0);
    time.advance(1);
    QVERIFY(fired);
    QCOMPARE(time.wallMs(), 1'700'000'000'001);
}

void TestVirtualTime::timersRunAtTheirOwnMoment()
{
    VirtualTime time;
    QList<qint64> moments;
    for (const qint64 delay : {30 * DayMs, qint64(5), qint64(1'000), qint64(0)})
        time.schedule(delay, [&] { moments << time.monotonicMs(); });
    QCOMPARE(time.pendingTimers(), 4);
    time.advance(60 * DayMs);
    QCOMPARE(moments, (QList<qint64>{0, 5, 1'000, 30 * DayMs}));
    QCOMPARE(time.monotonicMs(), 60 * DayMs);
    QCOMPARE(time.pendingTimers(), 0);
}

void TestVirtualTime::sameMomentInOrderOfAge()
{
    VirtualTime time;
    QList<int> order;
    for (int i = 0; i < 5; ++i)
        time.schedule(10, [&order, i] { order << i; });
    time.advance(10);
    QCOMPARE(order, (QList<int>{0, 1, 2, 3, 4}));
}

void TestVirtualTime::boundaries()
{
    VirtualTime time;
    int fired = 0;
    time.schedule(100, [&] { ++fired; });
    time.advance(99);
    QCOMPARE(fired, 0);
    time.advance(1);
    QCOMPARE(fired, 1);
    time.schedule(0, [&] { ++fired; });
    QCOMPARE(fired, 1);
    time.settle();
    QCOMPARE(fired, 2);
    QCOMPARE(time.monotonicMs(), 100);
}

void TestVirtualTime::cancelled()
{
    VirtualTime time;
    bool fired = false;
    const Timers::Id id = time.schedule(1, [&] { fired = true; });
    time.cancel(id);
    time.cancel(id);
    time.cancel(0);
    QCOMPARE(time.pendingTimers(), 0);
    time.advance(10);
    QVERIFY(!fired);
}

void TestVirtualTime::actionsMayScheduleAndCancel()
{
    VirtualTime time;
    QList<qint64> moments;
    Timers::Id victim = 0;
    time.schedule(10, [&] {
        time.cancel(victim);
        time.schedule(5, [&] { moments << time.monotonicMs(); });
        time.schedule(100, [&] { moments << time.monotonicMs(); });
    });
    victim = time.schedule(10, [&] { moments << -1; });
    time.advance(50);
    QCOMPARE(moments, (QList<qint64>{15}));
    QCOMPARE(time.pendingTimers(), 1);
    time.advance(60);
    QCOMPARE(moments, (QList<qint64>{15, 110}));
}

void TestVirtualTime::advanceUntil()
{
    VirtualTime time;
    int fired = 0;
    for (int i = 1; i <= 5; ++i)
        time.schedule(i * 100, [&] { ++fired; });
    QVERIFY(time.advanceUntil([&] { return fired == 3; }, DayMs));
    QCOMPARE(time.monotonicMs(), 300);
    QVERIFY(time.advanceUntil([&] { return fired == 3; }, DayMs));
    QCOMPARE(time.monotonicMs(), 300);
    QVERIFY(!time.advanceUntil([&] { return fired == 99; }, 150));
    QCOMPARE(time.monotonicMs(), 450);
    QCOMPARE(fired, 4);
    // What depends on the clock alone comes true at the end.
    QVERIFY(time.advanceUntil([&] { return time.monotonicMs() >= 460; }, 10));
}

void TestVirtualTime::eventsAreDeliveredBetweenTimers()
{
    VirtualTime time;
    QList<QPair<char, qint64>> log;
    QObject context;
    time.schedule(10, [&] {
        QMetaObject::invokeMethod(
            &context,
            [&] {
                log.append({'e', time.monotonicMs()});
                time.schedule(1, [&] { log.append({'n', time.monotonicMs()}); });
            },
            Qt::QueuedConnection);
    });
    time.schedule(20, [&] { log.append({'t', time.monotonicMs()}); });
    time.advance(20);
    // The event belongs to the moment it was posted at, and a timer it arms still runs in between.
    QCOMPARE(log, (QList<QPair<char, qint64>>{{'e', 10}, {'n', 11}, {'t', 20}}));

    log.clear();
    QMetaObject::invokeMethod(
        &context,
        [&] {
            log.append({'q', time.monotonicMs()});
        },
        Qt::QueuedConnection);
    time.settle();
    QCOMPARE(log.size(), 1);
}

void TestVirtualTime::objectsToDeleteLaterGo()
{
    VirtualTime time;
    QPointer<QObject> object(new QObject);
    time.schedule(1, [&] { object->deleteLater(); });
    time.advance(1);
    QVERIFY(object.isNull());
}

void TestVirtualTime::wallClockJumpsAlone()
{
    VirtualTime time(1'000'000);
    bool fired = false;
    time.schedule(100, [&] { fired = true; });
    time.jumpWall(3'600'000);
    time.settle();
    QVERIFY(!fired);
    QCOMPARE(time.wallMs(), 4'600'000);
    QCOMPARE(time.monotonicMs(), 0);
    time.jumpWall(-3'600'000);
    time.advance(100);
    QVERIFY(fired);
    QCOMPARE(time.wallMs(), 1'000'100);
}

void TestVirtualTime::sleeps()
{
    VirtualTime time;
    QCOMPARE(time.untilNextTimer(), std::nullopt);
    qint64 firedAt = 0;
    time.schedule(1'000, [&] { firedAt = time.monotonicMs(); });
    const VirtualTime::Id gone = time.schedule(500, [] { QFAIL("cancelled"); });
    time.sleep(DayMs);
    QCOMPARE(time.monotonicMs(), DayMs);
    time.cancel(gone);
    QCOMPARE(time.untilNextTimer(), 1'000);
    time.advance(999);
    QCOMPARE(firedAt, 0);
    time.advance(1);
    QCOMPARE(firedAt, DayMs + 1'000);
}

void TestVirtualTime::extremeDelays()
{
    VirtualTime time;
    time.advance(50);
    int fired = 0;
    time.schedule(std::numeric_limits<qint64>::max(), [&] { fired += 100; });
    time.schedule(-7, [&] { ++fired; });
    time.advance(1'000 * DayMs);
    QCOMPARE(fired, 1);
    QCOMPARE(time.pendingTimers(), 1);
}

void TestVirtualTime::cancellingMayComeBack()
{
    struct Canceller {
        VirtualTime &time;
        Timers::Id &id;
        ~Canceller() { time.cancel(id); }
    };
    VirtualTime time;
    Timers::Id id = 0;
    auto canceller = std::make_shared<Canceller>(Canceller{time, id});
    id = time.schedule(1, [canceller] {});
    canceller.reset();
    time.cancel(id);
    QCOMPARE(time.pendingTimers(), 0);
}

QTEST_GUILESS_MAIN(TestVirtualTime)
#include "tst_virtualtime.moc"
