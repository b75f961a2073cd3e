// SPDX-License-Identifier: MIT
#include "cloudserver.h"
#include "program.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSet>
#include <QTcpServer>
#include <QTest>
#include <QUrlQuery>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr int Count = 137;

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

ServedAnswer jsonAnswer(int status, const QByteArray &body)
{
    return {status, {{"Content-Type", "application/json"}}, body};
}

ServerFault always(const ServedAnswer &answer, const QByteArray &part = {})
{
    ServerFault fault;
    fault.part = part;
    fault.times = 1'000;
    fault.answer = answer;
    return fault;
}

} // namespace

/// The command line as scripts see it: design of arguments, outputs and exit codes. Each run is a process of
/// the built program against a real server.
class TestCommandLineContract : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void exportsEveryInstanceOnce();
    void asksOnlyForFullPagesAndEachOnce();
    void exportsCsvWithTheSameRows();
    void allUsersAsksForEverybody();
    void wrongUsageEndsWithTwo_data();
    void wrongUsageEndsWithTwo();
    void missingTokenEndsWithTwo();
    void troubleOfTheServiceHasItsCode_data();
    void troubleOfTheServiceHasItsCode();
    void unreachableServiceEndsWithFourAndKeepsTheOldFile();
    void F33_throttledSaysHowLong();
    void F38_theServicesWordsAreToldOnOneLine();
    void gapsAreWrittenAndSaid();
    void missingFreeInstancesAreExplained();
    void F45_recordsWithoutIdAreTold_data();
    void F45_recordsWithoutIdAreTold();
    void F45_emptyTextsStayEmpty();
    void refusedAllUsersSaysWhatToDo();
    void F83_unwritableFileEndsWithSix_data();
    void F83_unwritableFileEndsWithSix();
    void F83_fullStandardOutputEndsWithSix();
    void F85_tokenShowsNowhere();
    void F85_tokenLeavesTheEnvironment();

private:
    [[nodiscard]] QStringList live(const QStringList &more) const;

    std::unique_ptr<CloudServer> m_server;
    std::unique_ptr<Program> m_program;
};

void TestCommandLineContract::init()
{
    CloudServer::Options options;
    options.cloud.count = Count;
    m_server = std::make_unique<CloudServer>(options);
    QCOMPARE(m_server->start(), QString());
    m_program = std::make_unique<Program>();
    m_program->token = m_server->cloud().token();
}

QStringList TestCommandLineContract::live(const QStringList &more) const
{
    return QStringList{u"--endpoint"_s, m_server->url().toString(), u"--project-id"_s,
                       m_server->cloud().projectId()} +
           more;
}

void TestCommandLineContract::exportsEveryInstanceOnce()
{
    const ProgramRun run = m_program->run(live({u"--export"_s, u"-"_s}));
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(run.exitCode, 0);
    const QJsonObject document = QJsonDocument::fromJson(run.out).object();
    QCOMPARE(document[u"complete"_s].toBool(), true);
    QCOMPARE(document[u"project_id"_s].toString(), m_server->cloud().projectId());
    QSet<QString> ids;
    const QJsonArray instances = document[u"instances"_s].toArray();
    for (const QJsonValue &instance : instances) {
        ids.insert(instance[u"id"_s].toString());
    }
    QCOMPARE(instances.size(), Count);
    QCOMPARE(ids.size(), Count);
    QVERIFY(m_program->homeContents().isEmpty());
}

void TestCommandLineContract::asksOnlyForFullPagesAndEachOnce()
{
    QCOMPARE(m_program->run(live({u"--export"_s, u"-"_s})).exitCode, 0);
    QSet<QString> pages;
    for (const auto &seen : m_server->seen()) {
        QCOMPARE(seen.method, QByteArray("GET"));
        const QUrlQuery query(QString::fromLatin1(seen.query));
        QCOMPARE(query.queryItemValue(u"limit"_s), u"50"_s);
        const QString feature = query.queryItemValue(u"feature"_s);
        QVERIFY2(feature == u"NOTEBOOK"_s || feature == u"DEFAULT"_s, qPrintable(feature));
        const QString page = feature + u' ' + query.queryItemValue(u"offset"_s);
        QVERIFY2(!pages.contains(page), qPrintable(page));
        pages.insert(page);
    }
    QVERIFY(pages.contains(u"NOTEBOOK 0"_s));
    QVERIFY(pages.contains(u"DEFAULT 0"_s));
}

