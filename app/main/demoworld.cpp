// SPDX-License-Identifier: MIT
#include "demoworld.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

DemoWorld::DemoWorld(const Options &options)
    : m_clock(m_systemClock, options.speed),
      m_cloud(m_clock, SimulatedCloud::Options{.count = options.count, .seed = options.seed}),
      m_network(m_cloud, m_timers, options.roundTripMs),
      m_authenticator(Secret(m_cloud.token()))
{
}

Profile DemoWorld::profile() const
{
    Profile profile;
    profile.name = QCoreApplication::translate("leasekeeper::DemoWorld", "Demo");
    // A name that can never be looked up, should anything ever try.
    profile.endpoint = QUrl(u"https://modelarts.demo.invalid"_s);
    profile.region = u"demo"_s;
    profile.projectId = m_cloud.projectId();
    profile.userId = m_cloud.userId();
    profile.userName = m_cloud.userName();
    profile.allUsers = true;
    profile.isDemo = true;
    return profile;
}

} // namespace leasekeeper
