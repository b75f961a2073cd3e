// SPDX-License-Identifier: MIT
#include "transporterrors.h"

#include "plaintext.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace leasekeeper
{

using namespace Qt::StringLiterals;

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::TransportErrors)
};

using Kind = ApiError::Kind;

constexpr int ProxySignIn = 407;

struct Finding {
    Kind kind = Kind::Network;
    QString message;
};

QString seconds(qint64 ms)
{
    return QLocale().toString(double(ms) / 1000.0, 'g', 4);
}

Finding ownReason(const TransportFailure &failure)
{
    const QString &host = failure.host;
    switch (failure.end) {
    case TransportEnd::ConnectDeadline:
        return {Kind::Timeout,
                Text::tr("No connection to %1 came about within %2 s. Check the network and the address.")
                    .arg(host, seconds(failure.deadlineMs))};
    case TransportEnd::SilenceDeadline:
        return {Kind::Timeout, Text::tr("%1 was silent for %2 s.").arg(host, seconds(failure.deadlineMs))};
    case TransportEnd::TotalDeadline:
        if (failure.progress.held)
            return {Kind::Proxy,
                    Text::tr("The proxy on the way to %1 was not ready within %2 s. Check the proxy "
                             "settings, or try again later.")
                        .arg(host, seconds(failure.deadlineMs))};
        return {Kind::Timeout,
                Text::tr("%1 did not finish its answer within %2 s.").arg(host, seconds(failure.deadlineMs))};
    case TransportEnd::TooBig:
        return {Kind::BadResponse,
                Text::tr("The answer of %1 was larger than 16 MiB and was not read.").arg(host)};
    case TransportEnd::Dropped:
        return {Kind::Network,
                Text::tr("The connection to %1 did not outlive a pause of this computer.").arg(host)};
    case TransportEnd::Cancelled:
        return {Kind::Cancelled, Text::tr("The request to %1 was cancelled.").arg(host)};
    case TransportEnd::Hindered:
    case TransportEnd::None:
        break;
    }
    return {Kind::Network, Text::tr("The connection to %1 failed.").arg(host)};
}

Finding tlsFinding(const TransportFailure &failure)
{
    const QStringList &faults = failure.progress.certificateFaults;
    if (!faults.isEmpty())
        return {Kind::Tls, Text::tr("The certificate of %1 was refused, and nothing was sent: %2")
                               .arg(failure.host, visibleText(faults.join(u' ')))};
    return {Kind::Tls, Text::tr("No secure connection to %1 could be set up: %2")
                           .arg(failure.host, visibleText(failure.lineText))};
}

/// Qt 6.4 gives most troubles with a proxy no code of their own, only words.
bool speaksOfProxy(const QString &lineText)
{
    static constexpr const char *HttpTexts[] = {"Proxy connection refused",
                                                "Proxy denied connection",
                                                "Proxy server not found",
                                                "Proxy server connection timed out",
                                                "Proxy connection closed prematurely",
                                                "Did not receive HTTP response from proxy",
                                                "Error parsing authentication request from proxy",
                                                "Error communicating with HTTP proxy"};
    static constexpr const char *SocksTexts[] = {
        "Connection to proxy refused",   "Connection to proxy closed prematurely",
        "Connection to proxy timed out", "Proxy host not found",
        "Proxy authentication failed",   "SOCKS5 proxy error"};
    const auto isOneOf = [&lineText](const char *context, const auto &texts) {
        return std::any_of(std::begin(texts), std::end(texts), [&](const char *text) {
            return lineText.startsWith(QCoreApplication::translate(context, text));
        });
    };
    return isOneOf("QHttpSocketEngine", HttpTexts) || isOneOf("QSocks5SocketEngine", SocksTexts);
}

Finding proxyReason(const QString &host)
{
    return {Kind::Proxy,
            Text::tr("The proxy on the way to %1 could not be used. Check the proxy settings.").arg(host)};
}

