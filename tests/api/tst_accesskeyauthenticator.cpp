// SPDX-License-Identifier: MIT
#include "accesskeyauthenticator.h"
#include "apibench.h"
#include "fakeservertime.h"
#include "httpbench.h"
#include "httpserver.h"
#include "wiresignature.h"

#include <QTest>

#include <memory>
#include <vector>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

using Delivery = ApiError::Delivery;
using Kind = ApiError::Kind;
using Problem = SignInProblem;

namespace
{

const QByteArray Secret1 = "secret-marker-aaaaaaaaaaaaaaaaaaaa";
const QByteArray Secret2 = "secret-marker-bbbbbbbbbbbbbbbbbbbb";

AccessKeyCredential key(const QByteArray &secret = Secret1, const QByteArray &token = {})
{
    return {u"AKMARKER1"_s, Secret(secret), Secret(token)};
}

Script refusal(const QByteArray &text, const QByteArray &code = "APIGW.0301", const QByteArray &headers = {})
{
    return Script::answer(
        401, QByteArray(R"({"error_code":")" + code + R"(","error_msg":")" + text + R"("})"), headers);
}

Script expired(const QByteArray &signedAt, const QByteArray &server)
{
    return refusal(QByteArray("signature expired, signature time:" + signedAt + ",server time:" + server),
                   "APIGW.0303");
}

Script page()
{
    return Script::answer(200, R"({"data":[{"id":"a"}]})");
}

/// The real client and calls, signed, against a scripted server.
struct SignedBench {
    ApiBench bench;
    FakeServerTime time;
    AccessKeyAuthenticator who;
    InstancesApi api;
    QSignalSpy refused;

    explicit SignedBench(const AccessKeyCredential &credential = key())
        : who(credential, u"p1"_s, time),
          api(bench.client, who, bench.profile),
          refused(&who, &AccessKeyAuthenticator::refused)
    {
        api.setRandomness([] { return 0.0; });
    }
    ApiCall<InstancePage> *list()
    {
        return api.list(false, InstanceFeature::Notebook, 0, Patience::Background, nullptr);
    }
    Result<InstancePage> runList() { return bench.end(list()); }
    const QList<ScriptedRequest> &seen() const { return bench.server.requests(); }
};

/// Many calls at once against a server that answers when the test says so.
struct ParallelBench {
    std::vector<HttpExchange> open;
    int served = 0;
    bool answersAtOnce = false;
    HttpServer server{[this](const ServedRequest &, const HttpExchange &exchange) {
        ++served;
        if (answersAtOnce)
            exchange.answer({200, {}, R"({"id":"i1"})"});
        else
            open.push_back(exchange);
    }};
    QNetworkAccessManager network;
    SystemClock clock;
    SystemTimers timers;
    HttpClient client{network, clock, timers};
    FakeServerTime time;
    AccessKeyAuthenticator who{key(), u"p1"_s, time};
    std::unique_ptr<InstancesApi> api;
    QList<Result<Instance>> ends;

    ParallelBench()
    {
        if (!server.start())
            qFatal("The server cannot listen on loopback.");
        Profile profile;
        profile.endpoint = server.url();
        profile.projectId = u"p1"_s;
        api = std::make_unique<InstancesApi>(client, who, profile);
        api->setRandomness([] { return 0.0; });
    }
    ApiCall<Instance> *ask()
    {
        ApiCall<Instance> *const call = api->show(u"i1"_s, Patience::Background, nullptr);
        QObject::connect(call, &ApiCallBase::finished, call, [this, call] { ends.append(call->result()); });
        return call;
    }
    void answer(int status, const QByteArray &body)
    {
        const std::vector<HttpExchange> now = std::exchange(open, {});
        for (const HttpExchange &exchange : now)
            exchange.answer({status, {}, body});
    }
};

} // namespace

/// Calls signed with AK/SK: what goes on the wire, and when it no longer does.
class AccessKeyAuthenticatorTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void signsReads();
    void signsWrites();
    void signsTemporaryKeys();
    void leavesOutAnUnknownProject();
    void F24_refusedKeyIsNotRepeated_data();
    void F24_refusedKeyIsNotRepeated();
    void F24_oneCallFindsOut();
    void F24_provenKeyGoesInParallel();
    void F24_probeWithoutVerdictPassesOn();
    void F24_cancelledProbePassesOn();
    void F24_resetLetsThroughAgain();
    void F24_lateRefusalOfTheOldKey();
    void F75_takesTheServersTime();
    void F75_clockMayHaveHeardItAlready();
    void F77_correctionEndsWhenTheTimeIsKnown();
    void F75_writesTooOnce();
    void F75_onceOnly();
    void F75_notIfTheTimeWasRight();
    void F71_signOut();
    void unusableKeys_data();
    void unusableKeys();
    void listenersMayEndTheCall_data();
    void listenersMayEndTheCall();
    void F85_secretsStayIn();
};

