// SPDX-License-Identifier: MIT
#pragma once

#include "application.h"
#include "authenticator.h"
#include "httpclient.h"
#include "mainwindow.h"
#include "serverclock.h"
#include "session.h"
#include "settings.h"
#include "simulatedaccessmanager.h"
#include "simulatedcloud.h"
#include "surroundings.h"
#include "virtualtime.h"

namespace leasekeeper::bench
{

/// The simulated cloud in this process, in virtual time.
class VirtualWorld final : public Surroundings
{
    Q_OBJECT
public:
    /// `time` must outlive this.
    VirtualWorld(test::VirtualTime &time, int count);

    [[nodiscard]] const Clock &clock() const override { return m_time; }
    [[nodiscard]] Timers &timers() override { return m_time; }
    [[nodiscard]] HttpClient &http() override { return m_http; }
    [[nodiscard]] ServerClock &serverClock() override { return m_serverClock; }
    [[nodiscard]] Authenticator &authenticator() override { return m_authenticator; }
    [[nodiscard]] const Profile &profile() const override { return m_profile; }

    [[nodiscard]] SimulatedCloud &cloud() { return m_cloud; }
    [[nodiscard]] SimulatedAccessManager &network() { return m_network; }

private:
    test::VirtualTime &m_time;
    SimulatedCloud m_cloud;
    SimulatedAccessManager m_network;
    HttpClient m_http;
    ServerClock m_serverClock;
    Profile m_profile;
    TokenAuthenticator m_authenticator;
};

/// The whole program in virtual time.
struct VirtualDesk {
    explicit VirtualDesk(int count);
    ~VirtualDesk();
    void start();

    test::VirtualTime time;
    Settings settings{QString()};
    VirtualWorld *world; ///< of the session
    Application application{time, settings};
};

} // namespace leasekeeper::bench
