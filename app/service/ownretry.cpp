// SPDX-License-Identifier: MIT
#include "ownretry.h"

#include "apierror.h"
#include "retrypolicy.h"

namespace leasekeeper
{

bool asksForLongPause(const ApiError &error)
{
    return error.retryAfterMs > LongestRetryAfterMs;
}

bool waitsForPerson(const ApiError &error)
{
    return error.kind == ApiError::Kind::Tls || asksForLongPause(error);
}

} // namespace leasekeeper
