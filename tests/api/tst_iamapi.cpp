// SPDX-License-Identifier: MIT
#include "accesskeyauthenticator.h"
#include "apibench.h"
#include "fakeservertime.h"
#include "httpbench.h"
#include "iamapi.h"
#include "iambodies.h"
#include "iamjson.h"
#include "virtualtime.h"
#include "wiresignature.h"

#include <QJsonArray>
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

TokenRequest request()
{
    TokenRequest request;
    request.userName = u"ana"_s;
    request.accountName = u"OTC0001"_s;
    request.password = Secret("pass-marker-1");
    request.projectName = u"eu-de"_s;
    return request;
}

QJsonObject parsed(const QByteArray &body)
{
    return QJsonDocument::fromJson(body).object();
}

QJsonObject expected(const char *json)
{
    return QJsonDocument::fromJson(json).object();
}

} // namespace

/// The Identity service's calls: what is sent, what is made of the answers.
class IamApiTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void signsIn();
    void bodies_data();
    void bodies();
    void passwordsKeepTheirBytes_data();
    void passwordsKeepTheirBytes();
    void endpoints_data();
    void endpoints();
    void F87_nothingIsSentInTheClear();
    void incompleteRequests_data();
    void incompleteRequests();
    void refusalsAreTold_data();
    void refusalsAreTold();
    void vagueRefusalsNameTheProject_data();
    void vagueRefusalsNameTheProject();
    void F21_redirectsAreNotFollowed_data();
    void F21_redirectsAreNotFollowed();
    void F16_portalIsNoSignIn();
    void answersWithoutToken_data();
    void answersWithoutToken();
    void F06_signInIsSentOnce();
    void F10_signInEndsInTwentySeconds();
    void readsAreRetried();
    void inspectsTokens();
    void refusedTokenIsTold();
    void listsProjects();
    void F48_oddProjectRecords_data();
    void F48_oddProjectRecords();
    void listsProjectsSigned();
    void identities_data();
    void identities();
    void F51_tokensOfNoSensibleTime_data();
    void F51_tokensOfNoSensibleTime();
    void F85_secretsStayIn();
};

void IamApiTest::signsIn()
{
    ApiBench bench;
    IamApi iam(bench.client, bench.server.url());
    bench.server.play(tokenAnswer("token-1", "2026-03-15T09:26:53.123456Z"));
    const auto result = bench.end(iam.createToken(request(), nullptr));
    QVERIFY(result);
    const IamToken &token = result.value();
    QCOMPARE(token.token, Secret("token-1"));
    QCOMPARE(token.identity.userId, u"u1"_s);
    QCOMPARE(token.identity.userName, u"ana"_s);
    QCOMPARE(token.identity.domainId, u"d1"_s);
    QCOMPARE(token.identity.domainName, u"OTC0001"_s);
    QCOMPARE(token.identity.projectId, u"p1"_s);
    QCOMPARE(token.identity.projectName, u"eu-de"_s);
    QCOMPARE(token.identity.issuedAtMs, 1'773'480'413'000);
    QCOMPARE(token.identity.expiresAtMs, 1'773'566'813'123);

    QCOMPARE(bench.server.requests().size(), 1);
    const ScriptedRequest &seen = bench.server.requests().first();
    QCOMPARE(seen.method, QByteArray("POST"));
    QCOMPARE(seen.target, QByteArray("/v3/auth/tokens?nocatalog=true"));
    QCOMPARE(seen.headers.value("content-type"), QByteArray("application/json;charset=utf8"));
    QVERIFY(!seen.headers.contains("x-auth-token"));
    QCOMPARE(parsed(seen.body), expected(R"({"auth":{"identity":{"methods":["password"],"password":{"user":{
        "name":"ana","password":"pass-marker-1","domain":{"name":"OTC0001"}}}},
        "scope":{"project":{"name":"eu-de","domain":{"name":"OTC0001"}}}}})"));
}

