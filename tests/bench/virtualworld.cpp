// SPDX-License-Identifier: MIT
#include "virtualworld.h"

using namespace Qt::StringLiterals;

namespace leasekeeper::bench
{

namespace
{

constexpr qint64 RoundTripMs = 50;

Profile profileOf(const SimulatedCloud &cloud)
{
    Profile profile;
    profile.name = u"virtual"_s;
    profile.endpoint = QUrl(u"https://modelarts.here.invalid"_s);
    profile.projectId = cloud.projectId();
    profile.userId = cloud.userId();
    profile.userName = cloud.userName();
    return profile;
}

} // namespace

VirtualWorld::VirtualWorld(test::VirtualTime &time, int count)
    : m_time(time),
      m_cloud(time, SimulatedCloud::Options{.count = count}),
      m_network(m_cloud, time, RoundTripMs),
      m_http(m_network, time, time),
      m_serverClock(time),
      m_profile(profileOf(m_cloud)),
      m_authenticator(Secret(m_cloud.token()))
{
    connect(&m_http, &HttpClient::dateHeard, &m_serverClock, &ServerClock::observe);
}

VirtualDesk::VirtualDesk(int count)
{
    auto made = std::make_unique<VirtualWorld>(time, count);
    world = made.get();
    application.open(std::move(made));
}

VirtualDesk::~VirtualDesk() = default;

void VirtualDesk::start()
{
    application.window().resize(1280, 800);
    application.start();
}

} // namespace leasekeeper::bench
