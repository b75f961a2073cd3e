// SPDX-License-Identifier: MIT
#include "featurepaging.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <cstdlib>
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

    /// The page at this offset, as it is now.
    [[nodiscard]] FeaturePaging::Answer page(qint64 offset, int limit = 50) const
    {
        const QStringList ids = records.mid(offset, limit);
        return {ids, int(ids.size()), 0, total};
    }

    /// Reads everything one page after the other; `meddle` runs before each page with its number. Returns the
    /// rule's end.
    FeaturePaging read(const std::function<void(int)> &meddle = {}, int limit = 50)
    {
        FeaturePaging paging(limit);
        while (asked.size() < 1'000) {
            const std::optional<FeaturePaging::Request> request = paging.next();
            if (!request)
                break;
            if (meddle)
                meddle(int(asked.size()));
            asked.append(request->offset);
            paging.take(*request, page(request->offset, limit));
        }
        if (!paging.isDone())
            qFatal("Nothing more to ask for, and yet not done");
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
    void sideBySide();
    void anyOrderOfAnswers();
    void F56_theTotalAskedForLastCounts();
    void lostPagesAreAskedAgain();
    void F55_betweenParallelPages_data();
    void F55_betweenParallelPages();
    void F54_F55_randomChangesInAnyOrder();
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
    while (const std::optional<FeaturePaging::Request> request = paging.next()) {
        ++requests;
        paging.take(*request, {source.records, 50, 0, total});
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
    bool used = false;
    while (const std::optional<FeaturePaging::Request> request = paging.next()) {
        ++requests;
        QStringList page = source.records.mid(request->offset, 50);
        if (request->offset == oddOffset && (always || !used)) {
            used = true;
            if (how == u"short"_s)
                page = page.mid(0, 30);
            else if (how == u"empty"_s)
                page.clear();
            else
                page = source.records.mid(request->offset, 60);
        }
        paging.take(*request, {page, int(page.size()), 0, qint64(137)});
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
    const FeaturePaging::Request first = *paging.next();
    paging.take(first, {source.records.mid(0, 49), 50, 1, qint64(99)}); // the 50th has no id
    const FeaturePaging::Request second = *paging.next();
    QCOMPARE(second.offset, qint64(49));
    paging.take(second, {source.records.mid(50, 49), 50, 1, qint64(99)});
    // It came twice and so is counted twice.
    QVERIFY(paging.isDone());
    QCOMPARE(paging.trouble(), Trouble::None);
    QCOMPARE(paging.ids().size(), 98);
}

void TestFeaturePaging::neverWithoutEnd()
{
    FeaturePaging paging(50);
    QString last = u"x"_s;
    qint64 next = 0;
    qint64 requests = 0;
    while (const std::optional<FeaturePaging::Request> request = paging.next()) {
        ++requests;
        QStringList page;
        if (next > 0)
            page.append(last);
        while (page.size() < 50)
            page.append(QString::number(++next));
        last = page.constLast();
        paging.take(*request, {page, 50, 0, std::nullopt});
    }
    QCOMPARE(paging.trouble(), Trouble::TooMany);
    QVERIFY(paging.ids().size() <= FeaturePaging::MaxRecords + 50);
    QVERIFY(requests < 10'000);
}

namespace
{

using Requests = QList<FeaturePaging::Request>;

/// As many requests as the rule hands out, at most `most`.
Requests fill(FeaturePaging &paging, Requests onItsWay, int most)
{
    while (onItsWay.size() < most) {
        const std::optional<FeaturePaging::Request> request = paging.next();
        if (!request)
            break;
        onItsWay.append(*request);
    }
    return onItsWay;
}

QList<qint64> offsetsOf(const Requests &requests)
{
    QList<qint64> offsets;
    for (const FeaturePaging::Request &request : requests)
        offsets.append(request.offset);
    return offsets;
}

} // namespace

void TestFeaturePaging::sideBySide()
{
    const Pages source(300); // 7 pages
    FeaturePaging paging(50);
    Requests first = fill(paging, {}, 10);
    QCOMPARE(offsetsOf(first), QList<qint64>{0}); // nothing is known yet
    paging.take(first.constFirst(), source.page(0));
    QCOMPARE(paging.pagesExpected(), 7);
    const Requests rest = fill(paging, {}, 10);
    QCOMPARE(offsetsOf(rest), (QList<qint64>{49, 98, 147, 196, 245, 294}));
    QVERIFY(!paging.next());
    for (const FeaturePaging::Request &request : rest) {
        QVERIFY(!paging.isDone());
        paging.take(request, source.page(request.offset));
    }
    QVERIFY(paging.isDone());
    QCOMPARE(paging.ids().size(), 300);
    QCOMPARE(paging.pagesHeld(), 7);
}

void TestFeaturePaging::anyOrderOfAnswers()
{
    const Pages source(300);
    FeaturePaging paging(50);
    paging.take(*paging.next(), source.page(0));
    Requests rest = fill(paging, {}, 10);
    std::reverse(rest.begin(), rest.end());
    for (const FeaturePaging::Request &request : std::as_const(rest)) {
        QVERIFY(!paging.isDone());
        paging.take(request, source.page(request.offset));
        paging.take(request, source.page(request.offset)); // twice does no harm
    }
    QCOMPARE(paging.trouble(), Trouble::None);
    QVERIFY(paging.isDone());
    QCOMPARE(paging.ids().size(), 300);
}

void TestFeaturePaging::F56_theTotalAskedForLastCounts()
{
    Pages source(300);
    FeaturePaging paging(50);
    paging.take(*paging.next(), source.page(0));
    const Requests rest = fill(paging, {}, 10);
    QVERIFY(rest.size() > 2);
    const FeaturePaging::Answer older = source.page(rest.at(0).offset);
    source.total = 301;
    paging.take(rest.at(1), source.page(rest.at(1).offset));
    QCOMPARE(paging.total(), std::optional<qint64>(301));
    paging.take(rest.at(0), older); // later, but as it was before
    QCOMPARE(paging.total(), std::optional<qint64>(301));
}

void TestFeaturePaging::lostPagesAreAskedAgain()
{
    const Pages source(300);
    FeaturePaging paging(50);
    paging.take(*paging.next(), source.page(0));
    const Requests rest = fill(paging, {}, 10);
    for (const FeaturePaging::Request &request : rest) {
        if (request.page == 2 || request.page == 5)
            paging.lost(request);
        else
            paging.take(request, source.page(request.offset));
    }
    QVERIFY(!paging.isDone());
    QCOMPARE(paging.pagesHeld(), 5);
    const Requests again = fill(paging, {}, 10);
    QCOMPARE(offsetsOf(again), (QList<qint64>{98, 245}));
    for (const FeaturePaging::Request &request : again)
        paging.take(request, source.page(request.offset));
    QVERIFY(paging.isDone());
    QCOMPARE(paging.ids().size(), 300);
}

void TestFeaturePaging::F55_betweenParallelPages_data()
{
    QTest::addColumn<int>("answered"); // pages the service looked up before the change
    QTest::addColumn<bool>("backwards");
    QTest::addColumn<int>("position");
    QTest::addColumn<int>("count"); // negative: created
    for (int answered = 1; answered < 7; ++answered) {
        for (const bool backwards : {false, true}) {
            for (const int position : {0, 48, 49, 50, 97, 98, 99, 150, 293, 294, 295}) {
                for (const int count : {1, 3, 60, -1, -3, -60}) {
                    QTest::addRow("%d %s at %d before look %d%s", std::abs(count),
                                  count > 0 ? "deleted" : "created", position, answered,
                                  backwards ? ", backwards" : "")
                        << answered << backwards << position << count;
                }
            }
        }
    }
}

void TestFeaturePaging::F55_betweenParallelPages()
{
    QFETCH(const int, answered);
    QFETCH(const bool, backwards);
    QFETCH(const int, position);
    QFETCH(const int, count);
    Pages pages(300); // 7 pages
    FeaturePaging paging(50);
    int looked = 0;
    const auto look = [&](const FeaturePaging::Request &request) {
        if (looked++ == answered) {
            for (int i = 0; i < -count; ++i)
                pages.records.insert(position, u"new%1"_s.arg(i));
            if (count > 0)
                pages.records.remove(position, qMin<qsizetype>(count, pages.records.size() - position));
            pages.total = pages.records.size();
        }
        paging.take(request, pages.page(request.offset));
    };
    look(*paging.next());
    Requests rest = fill(paging, {}, 10);
    if (backwards)
        std::reverse(rest.begin(), rest.end());
    for (const FeaturePaging::Request &request : std::as_const(rest))
        look(request);
    while (const std::optional<FeaturePaging::Request> request = paging.next()) {
        QVERIFY(looked < 30);
        look(*request);
    }
    QVERIFY(paging.isDone());
    QCOMPARE(paging.trouble(), Trouble::None);
    for (int i = 0; i < 300; ++i) {
        const QString id = u"r%1"_s.arg(i);
        QVERIFY2(paging.ids().contains(id) || !pages.records.contains(id), qPrintable(id));
    }
}

void TestFeaturePaging::F54_F55_randomChangesInAnyOrder()
{
    // Whatever is created and deleted between any two looks, in whatever order the answers come: a listing
    // that calls itself good lacks nobody who was there from beginning to end, and knows nobody who never
    // was.
    const quint32 firstSeed = QRandomGenerator::global()->generate();
    constexpr int Runs = 4'000;
    int good = 0;
    qint64 requests = 0;
    for (quint32 run = 0; run < Runs; ++run) {
        const quint32 seed = firstSeed + run;
        QRandomGenerator random(seed);
        const int limit = random.bounded(2) == 0 ? 10 : 5;
        Pages pages(random.bounded(12 * limit));
        const bool newestFirst = random.bounded(2) == 0;
        const bool hasTotal = random.bounded(4) != 0;
        const int most = random.bounded(1, 6);
        const int restless = random.bounded(6); // chance of a change before each look, of ten
        const QStringList atFirst = pages.records;
        QSet<QString> everything(atFirst.begin(), atFirst.end());
        int created = 0;

        FeaturePaging paging(limit);
        struct Looked {
            FeaturePaging::Request request;
            FeaturePaging::Answer answer;
        };
        Requests onItsWay;
        QList<Looked> onItsWayBack;
        int asked = 0;
        while (!paging.isDone()) {
            while (onItsWay.size() + onItsWayBack.size() < most) {
                const std::optional<FeaturePaging::Request> request = paging.next();
                if (!request)
                    break;
                onItsWay.append(*request);
                ++asked;
            }
            QVERIFY2(!onItsWay.isEmpty() || !onItsWayBack.isEmpty(), qPrintable(QString::number(seed)));
            // The service looks up one of those that are on their way, or one answer arrives.
            if (!onItsWay.isEmpty() && (onItsWayBack.isEmpty() || random.bounded(2) == 0)) {
                for (int i = 0; random.bounded(10) < restless && i < 3; ++i) {
                    if (random.bounded(2) == 0) {
                        const QString id = u"n%1"_s.arg(created++);
                        everything.insert(id);
                        pages.records.insert(newestFirst ? 0 : random.bounded(int(pages.records.size()) + 1),
                                             id);
                    } else if (!pages.records.isEmpty()) {
                        pages.records.removeAt(random.bounded(int(pages.records.size())));
                    }
                }
                pages.total.reset();
                if (hasTotal)
                    pages.total = pages.records.size();
                const FeaturePaging::Request request = onItsWay.takeAt(random.bounded(int(onItsWay.size())));
                onItsWayBack.append({request, pages.page(request.offset, limit)});
            } else {
                const Looked looked = onItsWayBack.takeAt(random.bounded(int(onItsWayBack.size())));
                paging.take(looked.request, looked.answer);
            }
            QVERIFY2(asked < 200, qPrintable(QString::number(seed)));
        }
        requests += asked;
        for (const QString &id : paging.ids())
            QVERIFY2(everything.contains(id), qPrintable(u"seed %1: %2"_s.arg(seed).arg(id)));
        if (paging.trouble() != Trouble::None)
            continue;
        ++good;
        const QSet<QString> left(pages.records.begin(), pages.records.end());
        for (const QString &id : atFirst) {
            if (left.contains(id))
                QVERIFY2(paging.ids().contains(id), qPrintable(u"seed %1: %2"_s.arg(seed).arg(id)));
        }
    }
    qInfo("seeds %u to %u: %d of %d listings complete, %lld requests", firstSeed, firstSeed + Runs - 1, good,
          Runs, (long long)requests);
    QVERIFY(good > Runs / 2);
}

QTEST_GUILESS_MAIN(TestFeaturePaging)
#include "tst_featurepaging.moc"