void IamApiTest::bodies_data()
{
    QTest::addColumn<TokenRequest>("asked");
    QTest::addColumn<QByteArray>("methods");
    QTest::addColumn<QByteArray>("scope");
    TokenRequest asked = request();
    asked.projectId = u"0f"_s;
    QTest::newRow("by id, which wins")
        << asked << QByteArray(R"(["password"])") << QByteArray(R"({"project":{"id":"0f"}})");
    asked = request();
    asked.projectDomainName = u"Other"_s;
    QTest::newRow("project of another account")
        << asked << QByteArray(R"(["password"])")
        << QByteArray(R"({"project":{"name":"eu-de","domain":{"name":"Other"}}})");
    asked = request();
    asked.projectName = u"eu-de_\"quoted\\ \x01训"_s;
    QTest::newRow("name to be escaped") << asked << QByteArray(R"(["password"])")
                                        << QByteArray("{\"project\":{\"name\":\"eu-de_\\\"quoted\\\\ "
                                                      "\\u0001训\",\"domain\":{\"name\":\"OTC0001\"}}}");
    asked = request();
    asked.projectName.clear();
    asked.wholeAccount = true;
    QTest::newRow("account") << asked << QByteArray(R"(["password"])")
                             << QByteArray(R"({"domain":{"name":"OTC0001"}})");
    asked.wholeAccount = false;
    QTest::newRow("no scope") << asked << QByteArray(R"(["password"])") << QByteArray();
    asked = request();
    asked.passcode = Secret("123456");
    QTest::newRow("passcode") << asked << QByteArray(R"(["password","totp"])")
                              << QByteArray(R"({"project":{"name":"eu-de","domain":{"name":"OTC0001"}}})");
}

void IamApiTest::bodies()
{
    QFETCH(TokenRequest, asked);
    QFETCH(QByteArray, methods);
    QFETCH(QByteArray, scope);
    const QJsonObject auth = parsed(tokenRequestBody(asked)).value("auth"_L1).toObject();
    QVERIFY(!auth.isEmpty());
    const QJsonObject identity = auth.value("identity"_L1).toObject();
    QCOMPARE(identity.value("methods"_L1).toArray(), QJsonDocument::fromJson(methods).array());
    QCOMPARE(auth.value("scope"_L1).toObject(), parsed(scope));
    QCOMPARE(auth.contains("scope"_L1), !scope.isEmpty());
    QCOMPARE(identity.value("password"_L1).toObject().value("user"_L1).toObject(),
             expected(R"({"name":"ana","password":"pass-marker-1","domain":{"name":"OTC0001"}})"));
    if (asked.passcode)
        QCOMPARE(identity.value("totp"_L1).toObject(),
                 expected(R"({"user":{"name":"ana","domain":{"name":"OTC0001"},"passcode":"123456"}})"));
    else
        QVERIFY(!identity.contains("totp"_L1));
}

void IamApiTest::passwordsKeepTheirBytes_data()
{
    QTest::addColumn<QString>("password");
    QTest::newRow("quotes") << u"a\"b\\c/d"_s;
    QTest::newRow("controls") << u"\t\n\r\x01\x1f\x7f"_s;
    QTest::newRow("beyond ASCII") << u"pässwörd 密码 🚀"_s;
    QTest::newRow("blanks around") << u" a "_s;
    QTest::newRow("JSON") << u"\",\"x\":{}"_s;
    QTest::newRow("long") << QString(5000, u'"');
}

void IamApiTest::passwordsKeepTheirBytes()
{
    QFETCH(QString, password);
    TokenRequest asked = request();
    asked.password = Secret(password.toUtf8());
    const QJsonObject sent = parsed(tokenRequestBody(asked));
    QCOMPARE(sent["auth"_L1]["identity"_L1]["password"_L1]["user"_L1]["password"_L1].toString(), password);
}

