// SPDX-License-Identifier: MIT
#pragma once

#include "credential.h"
#include "profile.h"

#include <QString>

namespace leasekeeper
{

/// Something a user already has that may be imported: a draft of a profile, and what signs it in. Only a
/// file's owner changes the file: importing reads.
struct FoundCredential {
    QString source;        ///< for people: "clouds.yaml, cloud otc", "environment variables OS_*"
    QString filePath;      ///< empty for the environment
    Profile profile;       ///< as far as the source tells; no id
    Credential credential; ///< monostate: the secret is missing and must be typed
    QString whyNot;        ///< one translated sentence why it cannot be imported; empty: it can
};

} // namespace leasekeeper
