// SPDX-License-Identifier: MIT
#include "connectionprogress.h"
#include "connectiontest.h"
#include "httpclient.h"
#include "projectfinder.h"
#include "scriptedserver.h"
#include "serverclock.h"
#include "simulatedaccessmanager.h"
#include "simulatedcloud.h"
#include "timers.h"
#include "virtualtime.h"

#include <QNetworkAccessManager>
#include <QSignalSpy>
#include <QSslSocket>
#include <QTcpServer>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

using Kind = ConnectionStep::Kind;
using State = ConnectionStep::State;
using Fault = SimulatedAccessManager::Fault;

namespace
{

constexpr auto Password = "CANARY-password";

SimulatedCloud::Options cloudOptions(const QString &passcode, qint64 clockAheadMs)
{
    SimulatedCloud::Options options;
    options.count = 3;
    options.clockAheadMs = clockAheadMs;
    options.users = {{u"ana"_s, u"account-1"_s, QString::fromLatin1(Password), passcode}};
    return options;
}

/// A cloud, a client and one test of a connection, in virtual time.
class Bench
{
public:
    explicit Bench(const QString &passcode = {}, qint64 clockAheadMs = 0)
        : cloud(time, cloudOptions(passcode, clockAheadMs)),
          network(cloud, time, 50),
          http(network, time, time),
          serverClock(time)
    {
        QObject::connect(&http, &HttpClient::dateHeard, &serverClock, &ServerClock::observe);
    }

    [[nodiscard]] Profile profile(SignInMethod method) const
    {
        Profile profile;
        profile.endpoint = QUrl(u"https://modelarts.test.example"_s);
        profile.iamEndpoint = QUrl(u"https://iam.test.example"_s);
        profile.projectId = cloud.projectId();
        profile.signIn = method;
        profile.loginName = u"ana"_s;
        profile.accountName = u"account-1"_s;
        profile.proxy.mode = ProxySettings::Mode::None;
        return profile;
    }
    [[nodiscard]] Credential password(const QByteArray &text = Password) const
    {
        return PasswordCredential{Secret(text)};
    }
    [[nodiscard]] Credential token() const { return TokenCredential{Secret(cloud.token()), {}}; }
    [[nodiscard]] Credential key() const
    {
        const SimulatedCloud::AccessKey pair = cloud.accessKey();
        return AccessKeyCredential{QString::fromLatin1(pair.access), Secret(pair.secret), {}};
    }

