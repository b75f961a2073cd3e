// SPDX-License-Identifier: MIT
#include "scriptedserver.h"

#include "socketreset.h"

#include <QFile>
#include <QHostAddress>
#include <QPointer>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>
#include <optional>

namespace leasekeeper::test
{

using namespace Qt::StringLiterals;

namespace
{

QByteArray contentOf(const QString &name)
{
    QFile file(QStringLiteral(LEASEKEEPER_TEST_TLS "/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Takes one whole request out of `buffer`, or nothing as long as it is not whole.
std::optional<ScriptedRequest> takeRequest(QByteArray &buffer)
{
    const qsizetype headEnd = buffer.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return std::nullopt;
    ScriptedRequest request;
    const QList<QByteArray> lines = buffer.left(headEnd).split('\n');
    const QList<QByteArray> first = lines.first().trimmed().split(' ');
    request.method = first.value(0);
    request.target = first.value(1);
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        request.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    const qsizetype bodyStart = headEnd + 4;
    const qsizetype length = request.headers.value("content-length").toInt();
    if (buffer.size() < bodyStart + length)
        return std::nullopt;
    request.body = buffer.mid(bodyStart, length);
    buffer.remove(0, bodyStart + length);
    return request;
}

} // namespace

Script Script::answer(int status, const QByteArray &body, const QByteArray &extraHeaders)
{
    Script script;
    script.bytes = QByteArray("HTTP/1.1 " + QByteArray::number(status) + " Status\r\n" + extraHeaders +
                              "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    return script;
}

Script Script::raw(const QByteArray &bytes, Then then)
{
    Script script;
    script.bytes = bytes;
    script.then = then;
    return script;
}

ScriptedServer::ScriptedServer(QObject *parent) : QTcpServer(parent) {}

bool ScriptedServer::useTls(const QString &certificateName)
{
    m_certificate = QSslCertificate(contentOf(QString(certificateName + u".crt"_s)));
    m_key = QSslKey(contentOf(u"localhost.key"_s), QSsl::Ec);
    return !m_certificate.isNull() && !m_key.isNull();
}

QSslCertificate ScriptedServer::authority()
{
    return QSslCertificate(contentOf(u"authority.crt"_s));
}

bool ScriptedServer::start()
{
    return listen(QHostAddress::LocalHost);
}

QUrl ScriptedServer::url(const QString &path) const
{
    const QString scheme = m_key.isNull() ? u"http"_s : u"https"_s;
    return QUrl(u"%1://127.0.0.1:%2%3"_s.arg(scheme).arg(serverPort()).arg(path), QUrl::StrictMode);
}

void ScriptedServer::play(const QList<Script> &scripts)
{
    m_scripts = scripts;
    m_next = 0;
}

void ScriptedServer::forget()
{
    m_requests.clear();
    m_forgotten = m_accepted;
    m_used.clear();
    m_bytesReceived = 0;
}

void ScriptedServer::incomingConnection(qintptr descriptor)
{
    const bool secure = !m_key.isNull() && !m_slams;
    auto *socket = secure ? new QSslSocket(this) : new QTcpSocket(this);
    if (!socket->setSocketDescriptor(descriptor)) {
        delete socket;
        return;
    }
    // Small answers would otherwise wait for the acknowledgement of the one before.
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    const int connection = ++m_accepted;
    connect(socket, &QTcpSocket::readyRead, this,
            [this, socket, connection] { receive(socket, connection); });
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
        m_pending.remove(socket);
        m_greeting.remove(socket);
        socket->deleteLater();
    });
    if (auto *tls = qobject_cast<QSslSocket *>(socket)) {
        QSslConfiguration configuration = tls->sslConfiguration();
        configuration.setLocalCertificate(m_certificate);
        configuration.setPrivateKey(m_key);
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        tls->setSslConfiguration(configuration);
        m_greeting.insert(socket);
        connect(tls, &QSslSocket::encrypted, this, [this, socket] { m_greeting.remove(socket); });
        tls->startServerEncryption();
    }
}

void ScriptedServer::receive(QTcpSocket *socket, int connection)
{
    const QByteArray bytes = socket->readAll();
    if (m_slams) {
        socket->disconnectFromHost();
        return;
    }
    m_bytesReceived += bytes.size();
    m_used.insert(connection);
    QByteArray &buffer = m_pending[socket];
    buffer += bytes;
    while (std::optional<ScriptedRequest> request = takeRequest(buffer)) {
        request->connection = connection;
        m_requests.append(*request);
        if (m_scripts.isEmpty())
            continue;
        const Script script = m_scripts.at(std::min(m_next++, m_scripts.size() - 1));
        act(socket, script);
        if (script.then != Script::Then::Keep)
            return;
    }
}

void ScriptedServer::act(QTcpSocket *socket, const Script &script)
{
    if (script.dripMs > 0) {
        drip(socket, script, 0);
        return;
    }
    socket->write(script.bytes);
    finish(socket, script.then);
}

void ScriptedServer::drip(QTcpSocket *socket, const Script &script, qsizetype from)
{
    if (from >= script.bytes.size()) {
        finish(socket, script.then);
        return;
    }
    socket->write(script.bytes.mid(from, 1));
    QTimer::singleShot(script.dripMs, socket,
                       [this, socket, script, from] { drip(socket, script, from + 1); });
}

void ScriptedServer::finish(QTcpSocket *socket, Script::Then then)
{
    switch (then) {
    case Script::Then::Keep:
        return;
    case Script::Then::Close:
        socket->disconnectFromHost();
        return;
    case Script::Then::Reset:
        socket->flush();
        // In a turn of its own, so that the bytes have left for the other side.
        QTimer::singleShot(1, socket, [socket] { resetConnection(*socket); });
        return;
    }
}

} // namespace leasekeeper::test
