// SPDX-License-Identifier: MIT
#include "eventually.h"
#include "timers.h"

#include <QAbstractEventDispatcher>
#include <QElapsedTimer>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <QTimerEvent>

#include <limits>
#include <memory>
#include <optional>

using namespace leasekeeper;
using leasekeeper::test::runPast;

namespace
{

constexpr qint64 HourMs = 3'600'000;

using TimerInfo = QAbstractEventDispatcher::TimerInfo;

QList<TimerInfo> timersOf(SystemTimers &timers)
{
    return QAbstractEventDispatcher::instance()->registeredTimers(&timers);
}

/// Delivers the one running timer of `timers` now, however far away it is.
void fire(SystemTimers &timers)
{
    QTimerEvent event(timersOf(timers).first().timerId);
    QCoreApplication::sendEvent(&timers, &event);
}

} // namespace

class TestTimers : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void firesOnceFromTheEventLoop();
    void shorterDelaysFireFirst();
    void delayIsKept();
    void noDelay_data();
    void noDelay();
    void longDelaysAreCoarse_data();
    void longDelaysAreCoarse();
    void delaysBeyondADayComeInPieces();
    void cancelled();
    void cancelledTimerOfAnotherId();
    void idsAreNeverUsedTwice();
    void actionMayScheduleAndCancel();
    void actionMayDestroyTheTimers();
    void destroyedTimersNeverFire();
    void cancellingMayComeBack();

    void oneShotFires();
    void oneShotStartedAnewFiresOnce();
    void oneShotStopped();
    void oneShotDestroyed();
    void oneShotRestartsItself();
    void oneShotDestroysItsOwner();
};

void TestTimers::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
}

void TestTimers::firesOnceFromTheEventLoop()
{
    SystemTimers timers;
    int fired = 0;
    QVERIFY(timers.schedule(1, [&] { ++fired; }) != 0);
    QCOMPARE(fired, 0);
    QTRY_COMPARE(fired, 1);
    QVERIFY(timersOf(timers).isEmpty());
    runPast(10);
    QCOMPARE(fired, 1);
}

void TestTimers::shorterDelaysFireFirst()
{
    SystemTimers timers;
    QList<int> order;
    timers.schedule(40, [&] { order << 40; });
    timers.schedule(1, [&] { order << 1; });
    timers.schedule(20, [&] { order << 20; });
    QTRY_COMPARE(order, (QList<int>{1, 20, 40}));
}

void TestTimers::delayIsKept()
{
    SystemTimers timers;
    QElapsedTimer elapsed;
    std::optional<qint64> after;
    elapsed.start();
    timers.schedule(50, [&] { after = elapsed.elapsed(); });
    QTRY_VERIFY(after.has_value());
    QVERIFY2(*after >= 49, qPrintable(QString::number(*after)));
}

void TestTimers::noDelay_data()
{
    QTest::addColumn<qint64>("delay");
    QTest::newRow("zero") << 0LL;
    QTest::newRow("negative") << -5LL;
    QTest::newRow("smallest") << std::numeric_limits<qint64>::min();
}

void TestTimers::noDelay()
{
    QFETCH(const qint64, delay);
    SystemTimers timers;
    bool fired = false;
    timers.schedule(delay, [&] { fired = true; });
    // Never before schedule() has returned.
    QVERIFY(!fired);
    QTRY_VERIFY(fired);
}

void TestTimers::longDelaysAreCoarse_data()
{
    QTest::addColumn<qint64>("delay");
    QTest::addColumn<bool>("precise");
    QTest::newRow("1 ms") << 1LL << true;
    QTest::newRow("2 s - 1 ms") << 1'999LL << true;
    QTest::newRow("2 s") << 2'000LL << false;
    QTest::newRow("an hour") << HourMs << false;
}