    void begin(const Profile &profile, const Credential &credential)
    {
        test = std::make_unique<ConnectionTest>(http, serverClock, profile, credential);
        ends = std::make_unique<QSignalSpy>(test.get(), &ConnectionTest::finished);
        passcodes = std::make_unique<QSignalSpy>(test.get(), &ConnectionTest::passcodeNeeded);
        test->start();
    }
    [[nodiscard]] bool runToEnd()
    {
        return time.advanceUntil([this] { return !ends->isEmpty(); }, 600'000);
    }
    [[nodiscard]] bool runToPasscode()
    {
        const qsizetype before = passcodes->size();
        return time.advanceUntil([this, before] { return passcodes->size() > before; }, 600'000);
    }
    [[nodiscard]] bool works() const { return ends->first().first().toBool(); }
    [[nodiscard]] const ConnectionStep &step(Kind kind) const
    {
        const QList<ConnectionStep> &all = test->steps();
        return *std::find_if(all.begin(), all.end(), [kind](const auto &s) { return s.kind == kind; });
    }
    /// What must hold after every end, whatever happened.
    void checkEnd() const
    {
        QCOMPARE(ends->size(), 1);
        int failed = 0;
        for (const ConnectionStep &step : test->steps()) {
            QVERIFY(step.state != State::Running && step.state != State::Waiting);
            failed += step.state == State::Failed ? 1 : 0;
            if (step.state == State::Failed || step.state == State::Warning) {
                QVERIFY(!step.text.isEmpty());
                QVERIFY(!step.advice.isEmpty());
            }
            const QString all = step.text + step.advice + step.details;
            QVERIFY2(!all.contains(QLatin1String(Password)), qPrintable(all));
            QVERIFY2(!all.contains(QString::fromLatin1(cloud.token())), qPrintable(all));
            QVERIFY2(!all.contains(QString::fromLatin1(cloud.accessKey().secret)), qPrintable(all));
        }
        QCOMPARE(failed, works() ? 0 : 1);
    }

    VirtualTime time;
    SimulatedCloud cloud;
    SimulatedAccessManager network;
    HttpClient http;
    ServerClock serverClock;
    std::unique_ptr<ConnectionTest> test;
    std::unique_ptr<QSignalSpy> ends;
    std::unique_ptr<QSignalSpy> passcodes;
};

} // namespace

class ConnectionTestTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everythingWorks_data();
    void everythingWorks();
    void learnsWhoAndWhere();
    void failures_data();
    void failures();
    void wrongPasswordIsTriedOnce();
    void passcodeRight();
    void passcodeWrongThenAbandoned();
    void passcodeForProjects();
    void severalProjects_data();
    void severalProjects();
    void onlyProjectIsTaken();
    void clockIsOff();
    void F75_clockFarOffSignsAllTheSame();
    void missingIdentityAddress();
    void nothingToSignInWith();
    void F12_certificateNamesReason();
    void F03_nobodyListens();
    void blame_data();
    void blame();
    void meansProjects();
    void stepsOfProxies();
};

void ConnectionTestTest::everythingWorks_data()
{
    QTest::addColumn<int>("method");
    QTest::newRow("password") << int(SignInMethod::Password);
    QTest::newRow("token") << int(SignInMethod::Token);
    QTest::newRow("access key") << int(SignInMethod::AccessKey);
}

void ConnectionTestTest::everythingWorks()
{
    QFETCH(const int, method);
    Bench bench;
    const auto chosen = SignInMethod(method);
    const Credential credential = chosen == SignInMethod::Password ? bench.password()
                                  : chosen == SignInMethod::Token  ? bench.token()
                                                                   : bench.key();
    bench.begin(bench.profile(chosen), credential);
    QCOMPARE(bench.step(Kind::NameLookup).state, State::Running);
    QVERIFY(bench.runToEnd());
    bench.checkEnd();
    QVERIFY(bench.works());
    for (const Kind kind : {Kind::NameLookup, Kind::Connection, Kind::Tls, Kind::Clock, Kind::SignIn,
                            Kind::Project, Kind::Permission})
        QCOMPARE(bench.step(kind).state, State::Passed);
    QCOMPARE(bench.step(Kind::Proxy).state, State::Skipped);
    QVERIFY(bench.step(Kind::Permission).text.contains(u'3'));
    for (const SimulatedAccessManager::Seen &seen : bench.network.seen())
        QVERIFY2(seen.method == "GET" || seen.url.path() == "/v3/auth/tokens"_L1,
                 qPrintable(seen.url.path()));
    QVERIFY(bench.cloud.effects().isEmpty());
}

void ConnectionTestTest::learnsWhoAndWhere()
{
    Bench bench;
    Profile profile = bench.profile(SignInMethod::Password);
    profile.projectId.clear();
    profile.projectName = bench.cloud.projectName();
    bench.begin(profile, bench.password());
    QVERIFY(bench.runToEnd());
    QVERIFY(bench.works());
    QCOMPARE(bench.test->profile().projectId, bench.cloud.projectId());
    QCOMPARE(bench.test->profile().userId, bench.cloud.userId());
    QCOMPARE(bench.test->profile().userName, u"ana"_s);

    // A pasted token tells it too.
    bench.begin(bench.profile(SignInMethod::Token), bench.token());
    QVERIFY(bench.runToEnd());
    QVERIFY(bench.works());
    QCOMPARE(bench.test->profile().userId, bench.cloud.userId());
    QVERIFY(bench.step(Kind::SignIn).text.contains("ana"_L1));
    QVERIFY2(bench.step(Kind::SignIn).text.contains("The token ends"_L1),
             qPrintable(bench.step(Kind::SignIn).text));
}

void ConnectionTestTest::failures_data()
{
    QTest::addColumn<int>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("fault");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("step");
    const auto line = [](const char *name, SignInMethod method, const char *path, Fault fault, Kind step) {
        QTest::newRow(name) << int(method) << QByteArray(path) << int(fault) << 0 << QByteArray()
                            << int(step);
    };
    line("no such host, Identity", SignInMethod::Password, "/v3/auth/tokens", Fault::HostNotFound,
         Kind::NameLookup);
    line("no such host, service", SignInMethod::AccessKey, "/notebooks", Fault::HostNotFound,
         Kind::NameLookup);
    line("refused, Identity", SignInMethod::Password, "/v3/auth/tokens", Fault::Refused, Kind::Connection);
    line("refused, service", SignInMethod::Password, "/notebooks", Fault::Refused, Kind::Connection);
    line("a portal instead of the service", SignInMethod::Password, "/notebooks", Fault::Html,
         Kind::Connection);
    line("a portal instead of Identity", SignInMethod::Password, "/v3/auth/tokens", Fault::Html,
         Kind::Connection);
    line("silent service", SignInMethod::Token, "/notebooks", Fault::Hang, Kind::Connection);
    const auto answer = [](const char *name, const char *path, int status, const char *body, Kind step) {
        QTest::newRow(name) << int(SignInMethod::Password) << QByteArray(path) << int(Fault::None) << status
                            << QByteArray(body) << int(step);
    };
    answer("may not list", "/notebooks", 403, R"({"error_code":"ModelArts.0203","error_msg":"no"})",
           Kind::Permission);
    answer("wrong project", "/notebooks", 403,
           R"({"error_code":"ModelArts.0210","error_msg":"other project"})", Kind::Project);
    answer("no such interface", "/notebooks", 404,
           R"({"error_code":"APIG.0101","error_msg":"API not found"})", Kind::Permission);
    answer("service is ill", "/notebooks", 500, R"({"error_code":"ModelArts.0010","error_msg":"oh"})",
           Kind::Permission);
    answer("account locked", "/v3/auth/tokens", 401,
           R"({"error":{"code":401,"message":"The account is locked.","title":"Unauthorized"}})",
           Kind::SignIn);
    answer("console-only user", "/v3/auth/tokens", 403, R"({"error_code":"IAM.0081","error_msg":"console"})",
           Kind::SignIn);
    answer("unknown project", "/v3/auth/tokens", 401,
           R"({"error":{"code":401,"message":"The project is not found.","title":"Unauthorized"}})",
           Kind::Project);
}

void ConnectionTestTest::failures()
{
    QFETCH(const int, method);
    QFETCH(const QByteArray, path);
    QFETCH(const int, fault);
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    QFETCH(const int, step);
    Bench bench;
    if (status != 0) {
        CloudResponse response;
        response.status = status;
        response.body = body;
        bench.cloud.answerNext({}, path, response, 100);
    }
    bench.network.setFaults([&](const QByteArray &, const QUrl &url) {
        return url.path().contains(QLatin1String(path)) ? Fault(fault) : Fault::None;
    });
    const auto chosen = SignInMethod(method);
    bench.begin(bench.profile(chosen), chosen == SignInMethod::Password ? bench.password()
                                       : chosen == SignInMethod::Token  ? bench.token()
                                                                        : bench.key());
    QVERIFY(bench.runToEnd());
    bench.checkEnd();
    QVERIFY(!bench.works());
    QCOMPARE(bench.step(Kind(step)).state, State::Failed);
}

void ConnectionTestTest::wrongPasswordIsTriedOnce()
{
    Bench bench;
    bench.begin(bench.profile(SignInMethod::Password), bench.password("wrong"));
    QVERIFY(bench.runToEnd());
    bench.checkEnd();
    QCOMPARE(bench.step(Kind::SignIn).state, State::Failed);
    QCOMPARE(bench.network.seen().size(), 1);
}

void ConnectionTestTest::passcodeRight()
{
    Bench bench(u"123456"_s);
    bench.begin(bench.profile(SignInMethod::Password), bench.password());
    QVERIFY(bench.runToPasscode());
    QCOMPARE(bench.passcodes->first().first().toString(), QString());
    bench.test->providePasscode(Secret("123456"));
    QVERIFY(bench.runToEnd());
    bench.checkEnd();
    QVERIFY(bench.works());
}

void ConnectionTestTest::passcodeWrongThenAbandoned()
{
    Bench bench(u"123456"_s);
    bench.begin(bench.profile(SignInMethod::Password), bench.password());
    QVERIFY(bench.runToPasscode());
    bench.test->providePasscode(Secret("000000"));
    QVERIFY(bench.runToPasscode());
    QVERIFY(!bench.passcodes->last().first().toString().isEmpty());
    bench.test->abandonPasscode();
    QVERIFY(bench.runToEnd());
    bench.checkEnd();
    QCOMPARE(bench.step(Kind::SignIn).state, State::Failed);
}

void ConnectionTestTest::passcodeForProjects()
{
    Bench bench(u"123456"_s);
    Profile profile = bench.profile(SignInMethod::Password);
    profile.projectId.clear();
    bench.begin(profile, bench.password());
    QVERIFY(bench.runToPasscode());
    bench.test->providePasscode(Secret("000000"));
    QVERIFY(bench.runToPasscode());
    QVERIFY(!bench.passcodes->last().first().toString().isEmpty());
    bench.test->providePasscode(Secret("123456"));
    QVERIFY(bench.runToEnd());
    bench.checkEnd();
    QCOMPARE(bench.step(Kind::SignIn).state, State::Passed);
    QCOMPARE(bench.step(Kind::Project).state, State::Failed);

    bench.begin(profile, bench.password());
    QVERIFY(bench.runToPasscode());
    bench.test->abandonPasscode();
    QVERIFY(bench.runToEnd());
    bench.checkEnd();
    QCOMPARE(bench.step(Kind::SignIn).state, State::Failed);
}

void ConnectionTestTest::severalProjects_data()
{
    QTest::addColumn<int>("method");
    QTest::newRow("password") << int(SignInMethod::Password);
    QTest::newRow("access key") << int(SignInMethod::AccessKey);
}

void ConnectionTestTest::severalProjects()
{
    QFETCH(const int, method);
    const auto chosen = SignInMethod(method);
    Bench bench;
    Profile profile = bench.profile(chosen);
    profile.projectId.clear();
    bench.begin(profile, chosen == SignInMethod::Password ? bench.password() : bench.key());
    QSignalSpy choices(bench.test.get(), &ConnectionTest::projectChoiceNeeded);
    QVERIFY(bench.runToEnd());
    bench.checkEnd();
    QCOMPARE(bench.step(Kind::Project).state, State::Failed);
    QCOMPARE(choices.size(), 1);
    const auto projects = choices.first().first().value<QList<Project>>();
    QStringList ids;
    for (const Project &project : projects)
        ids.append(project.id);
    ids.sort();
    QStringList expected{bench.cloud.projectId(), bench.cloud.otherProjectId()};
    expected.sort();
    QCOMPARE(ids, expected);
}

void ConnectionTestTest::onlyProjectIsTaken()
{
    Bench bench;
    CloudResponse one;
    one.body = R"({"projects":[{"id":")" + bench.cloud.projectId().toLatin1() +
               R"(","name":"eu-de_team","domain_id":"d","enabled":true,"is_domain":false}]})";
    bench.cloud.answerNext("GET", "/projects", one);
    Profile profile = bench.profile(SignInMethod::Password);
    profile.projectId.clear();
    bench.begin(profile, bench.password());
    QVERIFY(bench.runToEnd());
    bench.checkEnd();
    QVERIFY(bench.works());
    QCOMPARE(bench.test->profile().projectId, bench.cloud.projectId());
    QCOMPARE(bench.test->profile().userName, u"ana"_s);
    QVERIFY2(bench.step(Kind::Project).text.contains("eu-de_team"_L1),
             qPrintable(bench.step(Kind::Project).text));
}

