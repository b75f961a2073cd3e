// SPDX-License-Identifier: MIT
#include "featurepaging.h"

#include <QTest>

#include <functional>

using namespace leasekeeper;
using namespace Qt::StringLiterals;
using Trouble = FeaturePaging::Trouble;

namespace
{

/// A service with `count` records named by number, whose listing a test may bend.
struct Pages {
    QStringList records;
    std::optional<qint64> total;
    QList<qint64> asked;

    explicit Pages(int count)
    {
        for (int i = 0; i < count; ++i)
            records.append(u"r%1"_s.arg(i));
        total = count;
    }

    /// Reads everything; `meddle` runs before each page with its number. Returns the rule's end.
    FeaturePaging read(const std::function<void(int)> &meddle = {}, int limit = 50)
    {
        FeaturePaging paging(limit);
        bool more = true;
        while (more && asked.size() < 1'000) {
            if (meddle)
                meddle(int(asked.size()));
            asked.append(paging.offset());
            const QStringList page = records.mid(paging.offset(), limit);
            more = paging.take(page, int(page.size()), 0, total);
        }
        return paging;
    }
};

} // namespace

class TestFeaturePaging : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void undisturbed_data();
    void undisturbed();
    void withoutTotal_data();
    void withoutTotal();
    void F54_createdAtEveryStep_data();
    void F54_createdAtEveryStep();
    void F55_deletedOnceAtEveryStep_data();
    void F55_deletedOnceAtEveryStep();
    void F55_deletedBeforeEveryPage();
    void F56_totals_data();
    void F56_totals();
    void F57_samePageForEver_data();
    void F57_samePageForEver();
    void F58_oddPages_data();
    void F58_oddPages();
    void recordsWithoutId();
    void neverWithoutEnd();
};

void TestFeaturePaging::undisturbed_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<QList<qint64>>("offsets");
    QTest::newRow("none") << 0 << QList<qint64>{0};
    QTest::newRow("one") << 1 << QList<qint64>{0};
    QTest::newRow("49") << 49 << QList<qint64>{0};
    QTest::newRow("exactly one page") << 50 << QList<qint64>{0};
    QTest::newRow("51") << 51 << QList<qint64>{0, 49};
    QTest::newRow("exactly two pages") << 99 << QList<qint64>{0, 49};
    QTest::newRow("100") << 100 << QList<qint64>{0, 49, 98};
    QTest::newRow("137") << 137 << QList<qint64>{0, 49, 98};
}

void TestFeaturePaging::undisturbed()
{
    QFETCH(const int, count);
    QFETCH(const QList<qint64>, offsets);
    Pages pages(count);
    const FeaturePaging end = pages.read();
    QCOMPARE(pages.asked, offsets);
    QCOMPARE(end.trouble(), Trouble::None);
    QCOMPARE(end.ids().size(), count);
}

void TestFeaturePaging::withoutTotal_data()
{
    undisturbed_data();
}

void TestFeaturePaging::withoutTotal()
{
    QFETCH(const int, count);
    Pages pages(count);
    pages.total.reset();
    const FeaturePaging end = pages.read();
    QCOMPARE(end.trouble(), Trouble::None);
    QCOMPARE(end.ids().size(), count);
    QVERIFY(pages.asked.size() <= count / 49 + 1);
}

void TestFeaturePaging::F54_createdAtEveryStep_data()
{
    QTest::addColumn<int>("step");
    QTest::newRow("before the first page") << 0;
    QTest::newRow("before the second page") << 1;
    QTest::newRow("before the third page") << 2;
}

void TestFeaturePaging::F54_createdAtEveryStep()
{
    QFETCH(const int, step);
    Pages pages(137);
    const FeaturePaging end = pages.read([&pages, step](int page) {
        if (page == step) {
            pages.records.prepend(u"new"_s);
            ++*pages.total;
        }
    });
    QCOMPARE(end.trouble(), Trouble::None);
    QCOMPARE(end.ids(), QSet<QString>(pages.records.begin(), pages.records.end()));
    QVERIFY(pages.asked.size() <= 6);
}

void TestFeaturePaging::F55_deletedOnceAtEveryStep_data()
{
    QTest::addColumn<int>("step");
    QTest::addColumn<int>("position");
    QTest::addColumn<int>("count");
    QTest::addColumn<bool>("hasTotal");
    for (const int step : {1, 2}) {
        for (const int position : {0, 10, 48, 49, 50, 97, 98, 99, 132}) {
            for (const int count : {1, 2, 5}) {
                // Without a total nothing but the overlap can tell.
                QTest::addRow("%d from %d before page %d", count, position, step)
                    << step << position << count << true;
                QTest::addRow("%d from %d before page %d, no total", count, position, step)
                    << step << position << count << false;
            }
        }
    }
}

void TestFeaturePaging::F55_deletedOnceAtEveryStep()
{
    QFETCH(const int, step);
    QFETCH(const int, position);
    QFETCH(const int, count);
    QFETCH(const bool, hasTotal);
    Pages pages(137);
    if (!hasTotal)
        pages.total.reset();
    const FeaturePaging end = pages.read([&](int page) {
        if (page != step)
            return;
        pages.records.remove(position, count);
        if (pages.total)
            *pages.total -= count;
    });
    // Nobody who is there may be missing from a listing that calls itself good.
    QCOMPARE(end.trouble(), Trouble::None);
    for (const QString &record : std::as_const(pages.records))
        QVERIFY2(end.ids().contains(record), qPrintable(record));
    QVERIFY(pages.asked.size() <= 6);
}

