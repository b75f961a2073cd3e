// SPDX-License-Identifier: MIT
#pragma once

#include "secret.h"

#include <QProcessEnvironment>
#include <QString>

namespace leasekeeper
{

/// What the environment says about signing in (ModelArts API reference, section 9), as far as the command
/// line uses it. White space around values is dropped.
struct SignInEnvironment {
    Secret token;      ///< OS_TOKEN
    QString accessKey; ///< HUAWEICLOUD_SDK_AK
    Secret secretKey;  ///< HUAWEICLOUD_SDK_SK
    Secret securityToken;
    QString userName; ///< OS_USERNAME
    Secret password;  ///< OS_PASSWORD; its white space counts
    QString userDomainName;
    QString authUrl;
    QString projectName;
    QString projectDomainName;
};

/// Takes every secret that some program is known to read from the environment out of this process's own:
/// afterwards neither this process nor any program it starts, such as a browser, finds one there.
/// `everything`, if given, gets the environment as it was, for finding what may be imported. Call it first
/// thing in main(), before there are threads.
[[nodiscard]] SignInEnvironment takeSignInEnvironment(QProcessEnvironment *everything = nullptr);

} // namespace leasekeeper
