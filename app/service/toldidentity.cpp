// SPDX-License-Identifier: MIT
#include "toldidentity.h"

#include "iamtoken.h"

namespace leasekeeper
{

Profile withIdentity(Profile profile, const IamIdentity &identity)
{
    if (profile.projectId.isEmpty())
        profile.projectId = identity.projectId;
    if (profile.projectId == identity.projectId && !identity.projectName.isEmpty())
        profile.projectName = identity.projectName;
    if (!identity.userId.isEmpty()) {
        profile.userId = identity.userId;
        profile.userName = identity.userName;
    }
    // Whatever can be renewed has no end that matters.
    if (profile.signIn == SignInMethod::Token && identity.expiresAtMs > 0)
        profile.signInEndsAtMs = identity.expiresAtMs;
    return profile;
}

} // namespace leasekeeper
