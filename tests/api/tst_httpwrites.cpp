// SPDX-License-Identifier: MIT
#include "eventually.h"
#include "httpbench.h"

#include <QSignalSpy>
#include <QSslConfiguration>
#include <QTcpServer>
#include <QTest>

#include <optional>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

using Delivery = ApiError::Delivery;
using Kind = ApiError::Kind;

/// A write leaves exactly once, whatever the connection does; and its outcome is called unknown unless it
/// surely never left.
class HttpWritesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void F06_closedAfterTheRequest_data();
    void F06_closedAfterTheRequest();
    void F06_fiveWritesInARowAreFive();
    void F07_resetWithinTheAnswer_data();
    void F07_resetWithinTheAnswer();
    void F08_halfAStatusLine_data();
    void F08_halfAStatusLine();
    void F10_noAnswer_data();
    void F10_noAnswer();
    void F09_aWriteMayTakeAMinute_data();
    void F09_aWriteMayTakeAMinute();
    void F03_refusedIsNeverSent_data();
    void F03_refusedIsNeverSent();
    void F01_unknownNameIsNeverSent();
    void F04_connectHangs();
    void F37_emptyAnswers_data();
    void F37_emptyAnswers();
    void sendsBodyAndLength_data();
    void sendsBodyAndLength();
    void refusedSignInIsAnAnswer_data();
    void refusedSignInIsAnAnswer();
    void cancelledAfterSendingIsUnknown();

private:
    static void addWrites();
};

void HttpWritesTest::initTestCase()
{
    QSslConfiguration trusting = QSslConfiguration::defaultConfiguration();
    trusting.setCaCertificates({ScriptedServer::authority()});
    QSslConfiguration::setDefaultConfiguration(trusting);
}

void HttpWritesTest::addWrites()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("DELETE") << QByteArray("DELETE") << QByteArray();
    QTest::newRow("PATCH") << QByteArray("PATCH") << QByteArray("{\"duration\":3600000}");
    QTest::newRow("POST") << QByteArray("POST") << QByteArray("{}");
    QTest::newRow("POST without body") << QByteArray("POST") << QByteArray();
}

void HttpWritesTest::F06_closedAfterTheRequest_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("tls");
    QTest::addColumn<bool>("reused");
    const QList<std::pair<QByteArray, QByteArray>> writes = {
        {"DELETE", ""}, {"PATCH", "{\"duration\":3600000}"}, {"POST", "{}"}, {"POST", ""}};
    for (const bool tls : {false, true}) {
        for (const bool reused : {false, true}) {
            for (const auto &[method, body] : writes)
                QTest::addRow("%s %d bytes, %s, %s", method.constData(), int(body.size()),
                              tls ? "TLS" : "plain", reused ? "reused connection" : "fresh connection")
                    << method << body << tls << reused;
        }
    }
}

void HttpWritesTest::F06_closedAfterTheRequest()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, body);
    QFETCH(bool, tls);
    QFETCH(bool, reused);
    HttpBench bench;
    if (tls)
        QVERIFY(bench.server.useTls(u"localhost"_s));
    if (reused) {
        bench.server.play(Script::answer(200, "{}"));
        QCOMPARE(bench.succeed(bench.request("GET")).status, 200);
    }
    bench.server.forget();
    bench.server.play(Script::raw({}));

    const ApiError error = bench.fail(bench.request(method, body));
    QCOMPARE(error.delivery, Delivery::Unknown);
    QCOMPARE(error.kind, Kind::Network);
    QCOMPARE(requestsByNow(bench.server, bench.client), 1);
    QCOMPARE(bench.server.requests().first().method, method);
    QCOMPARE(bench.server.requests().first().body, body);
    if (reused)
        QCOMPARE(bench.server.requests().first().connection, 1);
}

void HttpWritesTest::F06_fiveWritesInARowAreFive()
{
    HttpBench bench;
    bench.server.play(Script::raw({}));
    for (int i = 0; i < 5; ++i)
        QCOMPARE(bench.fail(bench.request("DELETE")).delivery, Delivery::Unknown);
    QCOMPARE(requestsByNow(bench.server, bench.client), 5);
}

void HttpWritesTest::F07_resetWithinTheAnswer_data()
{
    QTest::addColumn<QByteArray>("sent");
    const QByteArray whole = "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{\"id\":\"abc\"}";
    for (const qsizetype length : {qsizetype(0), qsizetype(5), qsizetype(17), qsizetype(36), qsizetype(38),
                                   qsizetype(39), qsizetype(45), whole.size() - 1})
        QTest::addRow("%d bytes", int(length)) << whole.left(length);
}