void TestTimers::longDelaysAreCoarse()
{
    QFETCH(const qint64, delay);
    QFETCH(const bool, precise);
    SystemTimers timers;
    timers.schedule(delay, [] {});
    QCOMPARE(timersOf(timers).size(), 1);
    // Qt itself chooses between coarse and very coarse.
    QCOMPARE(timersOf(timers).first().timerType == Qt::PreciseTimer, precise);
    QCOMPARE(qint64(timersOf(timers).first().interval), delay);
}

void TestTimers::delaysBeyondADayComeInPieces()
{
    // 60 days of milliseconds do not fit into an int.
    SystemTimers timers;
    int fired = 0;
    timers.schedule(60 * 24 * HourMs + 5 * HourMs, [&] { ++fired; });
    qint64 waited = 0;
    for (int piece = 0; piece < 60; ++piece) {
        QCOMPARE(timersOf(timers).size(), 1);
        QCOMPARE(qint64(timersOf(timers).first().interval), 24 * HourMs);
        waited += timersOf(timers).first().interval;
        fire(timers);
        QCOMPARE(fired, 0);
    }
    QCOMPARE(timersOf(timers).size(), 1);
    waited += timersOf(timers).first().interval;
    QCOMPARE(waited, 60 * 24 * HourMs + 5 * HourMs);
    fire(timers);
    QCOMPARE(fired, 1);
    QVERIFY(timersOf(timers).isEmpty());

    // Called off between two pieces.
    const Timers::Id id = timers.schedule(48 * HourMs, [&] { ++fired; });
    fire(timers);
    timers.cancel(id);
    QVERIFY(timersOf(timers).isEmpty());
    QCOMPARE(fired, 1);
}

void TestTimers::cancelled()
{
    SystemTimers timers;
    bool fired = false;
    bool later = false;
    const Timers::Id id = timers.schedule(1, [&] { fired = true; });
    timers.schedule(20, [&] { later = true; });
    timers.cancel(id);
    timers.cancel(id);
    QTRY_VERIFY(later);
    QVERIFY(!fired);
}

