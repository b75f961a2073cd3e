// SPDX-License-Identifier: MIT
#pragma once

#include "profile.h"

#include <QString>

namespace leasekeeper
{

/// What the next account's page says of the one that was left: how many actions were called off before they
/// were sent, and how many were sent and had no answer yet. Empty if there is nothing to say.
[[nodiscard]] QString farewellText(const Profile &left, int calledOff, int unanswered);

} // namespace leasekeeper
