// SPDX-License-Identifier: MIT
#include "eventually.h"
#include "wirefixture.h"

#include <QSignalSpy>
#include <QSslSocket>
#include <QTest>

#include <cstdlib>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

using End = LineFault::End;
using Phase = ReadingState::Phase;

/// Reading and acting over real sockets that fail: what reaches the table, how often the service is asked,
/// and what a sleep or another network brings.
class WireFaultsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F01_F03_unreachable();
    void N8_closedWithoutAnAnswer_data();
    void N8_closedWithoutAnAnswer();
    void F07_cutPagesNeverReachTheTable_data();
    void F07_cutPagesNeverReachTheTable();
    void F10_deadlinesEndWhatStandsStill();
    void F11_lateAnswerReachesNobody_data();
    void F11_lateAnswerReachesNobody();
    void F12_noRetryUntilTheNetworkChanges_data();
    void F12_noRetryUntilTheNetworkChanges();
    void F13_cutHandshakesAreTriedAgain();
    void F18_sleepDropsConnections();
    void F18_sleepWithRequestsUnderWay();
    void F18_theTokenIsCheckedFirst();
    void F20_idleConnectionClosedUnderAWrite_data();
    void F20_idleConnectionClosedUnderAWrite();
};

void WireFaultsTest::F01_F03_unreachable()
{
    WireFixture wire;
    wire.place(u"one"_s, u"RUNNING"_s);
    wire.startReading();
    QCOMPARE(wire.store.count(), 1);
    const qint64 completeAt = *wire.reading.state().lastCompleteMonotonicMs;
    wire.line.refuse();
    wire.line.hangUp();
    wire.advance(10 * 60'000);
    QCOMPARE(wire.reading.state().phase, Phase::Offline);
    QVERIFY(wire.reading.state().error->message.contains("127.0.0.1"_L1));
    QCOMPARE(wire.store.count(), 1);
    QCOMPARE(*wire.reading.state().lastCompleteMonotonicMs, completeAt); // and so its age shows
    QVERIFY(wire.line.acceptAgain());
    wire.line.forget();
    wire.advance(70'000);
    QCOMPARE(wire.reading.state().phase, Phase::Ready);
}

void WireFaultsTest::N8_closedWithoutAnAnswer_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<bool>("watched");
    QTest::newRow("plain, watched") << QString() << true;
    QTest::newRow("TLS, nobody looks") << u"localhost"_s << false;
}

/// Counted where they arrive: the network repeats by itself what it may, and tells nobody.
void WireFaultsTest::N8_closedWithoutAnAnswer()
{
    QFETCH(QString, certificate);
    QFETCH(bool, watched);
    WireFixture::Options options;
    options.certificate = certificate;
    options.transitionMs = 100'000'000;
    WireFixture wire(options);
    wire.place(u"running"_s, u"RUNNING"_s);
    wire.place(u"starting"_s, u"STARTING"_s);
    wire.startReading();
    QCOMPARE(wire.store.count(), 2);
    wire.reading.setWatched(watched);
    ServerFault closes;
    closes.kind = ServerFault::Kind::CloseBefore;
    closes.times = 1'000'000;
    if (certificate.isEmpty())
        wire.line.playAlways(LineFault::halfAStatusLine());
    else
        wire.server.addFault(closes);
    // After two minutes of rest the network forgets its connections, and how often it has repeated what.
    // Those are minutes of real time, which none of these are.
    const auto rest = [&wire](int minutes) {
        for (int i = 0; i < minutes / 2; ++i) {
            wire.advance(2 * 60'000);
            wire.network.clearConnectionCache();
        }
    };
    rest(20); // the back-off grows, the retry budget is used up
    wire.server.forgetSeen();
    rest(60);
    const qsizetype requests = wire.server.seen().size();
    QVERIFY2(requests <= 60 && requests >= 20, qPrintable(QString::number(requests)));
    QCOMPARE(wire.store.count(), 2);
    // N9
    wire.line.playNothing();
    wire.server.clearFaults();
    wire.place(u"new"_s, u"RUNNING"_s);
    wire.reading.setWatched(true);
    wire.advance(70'000);
    QCOMPARE(wire.reading.state().phase, Phase::Ready);
    QCOMPARE(wire.store.count(), 3);
}

void WireFaultsTest::F07_cutPagesNeverReachTheTable_data()
{
    QTest::addColumn<LineFault>("fault");
    for (const qint64 passes : {qint64(0), qint64(1), qint64(12), qint64(100), qint64(180), qint64(1'000),
                                qint64(20'000), qint64(40'000)}) {
        QTest::addRow("cut after %lld", passes) << LineFault::cutAnswer(passes);
        QTest::addRow("reset after %lld", passes) << LineFault::cutAnswer(passes, End::Reset);
    }
    // F39: whole by its length, short by its content.
    for (const qint64 missing : {qint64(12), qint64(100), qint64(1'000)})
        QTest::addRow("F39 gzip short of %lld", missing) << LineFault::cutGzip(missing);
}

void WireFaultsTest::F07_cutPagesNeverReachTheTable()
{
    QFETCH(LineFault, fault);
    WireFixture wire;
    for (int i = 0; i < 45; ++i)
        wire.place(u"nb-%1"_s.arg(i), u"STOPPED"_s);
    wire.startReading();
    QCOMPARE(wire.store.count(), 45);
    // What is new would show in the first bytes of the page.
    wire.place(u"new"_s, u"RUNNING"_s);
    QSignalSpy changed(&wire.store, &InstanceStore::changed);
    wire.line.playAlways(fault);
    wire.advance(3 * 60'000);
    QCOMPARE(changed.size(), 0);
    QCOMPARE(wire.store.count(), 45);
    QCOMPARE(wire.reading.state().phase, Phase::Offline);
    // N9
    wire.line.playNothing();
    wire.advance(70'000);
    QCOMPARE(wire.reading.state().phase, Phase::Ready);
    QCOMPARE(wire.store.count(), 46);
}

void WireFaultsTest::F10_deadlinesEndWhatStandsStill()
{
    WireFixture wire;
    const QString id = wire.place(u"one"_s, u"STOPPED"_s);
    wire.readAll();
    wire.server.forgetSeen();
    // The answer of the write, and that of the read that asks what became of it.
    wire.line.play({LineFault::silence(), LineFault::silence()});
    const std::optional<ActionOutcome> outcome = wire.run(wire.decision(InstanceVerb::Delete, id));
    QVERIFY(outcome.has_value());
    QVERIFY2(outcome->end == ActionOutcome::End::Confirmed, qPrintable(outcome->text));
    QCOMPARE(wire.line.faultsLeft(), 0);
    QCOMPARE(wire.writesArrived(), 1);
    QCOMPARE(wire.effects("delete", id), 1);
}

void WireFaultsTest::F11_lateAnswerReachesNobody_data()
{
    QTest::addColumn<InstanceVerb>("verb");
    QTest::addColumn<QString>("status");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("effect");
    const auto row = [](InstanceVerb verb, const QString &status, const char *method, const char *effect) {
        QTest::newRow(effect) << verb << status << QByteArray(method) << QByteArray(effect);
    };
    row(InstanceVerb::Start, u"STOPPED"_s, "POST", "start");
    row(InstanceVerb::Stop, u"RUNNING"_s, "POST", "stop");
    row(InstanceVerb::Prolong, u"RUNNING"_s, "PATCH", "renew");
    row(InstanceVerb::Delete, u"STOPPED"_s, "DELETE", "delete");
}

void WireFaultsTest::F11_lateAnswerReachesNobody()
{
    QFETCH(InstanceVerb, verb);
    QFETCH(QString, status);
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, effect);
    WireFixture wire;
    const QString id = wire.place(u"one"_s, status);
    const QString other = wire.place(u"other"_s, u"RUNNING"_s);
    wire.startReading();
    wire.server.forgetSeen();
    wire.line.play(LineFault::hold(method));
    QSignalSpy ended(&wire.acting, &ActionService::actionEnded);
    wire.acting.submit(wire.decision(verb, id));
    QVERIFY(eventually([&] { return wire.line.bytesHeld() > 0; }));
    wire.time.advance(HttpDeadlines{}.silenceMs);
    QVERIFY(eventually([&] { return wire.store.find(id)->activity.state == RowActivity::State::Checking; }));
    QCOMPARE(wire.effects(effect, id), 1);
    // The answer comes now, and another one that was waited for comes behind it.
    auto changed = *wire.server.cloud().record(other);
    changed.status = u"STOPPED"_s;
    wire.server.cloud().place(changed);
    wire.line.play(LineFault::hold("GET"));
    wire.reading.readInstance(other);
    QVERIFY(eventually([&] { return wire.arrived("GET", other) == 1 && wire.line.answersHeld() == 1; }));
    wire.line.forget();
    const qint64 waitedFor = wire.line.bytesHeld();
    wire.line.release();
    QVERIFY(wire.advanceUntil(
        [&] { return wire.store.find(other)->instance.status == InstanceStatus::Stopped; }, 1'000));
    QCOMPARE(wire.store.find(other)->instance.name, u"other"_s);
    QCOMPARE(wire.line.bytesToClient(), waitedFor); // and not a byte of the late one
    QVERIFY(ended.isEmpty());
    QVERIFY(wire.advanceUntil([&] { return !ended.isEmpty(); }, 300'000));
    const auto outcome = ended.first().at(1).value<ActionOutcome>();
    QVERIFY2(outcome.end == ActionOutcome::End::Confirmed, qPrintable(outcome.text));
    QCOMPARE(wire.arrived(method, id), 1);
    QCOMPARE(wire.effects(effect, id), 1);
}

void WireFaultsTest::F12_noRetryUntilTheNetworkChanges_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<bool>("trusted");
    QTest::newRow("unknown issuer") << u"localhost"_s << false;
    QTest::newRow("self-signed") << u"selfsigned"_s << true;
    QTest::newRow("expired") << u"expired"_s << true;
    QTest::newRow("wrong name") << u"othername"_s << true;
}

void WireFaultsTest::F12_noRetryUntilTheNetworkChanges()
{
    QFETCH(QString, certificate);
    QFETCH(bool, trusted);
    if (!QSslSocket::supportsSsl())
        QSKIP("This Qt has no TLS.");
    WireFixture::Options options;
    options.certificate = certificate;
    options.trusted = trusted;
    WireFixture wire(options);
    wire.startReading();
    QCOMPARE(wire.reading.state().error->kind, ApiError::Kind::Tls);
    QVERIFY(!wire.reading.state().nextAtMonotonicMs);
    const int tried = wire.line.connections();
    QCOMPARE(tried, 1);
    wire.advance(24 * 3'600'000);
    QCOMPARE(wire.line.connections(), tried);
    // Another network, perhaps without whoever stood in between.
    wire.reading.networkChanged();
    wire.advance(60'000);
    QCOMPARE(wire.line.connections(), 2 * tried);
    QVERIFY(wire.server.seen().isEmpty()); // not a byte of a request, ever
}

void WireFaultsTest::F13_cutHandshakesAreTriedAgain()
{
    if (!QSslSocket::supportsSsl())
        QSKIP("This Qt has no TLS.");
    WireFixture::Options options;
    options.certificate = u"localhost"_s;
    WireFixture wire(options);
    wire.place(u"one"_s, u"RUNNING"_s);
    // The greeting, and then within the service's certificate.
    wire.line.play({LineFault::cutRequest(0), LineFault::cutAnswer(300, End::Reset)});
    wire.startReading();
    QCOMPARE(wire.reading.state().phase, Phase::Ready);
    QCOMPARE(wire.store.count(), 1);
}

void WireFaultsTest::F18_sleepDropsConnections()
{
    WireFixture wire;
    QObject::connect(&wire.reading, &InstanceService::woke, &wire.http, &HttpClient::dropConnections);
    wire.place(u"one"_s, u"RUNNING"_s);
    wire.startReading();
    wire.advance(12'000);
    wire.line.goDead();
    wire.line.forget();
    wire.server.forgetSeen();
    wire.time.sleep(8 * 3'600'000);
    wire.place(u"two"_s, u"RUNNING"_s);
    const qint64 wokeAt = wire.time.monotonicMs();
    // Countdowns go by this, and it is right before anything was asked.
    QVERIFY(std::llabs(wire.serverClock.nowMs() - wire.server.cloud().nowMs()) <= 1'000);
    QVERIFY(wire.advanceUntil([&wire] { return wire.store.count() == 2; }, 60'000));
    QVERIFY2(wire.time.monotonicMs() - wokeAt <= 6'000,
             qPrintable(QString::number(wire.time.monotonicMs() - wokeAt)));
    QCOMPARE(wire.reading.state().phase, Phase::Ready);
    wire.advance(20'000);
    QCOMPARE(wire.arrived("GET"), 2); // one refresh: one page for each kind of instance
    QCOMPARE(wire.line.requests().size(), 2);
    QCOMPARE(wire.line.connections(), 1);
}

void WireFaultsTest::F18_sleepWithRequestsUnderWay()
{
    WireFixture wire;
    QObject::connect(&wire.reading, &InstanceService::woke, &wire.http, &HttpClient::dropConnections);
    const QString id = wire.place(u"one"_s, u"RUNNING"_s);
    wire.startReading();
    wire.advance(12'000);
    wire.server.forgetSeen();
    // The answers of a listing and of a write are lost with the sleep; the write was carried out.
    wire.line.playAlways(LineFault::silence());
    wire.reading.refresh();
    QSignalSpy ended(&wire.acting, &ActionService::actionEnded);
    wire.acting.submit(wire.decision(InstanceVerb::Stop, id));
    QVERIFY(eventually([&wire] { return wire.arrived("GET") >= 1 && wire.arrived("POST") == 1; }));
    wire.line.playNothing();
    wire.line.goDead();
    wire.time.sleep(3'600'000);
    const qint64 wokeAt = wire.time.monotonicMs();
    wire.time.advance(InstanceService::TransitionMs); // the next look at the clock
    QVERIFY(wire.advanceUntil([&] { return !ended.isEmpty() && !wire.reading.state().listing; }, 60'000));
    QVERIFY2(wire.time.monotonicMs() - wokeAt <= 12'000,
             qPrintable(QString::number(wire.time.monotonicMs() - wokeAt)));
    const auto outcome = ended.first().at(1).value<ActionOutcome>();
    QVERIFY2(outcome.end == ActionOutcome::End::Confirmed, qPrintable(outcome.text));
    QCOMPARE(wire.reading.state().phase, Phase::Ready);
    QCOMPARE(wire.arrived("POST"), 1);
    QCOMPARE(wire.effects("stop", id), 1);
}

void WireFaultsTest::F18_theTokenIsCheckedFirst()
{
    WireFixture::Options options;
    options.password = true;
    WireFixture wire(options);
    QObject::connect(&wire.reading, &InstanceService::woke, &wire.http, &HttpClient::dropConnections);
    wire.place(u"counting"_s, u"RUNNING"_s);
    wire.startReading();
    QCOMPARE(wire.reading.state().phase, Phase::Ready);
    wire.advance(12'000);
    wire.line.goDead();
    wire.server.forgetSeen();
    wire.time.sleep(8 * 3'600'000); // far beyond the token's end
    QVERIFY(wire.advanceUntil([&wire] { return !wire.reading.state().listing && wire.arrived("GET") == 2; },
                              60'000));
    // A new token before anything else, and nothing was asked with the old one.
    QCOMPARE(wire.server.seen().first().method, QByteArray("POST"));
    for (const CloudServer::Seen &one : wire.server.seen())
        QVERIFY2(one.status < 300, one.path.constData());
    QCOMPARE(wire.arrived("POST"), 1);
}

void WireFaultsTest::F20_idleConnectionClosedUnderAWrite_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<End>("end");
    QTest::addColumn<qint64>("passes");
    for (const QString &certificate : {QString(), u"localhost"_s}) {
        const char *line = certificate.isEmpty() ? "plain" : "TLS";
        for (const End end : {End::Cut, End::Reset}) {
            QTest::addRow("%s, %s before it arrived", line, end == End::Cut ? "cut" : "reset")
                << certificate << end << qint64(0);
            QTest::addRow("%s, %s after it arrived", line, end == End::Cut ? "cut" : "reset")
                << certificate << end << qint64(-1);
        }
    }
}

void WireFaultsTest::F20_idleConnectionClosedUnderAWrite()
{
    QFETCH(QString, certificate);
    QFETCH(End, end);
    QFETCH(qint64, passes);
    WireFixture::Options options;
    options.certificate = certificate;
    WireFixture wire(options);
    const QString id = wire.place(u"one"_s, u"STOPPED"_s);
    wire.readAll();
    wire.server.forgetSeen();
    const bool arrives = passes < 0;
    wire.line.play(arrives ? LineFault::cutAnswer(0, end) : LineFault::cutRequest(passes, end));
    bool lookedBad = false;
    connect(&wire.store, &InstanceStore::changed, this, [&] {
        const TrackedInstance *row = wire.store.find(id);
        lookedBad |= row && (row->activity.state == RowActivity::State::Failed ||
                             row->activity.state == RowActivity::State::Unresolved);
    });
    const qint64 before = wire.time.monotonicMs();
    const std::optional<ActionOutcome> outcome = wire.run(wire.decision(InstanceVerb::Delete, id));
    QVERIFY(outcome);
    QVERIFY2(outcome->end == (arrives ? ActionOutcome::End::Confirmed : ActionOutcome::End::Failed),
             qPrintable(outcome->text));
    // Quick and quiet where it was done; what was not is looked for until that is sure.
    const qint64 tookMs = wire.time.monotonicMs() - before;
    QVERIFY2(tookMs <= (arrives ? 5'000 : 61'000), qPrintable(QString::number(tookMs)));
    QCOMPARE(lookedBad, !arrives);
    QCOMPARE(outcome->error.has_value(), !arrives);
    QCOMPARE(wire.writesArrived(), arrives ? 1 : 0);
    QCOMPARE(wire.effects("delete", id), arrives ? 1 : 0);
}

QTEST_GUILESS_MAIN(WireFaultsTest)
#include "tst_wirefaults.moc"
