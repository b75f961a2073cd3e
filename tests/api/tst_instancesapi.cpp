// SPDX-License-Identifier: MIT
#include "apibench.h"
#include "httpbench.h"

#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

using Delivery = ApiError::Delivery;
using Kind = ApiError::Kind;

/// What each call puts on the wire, and what it makes of the answer.
class InstancesApiTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void list_data();
    void list();
    void withoutAServiceAddressItSaysWhatToDo();
    void workspaceIsAskedForByName();
    void show();
    void showLease();
    void removes();
    void starts_data();
    void starts();
    void stops();
    void renews();
    void everyRequestCarriesItsHeaders();
    void pageDecodes();
    void F37_writesWithoutAWord_data();
    void F37_writesWithoutAWord();
    void F37_emptyListIsAnError_data();
    void F37_emptyListIsAnError();
    void answerToAWriteDecodes();
    void F16_portalInsteadOfAWritesAnswer();
    void F38_errorInsideASuccess();
    void F41_labelsDoNotMatter();
    void F45_recordOfAnotherInstance();
    void F31_rangeOfARefusal();
    void F85_tokenIsInNoLog();

private:
    const QString m_id = u"f9937afa-ca78-45b6-bc12-7ecf42553c48"_s;
    static const ScriptedRequest &only(const ApiBench &bench);
};

const ScriptedRequest &InstancesApiTest::only(const ApiBench &bench)
{
    static const ScriptedRequest none;
    if (bench.server.requests().size() != 1) {
        QTest::qFail("Not exactly one request.", __FILE__, __LINE__);
        return none;
    }
    return bench.server.requests().first();
}

void InstancesApiTest::list_data()
{
    QTest::addColumn<bool>("all");
    QTest::addColumn<bool>("free");
    QTest::addColumn<qint64>("offset");
    QTest::addColumn<QByteArray>("target");
    const auto row = [](const char *name, bool all, bool free, qint64 offset, const char *target) {
        QTest::newRow(name) << all << free << offset << QByteArray(target);
    };
    row("own", false, false, 0, "/v1/p1/notebooks?limit=50&offset=0&feature=NOTEBOOK");
    row("own, second page", false, false, 49, "/v1/p1/notebooks?limit=50&offset=49&feature=NOTEBOOK");
    row("own, free", false, true, 0, "/v1/p1/notebooks?limit=50&offset=0&feature=DEFAULT");
    row("all", true, false, 100, "/v1/p1/notebooks/all?limit=50&offset=100&feature=NOTEBOOK");
    row("all, free", true, true, 0, "/v1/p1/notebooks/all?limit=50&offset=0&feature=DEFAULT");
}

void InstancesApiTest::list()
{
    QFETCH(bool, all);
    QFETCH(bool, free);
    QFETCH(qint64, offset);
    QFETCH(QByteArray, target);
    ApiBench bench;
    bench.server.play(Script::answer(200, R"({"data":[],"total":0})"));
    const auto feature = free ? InstanceFeature::Default : InstanceFeature::Notebook;
    const auto result = bench.end(bench.api->list(all, feature, offset, Patience::Person, nullptr));
    QVERIFY(result);
    QCOMPARE(only(bench).method, QByteArray("GET"));
    QCOMPARE(only(bench).target, target);
    QVERIFY(only(bench).body.isEmpty());
}

void InstancesApiTest::withoutAServiceAddressItSaysWhatToDo()
{
    ApiBench bench;
    bench.profile.endpoint = QUrl();
    bench.remake();
    const auto result =
        bench.end(bench.api->list(false, InstanceFeature::Notebook, 0, Patience::Person, nullptr));
    QVERIFY(!result);
    QCOMPARE(result.error().message,
             u"This connection has no service address yet. Edit the connection to add it."_s);
    QCOMPARE(result.error().delivery, ApiError::Delivery::NeverSent);
}

void InstancesApiTest::workspaceIsAskedForByName()
{
    ApiBench bench;
    bench.profile.workspaceId = u"a b&c=d/ü"_s;
    bench.remake();
    bench.server.play(Script::answer(200, R"({"data":[]})"));
    QVERIFY(bench.end(bench.api->list(false, InstanceFeature::Notebook, 0, Patience::Person, nullptr)));
    QCOMPARE(only(bench).target,
             QByteArray(
                 "/v1/p1/notebooks?limit=50&offset=0&feature=NOTEBOOK&workspace_id=a%20b%26c%3Dd%2F%C3%BC"));
}

