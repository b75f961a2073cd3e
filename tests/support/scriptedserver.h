// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QMap>
#include <QSet>
#include <QSslCertificate>
#include <QSslKey>
#include <QTcpServer>
#include <QUrl>

QT_BEGIN_NAMESPACE
class QTcpSocket;
QT_END_NAMESPACE

namespace leasekeeper::test
{

/// A request as it came, and on which connection.
struct ScriptedRequest {
    QByteArray method;
    QByteArray target;                    ///< path and query exactly as on the wire
    QMap<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;
    int connection = 0; ///< 1 for the first accepted, and so on
};

/// What the server does once a request has come whole. Whatever it writes is written as it stands.
struct Script {
    enum class Then {
        Keep,  ///< the connection stays, for the next request
        Close, ///< after the bytes have gone
        Reset, ///< a reset after the bytes have gone
    };
    QByteArray bytes;
    Then then = Then::Keep;
    int dripMs = 0; ///< more than 0: one byte every so many ms

    /// A complete answer with Content-Length.
    [[nodiscard]] static Script answer(int status, const QByteArray &body,
                                       const QByteArray &extraHeaders = {});
    /// These bytes, then what `then` says.
    [[nodiscard]] static Script raw(const QByteArray &bytes, Then then = Then::Close);
    /// Never a word.
    [[nodiscard]] static Script silence() { return {}; }
};

/// A server on 127.0.0.1 that answers byte for byte what a test says and remembers all that reached it. It
/// forgives nothing and repairs nothing; for sensible answers there is HttpServer.
class ScriptedServer final : public QTcpServer
{
    Q_OBJECT
public:
    explicit ScriptedServer(QObject *parent = nullptr);

    /// TLS with a certificate of tests/support/tls ("localhost", "expired", "othername"). Before listening.
    [[nodiscard]] bool useTls(const QString &certificateName);
    [[nodiscard]] bool start();
    [[nodiscard]] QUrl url(const QString &path = {}) const;

    /// The scripts of the requests to come, in order; the last one holds for all further ones.
    void play(const QList<Script> &scripts);
    void play(const Script &script) { play(QList<Script>{script}); }
    /// Connections are closed as soon as they bring the first byte, before any handshake or answer.
    void slamTheDoor() { m_slams = true; }

    [[nodiscard]] const QList<ScriptedRequest> &requests() const { return m_requests; }
    [[nodiscard]] int connections() const { return m_accepted - m_forgotten; }
    /// Those on which a byte of a request has come, older ones too.
    [[nodiscard]] int connectionsUsed() const { return int(m_used.size()); }
    /// Handshakes that may still end well.
    [[nodiscard]] int handshakesOpen() const { return int(m_greeting.size()); }
    /// Bytes that arrived, after decryption where there is TLS.
    [[nodiscard]] qint64 bytesReceived() const { return m_bytesReceived; }
    void forget();

    /// The authority that signed the certificates, for the client's side.
    [[nodiscard]] static QSslCertificate authority();

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void receive(QTcpSocket *socket, int connection);
    void act(QTcpSocket *socket, const Script &script);
    void drip(QTcpSocket *socket, const Script &script, qsizetype from);
    void finish(QTcpSocket *socket, Script::Then then);

    QList<Script> m_scripts;
    qsizetype m_next = 0;
    QList<ScriptedRequest> m_requests;
    QHash<QTcpSocket *, QByteArray> m_pending;
    QSslCertificate m_certificate;
    QSslKey m_key;
    qint64 m_bytesReceived = 0;
    int m_accepted = 0;
    int m_forgotten = 0;              ///< of those accepted
    QSet<int> m_used;                 ///< by their numbers
    QSet<const QObject *> m_greeting; ///< their sockets
    bool m_slams = false;
};

} // namespace leasekeeper::test
