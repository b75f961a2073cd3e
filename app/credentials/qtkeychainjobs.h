// SPDX-License-Identifier: MIT
#pragma once

#include "keychainjobs.h"

namespace leasekeeper
{

/// The system's own key store: Secret Service or KWallet, Windows' credentials, the macOS keychain. Entries
/// stand under the program's id and the profile's id. There is no fallback to a file.
class QtKeychainJobs final : public KeychainJobs
{
public:
    void read(const QString &key, Done done) override;
    void write(const QString &key, const QByteArray &value, Done done) override;
    void remove(const QString &key, Done done) override;
};

} // namespace leasekeeper
