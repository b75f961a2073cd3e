// SPDX-License-Identifier: MIT
#include "faultline.h"

#include "gzip.h"
#include "httprequestparser.h"
#include "socketreset.h"

#include <QHostAddress>
#include <QPointer>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace leasekeeper::test
{

namespace
{

constexpr qint64 BodyLimit = 16 * 1024 * 1024;

/// The value of a header in an answer's head; empty if there is none.
QByteArray headerOf(const QByteArray &head, const QByteArray &nameInLowerCase)
{
    const QList<QByteArray> lines = head.split('\n');
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        if (line.left(colon).toLower() == nameInLowerCase)
            return line.mid(colon + 1).trimmed();
    }
    return {};
}

/// `answer`, compressed and `missing` bytes short; nothing as long as it has not come whole.
QByteArray compressed(const QByteArray &answer, qint64 missing)
{
    const qsizetype headEnd = answer.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return {};
    const QByteArray head = answer.left(headEnd);
    const QByteArray body = answer.mid(headEnd + 4);
    if (body.size() < headerOf(head, "content-length").toLongLong())
        return {};
    QByteArray packed = gzipped(body);
    packed.chop(missing);
    QByteArray result = head.left(head.indexOf("\r\n"));
    const QList<QByteArray> lines = head.mid(result.size()).split('\n');
    for (const QByteArray &line : lines) {
        if (!line.trimmed().isEmpty() && !line.toLower().startsWith("content-length:"))
            result += "\r\n" + line.trimmed();
    }
    return QByteArray(result + "\r\nContent-Encoding: gzip\r\nContent-Length: " +
                      QByteArray::number(packed.size()) + "\r\n\r\n" + packed);
}

} // namespace

FaultLine::FaultLine(FaultProxy &proxy, QTcpSocket *client, int number)
    : QObject(&proxy),
      m_proxy(proxy),
      m_client(client),
      m_server(new QTcpSocket(this)),
      m_number(number),
      m_dripTimer(proxy.m_timers, [this] { drip(); })
{
    m_client->setParent(this);
    connect(m_client, &QTcpSocket::readyRead, this, &FaultLine::readClient);
    connect(m_server, &QTcpSocket::readyRead, this, &FaultLine::readServer);
    connect(m_client, &QTcpSocket::disconnected, this, &FaultLine::oneSideGone);
    connect(m_server, &QTcpSocket::disconnected, this, &FaultLine::oneSideGone);
    connect(m_server, &QTcpSocket::errorOccurred, this, &FaultLine::oneSideGone);
    // Small pieces must not wait for the acknowledgement of the ones before.
    m_client->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(m_server, &QTcpSocket::connected, this,
            [this] { m_server->setSocketOption(QAbstractSocket::LowDelayOption, 1); });
    m_server->connectToHost(QHostAddress::LocalHost, proxy.m_target);
}

void FaultLine::readClient()
{
    const QByteArray bytes = m_client->readAll();
    m_proxy.m_fromClient += bytes.size();
    m_proxy.m_used.insert(m_number);
    note(bytes);
    if (m_ended)
        return;
    if (m_fresh) {
        m_fresh = false;
        m_fault = m_proxy.takeFault(bytes);
        m_passed = 0;
    }
    toServer(allowed(LineFault::Way::Request, bytes));
    endIfDue(LineFault::Way::Request);
}

void FaultLine::note(const QByteArray &bytes)
{
    m_unparsed += bytes;
    while (m_isHttp) {
        ParsedRequest parsed = parseRequest(m_unparsed, BodyLimit);
        m_isHttp = parsed.state != ParsedRequest::State::Refused;
        if (parsed.state != ParsedRequest::State::Complete)
            return;
        m_unparsed.remove(0, parsed.consumed);
        parsed.request.connection = m_number;
        m_proxy.m_requests.append(parsed.request);
    }
}

