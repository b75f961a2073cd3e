// SPDX-License-Identifier: MIT
#include "listing.h"
#include "servicefixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

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
        listing.resume();
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
    void F54_createdWhileListing_data();
    void F54_createdWhileListing();
    void F55_deletedWhileListing_data();
    void F55_deletedWhileListing();
    void F56_wrongTotal();
    void F57_offsetIgnored();
    void F58_emptyPageThoughMore();
    void F59_pageSevenFailsForGood();
    void F59_restOfTheOnlyPageFails();
    void F59_resumedListingStillChecksTheOverlap();
    void destroyedInSilence();
};

void TestListing::eachPageOnce_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<QList<qint64>>("offsets");
    QTest::newRow("none") << 0 << QList<qint64>{0};
    QTest::newRow("50") << 50 << QList<qint64>{0};
    QTest::newRow("137") << 137 << QList<qint64>{0, 49, 98};
}

void TestListing::eachPageOnce()
{
    QFETCH(const int, count);
    QFETCH(const QList<qint64>, offsets);
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
    QCOMPARE(run.outcome().durationMs, qint64(100 * (offsets.size() + 1)));
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
    QCOMPARE(run.outcome().ids.contains(created), page < 3); // else at the next refresh
    QVERIFY(fixture.network.seen().size() <= 7);
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
    fixture.cloud.answerNext("GET", "/notebooks", ServiceFixture::json(pageBody(0, 30, 77)), 2);
    Run run(fixture);
    run.start();
    QVERIFY(!run.outcome().complete);
    QVERIFY(!run.outcome().error);
    QVERIFY2(run.outcome().incompleteReason.contains(u"77"_s), qPrintable(run.outcome().incompleteReason));
    QCOMPARE(run.outcome().ids.size(), 30);
    QCOMPARE(fixture.offsetsSeen(u"NOTEBOOK"_s), (QList<qint64>{0, 0})); // one re-read
}

void TestListing::F57_offsetIgnored()
{
    ServiceFixture fixture;
    fixture.cloud.answerNext("GET", "/notebooks", ServiceFixture::json(pageBody(0, 50, 137)), 5);
    Run run(fixture);
    run.start();
    QVERIFY(!run.outcome().complete);
    QVERIFY(!run.outcome().incompleteReason.isEmpty());
    QVERIFY(fixture.offsetsSeen(u"NOTEBOOK"_s).size() <= 3 + 2);
}

void TestListing::F58_emptyPageThoughMore()
{
    ServiceFixture fixture;
    fixture.cloud.answerNext("GET", "/notebooks", ServiceFixture::json(pageBody(0, 50, 137)));
    fixture.cloud.answerNext("GET", "/notebooks", ServiceFixture::json(pageBody(0, 0, 137)));
    fixture.cloud.answerNext("GET", "/notebooks", ServiceFixture::json(pageBody(0, 50, 137)));
    fixture.cloud.answerNext("GET", "/notebooks", ServiceFixture::json(pageBody(0, 0, 137)));
    Run run(fixture);
    run.start();
    QVERIFY(!run.outcome().complete);
    QCOMPARE(fixture.offsetsSeen(u"NOTEBOOK"_s), (QList<qint64>{0, 49, 0, 49}));
}

void TestListing::F59_pageSevenFailsForGood()
{
    ServiceFixture fixture;
    fixture.placeMany(49 * 19 + 20); // 20 pages
    atPage(fixture, 6, [&fixture] {
        fixture.cloud.answerNext("GET", "/notebooks", ServiceFixture::refusal(500, u"ModelArts.0010"_s), 3);
    });
    Run run(fixture);
    run.start();
    QVERIFY(!run.outcome().complete);
    QCOMPARE(run.outcome().error->kind, ApiError::Kind::Server);
    QVERIFY2(run.outcome().incompleteReason.contains(u"6 of 20"_s),
             qPrintable(run.outcome().incompleteReason));
    QCOMPARE(fixture.store.count(), 49 * 6 + 1); // what came is shown

    fixture.network.forgetSeen();
    QVERIFY(run.listing.canResume());
    run.resume();
    QVERIFY(run.outcome().complete);
    QVERIFY(!run.outcome().error);
    QCOMPARE(run.outcome().ids.size(), 49 * 19 + 20);
    QCOMPARE(fixture.offsetsSeen(u"NOTEBOOK"_s).constFirst(), qint64(49 * 6)); // page seven
    QCOMPARE(fixture.offsetsSeen(u"NOTEBOOK"_s).size(), 14);
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
    atPage(fixture, 2, [&fixture] {
        fixture.cloud.answerNext("GET", "/notebooks", ServiceFixture::refusal(500, u"ModelArts.0010"_s), 3);
    });
    Run run(fixture);
    run.start();
    QVERIFY(run.listing.canResume());
    fixture.cloud.erase(ids.takeFirst()); // everything moves on by one meanwhile
    run.resume();
    QVERIFY(run.outcome().complete);
    for (const QString &id : std::as_const(ids))
        QVERIFY(run.outcome().ids.contains(id));
}

void TestListing::destroyedInSilence()
{
    ServiceFixture fixture;
    fixture.placeMany(137);
    auto listing = std::make_unique<Listing>(fixture.api, false, Patience::Person);
    listing->start();
    fixture.time.advance(150);
    QCOMPARE(fixture.network.seen().size(), 2);
    listing.reset();
    fixture.time.advance(10'000);
    QCOMPARE(fixture.network.seen().size(), 2);
}

QTEST_GUILESS_MAIN(TestListing)
#include "tst_listing.moc"
