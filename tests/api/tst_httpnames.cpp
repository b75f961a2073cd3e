// SPDX-License-Identifier: MIT
#include "eventually.h"
#include "fullport.h"
#include "httpbench.h"
#include "scriptednames.h"

#include <QHostAddress>
#include <QTcpServer>
#include <QTest>

#include <optional>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

using Delivery = ApiError::Delivery;
using Kind = ApiError::Kind;

/// Names that are answered late or wrongly, and addresses nobody answers at.
class HttpNamesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { ScriptedNames::release(); } // or its thread would wait for ever
    void F01_nameNotFound_data();
    void F01_nameNotFound();
    void F02_nameAnsweredTooLate_data();
    void F02_nameAnsweredTooLate();
    void F04_connectSwallowed_data();
    void F04_connectSwallowed();
    void F21_redirectToAnotherHost_data();
    void F21_redirectToAnotherHost();
    void F19_brokenIPv6_data();
    void F19_brokenIPv6();

private:
    static void addMethods();
    [[nodiscard]] static HttpRequest requestTo(const QByteArray &method, const QString &host, quint16 port);
};

void HttpNamesTest::addMethods()
{
    QTest::addColumn<QByteArray>("method");
    for (const char *method : {"GET", "DELETE", "PATCH"})
        QTest::newRow(method) << QByteArray(method);
}

HttpRequest HttpNamesTest::requestTo(const QByteArray &method, const QString &host, quint16 port)
{
    HttpRequest request;
    request.method = method;
    request.url = QUrl(u"http://%1:%2/v1/p/notebooks"_s.arg(host).arg(port));
    if (method == "PATCH")
        request.body = "{}";
    return request;
}

void HttpNamesTest::F01_nameNotFound_data()
{
    addMethods();
}

void HttpNamesTest::F01_nameNotFound()
{
    QFETCH(QByteArray, method);
    if (!ScriptedNames::work())
        QSKIP("Names cannot be scripted here.");
    HttpBench bench;
    const QString host = u"%1.nowhere.names.test"_s.arg(QLatin1StringView(method.toLower()));
    const ApiError error = bench.fail(requestTo(method, host, bench.server.serverPort()));
    QCOMPARE(error.kind, Kind::Network);
    QCOMPARE(error.delivery, Delivery::NeverSent);
    QCOMPARE(error.stage, ApiError::Stage::NameLookup);
    QVERIFY2(error.message.contains(host), qPrintable(error.message));
}

void HttpNamesTest::F02_nameAnsweredTooLate_data()
{
    addMethods();
}

void HttpNamesTest::F02_nameAnsweredTooLate()
{
    QFETCH(QByteArray, method);
    if (!ScriptedNames::work())
        QSKIP("Names cannot be scripted here.");
    VirtualTime time;
    HttpBench bench(&time);
    const QString host = u"%1.late.names.test"_s.arg(QLatin1StringView(method.toLower()));
    ScriptedNames::tell(host, {"127.0.0.1"});
    ScriptedNames::hold(host);
    HttpCall *call = bench.client.send(requestTo(method, host, bench.server.serverPort()));
    std::optional<ApiError> error;
    connect(call, &HttpCall::finished, this, [&] { error = call->result().error(); });
    QVERIFY(eventually([] { return ScriptedNames::waiting() == 1; }));
    // Of a write without a body Qt gives no sign when it leaves, and a connection from before may have taken
    // it: to the client alone it counts as silence then, and as perhaps sent. That is why the gate before the
    // real network lets none leave before its name is known.
    const bool givesNoSign = method == "DELETE";
    time.advance((givesNoSign ? HttpDeadlines{}.silenceMs : HttpDeadlines{}.connectMs) - 1);
    QVERIFY(!error);
    time.advance(1);
    QVERIFY(eventually([&] { return error.has_value(); }));
    QCOMPARE(error->kind, Kind::Timeout);
    QCOMPARE(error->delivery, givesNoSign ? Delivery::Unknown : Delivery::NeverSent);
    QVERIFY2(error->message.contains(host), qPrintable(error->message));
    // The answer comes at last, and finds nobody who would send anything: whoever asks for that name next,
    // and is told after them, has the only connection.
    ScriptedNames::release();
    bench.server.play(Script::answer(200, "{}"));
    QCOMPARE(bench.succeed(requestTo("GET", host, bench.server.serverPort())).status, 200);
    QCOMPARE(bench.server.connections(), 1);
    QCOMPARE(bench.server.requests().size(), 1);
}

