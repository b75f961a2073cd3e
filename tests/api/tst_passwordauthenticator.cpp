// SPDX-License-Identifier: MIT
#include "httpbench.h"
#include "signinbench.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

using Delivery = ApiError::Delivery;
using Kind = ApiError::Kind;
using Problem = SignInProblem;

namespace
{

constexpr qint64 Second = 1'000;
constexpr qint64 Hour = 3'600 * Second;

ServedAnswer coded(int status, const QByteArray &code)
{
    return {status, {}, R"({"error_code":")" + code + R"(","error_msg":"x"})"};
}

} // namespace

/// Signing in by itself: when it does, for whom, and when it no longer does.
class PasswordAuthenticatorTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void signsInOnFirstNeed();
    void signsInWithoutACall();
    void asksForTheProject_data();
    void asksForTheProject();
    void F26_oneSignInForTwenty();
    void F26_oneRenewalForTwenty();
    void F26_lateRefusalOfTheOldToken();
    void F22_renewedOnceUnseen();
    void F22_writesGoOnceMore();
    void F23_refusedForEver();
    void F25_suspendedAccount_data();
    void F25_suspendedAccount();
    void renewsBeforeTheEnd_data();
    void renewsBeforeTheEnd();
    void olderTokensEndSooner();
    void tokensWithoutAnEnd();
    void renewalDisturbsNobody();
    void renewalIsTriedAgain();
    void N8_newPasswordIsTriedRarelyWhileTheTokenServes();
    void endedTokensAreNotSent();
    void refusals_data();
    void refusals();
    void refusedRenewalLeavesTheLivingToken();
    void setPasswordTriesAgain();
    void setPasswordDropsTheAttemptUnderWay();
    void lineFailuresPass();
    void F32_throttledSignIns();
    void passcode();
    void passcodeWrongThenRight();
    void passcodeAbandoned();
    void passcodeForRenewal();
    void passcodesAreGoodForOneSignIn();
    void F71_signOut();
    void F71_signOutDropsTheLateToken();
    void waitingCallsMayGo();
    void listenersMayDestroyIt();
    void F85_secretsStayIn();
};

void PasswordAuthenticatorTest::signsInOnFirstNeed()
{
    SignInBench bench;
    bool signedInFirst = false;
    connect(bench.who.get(), &PasswordAuthenticator::signedIn, this,
            [&] { signedInFirst = bench.ends.isEmpty() && bench.cloud.calls == 0; });
    QCOMPARE(bench.cloud.signIns, 0);
    QVERIFY(!bench.who->identity());
    QVERIFY(bench.run());
    QVERIFY(signedInFirst);
    QCOMPARE(bench.cloud.signIns, 1);
    QCOMPARE(bench.cloud.lastToken, QByteArray("token-marker-1"));
    QCOMPARE(bench.signedIn->count(), 1);
    const auto identity = bench.signedIn->first().first().value<IamIdentity>();
    QCOMPARE(identity.userId, u"u1"_s);
    QCOMPARE(identity.userName, u"ana"_s);
    QCOMPARE(identity.projectId, u"p1"_s);
    QCOMPARE(identity.projectName, u"eu-de"_s);
    QCOMPARE(identity.expiresAtMs, bench.serverTime.now + 24 * Hour);
    QCOMPARE(bench.who->identity(), std::optional(identity));
    // The token is used as long as it lives.
    QVERIFY(bench.run());
    QCOMPARE(bench.cloud.signIns, 1);
}

void PasswordAuthenticatorTest::signsInWithoutACall()
{
    SignInBench bench;
    bench.who->signIn();
    bench.who->signIn();
    QVERIFY(bench.until([&] { return bench.signedIn->count() == 1; }));
    bench.who->signIn();
    bench.time.settle();
    QCOMPARE(bench.cloud.signIns, 1);
}

