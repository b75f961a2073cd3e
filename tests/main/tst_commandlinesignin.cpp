// SPDX-License-Identifier: MIT
#include "cloudserver.h"
#include "program.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr int Count = 137;
const QString Password = u"CANARY pass wörd & more"_s;

} // namespace

/// Signing in from the command line: the built program against the simulated cloud's Identity service, each
/// run a process of its own.
class TestCommandLineSignIn : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aUserWithAPassword();
    void aUserWhoseProjectIsTheRegion();
    void anAccessKeyByProjectId();
    void anAccessKeyFindsItsProject();
    void aTokenFindsItsProject();
    void severalProjectsEndWithTwo();
    void F22_tokensThatLiveShortAreRenewed();
    void aWrongPasswordEndsWithThree();
    void aPasscodeThatNobodyTypesEndsWithThree();
    void F24_aWrongKeyIsTriedOnce();
    void anUnreachableIdentityServiceEndsWithFour();
    void savedProfilesByName();
    void F85_secretsShowNowhere();

private:
    void setUser();
    void setKey();
    [[nodiscard]] QStringList live(const QStringList &more) const;
    [[nodiscard]] int rows(const ProgramRun &run) const;
    [[nodiscard]] int requests(const QByteArray &method, const QByteArray &path) const;
    void start(CloudServer::Options options);
    void writeSettings(const QByteArray &json) const;

    std::unique_ptr<CloudServer> m_server;
    std::unique_ptr<Program> m_program;
};

void TestCommandLineSignIn::start(CloudServer::Options options)
{
    options.cloud.count = Count;
    if (options.cloud.users.isEmpty())
        options.cloud.users = {{.name = u"ana"_s, .account = u"OTC0001"_s, .password = Password}};
    m_server = std::make_unique<CloudServer>(options);
    QCOMPARE(m_server->start(), QString());
}

void TestCommandLineSignIn::init()
{
    start({});
    m_program = std::make_unique<Program>();
}

void TestCommandLineSignIn::setUser()
{
    QProcessEnvironment &environment = m_program->environment;
    environment.insert(u"OS_USERNAME"_s, u"ana"_s);
    environment.insert(u"OS_PASSWORD"_s, Password);
    environment.insert(u"OS_USER_DOMAIN_NAME"_s, u"OTC0001"_s);
    environment.insert(u"OS_PROJECT_NAME"_s, m_server->cloud().projectName());
}

void TestCommandLineSignIn::setKey()
{
    const SimulatedCloud::AccessKey key = m_server->cloud().accessKey();
    m_program->environment.insert(u"HUAWEICLOUD_SDK_AK"_s, QString::fromLatin1(key.access));
    m_program->environment.insert(u"HUAWEICLOUD_SDK_SK"_s, QString::fromLatin1(key.secret));
}

QStringList TestCommandLineSignIn::live(const QStringList &more) const
{
    const QString url = m_server->url().toString();
    return QStringList{u"--endpoint"_s, url, u"--iam-endpoint"_s, url, u"--export"_s, u"-"_s} + more;
}

int TestCommandLineSignIn::rows(const ProgramRun &run) const
{
    const QJsonObject document = QJsonDocument::fromJson(run.out).object();
    if (document[u"project_id"_s].toString() != m_server->cloud().projectId())
        return -1;
    return int(document[u"instances"_s].toArray().size());
}

int TestCommandLineSignIn::requests(const QByteArray &method, const QByteArray &path) const
{
    const auto &seen = m_server->seen();
    return int(std::count_if(seen.begin(), seen.end(), [&](const CloudServer::Seen &one) {
        return one.method == method && one.path.startsWith(path);
    }));
}