void TestCommandLineContract::exportsCsvWithTheSameRows()
{
    const QString path = m_program->file(u"out.csv"_s);
    const ProgramRun run = m_program->run(live({u"--export"_s, path, u"--format"_s, u"csv"_s}));
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(run.out, QByteArray());
    const QByteArray csv = contents(path);
    QVERIFY(csv.startsWith("id,name,description,status,"));
    QVERIFY(csv.contains(",storage_category,storage_capacity_gb,storage_ownership,storage_mount_path,"));
    const QList<SimulatedCloud::Record> records = m_server->cloud().records();
    int found = 0;
    for (const auto &record : records) {
        const QByteArray start = '\n' + record.id.toUtf8() + ',';
        found += csv.contains(start) ? 1 : 0;
    }
    QCOMPARE(found, Count);
}

void TestCommandLineContract::allUsersAsksForEverybody()
{
    const ProgramRun run = m_program->run(live({u"--all-users"_s, u"--export"_s, u"-"_s}));
    QCOMPARE(run.exitCode, 0);
    const auto instances = QJsonDocument::fromJson(run.out)[u"instances"_s].toArray();
    QCOMPARE(instances.size(), m_server->cloud().records().size());
    QVERIFY(instances.size() > Count);
    for (const auto &seen : m_server->seen()) {
        QVERIFY2(seen.path.endsWith("/notebooks/all"), seen.path.constData());
    }
}

void TestCommandLineContract::wrongUsageEndsWithTwo_data()
{
    QTest::addColumn<QStringList>("arguments");
    const QStringList account{u"--endpoint"_s, u"https://modelarts.eu-de.otc.t-systems.com"_s,
                              u"--project-id"_s, u"p"_s};
    QTest::newRow("no arguments") << QStringList{};
    QTest::newRow("unknown option") << QStringList{u"--frobnicate"_s};
    QTest::newRow("stray argument") << QStringList{u"--demo"_s, u"stray"_s};
    QTest::newRow("unknown profile") << QStringList{u"--profile"_s, u"otc"_s};
    QTest::newRow("export of nothing") << QStringList{u"--export"_s, u"-"_s};
    QTest::newRow("project missing") << account.mid(0, 2) + QStringList{u"--export"_s, u"-"_s};
    QTest::newRow("endpoint missing") << account.mid(2) + QStringList{u"--export"_s, u"-"_s};
    QTest::newRow("endpoint without encryption")
        << QStringList{u"--endpoint"_s, u"http://modelarts.example.com"_s, u"--project-id"_s, u"p"_s};
    QTest::newRow("endpoint that is no address")
        << QStringList{u"--endpoint"_s, u"not an address"_s, u"--project-id"_s, u"p"_s};
    QTest::newRow("endpoint with a password")
        << QStringList{u"--endpoint"_s, u"https://u:p@modelarts.example.com"_s, u"--project-id"_s, u"p"_s};
    QTest::newRow("demo and endpoint") << account + QStringList{u"--demo"_s};
    QTest::newRow("unknown format") << QStringList{u"--demo"_s, u"--export"_s, u"-"_s, u"--format"_s,
                                                   u"xml"_s};
    QTest::newRow("size that is none")
        << QStringList{u"--demo"_s, u"--screenshot"_s, u"/dev/null"_s, u"--size"_s, u"big"_s};
    QTest::newRow("size zero") << QStringList{u"--demo"_s, u"--screenshot"_s, u"/dev/null"_s, u"--size"_s,
                                              u"0x0"_s};
    QTest::newRow("unknown theme") << QStringList{u"--demo"_s, u"--screenshot"_s, u"/dev/null"_s,
                                                  u"--theme"_s, u"pink"_s};
    QTest::newRow("negative count") << QStringList{u"--demo"_s, u"--demo-instances"_s, u"-1"_s, u"--export"_s,
                                                   u"-"_s};
    QTest::newRow("speed zero") << QStringList{u"--demo"_s, u"--demo-speed"_s, u"0"_s, u"--export"_s, u"-"_s};
    QTest::newRow("export without a file") << QStringList{u"--demo"_s, u"--export"_s};
}

void TestCommandLineContract::wrongUsageEndsWithTwo()
{
    QFETCH(const QStringList, arguments);
    const ProgramRun run = m_program->run(arguments);
    QVERIFY2(run.saysOneLine(), run.err.constData());
    QCOMPARE(run.exitCode, 2);
    QCOMPARE(run.out, QByteArray());
}

void TestCommandLineContract::missingTokenEndsWithTwo()
{
    m_program->token.reset();
    const ProgramRun run = m_program->run(live({u"--export"_s, u"-"_s}));
    QCOMPARE(run.exitCode, 2);
    QVERIFY2(run.saysOneLine() && run.err.contains("OS_TOKEN"), run.err.constData());
    QVERIFY(m_server->seen().isEmpty());
}