void PasswordAuthenticatorTest::asksForTheProject_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("region");
    QTest::addColumn<QByteArray>("scope");
    QTest::newRow("id") << u"p1"_s << u"eu-de_ml"_s << u"eu-de"_s << QByteArray(R"({"project":{"id":"p1"}})");
    QTest::newRow("name") << QString() << u"eu-de_ml"_s << u"eu-de"_s
                          << QByteArray(R"({"project":{"name":"eu-de_ml","domain":{"name":"Home"}}})");
    QTest::newRow("region") << QString() << QString() << u"eu-de"_s
                            << QByteArray(R"({"project":{"name":"eu-de","domain":{"name":"Home"}}})");
    QTest::newRow("nothing") << QString() << QString() << QString()
                             << QByteArray(R"({"domain":{"name":")" +
                                           SignInBench().profile.accountName.toUtf8() + R"("}})");
}

void PasswordAuthenticatorTest::asksForTheProject()
{
    QFETCH(QString, id);
    QFETCH(QString, name);
    QFETCH(QString, region);
    QFETCH(QByteArray, scope);
    SignInBench bench;
    Profile profile = bench.profile;
    profile.projectId = id;
    profile.projectName = name;
    profile.region = region;
    PasswordAuthenticator who(bench.client, bench.serverTime, profile, Secret(bench.cloud.password));
    who.setProjectDomain(u"Home"_s);
    who.signIn();
    QVERIFY(bench.until([&] { return who.identity().has_value(); }));
    const QJsonObject auth = QJsonDocument::fromJson(bench.cloud.lastBody).object()["auth"_L1].toObject();
    QCOMPARE(auth["scope"_L1].toObject(), QJsonDocument::fromJson(scope).object());
}

void PasswordAuthenticatorTest::F26_oneSignInForTwenty()
{
    SignInBench bench;
    for (int i = 0; i < 20; ++i)
        bench.ask();
    QVERIFY(bench.until([&] { return bench.ends.size() == 20; }));
    QCOMPARE(bench.cloud.signIns, 1);
    QCOMPARE(bench.cloud.calls, 20);
    for (const auto &end : std::as_const(bench.ends))
        QVERIFY(end);
}

void PasswordAuthenticatorTest::F26_oneRenewalForTwenty()
{
    SignInBench bench;
    QVERIFY(bench.run());
    bench.cloud.revoke();
    bench.ends.clear();
    for (int i = 0; i < 20; ++i)
        bench.ask();
    QVERIFY(bench.until([&] { return bench.ends.size() == 20; }));
    QCOMPARE(bench.cloud.signIns, 2);
    for (const auto &end : std::as_const(bench.ends))
        QVERIFY(end);
    QCOMPARE(bench.failed->count(), 0);
}

void PasswordAuthenticatorTest::F26_lateRefusalOfTheOldToken()
{
    SignInBench bench;
    QVERIFY(bench.run());
    bench.cloud.holdsCalls = true;
    bench.ask();
    QVERIFY(bench.until([&] { return bench.cloud.heldCalls.size() == 1; }));
    bench.cloud.holdsCalls = false;
    bench.cloud.revoke();
    QVERIFY(bench.run()); // renews
    QCOMPARE(bench.cloud.signIns, 2);
    bench.cloud.heldCalls.front().answer(FakeCloud::unauthorised());
    QVERIFY(bench.until([&] { return bench.ends.size() == 3; }));
    QVERIFY(bench.ends.last());
    QCOMPARE(bench.cloud.signIns, 2);
}

void PasswordAuthenticatorTest::F22_renewedOnceUnseen()
{
    SignInBench bench;
    QVERIFY(bench.run());
    bench.cloud.revoke();
    QVERIFY(bench.run());
    QCOMPARE(bench.cloud.signIns, 2);
    QCOMPARE(bench.cloud.calls, 3);
    QCOMPARE(bench.cloud.lastToken, QByteArray("token-marker-2"));
    // And again when it happens again.
    bench.cloud.revoke();
    QVERIFY(bench.run());
    QCOMPARE(bench.cloud.signIns, 3);
    QCOMPARE(bench.failed->count(), 0);
}

