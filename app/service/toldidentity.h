// SPDX-License-Identifier: MIT
#pragma once

#include "profile.h"

namespace leasekeeper
{

struct IamIdentity;

/// The profile with what the Identity service tells of its user and project. The project it has already
/// stays.
[[nodiscard]] Profile withIdentity(Profile profile, const IamIdentity &identity);

} // namespace leasekeeper
