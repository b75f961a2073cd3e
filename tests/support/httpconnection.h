// SPDX-License-Identifier: MIT
#pragma once

#include "httpserver.h"

#include <QObject>
#include <QTimer>

QT_BEGIN_NAMESPACE
class QTcpSocket;
QT_END_NAMESPACE

namespace leasekeeper::test
{

/// One connection of HttpServer; deletes itself when the other side is gone.
class HttpConnection final : public QObject
{
    Q_OBJECT
public:
    /// Takes over `socket`.
    HttpConnection(QTcpSocket *socket, HttpServer::Handler handler, qint64 bodyLimit, qint64 number,
                   QObject *parent);

    [[nodiscard]] bool isWaitingFor(quint64 exchange) const { return m_waiting && exchange == m_exchange; }
    void answer(const ServedAnswer &answer);
    void drip(const ServedAnswer &answer, int msPerByte);
    void answerRaw(const QByteArray &bytes);
    void drop();

private:
    void read();
    void serveNext();
    void refuse(int status);
    [[nodiscard]] QByteArray wire(const ServedAnswer &answer) const;
    void done();

    QTcpSocket *m_socket; ///< child
    HttpServer::Handler m_handler;
    qint64 m_bodyLimit;
    qint64 m_number;
    QByteArray m_buffer;
    ServedRequest m_request;
    quint64 m_exchange = 0;
    bool m_waiting = false; ///< a request was handed out and is not answered yet
    bool m_closing = false;
    QByteArray m_dripping;
    QTimer m_dripTimer;
};

} // namespace leasekeeper::test