void HttpWritesTest::F07_resetWithinTheAnswer()
{
    QFETCH(QByteArray, sent);
    HttpBench bench;
    bench.server.play(Script::raw(sent, Script::Then::Reset));
    const ApiError error = bench.fail(bench.request("PATCH", "{\"duration\":3600000}"));
    QCOMPARE(error.delivery, Delivery::Unknown);
    QCOMPARE(requestsByNow(bench.server, bench.client), 1);
}

void HttpWritesTest::F08_halfAStatusLine_data()
{
    addWrites();
}

void HttpWritesTest::F08_halfAStatusLine()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, body);
    HttpBench bench;
    bench.server.play(Script::raw("HTTP/1.1 2"));
    QCOMPARE(bench.fail(bench.request(method, body)).delivery, Delivery::Unknown);
    QCOMPARE(requestsByNow(bench.server, bench.client), 1);
}

void HttpWritesTest::F10_noAnswer_data()
{
    addWrites();
}

void HttpWritesTest::F10_noAnswer()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, body);
    VirtualTime time;
    HttpBench bench(&time);
    bench.server.play(Script::silence());
    HttpCall *call = bench.client.send(bench.request(method, body));
    QSignalSpy finished(call, &HttpCall::finished);
    std::optional<ApiError> error;
    connect(call, &HttpCall::finished, this, [&] { error = call->result().error(); });
    QTRY_COMPARE(bench.server.requests().size(), 1);
    // The silence of a service that works on a write is no connection that hangs.
    time.advance(HttpDeadlines{}.connectMs);
    QCOMPARE(finished.size(), 0);
    time.advance(HttpDeadlines{}.silenceMs);
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(error->kind, Kind::Timeout);
    QCOMPARE(error->delivery, Delivery::Unknown);
    QVERIFY2(error->message.contains("silent for 15"_L1), qPrintable(error->message));
    QCOMPARE(bench.server.requests().size(), 1);
}

void HttpWritesTest::F09_aWriteMayTakeAMinute_data()
{
    addWrites();
}

void HttpWritesTest::F09_aWriteMayTakeAMinute()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, body);
    VirtualTime time;
    HttpBench bench(&time);
    HttpDeadlines deadlines;
    deadlines.silenceMs = 10 * deadlines.writeMs; // as if now and then a byte came
    bench.client.setDeadlines(deadlines);
    bench.server.play(Script::silence());
    HttpCall *call = bench.client.send(bench.request(method, body));
    QSignalSpy finished(call, &HttpCall::finished);
    std::optional<ApiError> error;
    connect(call, &HttpCall::finished, this, [&] { error = call->result().error(); });
    QTRY_COMPARE(bench.server.requests().size(), 1);
    // Twice as long as a read, since nobody can tell whether it was carried out.
    time.advance(deadlines.writeMs - 1);
    QCOMPARE(finished.size(), 0);
    time.advance(1);
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(error->kind, Kind::Timeout);
    QCOMPARE(error->delivery, Delivery::Unknown);
    QVERIFY2(error->message.contains("within 60"_L1), qPrintable(error->message));
    QCOMPARE(bench.server.requests().size(), 1);
}

void HttpWritesTest::F03_refusedIsNeverSent_data()
{
    addWrites();
}

void HttpWritesTest::F03_refusedIsNeverSent()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, body);
    HttpBench bench;
    const HttpRequest request = bench.request(method, body);
    bench.server.close();
    const ApiError error = bench.fail(request);
    QCOMPARE(error.kind, Kind::Network);
    QCOMPARE(error.delivery, Delivery::NeverSent);
    QVERIFY2(error.message.contains("127.0.0.1"_L1), qPrintable(error.message));
}

void HttpWritesTest::F01_unknownNameIsNeverSent()
{
    HttpBench bench;
    HttpRequest request = bench.request("DELETE");
    request.url = QUrl(u"https://no-such-host.invalid/v1/p/notebooks/x"_s);
    const ApiError error = bench.fail(request);
    QCOMPARE(error.kind, Kind::Network);
    QCOMPARE(error.delivery, Delivery::NeverSent);
    QVERIFY2(error.message.contains("no-such-host.invalid"_L1), qPrintable(error.message));
}

