// SPDX-License-Identifier: MIT
#include "cloudserver.h"
#include "markers.h"
#include "program.h"

#include <QFile>
#include <QProcess>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr char Password[] = "CANARYprocessPassword1 ö&%";
constexpr char Token[] = "CANARYprocessToken2";
constexpr char SecretKey[] = "CANARYprocessKey3/+key";
constexpr char SecurityToken[] = "CANARYprocessSecurity4";
constexpr char ForeignSecret[] = "CANARYprocessForeign5";
constexpr int LongMs = 30'000;

QByteArray readAll(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// What others on the same computer, and whoever gets its output, could learn from the built program: each
/// run is a process with secrets in its environment and every message of the program and of Qt switched on.
class TestProgramSecrets : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void F85_whatRunsLeave_data();
    void F85_whatRunsLeave();
    void F85_whatOthersSeeOfTheProcess_data();
    void F85_whatOthersSeeOfTheProcess();
    void F85_secretsThatAreNotUsed();

private:
    static void ways();
    void setUp(const QString &way);
    [[nodiscard]] QStringList live() const;

    std::unique_ptr<CloudServer> m_server;
    std::unique_ptr<CloudServer> m_stranger;
    std::unique_ptr<Program> m_program;
    QList<SecretMarker> m_secrets;
};

void TestProgramSecrets::init()
{
    CloudServer::Options options;
    options.cloud.count = 12;
    options.cloud.acceptAnyToken = true;
    options.cloud.users = {
        {.name = u"ana"_s, .account = u"OTC0001"_s, .password = QString::fromUtf8(Password)}};
    m_server = std::make_unique<CloudServer>(options);
    m_stranger = std::make_unique<CloudServer>(options);
    QCOMPARE(m_server->start(), QString());
    QCOMPARE(m_stranger->start(), QString());
    m_server->cloud().addAccessKey({"AKCANARY", SecretKey});
    m_program = std::make_unique<Program>();
    m_program->environment.insert(u"QT_LOGGING_RULES"_s, u"*=true"_s);
    m_program->environment.insert(u"TMPDIR"_s, m_program->file(u"home"_s));
    m_secrets = {{"password", Password},
                 {"core of the password", "CANARYprocessPassword1"},
                 {"token", Token},
                 {"secret key", SecretKey},
                 {"security token", SecurityToken},
                 {"a secret for another program", ForeignSecret}};
}

void TestProgramSecrets::ways()
{
    QTest::addColumn<QString>("way");
    for (const char *way : {"password", "wrong password", "token", "key", "wrong key", "temporary key"})
        QTest::newRow(way) << QString::fromLatin1(way);
}

void TestProgramSecrets::setUp(const QString &way)
{
    QProcessEnvironment &environment = m_program->environment;
    if (way.endsWith("password"_L1)) {
        environment.insert(u"OS_USERNAME"_s, u"ana"_s);
        environment.insert(u"OS_USER_DOMAIN_NAME"_s, u"OTC0001"_s);
        environment.insert(u"OS_PASSWORD"_s,
                           QString::fromUtf8(way.startsWith("wrong"_L1) ? ForeignSecret : Password));
    } else if (way == "token"_L1) {
        environment.insert(u"OS_TOKEN"_s, QString::fromLatin1(Token));
    } else {
        environment.insert(u"HUAWEICLOUD_SDK_AK"_s, u"AKCANARY"_s);
        environment.insert(u"HUAWEICLOUD_SDK_SK"_s,
                           QString::fromLatin1(way.startsWith("wrong"_L1) ? ForeignSecret : SecretKey));
        if (way == "temporary key"_L1)
            environment.insert(u"HUAWEICLOUD_SDK_SECURITY_TOKEN"_s, QString::fromLatin1(SecurityToken));
    }
}

QStringList TestProgramSecrets::live() const
{
    const QString url = m_server->url().toString();
    return {u"--endpoint"_s, url, u"--iam-endpoint"_s, url, u"--project-id"_s, m_server->cloud().projectId()};
}

void TestProgramSecrets::F85_whatRunsLeave_data()
{
    ways();
}

