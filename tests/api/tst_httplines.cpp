// SPDX-License-Identifier: MIT
#include "eventually.h"
#include "faultproxy.h"
#include "httpbench.h"
#include "jsonvalues.h"

#include <QSignalSpy>
#include <QSslConfiguration>
#include <QTest>

#include <optional>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

using Delivery = ApiError::Delivery;
using End = LineFault::End;
using Kind = ApiError::Kind;

namespace
{

/// The client, a line that fails, and the server behind it.
class LineBench : public HttpBench
{
public:
    explicit LineBench(bool tls = false, VirtualTime *time = nullptr)
        : HttpBench(time), line(server.serverPort()), m_otherLine(startedPort(m_other))
    {
        if ((tls && !server.useTls(u"localhost"_s)) || !line.start() || !m_otherLine.start())
            qFatal("The line cannot be set up.");
        server.play(Script::answer(200, "{\"id\":\"abc\"}"));
    }

    [[nodiscard]] HttpRequest request(const QByteArray &method, const QByteArray &body = {}) const
    {
        HttpRequest request = HttpBench::request(method, body);
        request.url = line.url(request.url);
        return request;
    }
    /// A connection that has served a request already.
    void warmUp()
    {
        QCOMPARE(succeed(request("GET")).status, 200);
        server.forget();
        line.forget();
    }
    /// Repeats set out at once, if they do: whatever takes the same way to another server after them comes
    /// later, and once more when a connection that was opened for one has greeted.
    void letRepeatsCome()
    {
        letSignsCome();
        QVERIFY(eventually(
            [this] { return server.connections() >= line.connections() && server.handshakesOpen() == 0; }));
        QVERIFY(roundTrip(client, m_otherLine.url(m_other.url())));
    }

    /// What the network tells of what has left so far comes before the answer to anything that leaves now.
    void letSignsCome() { QVERIFY(roundTrip(client, m_otherLine.url(m_other.url()))); }

    FaultProxy line;

private:
    [[nodiscard]] static quint16 startedPort(ScriptedServer &other)
    {
        if (!other.start())
            qFatal("The other server cannot listen on loopback.");
        other.play(Script::answer(200, "{}"));
        return other.serverPort();
    }

    ScriptedServer m_other;
    FaultProxy m_otherLine;
};

void addLines(bool onlyReused = false)
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("tls");
    QTest::addColumn<bool>("reused");
    QTest::addColumn<End>("end");
    const QList<std::pair<QByteArray, QByteArray>> writes = {
        {"DELETE", ""}, {"PATCH", "{\"duration\":3600000}"}, {"POST", "{}"}, {"POST", ""}};
    for (const bool tls : {false, true}) {
        for (const bool reused : {false, true}) {
            if (onlyReused && !reused)
                continue;
            for (const End end : {End::Cut, End::Reset}) {
                for (const auto &[method, body] : writes)
                    QTest::addRow("%s %d bytes, %s, %s, %s", method.constData(), int(body.size()),
                                  tls ? "TLS" : "plain", reused ? "reused" : "fresh",
                                  end == End::Cut ? "cut" : "reset")
                        << method << body << tls << reused << end;
            }
        }
    }
}

} // namespace

/// Requests over lines that break: what is read twice, what is never sent twice, what is called unknown.
class HttpLinesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void F05_readsComeThroughInTheEnd();
    void F07_readsCutAtEveryByte_data();
    void F07_readsCutAtEveryByte();
    void F07_writesCutAtEveryByteOfTheAnswer_data();
    void F07_writesCutAtEveryByteOfTheAnswer();
    void F07_writesCutAtEveryByteOfTheRequest_data();
    void F07_writesCutAtEveryByteOfTheRequest();
    void F08_halfAStatusLine_data();
    void F08_halfAStatusLine();
    void F10_silentLines_data();
    void F10_silentLines();
    void F20_idleConnectionClosed_data();
    void F20_idleConnectionClosed();
    void F20_closedJustBefore_data();
    void F20_closedJustBefore();
    void F18_droppedConnectionsAreDead_data();
    void F18_droppedConnectionsAreDead();
    void F18_whatIsUnderWayEnds();
    void F18_heldBackAndCancelledIsNeverSent();
    void F17_renewedConnectionsEndInPeace();
    void F39_cutCompressedBodies();

private:
    QSslConfiguration m_system = QSslConfiguration::defaultConfiguration();
};

void HttpLinesTest::initTestCase()
{
    QSslConfiguration trusting = m_system;
    trusting.setCaCertificates({ScriptedServer::authority()});
    QSslConfiguration::setDefaultConfiguration(trusting);
}

