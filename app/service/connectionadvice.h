// SPDX-License-Identifier: MIT
#pragma once

#include "apierror.h"
#include "connectionstep.h"

#include <QString>

namespace leasekeeper
{

/// What a person can do about a step that failed with this error: one or two translated sentences, never
/// empty.
[[nodiscard]] QString connectionAdvice(const ApiError &error, ConnectionStep::Kind step);

} // namespace leasekeeper
