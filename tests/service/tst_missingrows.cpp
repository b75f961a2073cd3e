// SPDX-License-Identifier: MIT
#include "instancereader.h"
#include "listing.h"
#include "missingrows.h"
#include "servicefixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

/// From now on every listing answers with these ids alone, although the service has more.
void listOnly(ServiceFixture &fixture, const QStringList &ids)
{
    QJsonArray data;
    for (const QString &id : ids)
        data.append(QJsonObject{{u"id"_s, id}, {u"status"_s, u"STOPPED"_s}});
    const QJsonObject page{{u"data"_s, data}, {u"total"_s, ids.size()}};
    fixture.network.setFaults(
        [&fixture, body = QJsonDocument(page).toJson()](const QByteArray &, const QUrl &url) {
            if (url.path().endsWith(u"/notebooks"_s))
                fixture.cloud.answerNext("GET", "/notebooks", ServiceFixture::json(body));
            return ServiceFixture::Fault::None;
        });
}

/// A page of two, of which the second came without its id.
QByteArray pageWithoutAnId(const QString &first)
{
    return R"({"data":[{"id":")" + first.toUtf8() + R"(","status":"STOPPED"},{"name":"?"}],"total":2})";
}

/// From now on every listing is such a page.
void listWithoutAnId(ServiceFixture &fixture, const QString &first)
{
    fixture.network.setFaults([&fixture, body = pageWithoutAnId(first)](const QByteArray &, const QUrl &url) {
        if (url.query().contains(u"NOTEBOOK"_s))
            fixture.cloud.answerNext("GET", "/notebooks", ServiceFixture::json(body));
        return ServiceFixture::Fault::None;
    });
}

int singleReads(const ServiceFixture &fixture)
{
    return fixture.seen("GET", u"/notebooks/"_s);
}

} // namespace

class TestMissingRows : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void N4_goneAfterListingAndRead();
    void N4_aliveRowStays();
    void N4_manyGoneNeedASecondListing();
    void N4_manyAliveStay();
    void N4_incompleteListingRemovesNothing();
    void N4_denialAloneRemovesNothing();
    void F28_contradictionsBringNoListings();
    void N4_denialThenListingRemoves();
    void N4_deletingRowLeavesByADenial();
    void forbiddenReadKeepsUntilASecondListing();
    void failingReadKeepsUntilASecondListing();
    void N9_failingReadIsMadeAgainAfterTheNextListing();
    void N9_oneThatNeverAnswersKeepsNoOtherFromBeingRead();
    void N9_manyGoneWhereOnlyReadsRemove();
    void ownListNeverRemovesByItself();
    void recordsWithoutIdNeverRemoveByListings();
    void F56_whatAnUnsureListingLackedDoesNotCount();
    void N4_refusedFreeListRemovesNothing();
    void N9_recordsGetTheirIdsBack();
    void anAnsweredProbeLetsTheOthersFollow();
    void readsAreBounded();
    void N9_rowsWithActionsAreReadAfterThem();
    void N9_rowsThatActionsReadRarelyAreReadBeside();
    void N8_failingServiceIsNotReadForEachActionThatEnds();
    void N7_listingsInARowLetNoMoreGoAtOnce();
};

void TestMissingRows::N4_goneAfterListingAndRead()
{
    ServiceFixture fixture;
    const QStringList ids = fixture.placeMany(5);
    fixture.startReading();
    fixture.cloud.erase(ids.at(2));
    fixture.network.forgetSeen();
    fixture.reading.refresh();
    fixture.time.advance(250);
    QVERIFY(fixture.row(ids.at(2))); // the listing alone is not enough
    fixture.time.advance(200);
    QVERIFY(!fixture.row(ids.at(2)));
    QCOMPARE(fixture.store.count(), 4);
    QCOMPARE(fixture.seen("GET", ids.at(2)), 1);
    QCOMPARE(singleReads(fixture), 1);
}