void InstancesApiTest::show()
{
    ApiBench bench;
    bench.server.play(Script::answer(200, QByteArray("{\"id\":\"" + m_id.toLatin1() + "\",\"name\":\"n\"}")));
    const auto result = bench.end(bench.api->show(m_id, Patience::Person, nullptr));
    QVERIFY(result);
    QCOMPARE(result.value().name, u"n"_s);
    QCOMPARE(only(bench).method, QByteArray("GET"));
    QCOMPARE(only(bench).target, QByteArray("/v1/p1/notebooks/" + m_id.toLatin1()));
}

void InstancesApiTest::showLease()
{
    ApiBench bench;
    bench.server.play(Script::answer(200, R"({"create_at":1687656452470,"duration":4657544,"enable":true})"));
    const auto result = bench.end(bench.api->showLease(m_id, Patience::Background, nullptr));
    QVERIFY(result);
    QCOMPARE(result.value().durationMs, std::optional<qint64>(4'657'544));
    QCOMPARE(only(bench).method, QByteArray("GET"));
    QCOMPARE(only(bench).target, QByteArray("/v1/p1/notebooks/" + m_id.toLatin1() + "/lease"));
}

void InstancesApiTest::removes()
{
    ApiBench bench;
    bench.server.play(Script::answer(200, R"({"status":"DELETING"})"));
    const auto result = bench.end(bench.api->remove(m_id, nullptr));
    QVERIFY(result);
    QCOMPARE(only(bench).method, QByteArray("DELETE"));
    QCOMPARE(only(bench).target, QByteArray("/v1/p1/notebooks/" + m_id.toLatin1()));
    QVERIFY(only(bench).body.isEmpty());
    QCOMPARE(only(bench).headers.value("content-length"), QByteArray("0"));
}

void InstancesApiTest::starts_data()
{
    QTest::addColumn<qint64>("durationMs");
    QTest::addColumn<QByteArray>("query");
    QTest::newRow("an hour") << qint64(3'600'000) << QByteArray("?duration=3600000&type=timing");
    QTest::newRow("without auto-stop") << qint64(-1) << QByteArray("?duration=-1");
}

void InstancesApiTest::starts()
{
    QFETCH(qint64, durationMs);
    QFETCH(QByteArray, query);
    ApiBench bench;
    bench.server.play(Script::answer(200, R"({"status":"STARTING"})"));
    const auto result = bench.end(bench.api->start(m_id, durationMs, nullptr));
    QVERIFY(result);
    QCOMPARE(result.value().instance->status, InstanceStatus::Starting);
    QCOMPARE(result.value().instance->id, m_id);
    QCOMPARE(only(bench).method, QByteArray("POST"));
    QCOMPARE(only(bench).target, QByteArray("/v1/p1/notebooks/" + m_id.toLatin1() + "/start" + query));
    QCOMPARE(only(bench).body, QByteArray("{}"));
}

void InstancesApiTest::stops()
{
    ApiBench bench;
    bench.server.play(Script::answer(201, R"({"status":"STOPPING"})"));
    QVERIFY(bench.end(bench.api->stop(m_id, nullptr)));
    QCOMPARE(only(bench).method, QByteArray("POST"));
    QCOMPARE(only(bench).target, QByteArray("/v1/p1/notebooks/" + m_id.toLatin1() + "/stop"));
    QCOMPARE(only(bench).body, QByteArray("{}"));
}

void InstancesApiTest::renews()
{
    ApiBench bench;
    bench.server.play(Script::answer(200, R"({"create_at":1687656452470,"duration":4657544,"enable":true})"));
    const auto result = bench.end(bench.api->renewLease(m_id, 7'200'001, nullptr));
    QVERIFY(result);
    QCOMPARE(result.value().lease->durationMs, std::optional<qint64>(4'657'544));
    QVERIFY(!result.value().instance);
    QCOMPARE(only(bench).method, QByteArray("PATCH"));
    // In the body alone: a duration in the query would win over it and mean something else.
    QCOMPARE(only(bench).target, QByteArray("/v1/p1/notebooks/" + m_id.toLatin1() + "/lease"));
    QCOMPARE(only(bench).body, QByteArray(R"({"duration":7200001,"type":"timing"})"));
}

