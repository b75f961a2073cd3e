// SPDX-License-Identifier: MIT
#include "httpbench.h"

#include <QNetworkCookie>
#include <QNetworkCookieJar>
#include <QSignalSpy>
#include <QTest>
#include <QUuid>

#include <memory>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

using Delivery = ApiError::Delivery;
using Kind = ApiError::Kind;

/// Reads, deadlines, redirects, headers and the life of a call.
class HttpClientTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void deliversAnAnswer();
    void sendsItsHeaders();
    void statusIsAnAnswer_data();
    void statusIsAnAnswer();
    void requestIdCousin();
    void hearsTheDate();
    void webPagesDateIsNotHeard();
    void cookiesAreNeitherKeptNorSent();

    void F05_readsAreBounded();
    void F05_sentOnceUntilSomethingAnswers();
    void F08_halfAStatusLine();
    void F09_drip_data();
    void F09_drip();
    void F10_silence_data();
    void F10_silence();
    void F20_idleConnectionClosed();
    void F21_redirects_data();
    void F21_redirects();

    void endsOnceAndLater();
    void cancelledBeforeAnything();
    void destroyingCancelsInSilence();
    void goesWithItsClient();
    void logsWithoutSecrets();
};

void HttpClientTest::deliversAnAnswer()
{
    HttpBench bench;
    bench.server.play(Script::answer(200, "{\"a\":1}",
                                     "Content-Type: application/json\r\nX-Request-Id: abc\r\n"
                                     "Retry-After: 7\r\nDate: Sun, 25 Jun 2023 02:45:10 GMT\r\n"));
    const qint64 before = bench.systemClock.monotonicMs();
    const HttpResponse response = bench.succeed(bench.request("GET"));
    QCOMPARE(response.status, 200);
    QCOMPARE(response.body, QByteArray("{\"a\":1}"));
    QCOMPARE(response.contentType, QByteArray("application/json"));
    QCOMPARE(response.requestId, QByteArray("abc"));
    QCOMPARE(response.retryAfter, QByteArray("7"));
    QCOMPARE(response.dateMs, 1687661110000);
    QVERIFY(response.sentAtMs >= before);
    QVERIFY(response.receivedAtMs >= response.sentAtMs);
    QVERIFY(bench.systemClock.monotonicMs() >= response.receivedAtMs);
}

void HttpClientTest::sendsItsHeaders()
{
    HttpBench bench;
    bench.server.play(Script::answer(200, "{}"));
    HttpRequest request = bench.request("GET");
    request.headers.emplaceBack("X-Auth-Token", "secret");
    (void)bench.succeed(request);
    (void)bench.succeed(request);
    QCOMPARE(bench.server.requests().size(), 2);
    const auto &first = bench.server.requests().at(0).headers;
    QCOMPARE(bench.server.requests().at(0).target, QByteArray("/v1/p/notebooks"));
    QCOMPARE(first.value("accept"), QByteArray("application/json"));
    QCOMPARE(first.value("x-language"), QByteArray("en-us"));
    QCOMPARE(first.value("x-auth-token"), QByteArray("secret"));
    QVERIFY(first.value("user-agent").startsWith("Leasekeeper"));
    const QByteArray id = first.value("x-request-id");
    QVERIFY(!QUuid::fromString(QLatin1StringView(id)).isNull());
    QVERIFY(bench.server.requests().at(1).headers.value("x-request-id") != id);
    // One connection is enough for requests in a row.
    QCOMPARE(bench.server.connections(), 1);
}

void HttpClientTest::statusIsAnAnswer_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {200, 201, 202, 204, 299, 300, 304, 400, 401, 403, 404, 405, 407, 408,
                             409, 410, 418, 429, 451, 499, 500, 501, 502, 503, 504, 511, 599})
        QTest::addRow("%d", status) << status;
}