void PasswordAuthenticatorTest::F22_writesGoOnceMore()
{
    SignInBench bench;
    QVERIFY(bench.run());
    bench.cloud.revoke();
    bench.cloud.serviceAnswer = ServedAnswer{204, {}, {}};
    ApiCall<WriteAnswer> *const call = bench.api->remove(u"i1"_s, nullptr);
    bool isOk = false;
    connect(call, &ApiCallBase::finished, call, [&isOk, call] { isOk = call->result().isOk(); });
    QVERIFY(bench.until([&] { return isOk; }));
    QCOMPARE(bench.cloud.calls, 3);
}

void PasswordAuthenticatorTest::F23_refusedForEver()
{
    SignInBench bench;
    bench.cloud.serviceAnswer = FakeCloud::unauthorised();
    const auto result = bench.run();
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Kind::Unauthorised);
    QCOMPARE(result.error().signInProblem, Problem::TokenEnded);
    QCOMPARE(bench.cloud.calls, 2);
    QCOMPARE(bench.cloud.signIns, 2);
    QCOMPARE(bench.failed->count(), 1);
    for (int i = 0; i < 10; ++i) {
        const auto next = bench.run();
        QVERIFY(!next);
        QCOMPARE(next.error().kind, Kind::Unauthorised);
        QCOMPARE(next.error().delivery, Delivery::NeverSent);
    }
    bench.time.advance(48 * Hour);
    QCOMPARE(bench.cloud.calls, 2);
    QCOMPARE(bench.cloud.signIns, 2);
    QCOMPARE(bench.failed->count(), 1);
    // The user's word starts it again.
    bench.cloud.serviceAnswer.reset();
    bench.who->signIn();
    QVERIFY(bench.run());
}

void PasswordAuthenticatorTest::F25_suspendedAccount_data()
{
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("suspended") << QByteArray("ModelArts.6201");
    QTest::newRow("restricted") << QByteArray("ModelArts.6203");
}

void PasswordAuthenticatorTest::F25_suspendedAccount()
{
    QFETCH(QByteArray, code);
    SignInBench bench;
    bench.cloud.serviceAnswer = coded(401, code);
    const auto result = bench.run();
    QVERIFY(!result);
    QCOMPARE(result.error().signInProblem, Problem::AccountSuspended);
    QCOMPARE(bench.cloud.signIns, 1);
    QCOMPARE(bench.cloud.calls, 1);
    QCOMPARE(bench.failure().signInProblem, Problem::AccountSuspended);
    QVERIFY(!bench.run());
    QCOMPARE(bench.cloud.calls, 1);
}

void PasswordAuthenticatorTest::renewsBeforeTheEnd_data()
{
    QTest::addColumn<qint64>("lifeMs");
    QTest::addColumn<qint64>("renewedAfterMs");
    QTest::newRow("a day") << 24 * Hour << 24 * Hour - 120 * Second;
    QTest::newRow("five minutes") << 300 * Second << 180 * Second;
    QTest::newRow("where both are the same") << 240 * Second << 120 * Second;
    QTest::newRow("two minutes") << 120 * Second << 60 * Second;
    QTest::newRow("half a minute") << 30 * Second << 15 * Second;
}

void PasswordAuthenticatorTest::renewsBeforeTheEnd()
{
    QFETCH(qint64, lifeMs);
    QFETCH(qint64, renewedAfterMs);
    SignInBench bench;
    bench.cloud.lifeMs = lifeMs;
    QVERIFY(bench.run());
    for (int round = 1; round <= 3; ++round) {
        bench.time.advance(renewedAfterMs - 1);
        QVERIFY(!bench.client.isBusy());
        QCOMPARE(bench.cloud.signIns, round);
        bench.time.advance(1);
        QVERIFY(bench.until([&] { return bench.signedIn->count() == round + 1; }));
        QCOMPARE(bench.cloud.signIns, round + 1);
        QVERIFY(bench.run());
        QCOMPARE(bench.cloud.lastToken, QByteArray("token-marker-" + QByteArray::number(round + 1)));
    }
    QCOMPARE(bench.failed->count() + bench.postponed->count(), 0);
}

