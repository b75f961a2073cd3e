// SPDX-License-Identifier: MIT
#pragma once

#include "instance.h"
#include "leaserequest.h"

#include <QString>
#include <QUrl>

namespace leasekeeper
{

/// Where to look and as whom: one account, project and region. Holds no secret.
struct Profile {
    QString name;  ///< shown in the window; "Demo" for the demo cloud
    QUrl endpoint; ///< https://modelarts.{region}.{suffix}; http only for loopback
    QString projectId;
    QString region;
    QString workspaceId;   ///< empty: whatever the service takes as default
    bool allUsers = false; ///< /notebooks/all in place of /notebooks
    QString userId;        ///< the caller's own id where it is known
    QString userName;      ///< the caller's own name where it is known
    LeaseRange leaseRange;
    bool isDemo = false;

    friend bool operator==(const Profile &, const Profile &) = default;
};

/// Whose instance it is. Without `userId` the plain listing still says "own", since it returns only the
/// caller's instances (ModelArts API reference, section 1.1); anything else is not known and is treated
/// with the care due to somebody else's.
enum class Ownership { Own, Foreign, Unknown };
[[nodiscard]] Ownership ownership(const Instance &instance, const Profile &profile);

/// Checks an address a person typed: https, or http on loopback; a host; no user information, query or
/// fragment. Gives the normalised address, or an invalid QUrl and one sentence in `whyNot`.
[[nodiscard]] QUrl parseEndpoint(const QString &typed, QString *whyNot);

} // namespace leasekeeper
