// SPDX-License-Identifier: MIT
#pragma once

#include "credential.h"
#include "profile.h"
#include "signinenvironment.h"

#include <QString>

namespace leasekeeper
{

/// What of the environment signs a run in, and what that adds to its profile.
struct ChosenCredential {
    Credential credential;
    QString projectDomain; ///< the account the project belongs to where it is not the user's
    QString error;         ///< one translated line if there is none; never a secret
};

/// The first that is complete: a token, an access key, a user with a password. Completes `profile`, which has
/// its service address, and perhaps project, region and the Identity service's address: how it signs in, as
/// whom, and where. Objects where the project is neither given nor told by signing in.
[[nodiscard]] ChosenCredential chooseCredential(const SignInEnvironment &environment, Profile &profile);

} // namespace leasekeeper