void HttpLinesTest::cleanupTestCase()
{
    QSslConfiguration::setDefaultConfiguration(m_system);
}

void HttpLinesTest::F05_readsComeThroughInTheEnd()
{
    // What breaks once is repeated by the network itself, and nobody is told.
    LineBench bench;
    bench.line.play(LineFault::cutAnswer(0));
    QCOMPARE(bench.succeed(bench.request("GET")).body, QByteArray("{\"id\":\"abc\"}"));
    QVERIFY(bench.server.requests().size() <= 2);
}

void HttpLinesTest::F07_readsCutAtEveryByte_data()
{
    QTest::addColumn<End>("end");
    QTest::newRow("cut") << End::Cut;
    QTest::newRow("reset") << End::Reset;
}

void HttpLinesTest::F07_readsCutAtEveryByte()
{
    QFETCH(End, end);
    LineBench bench;
    bench.warmUp();
    const Script whole = Script::answer(200, "{\"id\":\"abc\"}", "Content-Type: application/json\r\n");
    bench.server.play(whole);
    for (qsizetype passes = 0; passes <= whole.bytes.size(); ++passes) {
        bench.server.forget();
        bench.line.playAlways(LineFault::cutAnswer(passes, end));
        const auto result = bench.run(bench.request("GET"));
        QVERIFY(result);
        // Nothing but the whole is anything.
        const bool isGood = result->isOk() && parseJsonObject(result->value().body, nullptr);
        QCOMPARE(isGood, passes == whole.bytes.size());
        QVERIFY(bench.server.requests().size() <= 4);
    }
}

void HttpLinesTest::F07_writesCutAtEveryByteOfTheAnswer_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<End>("end");
    for (const char *method : {"DELETE", "PATCH"}) {
        QTest::addRow("%s, cut", method) << QByteArray(method) << End::Cut;
        QTest::addRow("%s, reset", method) << QByteArray(method) << End::Reset;
    }
}

void HttpLinesTest::F07_writesCutAtEveryByteOfTheAnswer()
{
    QFETCH(QByteArray, method);
    QFETCH(End, end);
    LineBench bench;
    const Script whole = Script::answer(200, "{\"id\":\"abc\"}");
    bench.server.play(whole);
    const HttpRequest request = bench.request(method, method == "PATCH" ? "{}" : "");
    int sent = 0;
    for (qsizetype passes = 0; passes <= whole.bytes.size(); ++passes) {
        bench.line.play(LineFault::cutAnswer(passes, end));
        const auto result = bench.run(request);
        QVERIFY(result);
        QCOMPARE(result->isOk(), passes == whole.bytes.size());
        if (!result->isOk())
            QCOMPARE(result->error().delivery, Delivery::Unknown);
        QCOMPARE(bench.server.requests().size(), ++sent);
    }
    bench.letRepeatsCome();
    QCOMPARE(bench.server.requests().size(), sent);
    QCOMPARE(bench.line.requests().size(), sent);
}

void HttpLinesTest::F07_writesCutAtEveryByteOfTheRequest_data()
{
    F07_writesCutAtEveryByteOfTheAnswer_data();
}

void HttpLinesTest::F07_writesCutAtEveryByteOfTheRequest()
{
    QFETCH(QByteArray, method);
    QFETCH(End, end);
    LineBench bench;
    // Of a connection that ends while a request is being written Qt may never tell; silence does then.
    bench.client.setDeadlines({3'000, 1'000, 20'000, 20'000});
    const HttpRequest request = bench.request(method, method == "PATCH" ? "{}" : "");
    // Once, to know how long it is.
    QVERIFY(bench.run(request));
    const qint64 size = bench.line.bytesFromClient();
    bench.network.clearConnectionCache();
    bench.server.forget();
    bench.line.forget();
    // Newer Qt opens another connection before it finds that it must not repeat: what counts is what it says.
    int used = 0;
    for (qint64 passes = 0; passes <= size; ++passes) {
        bench.line.play(LineFault::cutRequest(passes, end));
        const ApiError error = bench.fail(request);
        QCOMPARE(error.delivery, Delivery::Unknown);
        QCOMPARE(bench.line.connectionsUsed(), ++used);
    }
    bench.letRepeatsCome();
    QCOMPARE(bench.line.connectionsUsed(), used);
    // Whole was it once only: with the last cut.
    QCOMPARE(bench.server.requests().size(), 1);
}

void HttpLinesTest::F08_halfAStatusLine_data()
{
    addLines();
}