void TestCommandLineContract::troubleOfTheServiceHasItsCode_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("exitCode");
    const QByteArray json = "application/json";
    QTest::newRow("401") << 401 << json
                         << QByteArray(R"({"error_code":"APIGW.0301","error_msg":"token expires"})") << 3;
    QTest::newRow("403") << 403 << json
                         << QByteArray(R"({"error_code":"ModelArts.0203","error_msg":"no permission"})") << 3;
    QTest::newRow("HTML in place of JSON")
        << 200 << QByteArray("text/html") << QByteArray("<html><body>Please sign in</body></html>") << 4;
    QTest::newRow("broken JSON") << 200 << json << QByteArray(R"({"data":[{"id":"a")") << 4;
    QTest::newRow("JSON that is something else") << 200 << json << QByteArray(R"({"data":42})") << 4;
    QTest::newRow("empty answer") << 200 << json << QByteArray() << 4;
    QTest::newRow("another service") << 404 << QByteArray("text/plain") << QByteArray("404 page not found")
                                     << 4;
    QTest::newRow("500") << 500 << json
                         << QByteArray(R"({"error_code":"ModelArts.6102","error_msg":"internal"})") << 4;
    QTest::newRow("redirect elsewhere") << 302 << QByteArray("text/html") << QByteArray("moved") << 4;
}

void TestCommandLineContract::troubleOfTheServiceHasItsCode()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, type);
    QFETCH(const QByteArray, body);
    QFETCH(const int, exitCode);
    ServedAnswer answer{status, {{"Content-Type", type}}, body};
    if (status == 302) {
        answer.headers.append(std::pair<QByteArray, QByteArray>("Location", "https://elsewhere.example/"));
    }
    m_server->addFault(always(answer));
    const QString path = m_program->file(u"out.json"_s);
    const ProgramRun run = m_program->run(live({u"--export"_s, path}));
    QVERIFY2(run.saysOneLine(), run.err.constData());
    QCOMPARE(run.exitCode, exitCode);
    QVERIFY(!QFile::exists(path));
}

void TestCommandLineContract::unreachableServiceEndsWithFourAndKeepsTheOldFile()
{
    QTcpServer placeholder;
    QVERIFY(placeholder.listen(QHostAddress::LocalHost));
    const QString address = u"http://127.0.0.1:%1"_s.arg(placeholder.serverPort());
    placeholder.close();
    const QString path = m_program->file(u"out.json"_s);
    QFile old(path);
    QVERIFY(old.open(QIODevice::WriteOnly));
    old.write("yesterday's");
    old.close();
    const ProgramRun run =
        m_program->run({u"--endpoint"_s, address, u"--project-id"_s, u"p"_s, u"--export"_s, path});
    QCOMPARE(run.exitCode, 4);
    QVERIFY2(run.saysOneLine() && run.err.contains("127.0.0.1"), run.err.constData());
    QCOMPARE(contents(path), QByteArray("yesterday's"));
}

void TestCommandLineContract::F33_throttledSaysHowLong()
{
    ServedAnswer answer = jsonAnswer(429, R"({"error_code":"ModelArts.6101","error_msg":"busy"})");
    answer.headers.append(std::pair<QByteArray, QByteArray>("Retry-After", "600"));
    m_server->addFault(always(answer));
    const ProgramRun run = m_program->run(live({u"--export"_s, u"-"_s}));
    QCOMPARE(run.exitCode, 4);
    QVERIFY2(run.saysOneLine() && run.err.contains("Wait 10 min"), run.err.constData());
}

void TestCommandLineContract::F38_theServicesWordsAreToldOnOneLine()
{
    ServedAnswer answer = jsonAnswer(
        400,
        R"({"error_code":"ModelArts.0104","error_msg":"limit must be 10,\nor 20\u202e","request_id":"r-4711"})");
    m_server->addFault(always(answer));
    const ProgramRun run = m_program->run(live({u"--export"_s, u"-"_s}));
    QCOMPARE(run.exitCode, 4);
    QVERIFY2(run.saysOneLine(), run.err.constData());
    QVERIFY2(run.err.contains("limit must be 10, or 20⟨U+202E⟩"), run.err.constData());
    QVERIFY2(run.err.endsWith("Request ID: r-4711\n"), run.err.constData());
}