void TestCommandLineSignIn::writeSettings(const QByteArray &json) const
{
    const QString folder = m_program->file(u"home/leasekeeper"_s);
    QVERIFY(QDir().mkpath(folder));
    QFile file(folder + u"/settings.json"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(json);
}

void TestCommandLineSignIn::aUserWithAPassword()
{
    setUser();
    const ProgramRun run = m_program->run(live({}));
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(rows(run), Count);
    QCOMPARE(requests("POST", "/v3/auth/tokens"), 1);

    // By id, and where OS_AUTH_URL says to sign in.
    m_program->environment.insert(u"OS_AUTH_URL"_s, m_server->url().toString() + u"/v3"_s);
    const ProgramRun byId = m_program->run({u"--endpoint"_s, m_server->url().toString(), u"--project-id"_s,
                                            m_server->cloud().projectId(), u"--export"_s, u"-"_s});
    QCOMPARE(byId.err, QByteArray());
    QCOMPARE(rows(byId), Count);
}

void TestCommandLineSignIn::aUserWhoseProjectIsTheRegion()
{
    setUser();
    m_program->environment.remove(u"OS_PROJECT_NAME"_s);
    const ProgramRun run = m_program->run(live({u"--region"_s, m_server->cloud().projectName()}));
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(rows(run), Count);
}

void TestCommandLineSignIn::anAccessKeyByProjectId()
{
    setKey();
    const ProgramRun run = m_program->run(live({u"--project-id"_s, m_server->cloud().projectId()}));
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(rows(run), Count);
    QCOMPARE(requests("GET", "/v3/"), 0);
}

void TestCommandLineSignIn::anAccessKeyFindsItsProject()
{
    setKey();
    const ProgramRun run = m_program->run(live({u"--region"_s, m_server->cloud().projectName()}));
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(rows(run), Count);
    QCOMPARE(requests("GET", "/v3/projects"), 1);
}

void TestCommandLineSignIn::aTokenFindsItsProject()
{
    m_program->token = m_server->cloud().token();
    const ProgramRun run = m_program->run(live({}));
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(rows(run), Count);
    QCOMPARE(requests("GET", "/v3/auth/tokens"), 1);
    QCOMPARE(requests("POST", ""), 0);
}

void TestCommandLineSignIn::severalProjectsEndWithTwo()
{
    setKey();
    const ProgramRun run = m_program->run(live({}));
    QVERIFY2(run.saysOneLine(), run.err.constData());
    QVERIFY2(run.err.contains(m_server->cloud().projectName().toUtf8()), run.err.constData());
    QVERIFY2(run.err.contains(m_server->cloud().otherProjectId().toUtf8()), run.err.constData());
    QCOMPARE(run.exitCode, 2);
    QCOMPARE(run.out, QByteArray());
}

void TestCommandLineSignIn::F22_tokensThatLiveShortAreRenewed()
{
    // Each answer takes so long that a token does not outlive the listing.
    CloudServer::Options options;
    options.cloud.tokenLifeMs = 1'500;
    options.rttMs = 700;
    start(options);
    setUser();
    const ProgramRun run = m_program->run(live({}));
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(rows(run), Count);
    QVERIFY(m_server->cloud().tokensIssued() > 1);
}

void TestCommandLineSignIn::aWrongPasswordEndsWithThree()
{
    setUser();
    m_program->environment.insert(u"OS_PASSWORD"_s, u"wrong"_s);
    const ProgramRun run = m_program->run(live({}));
    QVERIFY2(run.saysOneLine(), run.err.constData());
    QCOMPARE(run.exitCode, 3);
    QCOMPARE(run.out, QByteArray());
    // Wrong passwords count towards the lock of the account.
    QCOMPARE(requests("POST", "/v3/auth/tokens"), 1);
}

void TestCommandLineSignIn::aPasscodeThatNobodyTypesEndsWithThree()
{
    CloudServer::Options options;
    options.cloud.users = {
        {.name = u"ana"_s, .account = u"OTC0001"_s, .password = Password, .passcode = u"123456"_s}};
    start(options);
    setUser();
    const ProgramRun run = m_program->run(live({}));
    QVERIFY2(run.saysOneLine(), run.err.constData());
    QCOMPARE(run.exitCode, 3);
    QCOMPARE(requests("POST", "/v3/auth/tokens"), 1);
}

void TestCommandLineSignIn::F24_aWrongKeyIsTriedOnce()
{
    setKey();
    m_program->environment.insert(u"HUAWEICLOUD_SDK_SK"_s, u"CANARY-wrong-key"_s);
    const ProgramRun run = m_program->run(live({u"--project-id"_s, m_server->cloud().projectId()}));
    QVERIFY2(run.saysOneLine(), run.err.constData());
    QVERIFY2(!run.err.contains("CANARY"), run.err.constData());
    QCOMPARE(run.exitCode, 3);
    QCOMPARE(int(m_server->seen().size()), 1);
}

void TestCommandLineSignIn::anUnreachableIdentityServiceEndsWithFour()
{
    setUser();
    const ProgramRun run = m_program->run({u"--endpoint"_s, m_server->url().toString(), u"--iam-endpoint"_s,
                                           u"http://127.0.0.1:9"_s, u"--export"_s, u"-"_s});
    QVERIFY2(run.saysOneLine(), run.err.constData());
    QCOMPARE(run.exitCode, 4);
    QVERIFY(m_server->seen().isEmpty());
}

void TestCommandLineSignIn::savedProfilesByName()
{
    ProgramRun run = m_program->run({u"--profile"_s, u"lab"_s, u"--export"_s, u"-"_s});
    QVERIFY2(run.saysOneLine() && run.err.contains("lab"), run.err.constData());
    QCOMPARE(run.exitCode, 2);

    writeSettings(R"({"version":1,"profiles":[)"
                  R"({"id":"1","name":"OTC prod","endpoint":"https://m.example"},)"
                  R"({"id":"2","name":"lab","endpoint":"https://l.example"}]})");
    run = m_program->run({u"--profile"_s, u"Lab"_s, u"--export"_s, u"-"_s});
    QVERIFY2(run.saysOneLine(), run.err.constData());
    QVERIFY2(run.err.contains("OTC prod, lab"), run.err.constData());
    QCOMPARE(run.exitCode, 2);
    // Known, but without a key store in this environment there is nothing to sign in with.
    run = m_program->run({u"--profile"_s, u"lab"_s, u"--export"_s, u"-"_s});
    QVERIFY2(run.saysOneLine() && run.err.contains("no credentials"), run.err.constData());
    QCOMPARE(run.exitCode, 2);
}

void TestCommandLineSignIn::F85_secretsShowNowhere()
{
    setUser();
    m_program->environment.insert(u"QT_LOGGING_RULES"_s, u"*=true"_s);
    QByteArray everything;
    for (const QStringList &arguments :
         {live({}),
          QStringList{u"--endpoint"_s, m_server->url().toString(), u"--iam-endpoint"_s,
                      m_server->url().toString(), u"--screenshot"_s, m_program->file(u"window.png"_s)}}) {
        const ProgramRun run = m_program->run(arguments);
        QCOMPARE(run.exitCode, 0);
        everything += run.out + run.err;
    }
    setKey();
    m_program->environment.remove(u"OS_USERNAME"_s);
    everything += m_program->run(live({u"--project-id"_s, m_server->cloud().projectId()})).err;
    everything += m_program->homeContents();
    QVERIFY(everything.contains("/v3/auth/tokens"));
    QByteArray issued;
    for (const auto &seen : m_server->seen())
        issued = seen.headers.value("x-auth-token", issued);
    QVERIFY(!issued.isEmpty());
    for (const QByteArray &secret : {Password.toUtf8(), m_server->cloud().accessKey().secret, issued}) {
        for (const QByteArray &form : {secret, secret.toBase64(QByteArray::OmitTrailingEquals),
                                       secret.toPercentEncoding(), secret.toHex()})
            QVERIFY2(!everything.contains(form), form.constData());
    }
}

QTEST_GUILESS_MAIN(TestCommandLineSignIn)
#include "tst_commandlinesignin.moc"