void ConnectionTestTest::clockIsOff()
{
    Bench bench({}, 240'000);
    bench.begin(bench.profile(SignInMethod::Token), bench.token());
    QVERIFY(bench.runToEnd());
    bench.checkEnd();
    QVERIFY(bench.works());
    QCOMPARE(bench.step(Kind::Clock).state, State::Warning);
    QVERIFY2(bench.step(Kind::Clock).text.contains("behind"_L1), qPrintable(bench.step(Kind::Clock).text));
}

void ConnectionTestTest::F75_clockFarOffSignsAllTheSame()
{
    Bench bench({}, -86'400'000);
    bench.begin(bench.profile(SignInMethod::AccessKey), bench.key());
    QVERIFY(bench.runToEnd());
    bench.checkEnd();
    QVERIFY(bench.works());
    QCOMPARE(bench.step(Kind::Clock).state, State::Warning);
}

void ConnectionTestTest::missingIdentityAddress()
{
    Bench bench;
    Profile profile = bench.profile(SignInMethod::Password);
    profile.iamEndpoint = {};
    bench.begin(profile, bench.password());
    QVERIFY(bench.ends->isEmpty()); // never from within start()
    QVERIFY(bench.runToEnd());
    bench.checkEnd();
    QCOMPARE(bench.step(Kind::SignIn).state, State::Failed);
    QCOMPARE(bench.network.seen().size(), 0);
}

void ConnectionTestTest::nothingToSignInWith()
{
    for (const bool namesProject : {true, false}) {
        Bench bench;
        Profile profile = bench.profile(SignInMethod::Token);
        if (!namesProject)
            profile.projectId.clear();
        bench.begin(profile, {});
        QVERIFY(bench.ends->isEmpty());
        QVERIFY(bench.runToEnd());
        bench.checkEnd();
        QCOMPARE(bench.step(Kind::SignIn).state, State::Failed);
        QCOMPARE(bench.network.seen().size(), 0);
    }
}

void ConnectionTestTest::F12_certificateNamesReason()
{
    if (!QSslSocket::supportsSsl())
        QSKIP("This Qt has no TLS.");
    ScriptedServer server;
    QVERIFY(server.useTls(u"localhost"_s));
    QVERIFY(server.start());
    SystemClock clock;
    SystemTimers timers;
    QNetworkAccessManager network;
    HttpClient http(network, clock, timers);
    ServerClock serverClock(clock);
    Profile profile;
    profile.endpoint = server.url();
    profile.projectId = u"p"_s;
    ConnectionTest test(http, serverClock, profile, TokenCredential{Secret("t"), {}});
    QSignalSpy ends(&test, &ConnectionTest::finished);
    test.start();
    QTRY_COMPARE(ends.size(), 1);
    const QList<ConnectionStep> steps = test.steps();
    const auto tls =
        std::find_if(steps.begin(), steps.end(), [](const auto &s) { return s.kind == Kind::Tls; });
    QCOMPARE(tls->state, State::Failed);
    QVERIFY2(tls->text.contains("issuer"_L1), qPrintable(tls->text));
    QVERIFY(!tls->advice.isEmpty());
    QCOMPARE(server.requests().size(), 0);
}

void ConnectionTestTest::F03_nobodyListens()
{
    QTcpServer reserved;
    QVERIFY(reserved.listen(QHostAddress::LocalHost));
    const quint16 port = reserved.serverPort();
    reserved.close();
    SystemClock clock;
    VirtualTime timers; // the pauses between attempts pass at once
    QNetworkAccessManager network;
    HttpClient http(network, clock, timers);
    ServerClock serverClock(clock);
    Profile profile;
    profile.endpoint = QUrl(u"http://127.0.0.1:%1"_s.arg(port));
    profile.projectId = u"p"_s;
    ConnectionTest test(http, serverClock, profile, TokenCredential{Secret("t"), {}});
    QSignalSpy ends(&test, &ConnectionTest::finished);
    test.start();
    QTRY_VERIFY((timers.advance(1'000), !ends.isEmpty()));
    const QList<ConnectionStep> steps = test.steps();
    const auto connection =
        std::find_if(steps.begin(), steps.end(), [](const auto &s) { return s.kind == Kind::Connection; });
    QCOMPARE(connection->state, State::Failed);
    QVERIFY2(connection->text.contains("127.0.0.1"_L1), qPrintable(connection->text));
}

void ConnectionTestTest::blame_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("stage");
    QTest::addColumn<int>("step");
    using Error = ApiError::Kind;
    using Stage = ApiError::Stage;
    const auto row = [](const char *name, Error kind, Stage stage, Kind step) {
        QTest::newRow(name) << int(kind) << int(stage) << int(step);
    };
    row("proxy", Error::Proxy, Stage::Connection, Kind::Proxy);
    row("certificate", Error::Tls, Stage::Tls, Kind::Tls);
    row("name", Error::Network, Stage::NameLookup, Kind::NameLookup);
    row("connect", Error::Timeout, Stage::Connection, Kind::Connection);
    row("handshake cut", Error::Network, Stage::Tls, Kind::Tls);
    row("cut later", Error::Network, Stage::Exchange, Kind::Connection);
    row("401", Error::Unauthorised, Stage::Exchange, Kind::SignIn);
    row("403", Error::Forbidden, Stage::Exchange, Kind::Permission);
}

void ConnectionTestTest::blame()
{
    QFETCH(const int, kind);
    QFETCH(const int, stage);
    ApiError error;
    error.kind = ApiError::Kind(kind);
    error.stage = ApiError::Stage(stage);
    QTEST(int(blamedStep(error, Kind::Permission)), "step");
}

void ConnectionTestTest::meansProjects()
{
    const QList<Project> all{{u"1"_s, u"eu-de"_s, {}},
                             {u"2"_s, u"eu-de_team"_s, {}},
                             {u"3"_s, u"eu-nl"_s, {}},
                             {u"4"_s, u"eu-de2"_s, {}},
                             {u"5"_s, u"cn-north-4_lab"_s, {}}};
    const auto meant = [&all](const QString &region, const QString &name = {}) {
        Profile profile;
        profile.region = region;
        profile.projectName = name;
        QStringList ids;
        for (const Project &project : projectsMeant(all, profile))
            ids.append(project.id);
        return ids.join(u' ');
    };
    QCOMPARE(meant(u"eu-de"_s), u"1"_s);
    QCOMPARE(meant(u"eu"_s), u"1 2 3 4 5"_s);
    QCOMPARE(meant(u"cn-north-4"_s), u"5"_s);
    QCOMPARE(meant({}), u"1 2 3 4 5"_s);
    QCOMPARE(meant(u"eu-de"_s, u"eu-nl"_s), u"3"_s);
    QCOMPARE(meant({}, u"eu-de_team"_s), u"2"_s);
    QCOMPARE(meant(u"eu-de"_s, u"elsewhere"_s), QString());
    QVERIFY(projectsMeant({}, Profile()).isEmpty());
}

void ConnectionTestTest::stepsOfProxies()
{
    Profile profile;
    profile.endpoint = QUrl(u"http://127.0.0.1:1"_s);
    profile.proxy = {ProxySettings::Mode::Own, u"proxy.example"_s, 8080, {}};
    ConnectionProgress steps(profile);
    const auto state = [&](Kind kind) {
        return std::find_if(steps.all().begin(), steps.all().end(),
                            [kind](const auto &s) { return s.kind == kind; })
            ->state;
    };
    QCOMPARE(state(Kind::NameLookup), State::Skipped);
    QCOMPARE(state(Kind::Tls), State::Skipped);
    steps.begin(Kind::SignIn);
    QCOMPARE(state(Kind::Proxy), State::Running);
    ApiError error;
    error.kind = ApiError::Kind::Proxy;
    error.message = u"The proxy asks for a sign-in."_s;
    steps.failed(Kind::SignIn, error);
    QCOMPARE(state(Kind::Proxy), State::Failed);
    QCOMPARE(state(Kind::SignIn), State::Skipped);
    QVERIFY(steps.hasFailed());
}

QTEST_GUILESS_MAIN(ConnectionTestTest)
#include "tst_connectiontest.moc"
