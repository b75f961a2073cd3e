// SPDX-License-Identifier: MIT
#pragma once

#include <QUrl>

namespace leasekeeper
{

/// Hands an address to the browser; https alone. False if none could be started. Nothing of the address,
/// which may hold a token, gets into the log.
[[nodiscard]] bool openInBrowser(const QUrl &address);

} // namespace leasekeeper