void IamApiTest::endpoints_data()
{
    QTest::addColumn<QString>("suffix");
    QTest::addColumn<QByteArray>("target");
    QTest::newRow("bare") << QString() << QByteArray("/v3/auth/tokens?nocatalog=true");
    QTest::newRow("slash") << u"/"_s << QByteArray("/v3/auth/tokens?nocatalog=true");
    QTest::newRow("v3") << u"/v3"_s << QByteArray("/v3/auth/tokens?nocatalog=true");
    QTest::newRow("v3 slash") << u"/v3/"_s << QByteArray("/v3/auth/tokens?nocatalog=true");
    QTest::newRow("prefix") << u"/identity/v3"_s << QByteArray("/identity/v3/auth/tokens?nocatalog=true");
}

void IamApiTest::endpoints()
{
    QFETCH(QString, suffix);
    QFETCH(QByteArray, target);
    ApiBench bench;
    IamApi iam(bench.client, bench.server.url(suffix));
    bench.server.play(tokenAnswer("t", "2026-03-15T09:26:53Z"));
    QVERIFY(bench.end(iam.createToken(request(), nullptr)));
    QCOMPARE(bench.server.requests().first().target, target);
}

void IamApiTest::F87_nothingIsSentInTheClear()
{
    ApiBench bench;
    TokenAuthenticator who(Secret("t"));
    for (const QString &address :
         {u"http://iam.example.com"_s, u"ftp://127.0.0.1"_s, u"https://u:p@127.0.0.1"_s, QString()}) {
        IamApi iam(bench.client, QUrl(address));
        const auto result = bench.end(iam.createToken(request(), nullptr));
        QVERIFY(!result);
        QCOMPARE(result.error().delivery, Delivery::NeverSent);
        QVERIFY2(result.error().message.contains(u"IAM"_s), qPrintable(result.error().message));
        QVERIFY(!bench.end(iam.projects(who, nullptr)));
    }
}

void IamApiTest::incompleteRequests_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("account");
    QTest::addColumn<QByteArray>("password");
    QTest::newRow("user") << QString() << u"a"_s << QByteArray("p");
    QTest::newRow("account") << u"u"_s << QString() << QByteArray("p");
    QTest::newRow("password") << u"u"_s << u"a"_s << QByteArray();
    QTest::newRow("no text") << u"u"_s << u"a"_s << QByteArray("p\xff");
}

void IamApiTest::incompleteRequests()
{
    QFETCH(QByteArray, password);
    QFETCH(QString, user);
    QFETCH(QString, account);
    ApiBench bench;
    IamApi iam(bench.client, bench.server.url());
    TokenRequest asked = request();
    asked.userName = user;
    asked.accountName = account;
    asked.password = Secret(password);
    const auto result = bench.end(iam.createToken(asked, nullptr));
    QVERIFY(!result);
    QCOMPARE(result.error().delivery, Delivery::NeverSent);
    QVERIFY(bench.server.requests().isEmpty());
}

void IamApiTest::refusalsAreTold_data()
{
    QTest::addColumn<Script>("script");
    QTest::addColumn<bool>("hasPasscode");
    QTest::addColumn<Problem>("problem");
    const QByteArray wrong =
        R"({"error":{"code":401,"message":"The username or password is wrong.","title":"Unauthorized"}})";
    QTest::newRow("password") << Script::answer(401, wrong) << false << Problem::WrongPassword;
    QTest::newRow("receipt") << Script::answer(401, wrong, "Openstack-Auth-Receipt: abc\r\n") << false
                             << Problem::PasscodeNeeded;
    QTest::newRow("passcode") << Script::answer(400, R"({"error_code":"IAM.0072","error_msg":"x"})") << true
                              << Problem::PasscodeWrong;
    QTest::newRow("locked") << Script::answer(401, R"({"error_code":"IAM.0061","error_msg":"x"})") << false
                            << Problem::AccountLocked;
}

