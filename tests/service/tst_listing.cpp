// SPDX-License-Identifier: MIT
#include "listing.h"
#include "servicefixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

/// One listing of the fixture's cloud, watched.
struct Run {
    explicit Run(ServiceFixture &service, bool allUsers = false)
        : fixture(service),
          listing(service.api, allUsers, Patience::Person),
          finished(&listing, &Listing::finished)
    {
        QObject::connect(&listing, &Listing::pageRead, &service.store, &InstanceStore::observe);
        QObject::connect(&listing, &Listing::progressed, &listing, [this](int loaded, int total) {
            progress.append({loaded, total});
        });
    }
    void start()
    {
        listing.start();
        wait(1);
    }
    void resume()
    {
        listing.resume(Patience::Person);
        wait(2);
    }
    void wait(int times)
    {
        if (!fixture.time.advanceUntil([this, times] { return finished.count() >= times; }, 600'000))
            qFatal("The listing never ended");
        fixture.time.advance(60'000);
        QCOMPARE(finished.count(), times); // exactly once
    }
    [[nodiscard]] const ListingOutcome &outcome() const { return listing.outcome(); }

    ServiceFixture &fixture;
    Listing listing;
    QSignalSpy finished;
    QList<std::pair<int, int>> progress;
};

/// Calls `meddle` just before the n-th listing request (from 0) is answered.
void atPage(ServiceFixture &fixture, int page, const std::function<void()> &meddle)
{
    auto count = std::make_shared<int>(0);
    fixture.network.setFaults([count, page, meddle](const QByteArray &, const QUrl &) {
        if ((*count)++ == page)
            meddle();
        return ServiceFixture::Fault::None;
    });
}

QByteArray pageBody(int first, int count, int total)
{
    QJsonArray data;
    for (int i = first; i < first + count; ++i)
        data.append(QJsonObject{{u"id"_s, u"id-%1"_s.arg(i)}, {u"status"_s, u"STOPPED"_s}});
    return QJsonDocument(QJsonObject{{u"data"_s, data}, {u"total"_s, total}}).toJson();
}

} // namespace

class TestListing : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachPageOnce_data();
    void eachPageOnce();
    void bothFeaturesMerged();
    void ignoredFeatureIsNoTrouble();
    void refusedFreeInstancesCountAsEmpty_data();
    void refusedFreeInstancesCountAsEmpty();
    void failingFreeInstancesDoNot();
    void allUsers();
    void errorIsReported();
    void recordsWithoutIdAreCounted();
    void F51_wrongTimesAreCountedOnce();
    void F54_createdWhileListing_data();
    void F54_createdWhileListing();
    void F55_deletedWhileListing_data();
    void F55_deletedWhileListing();
    void F56_wrongTotal();
    void F57_offsetIgnored_data();
    void F57_offsetIgnored();
    void F58_oddPageInTheMiddle_data();
    void F58_oddPageInTheMiddle();
    void F59_onePageFailsForGood();
    void F59_everythingFromPageSevenFails();
    void F59_restOfTheOnlyPageFails();
    void F59_resumedListingStillChecksTheOverlap();
    void pagesSideBySide();
    void withoutTotalOneByOne();
    void F62_destroyedInSilence();
};

void TestListing::eachPageOnce_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<QList<qint64>>("offsets");
    QTest::addColumn<int>("roundTrips");
    QTest::newRow("none") << 0 << QList<qint64>{0} << 2;
    QTest::newRow("50") << 50 << QList<qint64>{0} << 2;
    QTest::newRow("137") << 137 << QList<qint64>{0, 49, 98} << 3;
}

void TestListing::eachPageOnce()
{
    QFETCH(const int, count);
    QFETCH(const QList<qint64>, offsets);
    QFETCH(const int, roundTrips);
    ServiceFixture fixture;
    const QStringList ids = fixture.placeMany(count);
    Run run(fixture);
    run.start();
    QCOMPARE(fixture.offsetsSeen(u"NOTEBOOK"_s), offsets);
    QCOMPARE(fixture.offsetsSeen(u"DEFAULT"_s), QList<qint64>{0});
    QCOMPARE(run.outcome().ids, QSet<QString>(ids.begin(), ids.end()));
    QVERIFY(run.outcome().complete);
    QVERIFY(run.outcome().incompleteReason.isEmpty());
    QVERIFY(!run.outcome().error);
    QCOMPARE(run.outcome().pages, int(offsets.size()) + 1);
    QCOMPARE(run.outcome().sentAtMs, qint64(0));
    QCOMPARE(run.outcome().durationMs, qint64(100 * roundTrips));
    QCOMPARE(run.progress.constFirst(), (std::pair<int, int>{qMin(count, 50), count}));
    QCOMPARE(run.progress.constLast(), (std::pair<int, int>{count, count}));
    QVERIFY(!run.listing.canResume());
}

