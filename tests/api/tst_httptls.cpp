// SPDX-License-Identifier: MIT
#include "eventually.h"
#include "httpbench.h"

#include <QHostAddress>
#include <QNetworkAccessManager>
#include <QNetworkRequest>
#include <QSignalSpy>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

using Delivery = ApiError::Delivery;
using Kind = ApiError::Kind;

namespace
{

/// What the network is told of TLS with each request.
class TlsWatch final : public QNetworkAccessManager
{
public:
    QList<QSsl::SslProtocol> protocols;
    QList<QSslSocket::PeerVerifyMode> verifying;

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request,
                                 QIODevice *body) override
    {
        protocols.append(request.sslConfiguration().protocol());
        verifying.append(request.sslConfiguration().peerVerifyMode());
        return QNetworkAccessManager::createRequest(operation, request, body);
    }
};

/// TLS records among these bytes, or their beginnings, that are neither of a handshake nor an alert.
int recordsNotOfHandshake(const QByteArray &bytes)
{
    constexpr qsizetype HeaderSize = 5;
    constexpr char Alert = 0x15;
    constexpr char Handshake = 0x16;
    int others = 0;
    for (qsizetype at = 0; at < bytes.size();) {
        others += bytes.at(at) == Handshake || bytes.at(at) == Alert ? 0 : 1;
        const QByteArray header = bytes.mid(at, HeaderSize);
        if (header.size() < HeaderSize)
            break;
        at += HeaderSize + uchar(header.at(3)) * 256 + uchar(header.at(4));
    }
    return others;
}

} // namespace

/// Who is not who he should be gets not a byte.
class HttpTlsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanupTestCase();
    void goodCertificate();
    void F21_redirectToPlainHttp_data();
    void F21_redirectToPlainHttp();
    void F12_certificateRefused_data();
    void F12_certificateRefused();
    void F13_handshakeCut_data();
    void F13_handshakeCut();
    void F13_oldProtocol_data();
    void F13_oldProtocol();
    void F13_olderProtocolsAreNotOffered_data();
    void F13_olderProtocolsAreNotOffered();

private:
    QSslConfiguration m_system = QSslConfiguration::defaultConfiguration();
};

void HttpTlsTest::init()
{
    if (!QSslSocket::supportsSsl())
        QSKIP("This Qt has no TLS.");
    QSslConfiguration trusting = m_system;
    trusting.setCaCertificates({ScriptedServer::authority()});
    QSslConfiguration::setDefaultConfiguration(trusting);
}

void HttpTlsTest::cleanupTestCase()
{
    QSslConfiguration::setDefaultConfiguration(m_system);
}

void HttpTlsTest::goodCertificate()
{
    HttpBench bench;
    QVERIFY(bench.server.useTls(u"localhost"_s));
    bench.server.play(Script::answer(200, "{}"));
    for (const QByteArray method : {"GET", "DELETE", "PATCH"})
        QCOMPARE(bench.succeed(bench.request(method, method == "PATCH" ? "{}" : "")).status, 200);
    QCOMPARE(bench.server.requests().size(), 3);
}

void HttpTlsTest::F21_redirectToPlainHttp_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("method");
    for (const int status : {301, 302, 303, 307, 308}) {
        for (const QByteArray method : {"GET", "DELETE", "PATCH"})
            QTest::addRow("%d %s", status, method.constData()) << status << method;
    }
}

void HttpTlsTest::F21_redirectToPlainHttp()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, method);
    HttpBench bench;
    QVERIFY(bench.server.useTls(u"localhost"_s));
    ScriptedServer plain;
    QVERIFY(plain.start());
    plain.play(Script::answer(200, "{}"));
    const QByteArray location = plain.url(u"/trap"_s).toEncoded();
    QVERIFY(location.startsWith("http://"));
    bench.server.play(Script::answer(status, "{}", "Location: " + location + "\r\n"));
    HttpRequest request = bench.request(method, method == "PATCH" ? "{}" : "");
    request.headers.emplaceBack("X-Auth-Token", "secret");
    const HttpResponse response = bench.succeed(request);
    QCOMPARE(response.status, status);
    QCOMPARE(response.redirectTarget, location);
    // Anything sent there before this has arrived before it.
    HttpRequest last = request;
    last.method = "GET";
    last.body.clear();
    last.url = plain.url(u"/last"_s);
    last.headers.clear();
    QCOMPARE(bench.succeed(last).status, 200);
    QCOMPARE(plain.requests().size(), 1);
    QCOMPARE(bench.server.requests().size(), 1);
}

void HttpTlsTest::F12_certificateRefused_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<bool>("trusted");
    QTest::addColumn<QString>("reason");
    QTest::newRow("unknown issuer") << u"localhost"_s << false << u"issuer"_s;
    QTest::newRow("self-signed") << u"selfsigned"_s << true << u"self-signed"_s;
    QTest::newRow("expired") << u"expired"_s << true << u"expired"_s;
    QTest::newRow("wrong name") << u"othername"_s << true << u"host name"_s;
}

