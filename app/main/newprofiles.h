// SPDX-License-Identifier: MIT
#pragma once

#include "credential.h"
#include "profile.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace leasekeeper
{

class CredentialKeeper;

/// What a profile needs to be a new one.

[[nodiscard]] QString newProfileId();
[[nodiscard]] QStringList namesOfOthers(const QList<Profile> &profiles, const QString &exceptId);
/// `wanted`, with a number behind it if one of `profiles` is called so.
[[nodiscard]] QString unusedName(const QString &wanted, const QList<Profile> &profiles);
/// To the key store or in memory only, as somebody decided. No credential, or no id: nothing.
void keepSecret(CredentialKeeper &keeper, const QString &profileId, const Credential &credential,
                bool remember);

} // namespace leasekeeper
