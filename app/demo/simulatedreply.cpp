// SPDX-License-Identifier: MIT
#include "simulatedreply.h"

#include <QPointer>
#include <QUrl>

#include <algorithm>
#include <cstring>
#include <utility>

namespace leasekeeper
{

using namespace Qt::StringLiterals;

namespace
{

/// What QNetworkAccessManager makes of an HTTP status.
QNetworkReply::NetworkError errorOfStatus(int status)
{
    if (status < 400)
        return QNetworkReply::NoError;
    switch (status) {
    case 400:
    case 418:
        return QNetworkReply::ProtocolInvalidOperationError;
    case 401:
        return QNetworkReply::AuthenticationRequiredError;
    case 403:
        return QNetworkReply::ContentAccessDenied;
    case 404:
        return QNetworkReply::ContentNotFoundError;
    case 405:
        return QNetworkReply::ContentOperationNotPermittedError;
    case 407:
        return QNetworkReply::ProxyAuthenticationRequiredError;
    case 409:
        return QNetworkReply::ContentConflictError;
    case 410:
        return QNetworkReply::ContentGoneError;
    case 500:
        return QNetworkReply::InternalServerError;
    case 501:
        return QNetworkReply::OperationNotImplementedError;
    case 503:
        return QNetworkReply::ServiceUnavailableError;
    default:
        return status > 500 ? QNetworkReply::UnknownServerError : QNetworkReply::UnknownContentError;
    }
}

QByteArray reasonPhrase(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 204:
        return "No Content";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 429:
        return "Too Many Requests";
    case 500:
        return "Internal Server Error";
    case 503:
        return "Service Unavailable";
    default:
        return "Status";
    }
}

CloudResponse portalPage()
{
    return {200,
            {{"Content-Type", "text/html; charset=utf-8"}},
            "<!DOCTYPE html><html><head><title>Sign in</title></head>"
            "<body><h1>Welcome to the guest network</h1></body></html>"};
}

} // namespace

SimulatedReply::SimulatedReply(Order order, std::function<CloudResponse(const CloudRequest &)> ask,
                               Timers &timers, qint64 roundTripMs, QObject *parent)
    : QNetworkReply(parent),
      m_order(std::move(order)),
      m_ask(std::move(ask)),
      m_backMs(roundTripMs - roundTripMs / 2),
      m_there(timers, [this] { arrive(); }),
      m_back(timers, [this] { answer(); })
{
    setOperation(m_order.operation);
    setRequest(m_order.request);
    setUrl(m_order.request.url());
    if (m_order.operation == QNetworkAccessManager::CustomOperation)
        setAttribute(QNetworkRequest::CustomVerbAttribute, m_order.cloudRequest.method);
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    m_there.start(roundTripMs / 2);
}

void SimulatedReply::abort()
{
    if (isFinished())
        return;
    m_there.stop();
    m_back.stop();
    fail(OperationCanceledError, u"Operation canceled"_s);
}

qint64 SimulatedReply::bytesAvailable() const
{
    return QNetworkReply::bytesAvailable() + (isFinished() ? m_response.body.size() - m_read : 0);
}

qint64 SimulatedReply::readData(char *data, qint64 maxSize)
{
    const qint64 left = isFinished() ? m_response.body.size() - m_read : 0;
    if (left == 0)
        return isFinished() ? -1 : 0;
    const qint64 count = std::min(maxSize, left);
    std::memcpy(data, m_response.body.constData() + m_read, size_t(count));
    m_read += count;
    return count;
}

void SimulatedReply::arrive()
{
    switch (m_order.fault) {
    case Fault::Refused:
        fail(ConnectionRefusedError, u"Connection refused"_s);
        return;
    case Fault::HostNotFound:
        fail(HostNotFoundError, u"Host %1 not found"_s.arg(url().host()));
        return;
    case Fault::None:
    case Fault::LostBefore:
    case Fault::LostAfter:
    case Fault::Hang:
    case Fault::HangAfter:
    case Fault::Html:
        break;
    }
    // From here on the request counts as sent.
    const QPointer<SimulatedReply> alive(this);
    Q_EMIT socketStartedConnecting();
    if (alive && url().scheme() == "https"_L1)
        Q_EMIT encrypted();
    if (alive)
        Q_EMIT requestSent();
    if (const qint64 sent = m_order.cloudRequest.body.size(); alive && sent > 0)
        Q_EMIT uploadProgress(sent, sent);
    if (!alive || isFinished())
        return;
    switch (m_order.fault) {
    case Fault::LostAfter:
    case Fault::HangAfter:
        (void)m_ask(m_order.cloudRequest);
        break;
    case Fault::None:
        m_response = m_ask(m_order.cloudRequest);
        break;
    case Fault::Html:
        m_response = portalPage();
        break;
    case Fault::LostBefore:
    case Fault::Hang:
    case Fault::Refused:
    case Fault::HostNotFound:
        break;
    }
    if (m_order.fault != Fault::Hang && m_order.fault != Fault::HangAfter)
        m_back.start(m_backMs);
}

void SimulatedReply::answer()
{
    if (m_order.fault == Fault::LostBefore || m_order.fault == Fault::LostAfter) {
        // Qt would send once more; where the body does not allow that it says so instead.
        if (m_order.bodyOnce)
            fail(ContentReSendError, u"The request needed to be resent but failed"_s);
        else
            fail(RemoteHostClosedError, u"Connection closed"_s);
        return;
    }
    const int status = m_response.status;
    const QByteArray phrase = reasonPhrase(status);
    setAttribute(QNetworkRequest::HttpStatusCodeAttribute, status);
    setAttribute(QNetworkRequest::HttpReasonPhraseAttribute, phrase);
    setAttribute(QNetworkRequest::ConnectionEncryptedAttribute, url().scheme() == "https"_L1);
    for (const auto &[name, value] : std::as_const(m_response.headers))
        setRawHeader(name, value);
    const qint64 size = m_response.body.size();
    setRawHeader("Content-Length", QByteArray::number(size));
    if (const NetworkError error = errorOfStatus(status); error != NoError) {
        setError(error, u"Error transferring %1 - server replied: %2"_s.arg(url().toDisplayString(),
                                                                            QString::fromLatin1(phrase)));
    }
    finish();
}

void SimulatedReply::fail(NetworkError error, const QString &text)
{
    m_response = {};
    setError(error, text);
    finish();
}

void SimulatedReply::finish()
{
    setFinished(true);
    const QPointer<SimulatedReply> alive(this);
    const qint64 size = m_response.body.size();
    if (attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid())
        Q_EMIT metaDataChanged();
    if (alive && size > 0)
        Q_EMIT readyRead();
    if (alive && size > 0)
        Q_EMIT downloadProgress(size, size);
    if (alive && error() != NoError)
        Q_EMIT errorOccurred(error());
    if (alive)
        Q_EMIT finished();
}

} // namespace leasekeeper
