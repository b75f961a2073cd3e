// SPDX-License-Identifier: MIT
#include "httpconnection.h"

#include "httprequestparser.h"

#include <QTcpSocket>

#include <algorithm>
#include <utility>

namespace leasekeeper::test
{

HttpConnection::HttpConnection(QTcpSocket *socket, HttpServer::Handler handler, qint64 bodyLimit,
                               qint64 number, QObject *parent)
    : QObject(parent),
      m_socket(socket),
      m_handler(std::move(handler)),
      m_bodyLimit(bodyLimit),
      m_number(number)
{
    m_socket->setParent(this);
    connect(m_socket, &QIODevice::readyRead, this, &HttpConnection::read);
    connect(m_socket, &QAbstractSocket::disconnected, this, &QObject::deleteLater);
    // A handshake that fails may never have been "connected".
    connect(m_socket, &QAbstractSocket::errorOccurred, this, &QObject::deleteLater);
    connect(&m_dripTimer, &QTimer::timeout, this, [this] {
        m_socket->write(m_dripping.left(1));
        m_dripping.remove(0, 1);
        if (m_dripping.isEmpty())
            done();
    });
}

void HttpConnection::read()
{
    if (m_closing) {
        m_socket->readAll();
        return;
    }
    m_buffer += m_socket->readAll();
    if (m_waiting && m_buffer.size() > m_bodyLimit) {
        drop(); // nobody waits with so much in the pipe
        return;
    }
    serveNext();
}

void HttpConnection::serveNext()
{
    if (m_waiting || m_closing || m_buffer.isEmpty())
        return;
    ParsedRequest parsed = parseRequest(m_buffer, m_bodyLimit);
    switch (parsed.state) {
    case ParsedRequest::State::Incomplete:
        return;
    case ParsedRequest::State::Refused:
        refuse(parsed.refusal);
        return;
    case ParsedRequest::State::Complete:
        break;
    }
    m_buffer.remove(0, parsed.consumed);
    m_request = std::move(parsed.request);
    m_request.connection = m_number;
    m_waiting = true;
    ++m_exchange;
    m_handler(m_request, HttpExchange(this, m_exchange));
}

void HttpConnection::refuse(int status)
{
    m_request.keepAlive = false;
    m_waiting = true;
    ++m_exchange;
    answer({status, {{"Content-Type", "text/plain"}}, "refused by the test server\n"});
}

QByteArray HttpConnection::wire(const ServedAnswer &answer) const
{
    QByteArray bytes = QByteArray("HTTP/1.1 ") + QByteArray::number(answer.status) +
                       (answer.status < 300 ? " OK\r\n" : " Error\r\n");
    for (const auto &[name, value] : answer.headers)
        bytes += name + ": " + value + "\r\n";
    // These two statuses never have a body, nor a length of it.
    const bool bodiless = answer.status == 204 || answer.status == 304;
    if (!bodiless)
        bytes += QByteArray("Content-Length: ") + QByteArray::number(answer.body.size()) + "\r\n";
    if (!m_request.keepAlive)
        bytes += "Connection: close\r\n";
    bytes += "\r\n";
    if (!bodiless && m_request.method != "HEAD")
        bytes += answer.body;
    return bytes;
}

void HttpConnection::answer(const ServedAnswer &answer)
{
    // One write per answer: two would meet Nagle's algorithm.
    m_socket->write(wire(answer));
    done();
}

void HttpConnection::drip(const ServedAnswer &answer, int msPerByte)
{
    ++m_exchange; // nobody else may answer any more; m_waiting keeps later requests back
    m_dripping = wire(answer);
    m_dripTimer.start(std::max(1, msPerByte));
}

void HttpConnection::answerRaw(const QByteArray &bytes)
{
    m_request.keepAlive = false;
    m_socket->write(bytes);
    done();
}

void HttpConnection::drop()
{
    m_waiting = false;
    m_closing = true;
    m_socket->abort();
    deleteLater();
}

void HttpConnection::done()
{
    m_dripTimer.stop();
    m_waiting = false;
    if (!m_request.keepAlive) {
        m_closing = true;
        m_socket->disconnectFromHost();
        return;
    }
    // Not from here: a handler that answers at once would recurse as deep as requests are waiting.
    QMetaObject::invokeMethod(this, &HttpConnection::serveNext, Qt::QueuedConnection);
}

} // namespace leasekeeper::test
