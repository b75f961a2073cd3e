// SPDX-License-Identifier: MIT
#include "countdown.h"

#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 SecondMs = 1'000;
constexpr qint64 MinuteMs = 60 * SecondMs;
constexpr qint64 HourMs = 60 * MinuteMs;
constexpr qint64 DayMs = 24 * HourMs;

} // namespace

class TestSpanText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void spoken_data();
    void spoken();
    void written_data();
    void written();
};

void TestSpanText::spoken_data()
{
    QTest::addColumn<qint64>("span");
    QTest::addColumn<QString>("text");
    QTest::newRow("negative") << -DayMs << u"less than a minute"_s;
    QTest::newRow("nothing") << 0LL << u"less than a minute"_s;
    QTest::newRow("1 min - 1 ms") << MinuteMs - 1 << u"less than a minute"_s;
    QTest::newRow("1 min") << MinuteMs << u"1 minute"_s;
    QTest::newRow("2 min - 1 ms") << 2 * MinuteMs - 1 << u"1 minute"_s;
    QTest::newRow("2 min") << 2 * MinuteMs << u"2 minutes"_s;
    QTest::newRow("24 min 59 s") << 24 * MinuteMs + 59 * SecondMs << u"24 minutes"_s;
    QTest::newRow("1 h - 1 ms") << HourMs - 1 << u"59 minutes"_s;
    QTest::newRow("1 h") << HourMs << u"1 hour"_s;
    QTest::newRow("1 h 59 s") << HourMs + 59 * SecondMs << u"1 hour"_s;
    QTest::newRow("1 h 1 min") << HourMs + MinuteMs << u"1 hour 1 minute"_s;
    QTest::newRow("3 h 12 min") << 3 * HourMs + 12 * MinuteMs << u"3 hours 12 minutes"_s;
    QTest::newRow("24 h - 1 ms") << DayMs - 1 << u"23 hours 59 minutes"_s;
    QTest::newRow("24 h") << DayMs << u"1 day"_s;
    QTest::newRow("28 h") << 28 * HourMs << u"1 day 4 hours"_s;
    QTest::newRow("49 h") << 49 * HourMs << u"2 days 1 hour"_s;
    QTest::newRow("72 h") << 72 * HourMs << u"3 days"_s;
}

void TestSpanText::spoken()
{
    QFETCH(const qint64, span);
    QFETCH(const QString, text);
    QCOMPARE(spokenSpan(span), text);
}

void TestSpanText::written_data()
{
    QTest::addColumn<qint64>("span");
    QTest::addColumn<QString>("text");
    QTest::newRow("negative") << -1LL << u"0 min"_s;
    QTest::newRow("nothing") << 0LL << u"0 min"_s;
    QTest::newRow("1 min - 1 ms") << MinuteMs - 1 << u"0 min"_s;
    QTest::newRow("1 min") << MinuteMs << u"1 min"_s;
    QTest::newRow("24 min") << 24 * MinuteMs + 59'999 << u"24 min"_s;
    QTest::newRow("1 h - 1 ms") << HourMs - 1 << u"59 min"_s;
    QTest::newRow("1 h") << HourMs << u"1 h"_s;
    QTest::newRow("1 h 59 s") << HourMs + 59'999 << u"1 h"_s;
    QTest::newRow("1 h 24 min") << HourMs + 24 * MinuteMs << u"1 h 24 min"_s;
    QTest::newRow("24 h") << DayMs << u"24 h"_s;
    QTest::newRow("72 h - 1 ms") << 72 * HourMs - 1 << u"71 h 59 min"_s;
    QTest::newRow("72 h") << 72 * HourMs << u"72 h"_s;
    QTest::newRow("72 h 59 s") << 72 * HourMs + 59'999 << u"72 h"_s;
    QTest::newRow("72 h 1 min") << 72 * HourMs + MinuteMs << u"3 d 0 h 1 min"_s;
    QTest::newRow("73 h") << 73 * HourMs << u"3 d 1 h"_s;
    QTest::newRow("96 h") << 96 * HourMs << u"4 d"_s;
    QTest::newRow("97 h 30 min") << 97 * HourMs + 30 * MinuteMs << u"4 d 1 h 30 min"_s;
}

void TestSpanText::written()
{
    QFETCH(const qint64, span);
    QFETCH(const QString, text);
    QCOMPARE(spanText(span), text);
}

QTEST_GUILESS_MAIN(TestSpanText)
#include "tst_spantext.moc"
