// SPDX-License-Identifier: MIT
#include "timetext.h"

#include <QDateTime>
#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 MinuteMs = 60'000;
constexpr qint64 HourMs = 60 * MinuteMs;
constexpr qint64 DayMs = 24 * HourMs;

const QLocale English(QLocale::English, QLocale::UnitedKingdom);

QTimeZone zoneOf(const char *id)
{
    return QTimeZone(QByteArray(id));
}

/// Milliseconds of an ISO 8601 text in UTC.
qint64 at(const char *iso)
{
    return QDateTime::fromString(QString::fromLatin1(iso), Qt::ISODateWithMs).toMSecsSinceEpoch();
}

} // namespace

class TestTimeText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void moments_data();
    void moments();
    void F78_zones_data();
    void F78_zones();
    void F78_doubtfulHour_data();
    void F78_doubtfulHour();
    void F78_doubtfulInEveryPlaceWhereItIsSaid();
    void F78_spanOverTheChange();
    void languages_data();
    void languages();
    void full_data();
    void full();
    void ago_data();
    void ago();
    void iso_data();
    void iso();
};

void TestTimeText::moments_data()
{
    // Now is Wednesday, 14 June 2023, 18:31:07.
    QTest::addColumn<QByteArray>("moment");
    QTest::addColumn<QString>("cell");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *name, const char *moment, const QString &cell, const QString &sentence) {
        QTest::newRow(name) << QByteArray(moment) << cell << sentence;
    };
    row("in minutes", "2023-06-14T18:40:00.000Z", u"18:40"_s, u"today 18:40"_s);
    row("seconds are dropped", "2023-06-14T18:40:59.999Z", u"18:40"_s, u"today 18:40"_s);
    row("earlier today", "2023-06-14T00:00:00.000Z", u"00:00"_s, u"today 00:00"_s);
    row("last ms of today", "2023-06-14T23:59:59.999Z", u"23:59"_s, u"today 23:59"_s);
    row("first ms of tomorrow", "2023-06-15T00:00:00.000Z", u"tomorrow 00:00"_s, u"tomorrow 00:00"_s);
    row("tomorrow", "2023-06-15T09:00:00.000Z", u"tomorrow 09:00"_s, u"tomorrow 09:00"_s);
    row("last ms of tomorrow", "2023-06-15T23:59:59.999Z", u"tomorrow 23:59"_s, u"tomorrow 23:59"_s);
    row("after tomorrow", "2023-06-16T00:00:00.000Z", u"Fri 00:00"_s, u"Fri 00:00"_s);
    row("within the week", "2023-06-17T22:31:00.000Z", u"Sat 22:31"_s, u"Sat 22:31"_s);
    row("sixth day", "2023-06-20T23:59:59.999Z", u"Tue 23:59"_s, u"Tue 23:59"_s);
    row("a week: never this weekday's name", "2023-06-21T00:00:00.000Z", u"21/06/2023 00:00"_s,
        u"21/06/2023 00:00"_s);
    row("next year", "2024-01-02T03:04:00.000Z", u"02/01/2024 03:04"_s, u"02/01/2024 03:04"_s);
    row("last ms of yesterday", "2023-06-13T23:59:59.999Z", u"yesterday 23:59"_s, u"yesterday 23:59"_s);
    row("yesterday", "2023-06-13T00:00:00.000Z", u"yesterday 00:00"_s, u"yesterday 00:00"_s);
    row("before yesterday", "2023-06-12T23:59:59.999Z", u"12/06/2023 23:59"_s, u"12/06/2023 23:59"_s);
}

void TestTimeText::moments()
{
    QFETCH(const QByteArray, moment);
    QFETCH(const QString, cell);
    QFETCH(const QString, sentence);
    const qint64 now = at("2023-06-14T18:31:07.000Z");
    const qint64 ms = at(moment.constData());
    QCOMPARE(momentText(ms, now, QTimeZone::utc(), English), cell);
    QCOMPARE(momentInSentence(ms, now, QTimeZone::utc(), English), sentence);
    // Without a usable zone the time is still a true one.
    QCOMPARE(momentText(ms, now, QTimeZone(), English), cell);
}

void TestTimeText::F78_zones_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QString>("cell");
    // 2023-06-14T22:30Z as seen at 2023-06-14T20:00Z.
    QTest::newRow("UTC") << QByteArray("UTC") << u"22:30"_s;
    QTest::newRow("two hours east, past midnight") << QByteArray("Europe/Berlin") << u"tomorrow 00:30"_s;
    QTest::newRow("both past midnight") << QByteArray("Asia/Shanghai") << u"06:30"_s;
    QTest::newRow("half hours") << QByteArray("Asia/Kolkata") << u"04:00"_s;
    QTest::newRow("west") << QByteArray("America/Sao_Paulo") << u"19:30"_s;
    QTest::newRow("quarter hours") << QByteArray("Pacific/Chatham") << u"11:15"_s;
    QTest::newRow("fixed distance") << QByteArray("UTC+14:00") << u"12:30"_s;
}