void AccessKeyAuthenticatorTest::signsReads()
{
    SignedBench test;
    test.bench.profile.workspaceId = u"ä +/~"_s;
    InstancesApi api(test.bench.client, test.who, test.bench.profile);
    test.bench.server.play(page());
    QVERIFY(test.bench.end(api.list(false, InstanceFeature::Default, 50, Patience::Person, nullptr)));
    const ScriptedRequest &seen = test.seen().first();
    QCOMPARE(signatureFault(seen, "AKMARKER1", Secret1), QString());
    QCOMPARE(seen.headers.value("x-sdk-date"), QByteArray("20260314T092653Z"));
    QCOMPARE(seen.headers.value("x-project-id"), QByteArray("p1"));
    QVERIFY(seen.headers.value("authorization")
                .contains("SignedHeaders=content-type;host;x-project-id;x-sdk-date,"));
    QVERIFY(seen.target.endsWith("workspace_id=%C3%A4%20%2B%2F~"));
    QVERIFY(!seen.headers.contains("x-auth-token"));
    QVERIFY(!seen.headers.contains("x-security-token"));
}

void AccessKeyAuthenticatorTest::signsWrites()
{
    SignedBench test;
    test.bench.server.play(Script::answer(204, {}));
    QVERIFY(test.bench.end(test.api.renewLease(u"i1"_s, 3'600'000, nullptr)));
    QVERIFY(test.bench.end(test.api.remove(u"i1"_s, nullptr)));
    QVERIFY(test.bench.end(test.api.start(u"i1"_s, -1, nullptr)));
    QCOMPARE(test.seen().size(), 3);
    for (const ScriptedRequest &seen : test.seen()) {
        QCOMPARE(signatureFault(seen, "AKMARKER1", Secret1), QString());
        QVERIFY(seen.headers.value("authorization")
                    .contains("SignedHeaders=content-type;host;x-project-id;x-sdk-date,"));
    }
}

void AccessKeyAuthenticatorTest::signsTemporaryKeys()
{
    SignedBench test(key(Secret1, "temporary+/=token"));
    test.bench.server.play(page());
    QVERIFY(test.runList());
    const ScriptedRequest &seen = test.seen().first();
    QCOMPARE(signatureFault(seen, "AKMARKER1", Secret1), QString());
    QCOMPARE(seen.headers.value("x-security-token"), QByteArray("temporary+/=token"));
    QVERIFY(seen.headers.value("authorization").contains(";x-security-token,"));
}

void AccessKeyAuthenticatorTest::leavesOutAnUnknownProject()
{
    SignedBench test;
    test.who.setProjectId({});
    test.bench.server.play(page());
    QVERIFY(test.runList());
    QVERIFY(!test.seen().first().headers.contains("x-project-id"));
    QCOMPARE(signatureFault(test.seen().first(), "AKMARKER1", Secret1), QString());
}

void AccessKeyAuthenticatorTest::F24_refusedKeyIsNotRepeated_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Problem>("problem");
    QTest::addColumn<QString>("words");
    QTest::newRow("unknown key") << QByteArray("Get secretKey failed,ak:AK,err:ak not exist")
                                 << Problem::UnknownKey << u"does not know this access key"_s;
    QTest::newRow("wrong secret") << QByteArray("verify aksk signature fail") << Problem::WrongSecret
                                  << u"does not fit"_s;
    QTest::newRow("locked") << QByteArray("AK access failed to reach the limit,forbidden")
                            << Problem::KeyLocked << u"locked"_s;
    QTest::newRow("security token") << QByteArray("security token expired") << Problem::SecurityTokenEnded
                                    << u"security token"_s;
    QTest::newRow("no reason") << QByteArray("no") << Problem::None << u"does not accept"_s;
}

