// SPDX-License-Identifier: MIT
#include "eventually.h"
#include "faultproxy.h"
#include "gzip.h"
#include "httpserver.h"
#include "virtualtime.h"

#include <QHostAddress>
#include <QTcpSocket>
#include <QTest>

#include <memory>

using namespace leasekeeper::test;

using End = LineFault::End;

/// The line that fails, before anybody relies on its failures.
class FaultProxyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void passesAndCounts();
    void cutsTheAnswerAtEveryByte_data();
    void cutsTheAnswerAtEveryByte();
    void cutsTheRequestAtEveryByte();
    void closedAsTheNextRequestComes();
    void faultsAreTakenInTurn();
    void faultsOfOneMethod();
    void stalls();
    void drips();
    void holds();
    void refusesAndAcceptsAgain();
    void hangsUp();
    void goesDead();
    void cutsCompressedBodies();
    void serverGone();

private:
    struct Received {
        QByteArray bytes;
        QAbstractSocket::SocketError error = QAbstractSocket::UnknownSocketError;
    };
    void connectClient();
    /// Sends on the present connection and returns what came until `size` bytes or the end did.
    [[nodiscard]] Received exchange(const QByteArray &request, qsizetype size = -1);

    int m_served = 0;
    std::unique_ptr<leasekeeper::SystemTimers> m_timers;
    std::unique_ptr<HttpServer> m_server;
    std::unique_ptr<FaultProxy> m_proxy;
    std::unique_ptr<QTcpSocket> m_client;
};

namespace
{
const QByteArray Get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
const QByteArray Patch = "PATCH /a HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody";
const QByteArray Answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
} // namespace

void FaultProxyTest::init()
{
    m_client.reset();
    m_proxy.reset();
    m_served = 0;
    m_server = std::make_unique<HttpServer>([this](const ServedRequest &, const HttpExchange &exchange) {
        ++m_served;
        exchange.answer({200, {}, "hello"});
    });
    QVERIFY(m_server->start());
    m_proxy = std::make_unique<FaultProxy>(m_server->serverPort());
    QVERIFY(m_proxy->start());
    connectClient();
}

void FaultProxyTest::connectClient()
{
    m_client = std::make_unique<QTcpSocket>();
    m_client->connectToHost(QHostAddress::LocalHost, m_proxy->serverPort());
    QVERIFY(eventually([this] { return m_client->state() == QAbstractSocket::ConnectedState; }));
}

FaultProxyTest::Received FaultProxyTest::exchange(const QByteArray &request, qsizetype size)
{
    Received received;
    m_client->write(request);
    const bool ended = eventually([&] {
        received.bytes += m_client->readAll();
        return m_client->state() == QAbstractSocket::UnconnectedState ||
               (size >= 0 && received.bytes.size() >= size);
    });
    if (!ended)
        qWarning("neither bytes nor an end");
    received.bytes += m_client->readAll();
    received.error = m_client->error();
    return received;
}

void FaultProxyTest::passesAndCounts()
{
    QCOMPARE(m_proxy->url(m_server->url()).port(), int(m_proxy->serverPort()));
    QCOMPARE(exchange(Get, Answer.size()).bytes, Answer);
    QCOMPARE(exchange(Patch, Answer.size()).bytes, Answer);
    QCOMPARE(m_proxy->connections(), 1);
    QCOMPARE(m_proxy->requests().size(), 2);
    QCOMPARE(m_proxy->requests().at(0).method, QByteArray("GET"));
    QCOMPARE(m_proxy->requests().at(1).body, QByteArray("body"));
    QCOMPARE(m_proxy->requests().at(1).connection, 1);
    QCOMPARE(m_proxy->bytesFromClient(), Get.size() + Patch.size());
    QCOMPARE(m_proxy->bytesToServer(), m_proxy->bytesFromClient());
    QCOMPARE(m_proxy->bytesFromServer(), 2 * Answer.size());
    QCOMPARE(m_proxy->bytesToClient(), m_proxy->bytesFromServer());
    m_proxy->forget();
    QCOMPARE(m_proxy->connections(), 0);
    QVERIFY(m_proxy->requests().isEmpty());
    QCOMPARE(m_proxy->bytesToClient(), 0);
}

void FaultProxyTest::cutsTheAnswerAtEveryByte_data()
{
    QTest::addColumn<End>("end");
    QTest::newRow("cut") << End::Cut;
    QTest::newRow("reset") << End::Reset;
}