void HttpWritesTest::F04_connectHangs()
{
    // Completes TCP, as the kernel does, but never answers the TLS greeting.
    QTcpServer mute;
    QVERIFY(mute.listen(QHostAddress::LocalHost));
    for (const QByteArray &method : {QByteArray("DELETE"), QByteArray("PATCH")}) {
        VirtualTime time;
        HttpBench bench(&time);
        HttpRequest request = bench.request(method, method == "PATCH" ? "{}" : "");
        request.url = QUrl(u"https://127.0.0.1:%1/x"_s.arg(mute.serverPort()));
        HttpCall *call = bench.client.send(request);
        std::optional<ApiError> error;
        connect(call, &HttpCall::finished, this, [&] { error = call->result().error(); });
        QTRY_VERIFY(mute.hasPendingConnections());
        const QTcpSocket *greeted = mute.nextPendingConnection(); // belongs to the server
        QVERIFY(eventually([greeted] { return greeted->bytesAvailable() > 0; }));
        time.advance(HttpDeadlines{}.connectMs - 1);
        QVERIFY(!error);
        time.advance(1);
        QTRY_VERIFY(error);
        QCOMPARE(error->kind, Kind::Timeout);
        QCOMPARE(error->delivery, Delivery::NeverSent);
    }
}

void HttpWritesTest::F37_emptyAnswers_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::newRow("204") << QByteArray("HTTP/1.1 204 No Content\r\n\r\n") << 204;
    QTest::newRow("200, length 0") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") << 200;
}

void HttpWritesTest::F37_emptyAnswers()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    HttpBench bench;
    bench.server.play(Script::raw(bytes, Script::Then::Keep));
    for (const QByteArray method : {"DELETE", "PATCH"}) {
        const HttpResponse response = bench.succeed(bench.request(method, method == "PATCH" ? "{}" : ""));
        QCOMPARE(response.status, status);
        QVERIFY(response.body.isEmpty());
    }
    QCOMPARE(bench.server.requests().size(), 2);
}

void HttpWritesTest::sendsBodyAndLength_data()
{
    addWrites();
}

void HttpWritesTest::sendsBodyAndLength()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, body);
    HttpBench bench;
    bench.server.play(Script::answer(200, "{}"));
    QCOMPARE(bench.succeed(bench.request(method, body)).body, QByteArray("{}"));
    QCOMPARE(bench.server.requests().size(), 1);
    const ScriptedRequest &seen = bench.server.requests().first();
    QCOMPARE(seen.method, method);
    QCOMPARE(seen.body, body);
    QCOMPARE(seen.headers.value("content-length"), QByteArray::number(body.size()));
    QCOMPARE(seen.headers.value("content-type"), QByteArray("application/json"));
    QVERIFY(!seen.headers.contains("transfer-encoding"));
    QVERIFY(!seen.headers.contains("expect"));
}

void HttpWritesTest::refusedSignInIsAnAnswer_data()
{
    addWrites();
}

void HttpWritesTest::refusedSignInIsAnAnswer()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, body);
    HttpBench bench;
    // Qt has a machinery of its own for this header, which would want to send the body again.
    bench.server.play(
        Script::answer(401, "{\"error_code\":\"APIGW.0301\"}", "WWW-Authenticate: Basic realm=\"x\"\r\n"));
    const HttpResponse response = bench.succeed(bench.request(method, body));
    QCOMPARE(response.status, 401);
    QCOMPARE(response.body, QByteArray("{\"error_code\":\"APIGW.0301\"}"));
    QCOMPARE(bench.server.requests().size(), 1);
}

void HttpWritesTest::cancelledAfterSendingIsUnknown()
{
    HttpBench bench;
    bench.server.play(Script::silence());
    HttpCall *call = bench.client.send(bench.request("PATCH", "{}"));
    int ends = 0;
    std::optional<ApiError> error;
    connect(call, &HttpCall::finished, this, [&] {
        ++ends;
        error = call->result().error();
    });
    QTRY_COMPARE(bench.server.requests().size(), 1);
    call->cancel();
    QCOMPARE(ends, 0); // never from within
    QTRY_COMPARE(ends, 1);
    QCOMPARE(error->kind, Kind::Cancelled);
    QCOMPARE(error->delivery, Delivery::Unknown);
}

QTEST_GUILESS_MAIN(HttpWritesTest)
#include "tst_httpwrites.moc"
