// SPDX-License-Identifier: MIT
#include "httpserver.h"

#include <QHostAddress>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

#include <memory>
#include <vector>

using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

/// The server the tests rely on, byte by byte.
class TestHttpServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void listensOnLoopbackOnly();
    void answersAndKeepsTheConnection();
    void closesWhenAsked_data();
    void closesWhenAsked();
    void requestInSmallPieces();
    void pipelinedRequestsKeepTheirOrder();
    void answersLater();
    void secondAnswerIsIgnored();
    void answerAfterTheClientLeft();
    void bodilessAnswers();
    void drops();
    void drips();
    void rawBytes();
    void refusals_data();
    void refusals();
    void wrongPem();

private:
    void connectClient();
    /// What the client received once it holds `part`, or what there is after five seconds.
    [[nodiscard]] QByteArray receive(const QByteArray &part);

    HttpServer::Handler m_handler; ///< set by each test
    QList<ServedRequest> m_requests;
    std::unique_ptr<HttpServer> m_server;
    std::unique_ptr<QTcpSocket> m_client;
    QByteArray m_received;
};

void TestHttpServer::init()
{
    m_client.reset();
    m_requests.clear();
    m_received.clear();
    m_handler = [](const ServedRequest &request, const HttpExchange &exchange) {
        exchange.answer({200, {{"Content-Type", "text/plain"}}, "path " + request.path});
    };
    m_server =
        std::make_unique<HttpServer>([this](const ServedRequest &request, const HttpExchange &exchange) {
            m_requests.append(request);
            m_handler(request, exchange);
        });
    QVERIFY2(m_server->start(), qPrintable(m_server->errorString()));
    connectClient();
}

void TestHttpServer::connectClient()
{
    m_client = std::make_unique<QTcpSocket>();
    m_client->connectToHost(QHostAddress::LocalHost, m_server->serverPort());
    QTRY_COMPARE(m_client->state(), QAbstractSocket::ConnectedState);
}

