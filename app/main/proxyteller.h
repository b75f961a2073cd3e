// SPDX-License-Identifier: MIT
#pragma once

#include <QLatin1StringView>

namespace leasekeeper
{

/// The program as its own helper: `leasekeeper --tell-proxy URL` prints which proxy the system wants for the
/// address, and ends. Asking the system may take long and cannot be called off, and what it runs for that may
/// crash; a process of its own can be ended at any moment and harms nobody. Not meant for people, so --help
/// does not name it.
inline constexpr QLatin1StringView TellProxyOption{"--tell-proxy"};

[[nodiscard]] bool isProxyTeller(int argc, char **argv);
/// Returns the exit code.
[[nodiscard]] int tellProxy(int &argc, char **argv);

} // namespace leasekeeper