void FaultProxyTest::cutsTheAnswerAtEveryByte()
{
    QFETCH(End, end);
    for (qsizetype passes = 0; passes <= Answer.size(); ++passes) {
        connectClient();
        m_served = 0;
        m_proxy->play(LineFault::cutAnswer(passes, end));
        const Received received = exchange(Get);
        QCOMPARE(received.bytes, Answer.left(passes));
        QCOMPARE(m_served, 1);
        QCOMPARE(received.error, QAbstractSocket::RemoteHostClosedError);
    }
}

void FaultProxyTest::cutsTheRequestAtEveryByte()
{
    for (qsizetype passes = 0; passes <= Patch.size(); ++passes) {
        connectClient();
        m_served = 0;
        m_proxy->forget();
        m_proxy->play(LineFault::cutRequest(passes));
        QCOMPARE(exchange(Patch).bytes, QByteArray());
        QCOMPARE(m_proxy->bytesToServer(), passes);
        QVERIFY(eventually([&] { return m_served == (passes == Patch.size() ? 1 : 0); }));
    }
}

void FaultProxyTest::closedAsTheNextRequestComes()
{
    QCOMPARE(exchange(Get, Answer.size()).bytes, Answer);
    m_proxy->play(LineFault::closedIdle());
    // Nothing happens before it comes.
    QCoreApplication::processEvents();
    QCOMPARE(m_client->state(), QAbstractSocket::ConnectedState);
    QCOMPARE(exchange(Get).bytes, QByteArray());
    QCOMPARE(m_served, 1);
    QCOMPARE(m_proxy->requests().size(), 2);
    QCOMPARE(m_proxy->connections(), 1);
}

void FaultProxyTest::faultsAreTakenInTurn()
{
    m_proxy->play({LineFault::cutAnswer(3), LineFault::cutAnswer(4)});
    QCOMPARE(exchange(Get).bytes, Answer.left(3));
    QCOMPARE(m_proxy->faultsLeft(), 1);
    connectClient();
    QCOMPARE(exchange(Get).bytes, Answer.left(4));
    connectClient();
    QCOMPARE(exchange(Get, Answer.size()).bytes, Answer);
    m_proxy->playAlways(LineFault::cutAnswer(5));
    QCOMPARE(exchange(Get).bytes, Answer.left(5));
    connectClient();
    QCOMPARE(exchange(Get).bytes, Answer.left(5));
    connectClient();
    m_proxy->playNothing();
    QCOMPARE(exchange(Get, Answer.size()).bytes, Answer);
}

void FaultProxyTest::faultsOfOneMethod()
{
    LineFault fault = LineFault::halfAStatusLine();
    fault.method = "PATCH";
    m_proxy->play(fault);
    QCOMPARE(exchange(Get, Answer.size()).bytes, Answer);
    // In two pieces: the second one is no exchange of its own.
    m_client->write(Patch.left(20));
    m_client->flush();
    QTRY_COMPARE(m_proxy->bytesFromClient(), Get.size() + 20);
    QCOMPARE(exchange(Patch.mid(20)).bytes, QByteArray("HTTP/1.1 2"));
    QCOMPARE(m_served, 2);
}

void FaultProxyTest::stalls()
{
    m_proxy->play(LineFault::swallow());
    m_client->write(Get);
    QTRY_COMPARE(m_proxy->requests().size(), 1);
    QCOMPARE(m_proxy->bytesToServer(), 0);
    QCOMPARE(m_client->state(), QAbstractSocket::ConnectedState);

    connectClient();
    m_proxy->play(LineFault::cutAnswer(7, End::Stall));
    QCOMPARE(exchange(Get, 7).bytes, Answer.left(7));
    QTRY_COMPARE(m_proxy->bytesFromServer(), Answer.size());
    QCoreApplication::processEvents();
    QCOMPARE(m_client->bytesAvailable(), 0);
    QCOMPARE(m_client->state(), QAbstractSocket::ConnectedState);

    connectClient();
    m_proxy->play(LineFault::silence());
    m_client->write(Get);
    QTRY_COMPARE(m_served, 2);
}

