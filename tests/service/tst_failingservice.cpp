// SPDX-License-Identifier: MIT
#include "servicefixture.h"

#include <QJsonDocument>
#include <QSignalSpy>
#include <QStringList>
#include <QTest>
#include <QUrlQuery>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;
using Phase = ReadingState::Phase;

class TestFailingService : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void N8_failingService_data();
    void N8_failingService();
    void N8_failingFromTheBeginning_data();
    void N8_failingFromTheBeginning();
    void N9_recoversByItself();
    void N9_hangingPageDelaysNoLaterListing();
    void N9_resumedListingIsOldSoon();
    void F18_sleepDuringAListing();
    void F18_sleepBeforeTheFirstAnswer();
    void F18_sleepDuringALongListing();
    void N9_lookedAtAgainWhileFailing();
    void offlineKeepsRows();
    void retryAfterIsObeyed();
    void F33_longRetryAfterWaitsForThePerson();
    void F21_redirectIsRefused();
    void F16_portalChangesNothing();
    void F44_damagedListingsChangeNothing_data();
    void F44_damagedListingsChangeNothing();
    void F23_signedOut();
    void F23_signedOutByASingleRead();
    void refusedRetriesSlowly();
};

void TestFailingService::N8_failingService_data()
{
    QTest::addColumn<ServiceFixture::Fault>("fault");
    QTest::addColumn<int>("status");
    QTest::newRow("connection refused") << ServiceFixture::Fault::Refused << 0;
    QTest::newRow("host not found") << ServiceFixture::Fault::HostNotFound << 0;
    QTest::newRow("lost") << ServiceFixture::Fault::LostBefore << 0;
    QTest::newRow("hangs") << ServiceFixture::Fault::Hang << 0;
    QTest::newRow("portal") << ServiceFixture::Fault::Html << 0;
    QTest::newRow("500") << ServiceFixture::Fault::None << 500;
    QTest::newRow("429") << ServiceFixture::Fault::None << 429;
    QTest::newRow("403") << ServiceFixture::Fault::None << 403;
}

