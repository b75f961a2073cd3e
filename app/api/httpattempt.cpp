// SPDX-License-Identifier: MIT
#include "httpattempt.h"

#include "httpdate.h"
#include "routegate.h"

#include <QCoreApplication>
#include <QLoggingCategory>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSslConfiguration>
#include <QSslError>
#include <QUuid>

#include <algorithm>

namespace leasekeeper
{

using namespace Qt::StringLiterals;

namespace
{

// Quiet unless asked for: one line a request is for whoever looks for a fault.
Q_LOGGING_CATEGORY(httpLog, "leasekeeper.http", QtInfoMsg)

constexpr int MaxLoggedPath = 300;
constexpr qint64 PieceSize = 64 * 1024;

QByteArray userAgent()
{
    const QString version = QCoreApplication::applicationVersion();
    return version.isEmpty() ? QByteArray("Leasekeeper") : QByteArray("Leasekeeper/" + version.toLatin1());
}

/// What the log may show of an address: the query stays out, whatever is in it.
QString pathOf(const QUrl &url)
{
    return url.path(QUrl::FullyEncoded).left(MaxLoggedPath);
}

QString hostOf(const QUrl &url)
{
    const QString host = url.host(QUrl::FullyEncoded);
    return url.port() < 0 ? host : u"%1:%2"_s.arg(host).arg(url.port());
}

/// A web page comes from whoever stands in between, and so does its clock.
bool tellsServiceTime(const HttpResponse &response)
{
    return response.dateMs != 0 && !response.contentType.toLower().contains("html");
}

/// The errors that only repeat the HTTP status of an answer that came whole.
bool onlyTellsStatus(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::NoError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::ContentAccessDenied:
    case QNetworkReply::ContentOperationNotPermittedError:
    case QNetworkReply::ContentNotFoundError:
    case QNetworkReply::AuthenticationRequiredError:
    case QNetworkReply::ContentConflictError:
    case QNetworkReply::ContentGoneError:
    case QNetworkReply::UnknownContentError:
    case QNetworkReply::ProtocolInvalidOperationError:
    case QNetworkReply::InternalServerError:
    case QNetworkReply::OperationNotImplementedError:
    case QNetworkReply::ServiceUnavailableError:
    case QNetworkReply::UnknownServerError:
        return true;
    default: // Qt's own list, which grows
        return false;
    }
}

} // namespace

HttpAttempt::HttpAttempt(HttpClient &client, QNetworkAccessManager &network, const HttpRequest &request,
                         const HttpDeadlines &deadlines, QObject *parent)
    : HttpCall(parent),
      m_client(&client),
      m_network(network),
      m_request(request),
      m_deadlines(deadlines),
      m_connectTimer(client.timers(), [this] { connectDeadlinePassed(); }),
      m_silenceTimer(client.timers(), [this] { giveUp(TransportEnd::SilenceDeadline); }),
      m_totalTimer(client.timers(), [this] { giveUp(TransportEnd::TotalDeadline); }),
      m_clock(client.clock()),
      m_ownRequestId(QUuid::createUuid().toByteArray(QUuid::WithoutBraces))
{
    m_progress.hasBody = !request.body.isEmpty();
    m_progress.secure = request.url.scheme() == "https"_L1;
    m_sentAtMs = m_clock.monotonicMs();
    m_totalTimer.start(totalDeadlineMs());
    // Also while it is held: what it was to say may be out of date.
    connect(m_client, &HttpClient::dropping, this, [this] { giveUp(TransportEnd::Dropped); });
    start();
}

HttpAttempt::~HttpAttempt()
{
    m_request.wipe();
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    if (m_upload)
        m_upload->seal();
    m_reply->abort();
    m_reply->deleteLater();
}

void HttpAttempt::start()
{
    RouteGate *gate = m_client->gate();
    if (gate == nullptr) {
        depart();
        return;
    }
    m_progress.held = true;
    gate->pass(m_request, this, [this](const std::optional<ApiError> &hindrance) {
        if (m_end != TransportEnd::None || m_concluded)
            return;
        if (hindrance)
            turnBack(*hindrance);
        else
            depart();
    });
}

void HttpAttempt::turnBack(const ApiError &hindrance)
{
    m_hindrance = hindrance;
    giveUp(TransportEnd::Hindered);
}

void HttpAttempt::depart()
{
    if (m_end != TransportEnd::None || m_concluded)
        return;
    m_progress.held = false;
    if (!m_client) {
        // It went while this was held back.
        giveUp(TransportEnd::Cancelled);
        return;
    }
    if (m_client->isDropping()) {
        connect(m_client, &HttpClient::dropped, this, &HttpAttempt::depart, Qt::SingleShotConnection);
        return;
    }
    m_progress.begun = true;
    m_progress.goesOnce = isWrite() || m_client->isMute(hostOf(m_request.url));
    m_sentAtMs = m_clock.monotonicMs();
    if (m_progress.goesOnce) {
        m_upload = new UploadOnce(m_request.body);
        m_reply = m_network.sendCustomRequest(networkRequest(), m_request.method, m_upload);
        m_upload->setParent(m_reply);
    } else {
        m_reply = m_network.get(networkRequest());
    }
    m_connectTimer.start(m_deadlines.connectMs);
    m_client->watch(m_reply);
    watchReply();
    if (m_reply->isFinished())
        QMetaObject::invokeMethod(this, &HttpAttempt::replyFinished, Qt::QueuedConnection);
    Q_EMIT left();
}

