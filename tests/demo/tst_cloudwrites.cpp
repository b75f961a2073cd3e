// SPDX-License-Identifier: MIT
#include "cloudcaller.h"
#include "virtualtime.h"

#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 Minute = 60'000;
constexpr qint64 Hour = 60 * Minute;

} // namespace

/// What may be asked of an instance, in which form and in which state: ModelArts API reference,
/// sections 1.2, 2.2, 3 and 5.2.
class TestCloudWrites : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void renewReplaces();
    void renewForms_data();
    void renewForms();
    void renewRefusals_data();
    void renewRefusals();
    void startForms_data();
    void startForms();
    void stateRefusals_data();
    void stateRefusals();
    void refusalChangesNothing();
    void rangeIsNamed();
    void soldOut();
    void unknownInstance_data();
    void unknownInstance();

private:
    [[nodiscard]] QString status(const QString &id) const { return m_cloud->record(id)->status; }
    [[nodiscard]] static QByteArray on(const QString &id, const QByteArray &rest = {})
    {
        return '/' + id.toUtf8() + rest;
    }
    [[nodiscard]] QList<QByteArray> verbs() const;

    std::unique_ptr<VirtualTime> m_time;
    std::unique_ptr<SimulatedCloud> m_cloud;
    std::unique_ptr<CloudCaller> m_caller;
};

void TestCloudWrites::init()
{
    m_caller.reset();
    m_cloud.reset();
    m_time = std::make_unique<VirtualTime>();
    m_cloud = std::make_unique<SimulatedCloud>(*m_time, SimulatedCloud::Options{.count = 0});
    m_caller = std::make_unique<CloudCaller>(*m_cloud);
}

QList<QByteArray> TestCloudWrites::verbs() const
{
    QList<QByteArray> list;
    for (const CloudEffect &effect : m_cloud->effects())
        list.append(effect.verb);
    return list;
}

void TestCloudWrites::renewReplaces()
{
    const QString id = m_cloud->place({.leaseCreateAtMs = m_cloud->nowMs() - 100 * Hour});
    QCOMPARE(m_caller->renew(id, 10 * Hour).status, 200);
    m_time->advance(Hour);
    // One hour from now, not eleven: a short renewal shortens (section 0.2).
    const Told told = m_caller->renew(id, Hour);
    QCOMPARE(told.number("create_at"_L1) + told.number("duration"_L1), m_cloud->nowMs() + Hour);
    QCOMPARE(told.number("update_at"_L1), m_cloud->nowMs());
    QCOMPARE(verbs(), (QList<QByteArray>{"renew", "renew"}));
}

void TestCloudWrites::renewForms_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<qint64>("hours");
    QTest::addColumn<QString>("type");
    const QByteArray none;
    QTest::newRow("body") << none << QByteArray(R"({"duration":7200000,"type":"timing"})") << qint64(2)
                          << u"TIMING"_s;
    QTest::newRow("upper case") << none << QByteArray(R"({"duration":7200000,"type":"TIMING"})") << qint64(2)
                                << u"TIMING"_s;
    QTest::newRow("without type") << none << QByteArray(R"({"duration":7200000})") << qint64(2)
                                  << u"TIMING"_s;
    QTest::newRow("idle") << none << QByteArray(R"({"duration":7200000,"type":"idle"})") << qint64(2)
                          << u"IDLE"_s;
    QTest::newRow("Idle") << none << QByteArray(R"({"duration":7200000,"type":"Idle"})") << qint64(2)
                          << u"IDLE"_s;
    QTest::newRow("query") << QByteArray("?duration=10800000") << none << qint64(3) << u"TIMING"_s;
    QTest::newRow("query wins") << QByteArray("?duration=10800000")
                                << QByteArray(R"({"duration":7200000,"type":"idle"})") << qint64(3)
                                << u"TIMING"_s;
    QTest::newRow("shortest") << none << QByteArray(R"({"duration":3600000})") << qint64(1) << u"TIMING"_s;
    QTest::newRow("longest") << none << QByteArray(R"({"duration":259200000})") << qint64(72) << u"TIMING"_s;
}

void TestCloudWrites::renewForms()
{
    QFETCH(const QByteArray, query);
    QFETCH(const QByteArray, body);
    QFETCH(const qint64, hours);
    QFETCH(const QString, type);
    const QString id = m_cloud->place({.leaseEnabled = false, .leaseType = u"IDLE"_s});
    const Told told = m_caller->call("PATCH", on(id, "/lease" + query), body);
    QCOMPARE(told.status, 200);
    QCOMPARE(told.number("create_at"_L1) + told.number("duration"_L1), m_cloud->nowMs() + hours * Hour);
    QCOMPARE(told.text("type"_L1), type);
    QCOMPARE(told.json.value("enable"_L1).toBool(), true);
}

