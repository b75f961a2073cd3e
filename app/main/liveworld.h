// SPDX-License-Identifier: MIT
#pragma once

#include "accountauthenticator.h"
#include "clock.h"
#include "httpclient.h"
#include "serverclock.h"
#include "surroundings.h"
#include "timers.h"

#include <QNetworkAccessManager>

namespace leasekeeper
{

/// The real service: the computer's clocks, the network as the profile wants it reached, and whatever signs
/// the profile in.
class LiveWorld final : public Surroundings
{
public:
    LiveWorld(const Profile &profile, const Credential &credential);
    ~LiveWorld() override;

    [[nodiscard]] const Clock &clock() const override { return m_clock; }
    [[nodiscard]] Timers &timers() override { return m_timers; }
    [[nodiscard]] HttpClient &http() override { return m_http; }
    [[nodiscard]] ServerClock &serverClock() override { return m_serverClock; }
    [[nodiscard]] Authenticator &authenticator() override { return m_authenticator; }
    [[nodiscard]] const Profile &profile() const override { return m_profile; }

    void signIn(const Credential &credential) override;
    void signOut() override;

private:
    Profile m_profile;
    SystemClock m_clock;
    SystemTimers m_timers;
    QNetworkAccessManager m_network;
    HttpClient m_http;
    ServerClock m_serverClock;
    AccountAuthenticator m_authenticator;
};

} // namespace leasekeeper
