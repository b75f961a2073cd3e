// SPDX-License-Identifier: MIT
#pragma once

#include "credential.h"

#include <QObject>
#include <QString>

#include <functional>

namespace leasekeeper
{

/// How asking a key store ended. Never the reason to keep a secret anywhere else on disk.
struct StoreAnswer {
    enum class Outcome {
        Done,
        NotFound,    ///< nothing is kept for this profile
        Unavailable, ///< there is no key store on this computer
        Locked,      ///< there is one, and it was not unlocked
        Refused,     ///< the user or the system said no
        Damaged,     ///< what is kept cannot be understood
        Cancelled,
    };
    Outcome outcome = Outcome::Done;
    Credential credential; ///< of read(), if Done
    QString text;          ///< one translated sentence for people if not Done; never a secret
};

/// Where secrets are kept between runs, one credential per profile id. Everything is asynchronous: a key
/// store may ask the user for a password and stay silent until they answer.
class CredentialStore : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    using Done = std::function<void(const StoreAnswer &)>;

    /// Each calls `done` exactly once, from the event loop, unless `context` goes first.
    virtual void read(const QString &profileId, QObject *context, Done done) = 0;
    virtual void write(const QString &profileId, const Credential &credential, QObject *context,
                       Done done) = 0;
    virtual void remove(const QString &profileId, QObject *context, Done done) = 0;

Q_SIGNALS:
    /// A call for this profile has had no answer for some seconds: perhaps the system is asking the user for
    /// a password. Told once for each call, which goes on.
    void waiting(const QString &profileId);
};

} // namespace leasekeeper
