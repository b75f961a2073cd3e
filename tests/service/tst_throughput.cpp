// SPDX-License-Identifier: MIT
#include "listing.h"
#include "missingrows.h"
#include "servicefixture.h"

#include <QDateTime>
#include <QLocale>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;
using End = ActionOutcome::End;

namespace
{

constexpr qint64 RoundTripMs = 50;

/// Requests in the order in which they left, with the moment and how many were on their way with it.
struct Wire {
    struct Sent {
        qint64 atMs;
        QByteArray method;
        QString path;
        int beside; ///< itself included
    };
    explicit Wire(ServiceFixture &fixture)
    {
        fixture.network.setFaults([this, &fixture](const QByteArray &method, const QUrl &url) {
            sent.append({fixture.time.monotonicMs(), method, url.path(), ++onTheWire});
            fixture.time.schedule(RoundTripMs, [this] { --onTheWire; });
            return ServiceFixture::Fault::None;
        });
    }
    [[nodiscard]] int most() const
    {
        int most = 0;
        for (const Sent &each : sent)
            most = std::max(most, each.beside);
        return most;
    }
    [[nodiscard]] int count(const QByteArray &method) const
    {
        return int(std::count_if(sent.begin(), sent.end(),
                                 [&method](const Sent &each) { return each.method == method; }));
    }
    QList<Sent> sent;
    int onTheWire = 0;
};

qint64 roundTrips(qint64 calls)
{
    return (calls + Concurrency::Most - 1) / Concurrency::Most;
}

/// What the store told between two turns of the event loop. A beat that posts itself again comes once a turn.
class Turns : public QObject
{
public:
    explicit Turns(const InstanceStore &store)
    {
        connect(&store, &InstanceStore::changed, this, [this](const InstanceChanges &changes) {
            const qsizetype told = changes.inserted.size() + changes.changed.size() + changes.removed.size();
            rows += told;
            m_rowsNow += told;
            ++m_announcementsNow;
            mostRows = std::max(mostRows, m_rowsNow);
            mostAnnouncements = std::max(mostAnnouncements, m_announcementsNow);
        });
        beat();
    }

    int beats = 0;
    qsizetype rows = 0;
    qsizetype mostRows = 0;    ///< in one turn
    int mostAnnouncements = 0; ///< in one turn

private:
    void beat()
    {
        ++beats;
        m_rowsNow = 0;
        m_announcementsNow = 0;
        QMetaObject::invokeMethod(
            this, [this] { beat(); }, Qt::QueuedConnection);
    }

    qsizetype m_rowsNow = 0;
    int m_announcementsNow = 0;
};

ServiceFixture::Options near()
{
    ServiceFixture::Options options;
    options.roundTripMs = RoundTripMs;
    return options;
}

CloudResponse busy(const QByteArray &retryAfter)
{
    CloudResponse response = ServiceFixture::refusal(429, u"APIG.0308"_s);
    if (!retryAfter.isEmpty())
        response.headers.append(std::pair<QByteArray, QByteArray>("Retry-After", retryAfter));
    return response;
}

} // namespace

/// What must not take long, in virtual time: exact, whatever the machine does.
class TestThroughput : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void firstRowsAfterOneRoundTrip();
    void twoHundredPages();
    void F74_tenThousandChangesComeInSlices();
    void fiveHundredProlongs();
    void fiveHundredProlongsFewTold();
    void aClickDuringAListing_data();
    void aClickDuringAListing();
    void aReadDuringAListing();
    void aListingDuringManyWrites();
    void F32_nothingLeavesWhileHeld();
    void F32_heldUntilIsTold();
    void F33_everyFormOfRetryAfter_data();
    void F33_everyFormOfRetryAfter();
    void F34_actionsBeforeReads();
};

