// SPDX-License-Identifier: MIT
#include "httpdate.h"

#include <QLocale>
#include <QTest>

using namespace leasekeeper;

/// Moments and waiting times as HTTP writes them.
class HttpDateTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void date_data();
    void date();
    void dateIsEnglish();
    void F33_retryAfter_data();
    void F33_retryAfter();
};

constexpr qint64 Now = 1'687'661'110'000; // Sun, 25 Jun 2023 02:45:10 GMT
constexpr qint64 None = -1;

void HttpDateTest::date_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("ms");
    QTest::newRow("plain") << QByteArray("Sun, 25 Jun 2023 02:45:10 GMT") << Now;
    QTest::newRow("blanks around") << QByteArray(" Sun, 25 Jun 2023 02:45:10 GMT ") << Now;
    QTest::newRow("leap day") << QByteArray("Thu, 29 Feb 2024 23:59:59 GMT") << qint64(1'709'251'199'000);
    QTest::newRow("empty") << QByteArray() << None;
    QTest::newRow("no such day") << QByteArray("Wed, 29 Feb 2023 00:00:00 GMT") << None;
    QTest::newRow("wrong weekday") << QByteArray("Mon, 25 Jun 2023 02:45:10 GMT") << None;
    QTest::newRow("no zone") << QByteArray("Sun, 25 Jun 2023 02:45:10") << None;
    QTest::newRow("ISO") << QByteArray("2023-06-25T02:45:10Z") << None;
    QTest::newRow("number") << QByteArray("1687661110") << None;
    QTest::newRow("garbage") << QByteArray("\xff\xfe GMT") << None;
    QTest::newRow("year with a sign") << QByteArray("Wed, 15 Nov -0930 01:05:00 GMT") << None;
}

void HttpDateTest::date()
{
    QFETCH(QByteArray, text);
    QFETCH(qint64, ms);
    QCOMPARE(parseHttpDate(text).value_or(None), ms);
}

void HttpDateTest::dateIsEnglish()
{
    QLocale::setDefault(QLocale(QLocale::German));
    QCOMPARE(parseHttpDate("Sun, 25 Jun 2023 02:45:10 GMT").value_or(None), Now);
    QLocale::setDefault(QLocale::c());
}

void HttpDateTest::F33_retryAfter_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<qint64>("ms");
    QTest::newRow("none") << QByteArray() << None;
    QTest::newRow("seconds") << QByteArray("7") << qint64(7'000);
    QTest::newRow("two minutes") << QByteArray("120") << qint64(120'000);
    QTest::newRow("zero is the base") << QByteArray("0") << RetryAfterFloorMs;
    QTest::newRow("ten to the nine") << QByteArray("1000000000") << RetryAfterCeilingMs;
    QTest::newRow("beyond 64 bits") << QByteArray("99999999999999999999999") << RetryAfterCeilingMs;
    QTest::newRow("date ahead") << QByteArray("Sun, 25 Jun 2023 02:45:20 GMT") << qint64(10'000);
    QTest::newRow("date now") << QByteArray("Sun, 25 Jun 2023 02:45:10 GMT") << RetryAfterFloorMs;
    QTest::newRow("date past is the base")
        << QByteArray("Sun, 25 Jun 2023 01:00:00 GMT") << RetryAfterFloorMs;
    QTest::newRow("date far ahead") << QByteArray("Sun, 25 Jun 2090 02:45:10 GMT") << RetryAfterCeilingMs;
    QTest::newRow("two headers") << QByteArray("7, 30") << qint64(30'000);
    QTest::newRow("two headers, one garbage") << QByteArray("7, soon") << None;
    QTest::newRow("negative") << QByteArray("-7") << None;
    QTest::newRow("fraction") << QByteArray("1.5") << None;
    QTest::newRow("sign") << QByteArray("+7") << None;
    QTest::newRow("words") << QByteArray("soon") << None;
    QTest::newRow("trailing comma") << QByteArray("7,") << None;
    QTest::newRow("bytes") << QByteArray("\x00\xff", 2) << None;
}

void HttpDateTest::F33_retryAfter()
{
    QFETCH(QByteArray, header);
    QFETCH(qint64, ms);
    QCOMPARE(retryAfterMs(header, Now).value_or(None), ms);
}

QTEST_GUILESS_MAIN(HttpDateTest)
#include "tst_httpdate.moc"