void TestListing::bothFeaturesMerged()
{
    ServiceFixture fixture;
    const QString billed = fixture.place(u"billed"_s);
    SimulatedCloud::Record free;
    free.name = u"free"_s;
    free.feature = u"DEFAULT"_s;
    const QString freeId = fixture.cloud.place(free);
    Run run(fixture);
    run.start();
    QCOMPARE(run.outcome().ids, (QSet<QString>{billed, freeId}));
    QCOMPARE(fixture.row(freeId)->instance.feature, u"DEFAULT"_s);
}

void TestListing::ignoredFeatureIsNoTrouble()
{
    ServiceFixture fixture;
    for (int i = 0; i < 2; ++i)
        fixture.cloud.answerNext("GET", "/notebooks", ServiceFixture::json(pageBody(0, 30, 30)));
    // Both kinds in one answer, whatever was asked for.
    fixture.cloud.answerNext("GET", "/notebooks", ServiceFixture::json(pageBody(0, 30, 30)));
    Run run(fixture);
    run.start();
    QVERIFY(run.outcome().complete);
    QCOMPARE(run.outcome().ids.size(), 30);
}

void TestListing::refusedFreeInstancesCountAsEmpty_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::newRow("400") << 400 << u"ModelArts.0104"_s;
    QTest::newRow("403") << 403 << u"ModelArts.0112"_s;
    QTest::newRow("404") << 404 << u"APIG.0101"_s;
}

void TestListing::refusedFreeInstancesCountAsEmpty()
{
    QFETCH(const int, status);
    QFETCH(const QString, code);
    ServiceFixture fixture;
    fixture.placeMany(3);
    atPage(fixture, 1, [&fixture, status, code] {
        fixture.cloud.answerNext("GET", "/notebooks", ServiceFixture::refusal(status, code));
    });
    Run run(fixture);
    run.start();
    QVERIFY(run.outcome().complete);
    QCOMPARE(run.outcome().ids.size(), 3);
    QCOMPARE(fixture.offsetsSeen(u"DEFAULT"_s), QList<qint64>{0});
}

void TestListing::failingFreeInstancesDoNot()
{
    ServiceFixture fixture;
    fixture.placeMany(3);
    atPage(fixture, 1, [&fixture] {
        fixture.cloud.answerNext("GET", "/notebooks", ServiceFixture::refusal(500, u"ModelArts.0010"_s), 3);
    });
    Run run(fixture);
    run.start();
    QVERIFY(!run.outcome().complete);
    QCOMPARE(run.outcome().error->kind, ApiError::Kind::Server);
    QVERIFY(run.outcome().incompleteReason.contains(u"free"_s));
    QCOMPARE(fixture.store.count(), 3);
}

void TestListing::allUsers()
{
    ServiceFixture fixture({true});
    fixture.place(u"mine"_s);
    SimulatedCloud::Record other;
    other.ownerId = u"someone"_s;
    other.ownerName = u"li"_s;
    const QString foreign = fixture.cloud.place(other);
    Run own(fixture, false);
    own.start();
    QCOMPARE(own.outcome().ids.size(), 1);
    Run all(fixture, true);
    all.start();
    QCOMPARE(all.outcome().ids.size(), 2);
    QVERIFY(all.outcome().ids.contains(foreign));
}

void TestListing::errorIsReported()
{
    ServiceFixture fixture;
    fixture.cloud.answerNext("GET", "/notebooks/all", ServiceFixture::refusal(403, u"ModelArts.0112"_s));
    Run run(fixture, true);
    run.start();
    QVERIFY(!run.outcome().complete);
    QCOMPARE(run.outcome().error->kind, ApiError::Kind::Forbidden);
    QVERIFY(!run.outcome().incompleteReason.isEmpty());
    QCOMPARE(fixture.network.seen().size(), 1); // no fall-back here
    QVERIFY(!run.listing.canResume());
}

