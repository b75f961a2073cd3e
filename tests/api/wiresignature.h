// SPDX-License-Identifier: MIT
#pragma once

#include "scriptedserver.h"

#include <QByteArray>
#include <QString>

namespace leasekeeper::test
{

/// Recomputes the signature of a request from the bytes that came, taking their escapes as they are. Empty
/// if it fits, else what does not. Shares no code with the signer.
[[nodiscard]] QString signatureFault(const ScriptedRequest &request, const QByteArray &accessKey,
                                     const QByteArray &secretKey);

} // namespace leasekeeper::test
