// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace leasekeeper
{

/// One step of finding out whether a profile works; in this order.
struct ConnectionStep {
    enum class Kind {
        Proxy,      ///< the proxy, where there is one, lets us through
        NameLookup, ///< the host has an address
        Connection, ///< something listens there
        Tls,        ///< the certificate is trusted
        Clock,      ///< this computer's clock against the service's
        SignIn,
        Project,
        Permission, ///< the instances may be listed
    };
    enum class State { Waiting, Running, Passed, Warning, Failed, Skipped };

    Kind kind = Kind::NameLookup;
    State state = State::Waiting;
    QString text;    ///< one translated sentence: what was found; empty while waiting
    QString advice;  ///< what to do about a failure or warning; empty otherwise
    QString details; ///< code, service text and request id, to copy; never a secret
    friend bool operator==(const ConnectionStep &, const ConnectionStep &) = default;
};

} // namespace leasekeeper
