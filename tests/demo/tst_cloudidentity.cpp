// SPDX-License-Identifier: MIT
#include "cloudcaller.h"
#include "virtualtime.h"

#include <QDateTime>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 Minute = 60'000;

QJsonObject named(QLatin1String key, const QJsonObject &reference)
{
    return {{key, reference}};
}

QJsonObject byName(const QString &name)
{
    return {{u"name"_s, name}};
}

QJsonObject byId(const QString &id)
{
    return {{u"id"_s, id}};
}

SimulatedCloud::Options house()
{
    SimulatedCloud::Options options;
    options.count = 2;
    options.users = {{u"mia"_s, u"atelier"_s, u"first pässword"_s, {}},
                     {u"noa"_s, u"atelier"_s, u"second"_s, u"246810"_s},
                     {u"mia"_s, u"neighbours"_s, u"third"_s, {}}};
    return options;
}

} // namespace

/// The Identity service of the simulated cloud: ModelArts API reference, section 6.
class TestCloudIdentity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void tokenForAProject();
    void timesHaveMicroseconds();
    void catalogUnlessLeftOut();
    void scopes_data();
    void scopes();
    void refusedScopes_data();
    void refusedScopes();
    void wrongPasswords_data();
    void wrongPasswords();
    void locksAfterWrongPasswords();
    void rightPasswordForgetsWrongOnes();
    void passcodes();
    void wrongPasscodesLockToo();
    void badBodies_data();
    void badBodies();
    void codedErrors();
    void firstUserIsTheCaller();
    void inventedCaller();
    void inspectsTokens();
    void inspectsTokensOfItsOwnAccountOnly();
    void needsAToken_data();
    void needsAToken();
    void listsProjects();
    void findsProjectsByName();
    void signedProjectList();
    void listsDomains();
    void refusesTemporaryKeys();
    void wrongMethods();
    void traceIds();
    void neverChangesWhatIsInvented();

private:
    [[nodiscard]] static SignInBody bodyOf(const SimulatedCloud::User &user, const QJsonObject &scope = {})
    {
        return {user.name, user.account, user.password, user.passcode, scope};
    }
    [[nodiscard]] SignInBody second() const { return bodyOf(house().users.at(1)); }

    std::unique_ptr<VirtualTime> m_time;
    std::unique_ptr<SimulatedCloud> m_cloud;
    std::unique_ptr<CloudCaller> m_caller;
};

void TestCloudIdentity::init()
{
    m_caller.reset();
    m_cloud.reset();
    m_time = std::make_unique<VirtualTime>();
    m_cloud = std::make_unique<SimulatedCloud>(*m_time, house());
    m_caller = std::make_unique<CloudCaller>(*m_cloud);
}

void TestCloudIdentity::tokenForAProject()
{
    const Told told = m_caller->signIn(m_caller->rightBody());
    QCOMPARE(told.status, 201);
    QVERIFY(!told.headers.value("X-Subject-Token").isEmpty());
    QVERIFY(!told.body.contains(told.headers.value("X-Subject-Token")));
    const QJsonObject token = told.object("token"_L1);
    const QJsonObject user = token.value("user"_L1).toObject();
    QCOMPARE(user.value("id"_L1).toString(), m_cloud->userId());
    QCOMPARE(user.value("name"_L1).toString(), u"mia"_s);
    QCOMPARE(user.value("domain"_L1).toObject().value("name"_L1).toString(), u"atelier"_s);
    QVERIFY(user.contains("password_expires_at"_L1));
    const QJsonObject project = token.value("project"_L1).toObject();
    QCOMPARE(project.value("id"_L1).toString(), m_cloud->projectId());
    QCOMPARE(project.value("name"_L1).toString(), m_cloud->projectName());
    QCOMPARE(project.value("domain"_L1).toObject().value("id"_L1).toString(), m_cloud->accountId());
    QVERIFY(!token.value("roles"_L1).toArray().isEmpty());
    QVERIFY(!token.contains("mfa_authn_at"_L1));
    QCOMPARE(token.value("methods"_L1).toArray(), (QJsonArray{u"password"_s}));
}