QNetworkRequest HttpAttempt::networkRequest() const
{
    QNetworkRequest request(m_request.url);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::HttpPipeliningAllowedAttribute, false);
    // The default policy would carry every header to whatever host a redirect names.
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
#if QT_CONFIG(ssl)
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    request.setSslConfiguration(tls);
#endif
    if (m_progress.goesOnce) {
        // Together with a device that cannot be rewound this keeps Qt from sending it again.
        request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
        request.setHeader(QNetworkRequest::ContentLengthHeader, m_request.body.size());
    }
    // Of reads, too: the service's reference asks for it with every request.
    request.setRawHeader("Content-Type", "application/json");
    request.setRawHeader("Accept", "application/json");
    request.setRawHeader("X-Language", "en-us");
    request.setRawHeader("User-Agent", userAgent());
    request.setRawHeader("X-Request-Id", m_ownRequestId);
    for (const auto &[name, value] : m_request.headers)
        request.setRawHeader(name, value);
    return request;
}

void HttpAttempt::watchReply()
{
    QNetworkReply *reply = m_reply;
    connect(reply, &QNetworkReply::socketStartedConnecting, this, [this] { m_progress.connecting = true; });
    connect(reply, &QNetworkReply::requestSent, this, [this] {
        m_progress.requestSent = true;
        noteSent();
    });
    connect(reply, &QNetworkReply::uploadProgress, this, [this](qint64 sent, qint64) {
        // Zero bytes are also announced for requests that never left.
        if (sent > 0)
            noteSent();
    });
#if QT_CONFIG(ssl)
    connect(reply, &QNetworkReply::encrypted, this, [this] { m_progress.encrypted = true; });
    connect(reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
        for (const QSslError &error : errors)
            m_progress.certificateFaults.append(error.errorString());
    });
#endif
    connect(reply, &QNetworkReply::metaDataChanged, this, &HttpAttempt::readHeaders);
    connect(reply, &QNetworkReply::readyRead, this, &HttpAttempt::readBody);
    connect(reply, &QNetworkReply::finished, this, &HttpAttempt::replyFinished);
}

qint64 HttpAttempt::totalDeadlineMs() const
{
    if (m_request.deadlineMs > 0)
        return m_request.deadlineMs;
    return isWrite() ? m_deadlines.writeMs : m_deadlines.readMs;
}

void HttpAttempt::connectDeadlinePassed()
{
    m_progress.bodyTaken = m_upload && m_upload->wasRead();
    const bool stillConnecting = surelyNotSent(m_progress, QNetworkReply::NoError);
    if (stillConnecting) {
        giveUp(TransportEnd::ConnectDeadline);
        return;
    }
    // Nothing told us, but it may well have gone out at once, over a connection that was open already.
    m_silenceTimer.start(std::max<qint64>(m_deadlines.silenceMs - m_deadlines.connectMs, 0));
}

void HttpAttempt::noteSent()
{
    m_connectTimer.stop();
    noteLife();
}

void HttpAttempt::noteLife()
{
    if (m_end == TransportEnd::None)
        m_silenceTimer.start(m_deadlines.silenceMs);
}

void HttpAttempt::readHeaders()
{
    m_progress.answerBegun = true;
    noteSent();
    if (m_reply->header(QNetworkRequest::ContentLengthHeader).toLongLong() > BodyLimit)
        giveUp(TransportEnd::TooBig);
}

void HttpAttempt::readBody()
{
    if (m_end != TransportEnd::None || !m_reply || !m_reply->isOpen())
        return;
    noteLife();
    // In pieces: a read takes memory for all that it may bring, and a compressed reply does not tell how much
    // that is.
    while (m_body.size() <= BodyLimit) {
        const QByteArray piece = m_reply->read(std::min<qint64>(PieceSize, BodyLimit + 1 - m_body.size()));
        if (piece.isEmpty())
            break;
        m_body += piece;
    }
    if (m_body.size() > BodyLimit)
        giveUp(TransportEnd::TooBig);
}

void HttpAttempt::replyFinished()
{
    if (m_end != TransportEnd::None || m_concluded)
        return;
    m_receivedAtMs = m_clock.monotonicMs();
    readBody();
    if (m_end == TransportEnd::None)
        conclude();
}

void HttpAttempt::cancel()
{
    giveUp(TransportEnd::Cancelled);
}