QByteArray TestHttpServer::receive(const QByteArray &part)
{
    const bool came = QTest::qWaitFor(
        [this, &part] {
            m_received += m_client->readAll();
            return m_received.contains(part);
        },
        5'000);
    if (!came)
        qWarning("never received: %s", part.constData());
    return m_received;
}

void TestHttpServer::listensOnLoopbackOnly()
{
    QCOMPARE(m_server->serverAddress(), QHostAddress(QHostAddress::LocalHost));
    QCOMPARE(m_server->url().toString(), u"http://127.0.0.1:%1"_s.arg(m_server->serverPort()));
}

void TestHttpServer::answersAndKeepsTheConnection()
{
    m_client->write("POST /a/b?x=1&y HTTP/1.1\r\nHost: h\r\nX-Thing: one\r\nx-thing:two\r\nContent-Length: "
                    "4\r\n\r\nbody");
    const QByteArray first = receive("path /a/b");
    QVERIFY(first.startsWith("HTTP/1.1 200 OK\r\n"));
    QVERIFY(first.contains("\r\nContent-Length: 9\r\n"));
    const ServedRequest request = m_requests.first();
    QCOMPARE(request.method, QByteArray("POST"));
    QCOMPARE(request.path, QByteArray("/a/b"));
    QCOMPARE(request.query, QByteArray("x=1&y"));
    QCOMPARE(request.headers.value("x-thing"), QByteArray("one, two"));
    QCOMPARE(request.body, QByteArray("body"));

    m_client->write("GET /again HTTP/1.1\r\nHost: h\r\n\r\n");
    QVERIFY(receive("path /again").contains("path /again"));
    QCOMPARE(m_server->connectionsAccepted(), 1);
    QCOMPARE(m_requests.last().connection, 1);
}

void TestHttpServer::closesWhenAsked_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::newRow("header") << QByteArray("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
    QTest::newRow("old version") << QByteArray("GET / HTTP/1.0\r\n\r\n");
}

void TestHttpServer::closesWhenAsked()
{
    QFETCH(const QByteArray, request);
    m_client->write(request);
    QTRY_COMPARE(m_client->state(), QAbstractSocket::UnconnectedState);
    QVERIFY(m_client->readAll().endsWith("path /"));
}

void TestHttpServer::requestInSmallPieces()
{
    const QByteArray request = "PUT /p HTTP/1.1\r\nContent-Length: 3\r\n\r\nxyz";
    for (const char byte : request) {
        m_client->write(&byte, 1);
        m_client->flush();
        QCoreApplication::processEvents();
    }
    QVERIFY(receive("path /p").contains("path /p"));
    QCOMPARE(m_requests.size(), 1);
    QCOMPARE(m_requests.first().body, QByteArray("xyz"));
}

void TestHttpServer::pipelinedRequestsKeepTheirOrder()
{
    std::vector<HttpExchange> held;
    m_handler = [&held](const ServedRequest &, const HttpExchange &exchange) { held.push_back(exchange); };
    m_client->write("GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n");
    QTRY_COMPARE(held.size(), size_t(1));
    // One that comes by itself has to wait as well.
    QSignalSpy arrived(m_server->findChild<QTcpSocket *>(), &QIODevice::readyRead);
    m_client->write("GET /3 HTTP/1.1\r\n\r\n");
    QTRY_COMPARE(arrived.size(), 1);
    QCOMPARE(held.size(), size_t(1));
    held.at(0).answer({200, {}, "first"});
    QTRY_COMPARE(held.size(), size_t(2));
    QCOMPARE(m_requests.at(1).path, QByteArray("/2"));
    held.at(1).answer({200, {}, "second"});
    QTRY_COMPARE(held.size(), size_t(3));
    held.at(2).answer({200, {}, "third"});
    const QByteArray all = receive("third");
    QVERIFY(all.indexOf("first") < all.indexOf("second"));
    QVERIFY(all.indexOf("second") < all.indexOf("third"));
}

void TestHttpServer::answersLater()
{
    std::vector<HttpExchange> held;
    m_handler = [&held](const ServedRequest &, const HttpExchange &exchange) { held.push_back(exchange); };
    m_client->write("GET /1 HTTP/1.1\r\n\r\n");
    QTRY_COMPARE(held.size(), size_t(1));
    QCOMPARE(m_client->bytesAvailable(), 0);
    held.front().answer({503, {}, "later"});
    QVERIFY(receive("later").startsWith("HTTP/1.1 503"));
}

void TestHttpServer::secondAnswerIsIgnored()
{
    m_handler = [](const ServedRequest &request, const HttpExchange &exchange) {
        exchange.answer({200, {}, "once " + request.path});
        exchange.answer({200, {}, "twice"});
    };
    m_client->write("GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n");
    QVERIFY(!receive("once /2").contains("twice"));
}

void TestHttpServer::answerAfterTheClientLeft()
{
    std::vector<HttpExchange> held;
    m_handler = [&held](const ServedRequest &, const HttpExchange &exchange) { held.push_back(exchange); };
    m_client->write("GET /1 HTTP/1.1\r\n\r\n");
    QTRY_COMPARE(held.size(), size_t(1));
    m_client->abort();
    QTRY_COMPARE(m_server->findChildren<QTcpSocket *>().size(), 0);
    held.front().answer({200, {}, "to nobody"});
    connectClient();
    m_client->write("GET /2 HTTP/1.1\r\n\r\n");
    QTRY_COMPARE(held.size(), size_t(2));
}

void TestHttpServer::bodilessAnswers()
{
    m_handler = [](const ServedRequest &, const HttpExchange &exchange) {
        exchange.answer({204, {}, "ignored"});
    };
    m_client->write("DELETE /1 HTTP/1.1\r\n\r\n");
    QCOMPARE(receive("\r\n\r\n"), QByteArray("HTTP/1.1 204 OK\r\n\r\n"));
}

void TestHttpServer::drops()
{
    m_handler = [](const ServedRequest &, const HttpExchange &exchange) { exchange.drop(); };
    m_client->write("GET /1 HTTP/1.1\r\n\r\n");
    QTRY_COMPARE(m_client->state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(m_client->readAll(), QByteArray());
}

void TestHttpServer::drips()
{
    m_handler = [](const ServedRequest &, const HttpExchange &exchange) {
        exchange.drip({200, {}, "drop"}, 1);
    };
    int pieces = 0;
    connect(m_client.get(), &QIODevice::readyRead, this, [&pieces] { ++pieces; });
    m_client->write("GET /1 HTTP/1.1\r\n\r\n");
    QVERIFY(receive("drop").endsWith("drop"));
    QVERIFY2(pieces > 5, qPrintable(QString::number(pieces)));
    // And the connection goes on.
    m_client->write("GET /2 HTTP/1.1\r\n\r\n");
    QTRY_COMPARE(m_requests.size(), 2);
}

void TestHttpServer::rawBytes()
{
    m_handler = [](const ServedRequest &, const HttpExchange &exchange) {
        exchange.answerRaw("HTTP/1.1 20");
    };
    m_client->write("GET /1 HTTP/1.1\r\n\r\n");
    QTRY_COMPARE(m_client->state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(m_client->readAll(), QByteArray("HTTP/1.1 20"));
}

void TestHttpServer::refusals_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("status");
    QTest::newRow("no HTTP") << QByteArray("hello\r\n\r\n") << QByteArray("400");
    QTest::newRow("no version") << QByteArray("GET /\r\n\r\n") << QByteArray("400");
    QTest::newRow("no colon") << QByteArray("GET / HTTP/1.1\r\nHost\r\n\r\n") << QByteArray("400");
    QTest::newRow("bad length") << QByteArray("GET / HTTP/1.1\r\nContent-Length: -5\r\n\r\n")
                                << QByteArray("400");
    QTest::newRow("chunked") << QByteArray("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
                             << QByteArray("501");
    QTest::newRow("big body") << QByteArray("POST / HTTP/1.1\r\nContent-Length: 1001\r\n\r\n")
                              << QByteArray("413");
    QTest::newRow("long head") << QByteArray(70'000, 'x') << QByteArray("431");
}

void TestHttpServer::refusals()
{
    QFETCH(const QByteArray, request);
    QFETCH(const QByteArray, status);
    m_server->setBodyLimit(1'000);
    connectClient();
    m_client->write(request);
    QTRY_COMPARE(m_client->state(), QAbstractSocket::UnconnectedState);
    QVERIFY2(m_client->readAll().startsWith(QByteArray("HTTP/1.1 " + status)), status.constData());
    QVERIFY(m_requests.isEmpty());
}

void TestHttpServer::wrongPem()
{
    HttpServer server([](const ServedRequest &, const HttpExchange &) {});
    QVERIFY(!server.useTls("no certificate", "no key").isEmpty());
}

QTEST_GUILESS_MAIN(TestHttpServer)
#include "tst_httpserver.moc"