void PasswordAuthenticatorTest::olderTokensEndSooner()
{
    SignInBench bench;
    bench.cloud.ageMs = 20 * Hour;
    QVERIFY(bench.run());
    bench.time.advance(4 * Hour - 121 * Second);
    QVERIFY(!bench.client.isBusy());
    QCOMPARE(bench.cloud.signIns, 1);
    bench.cloud.ageMs = 0;
    bench.time.advance(1 * Second);
    QVERIFY(bench.until([&] { return bench.signedIn->count() == 2; }));
    // A clock that calls a token dead at birth is not believed: no sign-in after sign-in.
    bench.serverTime.now += 300 * 24 * Hour;
    bench.cloud.ageMs = 301 * 24 * Hour;
    bench.cloud.revoke();
    QVERIFY(bench.run());
    QVERIFY(bench.run());
    QCOMPARE(bench.cloud.signIns, 3);
}

void PasswordAuthenticatorTest::tokensWithoutAnEnd()
{
    SignInBench bench;
    bench.cloud.lifeMs = 0;
    QVERIFY(bench.run());
    bench.time.advance(48 * Hour);
    QVERIFY(bench.run());
    QCOMPARE(bench.cloud.signIns, 1);
    bench.cloud.revoke();
    QVERIFY(bench.run());
    QCOMPARE(bench.cloud.signIns, 2);
}

void PasswordAuthenticatorTest::renewalDisturbsNobody()
{
    SignInBench bench;
    QVERIFY(bench.run());
    bench.cloud.holdsSignIns = true;
    bench.cloud.holdsCalls = true;
    bench.ask(); // on its way while the token is renewed
    QVERIFY(bench.until([&] { return bench.cloud.heldCalls.size() == 1; }));
    // The client's own deadline for reads would end the held call.
    bench.client.setDeadlines({48 * Hour, 48 * Hour, 48 * Hour, 48 * Hour});
    bench.cloud.heldCalls.front().answer({200, {}, R"({"data":[]})"});
    QVERIFY(bench.until([&] { return bench.ends.size() == 2; }));
    bench.cloud.heldCalls.clear();
    bench.ask();
    QVERIFY(bench.until([&] { return bench.cloud.heldCalls.size() == 1; }));
    bench.time.advance(24 * Hour - 120 * Second);
    QVERIFY(bench.until([&] { return bench.cloud.heldSignIns.size() == 1; }));
    bench.cloud.holdsCalls = false;
    QVERIFY(bench.run()); // meanwhile, with the old one
    QCOMPARE(bench.cloud.lastToken, QByteArray("token-marker-1"));
    bench.cloud.release();
    QVERIFY(bench.until([&] { return bench.signedIn->count() == 2; }));
    bench.cloud.heldCalls.front().answer({200, {}, R"({"data":[]})"});
    QVERIFY(bench.until([&] { return bench.ends.size() == 4; }));
    QVERIFY(bench.ends.last());
    QVERIFY(bench.run());
    QCOMPARE(bench.cloud.lastToken, QByteArray("token-marker-2"));
    QCOMPARE(bench.cloud.signIns, 2);
}

void PasswordAuthenticatorTest::renewalIsTriedAgain()
{
    SignInBench bench;
    QVERIFY(bench.run());
    bench.cloud.signInTrouble = ServedAnswer{503, {}, "{}"};
    bench.time.advance(24 * Hour - 120 * Second);
    QVERIFY(bench.until([&] { return bench.postponed->count() == 1; }));
    QVERIFY(bench.run()); // the old one still serves
    bench.time.advance(59 * Second);
    QVERIFY(!bench.client.isBusy());
    QCOMPARE(bench.cloud.signIns, 2);
    bench.cloud.signInTrouble.reset();
    bench.time.advance(1 * Second);
    QVERIFY(bench.until([&] { return bench.signedIn->count() == 2; }));
    QCOMPARE(bench.failed->count(), 0);
}

