// SPDX-License-Identifier: MIT
#include "servicefixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;
using Phase = ReadingState::Phase;

namespace
{

/// Goes on counting while the computer sleeps.
class SleepyClock final : public Clock
{
public:
    explicit SleepyClock(const Clock &base) : m_base(base) {}
    [[nodiscard]] qint64 wallMs() const override { return m_base.wallMs() + sleptMs; }
    [[nodiscard]] qint64 monotonicMs() const override { return m_base.monotonicMs() + sleptMs; }
    qint64 sleptMs = 0;

private:
    const Clock &m_base;
};

} // namespace

class TestInstanceService : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void firstListing();
    void everyThirtySeconds();
    void neverSoonerThanTenTimesTheListing();
    void slowerWhenHidden();
    void visibleAgainRefreshesAtOnce();
    void refreshAtAnyTimeJoins();
    void F61_oneListingInFlight();
    void F11_lateAnswersAreDropped();
    void F71_whatIsUnderWayCanBeForgotten();
    void stopIsSilent();
    void allUsersFallsBackToOwn();
    void F59_incompleteThenResumed();
    void F59_pagesThatAreTooOldAreReadAgain();
    void F18_suspendBringsOneRefresh();
    void F18_suspendWhileNothingCounts();
    void F76_wallJumpsBringNoStorm();
    void F76_wallJumpsBringNoStormWhileRowsCount();
    void F81_eightHoursAsleep();
    void readInstance();
};

