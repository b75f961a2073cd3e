// SPDX-License-Identifier: MIT
#include "networkhints.h"
#include "servicefixture.h"

#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

using Fault = ServiceFixture::Fault;
using Phase = ReadingState::Phase;

namespace
{

/// Moments at which listings began, ms of the clock.
struct Listings {
    explicit Listings(ServiceFixture &service)
    {
        QObject::connect(&service.reading, &InstanceService::stateChanged, &context, [this, &service] {
            const bool now = service.reading.state().listing;
            if (now && !listing)
                began.append(service.time.monotonicMs());
            listing = now;
        });
    }
    QObject context;
    bool listing = false;
    QList<qint64> began;
};

void setLine(ServiceFixture &service, Fault fault)
{
    service.network.setFaults([fault](const QByteArray &, const QUrl &) { return fault; });
}

} // namespace

/// What the system says of its network is a hint: worth one try, and never a reason not to try.
class NetworkChangesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F17_oneRefreshSoonAfterComingOnline_data();
    void F17_oneRefreshSoonAfterComingOnline();
    void F17_flapping_data();
    void F17_flapping();
    void F17_aHintDuringAListing();
    void F17_noHintIsNoVeto();
    void F17_refreshesThatComeAnywayAreEnough();
    void F16_portalsMayEndWithTheNetwork();
    void F33_aLongPauseIsTheServicesOwn();
    void F23_signedOutIsNoMatterOfNetworks();
    void stoppedReadingHearsNothing();
};

void NetworkChangesTest::F17_oneRefreshSoonAfterComingOnline_data()
{
    QTest::addColumn<int>("seed");
    for (int seed = 0; seed < 20; ++seed)
        QTest::addRow("seed %d", seed) << seed;
}