void TestCloudIdentity::timesHaveMicroseconds()
{
    m_time->advance(123);
    const QJsonObject token = m_caller->signIn(m_caller->rightBody()).object("token"_L1);
    static const QRegularExpression Form(u"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z$"_s);
    for (const auto key : {"issued_at"_L1, "expires_at"_L1}) {
        const QString text = token.value(key).toString();
        QVERIFY2(Form.match(text).hasMatch(), qPrintable(text));
    }
    QCOMPARE(token.value("issued_at"_L1).toString(), u"2023-11-14T22:13:20.123000Z"_s);
    QCOMPARE(token.value("expires_at"_L1).toString(), u"2023-11-15T22:13:20.123000Z"_s);
}

void TestCloudIdentity::catalogUnlessLeftOut()
{
    QVERIFY(!m_caller->signIn(m_caller->rightBody()).object("token"_L1).contains("catalog"_L1));
    CloudRequest request;
    request.method = "POST";
    request.path = "/v3/auth/tokens";
    request.body = m_caller->rightBody().bytes();
    QVERIFY(m_caller->send(request).object("token"_L1).contains("catalog"_L1));
}

void TestCloudIdentity::scopes_data()
{
    QTest::addColumn<QJsonObject>("scope");
    QTest::addColumn<QString>("project"); ///< "own", "other", or none
    QTest::addColumn<bool>("account");
    const QJsonObject account = named("domain"_L1, byName(u"atelier"_s));
    QTest::newRow("none") << QJsonObject() << QString() << false;
    QTest::newRow("account by name") << account << QString() << true;
    QTest::newRow("account by id") << named("domain"_L1, byId(u"ACCOUNT"_s)) << QString() << true;
    QTest::newRow("project by id") << named("project"_L1, byId(u"OWN"_s)) << u"own"_s << false;
    QTest::newRow("project by name") << named("project"_L1, byName(u"demo"_s)) << u"own"_s << false;
    QTest::newRow("sub-project") << named("project"_L1, byName(u"demo_atelier"_s)) << u"other"_s << false;
    QJsonObject project = byName(u"demo"_s);
    project.insert(u"domain"_s, byName(u"atelier"_s));
    QTest::newRow("project with its domain") << named("project"_L1, project) << u"own"_s << false;
    QJsonObject both = account;
    both.insert(u"project"_s, byId(u"OTHER"_s));
    QTest::newRow("the project wins") << both << u"other"_s << false;
}

void TestCloudIdentity::scopes()
{
    QFETCH(QJsonObject, scope);
    QFETCH(const QString, project);
    QFETCH(const bool, account);
    SignInBody body = m_caller->rightBody();
    body.scope = scope;
    CloudRequest request;
    request.method = "POST";
    request.path = "/v3/auth/tokens";
    request.body = body.bytes()
                       .replace("OWN", m_cloud->projectId().toUtf8())
                       .replace("OTHER", m_cloud->otherProjectId().toUtf8())
                       .replace("ACCOUNT", m_cloud->accountId().toUtf8());
    const Told told = m_caller->send(request);
    QCOMPARE(told.status, 201);
    const QJsonObject token = told.object("token"_L1);
    const QString id = token.value("project"_L1).toObject().value("id"_L1).toString();
    QCOMPARE(id, project == "own"_L1     ? m_cloud->projectId()
                 : project == "other"_L1 ? m_cloud->otherProjectId()
                                         : QString());
    QCOMPARE(token.value("domain"_L1).toObject().value("id"_L1).toString(),
             account ? m_cloud->accountId() : QString());
}

void TestCloudIdentity::refusedScopes_data()
{
    QTest::addColumn<QJsonObject>("scope");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("words");
    const QString noProject = u"Could not find project: "_s;
    QTest::newRow("unknown name") << named("project"_L1, byName(u"eu-de"_s)) << 404
                                  << QString(noProject + u"eu-de."_s);
    QTest::newRow("unknown id") << named("project"_L1, byId(u"0123"_s)) << 404
                                << QString(noProject + u"0123."_s);
    QTest::newRow("disabled") << named("project"_L1, byName(u"demo-2"_s)) << 403
                              << u"The project demo-2 is disabled."_s;
    QTest::newRow("the account as project")
        << named("project"_L1, byName(u"atelier"_s)) << 404 << QString(noProject + u"atelier."_s);
    QTest::newRow("unknown account") << named("domain"_L1, byName(u"nobody"_s)) << 404
                                     << u"Could not find domain: nobody."_s;
    QTest::newRow("account of others")
        << named("domain"_L1, byName(u"neighbours"_s)) << 404 << u"Could not find domain: neighbours."_s;
    QJsonObject project = byName(u"demo"_s);
    project.insert(u"domain"_s, byName(u"neighbours"_s));
    QTest::newRow("project of others")
        << named("project"_L1, project) << 404 << u"Could not find domain: neighbours."_s;
}

