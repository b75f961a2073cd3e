// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QObject>
#include <QPointer>
#include <QSslCertificate>
#include <QSslKey>
#include <QTcpServer>
#include <QUrl>

#include <functional>
#include <utility>

namespace leasekeeper::test
{

class HttpConnection;

/// One request as it came off the wire.
struct ServedRequest {
    QByteArray method;
    QByteArray path;                      ///< still percent-encoded, without query
    QByteArray query;                     ///< raw, without "?"
    QMap<QByteArray, QByteArray> headers; ///< names in lower case; repeated ones joined with ", "
    QByteArray body;
    bool keepAlive = true;
    qint64 connection = 0; ///< 1 for the first connection accepted, and so on
};

struct ServedAnswer {
    int status = 200;
    QList<std::pair<QByteArray, QByteArray>> headers; ///< Content-Length is added
    QByteArray body;
};

/// What a handler answers through, at once or later, once; what comes after the first answer or after the
/// client left is ignored. Never answering makes the client wait. Copies speak of the same exchange.
class HttpExchange
{
public:
    HttpExchange(HttpConnection *connection, quint64 number);

    void answer(const ServedAnswer &answer) const;
    /// As answer(), but one byte every `msPerByte`.
    void drip(const ServedAnswer &answer, int msPerByte) const;
    /// These very bytes, then the end of the connection.
    void answerRaw(const QByteArray &bytes) const;
    /// Ends the connection without a word.
    void drop() const;

private:
    [[nodiscard]] HttpConnection *open() const;

    QPointer<HttpConnection> m_connection;
    quint64 m_number;
};

/// A small HTTP/1.1 server for tests: keep-alive, Content-Length bodies, one request of a connection at a
/// time (pipelined ones wait), plain or over TLS. Listens on 127.0.0.1 only. Transfer encodings are refused.
class HttpServer : public QTcpServer
{
    Q_OBJECT
public:
    using Handler = std::function<void(const ServedRequest &, const HttpExchange &)>;

    explicit HttpServer(Handler handler, QObject *parent = nullptr);
    ~HttpServer() override;

    /// To be called before start(). Returns what is wrong with the PEM data, or nothing.
    [[nodiscard]] QString useTls(const QByteArray &certificatePem, const QByteArray &keyPem);
    /// `port` 0: any free one. False: see errorString().
    [[nodiscard]] bool start(quint16 port = 0);
    /// "http://127.0.0.1:PORT" or with https.
    [[nodiscard]] QUrl url() const;
    [[nodiscard]] qint64 connectionsAccepted() const { return m_accepted; }
    /// Larger bodies are refused with 413.
    void setBodyLimit(qint64 bytes) { m_bodyLimit = bytes; }

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    Handler m_handler;
    QList<QSslCertificate> m_certificates;
    QSslKey m_key;
    qint64 m_bodyLimit = 16 * 1024 * 1024;
    qint64 m_accepted = 0;
};

} // namespace leasekeeper::test