void FaultProxyTest::drips()
{
    VirtualTime time;
    FaultProxy proxy(m_server->serverPort(), &time);
    QVERIFY(proxy.start());
    QTcpSocket client;
    client.connectToHost(QHostAddress::LocalHost, proxy.serverPort());
    proxy.play(LineFault::drip(10, 1'000));
    client.write(Get);
    QByteArray received;
    for (qsizetype size = 10; size < Answer.size(); size += 10) {
        QTRY_VERIFY((received += client.readAll()).size() == size);
        QCOMPARE(proxy.bytesToClient(), size);
        time.advance(999);
        QCOMPARE(proxy.bytesToClient(), size);
        time.advance(1);
    }
    QTRY_COMPARE((received += client.readAll()), Answer);
}

void FaultProxyTest::holds()
{
    m_proxy->play(LineFault::hold("GET"));
    m_client->write(Get);
    QVERIFY(eventually([this] { return m_proxy->bytesHeld() == Answer.size(); }));
    QCOMPARE(m_proxy->answersHeld(), 1);
    QCOMPARE(m_proxy->bytesToClient(), 0);
    m_proxy->release();
    QCOMPARE(m_proxy->answersHeld(), 0);
    QVERIFY(eventually([this] { return m_client->bytesAvailable() == Answer.size(); }));
    QCOMPARE(m_client->readAll(), Answer);
    // What follows passes as ever.
    QCOMPARE(exchange(Get, Answer.size()).bytes, Answer);
    // Nobody is left to hear it.
    m_proxy->play(LineFault::hold());
    m_client->write(Get);
    QVERIFY(eventually([this] { return m_proxy->bytesHeld() == Answer.size(); }));
    m_client->abort();
    QVERIFY(eventually([this] { return m_proxy->bytesHeld() == 0; }));
    m_proxy->forget();
    m_proxy->release();
    QCOMPARE(m_proxy->bytesToClient(), 0);
}

void FaultProxyTest::refusesAndAcceptsAgain()
{
    QCOMPARE(exchange(Get, Answer.size()).bytes, Answer);
    m_proxy->refuse();
    QTcpSocket refused;
    refused.connectToHost(QHostAddress::LocalHost, quint16(m_proxy->url(m_server->url()).port()));
    QTRY_COMPARE(refused.error(), QAbstractSocket::ConnectionRefusedError);
    // Who was in already stays.
    QCOMPARE(exchange(Get, Answer.size()).bytes, Answer);
    QVERIFY(m_proxy->acceptAgain());
    connectClient();
    QCOMPARE(exchange(Get, Answer.size()).bytes, Answer);
}

void FaultProxyTest::hangsUp()
{
    QCOMPARE(exchange(Get, Answer.size()).bytes, Answer);
    m_proxy->hangUp();
    QTRY_COMPARE(m_client->state(), QAbstractSocket::UnconnectedState);
}

void FaultProxyTest::goesDead()
{
    QCOMPARE(exchange(Get, Answer.size()).bytes, Answer);
    m_proxy->goDead();
    m_client->write(Get);
    QTRY_COMPARE(m_proxy->requests().size(), 2);
    QCOMPARE(m_served, 1);
    QCOMPARE(m_client->state(), QAbstractSocket::ConnectedState);
    connectClient();
    QCOMPARE(exchange(Get, Answer.size()).bytes, Answer);
}

void FaultProxyTest::cutsCompressedBodies()
{
    const QByteArray packed = gzipped("hello");
    for (const qint64 missing : {0, 1, 9}) {
        m_proxy->play(LineFault::cutGzip(missing));
        const QByteArray expected = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " +
                                    QByteArray::number(packed.size() - missing) + "\r\n\r\n" +
                                    packed.chopped(missing);
        QCOMPARE(exchange(Get, expected.size()).bytes, expected);
    }
    // And the connection goes on as if nothing had been.
    QCOMPARE(exchange(Get, Answer.size()).bytes, Answer);
    QCOMPARE(m_proxy->connections(), 1);
}

void FaultProxyTest::serverGone()
{
    m_server.reset();
    QTRY_COMPARE(m_client->state(), QAbstractSocket::UnconnectedState);
    QTcpSocket late;
    late.connectToHost(QHostAddress::LocalHost, m_proxy->serverPort());
    QTRY_COMPARE(late.error(), QAbstractSocket::RemoteHostClosedError);
}

QTEST_GUILESS_MAIN(FaultProxyTest)
#include "tst_faultproxy.moc"