void TestCloudWrites::renewRefusals_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("code");
    const QByteArray none;
    QTest::newRow("nothing") << none << none << u"ModelArts.6348"_s;
    QTest::newRow("no duration") << none << QByteArray(R"({"type":"timing"})") << u"ModelArts.6348"_s;
    QTest::newRow("too short") << none << QByteArray(R"({"duration":3599999})") << u"ModelArts.6349"_s;
    QTest::newRow("too long") << none << QByteArray(R"({"duration":259200001})") << u"ModelArts.6349"_s;
    QTest::newRow("negative") << none << QByteArray(R"({"duration":-1})") << u"ModelArts.6349"_s;
    QTest::newRow("text") << none << QByteArray(R"({"duration":"3600000"})") << u"ModelArts.0104"_s;
    QTest::newRow("fraction") << none << QByteArray(R"({"duration":3600000.5})") << u"ModelArts.0104"_s;
    QTest::newRow("huge") << none << QByteArray(R"({"duration":1e300})") << u"ModelArts.0104"_s;
    QTest::newRow("type") << none << QByteArray(R"({"duration":3600000,"type":"weekly"})")
                          << u"ModelArts.0104"_s;
    QTest::newRow("broken") << none << QByteArray(R"({"duration":)") << u"ModelArts.0101"_s;
    QTest::newRow("query too short") << QByteArray("?duration=1") << none << u"ModelArts.6349"_s;
    QTest::newRow("query -1") << QByteArray("?duration=-1") << none << u"ModelArts.6349"_s;
    QTest::newRow("query text") << QByteArray("?duration=1h") << none << u"ModelArts.0104"_s;
}

void TestCloudWrites::renewRefusals()
{
    QFETCH(const QByteArray, query);
    QFETCH(const QByteArray, body);
    QFETCH(const QString, code);
    const QString id = m_cloud->place({});
    const Told told = m_caller->call("PATCH", on(id, "/lease" + query), body);
    QCOMPARE(told.status, 400);
    QCOMPARE(told.errorCode(), code);
    QVERIFY(m_cloud->effects().isEmpty());
}

void TestCloudWrites::startForms_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::addColumn<bool>("enabled");
    QTest::addColumn<qint64>("hours");
    QTest::newRow("default") << QByteArray() << 200 << QString() << true << qint64(1);
    QTest::newRow("four hours") << QByteArray("?duration=14400000") << 200 << QString() << true << qint64(4);
    QTest::newRow("off") << QByteArray("?duration=-1") << 200 << QString() << false << qint64(0);
    QTest::newRow("with type") << QByteArray("?duration=14400000&type=timing") << 200 << QString() << true
                               << qint64(4);
    QTest::newRow("too short") << QByteArray("?duration=0") << 400 << u"ModelArts.6349"_s << false
                               << qint64(0);
    QTest::newRow("too long") << QByteArray("?duration=259200001") << 400 << u"ModelArts.6349"_s << false
                              << qint64(0);
    QTest::newRow("type") << QByteArray("?type=never") << 400 << u"ModelArts.0104"_s << false << qint64(0);
}

void TestCloudWrites::startForms()
{
    QFETCH(const QByteArray, query);
    QFETCH(const int, status);
    QFETCH(const QString, code);
    QFETCH(const bool, enabled);
    QFETCH(const qint64, hours);
    const QString id = m_cloud->place({.status = u"STOPPED"_s});
    const Told told = m_caller->call("POST", on(id, "/start" + query), "{}");
    QCOMPARE(told.status, status);
    QCOMPARE(told.errorCode(), code);
    if (status != 200)
        return;
    const QJsonObject lease = told.object("lease"_L1);
    QCOMPARE(lease.value("enable"_L1).toBool(), enabled);
    if (enabled) {
        QCOMPARE(lease.value("create_at"_L1).toInteger() + lease.value("duration"_L1).toInteger(),
                 m_cloud->nowMs() + hours * Hour);
    }
    m_time->advance(Hour + Minute);
    QCOMPARE(m_cloud->record(id)->status, hours == 1 ? u"STOPPED"_s : u"RUNNING"_s);
}