void PasswordAuthenticatorTest::N8_newPasswordIsTriedRarelyWhileTheTokenServes()
{
    // Beside what the account itself is asked once a minute.
    SignInBench bench;
    QVERIFY(bench.run());
    bench.cloud.signInTrouble = ServedAnswer{503, {}, "{}"};
    bench.who->setPassword(Secret(bench.cloud.password));
    QVERIFY(bench.until([&] { return bench.postponed->count() == 1; }));
    const int before = bench.cloud.signIns;
    bench.time.advance(599 * Second);
    QVERIFY(!bench.client.isBusy());
    QCOMPARE(bench.cloud.signIns, before);
    bench.cloud.signInTrouble.reset();
    bench.time.advance(1 * Second);
    QVERIFY(bench.until([&] { return bench.signedIn->count() == 2; }));
    QVERIFY(bench.run());
}

void PasswordAuthenticatorTest::endedTokensAreNotSent()
{
    SignInBench bench;
    QVERIFY(bench.run());
    bench.cloud.signInTrouble = ServedAnswer{503, {}, "{}"};
    bench.client.setDeadlines({48 * Hour, 48 * Hour, 48 * Hour, 48 * Hour});
    // Attempts while the token still lived, each answered.
    bench.time.advance(24 * Hour - 120 * Second);
    for (int i = 0; i < 60; ++i) {
        bench.time.advance(5 * Second);
        QVERIFY(bench.until([&] { return !bench.client.isBusy(); }));
    }
    const int tried = bench.cloud.signIns;
    QVERIFY2(tried >= 3 && tried <= 12, qPrintable(QString::number(tried)));
    const int calls = bench.cloud.calls;
    const auto result = bench.run();
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Kind::Server);
    QCOMPARE(result.error().delivery, Delivery::NeverSent);
    QCOMPARE(bench.cloud.calls, calls);
    bench.cloud.signInTrouble.reset();
    QVERIFY(bench.run());
}

void PasswordAuthenticatorTest::refusals_data()
{
    QTest::addColumn<ServedAnswer>("trouble");
    QTest::addColumn<bool>("namesProject");
    QTest::addColumn<Problem>("problem");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const ServedAnswer &trouble, Problem problem,
                        const QString &words) { QTest::newRow(name) << trouble << true << problem << words; };
    row("wrong password", FakeCloud::iamRefusal(401, "The username or password is wrong."),
        Problem::WrongPassword, u"is wrong"_s);
    row("locked", FakeCloud::iamRefusal(401, "The account is locked."), Problem::AccountLocked, u"locked"_s);
    row("locked, by code", coded(401, "IAM.0061"), Problem::AccountLocked, u"locked"_s);
    row("no such project", FakeCloud::iamRefusal(404, "Could not find project: eu-de."), Problem::NoProject,
        u"project"_s);
    row("console only", coded(403, "IAM.0081"), Problem::ConsoleOnly, u"web console"_s);
    row("bad request", coded(400, "IAM.0011"), Problem::None, u"does not understand"_s);
    QTest::newRow("token for no project") << ServedAnswer{} << false << Problem::NoProject << u"no project"_s;
}

void PasswordAuthenticatorTest::refusals()
{
    QFETCH(ServedAnswer, trouble);
    QFETCH(bool, namesProject);
    QFETCH(QString, words);
    SignInBench bench;
    bench.cloud.namesProject = namesProject;
    if (namesProject)
        bench.cloud.signInTrouble = trouble;
    for (int i = 0; i < 5; ++i)
        bench.ask();
    QVERIFY(bench.until([&] { return bench.ends.size() == 5; }));
    for (int i = 0; i < 5; ++i)
        QVERIFY(!bench.run());
    for (const auto &end : std::as_const(bench.ends)) {
        QVERIFY(!end);
        QCOMPARE(end.error().kind, Kind::Unauthorised);
        QCOMPARE(end.error().delivery, Delivery::NeverSent);
        QTEST(end.error().signInProblem, "problem");
        QVERIFY2(end.error().message.contains(words), qPrintable(end.error().message));
    }
    bench.time.advance(48 * Hour);
    QCOMPARE(bench.cloud.signIns, 1);
    QCOMPARE(bench.cloud.calls, 0);
    QCOMPARE(bench.failed->count(), 1);
    QCOMPARE(bench.failure(), bench.ends.first().error());
}

