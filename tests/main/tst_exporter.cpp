// SPDX-License-Identifier: MIT
#include "exporter.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 CreatedMs = 1'687'656'452'470; ///< of the traced instance: section 4.2 of the reference
constexpr qint64 StopsMs = 1'687'661'110'014;   ///< 2023-06-25T02:45:10.014Z

Instance tracedInstance()
{
    Instance instance;
    instance.id = u"f9937afa-ca78-45b6-bc12-7ecf42553c48"_s;
    instance.name = u"notebooks_simple"_s;
    instance.description = u"api-test"_s;
    instance.status = InstanceStatus::Running;
    instance.statusText = u"RUNNING"_s;
    instance.feature = u"NOTEBOOK"_s;
    instance.flavor = u"modelarts.vm.cpu.2u"_s;
    instance.image.id = u"image-id"_s;
    instance.image.name = u"notebook2.0"_s;
    instance.lease.createAtMs = CreatedMs;
    instance.lease.durationMs = 4'657'544;
    instance.lease.updateAtMs = CreatedMs + 1'057'544;
    instance.lease.enabled = true;
    instance.storage.category = u"EVS"_s;
    instance.storage.capacityGb = 5;
    instance.storage.ownership = u"MANAGED"_s;
    instance.storage.mountPath = u"/home/ma-user/work/"_s;
    instance.ownerId = u"owner-id"_s;
    instance.ownerName = u"ana"_s;
    instance.workspaceId = u"0"_s;
    instance.poolName = u"pool"_s;
    instance.createdAtMs = CreatedMs + 14;
    instance.url = u"https://canary.example/lab"_s;
    instance.token = Secret("canary-token");
    return instance;
}

ExportHead headAt(qint64 serverTimeMs)
{
    ExportHead head;
    head.exportedAtMs = serverTimeMs + 1;
    head.serverTimeMs = serverTimeMs;
    head.endpoint = u"https://modelarts.eu-de.otc.t-systems.com"_s;
    head.projectId = u"p1"_s;
    head.complete = true;
    return head;
}

QJsonObject exported(const QList<Instance> &instances, const ExportHead &head)
{
    QJsonParseError error;
    const QJsonDocument document =
        QJsonDocument::fromJson(exportDocument(instances, head, ExportFormat::Json), &error);
    return error.error == QJsonParseError::NoError ? document.object() : QJsonObject();
}

