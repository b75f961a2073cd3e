// SPDX-License-Identifier: MIT
#include "apibench.h"
#include "iamapi.h"

#include <QNetworkProxy>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

using Delivery = ApiError::Delivery;
using Kind = ApiError::Kind;

namespace
{

/// The scripted server is the proxy; the service behind it is never reached.
struct ProxyBench {
    ApiBench bench;

    explicit ProxyBench(const QString &user = QString(), const QString &password = QString())
    {
        useProxy(bench.server.serverPort(), user, password);
        bench.profile.endpoint = QUrl(u"https://modelarts.eu-de.example.com"_s);
        bench.useToken("token-marker-1");
    }
    void useProxy(quint16 port, const QString &user, const QString &password)
    {
        bench.network.setProxy(QNetworkProxy(QNetworkProxy::HttpProxy, u"127.0.0.1"_s, port, user, password));
    }
    Result<InstancePage> runList()
    {
        return bench.end(bench.api->list(false, InstanceFeature::Notebook, 0, Patience::Background, nullptr));
    }
    const QList<ScriptedRequest> &seen() const { return bench.server.requests(); }
};

const QByteArray AsksForSignIn = "Proxy-Authenticate: Basic realm=\"proxy\"\r\n";

} // namespace

/// A proxy in the way says "proxy", is not asked again and again, and learns no secret of the service.
class HttpProxyTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F14_signInAsked_data();
    void F14_signInAsked();
    void F14_writesToo();
    void F14_plainRequests();
    void F15_unreachable();
    void F15_refusesTheTunnel();
};

void HttpProxyTest::F14_signInAsked_data()
{
    QTest::addColumn<QString>("user");
    QTest::newRow("no user") << QString();
    QTest::newRow("wrong password") << u"ana"_s;
}

void HttpProxyTest::F14_signInAsked()
{
    QFETCH(QString, user);
    ProxyBench test(user, u"proxy-marker-2"_s);
    test.bench.server.play(Script::answer(407, "<html>Proxy</html>", AsksForSignIn));
    const auto result = test.runList();
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Kind::Proxy);
    QVERIFY2(result.error().message.contains(u"proxy"_s), qPrintable(result.error().message));
    QVERIFY2(result.error().message.contains(u"sign-in"_s), qPrintable(result.error().message));
    QCOMPARE(result.error().httpStatus, 407);
    // One attempt of ours, which Qt repeats once by itself.
    QVERIFY2(test.seen().size() <= 2, qPrintable(QString::number(test.seen().size())));
    for (const ScriptedRequest &seen : test.seen()) {
        QCOMPARE(seen.method, QByteArray("CONNECT"));
        QVERIFY(!seen.headers.values().join('\n').contains("token-marker-1"));
    }
    const QString shown = QString(result.error().details() + result.error().detail);
    QVERIFY(!shown.contains("proxy-marker-2"_L1));
}

void HttpProxyTest::F14_writesToo()
{
    ProxyBench test;
    test.bench.server.play(Script::answer(407, {}, AsksForSignIn));
    const auto result = test.bench.end(test.bench.api->remove(u"i1"_s, nullptr));
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Kind::Proxy);
    QCOMPARE(result.error().delivery, Delivery::NeverSent);
    QCOMPARE(test.seen().size(), 1);

    // Nor does a password reach it.
    IamApi iam(test.bench.client, QUrl(u"https://iam.eu-de.example.com"_s));
    TokenRequest request;
    request.userName = u"ana"_s;
    request.accountName = u"OTC0001"_s;
    request.password = Secret("pass-marker-3");
    const auto signIn = test.bench.end(iam.createToken(request, nullptr));
    QVERIFY(!signIn);
    QCOMPARE(signIn.error().kind, Kind::Proxy);
    QCOMPARE(signIn.error().delivery, Delivery::NeverSent);
    QCOMPARE(test.seen().size(), 2);
    QVERIFY(test.seen().last().body.isEmpty());
}

void HttpProxyTest::F14_plainRequests()
{
    // http is for this computer only, where the proxy sees the request itself.
    ProxyBench test;
    test.bench.profile.endpoint = QUrl(u"http://127.0.0.1:9"_s);
    test.bench.remake();
    test.bench.server.play(Script::answer(407, "<html>Proxy</html>", AsksForSignIn));
    const auto result = test.runList();
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Kind::Proxy);
    QCOMPARE(test.seen().size(), 1);
}

void HttpProxyTest::F15_unreachable()
{
    ProxyBench test;
    QTcpServer closed;
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    const quint16 port = closed.serverPort();
    closed.close();
    test.useProxy(port, {}, {});
    const auto result = test.runList();
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Kind::Proxy);
    QCOMPARE(result.error().delivery, Delivery::NeverSent);
    QVERIFY2(result.error().message.contains(u"proxy"_s), qPrintable(result.error().message));
}

void HttpProxyTest::F15_refusesTheTunnel()
{
    // With 404 and 503 a proxy speaks of the host behind it: not found, not reached.
    for (const int status : {403, 502}) {
        ProxyBench test;
        test.bench.server.play(Script::answer(status, "<html>blocked</html>"));
        const auto result = test.runList();
        QVERIFY(!result);
        QCOMPARE(result.error().kind, Kind::Proxy);
        QCOMPARE(result.error().signInProblem, SignInProblem::None);
        for (const ScriptedRequest &seen : test.seen())
            QVERIFY(!seen.headers.values().join('\n').contains("token-marker-1"));
    }
}

QTEST_GUILESS_MAIN(HttpProxyTest)
#include "tst_httpproxy.moc"