void TestMissingRows::N4_aliveRowStays()
{
    ServiceFixture fixture;
    const QStringList ids = fixture.placeMany(3);
    fixture.startReading();
    listOnly(fixture, ids.mid(0, 2));
    fixture.time.advance(30 * 60'000);
    QVERIFY(fixture.row(ids.at(2)));
    QCOMPARE(fixture.store.count(), 3);
    // Looked at again now and then, not after every listing.
    QVERIFY2(singleReads(fixture) >= 5 && singleReads(fixture) <= 16,
             qPrintable(QString::number(singleReads(fixture))));
}

void TestMissingRows::N4_manyGoneNeedASecondListing()
{
    ServiceFixture fixture;
    const QStringList ids = fixture.placeMany(40);
    fixture.startReading();
    // Direct reads of the gone bring nothing of use, so only listings can tell.
    for (const QString &id : ids.mid(0, 30)) {
        fixture.cloud.erase(id);
        fixture.cloud.answerNext("GET", id.toUtf8(), ServiceFixture::refusal(403, u"ModelArts.0112"_s), 100);
    }
    fixture.network.forgetSeen();
    fixture.reading.refresh();
    fixture.time.advance(3'000);
    QCOMPARE(fixture.store.count(), 40);
    QCOMPARE(singleReads(fixture), 10);
    fixture.time.advance(4'000); // the second one, brought forward
    QCOMPARE(fixture.store.count(), 10);
    QCOMPARE(fixture.offsetsSeen(u"NOTEBOOK"_s).size(), 2);
}

void TestMissingRows::N4_manyAliveStay()
{
    // A service that calls its first page everything: 50 of 120, "total" 50.
    ServiceFixture fixture;
    const QStringList ids = fixture.placeMany(120);
    fixture.startReading();
    QCOMPARE(fixture.store.count(), 120);
    listOnly(fixture, ids.mid(0, 50));
    fixture.time.advance(60 * 60'000);
    QCOMPARE(fixture.store.count(), 120);
}

void TestMissingRows::N4_incompleteListingRemovesNothing()
{
    ServiceFixture fixture;
    const QStringList ids = fixture.placeMany(4);
    fixture.startReading();
    fixture.cloud.erase(ids.at(0));
    const QByteArray body = R"({"data":[{"id":")" + ids.at(1).toUtf8() + R"("}],"total":9})";
    fixture.cloud.answerNext("GET", "feature=NOTEBOOK", ServiceFixture::json(body), 2);
    fixture.network.forgetSeen();
    fixture.reading.refresh();
    fixture.time.advance(10'000);
    QCOMPARE(fixture.reading.state().phase, ReadingState::Phase::Incomplete);
    QVERIFY(!fixture.reading.state().note.isEmpty());
    QCOMPARE(fixture.store.count(), 4);
    QCOMPARE(singleReads(fixture), 0);
}

void TestMissingRows::N4_denialAloneRemovesNothing()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"one"_s);
    fixture.startReading();
    fixture.cloud.answerNext("GET", id.toUtf8(), ServiceFixture::refusal(400, u"ModelArts.6309"_s), 1);
    fixture.network.forgetSeen();
    fixture.reading.readInstance(id);
    fixture.time.advance(20'000);
    QVERIFY(fixture.row(id)); // the listing, asked for at once, still shows it
    QCOMPARE(fixture.offsetsSeen(u"NOTEBOOK"_s).size(), 1);
}

void TestMissingRows::F28_contradictionsBringNoListings()
{
    // Read every few seconds while it stops, and each time said not to exist; but every listing has it.
    ServiceFixture fixture;
    fixture.cloud.setTransitionMs(100'000'000);
    const QString id = fixture.place(u"one"_s, u"STOPPING"_s);
    fixture.startReading();
    fixture.cloud.answerNext("GET", id.toUtf8(), ServiceFixture::refusal(400, u"ModelArts.6309"_s), 1'000);
    fixture.network.forgetSeen();
    fixture.time.advance(110'000);
    QVERIFY(fixture.row(id));
    QVERIFY(fixture.seen("GET", id) > 10);
    const qsizetype listings = fixture.offsetsSeen(u"NOTEBOOK"_s).size();
    QVERIFY2(listings <= 5, qPrintable(QString::number(listings))); // one of them brought forward
}

void TestMissingRows::N4_denialThenListingRemoves()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"one"_s);
    fixture.startReading();
    fixture.time.advance(10'000);
    fixture.cloud.erase(id);
    fixture.network.forgetSeen();
    fixture.reading.readInstance(id);
    fixture.time.advance(1'000);
    QVERIFY(!fixture.row(id));
    QCOMPARE(fixture.seen("GET", id), 1); // the listing needed no second read
}

void TestMissingRows::N4_deletingRowLeavesByADenial()
{
    ServiceFixture fixture;
    fixture.cloud.setTransitionMs(4'000);
    const QString id = fixture.place(u"one"_s, u"DELETING"_s);
    fixture.startReading();
    QVERIFY(fixture.row(id));
    fixture.network.forgetSeen();
    fixture.time.advance(11'000);
    QVERIFY(!fixture.row(id));
    QCOMPARE(fixture.offsetsSeen(u"NOTEBOOK"_s).size(), 0);
}

void TestMissingRows::forbiddenReadKeepsUntilASecondListing()
{
    ServiceFixture fixture;
    const QStringList ids = fixture.placeMany(2);
    fixture.startReading();
    fixture.cloud.erase(ids.at(0));
    fixture.cloud.answerNext("GET", ids.at(0).toUtf8(), ServiceFixture::refusal(403, u"ModelArts.0112"_s),
                             100);
    fixture.reading.refresh();
    fixture.time.advance(10'000);
    QVERIFY(fixture.row(ids.at(0)));
    fixture.time.advance(25'000);
    QVERIFY(!fixture.row(ids.at(0)));
}

void TestMissingRows::failingReadKeepsUntilASecondListing()
{
    ServiceFixture fixture;
    const QStringList ids = fixture.placeMany(2);
    fixture.startReading();
    fixture.cloud.erase(ids.at(0));
    fixture.cloud.answerNext("GET", ids.at(0).toUtf8(), ServiceFixture::refusal(500, u"X.1"_s), 100);
    fixture.reading.refresh();
    fixture.time.advance(10'000);
    QVERIFY(fixture.row(ids.at(0)));
    fixture.time.advance(25'000);
    QVERIFY(!fixture.row(ids.at(0)));
}

void TestMissingRows::N9_failingReadIsMadeAgainAfterTheNextListing()
{
    // Where listings cannot remove, a direct read has to, and the only one met a trouble.
    ServiceFixture fixture;
    const QStringList ids = fixture.placeMany(2);
    fixture.startReading();
    listWithoutAnId(fixture, ids.at(1));
    fixture.cloud.erase(ids.at(0));
    fixture.cloud.answerNext("GET", ids.at(0).toUtf8(), ServiceFixture::refusal(500, u"X.1"_s), 3);
    fixture.reading.refresh();
    fixture.time.advance(20'000);
    QVERIFY(fixture.row(ids.at(0)));
    fixture.time.advance(InstanceService::RefreshMs);
    QVERIFY(!fixture.row(ids.at(0)));
}

void TestMissingRows::N9_oneThatNeverAnswersKeepsNoOtherFromBeingRead()
{
    ServiceFixture fixture;
    QStringList ids = fixture.placeMany(3);
    fixture.startReading();
    listWithoutAnId(fixture, ids.at(2));
    ids.removeLast();
    ids.sort(); // the order in which they are read
    fixture.cloud.answerNext("GET", ids.at(0).toUtf8(), ServiceFixture::refusal(500, u"X.1"_s), 1'000);
    fixture.cloud.erase(ids.at(1));
    fixture.time.advance(3 * InstanceService::RefreshMs);
    QVERIFY(fixture.row(ids.at(0)));
    QVERIFY(!fixture.row(ids.at(1)));
}

void TestMissingRows::N9_manyGoneWhereOnlyReadsRemove()
{
    ServiceFixture fixture;
    const QStringList ids = fixture.placeMany(61);
    fixture.startReading();
    listWithoutAnId(fixture, ids.last());
    for (const QString &id : ids.first(60))
        fixture.cloud.erase(id);
    fixture.network.forgetSeen();
    fixture.time.advance(InstanceService::RefreshMs + 10'000);
    QCOMPARE(fixture.store.count(), 1);
    QCOMPARE(singleReads(fixture), 60);
}

void TestMissingRows::ownListNeverRemovesByItself()
{
    ServiceFixture fixture({true});
    SimulatedCloud::Record record;
    record.ownerId = u"someone"_s;
    record.name = u"foreign"_s;
    const QString foreign = fixture.cloud.place(record);
    fixture.startReading();
    QVERIFY(fixture.row(foreign));
    // The right to list everybody is taken away, and that to read this one with it.
    fixture.cloud.answerNext("GET", "/notebooks/all", ServiceFixture::refusal(403, u"ModelArts.0112"_s), 100);
    fixture.cloud.answerNext("GET", foreign.toUtf8(), ServiceFixture::refusal(403, u"ModelArts.0112"_s), 100);
    fixture.time.advance(10 * 60'000);
    QVERIFY(fixture.reading.state().ownOnly);
    QVERIFY(fixture.row(foreign));
}

void TestMissingRows::recordsWithoutIdNeverRemoveByListings()
{
    ServiceFixture fixture;
    const QStringList ids = fixture.placeMany(2);
    fixture.startReading();
    listWithoutAnId(fixture, ids.at(1));
    fixture.cloud.answerNext("GET", ids.at(0).toUtf8(), ServiceFixture::refusal(500, u"X.1"_s), 1'000);
    fixture.time.advance(10 * 60'000);
    QVERIFY(fixture.row(ids.at(0)));
    QVERIFY(fixture.reading.state().note.contains(u"without an ID"_s));
}

void TestMissingRows::F56_whatAnUnsureListingLackedDoesNotCount()
{
    // One listing that may hide the row, and one that lacks it for certain: these are not two that agree.
    ServiceFixture fixture;
    const QStringList ids = fixture.placeMany(2);
    fixture.startReading();
    const QByteArray unsure = pageWithoutAnId(ids.at(1));
    const QByteArray sure = R"({"data":[{"id":")" + ids.at(1).toUtf8() + R"("}],"total":1})";
    int listings = 0;
    fixture.network.setFaults([&](const QByteArray &, const QUrl &url) {
        if (url.query().contains(u"NOTEBOOK"_s))
            fixture.cloud.answerNext("GET", "/notebooks",
                                     ServiceFixture::json(++listings > 2 ? sure : unsure));
        return ServiceFixture::Fault::None;
    });
    fixture.cloud.answerNext("GET", ids.at(0).toUtf8(), ServiceFixture::refusal(500, u"X.1"_s), 1'000);
    const auto ended = [&](int count) {
        return fixture.time.advanceUntil(
            [&, count] { return listings == count && !fixture.reading.state().listing; }, 120'000);
    };
    QVERIFY(ended(3));
    QVERIFY(fixture.row(ids.at(0)));
    QVERIFY(ended(4));
    fixture.time.advance(1'000);
    QVERIFY(!fixture.row(ids.at(0)));
}

void TestMissingRows::N4_refusedFreeListRemovesNothing()
{
    // The list of free instances is refused for a while, and so is reading one by itself.
    ServiceFixture fixture;
    SimulatedCloud::Record record;
    record.name = u"codelab"_s;
    record.status = u"STOPPED"_s;
    record.feature = u"DEFAULT"_s;
    const QString id = fixture.cloud.place(record);
    fixture.place(u"lab"_s);
    fixture.startReading();
    QVERIFY(fixture.row(id));
    bool refuses = true;
    fixture.network.setFaults([&](const QByteArray &method, const QUrl &url) {
        if (refuses && method == "GET" &&
            (url.query().contains(u"feature=DEFAULT"_s) || url.path().endsWith(id)))
            fixture.cloud.answerNext("GET", url.path().toUtf8(),
                                     ServiceFixture::refusal(403, u"ModelArts.0112"_s));
        return ServiceFixture::Fault::None;
    });
    fixture.time.advance(10 * 60'000);
    QCOMPARE(fixture.reading.state().phase, ReadingState::Phase::Ready);
    QVERIFY(fixture.row(id));
    // Allowed again, it is believed again.
    refuses = false;
    fixture.cloud.erase(id);
    fixture.time.advance(InstanceService::RefreshMs + 10'000);
    QVERIFY(!fixture.row(id));
}

void TestMissingRows::N9_recordsGetTheirIdsBack()
{
    // A listing names one record without its ID; read by itself, the instance is there. Then it is deleted
    // elsewhere, and the listings are whole again.
    ServiceFixture fixture;
    const QStringList ids = fixture.placeMany(2);
    fixture.startReading();
    listWithoutAnId(fixture, ids.at(1));
    QVERIFY(fixture.time.advanceUntil([&] { return singleReads(fixture) > 0; }, 60'000));
    fixture.time.advance(1'000);
    QVERIFY(fixture.row(ids.at(0)));
    fixture.network.setFaults({});
    fixture.cloud.erase(ids.at(0));
    fixture.time.advance(InstanceService::RefreshMs - 5'000);
    // One listing that is whole proves nothing yet.
    QVERIFY(fixture.row(ids.at(0)));
    fixture.time.advance(InstanceService::RefreshMs + 10'000);
    QVERIFY(!fixture.row(ids.at(0)));
}

void TestMissingRows::anAnsweredProbeLetsTheOthersFollow()
{
    ServiceFixture fixture;
    const QStringList ids = fixture.placeMany(4);
    fixture.startReading();
    // Since this one nobody has asked for a single row.
    fixture.cloud.answerNext("GET", ids.at(3).toUtf8(), ServiceFixture::refusal(500, u"X.1"_s), 3);
    fixture.reading.readInstance(ids.at(3));
    fixture.time.advance(20'000);
    for (const QString &id : ids.mid(0, 3))
        fixture.cloud.erase(id);
    fixture.network.forgetSeen();
    fixture.reading.refresh();
    fixture.time.advance(3'000);
    QCOMPARE(fixture.store.count(), 1);
    QCOMPARE(singleReads(fixture), 3);
}

void TestMissingRows::readsAreBounded()
{
    ServiceFixture fixture;
    const QStringList ids = fixture.placeMany(45);
    fixture.startReading();
    listOnly(fixture, ids.mid(0, 5)); // 40 alive ones are hidden
    fixture.network.forgetSeen();
    fixture.reading.refresh();
    fixture.time.advance(3'000);
    QCOMPARE(singleReads(fixture), 10);
    fixture.network.forgetSeen();
    fixture.time.advance(60 * 60'000);
    QCOMPARE(fixture.store.count(), 45);
    // Never more than ten per listing, and listings no oftener than usual.
    QVERIFY(singleReads(fixture) <= 10 * 121);
    QVERIFY(fixture.offsetsSeen(u"NOTEBOOK"_s).size() <= 122);
}

void TestMissingRows::N9_rowsWithActionsAreReadAfterThem()
{
    ServiceFixture fixture;
    const QStringList ids = fixture.placeMany(2);
    fixture.startReading();
    RowActivity activity;
    activity.state = RowActivity::State::Working;
    fixture.store.setActivity(ids.at(0), activity);
    fixture.cloud.erase(ids.at(0));
    fixture.network.forgetSeen();
    fixture.reading.refresh();
    fixture.time.advance(10'000);
    QCOMPARE(singleReads(fixture), 0);
    QVERIFY(fixture.row(ids.at(0)));
    fixture.store.setActivity(ids.at(0), {});
    fixture.time.advance(1'000);
    QCOMPARE(singleReads(fixture), 1);
    QVERIFY(!fixture.row(ids.at(0)));
    // What the listing has is no concern of anybody's.
    fixture.store.setActivity(ids.at(1), activity);
    fixture.store.setActivity(ids.at(1), {});
    fixture.time.advance(1'000);
    QCOMPARE(singleReads(fixture), 1);
}

void TestMissingRows::N9_rowsThatActionsReadRarelyAreReadBeside()
{
    ServiceFixture fixture;
    const QStringList ids = fixture.placeMany(2);
    fixture.startReading();
    RowActivity checking;
    checking.state = RowActivity::State::Checking;
    fixture.store.setActivity(ids.at(0), checking);
    fixture.cloud.erase(ids.at(0));
    fixture.reading.refresh();
    fixture.time.advance(3'000); // one listing
    QVERIFY(!fixture.row(ids.at(0)));
}

void TestMissingRows::N8_failingServiceIsNotReadForEachActionThatEnds()
{
    ServiceFixture fixture;
    const QStringList ids = fixture.placeMany(9);
    const QStringList busy = ids.first(8);
    fixture.startReading();
    RowActivity working;
    working.state = RowActivity::State::Working;
    for (const QString &id : busy)
        fixture.store.setActivity(id, working);
    for (const QString &id : ids)
        fixture.cloud.erase(id);
    bool fails = true;
    fixture.network.setFaults([&fails](const QByteArray &, const QUrl &url) {
        return fails && url.path().contains(u"/notebooks/"_s) ? ServiceFixture::Fault::LostBefore
                                                              : ServiceFixture::Fault::None;
    });
    fixture.network.forgetSeen();
    fixture.reading.refresh();
    fixture.time.advance(15'000);
    const int probes = singleReads(fixture);
    QVERIFY(probes > 0); // the one that has no action was tried, in vain
    for (const QString &id : busy)
        fixture.store.setActivity(id, {});
    fixture.time.advance(5'000);
    QCOMPARE(singleReads(fixture), probes);
    QCOMPARE(fixture.store.count(), 9);
    // Nor is any of them forgotten.
    fails = false;
    fixture.time.advance(InstanceService::RefreshMs + 10'000);
    QCOMPARE(fixture.store.count(), 0);
}

void TestMissingRows::N7_listingsInARowLetNoMoreGoAtOnce()
{
    ServiceFixture fixture;
    InstanceStore store;
    InstanceReader reader(fixture.api, store);
    MissingRows rows(store, reader);
    QList<Instance> instances(8 * MissingRows::MostAtOnce);
    for (qsizetype i = 0; i < instances.size(); ++i)
        instances[i].id = QString::number(i);
    store.observe(instances, 0);
    ListingOutcome none;
    none.complete = true;
    for (const qint64 sentAtMs : {10'000, 20'000, 30'000}) {
        none.sentAtMs = sentAtMs;
        rows.listed(none, true);
    }
    for (int turn = 7; turn >= 0; --turn) {
        QCOMPARE(store.count(), turn * MissingRows::MostAtOnce);
        QCoreApplication::sendPostedEvents(&rows);
    }
}

QTEST_GUILESS_MAIN(TestMissingRows)
#include "tst_missingrows.moc"