void TestFailingService::N8_failingService()
{
    QFETCH(const ServiceFixture::Fault, fault);
    QFETCH(const int, status);
    ServiceFixture fixture;
    fixture.place(u"starting"_s, u"STARTING"_s);
    fixture.place(u"running"_s);
    fixture.cloud.setTransitionMs(100'000'000);
    fixture.startReading();
    if (status != 0)
        fixture.cloud.answerNext("GET", "/", ServiceFixture::refusal(status, u"X.1"_s), 1'000'000);
    else
        fixture.network.setFaults([fault](const QByteArray &, const QUrl &) { return fault; });
    fixture.time.advance(20 * 60'000); // the back-off grows, the retry budget is used up
    fixture.network.forgetSeen();
    fixture.time.advance(60 * 60'000);
    const qsizetype requests = fixture.network.seen().size();
    QVERIFY2(requests <= 60 && requests >= 20, qPrintable(QString::number(requests)));
    QCOMPARE(fixture.store.count(), 2);
}

void TestFailingService::N8_failingFromTheBeginning_data()
{
    N8_failingService_data();
}

void TestFailingService::N8_failingFromTheBeginning()
{
    // The first hour too, quick tries at its beginning included.
    QFETCH(const ServiceFixture::Fault, fault);
    QFETCH(const int, status);
    for (const bool knewBetter : {false, true}) {
        ServiceFixture fixture;
        fixture.placeMany(120);
        fixture.place(u"starting"_s, u"STARTING"_s);
        fixture.cloud.setTransitionMs(100'000'000);
        if (knewBetter) {
            fixture.startReading();
            fixture.network.forgetSeen();
        }
        if (status != 0)
            fixture.cloud.answerNext("GET", "/", ServiceFixture::refusal(status, u"X.1"_s), 1'000'000);
        else
            fixture.network.setFaults([fault](const QByteArray &, const QUrl &) { return fault; });
        if (!knewBetter)
            fixture.reading.start();
        fixture.time.advance(60 * 60'000);
        const qsizetype requests = fixture.network.seen().size();
        QVERIFY2(requests <= 60 && requests >= 20, qPrintable(QString::number(requests)));
    }
}

void TestFailingService::N9_recoversByItself()
{
    ServiceFixture fixture;
    fixture.placeMany(2);
    fixture.startReading();
    fixture.network.setFaults(
        [](const QByteArray &, const QUrl &) { return ServiceFixture::Fault::Refused; });
    fixture.time.advance(30 * 60'000);
    QCOMPARE(fixture.reading.state().phase, Phase::Offline);
    fixture.network.setFaults({});
    fixture.place(u"new"_s);
    fixture.time.advance(70'000);
    QCOMPARE(fixture.reading.state().phase, Phase::Ready);
    QCOMPARE(fixture.store.count(), 3);
    QVERIFY(!fixture.reading.state().error);
    fixture.network.forgetSeen();
    fixture.time.advance(31'000); // back at full pace
    QCOMPARE(fixture.network.seen().size(), 2);
}

void TestFailingService::N9_hangingPageDelaysNoLaterListing()
{
    ServiceFixture fixture;
    fixture.startReading();
    // Two attempts in vain take half a minute: that is not what the listing costs the service.
    int hangs = 2;
    fixture.network.setFaults([&hangs](const QByteArray &, const QUrl &) {
        return hangs-- > 0 ? ServiceFixture::Fault::Hang : ServiceFixture::Fault::None;
    });
    fixture.reading.refresh();
    QVERIFY(fixture.time.advanceUntil([&] { return !fixture.reading.state().listing; }, 60'000));
    QCOMPARE(fixture.reading.state().phase, Phase::Ready);
    const QString id = fixture.place(u"new"_s);
    fixture.time.advance(InstanceService::RefreshMs + 10'000);
    QVERIFY(fixture.row(id));
}

void TestFailingService::N9_resumedListingIsOldSoon()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.startReading();
    bool fails = true;
    fixture.network.setFaults([&fails](const QByteArray &, const QUrl &url) {
        const bool isFree = QUrlQuery(url).queryItemValue(u"feature"_s) == u"DEFAULT"_s;
        return fails && isFree ? ServiceFixture::Fault::LostBefore : ServiceFixture::Fault::None;
    });
    fixture.reading.setWatched(false);
    fixture.reading.refresh();
    QVERIFY(fixture.time.advanceUntil([&] { return !fixture.reading.state().listing; }, 60'000));
    QCOMPARE(fixture.reading.state().phase, Phase::Incomplete);
    // Changed behind the page that has come already; only the rest is asked for two minutes later.
    fails = false;
    auto record = *fixture.cloud.record(id);
    record.status = u"STOPPED"_s;
    fixture.cloud.place(record);
    fixture.time.advance(InstanceService::HiddenRefreshMs + 10'000);
    QCOMPARE(fixture.reading.state().phase, Phase::Ready);
    QCOMPARE(fixture.row(id)->instance.status, InstanceStatus::Stopped);
}

void TestFailingService::F18_sleepDuringAListing()
{
    ServiceFixture fixture;
    fixture.place(u"counting"_s);
    fixture.startReading();
    fixture.time.advance(12'000);
    fixture.reading.refresh();
    fixture.time.advance(20);
    fixture.time.sleep(4 * 60'000);
    QVERIFY(fixture.time.advanceUntil([&] { return !fixture.reading.state().listing; }, 60'000));
    const QString id = fixture.place(u"new"_s);
    fixture.time.advance(InstanceService::RefreshMs + 10'000);
    QVERIFY(fixture.row(id));
}

void TestFailingService::F18_sleepBeforeTheFirstAnswer()
{
    // So early that nobody notices: the connection outlives it, and the answer is minutes old.
    ServiceFixture fixture;
    fixture.place(u"counting"_s);
    fixture.reading.start();
    fixture.time.sleep(4 * 60'000);
    QVERIFY(fixture.time.advanceUntil([&] { return !fixture.reading.state().listing; }, 60'000));
    const QString id = fixture.place(u"new"_s);
    fixture.time.advance(InstanceService::RefreshMs + 10'000);
    QVERIFY(fixture.row(id));
}

void TestFailingService::F18_sleepDuringALongListing()
{
    // Still under way when the sleep is noticed: what slept is not what the listing costs the service.
    ServiceFixture fixture;
    fixture.place(u"counting"_s);
    fixture.startReading();
    fixture.network.setRoundTripMs(3'000);
    fixture.time.advance(InstanceService::TransitionMs * 3); // just after a look at the clock
    fixture.reading.refresh();
    fixture.time.advance(20);
    fixture.time.sleep(4 * 60'000);
    fixture.time.advance(InstanceService::TransitionMs);
    QVERIFY(fixture.reading.state().listing);
    QVERIFY(fixture.time.advanceUntil([&] { return !fixture.reading.state().listing; }, 60'000));
    const QString id = fixture.place(u"new"_s);
    fixture.time.advance(InstanceService::RefreshMs + 10'000);
    QVERIFY(fixture.row(id));
}

void TestFailingService::N9_lookedAtAgainWhileFailing()
{
    ServiceFixture fixture;
    fixture.startReading();
    bool fails = true;
    fixture.network.setFaults([&fails](const QByteArray &, const QUrl &) {
        return fails ? ServiceFixture::Fault::LostBefore : ServiceFixture::Fault::None;
    });
    fixture.reading.setWatched(false);
    fixture.reading.refresh();
    QVERIFY(fixture.time.advanceUntil([&] { return !fixture.reading.state().listing; }, 60'000));
    QCOMPARE(fixture.reading.state().phase, Phase::Offline);
    fixture.time.advance(20'000);
    fails = false;
    // Whoever comes back does not wait for the rest of two minutes.
    fixture.reading.setWatched(true);
    fixture.time.advance(InstanceService::SlowRefreshMs + 10'000);
    QCOMPARE(fixture.reading.state().phase, Phase::Ready);
}

void TestFailingService::offlineKeepsRows()
{
    ServiceFixture fixture;
    fixture.placeMany(5);
    fixture.startReading();
    const qint64 completeAt = *fixture.reading.state().lastCompleteMonotonicMs;
    fixture.network.setFaults(
        [](const QByteArray &, const QUrl &) { return ServiceFixture::Fault::HostNotFound; });
    fixture.reading.refresh();
    fixture.time.advance(10'000);
    const ReadingState &state = fixture.reading.state();
    QCOMPARE(state.phase, Phase::Offline);
    QVERIFY(state.error.has_value());
    QVERIFY(state.nextAtMonotonicMs.has_value());
    QCOMPARE(*state.lastCompleteMonotonicMs, completeAt);
    QCOMPARE(fixture.store.count(), 5);
    // A person need not wait for the back-off.
    fixture.time.advance(10 * 60'000);
    fixture.network.setFaults({});
    fixture.reading.refresh();
    fixture.time.advance(500);
    QCOMPARE(fixture.reading.state().phase, Phase::Ready);
}

void TestFailingService::retryAfterIsObeyed()
{
    ServiceFixture fixture;
    fixture.startReading();
    CloudResponse busy = ServiceFixture::refusal(429, u"APIG.0308"_s);
    busy.headers.append(std::pair<QByteArray, QByteArray>("Retry-After", "90"));
    fixture.cloud.answerNext("GET", "/", busy, 1'000);
    fixture.reading.refresh();
    fixture.time.advance(1'000);
    fixture.network.forgetSeen();
    fixture.time.advance(85'000);
    QCOMPARE(fixture.network.seen().size(), 0);
}

void TestFailingService::F33_longRetryAfterWaitsForThePerson()
{
    ServiceFixture fixture;
    fixture.startReading();
    CloudResponse busy = ServiceFixture::refusal(429, u"APIG.0308"_s);
    busy.headers.append(std::pair<QByteArray, QByteArray>("Retry-After", "3600"));
    fixture.cloud.answerNext("GET", "/", busy, 1);
    fixture.reading.refresh();
    fixture.time.advance(1'000);
    QCOMPARE(fixture.reading.state().phase, Phase::Offline);
    QVERIFY(!fixture.reading.state().nextAtMonotonicMs);
    fixture.network.forgetSeen();
    fixture.time.advance(2 * 3'600'000);
    QCOMPARE(fixture.network.seen().size(), 0);
    fixture.reading.refresh();
    fixture.time.advance(1'000);
    QCOMPARE(fixture.reading.state().phase, Phase::Ready);
}

void TestFailingService::F21_redirectIsRefused()
{
    ServiceFixture fixture;
    fixture.startReading();
    fixture.cloud.answerNext("GET", "/", {302, {{"Location", "https://elsewhere.example/"}}, {}}, 1'000);
    fixture.reading.refresh();
    fixture.time.advance(1'000);
    QCOMPARE(fixture.reading.state().phase, Phase::Refused);
    QCOMPARE(fixture.reading.state().error->kind, ApiError::Kind::Redirected);
}

void TestFailingService::F16_portalChangesNothing()
{
    ServiceFixture fixture;
    fixture.placeMany(4);
    fixture.startReading();
    fixture.network.setFaults([](const QByteArray &, const QUrl &) { return ServiceFixture::Fault::Html; });
    fixture.time.advance(10 * 60'000);
    QCOMPARE(fixture.reading.state().phase, Phase::Offline); // no sign-out
    QCOMPARE(fixture.store.count(), 4);
}

void TestFailingService::F44_damagedListingsChangeNothing_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("behind");
    const QByteArray none;
    QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf") << none << none;
    QTest::newRow("1e400") << none << QByteArray(",\"n\":1e400") << none;
    QTest::newRow("NaN") << none << QByteArray(",\"n\":NaN") << none;
    QTest::newRow("bad UTF-8") << none << QByteArray(",\"n\":\"\xff\xfe\"") << none;
    QTest::newRow("trailing text") << none << none << QByteArray(" and more");
    QTest::newRow("cut") << none << QByteArray(",\"n\":[") << none;
}

/// Whole listings of which all but one thing is right, and which say what is new.
void TestFailingService::F44_damagedListingsChangeNothing()
{
    QFETCH(const QByteArray, before);
    QFETCH(const QByteArray, field);
    QFETCH(const QByteArray, behind);
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.startReading();
    QCOMPARE(fixture.reading.state().phase, Phase::Ready);
    const auto listing = [&id](const QByteArray &extra) {
        return QByteArray(R"({"current":0,"data":[{"id":")" + id.toUtf8() +
                          R"(","name":"damaged","status":"STOPPED"},{"id":"new","name":"new"}],"total":2)" +
                          extra + "}");
    };
    QVERIFY(QJsonDocument::fromJson(listing({})).isObject());
    QSignalSpy changed(&fixture.store, &InstanceStore::changed);
    // What is told, without what only stays.
    QStringList messages;
    connect(&fixture.reading, &InstanceService::stateChanged, this, [&] {
        const auto &error = fixture.reading.state().error;
        const QString message = error ? error->message : QString();
        if (messages.isEmpty() ? !message.isEmpty() : messages.constLast() != message)
            messages.append(message);
    });
    const CloudResponse damaged = ServiceFixture::json(QByteArray(before + listing(field) + behind));
    fixture.network.setService([&damaged](const CloudRequest &) { return damaged; });
    fixture.time.advance(10 * 60'000);
    QCOMPARE(changed.size(), 0);
    QCOMPARE(fixture.store.count(), 1);
    QCOMPARE(fixture.row(id)->instance.name, u"lab"_s);
    QCOMPARE(fixture.row(id)->instance.status, InstanceStatus::Running);
    QCOMPARE(messages.size(), 1);
    QVERIFY2(messages.constFirst().contains("cannot be used"_L1), qPrintable(messages.constFirst()));
    // N9
    fixture.network.setService({});
    fixture.place(u"new"_s);
    fixture.time.advance(70'000);
    QCOMPARE(fixture.reading.state().phase, Phase::Ready);
    QCOMPARE(fixture.store.count(), 2);
    QCOMPARE(messages.size(), 2); // and it is taken back
    QCOMPARE(messages.constLast(), QString());
}

void TestFailingService::F23_signedOut()
{
    ServiceFixture fixture;
    fixture.placeMany(2);
    fixture.startReading();
    fixture.cloud.answerNext("GET", "/", ServiceFixture::refusal(401, u"APIG.0301"_s), 1);
    fixture.reading.refresh();
    fixture.time.advance(1'000);
    QCOMPARE(fixture.reading.state().phase, Phase::SignedOut);
    QVERIFY(!fixture.reading.state().nextAtMonotonicMs);
    QVERIFY(fixture.reading.state().error.has_value());
    fixture.network.forgetSeen();
    fixture.time.advance(3'600'000);
    QCOMPARE(fixture.network.seen().size(), 0);
    QCOMPARE(fixture.store.count(), 2);
    fixture.reading.refresh();
    fixture.time.advance(1'000);
    QCOMPARE(fixture.reading.state().phase, Phase::Ready);
}

void TestFailingService::F23_signedOutByASingleRead()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"starting"_s, u"STARTING"_s);
    fixture.startReading();
    fixture.cloud.answerNext("GET", id.toUtf8(), ServiceFixture::refusal(401, u"APIG.0301"_s), 1'000);
    fixture.time.advance(6'000);
    QCOMPARE(fixture.reading.state().phase, Phase::SignedOut);
    fixture.network.forgetSeen();
    fixture.time.advance(3'600'000);
    QCOMPARE(fixture.network.seen().size(), 0);
}

void TestFailingService::refusedRetriesSlowly()
{
    ServiceFixture fixture;
    fixture.cloud.answerNext("GET", "/", ServiceFixture::refusal(403, u"ModelArts.0112"_s), 1);
    fixture.startReading();
    QCOMPARE(fixture.reading.state().phase, Phase::Refused);
    fixture.network.forgetSeen();
    fixture.time.advance(59'000);
    QCOMPARE(fixture.network.seen().size(), 0);
    fixture.time.advance(3'000);
    QCOMPARE(fixture.reading.state().phase, Phase::Ready);
}

QTEST_GUILESS_MAIN(TestFailingService)
#include "tst_failingservice.moc"
