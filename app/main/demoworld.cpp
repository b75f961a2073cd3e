// SPDX-License-Identifier: MIT
#include "demoworld.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

Profile demoProfile(SimulatedCloud &cloud)
{
    Profile profile;
    profile.name = QCoreApplication::translate("leasekeeper::DemoWorld", "Demo");
    // A name that can never be looked up, should anything ever try.
    profile.endpoint = QUrl(u"https://modelarts.demo.invalid"_s);
    profile.region = u"demo"_s;
    profile.projectId = cloud.projectId();
    profile.projectName = cloud.projectName();
    profile.userId = cloud.userId();
    profile.userName = cloud.userName();
    profile.allUsers = true;
    profile.isDemo = true;
    return profile;
}

/// The demo lists everybody's instances: every fifth is a colleague's.
SimulatedCloud::Options cloudOptions(const DemoWorld::Options &options)
{
    const int others = options.count / 5;
    return {.count = options.count - others, .others = others, .seed = options.seed};
}

} // namespace

DemoWorld::DemoWorld(const Options &options)
    : m_clock(m_systemClock, options.speed),
      m_cloud(m_clock, cloudOptions(options)),
      m_network(m_cloud, m_timers, options.roundTripMs),
      m_http(m_network, m_clock, m_timers),
      m_serverClock(m_clock),
      m_profile(demoProfile(m_cloud)),
      m_authenticator(Secret(m_cloud.token()))
{
    connect(&m_http, &HttpClient::dateHeard, &m_serverClock, &ServerClock::observe);
}

} // namespace leasekeeper
