// SPDX-License-Identifier: MIT
#include "modelworld.h"

#include "authenticator.h"
#include "passwordauthenticator.h"

namespace leasekeeper::test::model
{

using namespace Qt::StringLiterals;

namespace
{

Profile profileOf(const SimulatedCloud &cloud, const Start &start)
{
    Profile profile;
    profile.id = cloud.projectId();
    profile.name = u"Model"_s;
    profile.endpoint = QUrl(u"https://modelarts.demo.invalid"_s);
    profile.iamEndpoint = QUrl(u"https://iam.demo.invalid"_s);
    profile.projectId = cloud.projectId();
    profile.userId = cloud.userId();
    profile.loginName = cloud.signIn().name;
    profile.accountName = cloud.signIn().account;
    profile.signIn = start.password ? SignInMethod::Password : SignInMethod::Token;
    profile.allUsers = start.allUsers;
    return profile;
}

} // namespace

ModelWorld::ModelWorld(VirtualTime &time, Timers &timers, FarEnd &farEnd, RouteScript &route,
                       const Start &start)
    : m_time(time),
      m_timers(timers),
      m_farEnd(farEnd),
      m_profile(profileOf(farEnd.cloud, start)),
      m_network(farEnd.cloud, time, start.roundTripMs),
      m_systemProxies(time, timers, troubledRoute(route, timers)),
      m_lookups(timers, troubledNames(route, timers)),
      m_routes(m_profile, m_systemProxies, m_lookups),
      m_http(m_network, time, timers),
      m_serverClock(time)
{
    m_farEnd.attach(m_network);
    m_http.setGate(&m_routes);
    connect(&m_http, &HttpClient::dateHeard, &m_serverClock, &ServerClock::observe);
    signOut();
}

ModelWorld::~ModelWorld() = default;

Credential ModelWorld::credential() const
{
    if (m_profile.signIn == SignInMethod::Password)
        return PasswordCredential{Secret(m_farEnd.cloud.signIn().password.toUtf8())};
    return TokenCredential{Secret(m_farEnd.cloud.token()), std::nullopt};
}

void ModelWorld::signIn(const Credential &credential)
{
    m_signedIn = true;
    if (const auto *token = std::get_if<TokenCredential>(&credential)) {
        m_authenticator.use(std::make_unique<TokenAuthenticator>(token->token));
        return;
    }
    const Secret &password = std::get<PasswordCredential>(credential).password;
    if (m_password) {
        m_password->setPassword(password);
        return;
    }
    auto made = std::make_unique<PasswordAuthenticator>(m_http, m_serverClock, m_profile, password);
    m_password = made.get();
    m_authenticator.use(std::move(made));
}

void ModelWorld::signOut()
{
    m_signedIn = false;
    if (m_password) {
        m_password->signOut();
        return;
    }
    ApiError signedOut;
    signedOut.kind = ApiError::Kind::Unauthorised;
    signedOut.delivery = ApiError::Delivery::NeverSent;
    signedOut.signInProblem = SignInProblem::SignedOut;
    signedOut.message = u"Signed out. Sign in again."_s;
    m_authenticator.refuse(signedOut);
}

} // namespace leasekeeper::test::model