void HttpNamesTest::F04_connectSwallowed_data()
{
    QTest::addColumn<QByteArray>("method");
    // Without a body: over TLS, see the test of the same id there.
    QTest::newRow("GET") << QByteArray("GET");
    QTest::newRow("PATCH") << QByteArray("PATCH");
}

void HttpNamesTest::F04_connectSwallowed()
{
    QFETCH(QByteArray, method);
    const FullPort full;
    if (full.port() == 0)
        QSKIP("No port can be filled here.");
    VirtualTime time;
    HttpBench bench(&time);
    const int fillers = full.knocking();
    HttpCall *call = bench.client.send(requestTo(method, u"127.0.0.1"_s, full.port()));
    std::optional<ApiError> error;
    connect(call, &HttpCall::finished, this, [&] { error = call->result().error(); });
    QTRY_COMPARE(full.knocking(), fillers + 1);
    time.advance(HttpDeadlines{}.connectMs - 1);
    QVERIFY(!error);
    time.advance(1);
    QVERIFY(eventually([&] { return error.has_value(); }));
    QCOMPARE(error->kind, Kind::Timeout);
    QCOMPARE(error->delivery, Delivery::NeverSent);
}

void HttpNamesTest::F21_redirectToAnotherHost_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("method");
    for (const int status : {301, 302, 303, 307, 308}) {
        for (const QByteArray method : {"GET", "DELETE", "PATCH"})
            QTest::addRow("%d %s", status, method.constData()) << status << method;
    }
}

void HttpNamesTest::F21_redirectToAnotherHost()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, method);
    if (!ScriptedNames::work())
        QSKIP("Names cannot be scripted here.");
    HttpBench bench;
    const QString host = u"elsewhere.names.test"_s;
    ScriptedNames::tell(host, {"127.0.0.1"});
    // The same port, so that nothing but the name is another.
    const QByteArray location = requestTo("GET", host, bench.server.serverPort()).url.toEncoded();
    bench.server.play({Script::answer(status, "{}", "Location: " + location + "\r\n"),
                       Script::answer(200, R"({"here":true})")});
    HttpRequest request = bench.request(method, method == "PATCH" ? "{}" : "");
    request.headers.emplaceBack("X-Auth-Token", "secret");
    const HttpResponse response = bench.succeed(request);
    QCOMPARE(response.status, status);
    QCOMPARE(response.redirectTarget, location);
    // The trap is set: whoever goes there is heard of.
    QCOMPARE(bench.succeed(requestTo("GET", host, bench.server.serverPort())).status, 200);
    QCOMPARE(bench.server.requests().size(), 2);
    QCOMPARE(bench.server.requests().constLast().headers.value("host"),
             requestTo("GET", host, bench.server.serverPort()).url.authority().toLatin1());
    QVERIFY(!bench.server.requests().constLast().headers.contains("x-auth-token"));
}

void HttpNamesTest::F19_brokenIPv6_data()
{
    QTest::addColumn<bool>("swallows");
    QTest::newRow("nobody there") << false;
    QTest::newRow("swallowed") << true;
}

void HttpNamesTest::F19_brokenIPv6()
{
    QFETCH(bool, swallows);
    if (!ScriptedNames::work())
        QSKIP("Names cannot be scripted here.");
    HttpBench bench;
    const FullPort full(true, swallows ? bench.server.serverPort() : 0);
    if (swallows && full.port() == 0)
        QSKIP("This computer has no IPv6, or no port of it can be filled.");
    const QString host = swallows ? u"swallowed.names.test"_s : u"closed.names.test"_s;
    ScriptedNames::tell(host, {"::1", "127.0.0.1"});
    bench.server.play(Script::answer(200, "{}"));
    // Well within the deadline of connecting, and the write leaves once.
    bench.client.setDeadlines({3'000, 5'000, 10'000, 10'000});
    QCOMPARE(bench.succeed(requestTo("DELETE", host, bench.server.serverPort())).status, 200);
    QCOMPARE(bench.server.requests().size(), 1);
}

QTEST_GUILESS_MAIN(HttpNamesTest)
#include "tst_httpnames.moc"