void HttpClientTest::statusIsAnAnswer()
{
    QFETCH(int, status);
    const bool bodyless = status == 204 || status == 304;
    HttpBench bench;
    bench.server.play(
        bodyless ? Script::raw(QByteArray("HTTP/1.1 " + QByteArray::number(status) + " Status\r\n\r\n"),
                               Script::Then::Keep)
                 : Script::answer(status, "{\"error_code\":\"x\"}"));
    for (const QByteArray method : {"GET", "DELETE"}) {
        const HttpResponse response = bench.succeed(bench.request(method));
        QCOMPARE(response.status, status);
        QCOMPARE(response.body, bodyless ? QByteArray() : QByteArray("{\"error_code\":\"x\"}"));
    }
    QCOMPARE(bench.server.requests().size(), 2);
}

void HttpClientTest::requestIdCousin()
{
    HttpBench bench;
    bench.server.play(Script::answer(200, "{}", "X-IAM-Trace-Id: cousin\r\n"));
    QCOMPARE(bench.succeed(bench.request("GET")).requestId, QByteArray("cousin"));
}

void HttpClientTest::hearsTheDate()
{
    HttpBench bench;
    QSignalSpy heard(&bench.client, &HttpClient::dateHeard);
    bench.server.play({Script::answer(500, "{}", "Date: Sun, 25 Jun 2023 02:45:10 GMT\r\n"),
                       Script::answer(200, "{}", "Date: yesterday\r\n"), Script::answer(200, "{}")});
    const HttpResponse response = bench.succeed(bench.request("GET"));
    QCOMPARE(heard.size(), 1);
    QCOMPARE(heard.first().at(0).toLongLong(), 1687661110000);
    QCOMPARE(heard.first().at(1).toLongLong(), response.sentAtMs);
    QCOMPARE(heard.first().at(2).toLongLong(), response.receivedAtMs);
    QCOMPARE(bench.succeed(bench.request("GET")).dateMs, 0);
    QCOMPARE(bench.succeed(bench.request("GET")).dateMs, 0);
    QCOMPARE(heard.size(), 1);
}

void HttpClientTest::webPagesDateIsNotHeard()
{
    HttpBench bench;
    QSignalSpy heard(&bench.client, &HttpClient::dateHeard);
    bench.server.play(Script::answer(200, "<html></html>",
                                     "Content-Type: text/html\r\n"
                                     "Date: Sun, 25 Jun 2023 02:45:10 GMT\r\n"));
    (void)bench.succeed(bench.request("GET"));
    QCOMPARE(heard.size(), 0);
}

void HttpClientTest::cookiesAreNeitherKeptNorSent()
{
    HttpBench bench;
    bench.server.play(Script::answer(200, "{}", "Set-Cookie: a=b; Path=/\r\n"));
    bench.network.cookieJar()->setCookiesFromUrl({QNetworkCookie("planted", "1")}, bench.server.url());
    (void)bench.succeed(bench.request("GET"));
    (void)bench.succeed(bench.request("GET"));
    QCOMPARE(bench.server.requests().size(), 2);
    for (const ScriptedRequest &seen : bench.server.requests())
        QVERIFY(!seen.headers.contains("cookie"));
    QCOMPARE(bench.network.cookieJar()->cookiesForUrl(bench.server.url()).size(), 1);
}

void HttpClientTest::F05_readsAreBounded()
{
    HttpBench bench;
    bench.server.play(Script::raw({}));
    const ApiError error = bench.fail(bench.request("GET"));
    QCOMPARE(error.kind, Kind::Network);
    QCOMPARE(error.delivery, Delivery::Unknown);
    // Qt repeats a read by itself; one attempt of ours is never more than four requests.
    const qsizetype requests = requestsByNow(bench.server, bench.client);
    QVERIFY(requests >= 1);
    QVERIFY(requests <= 4);
}

