// SPDX-License-Identifier: MIT
#include "action.h"
#include "servicefixture.h"

#include <QPointer>
#include <QTest>

#include <utility>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

using End = ActionOutcome::End;

namespace
{

/// Waits for a person, as signing in with a second factor does.
class HeldAuthenticator final : public Authenticator
{
public:
    explicit HeldAuthenticator(QByteArray token) : m_token(std::move(token)) {}
    bool holds = false;
    int refusals = 0; ///< that it was told of

    void authorise(HttpRequest request, QObject *context,
                   std::function<void(Result<HttpRequest>)> done) override
    {
        request.headers.emplaceBack("X-Auth-Token", m_token);
        if (holds)
            m_waiting.append({context, [request, done] { done(request); }});
        else
            done(request);
    }
    void renew(const ApiError &refusal, QObject *context, RenewDone done) override
    {
        ++refusals;
        if (holds)
            m_waiting.append({context, [done] { done(std::nullopt); }});
        else
            done(refusal);
    }
    void goOn()
    {
        holds = false;
        for (const auto &[context, go] : std::exchange(m_waiting, {})) {
            if (context)
                go();
        }
    }

private:
    QByteArray m_token;
    QList<std::pair<QPointer<QObject>, std::function<void()>>> m_waiting;
};

/// The service behind such a sign-in.
struct HeldService {
    ServiceFixture fixture;
    HeldAuthenticator signIn{fixture.cloud.token()};
    InstancesApi api{fixture.http, signIn, fixture.api.profile()};
    ActionService acting{api, fixture.store, fixture.serverClock, fixture.time, fixture.time};
    QList<ActionOutcome> ended;

    HeldService()
    {
        acting.setGraceMs(0);
        QObject::connect(&acting, &ActionService::actionEnded, &acting,
                         [this](BatchId, const ActionOutcome &outcome) { ended.append(outcome); });
    }
    QString place(const QString &status)
    {
        const QString id = fixture.place(u"lab"_s, status);
        fixture.readAll();
        return id;
    }
    /// Somebody else starts or stops it, which takes a while; and it is read since.
    void colleague(InstanceVerb verb, const QString &id)
    {
        if (verb == InstanceVerb::Start)
            Q_UNUSED(fixture.api.start(id, 7'200'000, nullptr))
        else
            Q_UNUSED(fixture.api.stop(id, nullptr))
        fixture.time.advance(120'000);
        fixture.network.forgetSeen();
        fixture.readAll();
    }
    [[nodiscard]] int writes() const { return fixture.writesSeen(); }
};

} // namespace

/// Writes that wait for the sign-in have not been sent.
class TestActionSignIn : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void N3_waitingTooLongIsNoUnknownOutcome_data();
    void N3_waitingTooLongIsNoUnknownOutcome();
    void F69_quittingCallsOffWhatWaits_data();
    void F69_quittingCallsOffWhatWaits();
    void F69_whatIsOnTheWireIsNotCalledOff();
    void N2_refusedUnreadAndNotWantedAnyMore_data();
    void N2_refusedUnreadAndNotWantedAnyMore();
    void N9_whatWaitsCanBeCalledOff();
    void W1_judgedAnewWhenItLeaves_data();
    void W1_judgedAnewWhenItLeaves();
};

void TestActionSignIn::N3_waitingTooLongIsNoUnknownOutcome_data()
{
    QTest::addColumn<bool>("after401");
    QTest::newRow("before the first attempt") << false;
    QTest::newRow("after a refused one") << true;
}