void TestCommandLineContract::gapsAreWrittenAndSaid()
{
    // The first page comes, the others do not.
    for (const QByteArray &offset : {QByteArray("offset=49"), QByteArray("offset=50"),
                                     QByteArray("offset=98"), QByteArray("offset=100")}) {
        m_server->addFault(
            always(jsonAnswer(400, R"({"error_code":"ModelArts.0101","error_msg":"no"})"), offset));
    }
    const QString path = m_program->file(u"out.json"_s);
    const ProgramRun run = m_program->run(live({u"--export"_s, path}));
    QVERIFY2(run.saysOneLine(), run.err.constData());
    QCOMPARE(run.exitCode, 5);
    QVERIFY2(run.err.contains("pages of instances could be listed. ") && run.err.contains("ModelArts.0101") &&
                 run.err.contains("Run it again"),
             run.err.constData());
    const QJsonDocument document = QJsonDocument::fromJson(contents(path));
    QVERIFY(document[u"complete"_s].isBool());
    QCOMPARE(document[u"complete"_s].toBool(), false);
    QVERIFY(document[u"instances"_s].toArray().size() >= 50);
}

void TestCommandLineContract::missingFreeInstancesAreExplained()
{
    m_server->addFault(
        always(jsonAnswer(500, R"({"error_code":"ModelArts.6102","error_msg":"no"})"), "feature=DEFAULT"));
    const ProgramRun run = m_program->run(live({u"--export"_s, u"-"_s}));
    QCOMPARE(run.exitCode, 5);
    QVERIFY2(run.saysOneLine() && run.err.contains("The free instances could not be listed. ") &&
                 run.err.contains("ModelArts.6102") && run.err.contains("Run it again"),
             run.err.constData());
}

void TestCommandLineContract::F45_recordsWithoutIdAreTold_data()
{
    QTest::addColumn<QByteArray>("record");
    QTest::newRow("null") << QByteArray(R"({"id":null,"name":"y"})");
    QTest::newRow("number") << QByteArray(R"({"id":7,"name":"y"})");
    QTest::newRow("missing") << QByteArray(R"({"name":"y"})");
}

void TestCommandLineContract::F45_recordsWithoutIdAreTold()
{
    QFETCH(const QByteArray, record);
    m_server->addFault(always(jsonAnswer(200, R"({"data":[{"id":"a","name":"x"},)" + record +
                                                  R"(,{"id":"b","name":"z"}],"total":3})"),
                              "feature=NOTEBOOK"));
    m_server->addFault(always(jsonAnswer(200, R"({"data":[],"total":0})"), "feature=DEFAULT"));
    const ProgramRun run = m_program->run(live({u"--export"_s, u"-"_s}));
    // An instance exists which the file lacks.
    QCOMPARE(run.exitCode, 5);
    QVERIFY2(run.saysOneLine() && run.err.contains("One instance came without an ID and is not shown."),
             run.err.constData());
    const QJsonDocument document = QJsonDocument::fromJson(run.out);
    QCOMPARE(document[u"complete"_s], QJsonValue(false));
    QCOMPARE(document[u"instances"_s].toArray().size(), 2);
}

void TestCommandLineContract::F45_emptyTextsStayEmpty()
{
    m_server->addFault(always(
        jsonAnswer(
            200,
            R"({"data":[{"id":"a","description":""},{"id":"b"},{"id":"c","description":null}],"total":3})"),
        "feature=NOTEBOOK"));
    m_server->addFault(always(jsonAnswer(200, R"({"data":[],"total":0})"), "feature=DEFAULT"));
    const ProgramRun run = m_program->run(live({u"--export"_s, u"-"_s}));
    QCOMPARE(run.exitCode, 0);
    const QJsonDocument document = QJsonDocument::fromJson(run.out);
    for (const QJsonValue &instance : document[u"instances"_s].toArray()) {
        const QJsonValue expected = instance[u"id"_s] == u"a"_s ? QJsonValue(QString(u""_s)) : QJsonValue();
        QCOMPARE(instance[u"description"_s], expected);
    }
}

void TestCommandLineContract::refusedAllUsersSaysWhatToDo()
{
    m_server->addFault(
        always(jsonAnswer(403, R"({"error_code":"ModelArts.0108","error_msg":"no"})"), "/notebooks/all"));
    const ProgramRun run = m_program->run(live({u"--all-users"_s, u"--export"_s, u"-"_s}));
    QCOMPARE(run.exitCode, 3);
    QVERIFY2(run.saysOneLine() && run.err.contains("Leave out --all-users to list your own instances."),
             run.err.constData());
    QCOMPARE(run.out, QByteArray());
    const ProgramRun own = m_program->run(live({u"--export"_s, u"-"_s}));
    QCOMPARE(own.exitCode, 0);
}