void HttpClientTest::F05_sentOnceUntilSomethingAnswers()
{
    HttpBench bench;
    const HttpRequest request = bench.request("GET");
    bench.server.play(Script::raw("HTTP/1.1 2"));
    (void)bench.fail(request);
    for (int i = 0; i < 3; ++i) {
        // The network counts its repeats, for each connection, until it has rested for a while.
        bench.network.clearConnectionCache();
        bench.server.forget();
        const ApiError error = bench.fail(request);
        QCOMPARE(error.kind, Kind::Network);
        QCOMPARE(error.delivery, Delivery::Unknown);
        QVERIFY2(error.message.contains("without an answer"_L1), qPrintable(error.message));
        QCOMPARE(bench.server.requests().size(), 1);
    }
    // On the wire it is a read like any other, and its answer is one, too.
    bench.server.forget();
    bench.server.play(Script::answer(200, "{}"));
    QCOMPARE(bench.succeed(request).body, QByteArray("{}"));
    QCOMPARE(bench.server.requests().size(), 1);
    QCOMPARE(bench.server.requests().first().method, QByteArray("GET"));
    QCOMPARE(bench.server.requests().first().body, QByteArray());
    // From here on the network mends again by itself what broke once.
    bench.server.play({Script::raw({}), Script::answer(200, "{}")});
    QCOMPARE(bench.succeed(request).status, 200);
}

void HttpClientTest::F08_halfAStatusLine()
{
    HttpBench bench;
    bench.server.play(Script::raw("HTTP/1.1 2"));
    QCOMPARE(bench.fail(bench.request("GET")).kind, Kind::Network);
    const qsizetype requests = requestsByNow(bench.server, bench.client);
    QVERIFY(requests >= 1);
    QVERIFY(requests <= 4);
}

void HttpClientTest::F09_drip_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::newRow("read") << QByteArray("GET");
    QTest::newRow("write") << QByteArray("DELETE");
}