void TestCloudIdentity::refusedScopes()
{
    QFETCH(const QJsonObject, scope);
    QFETCH(const int, status);
    QFETCH(const QString, words);
    SignInBody body = m_caller->rightBody();
    body.scope = scope;
    const Told told = m_caller->signIn(body);
    QCOMPARE(told.status, status);
    QVERIFY(!told.headers.contains("X-Subject-Token"));
    QCOMPARE(told.identityMessage(), words);
    QCOMPARE(told.object("error"_L1).value("code"_L1).toInt(), status);
    QCOMPARE(m_cloud->tokensIssued(), 0);
}

void TestCloudIdentity::wrongPasswords_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("account");
    QTest::addColumn<QString>("password");
    QTest::newRow("password") << u"mia"_s << u"atelier"_s << u"First pässword"_s;
    QTest::newRow("empty") << u"mia"_s << u"atelier"_s << u""_s;
    QTest::newRow("somebody else's") << u"mia"_s << u"atelier"_s << u"third"_s;
    QTest::newRow("user") << u"zoe"_s << u"atelier"_s << u"first pässword"_s;
    QTest::newRow("account") << u"mia"_s << u"nobody"_s << u"first pässword"_s;
}

/// All the same, so that nobody learns which users exist.
void TestCloudIdentity::wrongPasswords()
{
    QFETCH(const QString, user);
    QFETCH(const QString, account);
    QFETCH(const QString, password);
    const Told told = m_caller->signIn({user, account, password});
    QCOMPARE(told.status, 401);
    QCOMPARE(told.identityMessage(), u"The username or password is wrong."_s);
    QCOMPARE(told.object("error"_L1).value("title"_L1).toString(), u"Unauthorized"_s);
    QVERIFY(!told.headers.contains("X-Subject-Token"));
}

void TestCloudIdentity::locksAfterWrongPasswords()
{
    SignInBody wrong = m_caller->rightBody();
    wrong.password = u"wrong"_s;
    for (int i = 0; i < 5; ++i)
        QCOMPARE(m_caller->signIn(wrong).identityMessage(), u"The username or password is wrong."_s);
    const SignInBody right = m_caller->rightBody();
    const Told locked = m_caller->signIn(right);
    QCOMPARE(locked.status, 401);
    QCOMPARE(locked.identityMessage(), u"The account is locked."_s);
    QCOMPARE(m_caller->signIn(second()).status, 201); // a user, not everybody
    m_time->advance(15 * Minute - 1);
    QCOMPARE(m_caller->signIn(right).status, 401);
    m_time->advance(1);
    QCOMPARE(m_caller->signIn(right).status, 201);
}

void TestCloudIdentity::rightPasswordForgetsWrongOnes()
{
    SignInBody wrong = m_caller->rightBody();
    wrong.password = u"wrong"_s;
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 4; ++i)
            QCOMPARE(m_caller->signIn(wrong).status, 401);
        QCOMPARE(m_caller->signIn(m_caller->rightBody()).status, 201);
    }
}

void TestCloudIdentity::passcodes()
{
    const Told right = m_caller->signIn(second());
    QCOMPARE(right.status, 201);
    QVERIFY(right.object("token"_L1).contains("mfa_authn_at"_L1));
    QCOMPARE(right.object("token"_L1).value("methods"_L1).toArray(), (QJsonArray{u"password"_s, u"totp"_s}));

    SignInBody body = second();
    body.passcode.clear();
    const Told missing = m_caller->signIn(body);
    QCOMPARE(missing.status, 401);
    QVERIFY(missing.identityMessage().contains("MFA"_L1));
    QVERIFY(!missing.headers.contains("X-Subject-Token"));

    body.passcode = u"135791"_s;
    const Told wrong = m_caller->signIn(body);
    QCOMPARE(wrong.status, 400);
    QCOMPARE(wrong.errorCode(), u"IAM.0072"_s);

    CloudRequest otherUser;
    otherUser.method = "POST";
    otherUser.path = "/v3/auth/tokens";
    otherUser.body = second().bytes().replace(R"("name":"noa","passcode")", R"("name":"mia","passcode")");
    QCOMPARE(m_caller->send(otherUser).errorCode(), u"IAM.0072"_s);

    // Whether the password is right is not told by way of the passcode.
    body.password = u"wrong"_s;
    QCOMPARE(m_caller->signIn(body).identityMessage(), u"The username or password is wrong."_s);

    // One that nobody asked for does no harm.
    SignInBody plain = m_caller->rightBody();
    plain.passcode = u"123456"_s;
    QCOMPARE(m_caller->signIn(plain).status, 201);
}

