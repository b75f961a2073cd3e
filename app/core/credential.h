// SPDX-License-Identifier: MIT
#pragma once

#include "secret.h"

#include <QString>
#include <QtGlobal>

#include <optional>
#include <variant>

namespace leasekeeper
{

/// A project token that somebody else obtained (`X-Auth-Token`).
struct TokenCredential {
    Secret token;
    std::optional<qint64> expiresAtMs; ///< ms since 1970 UTC, where the service told it
    friend bool operator==(const TokenCredential &, const TokenCredential &) = default;
};

/// An IAM user's password. Name and account stand in the profile.
struct PasswordCredential {
    Secret password;
    friend bool operator==(const PasswordCredential &, const PasswordCredential &) = default;
};

/// AK/SK (ModelArts API reference, section 7). The access key is no secret by itself, but is kept with one.
struct AccessKeyCredential {
    QString accessKey;
    Secret secretKey;
    Secret securityToken; ///< temporary keys only
    friend bool operator==(const AccessKeyCredential &, const AccessKeyCredential &) = default;
};

/// What somebody signs in with. `monostate`: nothing is there (yet). Which kind fits a profile is
/// Profile::signIn.
using Credential = std::variant<std::monostate, TokenCredential, PasswordCredential, AccessKeyCredential>;

} // namespace leasekeeper