void TestProgramSecrets::F85_whatRunsLeave()
{
    QFETCH(const QString, way);
    setUp(way);
    const QString json = m_program->file(u"home/out.json"_s);
    const QString csv = m_program->file(u"home/out.csv"_s);
    const QString picture = m_program->file(u"home/window.png"_s);
    QByteArray said;
    for (const QStringList &end : {QStringList{u"--export"_s, u"-"_s}, QStringList{u"--export"_s, json},
                                   QStringList{u"--export"_s, csv, u"--format"_s, u"csv"_s},
                                   QStringList{u"--screenshot"_s, picture}}) {
        // Another address is not to be followed, whatever the service says.
        ServerFault moved;
        moved.method = "GET";
        moved.part = "/notebooks";
        moved.answer.status = 307;
        moved.answer.headers = {{"Location", m_stranger->url().toEncoded() + "/v1/notebooks"}};
        if (end.contains(u"-"_s))
            m_server->addFault(moved);
        const ProgramRun run = m_program->run(live() + end);
        m_server->clearFaults();
        QVERIFY(run.exitCode >= 0);
        said += run.out + run.err;
    }
    // Proof that the messages are there to be searched.
    QVERIFY(said.contains("leasekeeper."));
    QVERIFY(said.contains(way == "wrong password"_L1 ? "/v3/auth/tokens" : "/notebooks"));
    for (const CloudServer::Seen &one : m_server->seen()) {
        const QByteArray token = one.headers.value("x-auth-token");
        if (token.size() > 200)
            m_secrets.append({"a token that was issued", token.left(24)});
    }
    const QByteArray leak = leakIn(said, m_secrets);
    QVERIFY2(leak.isEmpty(), leak.constData());
    int files = 0;
    const QByteArray kept = leakBelow(m_program->file(u"home"_s), m_secrets, &files);
    QVERIFY2(kept.isEmpty(), kept.constData());
    QVERIFY2(files >= (way.startsWith("wrong"_L1) || way == "temporary key"_L1 ? 0 : 3),
             QByteArray::number(files).constData());
    QCOMPARE(m_stranger->connectionsAccepted(), 0);
}

void TestProgramSecrets::F85_whatOthersSeeOfTheProcess_data()
{
    ways();
}

void TestProgramSecrets::F85_whatOthersSeeOfTheProcess()
{
#ifndef Q_OS_LINUX
    QSKIP("NOT TESTED: only Linux shows a process's environment in /proc");
#else
    QFETCH(const QString, way);
    setUp(way);
    ServerFault silent;
    silent.kind = ServerFault::Kind::Hang;
    silent.times = 100;
    m_server->addFault(silent);
    QProcess process;
    process.setProcessEnvironment(m_program->environment);
    process.start(Program::path(), live() + QStringList{u"--export"_s, u"-"_s});
    QVERIFY(process.waitForStarted(LongMs));
    const QString folder = u"/proc/%1/"_s.arg(process.processId());
    // It has begun to talk to the service.
    const bool hasBegun = QTest::qWaitFor([this] { return m_server->connectionsAccepted() > 0; }, LongMs);
    const QByteArray arguments = readAll(folder + u"cmdline"_s);
    const QByteArray environment = readAll(folder + u"environ"_s);
    process.kill();
    process.waitForFinished(LongMs);
    QVERIFY(hasBegun);
    QVERIFY(arguments.contains("--export"));
    QVERIFY(environment.contains("QT_LOGGING_RULES"));
    for (const QByteArray &seen : {arguments, environment}) {
        const QByteArray leak = leakIn(seen, m_secrets);
        QVERIFY2(leak.isEmpty(), leak.constData());
    }
#endif
}

void TestProgramSecrets::F85_secretsThatAreNotUsed()
{
#ifndef Q_OS_LINUX
    QSKIP("NOT TESTED: only Linux shows a process's environment in /proc");
#else
    // All the names under which secrets are known come out, used or not.
    setUp(u"token"_s);
    for (const char *name : {"OS_PASSWORD", "OS_AUTH_TOKEN", "OS_SECRET_KEY", "OS_SECURITY_TOKEN",
                             "HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_SDK_SECURITY_TOKEN", "HW_SECRET_KEY",
                             "HW_SECURITY_TOKEN", "HW_USER_PASSWORD", "HW_AUTH_TOKEN"})
        m_program->environment.insert(QString::fromLatin1(name), QString::fromLatin1(ForeignSecret));
    ServerFault silent;
    silent.kind = ServerFault::Kind::Hang;
    silent.times = 100;
    m_server->addFault(silent);
    QProcess process;
    process.setProcessEnvironment(m_program->environment);
    process.start(Program::path(), live() + QStringList{u"--export"_s, u"-"_s});
    QVERIFY(process.waitForStarted(LongMs));
    const bool hasBegun = QTest::qWaitFor([this] { return m_server->connectionsAccepted() > 0; }, LongMs);
    const QByteArray environment = readAll(u"/proc/%1/environ"_s.arg(process.processId()));
    process.kill();
    process.waitForFinished(LongMs);
    QVERIFY(hasBegun && environment.contains("QT_LOGGING_RULES"));
    const QByteArray leak = leakIn(environment, m_secrets);
    QVERIFY2(leak.isEmpty(), leak.constData());
#endif
}

QTEST_GUILESS_MAIN(TestProgramSecrets)
#include "tst_programsecrets.moc"