void TestActionSignIn::N3_waitingTooLongIsNoUnknownOutcome()
{
    QFETCH(const bool, after401);
    HeldService service;
    const QString id = service.place(u"STOPPED"_s);
    if (after401)
        service.fixture.cloud.answerNext("DELETE", id.toUtf8(),
                                         ServiceFixture::refusal(401, u"ModelArts.0203"_s));
    service.signIn.holds = !after401;
    service.acting.submit(service.fixture.decision(InstanceVerb::Delete, {id}));
    service.fixture.time.advance(10);
    service.signIn.holds = true;
    service.fixture.time.advance(Action::LimitMs + 1'000);
    QCOMPARE(service.ended.size(), 1);
    QCOMPARE(service.ended.first().end, End::Failed);
    QVERIFY2(service.ended.first().text.contains(u"Nothing was sent"_s),
             qPrintable(service.ended.first().text));
    QVERIFY(service.ended.first().mayRetry);
    // Signed in at last: too late for this one.
    service.signIn.goOn();
    service.fixture.time.advance(60'000);
    QCOMPARE(service.writes(), after401 ? 1 : 0);
    QCOMPARE(service.fixture.effects("delete", id), 0);
}

void TestActionSignIn::F69_quittingCallsOffWhatWaits_data()
{
    QTest::addColumn<QString>("status");
    QTest::newRow("delete") << u"STOPPED"_s;
    QTest::newRow("stop, then delete") << u"RUNNING"_s;
}

void TestActionSignIn::F69_quittingCallsOffWhatWaits()
{
    QFETCH(const QString, status);
    HeldService service;
    const QString id = service.place(status);
    service.signIn.holds = true;
    service.acting.submit(service.fixture.decision(InstanceVerb::Delete, {id}));
    service.fixture.time.advance(1'000);
    service.acting.cancelUnsent();
    QCOMPARE(service.acting.lastOutcomes().size(), 1);
    QCOMPARE(service.acting.inFlight(), 0);
    service.signIn.goOn();
    service.fixture.time.advance(60'000);
    QCOMPARE(service.ended.size(), 1);
    QCOMPARE(service.ended.first().end, End::Cancelled);
    QVERIFY2(service.ended.first().text.contains(u"nothing was sent"_s),
             qPrintable(service.ended.first().text));
    QCOMPARE(service.writes(), 0);
}

void TestActionSignIn::F69_whatIsOnTheWireIsNotCalledOff()
{
    HeldService service;
    const QString id = service.place(u"STOPPED"_s);
    service.acting.submit(service.fixture.decision(InstanceVerb::Delete, {id}));
    service.fixture.time.advance(10);
    QCOMPARE(service.writes(), 1);
    service.acting.cancelUnsent();
    QCOMPARE(service.acting.lastOutcomes().size(), 0);
    QCOMPARE(service.acting.inFlight(), 1);
    QVERIFY(service.fixture.time.advanceUntil([&service] { return !service.ended.isEmpty(); }, 60'000));
    QCOMPARE(service.ended.first().end, End::Confirmed);
}

void TestActionSignIn::N2_refusedUnreadAndNotWantedAnyMore_data()
{
    QTest::addColumn<InstanceVerb>("verb");
    QTest::addColumn<QString>("status");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<int>("refusal");
    QTest::addColumn<bool>("quits");
    QTest::newRow("called off, 401") << InstanceVerb::Delete << u"RUNNING"_s << "POST"_ba << 401 << false;
    QTest::newRow("called off, 429") << InstanceVerb::Delete << u"RUNNING"_s << "POST"_ba << 429 << false;
    for (const int status : {401, 429}) {
        const auto row = [status](const char *name) -> QTestData & {
            return QTest::addRow("%s while everything ends, %d", name, status);
        };
        row("stop, then delete") << InstanceVerb::Delete << u"RUNNING"_s << "POST"_ba << status << true;
        row("delete") << InstanceVerb::Delete << u"STOPPED"_s << "DELETE"_ba << status << true;
        row("stop") << InstanceVerb::Stop << u"RUNNING"_s << "POST"_ba << status << true;
        row("start") << InstanceVerb::Start << u"STOPPED"_s << "POST"_ba << status << true;
        row("prolong") << InstanceVerb::Prolong << u"RUNNING"_s << "PATCH"_ba << status << true;
    }
}

/// Between its refusal and its repetition nothing of a write is out.
void TestActionSignIn::N2_refusedUnreadAndNotWantedAnyMore()
{
    QFETCH(const InstanceVerb, verb);
    QFETCH(const QString, status);
    QFETCH(const QByteArray, method);
    QFETCH(const int, refusal);
    QFETCH(const bool, quits);
    HeldService service;
    const QString id = service.place(status);
    service.fixture.cloud.answerNext(method, id.toUtf8(),
                                     ServiceFixture::refusal(refusal, u"ModelArts.0203"_s));
    service.acting.submit(service.fixture.decision(verb, {id}));
    service.fixture.time.advance(10);
    QCOMPARE(service.writes(), 1);
    if (quits)
        service.acting.cancelUnsent();
    else
        QVERIFY(service.acting.cancel(id));
    service.signIn.holds = true;
    service.fixture.time.advance(1'000);
    service.signIn.goOn();
    service.fixture.time.advance(300'000);
    QCOMPARE(service.writes(), 1);
    QCOMPARE(service.signIn.refusals, refusal == 401 ? 1 : 0); // F24: a key that is refused counts
    QCOMPARE(service.ended.size(), 1);
    QCOMPARE(service.ended.first().end, End::Cancelled);
    QVERIFY2(service.ended.first().text.contains(u"nothing was sent"_s),
             qPrintable(service.ended.first().text));
}

void TestActionSignIn::N9_whatWaitsCanBeCalledOff()
{
    HeldService service;
    const QString id = service.place(u"STOPPED"_s);
    service.signIn.holds = true;
    service.acting.submit(service.fixture.decision(InstanceVerb::Start, {id}));
    service.fixture.time.advance(1'000);
    QVERIFY(service.fixture.row(id)->activity.cancellable);
    service.fixture.cloud.answerNext("POST", id.toUtf8(), ServiceFixture::refusal(401, u"ModelArts.0203"_s));
    service.signIn.goOn();
    QVERIFY(!service.fixture.row(id)->activity.cancellable);
    service.signIn.holds = true;
    service.fixture.time.advance(1'000);
    QCOMPARE(service.writes(), 1);
    QVERIFY(service.fixture.row(id)->activity.cancellable);
    QVERIFY(service.acting.cancel(id));
    service.signIn.goOn();
    service.fixture.time.advance(10'000);
    QCOMPARE(service.writes(), 1);
    QCOMPARE(service.ended.size(), 1);
    QCOMPARE(service.ended.first().end, End::Cancelled);
}

void TestActionSignIn::W1_judgedAnewWhenItLeaves_data()
{
    QTest::addColumn<InstanceVerb>("verb");
    QTest::addColumn<QString>("shown");
    QTest::addColumn<InstanceVerb>("meanwhile");
    QTest::addColumn<End>("end");
    QTest::addColumn<QByteArrayList>("methods");
    QTest::newRow("started before it is deleted")
        << InstanceVerb::Delete << u"STOPPED"_s << InstanceVerb::Start << End::Failed << QByteArrayList();
    QTest::newRow("stopped by somebody else, to be deleted")
        << InstanceVerb::Delete << u"RUNNING"_s << InstanceVerb::Stop << End::Confirmed
        << QByteArrayList{"DELETE"};
    QTest::newRow("stopped by somebody else")
        << InstanceVerb::Stop << u"RUNNING"_s << InstanceVerb::Stop << End::Confirmed << QByteArrayList();
    QTest::newRow("started by somebody else")
        << InstanceVerb::Start << u"STOPPED"_s << InstanceVerb::Start << End::Confirmed << QByteArrayList();
}

void TestActionSignIn::W1_judgedAnewWhenItLeaves()
{
    QFETCH(const InstanceVerb, verb);
    QFETCH(const QString, shown);
    QFETCH(const InstanceVerb, meanwhile);
    QFETCH(const End, end);
    QFETCH(const QByteArrayList, methods);
    HeldService service;
    const QString id = service.place(shown);
    service.signIn.holds = true;
    service.acting.submit(service.fixture.decision(verb, {id}));
    service.fixture.time.advance(10);
    service.colleague(meanwhile, id);
    service.signIn.goOn();
    QVERIFY(service.fixture.time.advanceUntil([&service] { return !service.ended.isEmpty(); }, 120'000));
    QVERIFY2(service.ended.first().end == end, qPrintable(service.ended.first().text));
    QByteArrayList sent;
    for (const SimulatedAccessManager::Seen &one : service.fixture.network.seen()) {
        if (one.method != "GET")
            sent.append(one.method);
    }
    QCOMPARE(sent, methods);
}

QTEST_GUILESS_MAIN(TestActionSignIn)
#include "tst_actionsignin.moc"
