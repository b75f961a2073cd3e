// SPDX-License-Identifier: MIT
#include "cloudcaller.h"
#include "virtualtime.h"

#include <QJsonArray>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 Minute = 60'000;
constexpr qint64 Hour = 60 * Minute;

} // namespace

/// The life of one instance at the service: ModelArts API reference, sections 1.2, 1.3, 2.2, 3 and 4.
class TestSimulatedCloud : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void tracedInstance();
    void autoStops();
    void idleAndSwitchedOffNeverStop();
    void placedPastItsStopTimeStaysRunning();
    void comesUpFromInit();
    void savesItsImage();
    void startsAndStops();
    void deletes();
    void tokenChangesOnStart();
    void gatewayRefusals_data();
    void gatewayRefusals();
    void anyTokenIfTold();
    void headers();
    void encodedIds();
    void unknownStateIsKept();
    void scriptedAnswers();
    void serviceTimeFollowsTheMonotonicClock();
    void clockAhead();

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

void TestSimulatedCloud::init()
{
    m_caller.reset();
    m_cloud.reset();
    m_time = std::make_unique<VirtualTime>();
    m_cloud = std::make_unique<SimulatedCloud>(*m_time, SimulatedCloud::Options{.count = 0});
    m_caller = std::make_unique<CloudCaller>(*m_cloud);
}

QList<QByteArray> TestSimulatedCloud::verbs() const
{
    QList<QByteArray> list;
    for (const CloudEffect &effect : m_cloud->effects())
        list.append(effect.verb);
    return list;
}

