// SPDX-License-Identifier: MIT
#pragma once

#include "cloudidentityjson.h"
#include "cloudtokens.h"

#include <QByteArray>
#include <QtGlobal>

#include <variant>

namespace leasekeeper
{

class CloudDirectory;

/// Signing in with a password and perhaps a passcode (ModelArts API reference, section 6).
namespace cloudsignin
{

/// So many wrong passwords or passcodes in a row lock a user for so long.
constexpr int WrongUntilLocked = 5;
constexpr qint64 LockMs = 15 * 60'000;

/// The token that `body` earns, still without value and end, or why there is none. Wrong passwords count.
/// `nowMs`: service time.
[[nodiscard]] std::variant<CloudToken, CloudIdentityRefusal> check(const QByteArray &body,
                                                                   CloudDirectory &directory, qint64 nowMs);

} // namespace cloudsignin

} // namespace leasekeeper
