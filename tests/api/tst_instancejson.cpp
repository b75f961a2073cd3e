// SPDX-License-Identifier: MIT
#include "instancejson.h"

#include "recordfields.h"

#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

/// JSON to values, field by field, with everything that can be wrong with one.
class InstanceJsonTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F46_unknownWords();
    void F46_leaseType_data();
    void F46_leaseType();
    void F47_sameIdTwice();
    void F47_sameKeyTwice();
    void F48_strangeIdsAreShown_data();
    void F48_strangeIdsAreShown();
    void F50_durations_data();
    void F50_durations();
    void F51_times_data();
    void F51_times();
    void F51_wrongTimesAreCounted_data();
    void F51_wrongTimesAreCounted();
    void F53_failReasonTellsNoSecret();
    void bothSpellings_data();
    void bothSpellings();
    void createdFallsBackToTheLease();
    void F37_emptyLists_data();
    void F37_emptyLists();
    void F43_moreThanAskedFor();
    void F56_total_data();
    void F56_total();
    void F37_neitherListNorTotal();
    void expectedId();
    void renewalBodyIsLowerCase();
};

void InstanceJsonTest::F46_unknownWords()
{
    QJsonObject record = with(fullRecord(), {u"status"_s}, u"HIBERNATING"_s);
    record = with(record, {u"volume"_s, u"category"_s}, u"TAPE"_s);
    record = with(record, {u"feature"_s}, u"SUPER"_s);
    const Instance instance = decodeOne(record);
    QCOMPARE(instance.status, InstanceStatus::Unknown);
    QCOMPARE(instance.statusText, u"HIBERNATING"_s);
    QCOMPARE(instance.storage.category, u"TAPE"_s);
    QCOMPARE(instance.feature, u"SUPER"_s);
    QCOMPARE(decodeOne(with(fullRecord(), {u"status"_s}, u"running"_s)).status, InstanceStatus::Running);
}

void InstanceJsonTest::F46_leaseType_data()
{
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<int>("type");
    const auto row = [](const char *written, Lease::Type type) {
        QTest::newRow(written) << QByteArray(written) << int(type);
    };
    row("\"TIMING\"", Lease::Type::Timing);
    row("\"timing\"", Lease::Type::Timing);
    row("\"Idle\"", Lease::Type::Idle);
    row("null", Lease::Type::Timing);
    row("\"\"", Lease::Type::Unknown);
    row("\"LUNAR\"", Lease::Type::Unknown);
    row("7", Lease::Type::Unknown);
    row("{}", Lease::Type::Unknown);
}

void InstanceJsonTest::F46_leaseType()
{
    QFETCH(QByteArray, written);
    QFETCH(int, type);
    const auto lease = decodeLease(QByteArray("{\"type\":" + written + "}"), nullptr);
    QVERIFY(lease);
    QCOMPARE(int(lease->type), type);
    QCOMPARE(int(decodeLease("{}", nullptr)->type), int(Lease::Type::Timing));
}

void InstanceJsonTest::F47_sameIdTwice()
{
    const auto decoded =
        decodePage(page({R"({"id":"a","name":"first"})", R"({"id":"b"})", R"({"id":"a","name":"second"})"}),
                   50, nullptr);
    QVERIFY(decoded);
    QCOMPARE(decoded->received, 3);
    QCOMPARE(decoded->unreadable, 0);
    QCOMPARE(decoded->instances.size(), 2);
    QCOMPARE(decoded->instances.at(0).name, u"second"_s);
    QCOMPARE(decoded->instances.at(1).id, u"b"_s);
}

void InstanceJsonTest::F47_sameKeyTwice()
{
    const auto decoded =
        decodePage(page({R"({"id":"a","name":"first","name":"second","id":"b"})"}), 50, nullptr);
    QVERIFY(decoded);
    QCOMPARE(decoded->instances.size(), 1);
}

