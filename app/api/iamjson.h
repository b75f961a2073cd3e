// SPDX-License-Identifier: MIT
#pragma once

#include "iamtoken.h"
#include "project.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace leasekeeper
{

struct TokenRequest;

/// JSON of the Identity service: ModelArts API reference, section 6. The names stand here alone.

/// The body of a sign-in. Holds the password: for the wire only.
[[nodiscard]] QByteArray tokenRequestBody(const TokenRequest &request);
/// Nullopt with one translated sentence in `whyNot` where the body is not a token's.
[[nodiscard]] std::optional<IamIdentity> decodeIdentity(const QByteArray &body, QString *whyNot);
/// Projects that can be worked in: without disabled ones, accounts and the pseudo project `MOS`.
[[nodiscard]] std::optional<QList<Project>> decodeProjects(const QByteArray &body, QString *whyNot);

} // namespace leasekeeper
