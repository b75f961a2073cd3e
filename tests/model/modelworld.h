// SPDX-License-Identifier: MIT
#pragma once

#include "accountauthenticator.h"
#include "farend.h"
#include "hostlookups.h"
#include "httpclient.h"
#include "routednetwork.h"
#include "serverclock.h"
#include "simulatedaccessmanager.h"
#include "surroundings.h"
#include "systemproxies.h"
#include "troubledroute.h"
#include "virtualtime.h"

#include <QPointer>

namespace leasekeeper
{
class PasswordAuthenticator;
}

namespace leasekeeper::test::model
{

/// What one session takes for the world: the far end of its account behind a network of its own, in virtual
/// time. Signs in and out as the real world does.
class ModelWorld final : public Surroundings
{
public:
    /// All must outlive this. `timers`: those of the program; the far end keeps to `time`.
    ModelWorld(VirtualTime &time, Timers &timers, FarEnd &farEnd, RouteScript &route, const Start &start);
    ~ModelWorld() override;

    [[nodiscard]] const Clock &clock() const override { return m_time; }
    [[nodiscard]] Timers &timers() override { return m_timers; }
    [[nodiscard]] HttpClient &http() override { return m_http; }
    [[nodiscard]] ServerClock &serverClock() override { return m_serverClock; }
    [[nodiscard]] Authenticator &authenticator() override { return m_authenticator; }
    [[nodiscard]] quint32 randomSeed() override { return ++m_seeds; }
    [[nodiscard]] const Profile &profile() const override { return m_profile; }
    [[nodiscard]] bool hasCredential() const override { return m_signedIn; }
    void signIn(const Credential &credential) override;
    void signOut() override;

    /// What may show up nowhere.
    [[nodiscard]] QString secretForTests() const { return QString::fromUtf8(m_farEnd.cloud.token()); }
    /// What signs this account in.
    [[nodiscard]] Credential credential() const;

private:
    VirtualTime &m_time;
    Timers &m_timers;
    FarEnd &m_farEnd;
    Profile m_profile;
    SimulatedAccessManager m_network;
    SystemProxies m_systemProxies;
    HostLookups m_lookups;
    RoutedNetwork m_routes; ///< the gate alone: what passes it goes to m_network
    HttpClient m_http;
    ServerClock m_serverClock;
    AccountAuthenticator m_authenticator;
    QPointer<PasswordAuthenticator> m_password; ///< behind m_authenticator
    bool m_signedIn = false;
    quint32 m_seeds = 0; ///< a script meets the same chances each time
};

} // namespace leasekeeper::test::model