void TestFeaturePaging::F55_deletedBeforeEveryPage()
{
    Pages pages(200);
    const FeaturePaging end = pages.read([&pages](int page) {
        if (page > 0) {
            pages.records.removeFirst();
            --*pages.total;
        }
    });
    QCOMPARE(end.trouble(), Trouble::Moved);
    QVERIFY(pages.asked.size() <= 12);
}

void TestFeaturePaging::F56_totals_data()
{
    QTest::addColumn<qint64>("total");
    QTest::addColumn<bool>("good");
    QTest::newRow("too small") << qint64(10) << false;
    QTest::newRow("too small, beyond the first page") << qint64(100) << false;
    QTest::newRow("one too many") << qint64(138) << false;
    QTest::newRow("far too large") << qint64(1'000'000) << false;
    QTest::newRow("zero") << qint64(0) << false;
    QTest::newRow("negative") << qint64(-1) << false;
    QTest::newRow("right") << qint64(137) << true;
}

void TestFeaturePaging::F56_totals()
{
    QFETCH(const qint64, total);
    QFETCH(const bool, good);
    Pages pages(137);
    pages.total = total;
    const FeaturePaging end = pages.read();
    QCOMPARE(end.ids().size(), 137); // whatever it says, the records that came count
    QCOMPARE(end.trouble(), good ? Trouble::None : Trouble::CountDiffers);
    QVERIFY(pages.asked.size() <= 6);
}

void TestFeaturePaging::F57_samePageForEver_data()
{
    QTest::addColumn<bool>("hasTotal");
    QTest::newRow("with a total") << true;
    QTest::newRow("without a total") << false;
}

void TestFeaturePaging::F57_samePageForEver()
{
    QFETCH(const bool, hasTotal);
    const Pages source(50);
    FeaturePaging paging(50);
    int requests = 0;
    const std::optional<qint64> total = hasTotal ? std::optional<qint64>(137) : std::nullopt;
    bool more = true;
    while (more && requests < 100) {
        ++requests;
        more = paging.take(source.records, 50, 0, total);
    }
    QCOMPARE(paging.trouble(), Trouble::Repeated);
    QVERIFY2(requests <= 5, qPrintable(QString::number(requests)));
}

void TestFeaturePaging::F58_oddPages_data()
{
    QTest::addColumn<int>("oddPage"); // index of the request that is answered oddly
    QTest::addColumn<QString>("how");
    QTest::addColumn<bool>("always");
    QTest::newRow("short once") << 1 << u"short"_s << false;
    QTest::newRow("short always") << 1 << u"short"_s << true;
    QTest::newRow("empty once") << 1 << u"empty"_s << false;
    QTest::newRow("empty always") << 1 << u"empty"_s << true;
    QTest::newRow("long once") << 1 << u"long"_s << false;
    QTest::newRow("long always") << 1 << u"long"_s << true;
    QTest::newRow("first empty always") << 0 << u"empty"_s << true;
}

void TestFeaturePaging::F58_oddPages()
{
    QFETCH(const int, oddPage);
    QFETCH(const QString, how);
    QFETCH(const bool, always);
    const Pages source(137);
    FeaturePaging paging(50);
    const qint64 oddOffset = oddPage * 49;
    int requests = 0;
    bool more = true;
    bool used = false;
    while (more && requests < 100) {
        ++requests;
        QStringList page = source.records.mid(paging.offset(), 50);
        if (paging.offset() == oddOffset && (always || !used)) {
            used = true;
            if (how == u"short"_s)
                page = page.mid(0, 30);
            else if (how == u"empty"_s)
                page.clear();
            else
                page = source.records.mid(paging.offset(), 60);
        }
        more = paging.take(page, int(page.size()), 0, qint64(137));
    }
    QVERIFY2(requests <= 8, qPrintable(QString::number(requests)));
    QCOMPARE(paging.trouble() == Trouble::None, !always);
    if (!always)
        QCOMPARE(paging.ids().size(), 137);
}

void TestFeaturePaging::recordsWithoutId()
{
    // The overlapping record is one of them: nothing can be said against that.
    const Pages source(99);
    FeaturePaging paging(50);
    QStringList first = source.records.mid(0, 49); // the 50th has no id
    QVERIFY(paging.take(first, 50, 1, qint64(99)));
    QCOMPARE(paging.offset(), qint64(49));
    const QStringList second = source.records.mid(50, 49);
    // It came twice and so is counted twice: one more page tells that there are no more.
    QVERIFY(paging.take(second, 50, 1, qint64(99)));
    QVERIFY(!paging.take(source.records.mid(98), 1, 0, qint64(99)));
    QCOMPARE(paging.trouble(), Trouble::None);
    QCOMPARE(paging.ids().size(), 98);
}

void TestFeaturePaging::neverWithoutEnd()
{
    FeaturePaging paging(50);
    QString last = u"x"_s;
    qint64 next = 0;
    qint64 requests = 0;
    bool more = true;
    while (more && requests < 10'000) {
        ++requests;
        QStringList page;
        if (next > 0)
            page.append(last);
        while (page.size() < 50)
            page.append(QString::number(++next));
        last = page.constLast();
        more = paging.take(page, 50, 0, std::nullopt);
    }
    QCOMPARE(paging.trouble(), Trouble::TooMany);
    QVERIFY(paging.ids().size() <= FeaturePaging::MaxRecords + 50);
}

QTEST_GUILESS_MAIN(TestFeaturePaging)
#include "tst_featurepaging.moc"