void IamApiTest::refusalsAreTold()
{
    QFETCH(Script, script);
    QFETCH(bool, hasPasscode);
    ApiBench bench;
    IamApi iam(bench.client, bench.server.url());
    script.bytes.replace("Content-Length", "X-IAM-Trace-Id: trace-7\r\nContent-Length");
    bench.server.play(script);
    TokenRequest asked = request();
    if (hasPasscode)
        asked.passcode = Secret("000000");
    const auto result = bench.end(iam.createToken(asked, nullptr));
    QVERIFY(!result);
    QTEST(result.error().signInProblem, "problem");
    QCOMPARE(result.error().requestId, u"trace-7"_s);
    QCOMPARE(bench.server.requests().size(), 1);
}

void IamApiTest::vagueRefusalsNameTheProject_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QString>("projectId");
    QTest::addColumn<QString>("projectName");
    QTest::addColumn<QString>("named"); ///< in the sentence; empty: no project is in doubt
    const QByteArray vague = "The request you have made requires authentication.";
    const QByteArray clear = "The username or password is wrong.";
    QTest::newRow("name") << vague << QString() << u"eu-xx"_s << u"eu-xx"_s;
    QTest::newRow("id") << vague << u"p-1"_s << u"eu-xx"_s << u"p-1"_s;
    QTest::newRow("hostile name") << vague << QString() << u"a\n%2b"_s << u"a %2b"_s;
    QTest::newRow("no scope") << vague << QString() << QString() << QString();
    QTest::newRow("reason given") << clear << QString() << u"eu-xx"_s << QString();
}

/// Keystone says of a project it does not know no more than of a wrong password.
void IamApiTest::vagueRefusalsNameTheProject()
{
    QFETCH(QByteArray, message);
    QFETCH(QString, named);
    ApiBench bench;
    IamApi iam(bench.client, bench.server.url());
    bench.server.play(Script::answer(401, R"({"error":{"code":401,"message":")" + message +
                                              R"(","title":"Unauthorized"}})"));
    TokenRequest asked = request();
    QFETCH(QString, projectId);
    QFETCH(QString, projectName);
    asked.projectId = projectId;
    asked.projectName = projectName;
    const auto result = bench.end(iam.createToken(asked, nullptr));
    QVERIFY(!result);
    QCOMPARE(result.error().signInProblem, Problem::WrongPassword);
    QCOMPARE(result.error().message,
             named.isEmpty() ? u"User name, account name or password is wrong (401)."_s
                             : QString(u"User name, account name, password or the project “"_s + named +
                                       u"” is wrong (401): the service does not say which."_s));
}

void IamApiTest::F21_redirectsAreNotFollowed_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {301, 302, 303, 307, 308})
        QTest::addRow("%d", status) << status;
}

void IamApiTest::F21_redirectsAreNotFollowed()
{
    QFETCH(int, status);
    ApiBench bench;
    ApiBench elsewhere;
    IamApi iam(bench.client, bench.server.url());
    bench.server.play(Script::answer(
        status, {}, "Location: " + elsewhere.server.url().toEncoded() + "/v3/auth/tokens\r\n"));
    const auto result = bench.end(iam.createToken(request(), nullptr));
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Kind::Redirected);
    QCOMPARE(elsewhere.server.connections(), 0);
}

void IamApiTest::F16_portalIsNoSignIn()
{
    ApiBench bench;
    IamApi iam(bench.client, bench.server.url());
    for (const int status : {200, 201, 401, 404, 511}) {
        bench.server.play(
            Script::answer(status, "<html>Sign in to the hotel</html>", "X-Subject-Token: evil\r\n"));
        const auto result = bench.end(iam.createToken(request(), nullptr));
        QVERIFY(!result);
        QCOMPARE(result.error().kind, Kind::BadResponse);
        QCOMPARE(result.error().signInProblem, Problem::None);
    }
}

void IamApiTest::answersWithoutToken_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("body");
    const QByteArray token = "X-Subject-Token: t\r\n";
    QTest::newRow("no header") << QByteArray() << QByteArray(R"({"token":{}})");
    QTest::newRow("empty header") << QByteArray("X-Subject-Token: \r\n") << QByteArray(R"({"token":{}})");
    QTest::newRow("no body") << token << QByteArray();
    QTest::newRow("cut") << token << QByteArray(R"({"token":{"user")");
    QTest::newRow("something else") << token << QByteArray(R"({"data":[]})");
    QTest::newRow("token of a wrong type") << token << QByteArray(R"({"token":"t"})");
}

