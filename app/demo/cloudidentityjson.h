// SPDX-License-Identifier: MIT
#pragma once

#include "clouddirectory.h"
#include "cloudkeys.h"
#include "cloudtokens.h"

#include <QJsonObject>

namespace leasekeeper
{

/// Why the Identity service does not do what was asked: HTTP status, its code "IAM.0062" and words (ModelArts
/// API reference, section 5.2).
struct CloudIdentityRefusal {
    /// The two ways of telling it (section 5.1).
    enum class Shape {
        Numbered, ///< {"error":{"code":401,"message":…,"title":…}}
        Coded,    ///< {"error_code":"IAM.0072","error_msg":…}
    };

    int status = 400;
    QString code;
    QString words;
    Shape shape = Shape::Numbered;
};

/// The Identity service's JSON (section 6).
namespace cloudidentityjson
{

/// The body that goes with a token: all of it but the token itself.
[[nodiscard]] QJsonObject token(const CloudToken &token, CloudDirectory &directory, bool withCatalog);
[[nodiscard]] QJsonObject projects(const QList<CloudProject> &projects);
[[nodiscard]] QJsonObject domains(const CloudAccount &account);
[[nodiscard]] QJsonObject temporaryKey(const CloudKey &key);
[[nodiscard]] QJsonObject error(const CloudIdentityRefusal &refusal);

} // namespace cloudidentityjson

} // namespace leasekeeper
