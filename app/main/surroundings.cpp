// SPDX-License-Identifier: MIT
#include "surroundings.h"

namespace leasekeeper
{

// Out of line, so that the table of virtual functions has one home.
Surroundings::~Surroundings() = default;

} // namespace leasekeeper