void IamApiTest::answersWithoutToken()
{
    QFETCH(QByteArray, headers);
    QFETCH(QByteArray, body);
    ApiBench bench;
    IamApi iam(bench.client, bench.server.url());
    bench.server.play(Script::answer(201, body, headers));
    const auto result = bench.end(iam.createToken(request(), nullptr));
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Kind::BadResponse);
    QVERIFY(!result.error().message.isEmpty());
}

void IamApiTest::F06_signInIsSentOnce()
{
    for (const Script &script : {Script::raw({}), Script::answer(500, "{}"), Script::answer(503, "{}"),
                                 Script::answer(429, "{}"), Script::raw("HTTP/1.1 2")}) {
        ApiBench bench;
        IamApi iam(bench.client, bench.server.url());
        iam.setRandomness([] { return 0.0; });
        bench.server.play(script);
        QVERIFY(!bench.end(iam.createToken(request(), nullptr)));
        QCOMPARE(requestsByNow(bench.server, bench.client), 1);
    }
}

void IamApiTest::F10_signInEndsInTwentySeconds()
{
    VirtualTime time;
    ApiBench bench(&time, &time);
    IamApi iam(bench.client, bench.server.url());
    bench.client.setDeadlines({10'000, 600'000, 600'000, 600'000});
    bench.server.play(Script::silence());
    ApiCall<IamToken> *const call = iam.createToken(request(), nullptr);
    std::optional<ApiError> error;
    connect(call, &ApiCallBase::finished, this, [&] {
        if (!call->result())
            error = call->result().error();
    });
    QTRY_COMPARE(bench.server.requests().size(), 1);
    time.advance(19'900);
    QVERIFY(!error);
    time.advance(100);
    QVERIFY(error);
    QCOMPARE(error->kind, Kind::Timeout);
    QVERIFY2(error->message.contains(u"20"_s), qPrintable(error->message));
}

void IamApiTest::readsAreRetried()
{
    ApiBench bench;
    IamApi iam(bench.client, bench.server.url());
    iam.setRandomness([] { return 0.0; });
    bench.server.play(
        {Script::answer(503, "{}"), Script::raw({}), Script::answer(200, R"({"projects":[]})")});
    TokenAuthenticator who(Secret("t"));
    const auto result = bench.end(iam.projects(who, nullptr));
    QVERIFY(result);
    QVERIFY(result.value().isEmpty());
}

void IamApiTest::inspectsTokens()
{
    ApiBench bench;
    IamApi iam(bench.client, bench.server.url());
    Script answer = tokenAnswer("ignored", "2026-03-15T09:26:53Z");
    answer.bytes.replace("201 Status", "200 Status");
    bench.server.play(answer);
    const auto result = bench.end(iam.inspectToken(Secret("pasted+/="), nullptr));
    QVERIFY(result);
    QCOMPARE(result.value().token, Secret("pasted+/="));
    QCOMPARE(result.value().identity.userId, u"u1"_s);
    QCOMPARE(result.value().identity.projectId, u"p1"_s);
    QCOMPARE(result.value().identity.expiresAtMs, 1'773'566'813'000);
    const ScriptedRequest &seen = bench.server.requests().first();
    QCOMPARE(seen.method, QByteArray("GET"));
    QVERIFY(seen.target.startsWith("/v3/auth/tokens"));
    QCOMPARE(seen.headers.value("x-auth-token"), QByteArray("pasted+/="));
    QCOMPARE(seen.headers.value("x-subject-token"), QByteArray("pasted+/="));
}

void IamApiTest::refusedTokenIsTold()
{
    ApiBench bench;
    IamApi iam(bench.client, bench.server.url());
    bench.server.play(Script::answer(401, R"({"error_code":"IAM.0066","error_msg":"expired"})"));
    auto result = bench.end(iam.inspectToken(Secret("t"), nullptr));
    QVERIFY(!result);
    QCOMPARE(result.error().signInProblem, Problem::TokenEnded);
    QCOMPARE(bench.server.requests().size(), 1);
    // What would break the header never leaves.
    result = bench.end(iam.inspectToken(Secret("t\r\nX-Evil: 1"), nullptr));
    QVERIFY(!result);
    QCOMPARE(bench.server.requests().size(), 1);
}

void IamApiTest::listsProjects()
{
    ApiBench bench;
    IamApi iam(bench.client, bench.server.url());
    bench.server.play(Script::answer(200, R"({"projects":[
        {"id":"p1","name":"eu-de","domain_id":"d1","enabled":true,"is_domain":false},
        {"id":"p2","name":"eu-de_ml","domain_id":"d1","enabled":true},
        {"id":"p3","name":"eu-nl","domain_id":"d1","enabled":false},
        {"id":"d1","name":"OTC0001","domain_id":"","enabled":true,"is_domain":true},
        {"id":"p4","name":"MOS","domain_id":"d1","enabled":true}],"links":{}})"));
    TokenAuthenticator who(Secret("t"));
    const auto result = bench.end(iam.projects(who, nullptr));
    QVERIFY(result);
    const QList<Project> wanted{{u"p1"_s, u"eu-de"_s, u"d1"_s}, {u"p2"_s, u"eu-de_ml"_s, u"d1"_s}};
    QCOMPARE(result.value(), wanted);
    const ScriptedRequest &seen = bench.server.requests().first();
    QCOMPARE(seen.target, QByteArray("/v3/auth/projects"));
    QCOMPARE(seen.headers.value("x-auth-token"), QByteArray("t"));
}