void HttpLinesTest::F08_halfAStatusLine()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, body);
    QFETCH(bool, tls);
    QFETCH(bool, reused);
    QFETCH(End, end);
    LineBench bench(tls);
    if (reused)
        bench.warmUp();
    bench.server.play(Script::raw("HTTP/1.1 2", end == End::Cut ? Script::Then::Close : Script::Then::Reset));
    QCOMPARE(bench.fail(bench.request(method, body)).delivery, Delivery::Unknown);
    bench.letRepeatsCome();
    QCOMPARE(bench.server.requests().size(), 1);
    QCOMPARE(bench.server.connectionsUsed(), 1);
}

void HttpLinesTest::F10_silentLines_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<bool>("tls");
    QTest::addColumn<bool>("lost");
    for (const char *method : {"DELETE", "PATCH"}) {
        for (const bool tls : {false, true}) {
            const char *line = tls ? "TLS" : "plain";
            QTest::addRow("%s, %s, the request is lost", method, line) << QByteArray(method) << tls << true;
            QTest::addRow("%s, %s, the answer is lost", method, line) << QByteArray(method) << tls << false;
        }
    }
}

void HttpLinesTest::F10_silentLines()
{
    QFETCH(QByteArray, method);
    QFETCH(bool, tls);
    QFETCH(bool, lost);
    VirtualTime time;
    LineBench bench(tls, &time);
    bench.warmUp();
    bench.line.play(lost ? LineFault::swallow() : LineFault::silence());
    HttpCall *call = bench.client.send(bench.request(method, method == "PATCH" ? "{}" : ""));
    std::optional<ApiError> error;
    connect(call, &HttpCall::finished, this, [&] { error = call->result().error(); });
    QVERIFY(eventually(
        [&] { return lost ? bench.line.bytesFromClient() > 0 : bench.line.bytesFromServer() > 0; }));
    bench.letSignsCome();
    time.advance(HttpDeadlines{}.silenceMs - 1);
    QVERIFY(!error);
    time.advance(HttpDeadlines{}.connectMs);
    QVERIFY(eventually([&] { return error.has_value(); }));
    QCOMPARE(error->kind, Kind::Timeout);
    QCOMPARE(error->delivery, Delivery::Unknown);
    bench.letRepeatsCome();
    QCOMPARE(bench.server.requests().size(), lost ? 0 : 1);
    QCOMPARE(bench.line.connections(), 0);
}

void HttpLinesTest::F20_idleConnectionClosed_data()
{
    addLines(true);
}

void HttpLinesTest::F20_idleConnectionClosed()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, body);
    QFETCH(bool, tls);
    QFETCH(End, end);
    LineBench bench(tls);
    bench.warmUp();
    bench.line.play(LineFault::closedIdle(end));
    const ApiError error = bench.fail(bench.request(method, body));
    QCOMPARE(error.kind, Kind::Network);
    // Whether the service ended it before or after the request came, nobody can know.
    QCOMPARE(error.delivery, Delivery::Unknown);
    bench.letRepeatsCome();
    QCOMPARE(bench.server.bytesReceived(), 0);
    if (!tls)
        QCOMPARE(bench.line.connectionsUsed(), 1);
    // The dead connection is not in the way of what follows.
    QCOMPARE(bench.succeed(bench.request(method, body)).status, 200);
    QCOMPARE(bench.server.requests().size(), 1);
}

void HttpLinesTest::F20_closedJustBefore_data()
{
    addLines(true);
}

void HttpLinesTest::F20_closedJustBefore()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, body);
    QFETCH(bool, tls);
    QFETCH(End, end);
    LineBench bench(tls);
    bench.warmUp();
    // Qt may never tell of a request that met its connection's end; silence does then.
    bench.client.setDeadlines({1'000, 1'000, 20'000, 20'000});
    bench.line.hangUp(end);
    // Whether the client has noticed by now is a matter of luck: it takes another connection or fails.
    const auto result = bench.run(bench.request(method, body));
    QVERIFY(result);
    bench.letRepeatsCome();
    QCOMPARE(bench.server.requests().size(), result->isOk() ? 1 : 0);
    if (!result->isOk())
        QCOMPARE(result->error().delivery, Delivery::Unknown);
}

void HttpLinesTest::F18_droppedConnectionsAreDead_data()
{
    QTest::addColumn<bool>("tls");
    QTest::newRow("plain") << false;
    QTest::newRow("TLS") << true;
}

