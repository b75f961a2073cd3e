// SPDX-License-Identifier: MIT
#pragma once

#include "instance.h"
#include "leaserequest.h"

#include <QSet>
#include <QString>
#include <QUrl>

#include <optional>

namespace leasekeeper
{

/// What a profile signs in with (ModelArts API reference, sections 6 and 7).
enum class SignInMethod {
    Token,     ///< a project token somebody else obtained
    Password,  ///< IAM user and password, perhaps with a passcode
    AccessKey, ///< AK/SK, permanent or temporary
};

/// How the service is reached. The password of a proxy is a secret and not kept here.
struct ProxySettings {
    enum class Mode { System, None, Own };
    Mode mode = Mode::System;
    QString host; ///< Own only
    quint16 port = 0;
    QString userName; ///< empty: the proxy asks for none
    friend bool operator==(const ProxySettings &, const ProxySettings &) = default;
};

/// Where to look and as whom: one account, project and region. Holds no secret.
struct Profile {
    QString id;          ///< names it in the settings and in the key store; empty: for this run only
    QString name;        ///< shown in the window; "Demo" for the demo cloud
    QString cloud;       ///< key of a cloud in cloudcatalog.h; empty or unknown: a private one
    QUrl endpoint;       ///< https://modelarts.{region}.{suffix}; http only for loopback
    QUrl iamEndpoint;    ///< https://iam.{region}.{suffix}; empty where signing in needs none
    QString projectId;   ///< empty: signing in tells it
    QString projectName; ///< as the Identity service names it; empty where not known
    QString region;
    QString workspaceId;   ///< empty: whatever the service takes as default
    bool allUsers = false; ///< /notebooks/all in place of /notebooks
    QString userId;        ///< the caller's own id where it is known
    QString userName;      ///< the caller's own name where it is known
    SignInMethod signIn = SignInMethod::Token;
    QString loginName;   ///< IAM user name, for a password
    QString accountName; ///< the account (domain) that user belongs to
    /// When what signs in ends for good, ms since 1970 UTC: of a pasted token, once the service told it.
    /// Learnt anew in each run.
    std::optional<qint64> signInEndsAtMs;
    /// Ids of rows that were there when somebody signed in anew, and have not been listed since: they may be
    /// another caller's. Not kept.
    QSet<QString> doubtfulRows;
    LeaseRange leaseRange;
    QString colour;           ///< "#rrggbb" of the strip on top; empty: none
    bool isProtected = false; ///< every delete asks for typing
    bool isReadOnly = false;  ///< nothing may be changed at the service
    ProxySettings proxy;
    QString caFile; ///< PEM file with further certificate authorities; empty: the system's alone
    bool isDemo = false;

    friend bool operator==(const Profile &, const Profile &) = default;
};

/// The project as people call it: its name where it is known, else its id. Not yet made visible.
[[nodiscard]] const QString &projectLabel(const Profile &profile);

/// Whose instance it is. Without `userId` the plain listing still says "own", since it returns only the
/// caller's instances (ModelArts API reference, section 1.1), unless another may have been the caller when
/// this one was listed; anything else is not known and is treated with the care due to somebody else's.
enum class Ownership { Own, Foreign, Unknown };
[[nodiscard]] Ownership ownership(const Instance &instance, const Profile &profile);

/// Checks an address a person typed: https, or http on loopback; a host; no user information, query or
/// fragment. Gives the normalised address, or an invalid QUrl and one sentence in `whyNot`.
[[nodiscard]] QUrl parseEndpoint(const QString &typed, QString *whyNot);
/// The same for the Identity service, whose address is often told with its version: "/v3" at the end is taken
/// off.
[[nodiscard]] QUrl parseIdentityEndpoint(const QString &typed, QString *whyNot);

} // namespace leasekeeper