void HttpTlsTest::F12_certificateRefused()
{
    QFETCH(QString, certificate);
    QFETCH(bool, trusted);
    QFETCH(QString, reason);
    if (!trusted)
        QSslConfiguration::setDefaultConfiguration(m_system);
    for (const QByteArray method : {"GET", "DELETE", "PATCH"}) {
        HttpBench bench;
        QVERIFY(bench.server.useTls(certificate));
        bench.server.play(Script::answer(200, "{}"));
        const ApiError error = bench.fail(bench.request(method, method == "PATCH" ? "{}" : ""));
        QCOMPARE(error.kind, Kind::Tls);
        QCOMPARE(error.delivery, Delivery::NeverSent);
        QVERIFY2(error.message.contains(reason, Qt::CaseInsensitive), qPrintable(error.message));
        QVERIFY2(error.message.contains("127.0.0.1"_L1), qPrintable(error.message));
        QCOMPARE(bench.server.bytesReceived(), 0);
        // Nor later: by the time that the next one is refused whatever the first had sent has come.
        QCOMPARE(bench.fail(bench.request("GET")).kind, Kind::Tls);
        QCOMPARE(bench.server.bytesReceived(), 0);
    }
}

void HttpTlsTest::F13_handshakeCut_data()
{
    QTest::addColumn<QByteArray>("method");
    for (const char *method : {"GET", "DELETE", "PATCH"})
        QTest::newRow(method) << QByteArray(method);
}

void HttpTlsTest::F13_handshakeCut()
{
    QFETCH(QByteArray, method);
    HttpBench bench;
    QVERIFY(bench.server.useTls(u"localhost"_s));
    bench.server.slamTheDoor();
    const ApiError error = bench.fail(bench.request(method, method == "PATCH" ? "{}" : ""));
    // Not a matter of certificates, so a read may be tried again.
    QCOMPARE(error.kind, Kind::Network);
    QCOMPARE(error.delivery, Delivery::NeverSent);
    QVERIFY2(error.message.contains("set up"_L1), qPrintable(error.message));
}

void HttpTlsTest::F13_oldProtocol_data()
{
    F13_handshakeCut_data();
}

void HttpTlsTest::F13_oldProtocol()
{
    QFETCH(QByteArray, method);
    // A server's greeting that settles on TLS 1.1, and then waits for what the client makes of it.
    QByteArray greeting = QByteArray::fromHex("160302002a"
                                              "020000260302");
    greeting += QByteArray(32, 'r') + QByteArray::fromHex("00002f00");
    QTcpServer old;
    QVERIFY(old.listen(QHostAddress::LocalHost));
    QByteArray heard;
    connect(&old, &QTcpServer::newConnection, this, [&] {
        QTcpSocket *socket = old.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, this, [&heard, &greeting, socket] {
            if (heard.isEmpty())
                socket->write(greeting);
            heard += socket->readAll();
        });
    });
    HttpBench bench;
    bench.client.setDeadlines({2'000, 2'000, 4'000, 4'000});
    HttpRequest request = bench.request(method, method == "PATCH" ? "{}" : "");
    request.url = QUrl(u"https://127.0.0.1:%1/x"_s.arg(old.serverPort()));
    const ApiError error = bench.fail(request);
    // As a certificate that is refused: it does not mend itself.
    QCOMPARE(error.kind, Kind::Tls);
    QCOMPARE(error.delivery, Delivery::NeverSent);
    QVERIFY2(error.message.contains("127.0.0.1"_L1), qPrintable(error.message));
    // In words of its own: there was no certificate to be refused.
    QVERIFY2(error.message.startsWith("No secure connection"_L1), qPrintable(error.message));
    QVERIFY2(!error.message.contains("certificate"_L1, Qt::CaseInsensitive), qPrintable(error.message));
    // A greeting and an alert, perhaps, but neither a request nor what it would carry.
    QVERIFY(eventually([&heard] { return !heard.isEmpty(); }));
    QCOMPARE(recordsNotOfHandshake(heard), 0);
    QVERIFY(!heard.contains("HTTP/1.1"));
}

void HttpTlsTest::F13_olderProtocolsAreNotOffered_data()
{
    F13_handshakeCut_data();
}

/// Whatever this computer's TLS would still speak by itself.
void HttpTlsTest::F13_olderProtocolsAreNotOffered()
{
    QFETCH(const QByteArray, method);
    HttpBench bench;
    TlsWatch network;
    HttpClient client(network, bench.systemClock, bench.systemTimers);
    HttpRequest request = bench.request(method, method == "PATCH" ? "{}" : "");
    request.url = QUrl(u"https://127.0.0.1:1/x"_s);
    const HttpCall *call = client.send(request, this);
    QSignalSpy finished(call, &HttpCall::finished);
    QVERIFY(finished.wait(20'000));
    QCOMPARE(network.protocols, QList<QSsl::SslProtocol>{QSsl::TlsV1_2OrLater});
    QCOMPARE(network.verifying, QList<QSslSocket::PeerVerifyMode>{QSslSocket::VerifyPeer});
}

QTEST_GUILESS_MAIN(HttpTlsTest)
#include "tst_httptls.moc"
