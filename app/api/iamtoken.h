// SPDX-License-Identifier: MIT
#pragma once

#include "secret.h"

#include <QString>
#include <QtGlobal>

namespace leasekeeper
{

/// Who a token speaks for and until when, as the Identity service tells it. Untrusted text.
struct IamIdentity {
    QString userId;
    QString userName;
    QString domainId; ///< the account
    QString domainName;
    QString projectId; ///< empty: the token is not for a project
    QString projectName;
    qint64 issuedAtMs = 0;  ///< ms since 1970 UTC; 0: not told
    qint64 expiresAtMs = 0; ///< ms since 1970 UTC; 0: not told
    friend bool operator==(const IamIdentity &, const IamIdentity &) = default;
};

/// A token and what belongs to it.
struct IamToken {
    Secret token;
    IamIdentity identity;
};

} // namespace leasekeeper