void TestTimeText::F78_zones()
{
    QFETCH(const QByteArray, zone);
    QFETCH(const QString, cell);
    QVERIFY(QTimeZone(zone).isValid());
    QCOMPARE(
        momentText(at("2023-06-14T22:30:00.000Z"), at("2023-06-14T20:00:00.000Z"), QTimeZone(zone), English),
        cell);
}

void TestTimeText::F78_doubtfulHour_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QByteArray>("moment");
    QTest::addColumn<QString>("cell");
    const auto row = [](const char *name, const char *zone, const char *moment, const QString &cell) {
        QTest::newRow(name) << QByteArray(zone) << QByteArray(moment) << cell;
    };
    // Berlin sets its clocks back from 03:00 to 02:00 at 2023-10-29T01:00Z.
    row("Berlin, last ms before", "Europe/Berlin", "2023-10-28T23:59:59.999Z", u"01:59"_s);
    row("Berlin, first pass begins", "Europe/Berlin", "2023-10-29T00:00:00.000Z", u"02:00 (UTC+02:00)"_s);
    row("Berlin, first pass", "Europe/Berlin", "2023-10-29T00:30:00.000Z", u"02:30 (UTC+02:00)"_s);
    row("Berlin, first pass ends", "Europe/Berlin", "2023-10-29T00:59:59.999Z", u"02:59 (UTC+02:00)"_s);
    row("Berlin, second pass begins", "Europe/Berlin", "2023-10-29T01:00:00.000Z", u"02:00 (UTC+01:00)"_s);
    row("Berlin, second pass", "Europe/Berlin", "2023-10-29T01:30:00.000Z", u"02:30 (UTC+01:00)"_s);
    row("Berlin, second pass ends", "Europe/Berlin", "2023-10-29T01:59:59.999Z", u"02:59 (UTC+01:00)"_s);
    row("Berlin, first ms after", "Europe/Berlin", "2023-10-29T02:00:00.000Z", u"03:00"_s);
    // New York goes from 02:00 back to 01:00 at 2023-11-05T06:00Z.
    row("New York, first pass", "America/New_York", "2023-11-05T05:30:00.000Z", u"01:30 (UTC−04:00)"_s);
    row("New York, second pass", "America/New_York", "2023-11-05T06:30:00.000Z", u"01:30 (UTC−05:00)"_s);
    row("New York, after", "America/New_York", "2023-11-05T07:00:00.000Z", u"02:00"_s);
    // Lord Howe moves by half an hour only: from 02:00 back to 01:30 at 2023-04-01T15:00Z.
    row("Lord Howe, before", "Australia/Lord_Howe", "2023-04-01T14:29:59.999Z", u"01:29"_s);
    row("Lord Howe, first pass", "Australia/Lord_Howe", "2023-04-01T14:30:00.000Z", u"01:30 (UTC+11:00)"_s);
    row("Lord Howe, second pass", "Australia/Lord_Howe", "2023-04-01T15:29:59.999Z", u"01:59 (UTC+10:30)"_s);
    row("Lord Howe, after", "Australia/Lord_Howe", "2023-04-01T15:30:00.000Z", u"02:00"_s);
    // In spring an hour is left out; nothing is doubtful.
    row("Berlin in spring, before", "Europe/Berlin", "2023-03-26T00:59:59.999Z", u"01:59"_s);
    row("Berlin in spring, after", "Europe/Berlin", "2023-03-26T01:00:00.000Z", u"03:00"_s);
    row("without summer time", "Asia/Shanghai", "2023-10-29T00:30:00.000Z", u"08:30"_s);
}

void TestTimeText::F78_doubtfulHour()
{
    QFETCH(const QByteArray, zone);
    QFETCH(const QByteArray, moment);
    QFETCH(const QString, cell);
    const qint64 ms = at(moment.constData());
    QVERIFY(QTimeZone(zone).isValid());
    QCOMPARE(momentText(ms, ms, QTimeZone(zone), English), cell);
}

void TestTimeText::F78_doubtfulInEveryPlaceWhereItIsSaid()
{
    const QTimeZone berlin = zoneOf("Europe/Berlin");
    const qint64 ms = at("2023-10-29T00:30:00.000Z");
    QCOMPARE(momentText(ms, at("2023-10-28T12:00:00.000Z"), berlin, English),
             u"tomorrow 02:30 (UTC+02:00)"_s);
    QCOMPARE(momentText(ms, at("2023-10-26T12:00:00.000Z"), berlin, English), u"Sun 02:30 (UTC+02:00)"_s);
    QCOMPARE(momentText(ms, at("2023-01-01T12:00:00.000Z"), berlin, English),
             u"29/10/2023 02:30 (UTC+02:00)"_s);
    QCOMPARE(momentInSentence(ms, at("2023-10-29T00:00:00.000Z"), berlin, English),
             u"today 02:30 (UTC+02:00)"_s);
}

