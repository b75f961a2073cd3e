// SPDX-License-Identifier: MIT
#pragma once

#include "hostlookups.h"
#include "profile.h"
#include "proxyroute.h"
#include "routegate.h"
#include "secret.h"

#include <QHash>
#include <QList>
#include <QNetworkAccessManager>
#include <QPointer>
#include <QSet>
#include <QString>
#include <QUrl>

QT_BEGIN_NAMESPACE
class QAuthenticator;
class QNetworkProxy;
class QSslCertificate;
QT_END_NAMESPACE

namespace leasekeeper
{

class SystemProxies;

/// The network as a profile wants it reached: through the system's proxy, none, or its own, and trusting the
/// certificate authorities of one more file. This computer itself is always reached directly. Certificates
/// are checked in any case. Requests pass it as a gate before they are made, since the system may take its
/// time to name a proxy or to find a host, and since a password for a proxy is tried by one request before
/// others bring it. A proxy that asks for a password gets the one set here, or the one the system's settings
/// hold, or none: the request then fails, and nobody is asked while it waits.
class RoutedNetwork final : public QNetworkAccessManager, public RouteGate
{
    Q_OBJECT
public:
    /// `system` and `lookups` must outlive this.
    RoutedNetwork(const Profile &profile, SystemProxies &system, HostLookups &lookups,
                  QObject *parent = nullptr);
    ~RoutedNetwork() override;

    /// One translated sentence if the profile's file of authorities cannot be used; nothing may be sent then.
    [[nodiscard]] QString trouble() const { return m_trouble; }

    /// What proxies that ask get from now on. Qt remembers passwords and forgets them only all at once, with
    /// its connections: so a new one counts as soon as no request is on its way.
    void setProxyPassword(const QString &userName, const Secret &password);
    void forgetProxyPassword();

    void pass(const HttpRequest &request, QObject *context, Go go) override;
    void doubt() override;

Q_SIGNALS:
    /// A proxy asked and there was nothing to give; or, with `refused`, did not take what it got, which is
    /// forgotten then. Told from within the request: do not wait for anything here.
    void proxyPasswordMissing(const QString &proxy, bool refused);
    /// What setProxyPassword() brought counts now.
    void proxyPasswordInUse();

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request,
                                 QIODevice *body) override;

private:
    class Routes;

    /// Where nothing is known yet: a proxy that Qt refuses to use.
    [[nodiscard]] ProxyRoute routeTo(const QUrl &url) const;
    void readAuthorities(const QString &path);
    void answerProxy(const QNetworkProxy &proxy, QAuthenticator *answer);
    [[nodiscard]] QNetworkReply *counted(QNetworkReply *reply);
    void ended(QObject *reply);
    void passLookup(const QUrl &url, bool leavesUnseen, QObject *context, Go go);
    void passNames(const QStringList &names, const QUrl &url, QObject *context, Go go);
    [[nodiscard]] static ApiError notLookedUp(HostLookups::Answer answer, const QString &name,
                                              const QUrl &url);
    /// The proxy on this way gets a password that it has not accepted yet.
    [[nodiscard]] bool needsTrial(const QUrl &url) const;
    void passTrial(const QUrl &url, QObject *context, Go go);
    void noteTrial(QNetworkReply *reply);
    void endTrial(QObject *reply);
    void noteLogin(const ProxyRoute &route);
    void noteTrouble(const QNetworkReply &reply);
    void takeNext();

    struct Login {
        QString userName;
        Secret password;
        friend bool operator==(const Login &, const Login &) = default;
    };
    ProxySettings m_proxy;
    SystemProxies &m_system;
    HostLookups &m_lookups;
    QHash<QString, Login> m_told; ///< by the system's settings, for the proxy of this host and port
    Login m_login;                ///< what a proxy gets; without password: nothing
    Login m_next;                 ///< waits until nothing is on its way
    QSet<QString> m_gaveTo;       ///< proxies that got it
    QSet<QString> m_proved;       ///< proxies that let somebody through since
    QObject *m_trial = nullptr;   ///< the one request that tries a password
    struct Waiting {
        QUrl url;
        QPointer<QObject> context;
        Go go;
    };
    QList<Waiting> m_waiting;     ///< for the end of the trial
    bool m_isRefused = false;     ///< Qt still remembers what was refused
    QSet<QObject *> m_onTheirWay; ///< replies; by QObject, since they tell of their end last of all
    QList<QSslCertificate> m_authorities;
    QString m_trouble;
};

} // namespace leasekeeper