/// The table of section 4.2 (a), step by step: offsets in ms after the creation.
void TestSimulatedCloud::tracedInstance()
{
    const qint64 created = m_cloud->nowMs();
    const auto goTo = [this, created](qint64 offset) {
        m_time->advance(created + offset - m_cloud->nowMs());
    };
    const auto check = [created](const QJsonObject &lease, qint64 update, qint64 duration) {
        QCOMPARE(lease.value("create_at"_L1).toInteger(), created);
        QCOMPARE(lease.value("update_at"_L1).toInteger() - created, update);
        QCOMPARE(lease.value("duration"_L1).toInteger(), duration);
    };
    m_cloud->setTransitionMs(27'372);
    const QString id = m_cloud->place({.status = u"CREATING"_s});
    check(m_caller->get(on(id)).object("lease"_L1), 0, 3'600'000);

    goTo(30'000);
    const Told running = m_caller->get(on(id));
    QCOMPARE(running.text("status"_L1), u"RUNNING"_s);
    check(running.object("lease"_L1), 27'372, 3'627'372);

    goTo(1'057'544);
    check(m_caller->renew(id, 3'600'000).json, 1'057'544, 4'657'544);

    goTo(2'599'814);
    const Told stopping = m_caller->call("POST", on(id, "/stop"));
    QCOMPARE(stopping.text("status"_L1), u"STOPPING"_s);
    check(stopping.object("lease"_L1), 2'599'814, 6'199'814);

    goTo(2'940'099);
    const Told starting = m_caller->call("POST", on(id, "/start"));
    QCOMPARE(starting.text("status"_L1), u"STARTING"_s);
    check(starting.object("lease"_L1), 2'940'099, 6'540'099);

    // Section 4.3: once more when it runs.
    goTo(2'940'099 + 27'372);
    check(m_caller->get(on(id, "/lease")).json, 2'940'099 + 27'372, 6'540'099 + 27'372);
}

void TestSimulatedCloud::autoStops()
{
    const QString id = m_cloud->place({.leaseCreateAtMs = m_cloud->nowMs() - 50 * Hour});
    const qint64 start = m_cloud->nowMs();
    m_time->advance(Hour - 1);
    QCOMPARE(status(id), u"RUNNING"_s);
    m_time->advance(1);
    QCOMPARE(status(id), u"STOPPING"_s);
    m_time->advance(10'000);
    QCOMPARE(status(id), u"STOPPED"_s);
    QCOMPARE(verbs(), QList<QByteArray>{"auto-stop"});
    QCOMPARE(m_cloud->effects().first().atMs, start + Hour);
    // The lease stays as it was (section 4.3).
    QCOMPARE(m_cloud->record(id)->leaseUpdateAtMs, start);
}

void TestSimulatedCloud::idleAndSwitchedOffNeverStop()
{
    const QString idle = m_cloud->place({.leaseType = u"IDLE"_s});
    const QString off = m_cloud->place({.leaseEnabled = false});
    m_time->advance(400 * Hour);
    QCOMPARE(status(idle), u"RUNNING"_s);
    QCOMPARE(status(off), u"RUNNING"_s);
}

void TestSimulatedCloud::placedPastItsStopTimeStaysRunning()
{
    const qint64 now = m_cloud->nowMs();
    const QString id = m_cloud->place({.leaseCreateAtMs = now - 3 * Hour, .leaseDurationMs = 2 * Hour});
    QCOMPARE(status(id), u"RUNNING"_s);
    m_time->advance(Hour);
    QCOMPARE(status(id), u"STOPPING"_s);
}

void TestSimulatedCloud::comesUpFromInit()
{
    const QString id = m_cloud->place({.status = u"INIT"_s});
    const Told told = m_caller->get(on(id));
    QCOMPARE(told.json.value("action_progress"_L1).toArray().size(), 4);
    QVERIFY(!told.json.contains("token"_L1));
    m_time->advance(8'000);
    QCOMPARE(status(id), u"CREATING"_s);
    m_time->advance(8'000);
    QCOMPARE(status(id), u"RUNNING"_s);
    QVERIFY(!m_caller->get(on(id)).json.contains("action_progress"_L1));
}

void TestSimulatedCloud::savesItsImage()
{
    const QString id = m_cloud->place({.status = u"SNAPSHOTTING"_s});
    const qint64 updated = m_cloud->record(id)->leaseUpdateAtMs;
    m_time->advance(8'000);
    QCOMPARE(status(id), u"RUNNING"_s);
    QCOMPARE(m_cloud->record(id)->leaseUpdateAtMs, updated);
}

void TestSimulatedCloud::startsAndStops()
{
    const QString id = m_cloud->place({.status = u"STOPPED"_s});
    QCOMPARE(m_caller->call("POST", on(id, "/start?duration=7200000")).status, 200);
    QCOMPARE(status(id), u"STARTING"_s);
    m_time->advance(7'999);
    QCOMPARE(status(id), u"STARTING"_s);
    m_time->advance(1);
    const Told running = m_caller->get(on(id));
    QCOMPARE(running.text("status"_L1), u"RUNNING"_s);
    const SimulatedCloud::Record record = *m_cloud->record(id);
    QCOMPARE(record.leaseCreateAtMs + record.leaseDurationMs, m_cloud->nowMs() + 2 * Hour);

    m_time->advance(Minute);
    const Told stopping = m_caller->call("POST", on(id, "/stop"));
    // The record's old time of change, although it was just changed (section 10).
    QCOMPARE(stopping.number("update_at"_L1), running.number("update_at"_L1));
    m_time->advance(8'000);
    QCOMPARE(status(id), u"STOPPED"_s);
    QCOMPARE(verbs(), (QList<QByteArray>{"start", "stop"}));
}

void TestSimulatedCloud::deletes()
{
    const QString id = m_cloud->place({.status = u"STOPPED"_s});
    const Told told = m_caller->call("DELETE", on(id));
    QCOMPARE(told.status, 200);
    QCOMPARE(told.text("status"_L1), u"DELETING"_s);
    QCOMPARE(told.text("id"_L1), id);
    m_time->advance(8'000);
    QCOMPARE(m_caller->get(on(id)).text("status"_L1), u"DELETED"_s);
    m_time->advance(2'000);
    QVERIFY(!m_cloud->record(id));
    const Told gone = m_caller->get(on(id));
    QCOMPARE(gone.status, 404);
    QCOMPARE(gone.errorCode(), u"ModelArts.6309"_s);
    QCOMPARE(verbs(), QList<QByteArray>{"delete"});
}

void TestSimulatedCloud::tokenChangesOnStart()
{
    const QString id = m_cloud->place({});
    const QString first = m_caller->get(on(id)).text("token"_L1);
    QVERIFY(!first.isEmpty());
    QVERIFY(m_caller->get(on(id)).text("url"_L1).startsWith("https://"_L1));
    (void)m_caller->call("POST", on(id, "/stop"));
    m_time->advance(8'000);
    QVERIFY(!m_caller->get(on(id)).json.contains("token"_L1));
    (void)m_caller->call("POST", on(id, "/start"));
    m_time->advance(8'000);
    const QString second = m_caller->get(on(id)).text("token"_L1);
    QVERIFY(!second.isEmpty());
    QVERIFY(second != first);
}

void TestSimulatedCloud::gatewayRefusals_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    const QByteArray right("right");
    const QString noSuch = u"APIG.0101"_s;
    QTest::newRow("no token") << QByteArray("GET") << QByteArray("/v1/P/notebooks") << QByteArray() << 401
                              << u"APIGW.0301"_s;
    QTest::newRow("wrong token") << QByteArray("GET") << QByteArray("/v1/P/notebooks") << QByteArray("x")
                                 << 401 << u"APIGW.0301"_s;
    QTest::newRow("other project") << QByteArray("GET") << QByteArray("/v1/other/notebooks") << right << 403
                                   << u"ModelArts.0210"_s;
    QTest::newRow("root") << QByteArray("GET") << QByteArray("/") << right << 404 << noSuch;
    QTest::newRow("version") << QByteArray("GET") << QByteArray("/v2/P/notebooks") << right << 404 << noSuch;
    QTest::newRow("collection") << QByteArray("GET") << QByteArray("/v1/P/services") << right << 404
                                << noSuch;
    QTest::newRow("method") << QByteArray("PUT") << QByteArray("/v1/P/notebooks/all") << right << 404
                            << noSuch;
    QTest::newRow("too deep") << QByteArray("GET") << QByteArray("/v1/P/notebooks/a/b/c") << right << 404
                              << noSuch;
    QTest::newRow("empty id") << QByteArray("DELETE") << QByteArray("/v1/P/notebooks/") << right << 404
                              << noSuch;
    QTest::newRow("wrong verb") << QByteArray("GET") << QByteArray("/v1/P/notebooks/a/start") << right << 404
                                << noSuch;
}

void TestSimulatedCloud::gatewayRefusals()
{
    QFETCH(const QByteArray, method);
    QFETCH(QByteArray, path);
    QFETCH(const QByteArray, token);
    QFETCH(const int, status);
    QFETCH(const QString, code);
    CloudRequest request;
    request.method = method;
    request.path = path.replace("P", m_cloud->projectId().toUtf8());
    if (!token.isEmpty())
        request.headers.insert("x-auth-token", token == "right" ? m_cloud->token() : token);
    const Told told = m_caller->send(request);
    QCOMPARE(told.status, status);
    QCOMPARE(told.errorCode(), code);
    QVERIFY(!told.text("error_msg"_L1).isEmpty());
    if (code.startsWith("APIG"_L1))
        QCOMPARE(told.text("request_id"_L1).toUtf8(), told.headers.value("X-Request-Id"));
}

void TestSimulatedCloud::anyTokenIfTold()
{
    SimulatedCloud cloud(*m_time, {.count = 0, .acceptAnyToken = true});
    CloudCaller caller(cloud);
    CloudRequest request = caller.request("GET", {});
    request.headers.insert("x-auth-token", "whatever");
    QCOMPARE(caller.send(request).status, 200);
    request.headers.clear();
    QCOMPARE(caller.send(request).status, 401);
}

void TestSimulatedCloud::headers()
{
    m_time->advance(1'234);
    const Told told = m_caller->get({});
    // 1 700 000 001 s after 1970.
    QCOMPARE(told.headers.value("Date"), QByteArray("Tue, 14 Nov 2023 22:13:21 GMT"));
    QCOMPARE(told.headers.value("Content-Type"), QByteArray("application/json"));
    const QByteArray first = told.headers.value("X-Request-Id");
    QVERIFY(!first.isEmpty());
    QVERIFY(m_caller->get({}).headers.value("X-Request-Id") != first);
}

void TestSimulatedCloud::encodedIds()
{
    m_cloud->place({.id = u"a/b?c é"_s, .name = u"odd"_s});
    QCOMPARE(m_caller->get("/a%2Fb%3Fc%20%C3%A9").text("name"_L1), u"odd"_s);
    QCOMPARE(m_caller->get("/a/b").errorCode(), u"APIG.0101"_s);
}

void TestSimulatedCloud::unknownStateIsKept()
{
    const QString id = m_cloud->place({.status = u"Resting"_s});
    m_time->advance(100 * Hour);
    QCOMPARE(m_caller->get(on(id)).text("status"_L1), u"Resting"_s);
}

void TestSimulatedCloud::scriptedAnswers()
{
    const QString id = m_cloud->place({});
    m_cloud->answerNext("PATCH", "/lease", {503, {{"Retry-After", "7"}}, "busy"}, 2, true);
    const Told first = m_caller->renew(id, 5 * Hour);
    QCOMPARE(first.status, 503);
    QCOMPARE(first.body, QByteArray("busy"));
    QCOMPARE(first.headers.value("Retry-After"), QByteArray("7"));
    QVERIFY(first.headers.contains("Date"));
    QCOMPARE(m_caller->get(on(id)).status, 200); // another method
    QCOMPARE(m_caller->renew(id, 5 * Hour).status, 503);
    QCOMPARE(m_caller->renew(id, 5 * Hour).status, 200);
    QCOMPARE(verbs(), (QList<QByteArray>{"renew", "renew", "renew"}));

    m_cloud->answerNext("POST", "/stop", {500, {}, {}});
    QCOMPARE(m_caller->call("POST", on(id, "/stop")).status, 500);
    QCOMPARE(status(id), u"RUNNING"_s);
}

void TestSimulatedCloud::serviceTimeFollowsTheMonotonicClock()
{
    const qint64 before = m_cloud->nowMs();
    m_time->jumpWall(-5 * Hour);
    QCOMPARE(m_cloud->nowMs(), before);
    m_time->advance(1'000);
    QCOMPARE(m_cloud->nowMs(), before + 1'000);
}

void TestSimulatedCloud::clockAhead()
{
    const SimulatedCloud ahead(*m_time, {.count = 0, .clockAheadMs = 4 * Minute});
    QCOMPARE(ahead.nowMs(), m_time->wallMs() + 4 * Minute);
}

QTEST_GUILESS_MAIN(TestSimulatedCloud)
#include "tst_simulatedcloud.moc"
