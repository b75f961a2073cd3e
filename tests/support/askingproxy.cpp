// SPDX-License-Identifier: MIT
#include "askingproxy.h"

#include <QHostAddress>
#include <QTcpSocket>

#include <memory>
#include <utility>

namespace leasekeeper::test
{

namespace
{

/// "name:password" of a head with Basic, else nothing.
QByteArray loginIn(const QByteArray &head)
{
    static const QByteArray Name = "proxy-authorization: basic ";
    const qsizetype at = head.toLower().indexOf(Name);
    if (at < 0)
        return {};
    const qsizetype from = at + Name.size();
    return QByteArray::fromBase64(head.mid(from, head.indexOf("\r\n", from) - from));
}

} // namespace

AskingProxy::AskingProxy(QByteArray login, quint16 target, QObject *parent)
    : QTcpServer(parent), m_login(std::move(login)), m_target(target)
{
}

bool AskingProxy::start()
{
    return listen(QHostAddress::LocalHost);
}

void AskingProxy::incomingConnection(qintptr descriptor)
{
    auto *client = new QTcpSocket(this);
    client->setSocketDescriptor(descriptor);
    connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
    auto head = std::make_shared<QByteArray>();
    connect(client, &QTcpSocket::readyRead, client, [this, client, head] { readHead(client, *head); });
}

void AskingProxy::readHead(QTcpSocket *client, QByteArray &head)
{
    const QByteArray read = client->readAll();
    m_heard += read;
    head += read;
    if (!head.contains("\r\n\r\n"))
        return;
    ++m_asked;
    const QByteArray login = loginIn(head);
    head.clear();
    if (!login.isEmpty())
        m_attempts.append(login);
    if (login == m_login) {
        tunnel(client);
        return;
    }
    client->write("HTTP/1.1 407 Proxy Authentication Required\r\n"
                  "Proxy-Authenticate: Basic realm=\"proxy\"\r\n"
                  "Content-Length: 0\r\n\r\n");
}

void AskingProxy::tunnel(QTcpSocket *client)
{
    ++m_tunnels;
    client->disconnect(SIGNAL(readyRead()));
    auto *server = new QTcpSocket(client);
    connect(client, &QTcpSocket::readyRead, server, [this, client, server] {
        const QByteArray read = client->readAll();
        m_heard += read;
        server->write(read);
    });
    connect(server, &QTcpSocket::readyRead, client, [client, server] { client->write(server->readAll()); });
    connect(server, &QTcpSocket::connected, client,
            [client] { client->write("HTTP/1.1 200 Connection established\r\n\r\n"); });
    connect(server, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
    connect(server, &QTcpSocket::errorOccurred, client, &QTcpSocket::disconnectFromHost);
    server->connectToHost(QHostAddress::LocalHost, m_target);
}

} // namespace leasekeeper::test
