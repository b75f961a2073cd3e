// SPDX-License-Identifier: MIT
#include "liveworld.h"

#include "accesskeyauthenticator.h"
#include "passwordauthenticator.h"
#include "profilecompletion.h"
#include "toldidentity.h"

#include <memory>
#include <utility>

namespace leasekeeper
{

namespace
{

constexpr int MostRefusals = 2;

ApiError refusal(ApiError::Kind kind, SignInProblem problem, const QString &message)
{
    ApiError error;
    error.kind = kind;
    error.delivery = ApiError::Delivery::NeverSent;
    error.signInProblem = problem;
    error.message = message;
    return error;
}

} // namespace

LiveWorld::LiveWorld(const Profile &profile, const Credential &credential, QString projectDomain,
                     const SystemProxies::Helper &proxyHelper, std::optional<TimeSource> time)
    : m_profile(profile),
      m_clock(time ? time->clock : m_ownClock),
      m_timers(time ? time->timers : m_ownTimers),
      m_systemProxies(m_clock, m_timers, proxyHelper),
      m_lookups(m_timers),
      m_network(profile, m_systemProxies, m_lookups),
      m_http(m_network, m_clock, m_timers),
      m_serverClock(m_clock),
      m_projectDomain(std::move(projectDomain))
{
    m_http.setGate(&m_network);
    connect(&m_http, &HttpClient::dateHeard, &m_serverClock, &ServerClock::observe);
    // Whoever is answered got past the proxy.
    connect(&m_http, &HttpClient::dateHeard, this, [this] { m_refusedProxyPasswords = 0; });
    connect(&m_network, &RoutedNetwork::proxyPasswordMissing, this, &LiveWorld::onProxyPasswordMissing);
    connect(&m_network, &RoutedNetwork::proxyPasswordInUse, this, [this] { m_asksForProxy = false; });
    // Later: it is told from within other objects' work, and whoever hears it may send again.
    connect(&m_network, &RoutedNetwork::proxyPasswordInUse, this, &Surroundings::proxyPasswordInUse,
            Qt::QueuedConnection);
    signIn(credential);
}

LiveWorld::~LiveWorld() = default;

void LiveWorld::signIn(const Credential &credential)
{
    if (!m_network.trouble().isEmpty()) {
        m_authenticator.refuse(refusal(ApiError::Kind::Tls, SignInProblem::None, m_network.trouble()));
        return;
    }
    m_hasCredential = true;
    const auto *token = std::get_if<TokenCredential>(&credential);
    const auto *password = std::get_if<PasswordCredential>(&credential);
    const auto *key = std::get_if<AccessKeyCredential>(&credential);
    if (m_profile.signIn == SignInMethod::Token && token) {
        signInWithToken(*token);
    } else if (m_profile.signIn == SignInMethod::Password && password) {
        signInWithPassword(password->password);
    } else if (m_profile.signIn == SignInMethod::AccessKey && key) {
        signInWithKey(*key);
    } else {
        signOut();
        m_authenticator.refuse(refusal(ApiError::Kind::Unauthorised, SignInProblem::SignedOut,
                                       tr("There is nothing to sign in with.")));
    }
}

void LiveWorld::askWho()
{
    const bool isKnown = m_profile.signInEndsAtMs && !m_profile.userId.isEmpty();
    if (m_token.isEmpty() || isKnown || !m_profile.iamEndpoint.isValid())
        return;
    m_inspection = std::make_unique<IamApi>(m_http, m_profile.iamEndpoint);
    ApiCall<IamToken> *call = m_inspection->inspectToken(m_token, m_inspection.get());
    connect(call, &ApiCallBase::finished, this, [this, call] {
        if (call->result())
            learn(call->result().value().identity);
    });
}

bool LiveWorld::mayBecomeAnother() const
{
    // The profile says whose password it is, and nobody whose token or key.
    return m_profile.signIn != SignInMethod::Password;
}

void LiveWorld::forgetWho()
{
    Profile told = m_profile;
    told.userId.clear();
    told.userName.clear();
    told.signInEndsAtMs.reset();
    tell(told);
}

bool LiveWorld::hasCredential() const
{
    return m_hasCredential;
}

void LiveWorld::signInWithToken(const TokenCredential &token)
{
    m_inspection.reset(); // its answer would be about the token before
    m_token = token.token;
    Profile told = m_profile;
    told.signInEndsAtMs = token.expiresAtMs;
    tell(told);
    m_authenticator.use(std::make_unique<TokenAuthenticator>(token.token));
}

void LiveWorld::signInWithPassword(const Secret &password)
{
    if (!m_profile.iamEndpoint.isValid()) {
        m_authenticator.refuse(
            refusal(ApiError::Kind::Unauthorised, SignInProblem::SignedOut,
                    tr("No address of the Identity service is known to sign in with a password.")));
        return;
    }
    if (m_password) {
        m_password->setPassword(password);
        return;
    }
    auto made = std::make_unique<PasswordAuthenticator>(m_http, m_serverClock, m_profile, password);
    m_password = made.get();
    m_password->setProjectDomain(m_projectDomain);
    connect(m_password, &PasswordAuthenticator::passcodeNeeded, this, &Surroundings::passcodeNeeded);
    connect(m_password, &PasswordAuthenticator::signedIn, this, &LiveWorld::learn);
    m_authenticator.use(std::move(made));
}

void LiveWorld::signInWithKey(const AccessKeyCredential &key)
{
    if (m_key) {
        m_key->reset(key);
        return;
    }
    auto made = std::make_unique<AccessKeyAuthenticator>(key, m_profile.projectId, m_serverClock);
    m_key = made.get();
    m_authenticator.use(std::move(made));
}

void LiveWorld::signOut()
{
    m_hasCredential = false;
    // Those that may be waited for end their calls; they stay, empty, for another sign-in.
    if (m_password)
        m_password->signOut();
    else if (m_key)
        m_key->signOut();
    else
        m_authenticator.refuse(refusal(ApiError::Kind::Unauthorised, SignInProblem::SignedOut,
                                       tr("Signed out. Sign in again.")));
    m_token.wipe();
    m_inspection.reset();
    m_network.forgetProxyPassword();
    mayAskAgain();
    // Connections know who asked, and a proxy's password.
    m_network.clearAccessCache();
}

void LiveWorld::providePasscode(const Secret &passcode)
{
    if (m_password)
        m_password->providePasscode(passcode);
}

void LiveWorld::abandonPasscode()
{
    if (m_password)
        m_password->abandonPasscode();
}

void LiveWorld::provideProxyPassword(const QString &userName, const Secret &password)
{
    // Nothing new to ask before this one counts.
    m_asksForProxy = true;
    m_network.setProxyPassword(userName, password);
}

void LiveWorld::abandonProxyPassword()
{
    m_asksForProxy = true;
}

void LiveWorld::mayAskAgain()
{
    m_asksForProxy = false;
    m_refusedProxyPasswords = 0;
}

void LiveWorld::onProxyPasswordMissing(const QString &proxy, bool refused)
{
    if (refused)
        ++m_refusedProxyPasswords;
    if (m_asksForProxy)
        return;
    m_asksForProxy = true;
    // Never from within the request, which would wait for the person.
    QMetaObject::invokeMethod(
        this,
        [this, proxy, refused] {
            if (m_refusedProxyPasswords >= MostRefusals)
                Q_EMIT proxyPasswordRefused(proxy);
            else
                Q_EMIT proxyPasswordNeeded(
                    proxy, refused ? tr("The proxy did not accept this name and password.") : QString());
        },
        Qt::QueuedConnection);
}

void LiveWorld::learn(const IamIdentity &identity)
{
    tell(withIdentity(m_profile, identity));
}

void LiveWorld::tell(const Profile &profile)
{
    if (profile == m_profile)
        return;
    m_profile = profile;
    Q_EMIT profileTold(m_profile);
}

void LiveWorld::complete(QObject *context, CompleteDone done)
{
    if (!m_network.trouble().isEmpty()) {
        done(refusal(ApiError::Kind::Tls, SignInProblem::None, m_network.trouble()));
        return;
    }
    if (!m_profile.projectId.isEmpty()) {
        done(m_profile);
        return;
    }
    if (!m_password && !m_key && m_token.isEmpty()) {
        done(refusal(ApiError::Kind::Unauthorised, SignInProblem::SignedOut,
                     tr("There is nothing to sign in with.")));
        return;
    }
    if (!m_profile.iamEndpoint.isValid()) {
        done(projectMissing(tr("Without the address of the Identity service the project cannot be found out. "
                               "Name the project by its ID.")));
        return;
    }
    auto *completion = new ProfileCompletion(
        m_http, m_profile, [this, done](const Result<Profile> &found) { completed(found, done); }, context);
    if (m_password)
        completion->finder().byPassword(*m_password);
    else if (m_key)
        completion->finder().byKey(*m_key);
    else
        completion->finder().byToken(m_token);
}

void LiveWorld::completed(const Result<Profile> &found, const CompleteDone &done)
{
    if (found) {
        m_profile = found.value();
        if (m_key)
            m_key->setProjectId(m_profile.projectId);
        if (m_password)
            m_password->setProjectId(m_profile.projectId);
    }
    done(found);
}

} // namespace leasekeeper