void TestListing::recordsWithoutIdAreCounted()
{
    ServiceFixture fixture;
    fixture.cloud.answerNext(
        "GET", "/notebooks",
        ServiceFixture::json(R"({"data":[{"id":"a"},{"name":"no id"},{"id":"b"}],"total":3})"));
    Run run(fixture);
    run.start();
    QCOMPARE(run.outcome().unreadable, 1);
    QCOMPARE(run.outcome().ids, (QSet<QString>{u"a"_s, u"b"_s}));
    QVERIFY(run.outcome().complete);
}

/// Neighbouring pages share a record.
void TestListing::F51_wrongTimesAreCountedOnce()
{
    ServiceFixture fixture;
    for (int i = 0; i < 120; ++i) {
        SimulatedCloud::Record record;
        record.name = u"lab-%1"_s.arg(i);
        record.leaseCreateAtMs = fixture.cloud.nowMs() / 1'000; // seconds
        record.leaseUpdateAtMs = record.leaseCreateAtMs;
        record.leaseDurationMs = 3'600'000;
        record.status = u"STOPPED"_s;
        fixture.cloud.place(record);
    }
    fixture.place(u"right"_s);
    Run run(fixture);
    run.start();
    QVERIFY(run.outcome().complete);
    QCOMPARE(run.outcome().ids.size(), 121);
    QCOMPARE(run.outcome().wrongTimes, 120);
}

void TestListing::F54_createdWhileListing_data()
{
    QTest::addColumn<int>("page");
    for (int page = 0; page < 4; ++page)
        QTest::addRow("before request %d", page) << page;
}

void TestListing::F54_createdWhileListing()
{
    QFETCH(const int, page);
    ServiceFixture fixture;
    fixture.placeMany(137);
    QString created;
    atPage(fixture, page, [&] { created = fixture.place(u"new"_s); });
    Run run(fixture);
    run.start();
    QVERIFY(run.outcome().complete);
    QVERIFY(run.outcome().ids.size() >= 137);
    QVERIFY(run.outcome().ids.contains(created));
    QVERIFY(fixture.network.seen().size() <= 4 + 1);
}

void TestListing::F55_deletedWhileListing_data()
{
    QTest::addColumn<int>("page");
    QTest::addColumn<int>("position");
    for (const int page : {1, 2, 3}) {
        for (const int position : {0, 48, 49, 50, 98, 136})
            QTest::addRow("record %d before request %d", position, page) << page << position;
    }
}

void TestListing::F55_deletedWhileListing()
{
    QFETCH(const int, page);
    QFETCH(const int, position);
    ServiceFixture fixture;
    QStringList ids = fixture.placeMany(137);
    atPage(fixture, page, [&] { fixture.cloud.erase(ids.takeAt(position)); });
    Run run(fixture);
    run.start();
    QVERIFY(run.outcome().complete);
    for (const QString &id : std::as_const(ids))
        QVERIFY(run.outcome().ids.contains(id));
    QVERIFY(fixture.network.seen().size() <= 8);
}

void TestListing::F56_wrongTotal()
{
    ServiceFixture fixture;
    fixture.cloud.answerNext("GET", "feature=NOTEBOOK", ServiceFixture::json(pageBody(0, 30, 77)), 2);
    Run run(fixture);
    run.start();
    QVERIFY(!run.outcome().complete);
    QVERIFY(!run.outcome().error);
    QVERIFY2(run.outcome().incompleteReason.contains(u"77"_s), qPrintable(run.outcome().incompleteReason));
    QCOMPARE(run.outcome().ids.size(), 30);
    QCOMPARE(fixture.offsetsSeen(u"NOTEBOOK"_s), (QList<qint64>{0, 0})); // one re-read
}