void TestCloudIdentity::wrongPasscodesLockToo()
{
    SignInBody body = second();
    body.passcode.clear();
    for (int i = 0; i < 10; ++i)
        QCOMPARE(m_caller->signIn(body).status, 401); // being asked is no failure
    body.passcode = u"000000"_s;
    for (int i = 0; i < 5; ++i)
        QCOMPARE(m_caller->signIn(body).errorCode(), u"IAM.0072"_s);
    QCOMPARE(m_caller->signIn(second()).identityMessage(), u"The account is locked."_s);
}

void TestCloudIdentity::badBodies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("none") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("user=mia");
    QTest::newRow("array") << QByteArray("[]");
    QTest::newRow("no identity") << QByteArray(R"({"auth":{}})");
    QTest::newRow("another method") << QByteArray(R"({"auth":{"identity":{"methods":["hw_assume_role"]}}})");
    QTest::newRow("no user") << QByteArray(R"({"auth":{"identity":{"methods":["password"],"password":{}}}})");
    QTest::newRow("no password") << QByteArray(
        R"({"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"mia","domain":{"name":"atelier"}}}}}})");
    QTest::newRow("no domain") << QByteArray(
        R"({"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"mia","password":"third"}}}}})");
}

void TestCloudIdentity::badBodies()
{
    QFETCH(const QByteArray, body);
    CloudRequest request;
    request.method = "POST";
    request.path = "/v3/auth/tokens";
    request.body = body;
    const Told told = m_caller->send(request);
    QCOMPARE(told.status, 400);
    QVERIFY(!told.identityMessage().isEmpty());
    QCOMPARE(told.object("error"_L1).value("title"_L1).toString(), u"Bad Request"_s);
}

void TestCloudIdentity::codedErrors()
{
    SimulatedCloud::Options options = house();
    options.identityErrorCodes = true;
    SimulatedCloud cloud(*m_time, options);
    CloudCaller caller(cloud);
    SignInBody body = caller.rightBody();
    body.password = u"wrong"_s;
    for (int i = 0; i < 5; ++i)
        QCOMPARE(caller.signIn(body).errorCode(), u"IAM.0062"_s);
    const Told locked = caller.signIn(body);
    QCOMPARE(locked.status, 401);
    QCOMPARE(locked.errorCode(), u"IAM.0061"_s);
    QCOMPARE(caller.identity("GET", "/v3/auth/projects", "nonsense").errorCode(), u"IAM.0067"_s);
    cloud.expireTokens(true);
    QCOMPARE(caller.identity("GET", "/v3/auth/projects", cloud.token()).errorCode(), u"IAM.0066"_s);
}

void TestCloudIdentity::firstUserIsTheCaller()
{
    QCOMPARE(m_cloud->userName(), u"mia"_s);
    QCOMPARE(m_caller->get({}).number("total"_L1), 2);
    QCOMPARE(m_cloud->record(m_cloud->place({}))->ownerName, u"mia"_s);

    // Another user of the account sees nothing of her own, and the house's instances under "all".
    SignInBody body = second();
    body.scope = m_caller->rightBody().scope;
    CloudRequest request = m_caller->request("GET", {});
    request.headers.insert("x-auth-token", m_caller->signIn(body).headers.value("X-Subject-Token"));
    QCOMPARE(m_caller->send(request).number("total"_L1), 0);
    request.path += "/all";
    QVERIFY(m_caller->send(request).number("total"_L1) >= 3);
}

void TestCloudIdentity::inventedCaller()
{
    SimulatedCloud cloud(*m_time, {.count = 1});
    const SimulatedCloud::User user = cloud.signIn();
    QCOMPARE(user.name, u"ana"_s);
    QCOMPARE(user.account, u"demo-house"_s);
    QVERIFY(!user.password.isEmpty());
    QVERIFY(user.passcode.isEmpty());
    CloudCaller caller(cloud);
    QCOMPARE(caller.signIn(caller.rightBody()).status, 201);
    QCOMPARE(SimulatedCloud(*m_time, {.count = 9}).signIn().password, user.password);
    QVERIFY(SimulatedCloud(*m_time, {.count = 1, .seed = 2}).signIn().password != user.password);
}