void TestTimers::cancelledTimerOfAnotherId()
{
    SystemTimers timers;
    int fired = 0;
    const Timers::Id first = timers.schedule(1, [&] { ++fired; });
    QTRY_COMPARE(fired, 1);
    // An expired id must not hit whoever came after it.
    const Timers::Id second = timers.schedule(1, [&] { ++fired; });
    timers.cancel(first);
    timers.cancel(0);
    timers.cancel(second + 1'000);
    QTRY_COMPARE(fired, 2);
}

void TestTimers::idsAreNeverUsedTwice()
{
    SystemTimers timers;
    QSet<Timers::Id> ids;
    for (int i = 0; i < 1'000; ++i) {
        const Timers::Id id = timers.schedule(HourMs, [] {});
        QVERIFY(id != 0 && !ids.contains(id));
        ids.insert(id);
        if (i % 2 == 0)
            timers.cancel(id);
    }
    QCOMPARE(timersOf(timers).size(), 500);
}

void TestTimers::actionMayScheduleAndCancel()
{
    SystemTimers timers;
    QList<int> order;
    Timers::Id own = 0;
    Timers::Id victim = 0;
    own = timers.schedule(1, [&] {
        order << 1;
        timers.cancel(own); // already running: nothing to cancel
        timers.cancel(victim);
        timers.schedule(1, [&] { order << 2; });
    });
    victim = timers.schedule(5, [&] { order << 99; });
    QTRY_COMPARE(order, (QList<int>{1, 2}));
    runPast(10);
    QCOMPARE(order, (QList<int>{1, 2}));
}

void TestTimers::actionMayDestroyTheTimers()
{
    auto timers = std::make_unique<SystemTimers>();
    bool fired = false;
    timers->schedule(1, [&] {
        timers.reset();
        fired = true; // what was captured must still be there
    });
    timers->schedule(2, [] { QFAIL("a timer outlived its owner"); });
    QTRY_VERIFY(fired);
    runPast(10);
}

void TestTimers::destroyedTimersNeverFire()
{
    bool fired = false;
    auto token = std::make_shared<int>(1);
    {
        SystemTimers timers;
        timers.schedule(0, [&fired, token] { fired = true; });
    }
    runPast(5);
    QVERIFY(!fired);
    QCOMPARE(token.use_count(), 1);
}

void TestTimers::cancellingMayComeBack()
{
    // Destroying an action may run code that cancels again.
    struct Canceller {
        SystemTimers &timers;
        Timers::Id &id;
        ~Canceller() { timers.cancel(id); }
    };
    SystemTimers timers;
    Timers::Id id = 0;
    auto canceller = std::make_shared<Canceller>(Canceller{timers, id});
    id = timers.schedule(HourMs, [canceller] {});
    canceller.reset();
    timers.cancel(id);
    QVERIFY(timersOf(timers).isEmpty());
}

void TestTimers::oneShotFires()
{
    SystemTimers timers;
    int fired = 0;
    OneShotTimer timer(timers, [&] { ++fired; });
    QVERIFY(!timer.isActive());
    QCOMPARE(timersOf(timers).size(), 0);
    timer.start(1);
    QVERIFY(timer.isActive());
    QTRY_COMPARE(fired, 1);
    QVERIFY(!timer.isActive());
    timer.start(1);
    QTRY_COMPARE(fired, 2);
}

void TestTimers::oneShotStartedAnewFiresOnce()
{
    SystemTimers timers;
    int fired = 0;
    OneShotTimer timer(timers, [&] { ++fired; });
    timer.start(HourMs);
    timer.start(2 * HourMs);
    timer.start(1);
    QCOMPARE(timersOf(timers).size(), 1);
    QTRY_COMPARE(fired, 1);
    runPast(5);
    QCOMPARE(fired, 1);
}

void TestTimers::oneShotStopped()
{
    SystemTimers timers;
    int fired = 0;
    OneShotTimer timer(timers, [&] { ++fired; });
    timer.stop();
    timer.start(1);
    timer.stop();
    timer.stop();
    QVERIFY(!timer.isActive());
    QVERIFY(timersOf(timers).isEmpty());
    runPast(5);
    QCOMPARE(fired, 0);
}

void TestTimers::oneShotDestroyed()
{
    SystemTimers timers;
    int fired = 0;
    {
        OneShotTimer timer(timers, [&] { ++fired; });
        timer.start(1);
    }
    QVERIFY(timersOf(timers).isEmpty());
    runPast(5);
    QCOMPARE(fired, 0);
}

void TestTimers::oneShotRestartsItself()
{
    SystemTimers timers;
    int fired = 0;
    std::optional<OneShotTimer> timer;
    timer.emplace(timers, [&] {
        QVERIFY(!timer->isActive());
        if (++fired < 3)
            timer->start(1);
    });
    timer->start(1);
    QTRY_COMPARE(fired, 3);
    QVERIFY(!timer->isActive());
}

void TestTimers::oneShotDestroysItsOwner()
{
    struct Owner {
        OneShotTimer timer;
    };
    SystemTimers timers;
    int fired = 0;
    bool actionWasWhole = false;
    std::unique_ptr<Owner> owner;
    auto captured = std::make_shared<int>(1);
    const std::weak_ptr<int> alive = captured;
    owner.reset(new Owner{{timers, [&, captured] {
                               bool &whole = actionWasWhole;
                               const std::weak_ptr<int> &still = alive;
                               ++fired;
                               owner.reset();
                               // Timer and owner are gone, what runs is not.
                               whole = !still.expired();
                           }}});
    captured.reset();
    owner->timer.start(1);
    QTRY_COMPARE(fired, 1);
    QVERIFY(!owner);
    QVERIFY(actionWasWhole);
    QVERIFY(alive.expired());
    QVERIFY(timersOf(timers).isEmpty());
}

QTEST_GUILESS_MAIN(TestTimers)
#include "tst_timers.moc"
