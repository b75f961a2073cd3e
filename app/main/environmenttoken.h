// SPDX-License-Identifier: MIT
#pragma once

#include "secret.h"

namespace leasekeeper
{

/// Takes the token out of the environment variable OS_TOKEN: afterwards neither this process nor any program
/// it starts, such as a browser, finds it there. White space around it is dropped. Empty if there is none.
/// Call it first thing in main(), before there are threads.
[[nodiscard]] Secret takeTokenFromEnvironment();

} // namespace leasekeeper