void TestListing::F57_offsetIgnored_data()
{
    QTest::addColumn<int>("total");
    for (const int total : {51, 99, 100, 137, 10'000})
        QTest::addRow("total %d", total) << total;
}

void TestListing::F57_offsetIgnored()
{
    QFETCH(const int, total);
    ServiceFixture fixture;
    fixture.openGate();
    fixture.network.forgetSeen();
    fixture.cloud.answerNext("GET", "feature=NOTEBOOK", ServiceFixture::json(pageBody(0, 50, total)), 1'000);
    Run run(fixture);
    run.start();
    QVERIFY(!run.outcome().complete);
    QVERIFY(!run.outcome().incompleteReason.isEmpty());
    const qsizetype pages = (total - 1 + 48) / 49;
    QVERIFY(fixture.offsetsSeen(u"NOTEBOOK"_s).size() <= qMin<qsizetype>(pages + 2, 1 + Concurrency::Most));
}

void TestListing::F58_oddPageInTheMiddle_data()
{
    QTest::addColumn<int>("received");
    QTest::addColumn<bool>("always");
    for (const int received : {0, 20, 49}) {
        QTest::addRow("%d records once", received) << received << false;
        QTest::addRow("%d records always", received) << received << true;
    }
}

void TestListing::F58_oddPageInTheMiddle()
{
    QFETCH(const int, received);
    QFETCH(const bool, always);
    ServiceFixture fixture;
    const QStringList ids = fixture.placeMany(300); // 7 pages
    QJsonArray data;
    for (const QString &id : ids.mid(98, received))
        data.append(QJsonObject{{u"id"_s, id}, {u"status"_s, u"STOPPED"_s}});
    const QByteArray body = QJsonDocument(QJsonObject{{u"data"_s, data}, {u"total"_s, 300}}).toJson();
    fixture.cloud.answerNext("GET", "offset=98&", ServiceFixture::json(body), always ? 1'000 : 1);
    Run run(fixture);
    run.start();
    QCOMPARE(run.outcome().complete, !always);
    QVERIFY(!run.outcome().error);
    QCOMPARE(fixture.offsetsSeen(u"NOTEBOOK"_s).count(98), 2); // one re-read
    QVERIFY(fixture.offsetsSeen(u"NOTEBOOK"_s).size() <= 7 + 1);
    if (!always)
        QCOMPARE(run.outcome().ids.size(), 300);
}

void TestListing::F59_onePageFailsForGood()
{
    // The others come meanwhile, and only the missing one is asked for later.
    ServiceFixture fixture;
    fixture.placeMany(49 * 19 + 20); // 20 pages
    const QByteArray pageSeven = "offset=294&";
    fixture.cloud.answerNext("GET", pageSeven, ServiceFixture::refusal(500, u"ModelArts.0010"_s), 3);
    Run run(fixture);
    run.start();
    QVERIFY(!run.outcome().complete);
    QCOMPARE(run.outcome().error->kind, ApiError::Kind::Server);
    QVERIFY2(run.outcome().incompleteReason.contains(u"19 of 20"_s),
             qPrintable(run.outcome().incompleteReason));
    QCOMPARE(fixture.store.count(), 49 * 19 + 20 - 48); // what came is shown

    fixture.network.forgetSeen();
    QVERIFY(run.listing.canResume());
    run.resume();
    QVERIFY(run.outcome().complete);
    QVERIFY(!run.outcome().error);
    QCOMPARE(run.outcome().ids.size(), 49 * 19 + 20);
    QCOMPARE(fixture.offsetsSeen(u"NOTEBOOK"_s), QList<qint64>{49 * 6});
}

void TestListing::F59_everythingFromPageSevenFails()
{
    ServiceFixture fixture;
    fixture.placeMany(49 * 19 + 20); // 20 pages
    for (int page = 6; page < 20; ++page) {
        const QByteArray offset = "offset=" + QByteArray::number(49 * page) + '&';
        fixture.cloud.answerNext("GET", offset, ServiceFixture::refusal(500, u"ModelArts.0010"_s), 1'000);
    }
    Run run(fixture);
    run.start();
    QVERIFY(!run.outcome().complete);
    QVERIFY2(run.outcome().incompleteReason.contains(u"6 of 20"_s),
             qPrintable(run.outcome().incompleteReason));
    QCOMPARE(fixture.store.count(), 49 * 6 + 1);
    // Four side by side, and no more retries than the budget has.
    QVERIFY(fixture.offsetsSeen(u"NOTEBOOK"_s).size() <= 6 + 4 + 5);

    // It still fails: one page is tried, not all that are missing.
    fixture.network.forgetSeen();
    run.resume();
    QVERIFY(run.outcome().incompleteReason.contains(u"6 of 20"_s));
    QCOMPARE(fixture.offsetsSeen(u"NOTEBOOK"_s).count(49 * 6), fixture.network.seen().size());
}

void TestListing::F59_restOfTheOnlyPageFails()
{
    // One page is expected, it does not fit the total, and reading it again fails.
    ServiceFixture fixture;
    fixture.place(u"one"_s);
    int asked = 0;
    fixture.network.setFaults([&](const QByteArray &, const QUrl &) {
        if (++asked == 1)
            fixture.cloud.answerNext("GET", "/notebooks", ServiceFixture::json(R"({"data":[],"total":1})"));
        return asked == 1 ? ServiceFixture::Fault::None : ServiceFixture::Fault::Refused;
    });
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    Run run(fixture);
    run.start();
    QCOMPARE(run.outcome().incompleteReason, u"Only a part of the instances could be listed."_s);
}

void TestListing::F59_resumedListingStillChecksTheOverlap()
{
    ServiceFixture fixture;
    QStringList ids = fixture.placeMany(137);
    fixture.cloud.answerNext("GET", "offset=98&", ServiceFixture::refusal(500, u"ModelArts.0010"_s), 3);
    Run run(fixture);
    run.start();
    QVERIFY(run.listing.canResume());
    fixture.cloud.erase(ids.takeFirst()); // everything moves on by one meanwhile
    run.resume();
    QVERIFY(run.outcome().complete);
    for (const QString &id : std::as_const(ids))
        QVERIFY(run.outcome().ids.contains(id));
}

void TestListing::pagesSideBySide()
{
    // As many as the gate lets pass, after the first has told how many there are; shown in the order in which
    // they come.
    ServiceFixture fixture;
    const QStringList ids = fixture.placeMany(49 * 11 + 1); // 11 pages
    int onTheWire = 0;
    QList<int> beside;
    fixture.network.setFaults([&](const QByteArray &, const QUrl &) {
        beside.append(++onTheWire);
        fixture.time.schedule(100, [&onTheWire] { --onTheWire; });
        return ServiceFixture::Fault::None;
    });
    Run run(fixture);
    QSignalSpy pages(&run.listing, &Listing::pageRead);
    run.start();
    QVERIFY(run.outcome().complete);
    QCOMPARE(run.outcome().ids, QSet<QString>(ids.begin(), ids.end()));
    QCOMPARE(pages.count(), 12); // each once, and the free instances
    QCOMPARE(beside.constFirst(), 1);
    QCOMPARE(*std::max_element(beside.begin(), beside.end()), Concurrency::Most);
    QCOMPARE(run.outcome().durationMs, qint64(500)); // 1, 2, 3, 4, 2
    for (qsizetype i = 1; i < run.progress.size(); ++i) {
        QVERIFY(run.progress.at(i).first >= run.progress.at(i - 1).first);
        QCOMPARE(run.progress.at(i).second, int(ids.size()));
    }
}

void TestListing::withoutTotalOneByOne()
{
    ServiceFixture fixture;
    const QStringList ids = fixture.placeMany(137);
    for (const int offset : {0, 49, 98}) {
        QJsonArray data;
        for (const QString &id : ids.mid(offset, 50))
            data.append(QJsonObject{{u"id"_s, id}, {u"status"_s, u"STOPPED"_s}});
        const QByteArray query = "offset=" + QByteArray::number(offset) + "&feature=NOTEBOOK";
        fixture.cloud.answerNext(
            "GET", query, ServiceFixture::json(QJsonDocument(QJsonObject{{u"data"_s, data}}).toJson()));
    }
    Run run(fixture);
    run.start();
    QVERIFY(run.outcome().complete);
    QCOMPARE(run.outcome().ids.size(), 137);
    QCOMPARE(fixture.offsetsSeen(u"NOTEBOOK"_s), (QList<qint64>{0, 49, 98}));
    QCOMPARE(run.outcome().durationMs, qint64(300));
}

void TestListing::F62_destroyedInSilence()
{
    ServiceFixture fixture;
    fixture.placeMany(1'000);
    fixture.openGate();
    fixture.network.forgetSeen();
    auto listing = std::make_unique<Listing>(fixture.api, false, Patience::Person);
    int pages = 0;
    QObject::connect(listing.get(), &Listing::pageRead, listing.get(), [&pages] { ++pages; });
    listing->start();
    fixture.time.advance(150);
    const qsizetype sent = fixture.network.seen().size();
    QCOMPARE(sent, 1 + Concurrency::Most);
    QCOMPARE(pages, 1);
    listing.reset();
    fixture.time.advance(10'000);
    QCOMPARE(fixture.network.seen().size(), sent); // what waited was not sent any more
    QCOMPARE(pages, 1);
    QCOMPARE(fixture.time.pendingTimers(), qsizetype(0));
}

QTEST_GUILESS_MAIN(TestListing)
#include "tst_listing.moc"
