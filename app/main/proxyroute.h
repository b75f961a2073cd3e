// SPDX-License-Identifier: MIT
#pragma once

#include "secret.h"

#include <QByteArray>
#include <QNetworkProxy>
#include <QString>

#include <optional>

QT_BEGIN_NAMESPACE
class QUrl;
QT_END_NAMESPACE

namespace leasekeeper
{

/// The way to a host: directly or through a proxy, and what to sign in there with, where that is known.
struct ProxyRoute {
    QNetworkProxy proxy{QNetworkProxy::NoProxy}; ///< without a name and password of its own
    QString userName;
    Secret password;

    [[nodiscard]] bool isDirect() const { return proxy.type() == QNetworkProxy::NoProxy; }
    /// "host:port" of the proxy; empty if there is none.
    [[nodiscard]] QString place() const;

    friend bool operator==(const ProxyRoute &, const ProxyRoute &) = default;
};

/// What the system's settings say about this address. Blocks, for as long as a script of the network's
/// administrator takes (20 s have been seen).
[[nodiscard]] ProxyRoute systemRoute(const QUrl &url);

/// How one process tells another. The password goes along.
[[nodiscard]] QByteArray toBytes(const ProxyRoute &route);
/// Nullopt for anything that toBytes() does not write.
[[nodiscard]] std::optional<ProxyRoute> proxyRouteFrom(const QByteArray &bytes);

} // namespace leasekeeper
