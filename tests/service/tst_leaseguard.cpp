// SPDX-License-Identifier: MIT
#include "actionjournal.h"
#include "instancereader.h"
#include "servicefixture.h"

#include <QDateTime>
#include <QLocale>
#include <QTest>
#include <QTimeZone>

#include <utility>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;
using End = ActionOutcome::End;

namespace
{

constexpr qint64 HourMs = 3'600'000;

/// Signs in anew only when a test says so.
class SlowSignIn final : public Authenticator
{
public:
    explicit SlowSignIn(QByteArray token) : m_token(std::move(token)) {}
    bool alsoAtFirst = false;
    std::function<void()> signedIn; ///< set while somebody waits for it

    void authorise(HttpRequest request, QObject *context,
                   std::function<void(Result<HttpRequest>)> done) override
    {
        request.headers.append(std::pair<QByteArray, QByteArray>("X-Auth-Token", m_token));
        const auto go = [request, done] { done(Result<HttpRequest>(request)); };
        if (std::exchange(alsoAtFirst, false))
            wait(context, go);
        else
            go();
    }
    void renew(const ApiError &, QObject *context, RenewDone done) override
    {
        wait(context, [done] { done(std::nullopt); });
    }

private:
    void wait(QObject *context, const std::function<void()> &go)
    {
        signedIn = [alive = QPointer<QObject>(context), go] {
            if (alive)
                go();
        };
    }

    QByteArray m_token;
};

/// The fixture's instances, acted on by somebody who has to sign in anew now and then.
struct SlowActing {
    explicit SlowActing(ServiceFixture &on)
        : fixture(on),
          who(on.cloud.token()),
          api(on.http, who, on.api.profile()),
          acting(api, on.store, on.serverClock, on.time, on.time)
    {
        QObject::connect(&acting, &ActionService::batchEnded, &acting,
                         [this](const BatchReport &report) { reports.append(report); });
    }
    [[nodiscard]] bool waitForSignIn()
    {
        return fixture.time.advanceUntil([this] { return bool(who.signedIn); }, 60'000);
    }
    [[nodiscard]] bool waitForEnd()
    {
        return fixture.time.advanceUntil([this] { return !reports.isEmpty(); }, 600'000);
    }

    ServiceFixture &fixture;
    SlowSignIn who;
    InstancesApi api;
    ActionService acting;
    QList<BatchReport> reports;
};

qint64 endOf(ServiceFixture &fixture, const QString &id)
{
    const SimulatedCloud::Record record = *fixture.cloud.record(id);
    return record.leaseCreateAtMs + record.leaseDurationMs;
}

/// The first answer bears a date that is so far off, as of a cache or a proxy; the others are right.
void spoilFirstDate(ServiceFixture &fixture, qint64 offMs)
{
    fixture.network.setService([&fixture, offMs, first = true](const CloudRequest &request) mutable {
        CloudResponse response = fixture.cloud.handle(request);
        if (!std::exchange(first, false))
            return response;
        const QDateTime date =
            QDateTime::fromMSecsSinceEpoch(fixture.cloud.nowMs() + offMs, QTimeZone::utc());
        for (auto &[name, value] : response.headers) {
            if (name == "Date")
                value = QLocale::c().toString(date, u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s).toLatin1();
        }
        return response;
    });
}

/// A colleague lets it run until so long from now.
void setElsewhere(ServiceFixture &fixture, const QString &id, qint64 leftMs)
{
    SimulatedCloud::Record record = *fixture.cloud.record(id);
    record.leaseUpdateAtMs = fixture.cloud.nowMs();
    record.leaseDurationMs = fixture.cloud.nowMs() + leftMs - record.leaseCreateAtMs;
    fixture.cloud.place(record);
}

} // namespace

/// A prolonging never takes time away unless the person agreed to exactly that.
class TestLeaseGuard : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void prolongedElsewhereIsLeftAlone();
    void agreedShorteningIsSent();
    void withinTheToleranceIsSent();
    void prolongedElsewhereWhileItWaits();
    void retryTakesNothingAway();
    void whoAgreedGaveUpWhatWasShownAlone();
    void oneRuleWithoutClockIsNotAnother();
    void retryLeavesOutWhatWasDoneSince();
    void anotherRuleIsLeftAlone_data();
    void anotherRuleIsLeftAlone();
    void noStopTimeSoFarGetsOne_data();
    void noStopTimeSoFarGetsOne();
    void durationIsCountedAnewAfterSigningIn_data();
    void durationIsCountedAnewAfterSigningIn();
    void prolongedElsewhereWhileSigningIn();
    void F31_whatTheRangeForbidsIsNotRetried();
    void F77_contestedTimeIsNotReckonedWith_data();
    void F77_contestedTimeIsNotReckonedWith();
    void F77_wildFirstDateIsNotCountedFrom_data();
    void F77_wildFirstDateIsNotCountedFrom();
    void F77_leftOpenOutlastsAContestedTime();
    void F77_longOverdueByAClockThatNothingConfirms_data();
    void F77_longOverdueByAClockThatNothingConfirms();
};

void TestLeaseGuard::prolongedElsewhereIsLeftAlone()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const Decision decision = fixture.decision(InstanceVerb::Prolong, {id}); // by two hours
    setElsewhere(fixture, id, 5 * HourMs);
    const qint64 end = endOf(fixture, id);
    fixture.readAll();
    const ActionOutcome outcome = fixture.run(decision);
    QCOMPARE(outcome.end, End::LeftAlone);
    QVERIFY2(outcome.text.startsWith(u"lab was not prolonged: it already stops later, "_s),
             qPrintable(outcome.text));
    QCOMPARE(fixture.writesSeen(), 0);
    QCOMPARE(endOf(fixture, id), end);
    QCOMPARE(fixture.row(id)->activity, RowActivity());
}

