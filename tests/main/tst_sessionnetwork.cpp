// SPDX-License-Identifier: MIT
#include "instancecolumn.h"
#include "instancestore.h"
#include "instancetablemodel.h"
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
        ApiError unreachable;
        unreachable.kind = ApiError::Kind::Network;
        done(fails ? Result<Profile>(unreachable) : Result<Profile>(m_wire.profile));
    }

    bool fails = false; ///< to find out the project

private:
    WireFixture &m_wire;
};

} // namespace

/// What an account does when the computer wakes up, travels, or finds another network.
class SessionNetworkTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F17_theNetworksChangeIsPassedOn();
    void F17_theProjectIsLookedForAgain();
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
    world.fails = true;
    Session session(std::move(made), settings);
    session.networkChanged(); // nothing is waited for yet
    session.start();
    QCOMPARE(session.readingState().phase, Phase::Offline);
    world.fails = false;
    wire.advance(5'000);
    QCOMPARE(session.readingState().phase, Phase::Offline);
    session.networkChanged();
    QVERIFY(wire.advanceUntil([&session] { return session.readingState().phase == Phase::Ready; }, 3'000));
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
