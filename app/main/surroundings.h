// SPDX-License-Identifier: MIT
#pragma once

#include "credential.h"
#include "profile.h"
#include "result.h"

#include <QObject>

#include <functional>

namespace leasekeeper
{

class Authenticator;
class Clock;
class HttpClient;
class ServerClock;
class Timers;

/// What one account takes for the world outside: the real service over the network, or the demo cloud in this
/// process. Owns all it returns, and the account's secrets while they are in use.
class Surroundings : public QObject
{
    Q_OBJECT
public:
    using CompleteDone = std::function<void(const Result<Profile> &)>;

    Surroundings() = default;
    ~Surroundings() override;

    [[nodiscard]] virtual const Clock &clock() const = 0;
    [[nodiscard]] virtual Timers &timers() = 0;
    [[nodiscard]] virtual HttpClient &http() = 0;
    [[nodiscard]] virtual ServerClock &serverClock() = 0;
    [[nodiscard]] virtual Authenticator &authenticator() = 0;
    /// Where the length of pauses gets its chance from: another number each time.
    [[nodiscard]] virtual quint32 randomSeed();
    /// As given; perhaps without the project, which signing in then tells.
    [[nodiscard]] virtual const Profile &profile() const = 0;

    /// Calls `done` once, at once or later, with a profile that names its project, or with the reason why
    /// there is none. Forgets it in silence if `context` goes first.
    virtual void complete(QObject *context, CompleteDone done);
    /// Asks whom a token speaks for and when it ends, where somebody can tell and it is not known yet.
    /// profileTold() tells; no answer is no trouble.
    virtual void askWho() {}
    /// Whether the credential alone decides who signs in, so that the next one may be another user's.
    [[nodiscard]] virtual bool mayBecomeAnother() const { return false; }
    /// Such a credential is about to be given: nobody is known as the caller until profileTold() says who is.
    virtual void forgetWho() {}
    /// Whether there is something to sign in with.
    [[nodiscard]] virtual bool hasCredential() const { return true; }
    /// Goes on with this credential; what waited for one is served, what was refused may be tried again.
    virtual void signIn(const Credential &credential);
    /// Wipes every secret from memory. Calls on their way end.
    virtual void signOut();
    /// After passcodeNeeded(), one of the two.
    virtual void providePasscode(const Secret &passcode);
    virtual void abandonPasscode();
    /// Before anything is sent, or after proxyPasswordNeeded(): what to sign in to the proxy with. It stays
    /// for the session, until it is refused.
    virtual void provideProxyPassword(const QString &userName, const Secret &password);
    /// After proxyPasswordNeeded(): there is none. Nothing more is asked, until mayAskAgain().
    virtual void abandonProxyPassword();
    /// A person wants another try: a proxy may ask for its password once more.
    virtual void mayAskAgain();

Q_SIGNALS:
    /// The service wants a second factor. `whyAgain`: what was wrong with the one before, else empty.
    void passcodeNeeded(const QString &whyAgain);
    /// A proxy wants a name and password; what was on its way has failed or will. `proxy`: its host and
    /// port. `whyAgain`: what was wrong with the password before, else empty.
    void proxyPasswordNeeded(const QString &proxy, const QString &whyAgain);
    /// A second password was wrong, too: nothing is asked any more, until mayAskAgain().
    void proxyPasswordRefused(const QString &proxy);
    /// A new password counts from here on; what failed without it may be tried again.
    void proxyPasswordInUse();
    /// Signing in told more of the account than was known, or that less is.
    void profileTold(const leasekeeper::Profile &profile);
};

} // namespace leasekeeper