void PasswordAuthenticatorTest::refusedRenewalLeavesTheLivingToken()
{
    SignInBench bench;
    QVERIFY(bench.run());
    bench.cloud.password = "changed";
    bench.time.advance(24 * Hour - 120 * Second);
    QVERIFY(bench.until([&] { return bench.failed->count() == 1; }));
    QCOMPARE(bench.failure().signInProblem, Problem::WrongPassword);
    QVERIFY(bench.run());
    bench.time.advance(120 * Second);
    const auto result = bench.run();
    QVERIFY(!result);
    QCOMPARE(result.error().signInProblem, Problem::WrongPassword);
    QCOMPARE(bench.cloud.signIns, 2);
}

void PasswordAuthenticatorTest::setPasswordTriesAgain()
{
    SignInBench bench("wrong");
    QVERIFY(!bench.run());
    QVERIFY(bench.who->refusal());
    bench.who->setPassword(Secret("wrong too"));
    QVERIFY(bench.until([&] { return bench.failed->count() == 2; }));
    bench.who->setPassword(Secret(bench.cloud.password));
    QVERIFY(bench.until([&] { return bench.signedIn->count() == 1; }));
    QVERIFY(!bench.who->refusal());
    QVERIFY(bench.run());
    QCOMPARE(bench.cloud.signIns, 3);
}

void PasswordAuthenticatorTest::setPasswordDropsTheAttemptUnderWay()
{
    SignInBench bench("wrong");
    bench.cloud.holdsSignIns = true;
    bench.ask();
    QVERIFY(bench.until([&] { return bench.cloud.signIns == 1; }));
    bench.cloud.holdsSignIns = false;
    bench.who->setPassword(Secret(bench.cloud.password));
    QVERIFY(bench.until([&] { return bench.ends.size() == 1; }));
    QVERIFY(bench.ends.first());
    QCOMPARE(bench.failed->count(), 0);
}

void PasswordAuthenticatorTest::lineFailuresPass()
{
    SignInBench bench;
    bench.cloud.holdsSignIns = true;
    bench.ask();
    QVERIFY(bench.until([&] { return bench.cloud.heldSignIns.size() == 1; }));
    bench.cloud.heldSignIns.front().drop();
    QVERIFY(bench.until([&] { return bench.ends.size() == 1; }));
    QCOMPARE(bench.ends.first().error().kind, Kind::Network);
    QCOMPARE(bench.ends.first().error().delivery, Delivery::NeverSent);
    QCOMPARE(bench.postponed->count(), 1);
    QCOMPARE(bench.failed->count(), 0);
    QCOMPARE(bench.cloud.signIns, 1);
    bench.cloud.holdsSignIns = false;
    QVERIFY(bench.run());
    QCOMPARE(bench.cloud.signIns, 2);
}