QJsonObject exportedOne(const Instance &instance, qint64 serverTimeMs = StopsMs - 60'000)
{
    return exported({instance}, headAt(serverTimeMs)).value(u"instances"_s).toArray().at(0).toObject();
}

QByteArray csvRow(const Instance &instance)
{
    const QByteArray csv = exportDocument({instance}, headAt(StopsMs - 60'000), ExportFormat::Csv);
    return csv.mid(csv.indexOf("\r\n") + 2);
}

QString fromCodePoint(char32_t c)
{
    return QString::fromUcs4(&c, 1);
}

} // namespace

class TestExporter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void jsonIsExact();
    void csvIsExact();
    void emptyLists();
    void incompleteIsSaid();
    void whatIsNotKnownIsNull();
    void F77_withoutATimeNothingRemains();
    void phases_data();
    void phases();
    void rulesAndTimes_data();
    void rulesAndTimes();
    void sortsByCodePoints();
    void largeNumbersStayWhole();
    void F45_anEmptyTextIsNotAMissingOne();
    void F46_unknownStatesKeepTheirText();
    void F49_namesSurviveJson_data();
    void F49_namesSurviveJson();
    void F49_jsonHoldsNoControlMarks();
    void F49_formulasAreDefused_data();
    void F49_formulasAreDefused();
    void F49_csvQuotes_data();
    void F49_csvQuotes();
    void F53_noSecretLeaves();
};

void TestExporter::jsonIsExact()
{
    const QByteArray expected = R"({
  "exported_at": "2023-06-25T02:44:10.015Z",
  "server_time": "2023-06-25T02:44:10.014Z",
  "endpoint": "https://modelarts.eu-de.otc.t-systems.com",
  "project_id": "p1",
  "complete": true,
  "instances": [
    {
      "id": "f9937afa-ca78-45b6-bc12-7ecf42553c48",
      "name": "notebooks_simple",
      "description": "api-test",
      "status": "RUNNING",
      "feature": "NOTEBOOK",
      "flavor": "modelarts.vm.cpu.2u",
      "image": "notebook2.0",
      "owner": "ana",
      "workspace_id": "0",
      "pool": "pool",
      "storage": {
        "category": "EVS",
        "capacity_gb": 5,
        "ownership": "MANAGED",
        "mount_path": "/home/ma-user/work/"
      },
      "created_at": "2023-06-25T01:27:32.484Z",
      "auto_stop": "timed",
      "stops_at": "2023-06-25T02:45:10.014Z",
      "remaining_ms": 60000,
      "phase": "urgent",
      "fail_reason": null
    }
  ]
}
)";
    QCOMPARE(exportDocument({tracedInstance()}, headAt(StopsMs - 60'000), ExportFormat::Json), expected);
}

void TestExporter::csvIsExact()
{
    const QByteArray expected =
        "id,name,description,status,feature,flavor,image,owner,workspace_id,pool,storage_category,"
        "storage_capacity_gb,storage_ownership,storage_mount_path,created_at,auto_stop,stops_at,remaining_ms,"
        "phase,"
        "fail_reason\r\n"
        "f9937afa-ca78-45b6-bc12-7ecf42553c48,notebooks_simple,api-test,RUNNING,NOTEBOOK,modelarts.vm.cpu.2u,"
        "notebook2.0,ana,0,pool,EVS,5,MANAGED,/home/ma-user/work/,2023-06-25T01:27:32.484Z,timed,"
        "2023-06-25T02:45:10.014Z,-1000,due,\r\n";
    // A negative number is a number, not a formula.
    QCOMPARE(exportDocument({tracedInstance()}, headAt(StopsMs + 1'000), ExportFormat::Csv), expected);
}

void TestExporter::emptyLists()
{
    const QJsonObject object = exported({}, headAt(StopsMs));
    QVERIFY(object.value(u"instances"_s).isArray());
    QCOMPARE(object.value(u"instances"_s).toArray().size(), 0);
    QCOMPARE(exportDocument({}, headAt(StopsMs), ExportFormat::Csv).count("\r\n"), 1);
}

void TestExporter::incompleteIsSaid()
{
    ExportHead head = headAt(StopsMs);
    QCOMPARE(exported({}, head).value(u"complete"_s), QJsonValue(true));
    head.complete = false;
    QCOMPARE(exported({}, head).value(u"complete"_s), QJsonValue(false));
}

void TestExporter::whatIsNotKnownIsNull()
{
    Instance bare;
    bare.id = u"i"_s;
    const QJsonObject object = exportedOne(bare);
    QStringList known;
    for (const QString &key : object.keys()) {
        if (!object.value(key).isNull())
            known += key;
    }
    QCOMPARE(known, (QStringList{u"auto_stop"_s, u"id"_s, u"phase"_s, u"storage"_s}));
    QCOMPARE(object.value(u"auto_stop"_s).toString(), u"unknown"_s);
    QCOMPARE(object.value(u"phase"_s).toString(), u"unknown"_s);
    const QJsonObject storage = object.value(u"storage"_s).toObject();
    QCOMPARE(storage.keys(), (QStringList{u"capacity_gb"_s, u"category"_s, u"mount_path"_s, u"ownership"_s}));
    for (const QString &key : storage.keys())
        QVERIFY(storage.value(key).isNull());
    QCOMPARE(csvRow(bare), QByteArray("i,,,,,,,,,,,,,,,unknown,,,unknown,\r\n"));
    // Names, not ids.
    Instance unnamed = bare;
    unnamed.ownerId = u"x"_s;
    unnamed.poolId = u"x"_s;
    unnamed.image.id = u"x"_s;
    for (const QString &key : {u"owner"_s, u"pool"_s, u"image"_s})
        QVERIFY(exportedOne(unnamed).value(key).isNull());
}

void TestExporter::phases_data()
{
    QTest::addColumn<qint64>("leftMs");
    QTest::addColumn<QString>("phase");
    constexpr qint64 minute = 60'000;
    QTest::newRow("over 30 min") << 30 * minute + 1 << u"comfortable"_s;
    QTest::newRow("30 min") << 30 * minute << u"soon"_s;
    QTest::newRow("over 10 min") << 10 * minute + 1 << u"soon"_s;
    QTest::newRow("10 min") << 10 * minute << u"urgent"_s;
    QTest::newRow("1 ms") << qint64(1) << u"urgent"_s;
    QTest::newRow("now") << qint64(0) << u"due"_s;
    QTest::newRow("past") << qint64(-1) << u"due"_s;
}

void TestExporter::phases()
{
    QFETCH(const qint64, leftMs);
    const QJsonObject object = exportedOne(tracedInstance(), StopsMs - leftMs);
    QTEST(object.value(u"phase"_s).toString(), "phase");
    QCOMPARE(object.value(u"remaining_ms"_s).toInteger(1), leftMs);
}

void TestExporter::rulesAndTimes_data()
{
    QTest::addColumn<InstanceStatus>("status");
    QTest::addColumn<int>("type");
    QTest::addColumn<bool>("enabled");
    QTest::addColumn<QString>("autoStop");
    QTest::addColumn<QString>("phase");
    QTest::addColumn<bool>("stops");
    const auto row = [](const char *name, InstanceStatus status, Lease::Type type, bool enabled,
                        const QString &rule, const QString &phase, bool stops) {
        QTest::newRow(name) << status << int(type) << enabled << rule << phase << stops;
    };
    using Type = Lease::Type;
    row("running, idle", InstanceStatus::Running, Type::Idle, true, u"idle"_s, u"idle"_s, false);
    row("running, off", InstanceStatus::Running, Type::Timing, false, u"off"_s, u"none"_s, false);
    row("running, unheard-of type", InstanceStatus::Running, Type::Unknown, true, u"unknown"_s, u"unknown"_s,
        false);
    row("stopped, old lease", InstanceStatus::Stopped, Type::Timing, true, u"timed"_s, u"not-running"_s,
        false);
    row("stopped, idle", InstanceStatus::Stopped, Type::Idle, true, u"idle"_s, u"not-running"_s, false);
    row("stopping", InstanceStatus::Stopping, Type::Timing, true, u"timed"_s, u"not-running"_s, false);
    row("unknown status", InstanceStatus::Unknown, Type::Timing, true, u"timed"_s, u"unknown"_s, false);
    row("running, timed", InstanceStatus::Running, Type::Timing, true, u"timed"_s, u"urgent"_s, true);
}

void TestExporter::rulesAndTimes()
{
    QFETCH(const InstanceStatus, status);
    QFETCH(const int, type);
    QFETCH(const bool, enabled);
    QFETCH(const bool, stops);
    Instance instance = tracedInstance();
    instance.status = status;
    instance.lease.type = Lease::Type(type);
    instance.lease.enabled = enabled;
    const QJsonObject object = exportedOne(instance);
    QTEST(object.value(u"auto_stop"_s).toString(), "autoStop");
    QTEST(object.value(u"phase"_s).toString(), "phase");
    QCOMPARE(object.value(u"stops_at"_s).isNull(), !stops);
    QCOMPARE(object.value(u"remaining_ms"_s).isNull(), !stops);

    instance.createdAtMs.reset();
    QCOMPARE(exportedOne(instance).value(u"created_at"_s).toString(), u"2023-06-25T01:27:32.470Z"_s);
}

void TestExporter::sortsByCodePoints()
{
    // U+FF21 stands before U+1F4D3, although the latter's first UTF-16 unit is smaller.
    const QString wide = fromCodePoint(0xFF21);
    const QString notebook = fromCodePoint(0x1F4D3);
    const QList<std::pair<QString, QString>> sorted{
        {QString(), u"z"_s},   {u"B"_s, u"1"_s},   {u"a"_s, u"1"_s},   {u"a"_s, u"10"_s}, {u"a"_s, u"2"_s},
        {u"a"_s, wide},        {u"a"_s, notebook}, {u"a10"_s, u"1"_s}, {u"a2"_s, u"1"_s}, {u"ä"_s, u"1"_s},
        {u"笔记本"_s, u"1"_s}, {wide, u"1"_s},     {notebook, u"1"_s}};
    QList<Instance> instances;
    for (const auto &[name, id] : sorted) {
        Instance instance;
        instance.name = name;
        instance.id = id;
        instances.prepend(instance);
    }
    const QJsonArray array = exported(instances, headAt(StopsMs)).value(u"instances"_s).toArray();
    QCOMPARE(array.size(), sorted.size());
    for (qsizetype i = 0; i < sorted.size(); ++i) {
        QCOMPARE(array.at(i).toObject().value(u"name"_s).toString(), sorted.at(i).first);
        QCOMPARE(array.at(i).toObject().value(u"id"_s).toString(), sorted.at(i).second);
    }
}

void TestExporter::largeNumbersStayWhole()
{
    Instance instance = tracedInstance();
    instance.storage.capacityGb = 9'007'199'254'740'993; // beyond what a double holds
    QVERIFY(exportDocument({instance}, headAt(StopsMs), ExportFormat::Json).contains(": 9007199254740993,"));
    QVERIFY(csvRow(instance).contains(",9007199254740993,"));
}

void TestExporter::F45_anEmptyTextIsNotAMissingOne()
{
    Instance instance = tracedInstance();
    instance.description = u""_s;
    QCOMPARE(exportedOne(instance).value(u"description"_s), QJsonValue(QString(u""_s)));
    instance.description = QString();
    QVERIFY(exportedOne(instance).value(u"description"_s).isNull());
}

void TestExporter::F46_unknownStatesKeepTheirText()
{
    Instance instance = tracedInstance();
    instance.status = InstanceStatus::Unknown;
    instance.statusText = u"Hibernating"_s;
    QCOMPARE(exportedOne(instance).value(u"status"_s).toString(), u"Hibernating"_s);
}

void TestExporter::F49_namesSurviveJson_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("quotes") << u"a\"b\\c/"_s;
    QTest::newRow("line breaks") << u"a\r\nb\tc"_s;
    QTest::newRow("control") << u"a\u0001\u001B[2J\u007F\u0085"_s;
    QTest::newRow("direction marks") << u"a\u202Eb\u2066\u2028\u2029\uFEFF"_s;
    QTest::newRow("mark beyond the basic plane") << QString(u"a"_s + fromCodePoint(0xE0041));
    QTest::newRow("markup") << u"<b>&amp;</b>"_s;
    QTest::newRow("Chinese and umlauts") << u"笔记本-Überprüfung"_s;
    QTest::newRow("emoji") << fromCodePoint(0x1F4D3);
    QTest::newRow("128 characters") << QString(128, u'x');
    QTest::newRow("10 000 characters") << QString(10'000, u'ü');
}

void TestExporter::F49_namesSurviveJson()
{
    QFETCH(const QString, name);
    Instance instance = tracedInstance();
    instance.name = name;
    QCOMPARE(exportedOne(instance).value(u"name"_s).toString(), name);
}

void TestExporter::F49_jsonHoldsNoControlMarks()
{
    Instance instance = tracedInstance();
    instance.name = u"\u001B[2J\u202E\u2066\u0085"_s;
    const QString json = QString::fromUtf8(exportDocument({instance}, headAt(StopsMs), ExportFormat::Json));
    QVERIFY(json.contains(uR"("\u001b[2J\u202e\u2066\u0085")"_s));
    // Half a pair is no character: it must not break the whole document.
    instance.name = QString(u"a"_s + QChar(0xD83D) + u"b"_s);
    QCOMPARE(exportedOne(instance).value(u"name"_s).toString(), u"a\uFFFDb"_s);
}

void TestExporter::F49_formulasAreDefused_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("cell");
    QTest::newRow("equals") << u"=1+1"_s << QByteArray("'=1+1");
    QTest::newRow("plus") << u"+1"_s << QByteArray("'+1");
    QTest::newRow("minus") << u"-1"_s << QByteArray("'-1");
    QTest::newRow("at") << u"@SUM(A1)"_s << QByteArray("'@SUM(A1)");
    QTest::newRow("after blanks") << u"  =1"_s << QByteArray("'  =1");
    QTest::newRow("after a tab") << u"\t=1"_s << QByteArray("'\t=1");
    QTest::newRow("after a line break") << u"\r\n=1"_s << QByteArray("\"'\r\n=1\"");
    QTest::newRow("quoted") << u"=HYPERLINK(\"x\",\"y\")"_s
                            << QByteArray("\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
    QTest::newRow("full width") << u"＝1"_s << QByteArray("'＝1");
    QTest::newRow("inside") << u"a=1"_s << QByteArray("a=1");
    QTest::newRow("quote of its own") << u"'=1"_s << QByteArray("'=1");
}

void TestExporter::F49_formulasAreDefused()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, cell);
    Instance instance;
    instance.id = u"i"_s;
    instance.name = name;
    const QByteArray row = csvRow(instance);
    QVERIFY2(row.startsWith(QByteArray("i," + cell + ",,")), row.constData());
}

void TestExporter::F49_csvQuotes_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("cell");
    QTest::newRow("comma") << u"a,b"_s << QByteArray("\"a,b\"");
    QTest::newRow("quote") << u"a\"b"_s << QByteArray("\"a\"\"b\"");
    QTest::newRow("line break") << u"a\nb"_s << QByteArray("\"a\nb\"");
    QTest::newRow("carriage return") << u"a\rb"_s << QByteArray("\"a\rb\"");
    QTest::newRow("plain") << u"a b;c"_s << QByteArray("a b;c");
    QTest::newRow("Chinese") << u"笔记本"_s << u"笔记本"_s.toUtf8();
    QTest::newRow("escape") << u"a\u001B[2J"_s << u"a␛[2J"_s.toUtf8();
    QTest::newRow("direction mark") << u"a\u202Eb"_s << u"a⟨U+202E⟩b"_s.toUtf8();
    QTest::newRow("10 000 characters") << QString(10'000, u'x') << QByteArray(10'000, 'x');
}

void TestExporter::F49_csvQuotes()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, cell);
    Instance instance;
    instance.id = u"i"_s;
    instance.name = name;
    const QByteArray row = csvRow(instance);
    QVERIFY2(row.startsWith(QByteArray("i," + cell + ",,")), row.constData());
}

void TestExporter::F77_withoutATimeNothingRemains()
{
    ExportHead head = headAt(StopsMs - 60'000);
    head.serverTimeMs.reset();
    const QJsonObject document = exported({tracedInstance()}, head);
    QVERIFY(document.value(u"server_time"_s).isNull());
    const QJsonObject one = document.value(u"instances"_s).toArray().at(0).toObject();
    QVERIFY(one.value(u"remaining_ms"_s).isNull());
    QCOMPARE(one.value(u"phase"_s), exportedOne(Instance()).value(u"phase"_s));
    QVERIFY(one.value(u"stops_at"_s).isString());
}

void TestExporter::F53_noSecretLeaves()
{
    for (const ExportFormat format : {ExportFormat::Json, ExportFormat::Csv})
        QVERIFY(!exportDocument({tracedInstance()}, headAt(StopsMs), format).contains("canary"));
}

QTEST_GUILESS_MAIN(TestExporter)
#include "tst_exporter.moc"
