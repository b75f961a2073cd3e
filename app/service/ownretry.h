// SPDX-License-Identifier: MIT
#pragma once

namespace leasekeeper
{

struct ApiError;

/// The service asked for a pause so long that a person should decide.
[[nodiscard]] bool asksForLongPause(const ApiError &error);

/// Nothing is tried again by itself after this: a refused certificate does not mend itself, though another
/// network may have another, and a service that asksForLongPause() wants a person to know.
[[nodiscard]] bool waitsForPerson(const ApiError &error);

} // namespace leasekeeper
