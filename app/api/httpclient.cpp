// SPDX-License-Identifier: MIT
#include "httpclient.h"

#include "httpattempt.h"
#include "routegate.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

#include <utility>

namespace leasekeeper
{

HttpCall::HttpCall(QObject *parent) : QObject(parent), m_result(ApiError{}) {}

HttpClient::HttpClient(QNetworkAccessManager &network, const Clock &clock, Timers &timers, QObject *parent)
    : QObject(parent), m_network(network), m_clock(clock), m_timers(timers)
{
}

HttpClient::~HttpClient() = default;

HttpCall *HttpClient::send(const HttpRequest &request, QObject *parent)
{
    return new HttpAttempt(*this, m_network, request, m_deadlines, parent ? parent : this);
}

void HttpClient::watch(QNetworkReply *reply)
{
    m_replies.insert(reply);
    connect(reply, &QObject::destroyed, this, [this](QObject *gone) {
        m_replies.remove(gone);
        renewIfIdle();
    });
}

void HttpClient::dropConnections()
{
    m_dropping = true;
    m_renewWanted = true;
    doubtRoutes();
    Q_EMIT dropping();
    renewIfIdle();
}

void HttpClient::renewConnections()
{
    m_renewWanted = true;
    doubtRoutes();
    renewIfIdle();
}

void HttpClient::doubtRoutes()
{
    if (m_gate != nullptr)
        m_gate->doubt();
}

void HttpClient::renewIfIdle()
{
    // Qt's connections go all at once, with the thread they live in. A request that is there hangs for ever
    // then, and a thread that waits for an answer of this one would make it wait as well.
    if (!m_renewWanted || !m_replies.isEmpty())
        return;
    m_renewWanted = false;
    m_network.clearConnectionCache();
    if (std::exchange(m_dropping, false))
        Q_EMIT dropped();
}

} // namespace leasekeeper
