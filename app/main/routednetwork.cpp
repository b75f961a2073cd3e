// SPDX-License-Identifier: MIT
#include "routednetwork.h"

#include "plaintext.h"

#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QNetworkProxy>
#include <QNetworkRequest>
#include <QSslCertificate>
#include <QSslConfiguration>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr qint64 LargestFile = 4 << 20;
constexpr int PathChars = 200;

bool isThisComputer(const QString &host)
{
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

/// Whatever is set for the whole system, and nothing for this computer itself.
class SystemProxies final : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        return isThisComputer(query.peerHostName()) ? QList{QNetworkProxy(QNetworkProxy::NoProxy)}
                                                    : systemProxyForQuery(query);
    }
};

class OneProxy final : public QNetworkProxyFactory
{
public:
    explicit OneProxy(const QNetworkProxy &proxy) : m_proxy(proxy) {}
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        return {isThisComputer(query.peerHostName()) ? QNetworkProxy(QNetworkProxy::NoProxy) : m_proxy};
    }

private:
    QNetworkProxy m_proxy;
};

} // namespace

RoutedNetwork::RoutedNetwork(const Profile &profile, QObject *parent) : QNetworkAccessManager(parent)
{
    useProxy(profile.proxy);
    if (!profile.caFile.isEmpty())
        readAuthorities(profile.caFile);
}

void RoutedNetwork::useProxy(const ProxySettings &proxy)
{
    switch (proxy.mode) {
    case ProxySettings::Mode::System:
        setProxyFactory(new SystemProxies); // the manager owns it
        break;
    case ProxySettings::Mode::None:
        setProxy(QNetworkProxy(QNetworkProxy::NoProxy));
        break;
    case ProxySettings::Mode::Own:
        setProxyFactory(
            new OneProxy(QNetworkProxy(QNetworkProxy::HttpProxy, proxy.host, proxy.port, proxy.userName)));
        break;
    }
}

void RoutedNetwork::readAuthorities(const QString &path)
{
    const QString shown = visibleText(QDir::toNativeSeparators(path), PathChars);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        m_trouble = tr("The file of certificate authorities %1 cannot be read: %2.")
                        .arg(shown, visibleText(file.errorString(), PathChars));
        return;
    }
    if (file.size() <= LargestFile)
        m_authorities = QSslCertificate::fromData(file.readAll(), QSsl::Pem);
    if (m_authorities.isEmpty())
        m_trouble = tr("The file %1 holds no certificate in PEM form.").arg(shown);
}

QNetworkReply *RoutedNetwork::createRequest(Operation operation, const QNetworkRequest &request,
                                            QIODevice *body)
{
    if (m_authorities.isEmpty())
        return QNetworkAccessManager::createRequest(operation, request, body);
    QNetworkRequest trusting = request;
    QSslConfiguration tls = trusting.sslConfiguration();
    tls.addCaCertificates(m_authorities);
    trusting.setSslConfiguration(tls);
    return QNetworkAccessManager::createRequest(operation, trusting, body);
}

} // namespace leasekeeper