void TestLeaseGuard::agreedShorteningIsSent()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    setElsewhere(fixture, id, 5 * HourMs);
    fixture.readAll();
    Decision decision = fixture.decision(InstanceVerb::Prolong, {id});
    decision.targets[0].mayShorten = true;
    QCOMPARE(fixture.run(decision).end, End::Confirmed);
    QVERIFY(qAbs(endOf(fixture, id) - decision.targets.constFirst().stopAtMs) <= 1'500);
}

void TestLeaseGuard::withinTheToleranceIsSent()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    setElsewhere(fixture, id, 3 * HourMs + 30'000);
    fixture.readAll();
    QCOMPARE(fixture.run(fixture.decision(InstanceVerb::Prolong, {id})).end, End::Confirmed);
}

void TestLeaseGuard::prolongedElsewhereWhileItWaits()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    CloudResponse busy = ServiceFixture::refusal(429, u"ModelArts.0104"_s);
    busy.headers.append(std::pair<QByteArray, QByteArray>("Retry-After", "60"));
    fixture.cloud.answerNext("PATCH", id.toUtf8(), busy);
    const BatchId batch = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, {id}));
    fixture.time.advance(5'000);
    setElsewhere(fixture, id, 6 * HourMs);
    Instance seen = fixture.row(id)->instance;
    seen.lease.durationMs = fixture.cloud.record(id)->leaseDurationMs;
    seen.lease.updateAtMs = fixture.cloud.record(id)->leaseUpdateAtMs;
    fixture.store.observe({seen}, fixture.time.monotonicMs());
    QVERIFY(fixture.waitForBatch(batch));
    QCOMPARE(fixture.onlyOutcome(batch).end, End::LeftAlone);
    QCOMPARE(fixture.seen("PATCH"), 1);
    QCOMPARE(fixture.effects("renew", id), 0);
}