void AccessKeyAuthenticatorTest::F24_refusedKeyIsNotRepeated()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, words);
    SignedBench test;
    test.bench.server.play(refusal(text));
    const auto first = test.runList();
    QVERIFY(!first);
    QCOMPARE(first.error().kind, Kind::Unauthorised);
    QTEST(first.error().signInProblem, "problem");
    QVERIFY2(first.error().message.contains(words), qPrintable(first.error().message));
    QCOMPARE(first.error().delivery, Delivery::Answered);
    QCOMPARE(test.refused.count(), 1);
    QVERIFY(test.who.refusal());

    for (int i = 0; i < 10; ++i) {
        const auto next = test.runList();
        QVERIFY(!next);
        QCOMPARE(next.error().kind, Kind::Unauthorised);
        QCOMPARE(next.error().message, first.error().message);
        QCOMPARE(next.error().delivery, Delivery::NeverSent);
    }
    QVERIFY(!test.bench.end(test.api.remove(u"i1"_s, nullptr)));
    QCOMPARE(test.seen().size(), 1);
    QCOMPARE(test.refused.count(), 1);
}

void AccessKeyAuthenticatorTest::F24_oneCallFindsOut()
{
    // A key that is locked after six failures must not be tried by twenty calls at once.
    ParallelBench test;
    for (int i = 0; i < 20; ++i)
        test.ask();
    QTRY_COMPARE(test.served, 1);
    test.answer(401, R"({"error_code":"APIG.0301","error_msg":"verify aksk signature fail"})");
    QTRY_COMPARE(test.ends.size(), 20);
    QCOMPARE(test.served, 1);
    for (const Result<Instance> &end : std::as_const(test.ends)) {
        QVERIFY(!end);
        QCOMPARE(end.error().signInProblem, Problem::WrongSecret);
    }
}

void AccessKeyAuthenticatorTest::F24_provenKeyGoesInParallel()
{
    ParallelBench test;
    for (int i = 0; i < 4; ++i)
        test.ask();
    QTRY_COMPARE(test.served, 1);
    // That the instance may not be read says that the key is known.
    test.answer(403, R"({"error_code":"ModelArts.0108","error_msg":"x"})");
    // As many as may be on their way at first.
    QTRY_COMPARE(test.served, 3);
    QCOMPARE(test.ends.size(), 1);
    test.answersAtOnce = true;
    test.answer(200, R"({"id":"i1"})");
    QTRY_COMPARE(test.ends.size(), 4);
    QVERIFY(test.ends.last());
}

void AccessKeyAuthenticatorTest::F24_probeWithoutVerdictPassesOn()
{
    ParallelBench test;
    for (int i = 0; i < 3; ++i)
        test.ask();
    QTRY_COMPARE(test.served, 1);
    test.answer(400, R"({"error_code":"ModelArts.0101","error_msg":"x"})");
    QTRY_COMPARE(test.served, 2);
    QCOMPARE(test.ends.size(), 1);
    test.answersAtOnce = true;
    test.open.front().drop(); // read again, after the third call has found out
    QTRY_COMPARE(test.ends.size(), 3);
    QVERIFY(test.ends.at(1) && test.ends.at(2));
}

void AccessKeyAuthenticatorTest::F24_cancelledProbePassesOn()
{
    ParallelBench test;
    ApiCall<Instance> *const probe = test.ask();
    ApiCall<Instance> *const second = test.ask();
    test.ask();
    QTRY_COMPARE(test.served, 1);
    probe->cancel();
    QTRY_COMPARE(test.served, 2);
    QCOMPARE(test.ends.size(), 1);
    QCOMPARE(test.ends.first().error().kind, Kind::Cancelled);
    delete second; // in silence
    QTRY_COMPARE(test.served, 3);
    test.answer(200, R"({"id":"i1"})");
    QTRY_COMPARE(test.ends.size(), 2);
    QVERIFY(test.ends.last());
}

void AccessKeyAuthenticatorTest::F24_resetLetsThroughAgain()
{
    SignedBench test;
    test.bench.server.play({refusal("verify aksk signature fail"), page()});
    QVERIFY(!test.runList());
    test.who.reset(key(Secret2));
    QVERIFY(!test.who.refusal());
    QVERIFY(test.runList());
    QCOMPARE(test.seen().size(), 2);
    QCOMPARE(signatureFault(test.seen().last(), "AKMARKER1", Secret2), QString());
}

void AccessKeyAuthenticatorTest::F24_lateRefusalOfTheOldKey()
{
    ParallelBench test;
    QSignalSpy refused(&test.who, &AccessKeyAuthenticator::refused);
    test.ask();
    QTRY_COMPARE(test.served, 1);
    test.who.reset(key(Secret2));
    test.answer(401, R"({"error_code":"APIG.0301","error_msg":"verify aksk signature fail"})");
    // The refusal was of the key before: the call goes on with the new one.
    QTRY_COMPARE(test.served, 2);
    QVERIFY(!test.who.refusal());
    QCOMPARE(refused.count(), 0);
    test.answer(200, R"({"id":"i1"})");
    QTRY_COMPARE(test.ends.size(), 1);
    QVERIFY(test.ends.first());
}

