// SPDX-License-Identifier: MIT
#pragma once

#include "credentialkeeper.h"
#include "profile.h"
#include "secret.h"

#include <QObject>
#include <QString>

namespace leasekeeper
{

class Application;
class ConnectionDialog;
class Session;
class Settings;
class Surroundings;

/// What profiles sign in to their proxies with: typed in a connection dialog or when a proxy asks, kept
/// beside the profile's own secret, forgotten once it was refused.
class ProxyPasswords : public QObject
{
    Q_OBJECT
public:
    /// All must outlive this.
    ProxyPasswords(Application &application, Settings &settings, CredentialKeeper &keeper,
                   QObject *parent = nullptr);

    /// What the password of a profile's proxy is kept as; empty for profiles nothing is kept of.
    [[nodiscard]] static QString idOf(const QString &profileId);

    /// Finds or asks for what the proxy of this session wants, for as long as it is the one that is open.
    void serve(Session &session);
    /// Takes down what is typed in this dialog, just before it decides: giveTyped(), keepTyped() or
    /// dropTyped() follow.
    void hear(ConnectionDialog &dialog);
    void giveTyped(Surroundings &world, const Profile &profile);
    void keepTyped(const QString &profileId, bool remember);
    void dropTyped();
    /// `done` comes as with CredentialKeeper::forget().
    void forget(const QString &profileId, const CredentialKeeper::Done &done = {});

private:
    [[nodiscard]] Profile newest(const Profile &profile) const;
    void find(const QString &proxy, const QString &whyAgain);
    void ask(const QString &proxy, const QString &whyAgain);
    void take(const QString &userName, const Secret &password, bool remember);
    void tellRefused(const QString &proxy);

    Application &m_application;
    Settings &m_settings;
    CredentialKeeper &m_keeper;
    Secret m_typed;
};

} // namespace leasekeeper
