// SPDX-License-Identifier: MIT
#include "routednetwork.h"

#include "plaintext.h"

#include <QAuthenticator>
#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSslCertificate>
#include <QSslConfiguration>

#include <utility>

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
    connect(this, &QNetworkAccessManager::proxyAuthenticationRequired, this, &RoutedNetwork::answerProxy);
    if (!profile.caFile.isEmpty())
        readAuthorities(profile.caFile);
}

RoutedNetwork::~RoutedNetwork()
{
    // The manager deletes them when this part is gone already.
    for (QObject *reply : std::as_const(m_onTheirWay))
        reply->disconnect(this);
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
        // Without the user's name: Qt would send it with an empty password, which proxies count as wrong.
        setProxyFactory(new OneProxy(QNetworkProxy(QNetworkProxy::HttpProxy, proxy.host, proxy.port)));
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
        return counted(QNetworkAccessManager::createRequest(operation, request, body));
    QNetworkRequest trusting = request;
    QSslConfiguration tls = trusting.sslConfiguration();
    tls.addCaCertificates(m_authorities);
    trusting.setSslConfiguration(tls);
    return counted(QNetworkAccessManager::createRequest(operation, trusting, body));
}

QNetworkReply *RoutedNetwork::counted(QNetworkReply *reply)
{
    m_onTheirWay.insert(reply);
    // Before anybody else hears of it and sends again. What was aborted may still be at work in its thread.
    connect(reply, &QNetworkReply::finished, this, [this, reply] {
        if (reply->error() != QNetworkReply::OperationCanceledError)
            ended(reply);
    });
    connect(reply, &QObject::destroyed, this, &RoutedNetwork::ended);
    return reply;
}

void RoutedNetwork::ended(QObject *reply)
{
    // It may outlive this part of the manager, which deletes it in the end.
    reply->disconnect(this);
    if (m_onTheirWay.remove(reply))
        takeNext();
}

void RoutedNetwork::setProxyPassword(const QString &userName, const Secret &password)
{
    m_next = {userName, password};
    takeNext();
}

void RoutedNetwork::forgetProxyPassword()
{
    m_login = {};
    m_next = {};
    m_gaveTo.clear();
}

void RoutedNetwork::takeNext()
{
    // Requests live in a thread that may be waiting for an answer from this one: clearing waits for it.
    if (!m_onTheirWay.isEmpty() || (m_next.password.isEmpty() && !m_isRefused))
        return;
    clearAccessCache();
    m_isRefused = false;
    if (m_next.password.isEmpty())
        return;
    m_login = std::exchange(m_next, {});
    m_gaveTo.clear();
    Q_EMIT proxyPasswordInUse();
}

void RoutedNetwork::answerProxy(const QNetworkProxy &proxy, QAuthenticator *answer)
{
    const QString place = u"%1:%2"_s.arg(proxy.hostName()).arg(proxy.port());
    if (m_login.password.isEmpty()) {
        Q_EMIT proxyPasswordMissing(place, false);
    } else if (m_gaveTo.contains(place)) {
        // Qt gives by itself what it was told once, and asks again only if that was wrong; without end, as
        // long as it is told anything.
        m_login = {};
        m_isRefused = true;
        Q_EMIT proxyPasswordMissing(place, true);
    } else {
        m_gaveTo.insert(place);
        answer->setUser(m_login.userName);
        answer->setPassword(QString::fromUtf8(m_login.password.reveal()));
    }
}

} // namespace leasekeeper