void InstanceJsonTest::F48_strangeIdsAreShown_data()
{
    QTest::addColumn<QString>("id");
    for (const QString &id :
         {u"."_s, u".."_s, u"a/b"_s, u"a?b"_s, u"a%2Fb"_s, u"é"_s, u"a\nb"_s, QString(300, u'x')})
        QTest::newRow(qPrintable(u"\"%1\""_s.arg(id.simplified()))) << id;
}

void InstanceJsonTest::F48_strangeIdsAreShown()
{
    QFETCH(QString, id);
    QCOMPARE(decodeOne(with(fullRecord(), {u"id"_s}, id)).id, id);
}

void InstanceJsonTest::F50_durations_data()
{
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<qint64>("ms"); // -1: unknown
    const auto row = [](const char *written, qint64 ms) {
        QTest::newRow(written) << QByteArray(written) << ms;
    };
    row("3600000", 3'600'000);
    row("1", 1);
    row("3600000.0", 3'600'000);
    row("3.6e6", 3'600'000);
    row("9007199254740992", 9'007'199'254'740'992);
    row("0", -1);
    row("-0", -1);
    row("-1", -1);
    row("-3600000", -1);
    row("9007199254740993", -1);
    row("9223372036854775807", -1);
    row("9223372036854775808", -1);
    row("-9223372036854775808", -1);
    row("1e300", -1);
    row("1.5", -1);
    row("\"3600000\"", -1);
    row("true", -1);
    row("null", -1);
    row("[3600000]", -1);
}

void InstanceJsonTest::F50_durations()
{
    QFETCH(QByteArray, written);
    QFETCH(qint64, ms);
    const auto lease = decodeLease(
        QByteArray("{\"create_at\":1687656452470,\"enable\":true,\"duration\":" + written + "}"), nullptr);
    QVERIFY(lease);
    QCOMPARE(lease->durationMs.value_or(-1), ms);
    if (ms < 0) {
        QVERIFY(!stopsAtMs(*lease, InstanceStatus::Running));
        QCOMPARE(leasePhase(*lease, InstanceStatus::Running, 1'687'656'452'470), LeasePhase::Unknown);
    }
}

void InstanceJsonTest::F51_times_data()
{
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<bool>("known");
    const auto row = [](const char *name, const char *written, bool known) {
        QTest::newRow(name) << QByteArray(written) << known;
    };
    row("milliseconds", "1687656452470", true);
    row("first of 2015", "1420070400000", true);
    row("before 2015", "1420070399999", false);
    row("seconds", "1687656452", false);
    row("microseconds", "1687656452470000", false);
    row("zero", "0", false);
    row("negative", "-1687656452470", false);
    row("year 9999", "253402300799000", false);
    row("fraction", "1687656452470.5", false);
    row("text", "\"1687656452470\"", false);
}

void InstanceJsonTest::F51_times()
{
    QFETCH(QByteArray, written);
    QFETCH(bool, known);
    const auto decoded = decodePage(
        page({QByteArray("{\"id\":\"a\",\"create_at\":" + written + ",\"update_at\":" + written +
                         ",\"lease\":{\"create_at\":" + written + ",\"update_at\":" + written + "}}")}),
        50, nullptr);
    QVERIFY(decoded);
    const Instance &instance = decoded->instances.first();
    QCOMPARE(instance.createdAtMs.has_value(), known);
    QCOMPARE(instance.updatedAtMs.has_value(), known);
    QCOMPARE(instance.lease.createAtMs.has_value(), known);
    QCOMPARE(instance.lease.updateAtMs.has_value(), known);
}

void InstanceJsonTest::F51_wrongTimesAreCounted_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<bool>("counts");
    const QByteArray right = "1750000000000";
    QTest::newRow("right") << QByteArray(R"("create_at":)" + right + R"(,"lease":{"create_at":)" + right +
                                         "}")
                           << false;
    QTest::newRow("none") << QByteArray(R"("name":"x")") << false;
    QTest::newRow("null") << QByteArray(R"("create_at":null,"lease":{"update_at":null})") << false;
    QTest::newRow("no number") << QByteArray(R"("update_at":"yesterday","lease":7)") << false;
    QTest::newRow("seconds") << QByteArray(R"("create_at":1750000000)") << true;
    QTest::newRow("microseconds") << QByteArray(R"("update_at":1750000000000000)") << true;
    QTest::newRow("zero") << QByteArray(R"("lease":{"create_at":0})") << true;
    QTest::newRow("year 9999") << QByteArray(R"("lease":{"update_at":253370764800000})") << true;
    QTest::newRow("beyond every count") << QByteArray(R"("update_at":1e300)") << true;
    QTest::newRow("known from the lease")
        << QByteArray(R"("create_at":1750000000,"lease":{"create_at":)" + right + "}") << false;
}

