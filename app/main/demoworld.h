// SPDX-License-Identifier: MIT
#pragma once

#include "authenticator.h"
#include "clock.h"
#include "httpclient.h"
#include "serverclock.h"
#include "simulatedaccessmanager.h"
#include "simulatedcloud.h"
#include "surroundings.h"
#include "timers.h"

namespace leasekeeper
{

/// The demo cloud in this process: it opens no socket. Its time may run faster than real time; what protects
/// the user is timed by Timers and stays in real time.
class DemoWorld final : public Surroundings
{
public:
    /// A round trip long enough to see that answers take time, short enough not to annoy, ms.
    static constexpr qint64 RoundTripMs = 120;

    struct Options {
        int count = SimulatedCloud::Options{}.count; ///< all that are listed, colleagues' included
        quint32 seed = SimulatedCloud::Options{}.seed;
        double speed = 1.0; ///< > 0
        qint64 roundTripMs = RoundTripMs;
    };

    explicit DemoWorld(const Options &options);

    [[nodiscard]] const Clock &clock() const override { return m_clock; }
    [[nodiscard]] Timers &timers() override { return m_timers; }
    [[nodiscard]] HttpClient &http() override { return m_http; }
    [[nodiscard]] ServerClock &serverClock() override { return m_serverClock; }
    [[nodiscard]] Authenticator &authenticator() override { return m_authenticator; }
    [[nodiscard]] const Profile &profile() const override { return m_profile; }

private:
    SystemClock m_systemClock;
    ScaledClock m_clock;
    SystemTimers m_timers;
    SimulatedCloud m_cloud;
    SimulatedAccessManager m_network;
    HttpClient m_http;
    ServerClock m_serverClock;
    Profile m_profile;
    TokenAuthenticator m_authenticator;
};

} // namespace leasekeeper
