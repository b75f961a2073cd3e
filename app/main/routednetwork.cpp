// SPDX-License-Identifier: MIT
#include "routednetwork.h"

#include "hostlookups.h"
#include "httprequest.h"
#include "plaintext.h"
#include "systemproxies.h"
#include "transporterrors.h"

#include <QAuthenticator>
#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QNetworkProxy>
#include <QNetworkProxyFactory>
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
constexpr int HostChars = 120;

bool isThisComputer(const QString &host)
{
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

/// What Qt is going to look up: most proxies find by themselves what is behind them, and nobody else is to
/// hear of that.
QStringList namesToLookUp(const QUrl &url, const ProxyRoute &route)
{
    QStringList names;
    if (route.proxy.type() == QNetworkProxy::DefaultProxy)
        return names; // nothing is known yet, and nothing leaves
    if (!route.isDirect())
        names.append(route.proxy.hostName());
    if (route.isDirect() || !route.proxy.capabilities().testFlag(QNetworkProxy::HostNameLookupCapability))
        names.append(url.host());
    names.removeIf([](const QString &name) { return name.isEmpty() || isThisComputer(name); });
    return names;
}

ApiError hindrance(ApiError::Kind kind, ApiError::Stage stage, const QString &message)
{
    ApiError error;
    error.kind = kind;
    error.delivery = ApiError::Delivery::NeverSent;
    error.stage = stage;
    error.message = message;
    return error;
}

} // namespace

/// Asked by Qt for each request.
class RoutedNetwork::Routes final : public QNetworkProxyFactory
{
public:
    explicit Routes(const RoutedNetwork &network) : m_network(network) {}
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        return {m_network.routeTo(query.url()).proxy};
    }

private:
    const RoutedNetwork &m_network;
};