void IamApiTest::F48_oddProjectRecords_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("count"); ///< -1: not usable
    QTest::newRow("none") << QByteArray(R"({"projects":[]})") << 0;
    QTest::newRow("no list") << QByteArray(R"({"links":{}})") << -1;
    QTest::newRow("wrong type") << QByteArray(R"({"projects":{}})") << -1;
    QTest::newRow("records of wrong types")
        << QByteArray(R"({"projects":[1,"x",null,{"id":7},{"name":"n"}]})") << 0;
    QTest::newRow("bare record") << QByteArray(R"({"projects":[{"id":"a"}]})") << 1;
    QTest::newRow("not JSON") << QByteArray("projects") << -1;
}

void IamApiTest::F48_oddProjectRecords()
{
    QFETCH(QByteArray, body);
    QString whyNot;
    const auto projects = decodeProjects(body, &whyNot);
    const int count = projects ? int(projects->size()) : -1;
    QTEST(count, "count");
    QCOMPARE(whyNot.isEmpty(), projects.has_value());
}

void IamApiTest::listsProjectsSigned()
{
    ApiBench bench;
    FakeServerTime time;
    AccessKeyAuthenticator who({u"AK1"_s, Secret("SK1"), {}}, {}, time);
    IamApi iam(bench.client, bench.server.url());
    bench.server.play(Script::answer(200, R"({"projects":[{"id":"p1","name":"eu de+ä","domain_id":"d1"}]})"));
    const auto result = bench.end(iam.projectsNamed(u"eu de+ä"_s, who, nullptr));
    QVERIFY(result);
    QCOMPARE(result.value().size(), 1);
    QVERIFY(bench.end(iam.projectsNamed({}, who, nullptr)));
    QCOMPARE(bench.server.requests().first().target, QByteArray("/v3/projects?name=eu%20de%2B%C3%A4"));
    QCOMPARE(bench.server.requests().last().target, QByteArray("/v3/projects"));
    for (const ScriptedRequest &seen : bench.server.requests())
        QCOMPARE(signatureFault(seen, "AK1", "SK1"), QString());
}

