// SPDX-License-Identifier: MIT
#include "liveworld.h"

namespace leasekeeper
{

namespace
{

ApiError notSignedIn(const QString &message)
{
    ApiError error;
    error.kind = ApiError::Kind::Unauthorised;
    error.delivery = ApiError::Delivery::NeverSent;
    error.message = message;
    return error;
}

} // namespace

LiveWorld::LiveWorld(const Profile &profile, const Credential &credential)
    : m_profile(profile), m_http(m_network, m_clock, m_timers), m_serverClock(m_clock)
{
    connect(&m_http, &HttpClient::dateHeard, &m_serverClock, &ServerClock::observe);
    signIn(credential);
}

LiveWorld::~LiveWorld() = default;

void LiveWorld::signIn(const Credential &credential)
{
    if (const auto *token = std::get_if<TokenCredential>(&credential))
        m_authenticator.use(std::make_unique<TokenAuthenticator>(token->token));
    else
        m_authenticator.refuse(notSignedIn(tr("There is nothing to sign in with yet.")));
}

void LiveWorld::signOut()
{
    m_authenticator.refuse(notSignedIn(tr("You signed out.")));
    // Connections know who asked, and a proxy's password.
    m_network.clearAccessCache();
}

} // namespace leasekeeper