void FaultLine::readServer()
{
    const QByteArray bytes = m_server->readAll();
    m_proxy.m_fromServer += bytes.size();
    if (m_ended)
        return;
    // What the client says next is another request, unless this one's fate is still to be met.
    m_fresh = !m_fault ||
              (m_fault->passes < 0 && m_fault->dripBytes == 0 && m_fault->gzipCut < 0 && !m_fault->holds);
    if (m_fault && m_fault->holds) {
        m_held += bytes;
        return;
    }
    if (m_fault && m_fault->gzipCut >= 0) {
        compress(bytes);
        return;
    }
    const QByteArray passing = allowed(LineFault::Way::Answer, bytes);
    if (m_fault && m_fault->dripBytes > 0) {
        m_dripping += passing;
        if (!m_dripTimer.isActive())
            drip();
        return;
    }
    toClient(passing);
    endIfDue(LineFault::Way::Answer);
}

QByteArray FaultLine::allowed(LineFault::Way way, const QByteArray &bytes)
{
    if (!m_fault || m_fault->passes < 0 || m_fault->way != way)
        return bytes;
    const qint64 left = std::max<qint64>(0, m_fault->passes - m_passed);
    const QByteArray passing = bytes.left(left);
    m_passed += passing.size();
    return passing;
}

void FaultLine::endIfDue(LineFault::Way way)
{
    const bool due = m_fault && m_fault->passes >= 0 && m_fault->way == way && m_passed >= m_fault->passes;
    if (due && m_fault->end != LineFault::End::Stall)
        end(m_fault->end);
}

void FaultLine::toServer(const QByteArray &bytes)
{
    m_proxy.m_toServer += bytes.size();
    m_server->write(bytes);
}

void FaultLine::toClient(const QByteArray &bytes)
{
    m_proxy.m_toClient += bytes.size();
    m_client->write(bytes);
}

void FaultLine::drip()
{
    if (m_ended || m_dripping.isEmpty())
        return;
    toClient(m_dripping.left(m_fault->dripBytes));
    m_dripping.remove(0, m_fault->dripBytes);
    if (m_dripping.isEmpty())
        endIfDue(LineFault::Way::Answer);
    else
        m_dripTimer.start(m_fault->dripMs);
}

void FaultLine::compress(const QByteArray &bytes)
{
    m_collected += bytes;
    const QByteArray answer = compressed(m_collected, m_fault->gzipCut);
    if (answer.isEmpty())
        return;
    m_collected.clear();
    m_fault.reset();
    m_fresh = true;
    toClient(answer);
}

void FaultLine::release()
{
    if (m_ended || m_held.isEmpty())
        return;
    m_fault.reset();
    m_fresh = true;
    toClient(std::exchange(m_held, {}));
}

void FaultLine::end(LineFault::End end)
{
    if (m_ended)
        return;
    m_ended = true;
    m_dripTimer.stop();
    switch (end) {
    case LineFault::End::Stall:
        return;
    case LineFault::End::Cut:
        m_client->disconnectFromHost();
        break;
    case LineFault::End::Reset:
        m_client->flush();
        // In a turn of its own, so that the bytes before it have left for the other side.
        QTimer::singleShot(1, m_client, [client = m_client] { resetConnection(*client); });
        break;
    }
    // What has passed still arrives.
    m_server->disconnectFromHost();
}

void FaultLine::oneSideGone()
{
    const bool clientGone = m_client->state() == QAbstractSocket::UnconnectedState;
    const bool serverGone = m_server->state() == QAbstractSocket::UnconnectedState;
    if (clientGone && serverGone) {
        deleteLater();
    } else if (clientGone) {
        m_held.clear();
        m_server->disconnectFromHost();
    } else if (serverGone && !m_ended && m_dripping.isEmpty() && m_held.isEmpty()) {
        m_ended = true;
        m_client->disconnectFromHost();
    }
}

} // namespace leasekeeper::test