void IamApiTest::identities_data()
{
    QTest::addColumn<QByteArray>("issued");
    QTest::addColumn<qint64>("ms");
    QTest::newRow("microseconds") << QByteArray("2026-03-14T09:26:53.123456Z") << qint64(1'773'480'413'123);
    QTest::newRow("milliseconds") << QByteArray("2026-03-14T09:26:53.120Z") << qint64(1'773'480'413'120);
    QTest::newRow("seconds") << QByteArray("2026-03-14T09:26:53Z") << qint64(1'773'480'413'000);
    QTest::newRow("offset") << QByteArray("2026-03-14T10:26:53+01:00") << qint64(1'773'480'413'000);
    QTest::newRow("no zone: not guessed") << QByteArray("2026-03-14T09:26:53") << qint64(0);
    QTest::newRow("garbage") << QByteArray("soon") << qint64(0);
    QTest::newRow("empty") << QByteArray() << qint64(0);
}

void IamApiTest::identities()
{
    QFETCH(QByteArray, issued);
    const auto identity =
        decodeIdentity(QByteArray(R"({"token":{"issued_at":")" + issued + R"("}})"), nullptr);
    QVERIFY(identity);
    const qint64 ms = identity->issuedAtMs;
    QTEST(ms, "ms");
    QVERIFY(identity->projectId.isEmpty());
}

void IamApiTest::F51_tokensOfNoSensibleTime_data()
{
    QTest::addColumn<QByteArray>("moment");
    QTest::newRow("year 1") << QByteArray("0001-01-01T00:00:00.000Z");
    QTest::newRow("1970") << QByteArray("1970-01-01T00:00:01Z");
    QTest::newRow("last of 2014") << QByteArray("2014-12-31T23:59:59.999Z");
    QTest::newRow("2101") << QByteArray("2101-01-01T00:00:00Z");
    QTest::newRow("year 9999") << QByteArray("9999-12-31T23:59:59Z");
}

void IamApiTest::F51_tokensOfNoSensibleTime()
{
    QFETCH(const QByteArray, moment);
    const auto identity = decodeIdentity(
        QByteArray(R"({"token":{"issued_at":")" + moment + R"(","expires_at":")" + moment + R"("}})"),
        nullptr);
    QVERIFY(identity);
    QCOMPARE(identity->issuedAtMs, 0);
    QCOMPARE(identity->expiresAtMs, 0);
}

void IamApiTest::F85_secretsStayIn()
{
    const LogCatcher log;
    ApiBench bench;
    IamApi iam(bench.client, bench.server.url());
    TokenRequest asked = request();
    asked.passcode = Secret("code-marker-2");
    QStringList shown;
    for (const Script &script :
         {Script::raw({}), Script::answer(401, R"({"error":{"code":401,"message":"no"}})"),
          tokenAnswer("token-marker-3", "2026-03-15T09:26:53Z"),
          Script::answer(201, "{", "X-Subject-Token: token-marker-3\r\n")}) {
        bench.server.play(script);
        const auto result = bench.end(iam.createToken(asked, nullptr));
        if (!result)
            shown << result.error().details() << result.error().detail;
    }
    QCOMPARE(shown.size(), 6);
    bench.server.play(Script::answer(401, "{}"));
    const auto refused = bench.end(iam.inspectToken(Secret("token-marker-3"), nullptr));
    shown << refused.error().details() << refused.error().detail << log.text();
    const QString all = shown.join(u'\n');
    for (const QByteArray &marker :
         {QByteArray("pass-marker-1"), QByteArray("code-marker-2"), QByteArray("token-marker-3")}) {
        QVERIFY(!all.contains(QString::fromLatin1(marker)));
        QVERIFY(!all.contains(QString::fromLatin1(marker.toBase64())));
    }
    QVERIFY(log.text().contains("/v3/auth/tokens"_L1)); // it did log
}

QTEST_GUILESS_MAIN(IamApiTest)
#include "tst_iamapi.moc"