void TestCloudIdentity::inspectsTokens()
{
    const Told issued = m_caller->signIn(m_caller->rightBody());
    const QByteArray value = issued.headers.value("X-Subject-Token");
    CloudRequest request;
    request.method = "GET";
    request.path = "/v3/auth/tokens";
    request.query = "nocatalog=true";
    request.headers = {{"x-auth-token", value}, {"x-subject-token", value}};
    const Told told = m_caller->send(request);
    QCOMPARE(told.status, 200);
    QCOMPARE(told.json, issued.json);
    QCOMPARE(told.headers.value("X-Subject-Token"), value);

    request.headers.insert("x-subject-token", m_cloud->token());
    QCOMPARE(
        m_caller->send(request).object("token"_L1).value("project"_L1).toObject().value("id"_L1).toString(),
        m_cloud->projectId());
    request.headers.insert("x-subject-token", "nonsense");
    QCOMPARE(m_caller->send(request).status, 404);
    request.headers.remove("x-subject-token");
    QCOMPARE(m_caller->send(request).errorCode(), u"IAM.0007"_s);
    m_cloud->expireTokens();
    request.headers = {{"x-auth-token", m_cloud->token()}, {"x-subject-token", value}};
    QCOMPARE(m_caller->send(request).status, 404);
    request.headers = {{"x-auth-token", value}, {"x-subject-token", value}};
    QCOMPARE(m_caller->send(request).status, 401);
}

void TestCloudIdentity::inspectsTokensOfItsOwnAccountOnly()
{
    const QByteArray neighbour =
        m_caller->signIn(bodyOf(house().users.at(2))).headers.value("X-Subject-Token");
    CloudRequest request;
    request.method = "GET";
    request.path = "/v3/auth/tokens";
    request.headers = {{"x-auth-token", m_cloud->token()}, {"x-subject-token", neighbour}};
    QCOMPARE(m_caller->send(request).status, 403);
}

void TestCloudIdentity::needsAToken_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("inspect") << QByteArray("GET") << QByteArray("/v3/auth/tokens");
    QTest::newRow("own projects") << QByteArray("GET") << QByteArray("/v3/auth/projects");
    QTest::newRow("projects") << QByteArray("GET") << QByteArray("/v3/projects?name=demo");
    QTest::newRow("domains") << QByteArray("GET") << QByteArray("/v3/auth/domains");
    QTest::newRow("keys") << QByteArray("POST") << QByteArray("/v3.0/OS-CREDENTIAL/securitytokens");
}

void TestCloudIdentity::needsAToken()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, path);
    for (const QByteArray &token : {QByteArray(), QByteArray("nonsense")}) {
        const Told told = m_caller->identity(method, path, token);
        QCOMPARE(told.status, 401);
        QCOMPARE(told.object("error"_L1).value("code"_L1).toInt(), 401);
    }
}

void TestCloudIdentity::listsProjects()
{
    const Told told = m_caller->identity("GET", "/v3/auth/projects", m_cloud->token());
    QCOMPARE(told.status, 200);
    QVERIFY(told.object("links"_L1).contains("next"_L1));
    QStringList usable;
    QStringList others;
    for (const QJsonValue &value : told.json.value("projects"_L1).toArray()) {
        const QJsonObject project = value.toObject();
        for (const auto key : {"id"_L1, "name"_L1, "domain_id"_L1, "parent_id"_L1, "enabled"_L1,
                               "is_domain"_L1, "description"_L1, "links"_L1})
            QVERIFY2(project.contains(key), key.data());
        QCOMPARE(project.value("domain_id"_L1).toString(), m_cloud->accountId());
        const QString name = project.value("name"_L1).toString();
        const bool isUsable = project.value("enabled"_L1).toBool() &&
                              !project.value("is_domain"_L1).toBool() && name != "MOS"_L1;
        (isUsable ? usable : others).append(name);
    }
    QCOMPARE(usable, (QStringList{u"demo"_s, u"demo_atelier"_s}));
    QCOMPARE(others, (QStringList{u"demo-2"_s, u"MOS"_s, u"atelier"_s}));
    // Without any scope as well.
    SignInBody body = m_caller->rightBody();
    body.scope = {};
    const QByteArray unscoped = m_caller->signIn(body).headers.value("X-Subject-Token");
    QCOMPARE(m_caller->identity("GET", "/v3/auth/projects", unscoped).json, told.json);
}