void PasswordAuthenticatorTest::F32_throttledSignIns()
{
    SignInBench bench;
    bench.cloud.signInTrouble = ServedAnswer{
        429, {{"Retry-After", "7"}}, R"({"error_code":"IAM.0012","error_msg":"5 times per minute"})"};
    QVERIFY(!bench.run());
    bench.cloud.signInTrouble.reset();
    bench.time.advance(6'900);
    const auto early = bench.run();
    QVERIFY(!early);
    QCOMPARE(early.error().kind, Kind::RateLimited);
    QCOMPARE(bench.cloud.signIns, 1);
    bench.time.advance(100);
    QVERIFY(bench.run());
    QCOMPARE(bench.cloud.signIns, 2);
}

void PasswordAuthenticatorTest::passcode()
{
    SignInBench bench;
    bench.cloud.passcode = "123456";
    bench.ask();
    bench.ask();
    QVERIFY(bench.until([&] { return bench.passcodeNeeded->count() == 1; }));
    QCOMPARE(bench.passcodeNeeded->first().first().toString(), QString());
    QVERIFY(bench.who->waitsForPasscode());
    // Everybody waits, however long; nothing is tried meanwhile.
    bench.ask();
    bench.time.advance(Hour);
    QVERIFY(bench.ends.isEmpty());
    QCOMPARE(bench.cloud.signIns, 1);
    bench.who->providePasscode(Secret("123456"));
    QVERIFY(bench.until([&] { return bench.ends.size() == 3; }));
    for (const auto &end : std::as_const(bench.ends))
        QVERIFY(end);
    QCOMPARE(bench.cloud.signIns, 2);
    QCOMPARE(bench.failed->count(), 0);
}

void PasswordAuthenticatorTest::passcodeWrongThenRight()
{
    SignInBench bench;
    bench.cloud.passcode = "123456";
    bench.ask();
    QVERIFY(bench.until([&] { return bench.passcodeNeeded->count() == 1; }));
    bench.who->providePasscode(Secret("000000"));
    QVERIFY(bench.until([&] { return bench.passcodeNeeded->count() == 2; }));
    QVERIFY(bench.passcodeNeeded->last().first().toString().contains(u"not accepted"_s));
    QVERIFY(bench.ends.isEmpty());
    bench.who->providePasscode(Secret("123456"));
    QVERIFY(bench.until([&] { return bench.ends.size() == 1; }));
    QVERIFY(bench.ends.first());
    // One that nobody asked for is not used.
    bench.who->providePasscode(Secret("123456"));
    bench.time.settle();
    QCOMPARE(bench.cloud.signIns, 3);
}

void PasswordAuthenticatorTest::passcodeAbandoned()
{
    SignInBench bench;
    bench.cloud.passcode = "123456";
    bench.ask();
    QVERIFY(bench.until([&] { return bench.passcodeNeeded->count() == 1; }));
    bench.who->abandonPasscode();
    QVERIFY(bench.until([&] { return bench.ends.size() == 1; }));
    QCOMPARE(bench.ends.first().error().kind, Kind::Unauthorised);
    QCOMPARE(bench.ends.first().error().signInProblem, Problem::PasscodeNeeded);
    QCOMPARE(bench.failed->count(), 1);
    QVERIFY(!bench.run());
    QCOMPARE(bench.cloud.signIns, 1);
    bench.who->signIn();
    QVERIFY(bench.until([&] { return bench.passcodeNeeded->count() == 2; }));
}

void PasswordAuthenticatorTest::passcodeForRenewal()
{
    SignInBench bench;
    QVERIFY(bench.run());
    bench.cloud.passcode = "123456";
    bench.time.advance(24 * Hour - 120 * Second);
    QVERIFY(bench.until([&] { return bench.passcodeNeeded->count() == 1; }));
    QVERIFY(bench.run()); // the living token serves on
    bench.time.advance(120 * Second);
    bench.ask(); // now it has ended
    bench.time.settle();
    QCOMPARE(bench.ends.size(), 2);
    bench.who->providePasscode(Secret("123456"));
    QVERIFY(bench.until([&] { return bench.ends.size() == 3; }));
    QVERIFY(bench.ends.last());
}

void PasswordAuthenticatorTest::passcodesAreGoodForOneSignIn()
{
    SignInBench bench;
    bench.cloud.passcode = "123456";
    bench.ask();
    QVERIFY(bench.until([&] { return bench.passcodeNeeded->count() == 1; }));
    bench.who->providePasscode(Secret("123456"));
    QVERIFY(bench.until([&] { return bench.ends.size() == 1; }));
    QVERIFY(bench.ends.last());
    QVERIFY(bench.cloud.lastBody.contains("123456"));
    // The renewal must not bring the code of a day ago: services count wrong ones.
    bench.time.advance(24 * Hour - 120 * Second);
    QVERIFY(bench.until([&] { return bench.passcodeNeeded->count() == 2; }));
    QVERIFY(!bench.cloud.lastBody.contains("123456"));
    QCOMPARE(bench.passcodeNeeded->last().first().toString(), QString());
}

void PasswordAuthenticatorTest::F71_signOut()
{
    SignInBench bench;
    QVERIFY(bench.run());
    bench.who->signOut();
    QVERIFY(!bench.who->identity());
    const auto result = bench.run();
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Kind::Unauthorised);
    QCOMPARE(result.error().signInProblem, Problem::SignedOut);
    bench.who->signIn(); // with what?
    bench.time.advance(48 * Hour);
    QCOMPARE(bench.cloud.signIns, 1);
    QCOMPARE(bench.cloud.calls, 1);
    bench.who->setPassword(Secret(bench.cloud.password));
    QVERIFY(bench.run());
}

