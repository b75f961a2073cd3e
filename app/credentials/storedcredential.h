// SPDX-License-Identifier: MIT
#pragma once

#include "credential.h"

#include <QByteArray>

#include <optional>

namespace leasekeeper
{

/// A credential as the one value that a key store keeps for a profile: compact JSON in UTF-8,
///
///     {"version":1,"kind":"token","token":"…","expiresAtMs":1700000000000}      expiresAtMs only if known
///     {"version":1,"kind":"password","password":"…"}
///     {"version":1,"kind":"accessKey","accessKey":"…","secretKey":"…","securityToken":"…"}
///                                                                        securityToken only if there is one
///
/// Empty for `monostate`, and for bytes that would not come back as they were: no UTF-8.
[[nodiscard]] QByteArray storedForm(const Credential &credential);

/// Back again; nothing if that is not what `value` holds.
[[nodiscard]] std::optional<Credential> credentialFromStoredForm(const QByteArray &value);

} // namespace leasekeeper
