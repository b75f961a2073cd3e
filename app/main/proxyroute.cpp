// SPDX-License-Identifier: MIT
#include "proxyroute.h"

#include "jsonvalues.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkProxyFactory>
#include <QNetworkProxyQuery>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr qsizetype LargestText = 4096;

struct NamedType {
    QLatin1StringView name;
    QNetworkProxy::ProxyType type;
};
// Those a secure connection can go through.
constexpr NamedType Types[] = {{"direct"_L1, QNetworkProxy::NoProxy},
                               {"http"_L1, QNetworkProxy::HttpProxy},
                               {"socks5"_L1, QNetworkProxy::Socks5Proxy}};

const NamedType *typeOf(const QNetworkProxy &proxy)
{
    const auto *found = std::find_if(std::begin(Types), std::end(Types),
                                     [&](const NamedType &one) { return one.type == proxy.type(); });
    return found == std::end(Types) ? nullptr : found;
}

} // namespace

QString ProxyRoute::place() const
{
    return isDirect() ? QString() : u"%1:%2"_s.arg(proxy.hostName()).arg(proxy.port());
}

ProxyRoute systemRoute(const QUrl &url)
{
    const QList<QNetworkProxy> all = QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(url));
    // The first that serves, as Qt itself would choose.
    const auto found = std::find_if(all.begin(), all.end(), [](const QNetworkProxy &one) {
        return typeOf(one) != nullptr && one.isTransparentProxy();
    });
    if (found == all.end() || found->type() == QNetworkProxy::NoProxy)
        return {};
    ProxyRoute route;
    route.proxy = QNetworkProxy(found->type(), found->hostName(), found->port());
    route.proxy.setCapabilities(found->capabilities());
    route.userName = found->user();
    route.password = Secret(found->password().toUtf8());
    return route;
}

QByteArray toBytes(const ProxyRoute &route)
{
    const NamedType *type = typeOf(route.proxy);
    if (type == nullptr)
        return {};
    QJsonObject told{{u"type"_s, type->name}};
    if (!route.isDirect()) {
        told.insert(u"host"_s, route.proxy.hostName());
        told.insert(u"port"_s, route.proxy.port());
        told.insert(u"findsNames"_s,
                    route.proxy.capabilities().testFlag(QNetworkProxy::HostNameLookupCapability));
        told.insert(u"user"_s, route.userName);
        told.insert(u"password"_s, QString::fromUtf8(route.password.reveal()));
    }
    return QJsonDocument(told).toJson(QJsonDocument::Compact);
}

std::optional<ProxyRoute> proxyRouteFrom(const QByteArray &bytes)
{
    const std::optional<QJsonObject> told = parseJsonObject(bytes, nullptr);
    if (!told)
        return std::nullopt;
    const QString name = told->value("type"_L1).toString();
    const auto *type = std::find_if(std::begin(Types), std::end(Types),
                                    [&](const NamedType &one) { return one.name == name; });
    if (type == std::end(Types))
        return std::nullopt;
    if (type->type == QNetworkProxy::NoProxy)
        return ProxyRoute();
    const QString host = told->value("host"_L1).toString();
    const qint64 port = wholeNumber(told->value("port"_L1)).value_or(0);
    const QString user = told->value("user"_L1).toString();
    const QString password = told->value("password"_L1).toString();
    if (host.isEmpty() || port < 1 || port > 65'535 ||
        std::max({host.size(), user.size(), password.size()}) > LargestText)
        return std::nullopt;
    ProxyRoute route;
    route.proxy = QNetworkProxy(type->type, host, quint16(port));
    QNetworkProxy::Capabilities capabilities = route.proxy.capabilities();
    capabilities.setFlag(QNetworkProxy::HostNameLookupCapability, told->value("findsNames"_L1).toBool());
    route.proxy.setCapabilities(capabilities);
    route.userName = user;
    route.password = Secret(password.toUtf8());
    return route;
}

} // namespace leasekeeper