void PasswordAuthenticatorTest::F71_signOutDropsTheLateToken()
{
    SignInBench bench;
    bench.cloud.holdsSignIns = true;
    bench.ask();
    QVERIFY(bench.until([&] { return bench.cloud.heldSignIns.size() == 1; }));
    bench.who->signOut();
    QVERIFY(bench.until([&] { return bench.ends.size() == 1; }));
    QCOMPARE(bench.ends.first().error().kind, Kind::Cancelled);
    QCOMPARE(bench.ends.first().error().delivery, Delivery::NeverSent);
    bench.cloud.release();
    QVERIFY(roundTrip(bench.client, bench.cloud.server.url()));
    QVERIFY(!bench.who->identity());
    QCOMPARE(bench.signedIn->count(), 0);
}

void PasswordAuthenticatorTest::waitingCallsMayGo()
{
    SignInBench bench;
    bench.cloud.holdsSignIns = true;
    delete bench.ask();
    ApiCall<InstancePage> *const cancelled = bench.ask();
    bench.ask();
    QVERIFY(bench.until([&] { return bench.cloud.heldSignIns.size() == 1; }));
    cancelled->cancel();
    QVERIFY(bench.until([&] { return bench.ends.size() == 1; }));
    QCOMPARE(bench.ends.first().error().kind, Kind::Cancelled);
    bench.cloud.release();
    QVERIFY(bench.until([&] { return bench.ends.size() == 2; }));
    QVERIFY(bench.ends.last());
    QCOMPARE(bench.cloud.calls, 1);
}

void PasswordAuthenticatorTest::listenersMayDestroyIt()
{
    SignInBench bench;
    int heard = 0;
    for (const bool succeeds : {true, false}) {
        auto *const who =
            new PasswordAuthenticator(bench.client, bench.serverTime, bench.profile,
                                      Secret(succeeds ? bench.cloud.password : QByteArray("wrong")));
        const auto end = [who, &heard] {
            ++heard;
            delete who;
        };
        connect(who, &PasswordAuthenticator::signedIn, this, end);
        connect(who, &PasswordAuthenticator::signInFailed, this, end);
        who->signIn();
    }
    QVERIFY(bench.until([&] { return heard == 2; }));
}

void PasswordAuthenticatorTest::F85_secretsStayIn()
{
    const LogCatcher log;
    SignInBench bench;
    bench.cloud.passcode = "code-marker-2";
    QStringList shown;
    bench.ask();
    QVERIFY(bench.until([&] { return bench.passcodeNeeded->count() == 1; }));
    bench.who->providePasscode(Secret("code-marker-2"));
    QVERIFY(bench.until([&] { return bench.ends.size() == 1; }));
    bench.cloud.passcode.clear();
    bench.cloud.serviceAnswer = FakeCloud::unauthorised();
    const auto result = bench.run();
    QVERIFY(!result);
    shown << result.error().details() << result.error().detail << bench.failure().details() << log.text();
    const QString all = shown.join(u'\n');
    for (const QByteArray &marker :
         {QByteArray("pass-marker-1"), QByteArray("code-marker-2"), QByteArray("token-marker")}) {
        QVERIFY(!all.contains(QString::fromLatin1(marker)));
        QVERIFY(!all.contains(QString::fromLatin1(marker.toBase64())));
    }
    QVERIFY(log.text().contains("/v3/auth/tokens"_L1)); // it did log
}

QTEST_GUILESS_MAIN(PasswordAuthenticatorTest)
#include "tst_passwordauthenticator.moc"