void TestLeaseGuard::retryTakesNothingAway()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    fixture.cloud.answerNext("PATCH", id.toUtf8(), ServiceFixture::refusal(400, u"ModelArts.6355"_s));
    const BatchId failed = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, {id}));
    QVERIFY(fixture.waitForBatch(failed));
    QCOMPARE(fixture.onlyOutcome(failed).end, End::Failed);
    setElsewhere(fixture, id, 5 * HourMs);
    fixture.readAll();
    const BatchId again = fixture.acting.retryFailed(failed);
    QVERIFY(fixture.waitForBatch(again));
    QCOMPARE(fixture.onlyOutcome(again).end, End::LeftAlone);
    QCOMPARE(fixture.seen("PATCH"), 1);
}

void TestLeaseGuard::whoAgreedGaveUpWhatWasShownAlone()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    setElsewhere(fixture, id, 5 * HourMs);
    fixture.readAll();
    fixture.cloud.answerNext("PATCH", id.toUtf8(), ServiceFixture::refusal(400, u"ModelArts.6355"_s));
    Decision decision = fixture.decision(InstanceVerb::Prolong, {id});
    decision.targets[0].mayShorten = true;
    const BatchId failed = fixture.acting.submit(decision);
    QVERIFY(fixture.waitForBatch(failed));
    QCOMPARE(fixture.onlyOutcome(failed).end, End::Failed);
    setElsewhere(fixture, id, 20 * HourMs);
    fixture.readAll();
    const BatchId again = fixture.acting.retryFailed(failed);
    QVERIFY(fixture.waitForBatch(again));
    QCOMPARE(fixture.onlyOutcome(again).end, End::LeftAlone);
    QCOMPARE(fixture.seen("PATCH"), 1);
}

void TestLeaseGuard::oneRuleWithoutClockIsNotAnother()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    SimulatedCloud::Record record = *fixture.cloud.record(id);
    record.leaseType = u"IDLE"_s;
    fixture.cloud.place(record);
    fixture.readAll();
    const Decision decision = fixture.decision(InstanceVerb::Prolong, {id});
    record = *fixture.cloud.record(id);
    record.leaseEnabled = false;
    fixture.cloud.place(record);
    fixture.readAll();
    const ActionOutcome outcome = fixture.run(decision);
    QCOMPARE(outcome.end, End::LeftAlone);
    QCOMPARE(outcome.text, u"lab was not prolonged: it now has no automatic stop."_s);
    QCOMPARE(fixture.writesSeen(), 0);
}

void TestLeaseGuard::retryLeavesOutWhatWasDoneSince()
{
    ServiceFixture fixture;
    const QStringList ids{fixture.place(u"a"_s), fixture.place(u"b"_s)};
    fixture.readAll();
    for (const QString &id : ids)
        fixture.cloud.answerNext("PATCH", id.toUtf8(), ServiceFixture::refusal(400, u"ModelArts.6355"_s));
    const BatchId failed = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, ids));
    QVERIFY(fixture.waitForBatch(failed));
    QCOMPARE(fixture.run(fixture.decision(InstanceVerb::Prolong, {ids.at(0)})).end, End::Confirmed);
    const BatchId again = fixture.acting.retryFailed(failed);
    QVERIFY(fixture.waitForBatch(again));
    QCOMPARE(fixture.onlyOutcome(again).id, ids.at(1));
    QCOMPARE(fixture.onlyOutcome(again).end, End::Confirmed);
}

void TestLeaseGuard::anotherRuleIsLeftAlone_data()
{
    QTest::addColumn<bool>("idle");
    QTest::newRow("idle") << true;
    QTest::newRow("off") << false;
}

void TestLeaseGuard::anotherRuleIsLeftAlone()
{
    QFETCH(const bool, idle);
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    const Decision decision = fixture.decision(InstanceVerb::Prolong, {id});
    SimulatedCloud::Record record = *fixture.cloud.record(id);
    record.leaseEnabled = idle;
    record.leaseType = idle ? u"IDLE"_s : u"TIMING"_s;
    fixture.cloud.place(record);
    fixture.readAll();
    const ActionOutcome outcome = fixture.run(decision);
    QCOMPARE(outcome.end, End::LeftAlone);
    QCOMPARE(outcome.text, idle ? u"lab was not prolonged: it now stops when idle."_s
                                : u"lab was not prolonged: it now has no automatic stop."_s);
    QCOMPARE(fixture.writesSeen(), 0);
}