void TestCloudIdentity::findsProjectsByName()
{
    const auto idsOf = [this](const QByteArray &query) {
        QStringList ids;
        const Told told = m_caller->identity("GET", "/v3/projects?" + query, m_cloud->token());
        for (const QJsonValue &value : told.json.value("projects"_L1).toArray())
            ids.append(value.toObject().value("id"_L1).toString());
        return ids;
    };
    QCOMPARE(idsOf("name=demo"), QStringList{m_cloud->projectId()});
    QCOMPARE(idsOf("name=demo%5Fatelier"), QStringList{m_cloud->otherProjectId()});
    QCOMPARE(idsOf("name=eu-de"), QStringList());
    QCOMPARE(idsOf("name=demo-2").size(), 1);
    QCOMPARE(idsOf("name=demo-2&enabled=true"), QStringList());
}

void TestCloudIdentity::signedProjectList()
{
    CloudRequest request;
    request.method = "GET";
    request.path = "/v3/projects";
    request.query = "name=demo";
    request.headers = {{"host", "iam.demo.invalid"}};
    sign(request, m_cloud->accessKey(), m_cloud->nowMs());
    const Told told = m_caller->send(request);
    QCOMPARE(told.status, 200);
    QCOMPARE(told.json.value("projects"_L1).toArray().first().toObject().value("id"_L1).toString(),
             m_cloud->projectId());
    request.query = "name=MOS";
    const Told tampered = m_caller->send(request);
    QCOMPARE(tampered.status, 401);
    QCOMPARE(tampered.errorCode(), u"APIGW.0301"_s);
}

void TestCloudIdentity::listsDomains()
{
    const Told told = m_caller->identity("GET", "/v3/auth/domains", m_cloud->token());
    const QJsonArray domains = told.json.value("domains"_L1).toArray();
    QCOMPARE(domains.size(), 1);
    QCOMPARE(domains.first().toObject().value("id"_L1).toString(), m_cloud->accountId());
    QCOMPARE(domains.first().toObject().value("name"_L1).toString(), u"atelier"_s);
}

void TestCloudIdentity::refusesTemporaryKeys()
{
    const auto ask = [this](const QByteArray &body) {
        return m_caller->identity("POST", "/v3.0/OS-CREDENTIAL/securitytokens", m_cloud->token(), body);
    };
    QCOMPARE(ask("{}").errorCode(), u"IAM.0011"_s);
    const QByteArray tooShort =
        R"({"auth":{"identity":{"methods":["token"],"token":{"duration_seconds":60}}}})";
    QCOMPARE(ask(tooShort).errorCode(), u"IAM.0007"_s);
    QCOMPARE(ask(R"({"auth":{"identity":{"methods":["token"]}}})").status, 201);
}

void TestCloudIdentity::wrongMethods()
{
    QCOMPARE(m_caller->identity("PUT", "/v3/auth/tokens", m_cloud->token()).status, 405);
    QCOMPARE(m_caller->identity("POST", "/v3/auth/projects", m_cloud->token()).status, 405);
    QCOMPARE(m_caller->identity("GET", "/v3.0/OS-CREDENTIAL/securitytokens", m_cloud->token()).status, 405);
    QCOMPARE(m_caller->identity("GET", "/v3/users", m_cloud->token()).errorCode(), u"APIG.0101"_s);
}

void TestCloudIdentity::traceIds()
{
    const Told told = m_caller->signIn(m_caller->rightBody());
    QVERIFY(!told.headers.value("X-IAM-Trace-Id").isEmpty());
    QVERIFY(!told.headers.contains("X-Request-Id"));
    QVERIFY(told.headers.contains("Date"));
}

void TestCloudIdentity::neverChangesWhatIsInvented()
{
    SimulatedCloud one(*m_time, {.count = 5});
    SimulatedCloud other(*m_time, {.count = 5});
    CloudCaller caller(one);
    QCOMPARE(caller.signIn(caller.rightBody()).status, 201);
    QCOMPARE(one.place({}), other.place({}));
    QCOMPARE(one.projectId(), other.projectId());
    QCOMPARE(one.accessKey().access, other.accessKey().access);
}

QTEST_GUILESS_MAIN(TestCloudIdentity)
#include "tst_cloudidentity.moc"
