// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

namespace leasekeeper
{

/// Milliseconds by the best clock of this system that never goes back and counts while it sleeps. One
/// file per system family implements it; CMake chooses.
[[nodiscard]] qint64 systemMonotonicMs();

} // namespace leasekeeper
