// SPDX-License-Identifier: MIT
#include "displayticker.h"
#include "virtualtime.h"

#include <QTest>

using namespace leasekeeper;
using leasekeeper::test::VirtualTime;

class TestDisplayTicker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firesWhenTheTextChanges();
    void followsAFastClock();
    void restsWhenNothingChanges();
};

void TestDisplayTicker::firesWhenTheTextChanges()
{
    VirtualTime time;
    QList<qint64> ticks;
    DisplayTicker *self = nullptr;
    const auto untilMinute = [&time] { return 60'000 - time.monotonicMs() % 60'000; };
    DisplayTicker ticker(time, time, [&] {
        ticks += time.monotonicMs();
        self->scheduleIn(untilMinute());
    });
    self = &ticker;
    ticker.scheduleIn(untilMinute());
    time.advance(600'000);
    // After one look at how fast the clock goes, once a minute and on the minute.
    QCOMPARE(ticks.size(), 11);
    QCOMPARE(ticks.first(), 1'000);
    for (qsizetype i = 1; i < ticks.size(); ++i)
        QCOMPARE(ticks.at(i), i * 60'000);
}

void TestDisplayTicker::followsAFastClock()
{
    VirtualTime time;
    const ScaledClock fast(time, 60);
    int ticks = 0;
    DisplayTicker *self = nullptr;
    DisplayTicker ticker(time, fast, [&] {
        ++ticks;
        self->scheduleIn(60'000 - fast.monotonicMs() % 60'000);
    });
    self = &ticker;
    ticker.scheduleIn(60'000);
    time.advance(10'000); // ten minutes by the fast clock
    QVERIFY2(ticks >= 9 && ticks <= 12, qPrintable(QString::number(ticks)));
}

void TestDisplayTicker::restsWhenNothingChanges()
{
    VirtualTime time;
    int ticks = 0;
    DisplayTicker ticker(time, time, [&] { ++ticks; });
    ticker.scheduleIn(500);
    ticker.scheduleIn(std::nullopt);
    QCOMPARE(time.pendingTimers(), 0);
    time.advance(10'000);
    QCOMPARE(ticks, 0);
}

QTEST_GUILESS_MAIN(TestDisplayTicker)
#include "tst_displayticker.moc"
