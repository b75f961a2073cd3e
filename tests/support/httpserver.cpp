// SPDX-License-Identifier: MIT
#include "httpserver.h"

#include "httpconnection.h"

#include <QHostAddress>
#include <QSslSocket>
#include <QTcpSocket>

namespace leasekeeper::test
{

using namespace Qt::StringLiterals;

HttpExchange::HttpExchange(HttpConnection *connection, quint64 number)
    : m_connection(connection), m_number(number)
{
}

HttpConnection *HttpExchange::open() const
{
    return m_connection && m_connection->isWaitingFor(m_number) ? m_connection.data() : nullptr;
}

void HttpExchange::answer(const ServedAnswer &answer) const
{
    if (HttpConnection *const connection = open())
        connection->answer(answer);
}

void HttpExchange::drip(const ServedAnswer &answer, int msPerByte) const
{
    if (HttpConnection *const connection = open())
        connection->drip(answer, msPerByte);
}

void HttpExchange::answerRaw(const QByteArray &bytes) const
{
    if (HttpConnection *const connection = open())
        connection->answerRaw(bytes);
}

void HttpExchange::drop() const
{
    if (HttpConnection *const connection = open())
        connection->drop();
}

HttpServer::HttpServer(Handler handler, QObject *parent) : QTcpServer(parent), m_handler(std::move(handler))
{
}

HttpServer::~HttpServer() = default;

QString HttpServer::useTls(const QByteArray &certificatePem, const QByteArray &keyPem)
{
    if (!QSslSocket::supportsSsl())
        return u"this Qt has no TLS"_s;
    m_certificates = QSslCertificate::fromData(certificatePem, QSsl::Pem);
    if (m_certificates.isEmpty())
        return u"no certificate in PEM form"_s;
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Rsa, QSsl::Ec}) {
        m_key = QSslKey(keyPem, algorithm, QSsl::Pem, QSsl::PrivateKey);
        if (!m_key.isNull())
            return {};
    }
    return u"no private key in PEM form"_s;
}

bool HttpServer::start(quint16 port)
{
    return listen(QHostAddress::LocalHost, port);
}

QUrl HttpServer::url() const
{
    QUrl url;
    url.setScheme(m_key.isNull() ? u"http"_s : u"https"_s);
    url.setHost(u"127.0.0.1"_s);
    url.setPort(serverPort());
    return url;
}

void HttpServer::incomingConnection(qintptr descriptor)
{
    QTcpSocket *socket = nullptr;
    if (m_key.isNull()) {
        socket = new QTcpSocket;
    } else {
        auto *const tls = new QSslSocket;
        tls->setLocalCertificateChain(m_certificates);
        tls->setPrivateKey(m_key);
        tls->setPeerVerifyMode(QSslSocket::VerifyNone);
        socket = tls;
    }
    if (!socket->setSocketDescriptor(descriptor)) {
        delete socket;
        return;
    }
    // Without this each answer may wait 40 ms for the other side's acknowledgement.
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    new HttpConnection(socket, m_handler, m_bodyLimit, ++m_accepted, this);
    if (auto *const tls = qobject_cast<QSslSocket *>(socket))
        tls->startServerEncryption();
}

} // namespace leasekeeper::test
