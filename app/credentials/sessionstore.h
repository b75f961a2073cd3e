// SPDX-License-Identifier: MIT
#pragma once

#include "credentialstore.h"

#include <map>

namespace leasekeeper
{

/// Secrets in memory, until the program ends or wipe(). Always there, never slow, never locked.
class SessionStore final : public CredentialStore
{
    Q_OBJECT
public:
    using CredentialStore::CredentialStore;

    void read(const QString &profileId, QObject *context, Done done) override;
    void write(const QString &profileId, const Credential &credential, QObject *context, Done done) override;
    void remove(const QString &profileId, QObject *context, Done done) override;

    /// What is kept, at once; monostate if nothing is.
    [[nodiscard]] Credential kept(const QString &profileId) const;
    void keep(const QString &profileId, const Credential &credential);
    void drop(const QString &profileId);

private:
    std::map<QString, Credential> m_credentials;
};

} // namespace leasekeeper