void TestInstanceService::firstListing()
{
    ServiceFixture fixture;
    fixture.placeMany(3);
    QCOMPARE(fixture.reading.state().phase, Phase::Idle);
    QSignalSpy listed(&fixture.reading, &InstanceService::listed);
    fixture.reading.start();
    QCOMPARE(fixture.reading.state().phase, Phase::Loading);
    QVERIFY(fixture.reading.state().listing);
    fixture.time.advance(1'000);
    const ReadingState &state = fixture.reading.state();
    QCOMPARE(state.phase, Phase::Ready);
    QVERIFY(!state.listing);
    QCOMPARE(state.loaded, 3);
    QCOMPARE(state.total, 3);
    QVERIFY(!state.error);
    QVERIFY(state.note.isEmpty());
    QCOMPARE(*state.lastCompleteMonotonicMs, qint64(200));
    QCOMPARE(*state.nextAtMonotonicMs, qint64(200) + InstanceService::RefreshMs);
    QVERIFY(qAbs(*state.lastCompleteWallMs - (fixture.cloud.nowMs() - 800)) <= 1'100);
    QCOMPARE(listed.count(), 1);
    QCOMPARE(fixture.store.count(), 3);
}

void TestInstanceService::everyThirtySeconds()
{
    ServiceFixture fixture;
    fixture.startReading();
    fixture.network.forgetSeen();
    fixture.time.advance(29'000);
    QCOMPARE(fixture.network.seen().size(), 0);
    fixture.time.advance(1'500);
    QCOMPARE(fixture.network.seen().size(), 2); // both features
    fixture.time.advance(600'000);
    // Re-armed after the answer, so a little less often than every 30 s.
    QCOMPARE(fixture.network.seen().size(), 2 + 2 * 19);
}

void TestInstanceService::neverSoonerThanTenTimesTheListing()
{
    ServiceFixture fixture;
    fixture.network.setRoundTripMs(4'000); // a listing takes 8 s
    fixture.startReading();
    fixture.network.forgetSeen();
    fixture.time.advance(79'000);
    QCOMPARE(fixture.network.seen().size(), 0);
    fixture.time.advance(2'000);
    QVERIFY(fixture.network.seen().size() > 0);
}

void TestInstanceService::slowerWhenHidden()
{
    ServiceFixture fixture;
    fixture.place(u"starting"_s, u"STARTING"_s);
    fixture.startReading();
    fixture.reading.setWatched(false);
    fixture.network.forgetSeen();
    fixture.time.advance(115'000);
    QCOMPARE(fixture.network.seen().size(), 0); // nor are transitions read
    fixture.time.advance(10'000);
    QCOMPARE(fixture.network.seen().size(), 2);
}

void TestInstanceService::visibleAgainRefreshesAtOnce()
{
    ServiceFixture fixture;
    fixture.startReading();
    fixture.reading.setWatched(false);
    fixture.time.advance(60'000);
    fixture.network.forgetSeen();
    fixture.reading.setWatched(true);
    fixture.time.advance(500);
    QCOMPARE(fixture.network.seen().size(), 2);
    // Seen a moment ago: nothing new to fetch.
    fixture.reading.setWatched(false);
    fixture.reading.setWatched(true);
    fixture.time.advance(20'000);
    QCOMPARE(fixture.network.seen().size(), 2);
}

void TestInstanceService::refreshAtAnyTimeJoins()
{
    ServiceFixture fixture;
    fixture.placeMany(137);
    fixture.reading.refresh(); // not started yet: nothing
    fixture.time.advance(1'000);
    QCOMPARE(fixture.network.seen().size(), 0);
    fixture.reading.start();
    fixture.time.advance(150);
    for (int i = 0; i < 5; ++i)
        fixture.reading.refresh();
    fixture.time.advance(5'000);
    QCOMPARE(fixture.network.seen().size(), 4); // one listing
    fixture.reading.refresh();
    fixture.time.advance(5'000);
    QCOMPARE(fixture.network.seen().size(), 8);
    fixture.time.advance(20'000); // the period counts from there
    QCOMPARE(fixture.network.seen().size(), 8);
}

void TestInstanceService::F61_oneListingInFlight()
{
    ServiceFixture fixture;
    fixture.placeMany(20);
    int inFlight = 0;
    int most = 0;
    fixture.network.setFaults([&](const QByteArray &, const QUrl &) {
        most = qMax(most, ++inFlight);
        fixture.time.schedule(100, [&inFlight] { --inFlight; });
        return ServiceFixture::Fault::None;
    });
    fixture.reading.start();
    for (int i = 0; i < 100; ++i) {
        fixture.time.advance(37);
        fixture.reading.refresh();
        fixture.reading.setWatched(i % 2 == 0);
    }
    QCOMPARE(most, 1);
}

void TestInstanceService::F11_lateAnswersAreDropped()
{
    ServiceFixture fixture;
    fixture.placeMany(3);
    fixture.reading.start();
    fixture.time.advance(20);
    fixture.reading.stop();
    fixture.store.clear(); // another account
    fixture.time.advance(60'000);
    QCOMPARE(fixture.store.count(), 0);
    QVERIFY(!fixture.reading.state().listing);
}

void TestInstanceService::F71_whatIsUnderWayCanBeForgotten()
{
    ServiceFixture fixture;
    const QStringList ids = fixture.placeMany(3);
    fixture.startReading();
    QSignalSpy listed(&fixture.reading, &InstanceService::listed);
    fixture.reading.refresh();
    fixture.reading.readInstance(ids.first());
    fixture.time.advance(20);
    const qint64 readAtMs = fixture.row(ids.first())->observedAtMs;
    fixture.reading.forgetUnderWay();
    QVERIFY(!fixture.reading.state().listing);
    fixture.time.advance(5'000);
    QCOMPARE(listed.size(), 0);
    QCOMPARE(fixture.row(ids.first())->observedAtMs, readAtMs);
    fixture.reading.refresh();
    fixture.time.advance(5'000);
    QCOMPARE(listed.size(), 1);
    QCOMPARE(listed.first().first().value<QSet<QString>>(), QSet<QString>(ids.begin(), ids.end()));
}

void TestInstanceService::stopIsSilent()
{
    ServiceFixture fixture;
    fixture.place(u"starting"_s, u"STARTING"_s);
    fixture.startReading();
    fixture.reading.stop();
    fixture.network.forgetSeen();
    fixture.time.advance(600'000);
    QCOMPARE(fixture.network.seen().size(), 0);
    QCOMPARE(fixture.time.pendingTimers(), qsizetype(0));
    fixture.reading.start();
    fixture.time.advance(1'000);
    QCOMPARE(fixture.reading.state().phase, Phase::Ready);
}

void TestInstanceService::allUsersFallsBackToOwn()
{
    ServiceFixture fixture({true});
    fixture.placeMany(2);
    fixture.cloud.answerNext("GET", "/notebooks/all", ServiceFixture::refusal(403, u"ModelArts.0112"_s), 2);
    fixture.startReading();
    QVERIFY(fixture.time.advanceUntil([&] { return fixture.reading.state().phase == Phase::Ready; }, 5'000));
    QVERIFY(fixture.reading.state().ownOnly);
    QVERIFY(!fixture.reading.state().note.isEmpty());
    QVERIFY(!fixture.reading.state().error);
    QCOMPARE(fixture.store.count(), 2);
    Profile profile;
    profile.allUsers = true;
    QVERIFY(!profileAsRead(profile, fixture.reading.state()).allUsers);
    QCOMPARE(fixture.seen("GET", u"/notebooks/all"_s), 1);
    fixture.time.advance(300'000); // learnt: not asked again in the background
    QCOMPARE(fixture.seen("GET", u"/notebooks/all"_s), 1);
    fixture.reading.refresh(); // a person asks again
    fixture.time.advance(2'000);
    QCOMPARE(fixture.seen("GET", u"/notebooks/all"_s), 2);
    QVERIFY(fixture.reading.state().ownOnly);
    fixture.reading.refresh(); // granted meanwhile
    fixture.time.advance(2'000);
    QVERIFY(!fixture.reading.state().ownOnly);
    QVERIFY(fixture.reading.state().note.isEmpty());
    QVERIFY(profileAsRead(profile, fixture.reading.state()).allUsers);
    // Taken away again: among the rows there may be others', so none is taken for one's own.
    fixture.cloud.answerNext("GET", "/notebooks/all", ServiceFixture::refusal(403, u"ModelArts.0112"_s), 1);
    fixture.reading.refresh();
    fixture.time.advance(2'000);
    QVERIFY(fixture.reading.state().ownOnly);
    QVERIFY(profileAsRead(profile, fixture.reading.state()).allUsers);
}

void TestInstanceService::F59_incompleteThenResumed()
{
    ServiceFixture fixture;
    QStringList ids = fixture.placeMany(49 * 9 + 20); // 10 pages
    fixture.startReading();
    const QString gone = ids.takeLast();
    fixture.cloud.erase(gone);
    fixture.cloud.answerNext("GET", "offset=294&", ServiceFixture::refusal(500, u"X.1"_s), 3);
    fixture.reading.refresh();
    QVERIFY(fixture.time.advanceUntil([&] { return !fixture.reading.state().listing; }, 60'000));
    QCOMPARE(fixture.reading.state().phase, Phase::Incomplete);
    QVERIFY(fixture.reading.state().note.contains(u"9 of 10"_s));
    QVERIFY(fixture.row(gone)); // no removal on incomplete
    fixture.network.forgetSeen();
    QVERIFY(fixture.time.advanceUntil([&] { return fixture.reading.state().phase == Phase::Ready; }, 60'000));
    QCOMPARE(fixture.offsetsSeen(u"NOTEBOOK"_s).constFirst(), qint64(49 * 6));
}

void TestInstanceService::F59_pagesThatAreTooOldAreReadAgain()
{
    ServiceFixture fixture;
    fixture.placeMany(49 * 9 + 20); // 10 pages
    fixture.startReading();
    fixture.cloud.answerNext("GET", "offset=294&", ServiceFixture::refusal(500, u"X.1"_s), 10'000);
    fixture.reading.refresh();
    fixture.time.advance(60'000);
    QCOMPARE(fixture.reading.state().phase, Phase::Incomplete);
    fixture.network.forgetSeen();
    fixture.time.advance(200'000); // within five minutes of the first page
    QVERIFY(fixture.offsetsSeen(u"NOTEBOOK"_s).contains(qint64(294)));
    QVERIFY(!fixture.offsetsSeen(u"NOTEBOOK"_s).contains(qint64(0)));
    fixture.time.advance(200'000);
    QVERIFY(fixture.offsetsSeen(u"NOTEBOOK"_s).contains(qint64(0)));
}

void TestInstanceService::F18_suspendBringsOneRefresh()
{
    ServiceFixture fixture;
    fixture.place(u"counting"_s);
    fixture.startReading();
    fixture.time.advance(5'000);
    fixture.network.forgetSeen();
    fixture.time.jumpWall(3'600'000); // the monotonic clock stood still meanwhile
    fixture.time.advance(6'000);
    QCOMPARE(fixture.network.seen().size(), 2);
    fixture.time.advance(20'000);
    QCOMPARE(fixture.network.seen().size(), 2);
}

void TestInstanceService::F18_suspendWhileNothingCounts()
{
    // Noticed later then, as there is nothing to be wrong meanwhile.
    ServiceFixture fixture;
    fixture.startReading();
    fixture.time.advance(InstanceService::RefreshMs + 2'000);
    fixture.network.forgetSeen();
    fixture.time.jumpWall(3'600'000);
    fixture.time.advance(InstanceService::QuietTickMs + 1'000);
    QCOMPARE(fixture.network.seen().size(), 2);
}

void TestInstanceService::F76_wallJumpsBringNoStorm()
{
    ServiceFixture fixture;
    fixture.startReading();
    fixture.network.forgetSeen();
    for (int i = 0; i < 60; ++i) {
        fixture.time.jumpWall(i % 2 == 0 ? 86'400'000 : -86'400'000);
        fixture.time.advance(1'000);
    }
    QVERIFY2(fixture.network.seen().size() <= 14, qPrintable(QString::number(fixture.network.seen().size())));
}

void TestInstanceService::F76_wallJumpsBringNoStormWhileRowsCount()
{
    // Looked at more often then, and so is the clock.
    ServiceFixture fixture;
    fixture.place(u"counting"_s);
    fixture.startReading();
    fixture.network.forgetSeen();
    for (int i = 0; i < 60; ++i) {
        fixture.time.jumpWall(i % 2 == 0 ? 86'400'000 : -86'400'000);
        fixture.time.advance(1'000);
    }
    QVERIFY2(fixture.network.seen().size() <= 14, qPrintable(QString::number(fixture.network.seen().size())));
}

void TestInstanceService::F81_eightHoursAsleep()
{
    // A clock that goes on counting during sleep, and timers that do not: all that is due comes late, at
    // once.
    ServiceFixture fixture;
    fixture.place(u"counting"_s);
    SleepyClock clock(fixture.time);
    InstanceService reading(fixture.api, fixture.store, fixture.serverClock, clock, fixture.time);
    reading.start();
    fixture.time.advance(12'000);
    fixture.network.forgetSeen();
    clock.sleptMs = 8 * 3'600'000;
    fixture.time.advance(10'000);
    QCOMPARE(fixture.network.seen().size(), 2);
}

void TestInstanceService::readInstance()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"one"_s);
    fixture.startReading();
    fixture.network.forgetSeen();
    fixture.cloud.place({.id = id, .name = u"renamed"_s});
    fixture.reading.readInstance(id);
    fixture.reading.readInstance(id); // under way already
    fixture.time.advance(1'000);
    QCOMPARE(fixture.seen("GET", id), 1);
    QCOMPARE(fixture.row(id)->instance.name, u"renamed"_s);
}

QTEST_GUILESS_MAIN(TestInstanceService)
#include "tst_instanceservice.moc"
