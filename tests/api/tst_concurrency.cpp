// SPDX-License-Identifier: MIT
#include "concurrency.h"
#include "retrypolicy.h"

#include <QTest>

using namespace leasekeeper;

/// How many calls may be on their way, as numbers.
class ConcurrencyTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void growsWithEachFullWindow();
    void neverBeyondFour();
    void F32_halvedByABusyService();
    void F32_oneBurstHalvesOnce();
    void oldSuccessesDoNotCount();
    void F32_F33_pause_data();
    void F32_F33_pause();
    void F34_pausesGrowUntilTheCap();
    void F34_aSuccessBeginsAnew();
    void longestPauseWins();
    void pauseForAnotherReason();
};

namespace
{

constexpr qint64 Now = 1'000'000;

Concurrency wideOpen()
{
    Concurrency concurrency;
    while (concurrency.window() < Concurrency::Most)
        concurrency.succeeded(0);
    return concurrency;
}

} // namespace

void ConcurrencyTest::growsWithEachFullWindow()
{
    Concurrency concurrency;
    QCOMPARE(concurrency.window(), 2);
    concurrency.succeeded(0);
    QCOMPARE(concurrency.window(), 2);
    concurrency.succeeded(0);
    QCOMPARE(concurrency.window(), 3);
    concurrency.succeeded(0);
    concurrency.succeeded(0);
    QCOMPARE(concurrency.window(), 3);
    concurrency.succeeded(0);
    QCOMPARE(concurrency.window(), 4);
}

void ConcurrencyTest::neverBeyondFour()
{
    Concurrency concurrency;
    for (int i = 0; i < 1'000; ++i)
        concurrency.succeeded(i);
    QCOMPARE(concurrency.window(), 4);
}

void ConcurrencyTest::F32_halvedByABusyService()
{
    Concurrency concurrency = wideOpen();
    qint64 now = Now;
    for (const int window : {2, 1, 1}) {
        concurrency.throttled(now, now + 50, 7'000, 0.5);
        QCOMPARE(concurrency.window(), window);
        now += 10'000;
    }
    // And grows again as before.
    concurrency.succeeded(now);
    QCOMPARE(concurrency.window(), 2);
}

void ConcurrencyTest::F32_oneBurstHalvesOnce()
{
    // Four were on their way when the service had enough.
    Concurrency concurrency = wideOpen();
    for (int i = 0; i < 4; ++i)
        concurrency.throttled(Now, Now + 50 + i, 7'000, 0.5);
    QCOMPARE(concurrency.window(), 2);
    QCOMPARE(concurrency.heldUntilMs(), Now + 53 + 7'000); // the last one to ask counts
    concurrency.throttled(Now + 8'000, Now + 8'050, 7'000, 0.5);
    QCOMPARE(concurrency.window(), 1);
}

void ConcurrencyTest::oldSuccessesDoNotCount()
{
    Concurrency concurrency = wideOpen();
    concurrency.throttled(Now, Now + 50, 0, 0.5);
    for (int i = 0; i < 10; ++i)
        concurrency.succeeded(Now + 1); // sent before the service complained
    QCOMPARE(concurrency.window(), 2);
}

void ConcurrencyTest::F32_F33_pause_data()
{
    QTest::addColumn<qint64>("retryAfterMs");
    QTest::addColumn<double>("random");
    QTest::addColumn<qint64>("pause"); // -1: none
    QTest::newRow("seven seconds") << qint64(7'000) << 0.9 << qint64(7'000);
    QTest::newRow("two minutes") << qint64(120'000) << 0.0 << qint64(120'000);
    QTest::newRow("more: a person decides") << qint64(120'001) << 0.5 << qint64(-1);
    QTest::newRow("a day") << qint64(86'400'000) << 0.5 << qint64(-1);
    QTest::newRow("not named") << qint64(0) << 0.5 << qint64(1'000);
    QTest::newRow("not named, longest") << qint64(0) << 1.0 << qint64(2'000);
    QTest::newRow("not named, never nothing") << qint64(0) << 0.0 << Concurrency::BusyFloorMs;
    QTest::newRow("chance out of range") << qint64(0) << 7.0 << qint64(2'000);
}

void ConcurrencyTest::F32_F33_pause()
{
    QFETCH(const qint64, retryAfterMs);
    QFETCH(const double, random);
    QFETCH(const qint64, pause);
    Concurrency concurrency;
    concurrency.throttled(Now, Now + 50, retryAfterMs, random);
    if (pause < 0)
        QVERIFY(concurrency.heldUntilMs() < Now);
    else
        QCOMPARE(concurrency.heldUntilMs(), Now + 50 + pause);
}

void ConcurrencyTest::F34_pausesGrowUntilTheCap()
{
    Concurrency concurrency;
    qint64 now = Now;
    for (const qint64 pause : {2'000, 4'000, 8'000, 16'000, 20'000, 20'000}) {
        concurrency.throttled(now, now, 0, 1.0);
        QCOMPARE(concurrency.heldUntilMs() - now, pause);
        // Others of the same burst do not lengthen it.
        concurrency.throttled(now - 1, now + 1, 0, 1.0);
        QCOMPARE(concurrency.heldUntilMs() - now, pause);
        now = concurrency.heldUntilMs();
    }
}

void ConcurrencyTest::F34_aSuccessBeginsAnew()
{
    Concurrency concurrency;
    concurrency.throttled(Now, Now, 0, 1.0);
    concurrency.throttled(Now + 3'000, Now + 3'000, 0, 1.0);
    concurrency.succeeded(Now + 8'000);
    concurrency.throttled(Now + 9'000, Now + 9'000, 0, 1.0);
    QCOMPARE(concurrency.heldUntilMs(), Now + 9'000 + 2'000);
}

void ConcurrencyTest::longestPauseWins()
{
    Concurrency concurrency;
    concurrency.throttled(Now, Now, 60'000, 0.5);
    concurrency.throttled(Now, Now + 10, 1'000, 0.5);
    QCOMPARE(concurrency.heldUntilMs(), Now + 60'000);
}

void ConcurrencyTest::pauseForAnotherReason()
{
    Concurrency concurrency = wideOpen();
    concurrency.hold(Now, 30'000);
    QCOMPARE(concurrency.heldUntilMs(), Now + 30'000);
    QCOMPARE(concurrency.window(), 4);
    concurrency.hold(Now, LongestRetryAfterMs + 1);
    QCOMPARE(concurrency.heldUntilMs(), Now + 30'000);
}

QTEST_GUILESS_MAIN(ConcurrencyTest)
#include "tst_concurrency.moc"
