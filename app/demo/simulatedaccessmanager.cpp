// SPDX-License-Identifier: MIT
#include "simulatedaccessmanager.h"

#include "simulatedcloud.h"
#include "simulatedreply.h"

#include <QIODevice>
#include <QNetworkRequest>
#include <QUrl>

namespace leasekeeper
{

namespace
{

QByteArray verbOf(QNetworkAccessManager::Operation operation, const QNetworkRequest &request)
{
    switch (operation) {
    case QNetworkAccessManager::HeadOperation:
        return "HEAD";
    case QNetworkAccessManager::GetOperation:
        return "GET";
    case QNetworkAccessManager::PutOperation:
        return "PUT";
    case QNetworkAccessManager::PostOperation:
        return "POST";
    case QNetworkAccessManager::DeleteOperation:
        return "DELETE";
    case QNetworkAccessManager::CustomOperation:
    case QNetworkAccessManager::UnknownOperation:
        break;
    }
    return request.attribute(QNetworkRequest::CustomVerbAttribute).toByteArray();
}

/// What Qt puts into the header where nobody set it.
QByteArray hostHeader(const QUrl &url)
{
    const QByteArray host = url.host(QUrl::FullyEncoded).toUtf8();
    const QByteArray named = host.contains(':') ? '[' + host + ']' : host;
    return url.port() < 0 ? named : named + ':' + QByteArray::number(url.port());
}

} // namespace

SimulatedAccessManager::SimulatedAccessManager(SimulatedCloud &cloud, Timers &timers, qint64 roundTripMs,
                                               QObject *parent)
    : QNetworkAccessManager(parent), m_cloud(cloud), m_timers(timers), m_roundTripMs(roundTripMs)
{
}

void SimulatedAccessManager::setFaults(std::function<Fault(const QByteArray &, const QUrl &)> faults)
{
    m_faults = std::move(faults);
}

void SimulatedAccessManager::setService(std::function<CloudResponse(const CloudRequest &)> service)
{
    m_service = std::move(service);
}

QNetworkReply *SimulatedAccessManager::createRequest(Operation operation, const QNetworkRequest &request,
                                                     QIODevice *outgoingData)
{
    SimulatedReply::Order order;
    order.operation = operation;
    order.request = request;
    const QUrl url = request.url();
    CloudRequest &asked = order.cloudRequest;
    asked.method = verbOf(operation, request);
    asked.path = url.path(QUrl::FullyEncoded).toUtf8();
    if (asked.path.isEmpty())
        asked.path = "/";
    asked.query = url.query(QUrl::FullyEncoded).toUtf8();
    for (const QByteArray &name : request.rawHeaderList())
        asked.headers.insert(name.toLower(), request.rawHeader(name).trimmed());
    if (!asked.headers.contains("host"))
        asked.headers.insert("host", hostHeader(url));
    m_seen.append({asked.method, url, {}, qint64(m_seen.size()), asked.headers});
    if (m_faults)
        order.fault = m_faults(asked.method, url);
    // A body is asked for once there is a connection.
    const bool connects = order.fault != Fault::Refused && order.fault != Fault::HostNotFound;
    if (outgoingData && connects) {
        asked.body = outgoingData->readAll();
        order.bodyOnce = outgoingData->isSequential() &&
                         request.attribute(QNetworkRequest::DoNotBufferUploadDataAttribute).toBool();
        if (!m_seen.isEmpty()) // whoever decides on faults may forget what it has seen
            m_seen.last().body = asked.body;
    }
    const auto ask = [this](const CloudRequest &cloudRequest) {
        return m_service ? m_service(cloudRequest) : m_cloud.handle(cloudRequest);
    };
    return new SimulatedReply(std::move(order), ask, m_timers, m_roundTripMs, this);
}

} // namespace leasekeeper