void InstanceJsonTest::F51_wrongTimesAreCounted()
{
    QFETCH(QByteArray, fields);
    QFETCH(bool, counts);
    const auto decoded = decodePage(page({"{\"id\":\"a\"," + fields + "}", R"({"id":"b"})"}), 50, nullptr);
    QVERIFY(decoded);
    QCOMPARE(decoded->wrongTimes, counts ? QStringList(u"a"_s) : QStringList());
}

void InstanceJsonTest::F53_failReasonTellsNoSecret()
{
    const auto decoded = decodePage(
        page({R"({"id":"a","fail_reason":"no image at https://h/x?Signature=CANARY&a=1"})"}), 50, nullptr);
    QVERIFY(decoded);
    QCOMPARE(decoded->instances.first().failReason, u"no image at https://h/x?Signature=***&a=1"_s);
}

void InstanceJsonTest::bothSpellings_data()
{
    QTest::addColumn<QByteArray>("record");
    QTest::addColumn<QString>("shown");
    QTest::newRow("workspaceId") << QByteArray(R"({"id":"a","workspaceId":"7"})") << u"7"_s;
    QTest::newRow("workspace_id") << QByteArray(R"({"id":"a","workspace_id":"7"})") << u"7"_s;
    QTest::newRow("both") << QByteArray(R"({"id":"a","workspaceId":"8","workspace_id":"7"})") << u"7"_s;
}

void InstanceJsonTest::bothSpellings()
{
    QFETCH(QByteArray, record);
    QFETCH(QString, shown);
    QCOMPARE(decodePage(page({record}), 50, nullptr)->instances.first().workspaceId, shown);
    // The owner is told in two places, too.
    const auto owner = decodePage(page({R"({"id":"a","user":{"id":"u9"}})"}), 50, nullptr);
    QCOMPARE(owner->instances.first().ownerId, u"u9"_s);
}

void InstanceJsonTest::createdFallsBackToTheLease()
{
    const Instance instance = decodeOne(without(fullRecord(), {u"create_at"_s}));
    QCOMPARE(instance.createdAtMs, std::optional<qint64>(1'687'656'452'470));
    const QJsonObject neither =
        without(without(fullRecord(), {u"create_at"_s}), {u"lease"_s, u"create_at"_s});
    QVERIFY(!decodeOne(neither).createdAtMs);
}

void InstanceJsonTest::F37_emptyLists_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("good");
    QTest::newRow("empty list") << QByteArray(R"({"data":[],"total":0})") << true;
    QTest::newRow("null list") << QByteArray(R"({"data":null,"total":0})") << true;
    QTest::newRow("no list") << QByteArray(R"({"total":0})") << true;
    QTest::newRow("empty body") << QByteArray() << false;
    QTest::newRow("blanks") << QByteArray(" \r\n") << false;
    QTest::newRow("list of another kind") << QByteArray(R"({"data":{}})") << false;
    QTest::newRow("text for a list") << QByteArray(R"({"data":"none"})") << false;
    QTest::newRow("bare list") << QByteArray("[]") << false;
    QTest::newRow("null") << QByteArray("null") << false;
    QTest::newRow("text") << QByteArray("OK") << false;
}

void InstanceJsonTest::F37_emptyLists()
{
    QFETCH(QByteArray, body);
    QFETCH(bool, good);
    QString whyNot;
    const auto decoded = decodePage(body, 50, &whyNot);
    QCOMPARE(decoded.has_value(), good);
    if (good)
        QCOMPARE(decoded->received, 0);
    else
        QVERIFY2(whyNot.endsWith(u'.'), qPrintable(whyNot));
}

void InstanceJsonTest::F43_moreThanAskedFor()
{
    QList<QByteArray> records;
    for (int i = 0; i < 50; ++i)
        records.append(QByteArray("{\"id\":\"" + QByteArray::number(i) + "\"}"));
    QCOMPARE(decodePage(page(records), 50, nullptr)->instances.size(), 50);
    records.append("{}");
    QString whyNot;
    QVERIFY(!decodePage(page(records), 50, &whyNot));
    QVERIFY(!whyNot.isEmpty());
    QVERIFY(!decodePage(page(QList<QByteArray>(1'000'000, "{}")), 50, nullptr));
}

void InstanceJsonTest::F56_total_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<qint64>("total");
    QTest::newRow("there") << QByteArray(R"({"total":137})") << qint64(137);
    QTest::newRow("missing") << QByteArray(R"({"data":[]})") << qint64(-1);
    QTest::newRow("null") << QByteArray(R"({"data":[],"total":null})") << qint64(-1);
    QTest::newRow("text") << QByteArray(R"({"data":null,"total":"137"})") << qint64(-1);
    QTest::newRow("negative") << QByteArray(R"({"data":[],"total":-1})") << qint64(-1);
    QTest::newRow("fraction") << QByteArray(R"({"data":[],"total":1.5})") << qint64(-1);
}

void InstanceJsonTest::F56_total()
{
    QFETCH(QByteArray, body);
    QFETCH(qint64, total);
    QCOMPARE(decodePage(body, 50, nullptr)->total.value_or(-1), total);
}

void InstanceJsonTest::F37_neitherListNorTotal()
{
    // Nobody said that there are no instances.
    for (const QByteArray &body : {QByteArray("{}"), QByteArray(R"({"request_id":"r"})"),
                                   QByteArray(R"({"total":null})"), QByteArray(R"({"total":"0"})")}) {
        QString whyNot;
        QVERIFY2(!decodePage(body, 50, &whyNot), body.constData());
        QVERIFY(!whyNot.isEmpty());
    }
    QCOMPARE(decodePage(R"({"total":0})", 50, nullptr)->total.value_or(-1), 0);
    QVERIFY(decodePage(R"({"data":null})", 50, nullptr));
}

void InstanceJsonTest::expectedId()
{
    const QByteArray other = R"({"id":"b","status":"RUNNING"})";
    const QByteArray none = R"({"status":"STOPPING"})";
    QVERIFY(decodeInstance(other, u"b"_s, nullptr));
    QVERIFY(!decodeInstance(other, u"a"_s, nullptr));
    QVERIFY(!decodeInstance(none, u"a"_s, nullptr));
    QVERIFY(!decodeSparseInstance(other, u"a"_s, nullptr));
    const auto sparse = decodeSparseInstance(none, u"a"_s, nullptr);
    QVERIFY(sparse);
    QCOMPARE(sparse->id, u"a"_s);
    QCOMPARE(sparse->status, InstanceStatus::Stopping);
}

void InstanceJsonTest::renewalBodyIsLowerCase()
{
    QCOMPARE(renewalBody(3'600'000), QByteArray(R"({"duration":3600000,"type":"timing"})"));
    QCOMPARE(renewalBody(259'200'000), QByteArray(R"({"duration":259200000,"type":"timing"})"));
}

QTEST_GUILESS_MAIN(InstanceJsonTest)
#include "tst_instancejson.moc"
