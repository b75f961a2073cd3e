// SPDX-License-Identifier: MIT
#pragma once

#include "authenticator.h"
#include "clock.h"
#include "surroundings.h"
#include "timers.h"

#include <QNetworkAccessManager>

namespace leasekeeper
{

/// The real service: the computer's clocks, the network, and a token that somebody else obtained.
class LiveWorld final : public Surroundings
{
public:
    LiveWorld(Profile profile, Secret token);

    [[nodiscard]] const Clock &clock() const override { return m_clock; }
    [[nodiscard]] Timers &timers() override { return m_timers; }
    [[nodiscard]] QNetworkAccessManager &network() override { return m_network; }
    [[nodiscard]] Authenticator &authenticator() override { return m_authenticator; }
    [[nodiscard]] Profile profile() const override { return m_profile; }

private:
    Profile m_profile;
    SystemClock m_clock;
    SystemTimers m_timers;
    QNetworkAccessManager m_network;
    TokenAuthenticator m_authenticator;
};

} // namespace leasekeeper