Finding lineReason(const TransportFailure &failure)
{
    const QString &host = failure.host;
    switch (failure.code) {
    case QNetworkReply::HostNotFoundError:
        return {Kind::Network,
                Text::tr("The name %1 was not found. Check the address and the network.").arg(host)};
    case QNetworkReply::ConnectionRefusedError:
        return {Kind::Network,
                Text::tr("%1 refused the connection. Check the address, or try again later.").arg(host)};
    case QNetworkReply::SslHandshakeFailedError:
        return tlsFinding(failure);
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::UnknownProxyError:
        return proxyReason(host);
    case QNetworkReply::ProxyAuthenticationRequiredError:
        return {Kind::Proxy,
                Text::tr("The proxy on the way to %1 asks for a sign-in, or does not accept the one it got. "
                         "Check the proxy settings.")
                    .arg(host)};
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::UnknownContentError:
        return {Kind::BadResponse, Text::tr("The answer of %1 was damaged or is not HTTP.").arg(host)};
    default: // Qt's own list, which grows
        break;
    }
    if (!failure.progress.answerBegun && speaksOfProxy(failure.lineText))
        return proxyReason(host);
    if (failure.progress.answerBegun)
        return {Kind::Network, Text::tr("The answer of %1 broke off.").arg(host)};
    if (failure.progress.secure && failure.progress.connecting && !failure.progress.encrypted)
        return {Kind::Network,
                Text::tr("The secure connection to %1 was cut while it was being set up.").arg(host)};
    if (surelyNotSent(failure.progress, failure.code))
        return {Kind::Network,
                Text::tr("%1 could not be reached. Check the network and the address.").arg(host)};
    return {Kind::Network, Text::tr("%1 closed the connection without an answer.").arg(host)};
}

ApiError::Stage stageOf(const TransportFailure &failure, const Finding &finding)
{
    using Stage = ApiError::Stage;
    const TransportProgress &progress = failure.progress;
    if (failure.code == QNetworkReply::HostNotFoundError)
        return Stage::NameLookup;
    if (progress.requestSent || progress.answerBegun || progress.bodyTaken)
        return Stage::Exchange;
    const bool handshakeOpen = progress.secure && progress.connecting && !progress.encrypted;
    if (finding.kind == Kind::Tls)
        return Stage::Tls;
    if (progress.held || failure.end == TransportEnd::ConnectDeadline ||
        failure.code == QNetworkReply::ConnectionRefusedError)
        return Stage::Connection;
    // Something took the connection before it was cut.
    if (handshakeOpen)
        return Stage::Tls;
    return surelyNotSent(progress, failure.code) ? Stage::Connection : Stage::Exchange;
}

} // namespace

bool surelyNotSent(const TransportProgress &progress, QNetworkReply::NetworkError code)
{
    if (!progress.begun)
        return true;
    if (progress.requestSent || progress.answerBegun || progress.bodyTaken)
        return false;
    if (!progress.certificateFaults.isEmpty())
        return true;
    switch (code) {
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyNotFoundError:
        return true;
    default: // Qt's own list, which grows
        break;
    }
    // A write whose body is still with us whole; a read of which Qt tells reliably.
    if (progress.hasBody || !progress.goesOnce)
        return true;
    // A device without a body leaves no sign of its own, only the handshake before it does.
    return progress.secure && progress.connecting && !progress.encrypted;
}

ApiError transportError(const TransportFailure &failure)
{
    const Finding finding = failure.end == TransportEnd::None ? lineReason(failure) : ownReason(failure);
    ApiError error;
    error.kind = finding.kind;
    error.message = finding.message;
    if (failure.end == TransportEnd::None && failure.code == QNetworkReply::ProxyAuthenticationRequiredError)
        error.httpStatus = ProxySignIn;
    error.stage = stageOf(failure, finding);
    error.delivery = surelyNotSent(failure.progress, failure.code) ? ApiError::Delivery::NeverSent
                                                                   : ApiError::Delivery::Unknown;
    error.detail = failure.lineText.isEmpty()
                       ? failure.request
                       : QString(failure.request + u": "_s + visibleText(failure.lineText));
    return error;
}

} // namespace leasekeeper