void AccessKeyAuthenticatorTest::F75_takesTheServersTime()
{
    SignedBench test;
    test.time.verified = false;
    test.bench.server.play({expired("20260314T092653Z", "20260315T100000Z"), page(), page()});
    QVERIFY(test.runList());
    QCOMPARE(test.seen().size(), 2);
    QCOMPARE(test.seen().first().headers.value("x-sdk-date"), QByteArray("20260314T092653Z"));
    QCOMPARE(test.seen().last().headers.value("x-sdk-date"), QByteArray("20260315T100000Z"));
    QCOMPARE(signatureFault(test.seen().last(), "AKMARKER1", Secret1), QString());
    QVERIFY(!test.who.refusal());
    // What was learnt is kept, and time goes on.
    test.time.now += 5'000;
    QVERIFY(test.runList());
    QCOMPARE(test.seen().last().headers.value("x-sdk-date"), QByteArray("20260315T100005Z"));
    QCOMPARE(test.seen().size(), 3);
}

void AccessKeyAuthenticatorTest::F75_clockMayHaveHeardItAlready()
{
    SignedBench test;
    connect(&test.bench.client, &HttpClient::dateHeard, &test.who,
            [&test](qint64 dateMs, qint64, qint64) { test.time.now = dateMs; });
    test.bench.server.play(
        {refusal("signature expired", "APIGW.0305", "Date: Sat, 14 Mar 2026 10:26:53 GMT\r\n"), page()});
    QVERIFY(test.runList());
    QCOMPARE(test.seen().size(), 2);
    QCOMPARE(test.seen().last().headers.value("x-sdk-date"), QByteArray("20260314T102653Z"));
}

void AccessKeyAuthenticatorTest::F77_correctionEndsWhenTheTimeIsKnown()
{
    SignedBench test;
    test.time.verified = false;
    test.bench.server.play({expired("20260314T092653Z", "20260324T092653Z"), page(), page()});
    QVERIFY(test.runList());
    QCOMPARE(test.seen().last().headers.value("x-sdk-date"), QByteArray("20260324T092653Z"));
    // A further answer has told the clock what the refusal had told us: not corrected for it twice.
    test.time.verified = true;
    test.time.now += 10 * qint64(86'400'000) + 5'000;
    QVERIFY(test.runList());
    QCOMPARE(test.seen().size(), 3);
    QCOMPARE(test.seen().last().headers.value("x-sdk-date"), QByteArray("20260324T092658Z"));
}

void AccessKeyAuthenticatorTest::F75_writesTooOnce()
{
    SignedBench test;
    test.bench.server.play({expired("20260314T092653Z", "20260314T082653Z"), Script::answer(204, {})});
    QVERIFY(test.bench.end(test.api.remove(u"i1"_s, nullptr)));
    QCOMPARE(test.seen().size(), 2);
    QCOMPARE(test.seen().last().headers.value("x-sdk-date"), QByteArray("20260314T082653Z"));
}

void AccessKeyAuthenticatorTest::F75_onceOnly()
{
    SignedBench test;
    test.bench.server.play({expired("20260314T092653Z", "20260314T102653Z"),
                            expired("20260314T102653Z", "20260314T112653Z"), page()});
    const auto result = test.runList();
    QVERIFY(!result);
    QCOMPARE(result.error().signInProblem, Problem::ClockOff);
    QVERIFY2(result.error().message.contains(u"2026-03-14 10:26:53"_s), qPrintable(result.error().message));
    QVERIFY2(result.error().message.contains(u"2026-03-14 11:26:53"_s), qPrintable(result.error().message));
    QCOMPARE(test.seen().size(), 2);
    QCOMPARE(test.refused.count(), 1);
    QVERIFY(!test.runList());
    QCOMPARE(test.seen().size(), 2);
}

void AccessKeyAuthenticatorTest::F75_notIfTheTimeWasRight()
{
    SignedBench test;
    test.bench.server.play({expired("20260314T092653Z", "20260314T092655Z"), page()});
    const auto result = test.runList();
    QVERIFY(!result);
    QCOMPARE(test.seen().size(), 1);
    QVERIFY(test.who.refusal());
}