void HttpClientTest::F09_drip()
{
    QFETCH(QByteArray, method);
    HttpBench bench;
    // Far apart, so that a busy machine does not turn a drip into silence.
    bench.client.setDeadlines({10'000, 700, 1'500, 1'500});
    Script drip = Script::raw("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + QByteArray(100'000, ' '));
    drip.dripMs = 2;
    bench.server.play(drip);
    const ApiError error = bench.fail(bench.request(method));
    QCOMPARE(error.kind, Kind::Timeout);
    QCOMPARE(error.delivery, Delivery::Unknown);
    // By the deadline of the whole, not by silence: there was none.
    QVERIFY2(error.message.contains("1.5"_L1), qPrintable(error.message));
}

void HttpClientTest::F10_silence_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("no answer at all") << QByteArray();
    QTest::newRow("headers, then nothing") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
    QTest::newRow("half a body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"a\"");
    QTest::newRow("broken chunk") << QByteArray(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\nZZ\r\n");
}

void HttpClientTest::F10_silence()
{
    QFETCH(QByteArray, bytes);
    HttpBench bench;
    bench.client.setDeadlines({10'000, 120, 20'000, 20'000});
    bench.server.play(Script::raw(bytes, Script::Then::Keep));
    const ApiError error = bench.fail(bench.request("GET"));
    QCOMPARE(error.kind, Kind::Timeout);
    QVERIFY2(error.message.contains("0.12"_L1), qPrintable(error.message));
    QCOMPARE(bench.server.requests().size(), 1);
}

void HttpClientTest::F20_idleConnectionClosed()
{
    HttpBench bench;
    bench.server.play({Script::answer(200, "{}"), Script::raw({}), Script::answer(200, "{}")});
    (void)bench.succeed(bench.request("GET"));
    QCOMPARE(bench.fail(bench.request("DELETE")).delivery, Delivery::Unknown);
    QCOMPARE(bench.server.requests().size(), 2);
    // The dead connection is not in the way of the next request.
    QCOMPARE(bench.succeed(bench.request("GET")).status, 200);
}

void HttpClientTest::F21_redirects_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("target");
    for (const int status : {301, 302, 303, 307, 308}) {
        for (const QByteArray method : {"GET", "DELETE", "PATCH"}) {
            for (const QString &target : {u"other port"_s, u"itself"_s, u"relative"_s})
                QTest::addRow("%d %s %s", status, method.constData(), qPrintable(target))
                    << status << method << target;
        }
    }
}

void HttpClientTest::F21_redirects()
{
    QFETCH(int, status);
    QFETCH(QByteArray, method);
    QFETCH(QString, target);
    HttpBench bench;
    ScriptedServer other;
    QVERIFY(other.start());
    other.play(Script::answer(200, "{}"));
    QByteArray location = "/v1/p/elsewhere";
    if (target == "other port"_L1)
        location = other.url(u"/trap"_s).toEncoded();
    else if (target == "itself"_L1)
        location = bench.request("GET").url.toEncoded();
    bench.server.play(Script::answer(status, "{}", QByteArray("Location: " + location + "\r\n")));
    HttpRequest request = bench.request(method, method == "PATCH" ? "{}" : "");
    request.headers.emplaceBack("X-Auth-Token", "secret");
    const HttpResponse response = bench.succeed(request);
    QCOMPARE(response.status, status);
    QCOMPARE(response.redirectTarget, location);
    QCOMPARE(requestsByNow(bench.server, bench.client), 1);
    QCOMPARE(other.connections(), 0);
}

void HttpClientTest::endsOnceAndLater()
{
    HttpBench bench;
    bench.server.play(Script::answer(200, "{}"));
    HttpCall *call = bench.client.send(bench.request("GET"));
    QSignalSpy finished(call, &HttpCall::finished);
    QSignalSpy gone(call, &QObject::destroyed);
    QCOMPARE(finished.size(), 0);
    QVERIFY(gone.wait());
    QCOMPARE(finished.size(), 1);
}

void HttpClientTest::cancelledBeforeAnything()
{
    HttpBench bench;
    HttpCall *call = bench.client.send(bench.request("PATCH", "{}"));
    std::optional<ApiError> error;
    int ends = 0;
    connect(call, &HttpCall::finished, this, [&] {
        ++ends;
        error = call->result().error();
    });
    call->cancel();
    call->cancel();
    QCOMPARE(ends, 0);
    QSignalSpy gone(call, &QObject::destroyed);
    QVERIFY(gone.wait());
    QCOMPARE(ends, 1);
    QCOMPARE(error->kind, Kind::Cancelled);
    QCOMPARE(error->delivery, Delivery::NeverSent);
    QCOMPARE(requestsByNow(bench.server, bench.client), 0);
}

void HttpClientTest::destroyingCancelsInSilence()
{
    HttpBench bench;
    bench.server.play(Script::silence());
    auto parent = std::make_unique<QObject>();
    HttpCall *call = bench.client.send(bench.request("DELETE"), parent.get());
    QSignalSpy finished(call, &HttpCall::finished);
    QTRY_COMPARE(bench.server.requests().size(), 1);
    parent.reset();
    QCOMPARE(requestsByNow(bench.server, bench.client), 1);
    QCOMPARE(finished.size(), 0);
}

void HttpClientTest::goesWithItsClient()
{
    HttpBench bench;
    bench.server.play(Script::answer(200, "{}", "Date: Sun, 25 Jun 2023 02:45:10 GMT\r\n"));
    auto client = std::make_unique<HttpClient>(bench.network, bench.systemClock, bench.systemTimers);
    QObject elsewhere;
    HttpCall *call = client->send(bench.request("GET"), &elsewhere);
    QSignalSpy finished(call, &HttpCall::finished);
    client.reset();
    QVERIFY(finished.wait());
}

void HttpClientTest::logsWithoutSecrets()
{
    const LogCatcher catcher;
    HttpBench bench;
    bench.server.play({Script::answer(200, "{\"token\":\"inner-canary\"}"), Script::raw({}),
                       Script::answer(401, "{\"error_msg\":\"body-canary\"}")});
    for (int i = 0; i < 3; ++i) {
        HttpRequest request = bench.request("PATCH", "{\"a\":\"sent-canary\"}");
        request.url.setQuery(u"token=query-canary"_s);
        request.headers.emplaceBack("X-Auth-Token", "header-canary");
        (void)bench.run(request);
    }
    const QString log = LogCatcher::text();
    QVERIFY2(log.contains("PATCH /v1/p/notebooks 200 after"_L1), qPrintable(log));
    QVERIFY2(!log.contains("canary"_L1), qPrintable(log));
}

QTEST_GUILESS_MAIN(HttpClientTest)
#include "tst_httpclient.moc"