void InstancesApiTest::everyRequestCarriesItsHeaders()
{
    ApiBench bench;
    bench.useToken("the-token");
    bench.server.play(Script::answer(204, {}));
    QVERIFY(bench.end(bench.api->renewLease(m_id, 3'600'000, nullptr)));
    QVERIFY(bench.end(bench.api->remove(m_id, nullptr)));
    QVERIFY(bench.end(bench.api->start(m_id, 3'600'000, nullptr)));
    QVERIFY(bench.end(bench.api->stop(m_id, nullptr)));
    bench.server.play(Script::answer(200, R"({"data":[]})"));
    QVERIFY(bench.end(bench.api->list(false, InstanceFeature::Notebook, 0, Patience::Person, nullptr)));
    QCOMPARE(bench.server.requests().size(), 5);
    for (const ScriptedRequest &seen : bench.server.requests()) {
        QCOMPARE(seen.headers.value("x-auth-token"), QByteArray("the-token"));
        QCOMPARE(seen.headers.value("accept"), QByteArray("application/json"));
        QCOMPARE(seen.headers.value("x-language"), QByteArray("en-us"));
        QCOMPARE(seen.headers.value("host"), bench.server.url().authority().toLatin1());
        QVERIFY(!seen.headers.value("x-request-id").isEmpty());
        QCOMPARE(seen.headers.value("content-type"), QByteArray("application/json"));
    }
}

void InstancesApiTest::pageDecodes()
{
    ApiBench bench;
    bench.server.play(Script::answer(200, R"({"data":[{"id":"a"},{"name":"nobody"},{"id":"b"}],"total":7})"));
    ApiCall<InstancePage> *call =
        bench.api->list(false, InstanceFeature::Notebook, 0, Patience::Person, nullptr);
    qint64 sent = -1;
    qint64 received = -1;
    connect(call, &ApiCallBase::finished, this, [&] {
        sent = call->sentAtMs();
        received = call->receivedAtMs();
    });
    const qint64 before = bench.systemClock.monotonicMs();
    const auto result = bench.end(call);
    QVERIFY(result);
    QCOMPARE(result.value().instances.size(), 2);
    QCOMPARE(result.value().received, 3);
    QCOMPARE(result.value().unreadable, 1);
    QCOMPARE(result.value().total, std::optional<qint64>(7));
    QVERIFY(sent >= before - 1 && received >= sent && received <= bench.systemClock.monotonicMs());
}

void InstancesApiTest::F37_writesWithoutAWord_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("204") << QByteArray("HTTP/1.1 204 No Content\r\n\r\n");
    QTest::newRow("200, empty") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    QTest::newRow("200, blank") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n\r\n");
}

void InstancesApiTest::F37_writesWithoutAWord()
{
    QFETCH(QByteArray, bytes);
    ApiBench bench;
    bench.server.play(Script::raw(bytes, Script::Then::Keep));
    const auto accepted = [](const Result<WriteAnswer> &result) {
        return result && !result.value().instance && !result.value().lease;
    };
    QVERIFY(accepted(bench.end(bench.api->remove(m_id, nullptr))));
    QVERIFY(accepted(bench.end(bench.api->renewLease(m_id, 3'600'000, nullptr))));
    QVERIFY(accepted(bench.end(bench.api->start(m_id, 3'600'000, nullptr))));
    QVERIFY(accepted(bench.end(bench.api->stop(m_id, nullptr))));
    QCOMPARE(bench.server.requests().size(), 4);
}

void InstancesApiTest::F37_emptyListIsAnError_data()
{
    F37_writesWithoutAWord_data();
}

void InstancesApiTest::F37_emptyListIsAnError()
{
    QFETCH(QByteArray, bytes);
    ApiBench bench;
    bench.server.play(Script::raw(bytes, Script::Then::Keep));
    const auto result =
        bench.end(bench.api->list(false, InstanceFeature::Notebook, 0, Patience::Person, nullptr));
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Kind::BadResponse);
    QCOMPARE(bench.server.requests().size(), 3);
}

