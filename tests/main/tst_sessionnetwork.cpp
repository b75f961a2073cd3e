// SPDX-License-Identifier: MIT
#include "instancecolumn.h"
#include "instancestore.h"
#include "instancetablemodel.h"
#include "networkhints.h"
#include "session.h"
#include "settings.h"
#include "surroundings.h"
#include "virtualprogram.h"
#include "wirefixture.h"

#include <QScopeGuard>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

using Phase = ReadingState::Phase;

namespace
{

/// A service on real sockets, in virtual time, as an account's world.
class WireWorld final : public Surroundings
{
public:
    explicit WireWorld(WireFixture &wire) : m_wire(wire) {}

    [[nodiscard]] const Clock &clock() const override { return m_wire.time; }
    [[nodiscard]] Timers &timers() override { return m_wire.time; }
    [[nodiscard]] HttpClient &http() override { return m_wire.http; }
    [[nodiscard]] ServerClock &serverClock() override { return m_wire.serverClock; }
    [[nodiscard]] Authenticator &authenticator() override { return *m_wire.authenticator; }
    [[nodiscard]] const Profile &profile() const override { return m_wire.profile; }
    void complete(QObject *, CompleteDone done) override
    {
        lookUps.append(m_wire.time.monotonicMs());
        done(trouble ? Result<Profile>(*trouble) : Result<Profile>(m_wire.profile));
    }
    void failWith(ApiError::Kind kind, qint64 retryAfterMs = 0)
    {
        trouble.emplace();
        trouble->kind = kind;
        trouble->retryAfterMs = retryAfterMs;
    }

    std::optional<ApiError> trouble; ///< why the project cannot be found out
    QList<qint64> lookUps;           ///< when it was asked for

private:
    WireFixture &m_wire;
};

/// An account whose project cannot be found out.
struct Unfound {
    explicit Unfound(ApiError::Kind kind, qint64 retryAfterMs = 0)
    {
        world.failWith(kind, retryAfterMs);
        session.start();
    }
    [[nodiscard]] qsizetype lookUps() const { return world.lookUps.size(); }
    [[nodiscard]] const ReadingState &state() const { return session.readingState(); }

    WireFixture wire;
    Settings settings{QString()};
    std::unique_ptr<WireWorld> made = std::make_unique<WireWorld>(wire);
    WireWorld &world = *made;
    Session session{std::move(made), settings};
};

} // namespace

/// What an account does when the computer wakes up, travels, or finds another network.
class SessionNetworkTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F17_theNetworksChangeIsPassedOn();
    void F17_theProjectIsLookedForAgain();
    void F17_flappingWhileTheProjectIsLookedFor_data();
    void F17_flappingWhileTheProjectIsLookedFor();
    void F17_noHintHurriesWhatAPersonEnded();
    void F12_aRefusedCertificateIsNotTriedByItself();
    void F32_theProjectIsLookedForAfterThePause();
    void F33_aLongPauseWaitsForThePerson();
    void F78_timesFollowTheZoneAtRunTime();
    void F35_countdownsAreEstimatesWithoutAConnection();
    void F35_countdownsGrowOldWithoutAWholeListing();
    void F18_nothingGoesOverConnectionsFromBeforeTheSleep();
};

