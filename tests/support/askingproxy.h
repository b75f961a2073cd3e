// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QTcpServer>

QT_BEGIN_NAMESPACE
class QTcpSocket;
QT_END_NAMESPACE

namespace leasekeeper::test
{

/// A proxy on 127.0.0.1 that tunnels to one server there, whatever host is asked for, and only for those who
/// bring its name and password (Basic). Remembers what it could read.
class AskingProxy final : public QTcpServer
{
    Q_OBJECT
public:
    /// `login`: "name:password". `target`: the port all tunnels end at.
    AskingProxy(QByteArray login, quint16 target, QObject *parent = nullptr);

    [[nodiscard]] bool start();
    void setLogin(const QByteArray &login) { m_login = login; }
    /// "name:password" of every request that brought one, in order.
    [[nodiscard]] const QByteArrayList &attempts() const { return m_attempts; }
    /// Requests for a tunnel, with or without a password.
    [[nodiscard]] int asked() const { return m_asked; }
    [[nodiscard]] int tunnels() const { return m_tunnels; }
    /// Every byte that came from clients, inside tunnels too.
    [[nodiscard]] const QByteArray &heard() const { return m_heard; }

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void readHead(QTcpSocket *client, QByteArray &head);
    void tunnel(QTcpSocket *client);

    QByteArray m_login;
    quint16 m_target;
    QByteArrayList m_attempts;
    QByteArray m_heard;
    int m_asked = 0;
    int m_tunnels = 0;
};

} // namespace leasekeeper::test