void InstancesApiTest::answerToAWriteDecodes()
{
    ApiBench bench;
    bench.server.play(Script::answer(200, R"({"id":"a","status":"DELETING","name":"n"})"));
    const auto result = bench.end(bench.api->remove(u"a"_s, nullptr));
    QVERIFY(result);
    QVERIFY(result.value().instance);
    QCOMPARE(result.value().instance->status, InstanceStatus::Deleting);
    QVERIFY(!result.value().lease);
}

void InstancesApiTest::F16_portalInsteadOfAWritesAnswer()
{
    ApiBench bench;
    bench.server.play(Script::answer(200, "<html>Sign in</html>", "Content-Type: application/json\r\n"));
    const auto result = bench.end(bench.api->remove(u"a"_s, nullptr));
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Kind::BadResponse);
    QCOMPARE(result.error().delivery, Delivery::Unknown);
    QCOMPARE(bench.server.requests().size(), 1);
}

void InstancesApiTest::F38_errorInsideASuccess()
{
    ApiBench bench;
    bench.server.play(Script::answer(200, R"({"error_code":"ModelArts.6304","error_msg":"stop first"})"));
    const auto result = bench.end(bench.api->remove(u"a"_s, nullptr));
    QVERIFY(!result);
    QCOMPARE(result.error().codeNumber(), u"6304"_s);
    QCOMPARE(result.error().kind, Kind::Conflict);
    QCOMPARE(result.error().delivery, Delivery::Answered);
}

void InstancesApiTest::F41_labelsDoNotMatter()
{
    ApiBench bench;
    bench.server.play(Script::answer(200, R"({"data":[{"id":"a"}]})", "Content-Type: text/html\r\n"));
    const auto result =
        bench.end(bench.api->list(false, InstanceFeature::Notebook, 0, Patience::Person, nullptr));
    QVERIFY(result);
    QCOMPARE(result.value().instances.size(), 1);
}

void InstancesApiTest::F45_recordOfAnotherInstance()
{
    ApiBench bench;
    bench.server.play(Script::answer(200, R"({"id":"b","status":"STOPPED"})"));
    const auto read = bench.end(bench.api->show(u"a"_s, Patience::Person, nullptr));
    QVERIFY(!read);
    QCOMPARE(read.error().kind, Kind::BadResponse);
    const auto write = bench.end(bench.api->remove(u"a"_s, nullptr));
    QVERIFY(!write);
    QCOMPARE(write.error().delivery, Delivery::Unknown);
}

void InstancesApiTest::F31_rangeOfARefusal()
{
    ApiBench bench;
    bench.server.play(Script::answer(
        400, R"({"error_code":"ModelArts.6349","error_msg":"duration must be in [3600000, 86400000]"})"));
    const auto result = bench.end(bench.api->renewLease(m_id, 259'200'000, nullptr));
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Kind::BadRequest);
    QCOMPARE(result.error().serviceText, u"duration must be in [3600000, 86400000]"_s);
}

void InstancesApiTest::F85_tokenIsInNoLog()
{
    const LogCatcher catcher;
    ApiBench bench;
    bench.useToken("token-canary");
    bench.server.play({Script::answer(200, R"({"data":[{"id":"a","token":"instance-canary"}]})"),
                       Script::answer(401, R"({"error_code":"APIGW.0301","error_msg":"no"})"),
                       Script::raw({}), Script::answer(200, R"({"id":"a","token":"instance-canary)"),
                       Script::answer(302, "{}", "Location: https://evil.example/?t=location-canary\r\n")});
    QVERIFY(bench.end(bench.api->list(false, InstanceFeature::Notebook, 0, Patience::Person, nullptr)));
    QString told;
    for (int i = 0; i < 4; ++i) {
        const auto result = bench.end(bench.api->remove(u"a"_s, nullptr));
        QVERIFY(!result);
        told += QString(result.error().details() + result.error().detail);
    }
    qDebug() << Secret("token-canary");
    QVERIFY(LogCatcher::text().contains("DELETE /v1/p1/notebooks/a"_L1));
    QVERIFY2(!LogCatcher::text().contains("canary"_L1), qPrintable(LogCatcher::text()));
    QVERIFY2(!told.contains("canary"_L1), qPrintable(told));
}

QTEST_GUILESS_MAIN(InstancesApiTest)
#include "tst_instancesapi.moc"