void TestLeaseGuard::noStopTimeSoFarGetsOne_data()
{
    anotherRuleIsLeftAlone_data();
}

void TestLeaseGuard::noStopTimeSoFarGetsOne()
{
    QFETCH(const bool, idle);
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    SimulatedCloud::Record record = *fixture.cloud.record(id);
    record.leaseEnabled = idle;
    record.leaseType = idle ? u"IDLE"_s : u"TIMING"_s;
    record.leaseDurationMs = 40 * HourMs;
    fixture.cloud.place(record);
    fixture.readAll();
    QCOMPARE(fixture.run(fixture.decision(InstanceVerb::Prolong, {id})).end, End::Confirmed);
    QCOMPARE(fixture.effects("renew", id), 1);
}

void TestLeaseGuard::durationIsCountedAnewAfterSigningIn_data()
{
    QTest::addColumn<bool>("refusedFirst");
    QTest::newRow("refused first") << true;
    QTest::newRow("signing in first") << false;
}

void TestLeaseGuard::durationIsCountedAnewAfterSigningIn()
{
    QFETCH(const bool, refusedFirst);
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    SlowActing slow(fixture);
    slow.who.alsoAtFirst = !refusedFirst;
    if (refusedFirst)
        fixture.cloud.answerNext("PATCH", id.toUtf8(), ServiceFixture::refusal(401, u"APIG.0301"_s));
    const Decision decision = fixture.decision(InstanceVerb::Prolong, {id});
    slow.acting.submit(decision);
    QVERIFY(slow.waitForSignIn());
    fixture.time.advance(90'000);
    slow.who.signedIn();
    QVERIFY(slow.waitForEnd());
    QCOMPARE(slow.reports.constFirst().outcomes.constFirst().end, End::Confirmed);
    QCOMPARE(fixture.effects("renew", id), 1);
    QCOMPARE(fixture.seen("PATCH"), refusedFirst ? 2 : 1);
    QVERIFY(qAbs(endOf(fixture, id) - decision.targets.constFirst().stopAtMs) <= 1'500);
}

void TestLeaseGuard::prolongedElsewhereWhileSigningIn()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    SlowActing slow(fixture);
    fixture.cloud.answerNext("PATCH", id.toUtf8(), ServiceFixture::refusal(401, u"APIG.0301"_s));
    slow.acting.submit(fixture.decision(InstanceVerb::Prolong, {id}));
    QVERIFY(slow.waitForSignIn());
    setElsewhere(fixture, id, 5 * HourMs);
    fixture.readAll();
    slow.who.signedIn();
    QVERIFY(slow.waitForEnd());
    QCOMPARE(slow.reports.constFirst().outcomes.constFirst().end, End::LeftAlone);
    QCOMPARE(slow.acting.inFlight(), 0);
    fixture.time.advance(60'000);
    QCOMPARE(fixture.seen("PATCH"), 1);
    QCOMPARE(fixture.effects("renew", id), 0);
}

void TestLeaseGuard::F31_whatTheRangeForbidsIsNotRetried()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    fixture.readAll();
    fixture.cloud.answerNext(
        "PATCH", id.toUtf8(),
        ServiceFixture::refusal(400, u"ModelArts.6349"_s, u"duration must be between 3600000 and 7200000"_s));
    const BatchId refused = fixture.acting.submit(fixture.decision(InstanceVerb::Prolong, {id}));
    QVERIFY(fixture.waitForBatch(refused));
    const ActionOutcome outcome = fixture.onlyOutcome(refused);
    QCOMPARE(outcome.end, End::Failed);
    QCOMPARE(outcome.text, u"Could not prolong lab. The service allows 1 h to 2 h from now. Choose a time "
                           "within that."_s);
    QVERIFY(!outcome.mayRetry);
    QCOMPARE(fixture.acting.retryFailed(refused), BatchId(0));
    // Nor what is known to lie outside without asking.
    const ActionOutcome outside = fixture.run(fixture.decision(InstanceVerb::Prolong, {id}));
    QCOMPARE(outside.end, End::Failed);
    QVERIFY(!outside.mayRetry);
    QCOMPARE(fixture.seen("PATCH"), 1);
}

void TestLeaseGuard::F77_contestedTimeIsNotReckonedWith_data()
{
    QTest::addColumn<qint64>("serviceAhead");
    QTest::newRow("computer ten days behind") << 240 * HourMs;
    QTest::newRow("computer ten days ahead") << -240 * HourMs;
    // Near enough for a duration that the service would take: too long by a day, or taking a day away.
    QTest::newRow("computer 25 hours behind") << 25 * HourMs;
    QTest::newRow("computer 25 hours ahead") << -25 * HourMs;
}

void TestLeaseGuard::F77_contestedTimeIsNotReckonedWith()
{
    QFETCH(const qint64, serviceAhead);
    ServiceFixture::Options options;
    options.clockAheadMs = serviceAhead;
    ServiceFixture fixture(options);
    const QString id = fixture.place(u"lab"_s);
    setElsewhere(fixture, id, 40 * HourMs);
    fixture.readAll();
    QVERIFY(fixture.serverClock.isContested());
    QVERIFY(fixture.serverClock.nowMs() >= fixture.cloud.nowMs() - 1'000);
    Decision decision = fixture.decision(InstanceVerb::Prolong, {id});
    decision.targets[0].stopAtMs = endOf(fixture, id) + 10 * HourMs;
    const BatchId batch = fixture.acting.submit(decision);
    QVERIFY(fixture.waitForBatch(batch));
    const ActionOutcome outcome = fixture.onlyOutcome(batch);
    QCOMPARE(outcome.end, End::Failed);
    QVERIFY(outcome.mayRetry);
    QVERIFY(!outcome.wantsOtherTime);
    QVERIFY2(outcome.text.contains(u"Nothing was sent"_s), qPrintable(outcome.text));
    QCOMPARE(fixture.writesSeen(), 0);

    fixture.time.advance(1'000);
    fixture.readAll();
    QVERIFY(fixture.serverClock.isVerified());
    QVERIFY(qAbs(fixture.serverClock.nowMs() - fixture.cloud.nowMs()) <= 1'000);
    const BatchId again = fixture.acting.retryFailed(batch);
    QVERIFY(again != 0);
    QVERIFY(fixture.waitForBatch(again));
    QCOMPARE(fixture.onlyOutcome(again).end, End::Confirmed);
    QVERIFY(qAbs(endOf(fixture, id) - decision.targets.constFirst().stopAtMs) <= 1'500);
}

void TestLeaseGuard::F77_longOverdueByAClockThatNothingConfirms_data()
{
    QTest::addColumn<qint64>("serviceAhead");
    QTest::addColumn<End>("end");
    QTest::newRow("computer 26 hours ahead") << -26 * HourMs << End::Failed;
    QTest::newRow("computer right, the service late by minutes") << qint64(0) << End::Confirmed;
}

/// No answer has a Date: that it still runs is all that tells of a wrong clock.
void TestLeaseGuard::F77_longOverdueByAClockThatNothingConfirms()
{
    QFETCH(const qint64, serviceAhead);
    QFETCH(const End, end);
    ServiceFixture::Options options;
    options.clockAheadMs = serviceAhead;
    ServiceFixture fixture(options);
    fixture.network.setService([&fixture](const CloudRequest &request) {
        CloudResponse response = fixture.cloud.handle(request);
        response.headers.removeIf([](const auto &header) { return header.first.toLower() == "date"; });
        return response;
    });
    SimulatedCloud::Record record;
    record.name = u"lab"_s;
    record.leaseUpdateAtMs = record.leaseCreateAtMs = fixture.cloud.nowMs() - 3 * HourMs;
    record.leaseDurationMs = 3 * HourMs - 5 * 60'000 + (serviceAhead == 0 ? 0 : 5 * HourMs);
    const QString id = fixture.cloud.place(record);
    fixture.readAll();
    QVERIFY(!fixture.serverClock.isVerified());
    QVERIFY(!fixture.serverClock.isContested());
    const qint64 before = endOf(fixture, id);
    const ActionOutcome outcome = fixture.run(fixture.decision(InstanceVerb::Prolong, {id}));
    QVERIFY2(outcome.end == end, qPrintable(outcome.text));
    QCOMPARE(fixture.writesSeen(), end == End::Failed ? 0 : 1);
    QVERIFY(endOf(fixture, id) >= before);
    QVERIFY(end == End::Confirmed || outcome.text.contains(u"Nothing was sent"_s));
}

void TestLeaseGuard::F77_wildFirstDateIsNotCountedFrom_data()
{
    QTest::addColumn<qint64>("off");
    QTest::newRow("long ago") << -240 * HourMs;
    QTest::newRow("yesterday") << -25 * HourMs;
    QTest::newRow("tomorrow") << 25 * HourMs;
    QTest::newRow("far ahead") << 240 * HourMs;
}

void TestLeaseGuard::F77_wildFirstDateIsNotCountedFrom()
{
    QFETCH(const qint64, off);
    ServiceFixture fixture;
    spoilFirstDate(fixture, off);
    const QString id = fixture.place(u"lab"_s);
    setElsewhere(fixture, id, 40 * HourMs);
    fixture.readAll();
    // Whatever came first, the next answer settles it.
    QVERIFY(fixture.serverClock.isVerified());
    QVERIFY(qAbs(fixture.serverClock.nowMs() - fixture.cloud.nowMs()) <= 1'000);
    Decision decision = fixture.decision(InstanceVerb::Prolong, {id});
    decision.targets[0].stopAtMs = endOf(fixture, id) + 10 * HourMs;
    QCOMPARE(fixture.run(decision).end, End::Confirmed);
    QVERIFY(qAbs(endOf(fixture, id) - decision.targets.constFirst().stopAtMs) <= 1'500);
}

void TestLeaseGuard::F77_leftOpenOutlastsAContestedTime()
{
    ServiceFixture fixture;
    const QString id = fixture.place(u"lab"_s);
    ActionIntent open;
    open.instanceId = id;
    open.name = u"lab"_s;
    open.verb = open.write = InstanceVerb::Prolong;
    open.state = ActionIntent::State::Sent;
    open.before = InstanceStatus::Running;
    open.atMs = fixture.cloud.nowMs() - 120'000;
    open.stopAtMs = open.atMs + 5 * HourMs;
    open.leaseSetMs = fixture.cloud.record(id)->leaseUpdateAtMs;
    ActionJournal journal(fixture.time);
    journal.add({open});
    ActionService acting(fixture.api, fixture.store, fixture.serverClock, fixture.time, fixture.time,
                         journal);
    QList<BatchReport> reports;
    connect(&acting, &ActionService::batchEnded, &acting,
            [&reports](const BatchReport &report) { reports.append(report); });
    acting.takeUpLeftOpen();
    // By a time that is days ahead, what was asked for would long be past and could no longer be told.
    spoilFirstDate(fixture, 240 * HourMs);
    InstanceReader reader(fixture.api, fixture.store);
    reader.read(id, Patience::Person);
    fixture.time.advance(500);
    QVERIFY(fixture.row(id));
    QVERIFY(fixture.serverClock.isContested());
    acting.lookIntoLeftOpen();
    QVERIFY(fixture.time.advanceUntil([&reports] { return !reports.isEmpty(); }, 600'000));
    QVERIFY(fixture.serverClock.isVerified());
    QCOMPARE(reports.constFirst().outcomes.constFirst().end, End::Failed);
}

QTEST_GUILESS_MAIN(TestLeaseGuard)
#include "tst_leaseguard.moc"