void NetworkChangesTest::F17_oneRefreshSoonAfterComingOnline()
{
    QFETCH(int, seed);
    ServiceFixture service;
    service.reading.setRandomSeed(quint32(seed));
    service.place(u"one"_s);
    service.startReading();
    setLine(service, Fault::HostNotFound);
    service.time.advance(10 * 60'000); // the back-off has grown
    QCOMPARE(service.reading.state().phase, Phase::Offline);
    // Right after a try that failed, so that the next one by itself is far away.
    const auto isFar = [&service] {
        const ReadingState &state = service.reading.state();
        return state.nextAtMonotonicMs && *state.nextAtMonotonicMs - service.time.monotonicMs() > 10'000;
    };
    QVERIFY(service.time.advanceUntil(isFar, 10 * 60'000));
    setLine(service, Fault::None);

    Listings listings(service);
    const qint64 onlineAt = service.time.monotonicMs();
    service.reading.networkChanged();
    service.time.advance(4'000);
    QCOMPARE(service.reading.state().phase, Phase::Ready);
    QCOMPARE(listings.began.size(), 1);
    QVERIFY(listings.began.first() - onlineAt >= 1'000);
    QVERIFY(listings.began.first() - onlineAt <= 3'000);
    service.time.advance(20'000);
    QCOMPARE(listings.began.size(), 1);
}

void NetworkChangesTest::F17_flapping_data()
{
    QTest::addColumn<Fault>("fault");
    QTest::newRow("online in fact") << Fault::None;
    QTest::newRow("offline in fact") << Fault::HostNotFound;
    QTest::newRow("swallowed") << Fault::Hang;
}

void NetworkChangesTest::F17_flapping()
{
    QFETCH(Fault, fault);
    ServiceFixture service;
    service.place(u"one"_s);
    service.startReading();
    setLine(service, fault);
    service.time.advance(10'000);
    Listings listings(service);
    for (int second = 0; second < 600; ++second) {
        service.reading.networkChanged();
        service.time.advance(1'000);
    }
    QVERIFY2(listings.began.size() <= 61, qPrintable(QString::number(listings.began.size())));
    // Hints keep nobody from trying, either.
    QVERIFY2(listings.began.size() >= 10, qPrintable(QString::number(listings.began.size())));
    for (qsizetype i = 1; i < listings.began.size(); ++i)
        QVERIFY(listings.began.at(i) - listings.began.at(i - 1) >= NetworkHints::GapMs);
}

void NetworkChangesTest::F17_aHintDuringAListing()
{
    ServiceFixture service;
    service.place(u"one"_s);
    service.startReading();
    setLine(service, Fault::Hang);
    service.reading.refresh();
    service.time.advance(1'000);
    QVERIFY(service.reading.state().listing);
    // The network comes while this one waits for an answer from the old one.
    setLine(service, Fault::None);
    service.reading.networkChanged();
    QVERIFY(service.time.advanceUntil(
        [&] { return service.reading.state().phase == Phase::Ready && !service.reading.state().listing; },
        60'000));
    Listings listings(service);
    service.time.advance(10'000);
    QVERIFY(listings.began.size() <= 1);
}

void NetworkChangesTest::F17_noHintIsNoVeto()
{
    // No word that the network is back, and still it is found out.
    ServiceFixture service;
    service.place(u"one"_s);
    setLine(service, Fault::HostNotFound);
    service.startReading();
    QCOMPARE(service.reading.state().phase, Phase::Offline);
    service.time.advance(30 * 60'000);
    setLine(service, Fault::None);
    service.time.advance(70'000);
    QCOMPARE(service.reading.state().phase, Phase::Ready);
}

void NetworkChangesTest::F17_refreshesThatComeAnywayAreEnough()
{
    ServiceFixture service;
    service.startReading();
    Listings listings(service);
    service.reading.networkChanged();
    service.reading.refresh(); // a person was quicker
    service.time.advance(20'000);
    QCOMPARE(listings.began.size(), 1);
}

void NetworkChangesTest::F16_portalsMayEndWithTheNetwork()
{
    ServiceFixture service;
    service.place(u"one"_s);
    setLine(service, Fault::Html);
    service.startReading();
    service.time.advance(10 * 60'000);
    QCOMPARE(service.reading.state().phase, Phase::Offline);
    setLine(service, Fault::None);
    service.reading.networkChanged();
    service.time.advance(4'000);
    QCOMPARE(service.reading.state().phase, Phase::Ready);
}

void NetworkChangesTest::F33_aLongPauseIsTheServicesOwn()
{
    ServiceFixture service;
    service.startReading();
    CloudResponse busy = ServiceFixture::refusal(429, u"APIG.0308"_s);
    busy.headers.append(std::pair<QByteArray, QByteArray>("Retry-After", "3600"));
    service.cloud.answerNext("GET", "/", busy, 1);
    service.reading.refresh();
    service.time.advance(1'000);
    service.network.forgetSeen();
    service.reading.networkChanged();
    service.time.advance(60'000);
    QCOMPARE(service.network.seen().size(), 0);
}

void NetworkChangesTest::F23_signedOutIsNoMatterOfNetworks()
{
    ServiceFixture service;
    service.startReading();
    service.cloud.answerNext("GET", "/", ServiceFixture::refusal(401, u"APIG.0301"_s), 1);
    service.reading.refresh();
    service.time.advance(1'000);
    QCOMPARE(service.reading.state().phase, Phase::SignedOut);
    service.network.forgetSeen();
    service.reading.networkChanged();
    service.time.advance(60'000);
    QCOMPARE(service.network.seen().size(), 0);
}

void NetworkChangesTest::stoppedReadingHearsNothing()
{
    ServiceFixture service;
    service.startReading();
    service.network.forgetSeen();
    service.reading.networkChanged();
    service.reading.stop();
    service.reading.networkChanged();
    service.time.advance(60'000);
    QCOMPARE(service.network.seen().size(), 0);
}

QTEST_GUILESS_MAIN(NetworkChangesTest)
#include "tst_networkchanges.moc"
