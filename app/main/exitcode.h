// SPDX-License-Identifier: MIT
#pragma once

#include "apierror.h"

namespace leasekeeper
{

/// How the program ends: part of the command line's contract.
enum class ExitCode {
    Done = 0,
    Usage = 2,      ///< wrong usage, no credentials, unknown profile
    Refused = 3,    ///< sign-in or listing refused (401, 403)
    Service = 4,    ///< service or network
    Incomplete = 5, ///< listing incomplete; what there is was written
    Output = 6,     ///< the file cannot be written
};

[[nodiscard]] constexpr ExitCode exitCodeFor(ApiError::Kind kind)
{
    return kind == ApiError::Kind::Unauthorised || kind == ApiError::Kind::Forbidden ? ExitCode::Refused
                                                                                     : ExitCode::Service;
}

/// A project that only the user can name is a matter of usage, whoever found that out.
[[nodiscard]] inline ExitCode exitCodeFor(const ApiError &error)
{
    const bool asksUser = error.signInProblem == SignInProblem::NoProject && error.httpStatus == 0;
    return asksUser ? ExitCode::Usage : exitCodeFor(error.kind);
}

} // namespace leasekeeper