void AccessKeyAuthenticatorTest::F71_signOut()
{
    ParallelBench test;
    test.ask();
    test.ask();
    QTRY_COMPARE(test.served, 1);
    test.who.signOut();
    QTRY_COMPARE(test.ends.size(), 1);
    QCOMPARE(test.ends.first().error().kind, Kind::Cancelled);
    QCOMPARE(test.ends.first().error().delivery, Delivery::NeverSent);
    test.ask();
    QTRY_COMPARE(test.ends.size(), 2);
    QCOMPARE(test.ends.last().error().kind, Kind::Unauthorised);
    QCOMPARE(test.ends.last().error().signInProblem, Problem::SignedOut);
    // What is on the wire may come back; a refusal then is no news, and nothing is sent again.
    test.answer(401, R"({"error_code":"APIG.0301","error_msg":"verify aksk signature fail"})");
    QTRY_COMPARE(test.ends.size(), 3);
    QCOMPARE(test.served, 1);
    QCOMPARE(test.who.refusal()->signInProblem, Problem::SignedOut);
}

void AccessKeyAuthenticatorTest::unusableKeys_data()
{
    QTest::addColumn<QString>("accessKey");
    QTest::addColumn<QByteArray>("secretKey");
    QTest::addColumn<QByteArray>("securityToken");
    QTest::newRow("no access key") << QString() << QByteArray("s") << QByteArray();
    QTest::newRow("no secret key") << u"AK"_s << QByteArray() << QByteArray();
    QTest::newRow("line break") << u"AK\r\nX: y"_s << QByteArray("s") << QByteArray();
    QTest::newRow("comma") << u"AK,SignedHeaders=host"_s << QByteArray("s") << QByteArray();
    QTest::newRow("beyond Latin") << u"AK训"_s << QByteArray("s") << QByteArray();
    QTest::newRow("token with break") << u"AK"_s << QByteArray("s") << QByteArray("t\nX: y");
}

void AccessKeyAuthenticatorTest::unusableKeys()
{
    QFETCH(QString, accessKey);
    QFETCH(QByteArray, secretKey);
    QFETCH(QByteArray, securityToken);
    SignedBench test({accessKey, Secret(secretKey), Secret(securityToken)});
    test.bench.server.play(page());
    const auto result = test.runList();
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Kind::Unauthorised);
    QCOMPARE(result.error().delivery, Delivery::NeverSent);
    QVERIFY(test.seen().isEmpty());
}

void AccessKeyAuthenticatorTest::listenersMayEndTheCall_data()
{
    QTest::addColumn<QList<Script>>("scripts");
    QTest::newRow("first refusal") << QList<Script>{refusal("no")};
    QTest::newRow("second refusal") << QList<Script>{expired("20260314T092653Z", "20260314T102653Z"),
                                                     refusal("no")};
}

void AccessKeyAuthenticatorTest::listenersMayEndTheCall()
{
    QFETCH(QList<Script>, scripts);
    SignedBench test;
    test.bench.server.play(scripts);
    const QPointer<ApiCall<InstancePage>> call = test.list();
    connect(&test.who, &AccessKeyAuthenticator::refused, this, [&call] { delete call; });
    QTRY_COMPARE(test.refused.count(), 1);
    QVERIFY(!call);
    QCOMPARE(requestsByNow(test.bench.server, test.bench.client), scripts.size());
}

void AccessKeyAuthenticatorTest::F85_secretsStayIn()
{
    const LogCatcher log;
    SignedBench test(key(Secret1, "token-marker-cccc"));
    test.bench.server.play(
        {expired("20260314T092653Z", "20260314T102653Z"), refusal("verify aksk signature fail")});
    const auto result = test.runList();
    QVERIFY(!result);
    for (const QByteArray &marker : {Secret1, QByteArray("token-marker-cccc")}) {
        const QString shown = QString(log.text() + result.error().details() + result.error().detail +
                                      result.error().serviceText);
        QVERIFY(!shown.contains(QString::fromLatin1(marker)));
        QVERIFY(!shown.contains(QString::fromLatin1(marker.toBase64())));
        for (const ScriptedRequest &seen : test.seen())
            QVERIFY(marker == "token-marker-cccc" || !seen.headers.values().join('\n').contains(marker));
    }
    QVERIFY(log.text().contains("/v1/p1/notebooks"_L1)); // it did log
}

QTEST_GUILESS_MAIN(AccessKeyAuthenticatorTest)
#include "tst_accesskeyauthenticator.moc"