void HttpLinesTest::F18_droppedConnectionsAreDead()
{
    QFETCH(bool, tls);
    LineBench bench(tls);
    bench.warmUp();
    bench.client.setDeadlines({1'000, 1'000, 1'000, 1'000});
    bench.line.goDead();
    bench.client.dropConnections();
    QCOMPARE(bench.succeed(bench.request("PATCH", "{}")).status, 200);
    QCOMPARE(bench.line.connections(), 1);
    QCOMPARE(bench.server.requests().size(), 1);
}

void HttpLinesTest::F18_whatIsUnderWayEnds()
{
    LineBench bench;
    bench.line.playAlways(LineFault::silence());
    QList<ApiError> errors;
    for (const QByteArray method : {"GET", "DELETE", "PATCH"}) {
        HttpCall *call = bench.client.send(bench.request(method, method == "PATCH" ? "{}" : ""));
        connect(call, &HttpCall::finished, this, [&errors, call] { errors.append(call->result().error()); });
    }
    QVERIFY(eventually([&] { return bench.server.requests().size() == 3; }));
    bench.line.playNothing();
    bench.client.dropConnections();
    QCOMPARE(errors.size(), 0); // never from within
    // What is sent at once waits for the new connection, not for the old ones' end.
    QCOMPARE(bench.succeed(bench.request("GET")).status, 200);
    QCOMPARE(errors.size(), 3);
    for (const ApiError &error : std::as_const(errors)) {
        QCOMPARE(error.kind, Kind::Network);
        QCOMPARE(error.delivery, Delivery::Unknown);
    }
    bench.letRepeatsCome();
    QCOMPARE(bench.server.requests().size(), 4);
}

void HttpLinesTest::F18_heldBackAndCancelledIsNeverSent()
{
    LineBench bench;
    bench.line.play(LineFault::silence());
    HttpCall *silent = bench.client.send(bench.request("GET"));
    QSignalSpy silentGone(silent, &QObject::destroyed);
    QVERIFY(eventually([&] { return bench.server.requests().size() == 1; }));
    bench.client.dropConnections();
    HttpCall *call = bench.client.send(bench.request("DELETE"));
    std::optional<ApiError> error;
    connect(call, &HttpCall::finished, this, [&] { error = call->result().error(); });
    call->cancel();
    QVERIFY(eventually([&] { return error.has_value() && !silentGone.isEmpty(); }));
    QCOMPARE(error->kind, Kind::Cancelled);
    QCOMPARE(error->delivery, Delivery::NeverSent);
    bench.letRepeatsCome();
    QCOMPARE(bench.server.requests().size(), 1);
}

void HttpLinesTest::F17_renewedConnectionsEndInPeace()
{
    LineBench bench;
    bench.warmUp();
    bench.line.play(LineFault::drip(1, 1));
    HttpCall *call = bench.client.send(bench.request("DELETE"));
    std::optional<Result<HttpResponse>> result;
    connect(call, &HttpCall::finished, this, [&] { result = call->result(); });
    QVERIFY(eventually([&] { return bench.line.bytesToClient() > 0; }));
    bench.client.renewConnections();
    QVERIFY(eventually([&] { return result.has_value(); }));
    QVERIFY(result->isOk());
    QCOMPARE(bench.line.connections(), 0);
    QCOMPARE(bench.succeed(bench.request("GET")).status, 200);
    QCOMPARE(bench.line.connections(), 1);
    // And at once where nothing is under way.
    bench.client.renewConnections();
    QCOMPARE(bench.succeed(bench.request("GET")).status, 200);
    QCOMPARE(bench.line.connections(), 2);
}

void HttpLinesTest::F39_cutCompressedBodies()
{
    LineBench bench;
    QByteArray body = "{\"data\":[";
    for (int i = 0; i < 40; ++i)
        body += "{\"id\":\"" + QByteArray::number(i * 7919) + "\"},";
    body += "{\"id\":\"last\"}]}";
    bench.server.play(Script::answer(200, body));
    for (qint64 missing = 0; missing < 60; ++missing) {
        bench.line.play(LineFault::cutGzip(missing));
        const auto result = bench.run(bench.request("GET"));
        QVERIFY(result);
        // Qt calls it a success; what is not whole must not be an answer.
        const bool isGood = result->isOk() && parseJsonObject(result->value().body, nullptr);
        if (isGood)
            QCOMPARE(result->value().body, body);
        if (missing == 0)
            QVERIFY(isGood);
        if (missing > 9) // checksum, length, and the last bits, which may hold nothing
            QVERIFY(!isGood);
    }
}

QTEST_GUILESS_MAIN(HttpLinesTest)
#include "tst_httplines.moc"
