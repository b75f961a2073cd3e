// SPDX-License-Identifier: MIT
#pragma once

#include "profile.h"

QT_BEGIN_NAMESPACE
class QNetworkAccessManager;
QT_END_NAMESPACE

namespace leasekeeper
{

class Authenticator;
class Clock;
class Timers;

/// What the rest of the program takes for the world outside: either the real service over the network, or the
/// demo cloud in this process. Owns all it returns.
class Surroundings
{
public:
    Surroundings() = default;
    virtual ~Surroundings();
    Surroundings(const Surroundings &) = delete;
    Surroundings &operator=(const Surroundings &) = delete;

    [[nodiscard]] virtual const Clock &clock() const = 0;
    [[nodiscard]] virtual Timers &timers() = 0;
    [[nodiscard]] virtual QNetworkAccessManager &network() = 0;
    [[nodiscard]] virtual Authenticator &authenticator() = 0;
    [[nodiscard]] virtual Profile profile() const = 0;
};

} // namespace leasekeeper
