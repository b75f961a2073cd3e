// SPDX-License-Identifier: MIT
#include "apierrors.h"

#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

/// F31: the allowed range in the words of a refusal.
class LeaseRangeTextTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F31_range_data();
    void F31_range();
    void F31_onlyOfItsCode();
};

constexpr qint64 Hour = 3'600'000;

void LeaseRangeTextTest::F31_range_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("minMs"); // 0: none
    QTest::addColumn<qint64>("maxMs");
    const auto row = [](const QString &text, qint64 minMs, qint64 maxMs) {
        QTest::newRow(qPrintable(text)) << text << minMs << maxMs;
    };
    row(u"Invalid duration. Enter a value from 3600000 to 259200000."_s, Hour, 72 * Hour);
    row(u"The duration must be in [3600000, 259200000]."_s, Hour, 72 * Hour);
    row(u"The duration must be in [3600000,86400000]"_s, Hour, 24 * Hour);
    row(u"duration 1000 is out of range 3600000-259200000"_s, Hour, 72 * Hour);
    row(u"duration 1000 not allowed: 3600000~43200000 ms"_s, Hour, 12 * Hour);
    row(u"between 1 and 72 hours"_s, Hour, 72 * Hour);
    row(u"between 1 hour and 3 days"_s, Hour, 72 * Hour);
    row(u"Between 30 MINUTES and 2 Hours."_s, Hour / 2, 2 * Hour);
    row(u"1h - 24h"_s, Hour, 24 * Hour);
    row(u"3,600,000 to 259,200,000 ms"_s, Hour, 72 * Hour);
    row(u"at least 3600000 and at most 259200000"_s, Hour, 72 * Hour);
    row(u"3600 to 259200 seconds"_s, Hour, 72 * Hour);
    row(u"取值范围为3600000到259200000"_s, Hour, 72 * Hour);
    row(u"取值范围为 3600000 到 259200000"_s, Hour, 72 * Hour);
    row(u""_s, 0, 0);
    row(u"The duration is out of range."_s, 0, 0);
    row(u"The maximum is 259200000."_s, 0, 0);
    row(u"between 1 and 72"_s, 0, 0);
    row(u"3600 to 259200"_s, 0, 0);
    row(u"from 72 to 1 hours"_s, 0, 0);
    row(u"1 hour to 72"_s, 0, 0);
    row(u"0 to 259200000 ms"_s, 0, 0);
    row(u"3600000 to 99999999999999999999999999"_s, 0, 0);
    row(u"1.5 to 2.5 hours"_s, 0, 0);
    row(u"ModelArts.6349 something v2 3600000x259200000"_s, 0, 0);
}

void LeaseRangeTextTest::F31_range()
{
    QFETCH(QString, text);
    QFETCH(qint64, minMs);
    QFETCH(qint64, maxMs);
    const auto range = allowedLeaseRange(text);
    QCOMPARE(range ? range->minMs : 0, minMs);
    QCOMPARE(range ? range->maxMs : 0, maxMs);
}

void LeaseRangeTextTest::F31_onlyOfItsCode()
{
    ApiError error;
    error.serviceText = u"between 1 and 24 hours"_s;
    error.code = u"ModelArts.6346"_s;
    QVERIFY(!allowedLeaseRange(error));
    error.code = u"ModelArts.6349"_s;
    QVERIFY(allowedLeaseRange(error));
    QCOMPARE(allowedLeaseRange(error)->maxMs, 24 * Hour);
}

QTEST_GUILESS_MAIN(LeaseRangeTextTest)
#include "tst_leaserangetext.moc"
