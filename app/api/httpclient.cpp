// SPDX-License-Identifier: MIT
#include "httpclient.h"

#include "httpattempt.h"

#include <QNetworkAccessManager>

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

} // namespace leasekeeper