/// Section 2.2: one row per state, the code each verb is refused with, 0 where it is carried out.
void TestCloudWrites::stateRefusals_data()
{
    QTest::addColumn<int>("start");
    QTest::addColumn<int>("stop");
    QTest::addColumn<int>("renew");
    QTest::addColumn<int>("remove");
    QTest::newRow("INIT") << 6355 << 6357 << 6327 << 6357;
    QTest::newRow("CREATING") << 6357 << 6357 << 6327 << 6357;
    QTest::newRow("STARTING") << 6306 << 6306 << 6327 << 6306;
    QTest::newRow("RUNNING") << 6305 << 0 << 0 << 6304;
    QTest::newRow("SNAPSHOTTING") << 6357 << 6357 << 6327 << 6357;
    QTest::newRow("STOPPING") << 6308 << 6308 << 6327 << 6308;
    QTest::newRow("STOPPED") << 0 << 6307 << 6327 << 0;
    QTest::newRow("CREATE_FAILED") << 6357 << 6327 << 6327 << 0;
    QTest::newRow("START_FAILED") << 0 << 6327 << 6327 << 0;
    QTest::newRow("DELETE_FAILED") << 6357 << 6327 << 6327 << 0;
    QTest::newRow("ERROR") << 6357 << 6327 << 6327 << 0;
    QTest::newRow("FROZEN") << 6326 << 6326 << 6326 << 6326;
    QTest::newRow("DELETING") << 6357 << 6357 << 6327 << 6357;
    QTest::newRow("DELETED") << 6309 << 6309 << 6309 << 6309;
    QTest::newRow("MIGRATING") << 6357 << 6327 << 6327 << 6357;
}

void TestCloudWrites::stateRefusals()
{
    QFETCH(const int, start);
    QFETCH(const int, stop);
    QFETCH(const int, renew);
    QFETCH(const int, remove);
    const QString state = QString::fromLatin1(QTest::currentDataTag());
    const auto check = [this, &state](const QByteArray &method, const QByteArray &rest, int code) {
        const QString id = m_cloud->place({.status = state});
        const QByteArray body = rest == "/lease" ? R"({"duration":3600000,"type":"timing"})" : "";
        const Told told = m_caller->call(method, on(id, rest), body);
        QCOMPARE(told.errorCode(), code == 0 ? QString() : u"ModelArts.%1"_s.arg(code));
        QCOMPARE(told.status, code == 0 ? 200 : code == 6309 ? 404 : 400);
        QCOMPARE(m_cloud->effects().size(), code == 0 ? 1 : 0);
        if (code != 0)
            QCOMPARE(m_cloud->record(id)->status, state);
    };
    const auto fresh = [this] { init(); };
    check("POST", "/start", start);
    fresh();
    check("POST", "/stop", stop);
    fresh();
    check("PATCH", "/lease", renew);
    fresh();
    check("DELETE", "", remove);
}

void TestCloudWrites::refusalChangesNothing()
{
    const QString id = m_cloud->place({.status = u"STOPPED"_s});
    const QByteArray before = m_caller->get(on(id)).body;
    m_time->advance(Minute);
    QCOMPARE(m_caller->renew(id, Hour).errorCode(), u"ModelArts.6327"_s);
    QCOMPARE(m_caller->call("POST", on(id, "/stop")).errorCode(), u"ModelArts.6307"_s);
    QCOMPARE(m_caller->get(on(id)).body, before);
}

void TestCloudWrites::rangeIsNamed()
{
    const QString id = m_cloud->place({});
    const QString words = m_caller->renew(id, 1).text("error_msg"_L1);
    QVERIFY2(words.contains(u"3600000"_s) && words.contains(u"259200000"_s), qPrintable(words));
}

void TestCloudWrites::soldOut()
{
    const QString id = m_cloud->place({.status = u"STOPPED"_s, .flavor = u"modelarts.bm.npu.ascend910.8"_s});
    QCOMPARE(m_caller->call("POST", on(id, "/start")).errorCode(), u"ModelArts.6329"_s);
    QCOMPARE(status(id), u"STOPPED"_s);
}

void TestCloudWrites::unknownInstance_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("rest");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("show") << QByteArray("GET") << QByteArray() << QByteArray();
    QTest::newRow("delete") << QByteArray("DELETE") << QByteArray() << QByteArray();
    QTest::newRow("start") << QByteArray("POST") << QByteArray("/start") << QByteArray();
    QTest::newRow("stop") << QByteArray("POST") << QByteArray("/stop") << QByteArray();
    QTest::newRow("lease") << QByteArray("GET") << QByteArray("/lease") << QByteArray();
    QTest::newRow("renew") << QByteArray("PATCH") << QByteArray("/lease")
                           << QByteArray(R"({"duration":3600000})");
}

void TestCloudWrites::unknownInstance()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, rest);
    QFETCH(const QByteArray, body);
    const Told told = m_caller->call(method, "/no-such" + rest, body);
    QCOMPARE(told.status, 404);
    QCOMPARE(told.errorCode(), u"ModelArts.6309"_s);
}

QTEST_GUILESS_MAIN(TestCloudWrites)
#include "tst_cloudwrites.moc"