void TestCommandLineContract::F83_unwritableFileEndsWithSix_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("full device") << u"/dev/full"_s;
    QTest::newRow("folder") << u"/tmp"_s;
    QTest::newRow("missing folder") << u"/nonexistent/folder/out.json"_s;
}

void TestCommandLineContract::F83_unwritableFileEndsWithSix()
{
    QFETCH(const QString, path);
    const ProgramRun run = m_program->run({u"--demo"_s, u"--export"_s, path});
    QCOMPARE(run.exitCode, 6);
    QVERIFY2(run.saysOneLine() && run.err.contains(path.toUtf8()), run.err.constData());
    const ProgramRun picture = m_program->run({u"--demo"_s, u"--screenshot"_s, path});
    QCOMPARE(picture.exitCode, 6);
    QVERIFY2(picture.saysOneLine() && picture.err.contains(path.toUtf8()), picture.err.constData());
}

void TestCommandLineContract::F83_fullStandardOutputEndsWithSix()
{
    m_program->standardOutputFile = u"/dev/full"_s;
    const ProgramRun run = m_program->run({u"--demo"_s, u"--export"_s, u"-"_s});
    QCOMPARE(run.exitCode, 6);
    QVERIFY2(run.saysOneLine(), run.err.constData());
}

void TestCommandLineContract::F85_tokenShowsNowhere()
{
    CloudServer::Options options;
    options.cloud.acceptAnyToken = true;
    m_server = std::make_unique<CloudServer>(options);
    QCOMPARE(m_server->start(), QString());
    const QByteArray canary = "CANARY-0815-account-token";
    m_program->token = canary;
    // Every word the program has to say.
    m_program->environment.insert(u"QT_LOGGING_RULES"_s, u"*=true"_s);
    const QString path = m_program->file(u"out.json"_s);
    const ProgramRun json = m_program->run(live({u"--export"_s, path}));
    QCOMPARE(json.exitCode, 0);
    const ProgramRun picture = m_program->run(live({u"--screenshot"_s, m_program->file(u"a.png"_s)}));
    QCOMPARE(picture.exitCode, 0);
    m_server->addFault(always(jsonAnswer(500, "{}")));
    const ProgramRun failing = m_program->run(live({u"--export"_s, m_program->file(u"b.json"_s)}));
    QCOMPARE(failing.exitCode, 4);

    const QByteArray all = json.out + json.err + picture.out + picture.err + failing.out + failing.err +
                           contents(path) + m_program->homeContents();
    // Proof that there was something to search: the service was really asked, and the log is not empty.
    QVERIFY(!m_server->seen().isEmpty());
    QVERIFY(all.size() > 10'000);
    for (const QByteArray &form :
         {canary, canary.toBase64().chopped(4), canary.toHex(), canary.toPercentEncoding()}) {
        QVERIFY2(!all.contains(form), form.constData());
    }
    // The tokens of the instances are as secret as ours.
    QVERIFY(!contents(path).contains("\"token\""));
}

void TestCommandLineContract::F85_tokenLeavesTheEnvironment()
{
    if (!QFile::exists(u"/proc/self/environ"_s)) {
        QSKIP("this system does not show the environment of a process");
    }
    ServerFault silent;
    silent.kind = ServerFault::Kind::Hang;
    silent.times = 1'000;
    m_server->addFault(silent);
    const QString canary = u"CANARY-0816-account-token"_s;
    QProcess process;
    QProcessEnvironment environment = m_program->environment;
    environment.insert(u"OS_TOKEN"_s, canary);
    process.setProcessEnvironment(environment);
    process.start(Program::path(), live({u"--export"_s, u"-"_s}));
    // Once it asks the service, it has read its environment.
    QTRY_VERIFY(!m_server->seen().isEmpty());
    const QString folder = u"/proc/%1/"_s.arg(process.processId());
    const QByteArray shown = contents(folder + u"environ"_s);
    const QByteArray arguments = contents(folder + u"cmdline"_s);
    process.kill();
    QVERIFY(process.waitForFinished());
    QVERIFY(shown.contains("XDG_CONFIG_HOME"));
    QVERIFY(!shown.contains(canary.toLatin1()));
    QVERIFY(arguments.contains("--export"));
    QVERIFY(!arguments.contains(canary.toLatin1()));
}

QTEST_GUILESS_MAIN(TestCommandLineContract)
#include "tst_commandlinecontract.moc"