void SessionNetworkTest::F17_theNetworksChangeIsPassedOn()
{
    WireFixture wire;
    Settings settings{QString()};
    Session session(std::make_unique<WireWorld>(wire), settings);
    session.start();
    const auto isReady = [&session] {
        return session.readingState().phase == Phase::Ready && !session.readingState().listing;
    };
    QVERIFY(wire.advanceUntil(isReady, 10'000));
    wire.place(u"new"_s, u"RUNNING"_s);
    wire.line.forget();
    const qint64 before = wire.time.monotonicMs();
    session.networkChanged();
    QVERIFY(wire.advanceUntil([&session] { return session.store().count() == 1; }, 10'000));
    QVERIFY(wire.time.monotonicMs() - before <= 3'000);
    // The one from before may lead to another network.
    QCOMPARE(wire.line.connections(), 1);
}

void SessionNetworkTest::F17_theProjectIsLookedForAgain()
{
    WireFixture wire;
    Settings settings{QString()};
    auto made = std::make_unique<WireWorld>(wire);
    WireWorld &world = *made;
    world.failWith(ApiError::Kind::Network);
    Session session(std::move(made), settings);
    session.networkChanged(); // nothing is waited for yet
    session.start();
    QCOMPARE(session.readingState().phase, Phase::Offline);
    world.trouble.reset();
    wire.advance(5'000);
    QCOMPARE(session.readingState().phase, Phase::Offline);
    session.networkChanged();
    QVERIFY(wire.advanceUntil([&session] { return session.readingState().phase == Phase::Ready; }, 3'000));
}

void SessionNetworkTest::F17_flappingWhileTheProjectIsLookedFor_data()
{
    QTest::addColumn<qint64>("everyMs");
    QTest::newRow("each second") << 1'000LL;
    QTest::newRow("each three seconds") << 3'000LL;
}

void SessionNetworkTest::F17_flappingWhileTheProjectIsLookedFor()
{
    QFETCH(const qint64, everyMs);
    Unfound account(ApiError::Kind::Network);
    for (qint64 passed = 0; passed < 600'000; passed += everyMs) {
        account.session.networkChanged();
        account.wire.time.advance(everyMs);
    }
    const QList<qint64> &at = account.world.lookUps;
    QVERIFY2(at.size() >= 20 && at.size() <= 62, qPrintable(QString::number(at.size())));
    QVERIFY(at.at(1) - at.at(0) >= 1'000 && at.at(1) - at.at(0) <= 3'000);
    for (qsizetype i = 2; i < at.size(); ++i)
        QVERIFY(at.at(i) - at.at(i - 1) >= NetworkHints::GapMs);
}

void SessionNetworkTest::F17_noHintHurriesWhatAPersonEnded()
{
    Unfound account(ApiError::Kind::Network);
    account.session.networkChanged();
    account.session.signOut();
    account.wire.time.advance(600'000);
    account.session.networkChanged();
    account.wire.time.advance(600'000);
    QCOMPARE(account.lookUps(), 1);
    QCOMPARE(account.state().phase, Phase::SignedOut);
}

void SessionNetworkTest::F12_aRefusedCertificateIsNotTriedByItself()
{
    Unfound account(ApiError::Kind::Tls);
    QVERIFY(!account.state().nextAtMonotonicMs);
    account.wire.time.advance(30 * 60'000);
    QCOMPARE(account.lookUps(), 1);
    QVERIFY(account.state().error);
    // Another network may have another certificate.
    account.session.networkChanged();
    account.wire.time.advance(3'000);
    QCOMPARE(account.lookUps(), 2);
    account.wire.time.advance(30 * 60'000);
    QCOMPARE(account.lookUps(), 2);
    account.world.trouble.reset();
    account.session.refresh();
    QCOMPARE(account.lookUps(), 3);
    QVERIFY(account.wire.advanceUntil([&] { return account.state().phase == Phase::Ready; }, 10'000));
}

void SessionNetworkTest::F32_theProjectIsLookedForAfterThePause()
{
    constexpr qint64 PauseMs = 100'000;
    Unfound account(ApiError::Kind::RateLimited, PauseMs);
    const qint64 askedAt = account.world.lookUps.first();
    QCOMPARE(account.state().nextAtMonotonicMs, std::optional(askedAt + PauseMs));
    QCOMPARE(account.state().heldUntilMonotonicMs, std::optional(askedAt + PauseMs));
    // Neither another network nor a person's impatience is a reason to ask before.
    for (int second = 1; second < 99; ++second) {
        account.session.networkChanged();
        account.session.refresh();
        account.wire.time.advance(1'000);
    }
    QCOMPARE(account.lookUps(), 1);
    account.world.trouble.reset();
    QVERIFY(account.wire.advanceUntil([&] { return account.state().phase == Phase::Ready; }, 10'000));
    QVERIFY(!account.state().heldUntilMonotonicMs);
    QVERIFY(account.world.lookUps.at(1) - askedAt >= PauseMs);
}

void SessionNetworkTest::F33_aLongPauseWaitsForThePerson()
{
    Unfound account(ApiError::Kind::RateLimited, 121'000);
    QVERIFY(!account.state().nextAtMonotonicMs);
    QVERIFY(account.state().error);
    account.session.networkChanged();
    account.wire.time.advance(60 * 60'000);
    QCOMPARE(account.lookUps(), 1);
    account.world.trouble.reset();
    account.session.refresh();
    QVERIFY(account.wire.advanceUntil([&] { return account.state().phase == Phase::Ready; }, 10'000));
}

void SessionNetworkTest::F18_nothingGoesOverConnectionsFromBeforeTheSleep()
{
    WireFixture wire;
    Settings settings{QString()};
    Session session(std::make_unique<WireWorld>(wire), settings);
    wire.place(u"counting"_s, u"RUNNING"_s);
    session.start();
    QVERIFY(wire.advanceUntil([&session] { return session.readingState().phase == Phase::Ready; }, 10'000));
    wire.advance(12'000);
    wire.place(u"new"_s, u"RUNNING"_s);
    wire.line.goDead();
    wire.line.forget();
    wire.time.sleep(8 * 3'600'000);
    QVERIFY(wire.advanceUntil([&session] { return session.store().count() == 2; }, 6'000));
    QCOMPARE(wire.line.connections(), 1);
}

void SessionNetworkTest::F78_timesFollowTheZoneAtRunTime()
{
    const QByteArray before = qgetenv("TZ");
    const auto restore = qScopeGuard([&before] { qputenv("TZ", before); });
    qputenv("TZ", "UTC");
    WireFixture wire;
    wire.place(u"one"_s, u"RUNNING"_s);
    Settings settings{QString()};
    Session session(std::make_unique<WireWorld>(wire), settings);
    session.start();
    QVERIFY(wire.advanceUntil([&session] { return session.store().count() == 1; }, 10'000));
    const InstanceTableModel &model = session.model();
    const auto text = [&model](InstanceColumn column) {
        return model.index(0, int(column)).data(Qt::ToolTipRole).toString();
    };
    const QString stopsThere = text(InstanceColumn::StopsAt);
    const QString runsFor = model.index(0, int(InstanceColumn::StopsIn)).data().toString();
    QVERIFY2(stopsThere.contains("UTC"_L1), qPrintable(stopsThere));

    QSignalSpy changed(&model, &InstanceTableModel::dataChanged);
    qputenv("TZ", "Asia/Kolkata"); // five and a half hours on
    wire.advance(31'000);
    QVERIFY2(text(InstanceColumn::StopsAt).contains("+05:30"_L1), qPrintable(text(InstanceColumn::StopsAt)));
    QVERIFY(!changed.isEmpty());
    // Durations are the same wherever one is.
    QCOMPARE(model.index(0, int(InstanceColumn::StopsIn)).data().toString(), runsFor);
}

namespace
{

/// Whether the only row's countdown is shown as an estimate.
bool isEstimate(const Session &session)
{
    const QString shown = session.model().index(0, int(InstanceColumn::StopsIn)).data().toString();
    return shown.startsWith(u'≈');
}

} // namespace

void SessionNetworkTest::F35_countdownsAreEstimatesWithoutAConnection()
{
    using Fault = SimulatedAccessManager::Fault;
    VirtualService service;
    service.place(u"one"_s, u"RUNNING"_s);
    VirtualProgram program(service, {});
    QVERIFY(program.open());
    QVERIFY(!isEstimate(*program.session));
    service.network.setFaults([](const QByteArray &, const QUrl &) { return Fault::Refused; });
    program.session->refresh();
    const auto isOffline = [&program] { return program.session->readingState().phase == Phase::Offline; };
    QVERIFY(service.time.advanceUntil(isOffline, 20'000));
    QVERIFY(isEstimate(*program.session)); // at once, not only when it has aged
    service.network.setFaults({});
    QVERIFY(service.time.advanceUntil([&] { return !isEstimate(*program.session); }, 90'000));
}

void SessionNetworkTest::F35_countdownsGrowOldWithoutAWholeListing()
{
    using Fault = SimulatedAccessManager::Fault;
    VirtualService service;
    service.place(u"one"_s, u"RUNNING"_s);
    VirtualProgram program(service, {});
    QVERIFY(program.open());
    // Connected, but never again to the end of a listing.
    service.network.setFaults([](const QByteArray &, const QUrl &url) {
        return url.query().contains(u"feature=DEFAULT"_s) ? Fault::LostBefore : Fault::None;
    });
    service.time.advance(InstanceService::RefreshMs);
    QVERIFY(!isEstimate(*program.session));
    service.time.advance(2 * InstanceService::RefreshMs);
    QCOMPARE(program.session->readingState().phase, Phase::Incomplete);
    QVERIFY(isEstimate(*program.session));
}

QTEST_MAIN(SessionNetworkTest)
#include "tst_sessionnetwork.moc"
