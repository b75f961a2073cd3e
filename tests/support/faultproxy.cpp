// SPDX-License-Identifier: MIT
#include "faultproxy.h"

#include "faultline.h"

#include <QHostAddress>
#include <QTcpSocket>

#include <algorithm>

namespace leasekeeper::test
{

LineFault LineFault::cutRequest(qint64 passes, End end)
{
    LineFault fault;
    fault.way = Way::Request;
    fault.passes = passes;
    fault.end = end;
    return fault;
}

LineFault LineFault::cutAnswer(qint64 passes, End end)
{
    LineFault fault;
    fault.passes = passes;
    fault.end = end;
    return fault;
}

LineFault LineFault::drip(int bytes, int ms)
{
    LineFault fault;
    fault.dripBytes = bytes;
    fault.dripMs = ms;
    return fault;
}

LineFault LineFault::cutGzip(qint64 missing)
{
    LineFault fault;
    fault.gzipCut = missing;
    return fault;
}

LineFault LineFault::hold(const QByteArray &method)
{
    LineFault fault;
    fault.holds = true;
    fault.method = method;
    return fault;
}

FaultProxy::FaultProxy(quint16 target, Timers *timers, QObject *parent)
    : QTcpServer(parent), m_target(target), m_timers(timers ? *timers : m_ownTimers)
{
}

FaultProxy::~FaultProxy()
{
    // Before the timers they borrow.
    qDeleteAll(findChildren<FaultLine *>());
}

bool FaultProxy::start()
{
    if (!listen(QHostAddress::LocalHost))
        return false;
    m_port = serverPort();
    return true;
}

QUrl FaultProxy::url(QUrl url) const
{
    url.setPort(m_port);
    return url;
}

void FaultProxy::playAlways(const LineFault &fault)
{
    m_faults.clear();
    m_always = fault;
}

void FaultProxy::playNothing()
{
    m_faults.clear();
    m_always.reset();
}

void FaultProxy::refuse()
{
    close();
}

bool FaultProxy::acceptAgain()
{
    return listen(QHostAddress::LocalHost, m_port);
}

void FaultProxy::hangUp(LineFault::End end)
{
    const auto lines = findChildren<FaultLine *>();
    for (FaultLine *line : lines)
        line->end(end);
}

void FaultProxy::release()
{
    const auto lines = findChildren<FaultLine *>();
    for (FaultLine *line : lines)
        line->release();
}

int FaultProxy::answersHeld() const
{
    const auto lines = findChildren<FaultLine *>();
    return int(std::count_if(lines.begin(), lines.end(),
                             [](const FaultLine *line) { return line->bytesHeld() > 0; }));
}

qint64 FaultProxy::bytesHeld() const
{
    qint64 bytes = 0;
    const auto lines = findChildren<FaultLine *>();
    for (const FaultLine *line : lines)
        bytes += line->bytesHeld();
    return bytes;
}

void FaultProxy::forget()
{
    m_requests.clear();
    m_forgotten = m_accepted;
    m_used.clear();
    m_fromClient = 0;
    m_toServer = 0;
    m_fromServer = 0;
    m_toClient = 0;
}

std::optional<LineFault> FaultProxy::takeFault(const QByteArray &beginning)
{
    const auto fits = [&beginning](const LineFault &fault) {
        return fault.method.isEmpty() || beginning.startsWith(QByteArray(fault.method + ' '));
    };
    const auto next = std::find_if(m_faults.begin(), m_faults.end(), fits);
    if (next != m_faults.end()) {
        const LineFault fault = *next;
        m_faults.erase(next);
        return fault;
    }
    return m_always && fits(*m_always) ? m_always : std::nullopt;
}

void FaultProxy::incomingConnection(qintptr descriptor)
{
    auto *client = new QTcpSocket(this);
    if (!client->setSocketDescriptor(descriptor)) {
        delete client;
        return;
    }
    new FaultLine(*this, client, ++m_accepted);
}

} // namespace leasekeeper::test