void TestThroughput::firstRowsAfterOneRoundTrip()
{
    for (const int count : {40, 4'000}) {
        ServiceFixture fixture(near());
        fixture.placeMany(count);
        fixture.reading.start();
        QVERIFY(fixture.time.advanceUntil([&] { return fixture.store.count() > 0; }, 1'000));
        QCOMPARE(fixture.time.monotonicMs(), RoundTripMs); // whatever comes after
    }
}

void TestThroughput::twoHundredPages()
{
    ServiceFixture fixture(near());
    const QStringList ids = fixture.placeMany(49 * 199 + 30);
    Wire wire(fixture);
    fixture.startReading();
    QVERIFY(fixture.reading.state().phase == ReadingState::Phase::Ready);
    QCOMPARE(fixture.store.count(), int(ids.size()));
    QCOMPARE(wire.sent.size(), 200 + 1); // each page once, and the free instances
    QCOMPARE(wire.most(), Concurrency::Most);
    // From a cold start: 1, 2, 3, then 4 at a time.
    const qint64 took = *fixture.reading.state().lastCompleteMonotonicMs;
    QCOMPARE(took, (3 + roundTrips(201 - 6)) * RoundTripMs);
    QVERIFY(double(took) <= 1.08 * double(roundTrips(200) * RoundTripMs));
    QVERIFY(double(took) <= double(200 * RoundTripMs) / 3.8);
}

void TestThroughput::F74_tenThousandChangesComeInSlices()
{
    ServiceFixture fixture(near());
    const QStringList ids = fixture.placeMany(10'000);
    fixture.startReading();
    QCOMPARE(fixture.store.count(), 10'000);
    for (const QString &id : ids) {
        SimulatedCloud::Record record = *fixture.cloud.record(id);
        record.status = u"ERROR"_s;
        fixture.cloud.place(record);
    }
    {
        const Turns turns(fixture.store);
        fixture.reading.refresh();
        QVERIFY(fixture.time.advanceUntil([&] { return turns.rows >= 10'000; }, 60'000));
        QCOMPARE(turns.rows, 10'000);
        // A page is the most that is worked on at once, however long the list is.
        QVERIFY2(turns.mostRows <= 50, qPrintable(QString::number(turns.mostRows)));
        QVERIFY2(turns.beats >= 200, qPrintable(QString::number(turns.beats)));
        QVERIFY(fixture.time.advanceUntil([&] { return !fixture.reading.state().listing; }, 60'000));
    }
    // What vanishes is known at the end alone, and leaves in slices all the same.
    for (qsizetype i = 0; i < ids.size(); ++i) {
        if (i % 10 != 0)
            fixture.cloud.erase(ids.at(i));
    }
    const Turns turns(fixture.store);
    QVERIFY(fixture.time.advanceUntil([&] { return fixture.store.count() == 1'000; }, 600'000));
    QCOMPARE(turns.rows, 9'000);
    QVERIFY2(turns.mostRows <= MissingRows::MostAtOnce, qPrintable(QString::number(turns.mostRows)));
    QVERIFY2(turns.mostAnnouncements <= Concurrency::Most,
             qPrintable(QString::number(turns.mostAnnouncements)));
    QVERIFY2(turns.beats >= 9'000 / MissingRows::MostAtOnce, qPrintable(QString::number(turns.beats)));
}

void TestThroughput::fiveHundredProlongs()
{
    ServiceFixture fixture(near());
    QStringList ids;
    for (int i = 0; i < 500; ++i)
        ids.append(fixture.place(u"n%1"_s.arg(i)));
    fixture.readAll();
    const Decision decision = fixture.decision(InstanceVerb::Prolong, ids);
    Wire wire(fixture);
    QSignalSpy ended(&fixture.acting, &ActionService::actionEnded);
    const qint64 begun = fixture.time.monotonicMs();
    const BatchId batch = fixture.acting.submit(decision);
    QVERIFY(fixture.waitForBatch(batch));
    const qint64 took = fixture.time.monotonicMs() - begun;
    QCOMPARE(ended.count(), 500); // each told
    QCOMPARE(fixture.report(batch).count(End::Confirmed), 500);
    QVERIFY2(double(took) <= 1.08 * double(roundTrips(500) * RoundTripMs), qPrintable(QString::number(took)));
    QVERIFY(wire.most() <= Concurrency::Most);
    // The answer to each tells enough: nothing is read besides.
    fixture.time.advance(10'000);
    QCOMPARE(wire.sent.size(), 500);
    for (const QString &id : std::as_const(ids))
        QVERIFY(fixture.effects("renew", id) == 1);
}

void TestThroughput::fiveHundredProlongsFewTold()
{
    // Every fifth answer is empty: those leases are read, one each, and nothing else.
    ServiceFixture fixture(near());
    QStringList ids;
    for (int i = 0; i < 500; ++i) {
        ids.append(fixture.place(u"n%1"_s.arg(i)));
        if (i % 5 == 0)
            fixture.cloud.answerNext("PATCH", ids.last().toUtf8(), {204, {}, {}}, 1, true);
    }
    fixture.readAll();
    const Decision decision = fixture.decision(InstanceVerb::Prolong, ids);
    Wire wire(fixture);
    const qint64 begun = fixture.time.monotonicMs();
    const BatchId batch = fixture.acting.submit(decision);
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.report(batch).count(End::Confirmed), 500);
    QCOMPARE(wire.count("PATCH"), 500);
    QCOMPARE(wire.count("GET"), 100);
    // The reads go beside the writes.
    const qint64 took = fixture.time.monotonicMs() - begun;
    QVERIFY2(double(took) <= 1.25 * double(roundTrips(500) * RoundTripMs), qPrintable(QString::number(took)));
}

void TestThroughput::aClickDuringAListing_data()
{
    QTest::addColumn<int>("afterMs");
    for (int afterMs = 0; afterMs <= 500; afterMs += 100)
        QTest::addRow("%d ms after it began", afterMs + afterMs % 7) << afterMs + afterMs % 7;
}

void TestThroughput::aClickDuringAListing()
{
    QFETCH(const int, afterMs);
    ServiceFixture fixture(near());
    const QString id = fixture.place(u"lab"_s);
    fixture.placeMany(49 * 45);
    fixture.readAll();
    const Decision decision = fixture.decision(InstanceVerb::Prolong, {id});
    Wire wire(fixture);
    fixture.reading.start();
    fixture.time.advance(afterMs);
    QVERIFY(fixture.reading.state().listing);
    const qint64 clicked = fixture.time.monotonicMs();
    const BatchId batch = fixture.acting.submit(decision);
    fixture.time.settle();
    QCOMPARE(wire.sent.last().method, QByteArray("PATCH"));
    QCOMPARE(wire.sent.last().atMs, clicked); // at once, as when idle
    QVERIFY(wire.most() <= Concurrency::Most + 1);
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::Confirmed);
    QCOMPARE(fixture.time.monotonicMs(), clicked + RoundTripMs);
}

void TestThroughput::aReadDuringAListing()
{
    ServiceFixture fixture(near());
    const QString id = fixture.place(u"lab"_s);
    fixture.placeMany(49 * 60);
    fixture.openGate();
    Wire wire(fixture);
    fixture.reading.start();
    fixture.time.advance(160);
    fixture.reading.readInstance(id);
    fixture.time.advance(RoundTripMs);
    const auto read = std::find_if(wire.sent.begin(), wire.sent.end(),
                                   [&id](const Wire::Sent &each) { return each.path.endsWith(id); });
    QVERIFY(read != wire.sent.end()); // before the dozens of pages that were to come
    QVERIFY(fixture.reading.state().listing);
    QCOMPARE(wire.most(), Concurrency::Most);
}

void TestThroughput::aListingDuringManyWrites()
{
    ServiceFixture fixture(near());
    QStringList ids;
    for (int i = 0; i < 300; ++i)
        ids.append(fixture.place(u"n%1"_s.arg(i)));
    fixture.openGate();
    Wire wire(fixture);
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, ids));
    fixture.time.advance(100);
    fixture.reading.start();
    QVERIFY(fixture.time.advanceUntil([&] { return !fixture.reading.state().listing; }, 10'000));
    QVERIFY(wire.count("PATCH") < 300); // it need not wait for all of them
    QVERIFY(wire.most() <= Concurrency::Most + 1);
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.report(batch).count(End::Confirmed), 300);
}

void TestThroughput::F32_nothingLeavesWhileHeld()
{
    ServiceFixture fixture(near());
    const QStringList ids{fixture.place(u"a"_s), fixture.place(u"b"_s), fixture.place(u"c"_s)};
    fixture.placeMany(49 * 20);
    fixture.openGate();
    const Decision decision = fixture.decision(InstanceVerb::Prolong, ids);
    fixture.reading.start();
    fixture.time.advance(2 * RoundTripMs + 10); // four pages are on their way
    fixture.cloud.answerNext("GET", "feature=NOTEBOOK", busy("7"));
    fixture.time.advance(RoundTripMs);
    Wire wire(fixture);
    const qint64 until = fixture.api.gate().heldUntilMs().value_or(0);
    QVERIFY(until > 0);
    QCOMPARE(fixture.api.gate().window(), Concurrency::Most / 2);
    const BatchId batch = fixture.acting.submit(decision);
    fixture.reading.refresh();
    fixture.reading.readInstance(ids.at(0));
    QVERIFY(fixture.acting.cancel(ids.at(2))); // that needs no request
    fixture.time.advance(until - fixture.time.monotonicMs() - 1);
    QCOMPARE(wire.sent.size(), 0);
    fixture.time.advance(1);
    QVERIFY(wire.sent.size() >= 2);
    QCOMPARE(wire.sent.at(0).method, QByteArray("PATCH")); // a person first
    QCOMPARE(wire.sent.at(1).method, QByteArray("PATCH"));
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.report(batch).count(End::Confirmed), 2);
    QCOMPARE(fixture.report(batch).count(End::Cancelled), 1);
    QVERIFY(fixture.time.advanceUntil([&] { return !fixture.reading.state().listing; }, 60'000));
    QCOMPARE(fixture.reading.state().phase, ReadingState::Phase::Ready);
}

void TestThroughput::F32_heldUntilIsTold()
{
    ServiceFixture fixture(near());
    fixture.placeMany(3);
    fixture.startReading();
    fixture.cloud.answerNext("GET", "feature=NOTEBOOK", busy("7"));
    fixture.reading.refresh();
    fixture.time.advance(RoundTripMs);
    QCOMPARE(fixture.reading.state().heldUntilMonotonicMs,
             std::optional<qint64>(fixture.time.monotonicMs() + 7'000));
    QVERIFY(fixture.reading.state().listing);
    fixture.time.advance(7'000);
    QVERIFY(!fixture.reading.state().heldUntilMonotonicMs);
    fixture.time.advance(1'000);
    QCOMPARE(fixture.reading.state().phase, ReadingState::Phase::Ready);
    QVERIFY(!fixture.reading.state().listing);
}

void TestThroughput::F33_everyFormOfRetryAfter_data()
{
    // Between the refusal and the next request of anybody, in ms; -1: not before a person asks.
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<qint64>("pauseMs");
    QTest::newRow("none: by chance up to 2 s") << QByteArray() << qint64(1'000);
    QTest::newRow("seconds") << QByteArray("7") << qint64(7'000);
    QTest::newRow("two minutes") << QByteArray("120") << qint64(120'000);
    QTest::newRow("more") << QByteArray("121") << qint64(-1);
    QTest::newRow("ten to the nine") << QByteArray("1000000000") << qint64(-1);
    QTest::newRow("zero is the base") << QByteArray("0") << qint64(2'000);
    QTest::newRow("negative is none") << QByteArray("-7") << qint64(1'000);
    QTest::newRow("garbage is none") << QByteArray("soon") << qint64(1'000);
    QTest::newRow("two headers: the longer") << QByteArray("7, 30") << qint64(30'000);
    QTest::newRow("date past is the base") << QByteArray("Wed, 21 Oct 2015 07:28:00 GMT") << qint64(2'000);
    QTest::newRow("date far ahead") << QByteArray("Fri, 21 Oct 2089 07:28:00 GMT") << qint64(-1);
    QTest::newRow("date") << QByteArray("date") << qint64(42'000);
    QTest::newRow("date, but no Date") << QByteArray("date, but no Date") << qint64(42'000);
}

void TestThroughput::F33_everyFormOfRetryAfter()
{
    QFETCH(QByteArray, header);
    QFETCH(const qint64, pauseMs);
    ServiceFixture::Options options = near();
    options.clockAheadMs = 5'400'000; // dates are the service's, not the computer's
    ServiceFixture fixture(options);
    fixture.placeMany(3);
    fixture.startReading();
    CloudResponse response = busy(header);
    const qint64 serverSecond = fixture.cloud.nowMs() / 1'000 * 1'000;
    const auto httpDate = [](qint64 ms) {
        return QLocale::c()
            .toString(QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s)
            .toLatin1();
    };
    if (header.startsWith("date"))
        response.headers.last().second = httpDate(serverSecond + 42'000);
    const QByteArray date = header == "date, but no Date" ? QByteArray() : httpDate(serverSecond);
    response.headers.append(std::pair<QByteArray, QByteArray>("Date", date));
    fixture.cloud.answerNext("GET", "feature=NOTEBOOK", response);
    fixture.reading.refresh();
    fixture.time.advance(RoundTripMs);
    const qint64 refused = fixture.time.monotonicMs();
    Wire wire(fixture);
    fixture.time.advance(200'000);
    if (pauseMs < 0) {
        QCOMPARE(wire.sent.size(), 0);
        QVERIFY(fixture.reading.state().error.has_value());
        fixture.reading.refresh(); // a person may
        fixture.time.advance(1'000);
        QVERIFY(wire.sent.size() > 0);
        QCOMPARE(fixture.reading.state().phase, ReadingState::Phase::Ready);
    } else {
        QVERIFY(wire.sent.size() > 0);
        // What the service told of its clock before is known to a second.
        const qint64 doubtMs = header == "date, but no Date" ? 1'000 : 0;
        const qint64 waitedMs = wire.sent.constFirst().atMs - refused;
        QVERIFY2(qAbs(waitedMs - pauseMs) <= doubtMs, qPrintable(QString::number(waitedMs)));
    }
}

void TestThroughput::F34_actionsBeforeReads()
{
    // Nothing but 429: nobody else may leave before what a person wants has had its turn.
    ServiceFixture fixture(near());
    const QStringList ids{fixture.place(u"a"_s), fixture.place(u"b"_s)};
    fixture.placeMany(49 * 5);
    fixture.startReading();
    fixture.cloud.answerNext({}, "/", busy({}), 1'000'000);
    Wire wire(fixture);
    fixture.reading.refresh();
    fixture.time.advance(RoundTripMs);
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, ids));
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.report(batch).count(End::Failed), 2);
    QCOMPARE(wire.count("PATCH"), 2 * 4); // once, and three times more
    bool sawAll = false;
    int writes = 0;
    for (qsizetype i = 1; i < wire.sent.size(); ++i) {
        writes += wire.sent.at(i).method == "PATCH";
        sawAll = sawAll || writes == 8;
        QVERIFY2(sawAll || wire.sent.at(i).method == "PATCH", qPrintable(QString::number(i)));
    }
    // In the long run once a minute.
    fixture.time.advance(20 * 60'000);
    wire.sent.clear();
    fixture.time.advance(60 * 60'000);
    QVERIFY2(wire.sent.size() <= 60, qPrintable(QString::number(wire.sent.size())));
}

QTEST_GUILESS_MAIN(TestThroughput)
#include "tst_throughput.moc"