RoutedNetwork::RoutedNetwork(const Profile &profile, SystemProxies &system, HostLookups &lookups,
                             QObject *parent)
    : QNetworkAccessManager(parent), m_proxy(profile.proxy), m_system(system), m_lookups(lookups)
{
    setProxyFactory(new Routes(*this)); // the manager owns it
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

ProxyRoute RoutedNetwork::routeTo(const QUrl &url) const
{
    if (isThisComputer(url.host()))
        return {};
    switch (m_proxy.mode) {
    case ProxySettings::Mode::None:
        return {};
    case ProxySettings::Mode::Own:
        // Without the user's name: Qt would send it with an empty password, which proxies count as wrong.
        return {QNetworkProxy(QNetworkProxy::HttpProxy, m_proxy.host, m_proxy.port), {}, {}};
    case ProxySettings::Mode::System:
        break;
    }
    return m_system.known(url).value_or(ProxyRoute{QNetworkProxy(QNetworkProxy::DefaultProxy), {}, {}});
}

void RoutedNetwork::pass(const HttpRequest &request, QObject *context, Go go)
{
    const QUrl url = request.url;
    if (m_proxy.mode != ProxySettings::Mode::System || isThisComputer(url.host())) {
        passLookup(url, request.leavesUnseen(), context, std::move(go));
        return;
    }
    m_system.find(url, context,
                  [this, url, leavesUnseen = request.leavesUnseen(), context = QPointer(context),
                   go = std::move(go)](const QString &whyNot) {
                      if (!whyNot.isEmpty()) {
                          go(hindrance(ApiError::Kind::Proxy, ApiError::Stage::Connection, whyNot));
                          return;
                      }
                      noteLogin(routeTo(url));
                      passLookup(url, leavesUnseen, context, go);
                  });
}

void RoutedNetwork::passLookup(const QUrl &url, bool leavesUnseen, QObject *context, Go go)
{
    const QStringList names = namesToLookUp(url, routeTo(url));
    for (const QString &name : names)
        m_lookups.begin(name);
    if (leavesUnseen)
        passNames(names, url, context, std::move(go));
    else
        passTrial(url, context, std::move(go));
}

/// Waits for all of them. A name that is not found holds the request back as well: Qt would look it up once
/// more, and that may take longer.
void RoutedNetwork::passNames(const QStringList &names, const QUrl &url, QObject *context, Go go)
{
    if (names.isEmpty()) {
        passTrial(url, context, std::move(go));
        return;
    }
    m_lookups.find(
        names.constFirst(), context,
        [this, names, url, context = QPointer(context), go = std::move(go)](HostLookups::Answer answer) {
            if (answer == HostLookups::Answer::Found) {
                passNames(names.mid(1), url, context, go);
                return;
            }
            m_system.doubt();
            go(notLookedUp(answer, names.constFirst(), url));
        });
}

ApiError RoutedNetwork::notLookedUp(HostLookups::Answer answer, const QString &name, const QUrl &url)
{
    if (answer == HostLookups::Answer::NotFound) {
        TransportFailure failure;
        failure.code =
            name == url.host() ? QNetworkReply::HostNotFoundError : QNetworkReply::ProxyNotFoundError;
        failure.host = visibleText(url.host(), HostChars);
        return transportError(failure);
    }
    return hindrance(ApiError::Kind::Timeout, ApiError::Stage::NameLookup,
                     tr("The name %1 could not be looked up within %2 s. Check the network and the address.")
                         .arg(visibleText(name, HostChars))
                         .arg(HostLookups::WaitMs / 1000));
}

bool RoutedNetwork::needsTrial(const QUrl &url) const
{
    const QString place = routeTo(url).place();
    if (place.isEmpty() || m_proved.contains(place))
        return false;
    return !m_login.password.isEmpty() ||
           (!m_gaveTo.contains(place) && !m_told.value(place).password.isEmpty());
}

void RoutedNetwork::passTrial(const QUrl &url, QObject *context, Go go)
{
    // Many at once would all bring it: proxies lock users out for a few wrong ones.
    if (m_trial && needsTrial(url))
        m_waiting.append({url, context, std::move(go)});
    else
        go({});
}

void RoutedNetwork::noteTrial(QNetworkReply *reply)
{
    const QUrl url = reply->url();
    if (m_trial || !needsTrial(url))
        return;
    m_trial = reply;
    const QString place = routeTo(url).place();
    // Whatever is behind the proxy, it let us through.
    connect(reply, &QNetworkReply::encrypted, this, [this, reply, place] {
        m_proved.insert(place);
        endTrial(reply);
    });
}

void RoutedNetwork::endTrial(QObject *reply)
{
    if (m_trial != reply)
        return;
    m_trial = nullptr;
    // Later: what was refused must be gone from Qt's memory by then.
    QMetaObject::invokeMethod(
        this,
        [this] {
            const QList<Waiting> waiting = std::exchange(m_waiting, {});
            for (const Waiting &one : waiting) {
                if (one.context)
                    passTrial(one.url, one.context, one.go);
            }
        },
        Qt::QueuedConnection);
}

void RoutedNetwork::doubt()
{
    m_system.doubt();
}

void RoutedNetwork::noteLogin(const ProxyRoute &route)
{
    const Login told{route.userName, route.password};
    Login &known = m_told[route.place()];
    if (known == told)
        return;
    // What was refused, or accepted, before was another one.
    m_gaveTo.remove(route.place());
    m_proved.remove(route.place());
    known = told;
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
    noteTrial(reply);
    // Before anybody else hears of it and sends again. What was aborted may still be at work in its thread.
    connect(reply, &QNetworkReply::finished, this, [this, reply] {
        noteTrouble(*reply);
        if (reply->error() != QNetworkReply::OperationCanceledError)
            ended(reply);
    });
    connect(reply, &QObject::destroyed, this, &RoutedNetwork::ended);
    return reply;
}

void RoutedNetwork::noteTrouble(const QNetworkReply &reply)
{
    if (reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid())
        return;
    switch (reply.error()) {
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::TimeoutError:
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::UnknownNetworkError:
    case QNetworkReply::UnknownProxyError:
        m_system.doubt();
        break;
    case QNetworkReply::ProxyAuthenticationRequiredError:
        break;
    default: // Qt's own list, which grows; given up, too, perhaps because nobody answered
        m_system.review();
        break;
    }
}

void RoutedNetwork::ended(QObject *reply)
{
    // It may outlive this part of the manager, which deletes it in the end.
    reply->disconnect(this);
    if (m_onTheirWay.remove(reply))
        takeNext();
    endTrial(reply);
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
    m_told.clear();
    m_gaveTo.clear();
    m_proved.clear();
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
    m_proved.clear();
    Q_EMIT proxyPasswordInUse();
}

void RoutedNetwork::answerProxy(const QNetworkProxy &proxy, QAuthenticator *answer)
{
    const QString place = u"%1:%2"_s.arg(proxy.hostName()).arg(proxy.port());
    const bool isOwn = !m_login.password.isEmpty();
    const Login login = isOwn ? m_login : m_told.value(place);
    if (login.password.isEmpty()) {
        Q_EMIT proxyPasswordMissing(place, false);
    } else if (m_gaveTo.contains(place)) {
        // Qt gives by itself what it was told once, and asks again only if that was wrong; without end, as
        // long as it is told anything.
        m_login = {};
        m_proved.remove(place);
        m_isRefused = true;
        Q_EMIT proxyPasswordMissing(place, isOwn);
    } else {
        m_gaveTo.insert(place);
        answer->setUser(login.userName);
        answer->setPassword(QString::fromUtf8(login.password.reveal()));
    }
}

} // namespace leasekeeper
