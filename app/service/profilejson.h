// SPDX-License-Identifier: MIT
#pragma once

#include "profile.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QList>

#include <optional>

namespace leasekeeper
{

/// How profiles stand in the settings file. No secret is among what is written, and none is read.

/// nullopt: damaged, that is without id, name or an address that parseEndpoint() takes; an imported one may
/// have the sign-in address alone. A single other value of a wrong type or out of range falls back alone;
/// what protects falls back to protecting.
[[nodiscard]] std::optional<Profile> profileFromJson(const QJsonObject &json);
/// Keys of `known` that mean nothing here are kept as they are.
[[nodiscard]] QJsonObject profileToJson(const Profile &profile, const QJsonObject &known = {});

/// The list as a whole: damaged entries and second ones of the same id are left out, and counted.
struct ProfileEntries {
    QList<Profile> profiles;
    int damaged = 0;
};
[[nodiscard]] ProfileEntries profilesFromJson(const QJsonArray &entries);
/// With `profile` in place of the one with its id, else added at the end. Entries that cannot be read stay.
[[nodiscard]] QJsonArray withProfile(QJsonArray entries, const Profile &profile);
[[nodiscard]] QJsonArray withoutProfile(QJsonArray entries, const QString &id);

} // namespace leasekeeper