void TestTimeText::F78_spanOverTheChange()
{
    // Tomorrow is the next date on the wall, not what comes within 24 hours.
    const QTimeZone berlin = zoneOf("Europe/Berlin");
    QCOMPARE(momentText(at("2023-10-29T22:30:00.000Z"), at("2023-10-28T22:00:00.000Z"), berlin, English),
             u"23:30"_s);
    QCOMPARE(momentText(at("2023-10-29T23:00:00.000Z"), at("2023-10-28T22:00:00.000Z"), berlin, English),
             u"tomorrow 00:00"_s);
}

void TestTimeText::languages_data()
{
    QTest::addColumn<QLocale>("locale");
    QTest::newRow("English") << English;
    QTest::newRow("American English") << QLocale(QLocale::English, QLocale::UnitedStates);
    QTest::newRow("German") << QLocale(QLocale::German, QLocale::Germany);
    QTest::newRow("Chinese") << QLocale(QLocale::Chinese, QLocale::China);
}

void TestTimeText::languages()
{
    QFETCH(const QLocale, locale);
    const qint64 now = at("2023-06-14T18:31:07.000Z");
    // The words themselves change with the edition of Qt's language data.
    const QString saturday = locale.dayName(Qt::Saturday, QLocale::ShortFormat);
    QCOMPARE(momentText(at("2023-06-17T22:31:00.000Z"), now, QTimeZone::utc(), locale),
             QString(saturday + u" 22:31"_s));
    const QString date = locale.toString(QDate(2023, 6, 21), QLocale::ShortFormat);
    QCOMPARE(momentText(at("2023-06-21T00:00:00.000Z"), now, QTimeZone::utc(), locale),
             QString(date + u" 00:00"_s));
}

void TestTimeText::full_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QDate>("date");
    QTest::addColumn<QString>("time");
    QTest::newRow("UTC") << QByteArray("UTC") << QDate(2023, 6, 25) << u"02:45:10 UTC+00:00"_s;
    QTest::newRow("Berlin") << QByteArray("Europe/Berlin") << QDate(2023, 6, 25) << u"04:45:10 UTC+02:00"_s;
    QTest::newRow("the day before in New York")
        << QByteArray("America/New_York") << QDate(2023, 6, 24) << u"22:45:10 UTC−04:00"_s;
    QTest::newRow("Kolkata") << QByteArray("Asia/Kolkata") << QDate(2023, 6, 25) << u"08:15:10 UTC+05:30"_s;
}

void TestTimeText::full()
{
    QFETCH(const QByteArray, zone);
    QFETCH(const QDate, date);
    QFETCH(const QString, time);
    QCOMPARE(fullMomentText(1'687'661'110'014, QTimeZone(zone), English),
             u"%1 %2 (2023-06-25 02:45:10 UTC)"_s.arg(English.toString(date, QLocale::LongFormat), time));
}

void TestTimeText::ago_data()
{
    QTest::addColumn<qint64>("span");
    QTest::addColumn<QString>("text");
    QTest::newRow("in the future") << -DayMs << u"just now"_s;
    QTest::newRow("now") << 0LL << u"just now"_s;
    QTest::newRow("1 min - 1 ms") << MinuteMs - 1 << u"just now"_s;
    QTest::newRow("1 min") << MinuteMs << u"1 min ago"_s;
    QTest::newRow("4 min - 1 ms") << 4 * MinuteMs - 1 << u"3 min ago"_s;
    QTest::newRow("1 h - 1 ms") << HourMs - 1 << u"59 min ago"_s;
    QTest::newRow("1 h") << HourMs << u"1 h ago"_s;
    QTest::newRow("1 day - 1 ms") << DayMs - 1 << u"23 h ago"_s;
    QTest::newRow("1 day") << DayMs << u"1 day ago"_s;
    QTest::newRow("2 days - 1 ms") << 2 * DayMs - 1 << u"1 day ago"_s;
    QTest::newRow("2 days") << 2 * DayMs << u"2 days ago"_s;
    QTest::newRow("400 days") << 400 * DayMs << u"400 days ago"_s;
}

void TestTimeText::ago()
{
    QFETCH(const qint64, span);
    QFETCH(const QString, text);
    const qint64 now = at("2023-06-14T18:31:07.000Z");
    QCOMPARE(agoText(now - span, now), text);
}

void TestTimeText::iso_data()
{
    QTest::addColumn<qint64>("ms");
    QTest::addColumn<QString>("text");
    QTest::newRow("traced stop") << 1'687'661'110'014LL << u"2023-06-25T02:45:10.014Z"_s;
    QTest::newRow("whole second") << 1'687'661'110'000LL << u"2023-06-25T02:45:10.000Z"_s;
    QTest::newRow("epoch") << 0LL << u"1970-01-01T00:00:00.000Z"_s;
    QTest::newRow("1 ms before it") << -1LL << u"1969-12-31T23:59:59.999Z"_s;
    QTest::newRow("last ms of 2100") << 4'133'980'799'999LL << u"2100-12-31T23:59:59.999Z"_s;
}

void TestTimeText::iso()
{
    QFETCH(const qint64, ms);
    QFETCH(const QString, text);
    QCOMPARE(isoUtc(ms), text);
}

QTEST_GUILESS_MAIN(TestTimeText)
#include "tst_timetext.moc"
