// SPDX-License-Identifier: MIT
#pragma once

#include "accountauthenticator.h"
#include "clock.h"
#include "hostlookups.h"
#include "httpclient.h"
#include "iamapi.h"
#include "routednetwork.h"
#include "serverclock.h"
#include "surroundings.h"
#include "systemproxies.h"
#include "timers.h"

#include <QPointer>

#include <memory>
#include <optional>

namespace leasekeeper
{

class AccessKeyAuthenticator;
class PasswordAuthenticator;
struct IamIdentity;

/// The real service: the computer's clocks, the network as the profile wants it reached, and whatever signs
/// the profile in.
class LiveWorld final : public Surroundings
{
    Q_OBJECT
public:
    struct TimeSource {
        const Clock &clock;
        Timers &timers;
    };

    /// A credential that does not fit the profile's way to sign in counts as none.
    /// `projectDomain`: the account the project belongs to where it is not the user's.
    /// `proxyHelper`: tells of the system's proxies.
    /// `time`: where time comes from, if not from the computer; must outlive this.
    LiveWorld(const Profile &profile, const Credential &credential, QString projectDomain = {},
              const SystemProxies::Helper &proxyHelper = {}, std::optional<TimeSource> time = {});
    ~LiveWorld() override;

    [[nodiscard]] const Clock &clock() const override { return m_clock; }
    [[nodiscard]] Timers &timers() override { return m_timers; }
    [[nodiscard]] HttpClient &http() override { return m_http; }
    [[nodiscard]] ServerClock &serverClock() override { return m_serverClock; }
    [[nodiscard]] Authenticator &authenticator() override { return m_authenticator; }
    [[nodiscard]] const Profile &profile() const override { return m_profile; }

    void askWho() override;
    [[nodiscard]] bool mayBecomeAnother() const override;
    void forgetWho() override;
    [[nodiscard]] bool hasCredential() const override;
    void complete(QObject *context, CompleteDone done) override;
    void signIn(const Credential &credential) override;
    void signOut() override;
    void providePasscode(const Secret &passcode) override;
    void abandonPasscode() override;
    void provideProxyPassword(const QString &userName, const Secret &password) override;
    void abandonProxyPassword() override;
    void mayAskAgain() override;

private:
    void signInWithToken(const TokenCredential &token);
    void signInWithPassword(const Secret &password);
    void signInWithKey(const AccessKeyCredential &key);
    void completed(const Result<Profile> &found, const CompleteDone &done);
    void learn(const IamIdentity &identity);
    void tell(const Profile &profile);
    void onProxyPasswordMissing(const QString &proxy, bool refused);

    Profile m_profile;
    SystemClock m_ownClock;
    SystemTimers m_ownTimers;
    const Clock &m_clock;
    Timers &m_timers;
    SystemProxies m_systemProxies;
    HostLookups m_lookups;
    RoutedNetwork m_network;
    HttpClient m_http;
    ServerClock m_serverClock;
    QString m_projectDomain;
    bool m_hasCredential = false;
    bool m_asksForProxy = false;     ///< asked, or not to be asked: nothing more about the proxy's password
    int m_refusedProxyPasswords = 0; ///< one after the other
    Secret m_token;                  ///< pasted, where that signs in
    std::unique_ptr<IamApi> m_inspection; ///< of the token
    AccountAuthenticator m_authenticator;
    QPointer<PasswordAuthenticator> m_password; ///< behind m_authenticator, where it is one
    QPointer<AccessKeyAuthenticator> m_key;     ///< the same
};

} // namespace leasekeeper