void HttpAttempt::giveUp(TransportEnd end)
{
    if (m_end != TransportEnd::None || m_concluded)
        return;
    // Noted before abort(), which emits finished() before it returns and looks like a timeout.
    m_end = end;
    m_receivedAtMs = m_clock.monotonicMs();
    if (m_upload)
        m_upload->seal();
    if (m_reply)
        m_reply->abort();
    // Later: whoever cancels is not called back from within, and a sign that the request has left after
    // all may already be on its way to us.
    QMetaObject::invokeMethod(this, &HttpAttempt::conclude, Qt::QueuedConnection);
}

bool HttpAttempt::isComplete(int status) const
{
    if (m_end != TransportEnd::None || !m_reply || status == 0)
        return false;
    // Even when it does not follow, Qt wants to rewind the body for 307 and 308, and says that it could not.
    // All that counts of a redirect came with its headers.
    if (status / 100 == 3)
        return m_progress.answerBegun;
    return status < 400 ? m_reply->error() == QNetworkReply::NoError : onlyTellsStatus(m_reply->error());
}

HttpResponse HttpAttempt::response(int status) const
{
    HttpResponse response;
    response.status = status;
    response.body = m_body;
    response.contentType = m_reply->rawHeader("Content-Type");
    response.requestId = m_reply->rawHeader("X-Request-Id");
    if (response.requestId.isEmpty())
        response.requestId = m_reply->rawHeader("X-IAM-Trace-Id");
    response.retryAfter = m_reply->rawHeader("Retry-After");
    response.redirectTarget = m_reply->rawHeader("Location");
    response.subjectToken = Secret(m_reply->rawHeader("X-Subject-Token"));
    response.asksSecondFactor = m_reply->hasRawHeader("Openstack-Auth-Receipt");
    response.dateMs = parseHttpDate(m_reply->rawHeader("Date")).value_or(0);
    response.sentAtMs = m_sentAtMs;
    response.receivedAtMs = m_receivedAtMs;
    return response;
}

ApiError HttpAttempt::failure(int status) const
{
    TransportFailure failure;
    failure.end = m_end;
    failure.progress = m_progress;
    failure.progress.bodyTaken = m_upload && m_upload->wasRead();
    failure.host = hostOf(m_request.url);
    failure.request = QString(QString::fromLatin1(m_request.method) + u' ' + pathOf(m_request.url));
    if (m_end == TransportEnd::None && m_reply) {
        failure.code = m_reply->error();
        failure.lineText = m_reply->errorString();
    }
    if (m_end == TransportEnd::ConnectDeadline)
        failure.deadlineMs = m_deadlines.connectMs;
    else if (m_end == TransportEnd::SilenceDeadline)
        failure.deadlineMs = m_deadlines.silenceMs;
    else
        failure.deadlineMs = totalDeadlineMs();
    ApiError error = transportError(failure);
    if (m_hindrance) {
        error = *m_hindrance;
        error.delivery = ApiError::Delivery::NeverSent;
        error.detail = failure.request;
    }
    if (m_end == TransportEnd::TooBig)
        error.httpStatus = status;
    return error;
}

void HttpAttempt::conclude()
{
    if (m_concluded)
        return;
    m_concluded = true;
    m_connectTimer.stop();
    m_silenceTimer.stop();
    m_totalTimer.stop();
    const int status = m_reply ? m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() : 0;
    if (isComplete(status))
        m_result = response(status);
    else
        m_result = failure(status);
    log();
    tellClient();
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->deleteLater();
    }
    deleteLater();
    const QPointer<HttpAttempt> alive(this);
    if (m_client && m_result.isOk() && tellsServiceTime(m_result.value())) {
        const HttpResponse &heard = m_result.value();
        Q_EMIT m_client->dateHeard(heard.dateMs, heard.sentAtMs, heard.receivedAtMs);
    }
    if (alive)
        Q_EMIT finished();
}

/// Whether its host answers. What never left, and what we ended ourselves, says nothing of that.
void HttpAttempt::tellClient() const
{
    if (!m_client)
        return;
    if (m_result.isOk() || m_progress.answerBegun)
        m_client->noteAnswer(hostOf(m_request.url));
    else if (m_end == TransportEnd::None && m_result.error().delivery == ApiError::Delivery::Unknown)
        m_client->noteMute(hostOf(m_request.url));
}

void HttpAttempt::log() const
{
    const QString method = QString::fromLatin1(m_request.method);
    const qint64 tookMs = m_receivedAtMs - m_sentAtMs;
    if (m_result.isOk()) {
        const HttpResponse &answer = m_result.value();
        qCDebug(httpLog).noquote() << method << pathOf(m_request.url) << answer.status << "after" << tookMs
                                   << "ms, request" << m_ownRequestId;
    } else {
        qCDebug(httpLog).noquote() << method << pathOf(m_request.url) << "no answer after" << tookMs
                                   << "ms, request" << m_ownRequestId << "-" << m_result.error().message;
    }
}

} // namespace leasekeeper
