// SPDX-License-Identifier: MIT
#pragma once

#include "apierror.h"
#include "profile.h"
#include "project.h"

#include <QList>
#include <QObject>

#include <memory>

namespace leasekeeper
{

class Authenticator;
class HttpClient;
class PasswordAuthenticator;
class Secret;
struct IamIdentity;

/// Those of `projects` a profile can mean. If it names one: those of this name. Else the region's own, which
/// is called like the region; where there is none its sub-projects, called "{region}_{...}"; where there is
/// none of them either, or the region is not known: all.
[[nodiscard]] QList<Project> projectsMeant(const QList<Project> &projects, const Profile &profile);

/// Nobody but the user can say which project is meant; `message` is one translated sentence.
[[nodiscard]] ApiError projectMissing(const QString &message);

/// Finds the project of a profile without a project's ID: the one rule for everybody who needs it (ModelArts
/// API reference, section 6). A token is for its own project, whatever the profile would like. Otherwise it
/// is the only one of projectsMeant().
/// Ends once for each search, with found(), severalFound() or failed(); never from within the call.
class ProjectFinder : public QObject
{
    Q_OBJECT
public:
    /// The profile's Identity address must be valid. `http` must outlive this.
    ProjectFinder(HttpClient &http, const Profile &profile, QObject *parent = nullptr);
    ~ProjectFinder() override;

    /// `who` is of this profile. Signing in is all it takes where the service knows the project of that name
    /// or region; only where it says that it does not, the account is asked for its projects, which takes
    /// another sign-in. A service that says no more than "refused" is not tried twice: wrong passwords count.
    /// Afterwards `who` may still be signed in to the account: tell it the project. Must outlive the search.
    void byPassword(PasswordAuthenticator &who);
    /// Where the service does not let it be looked at, the projects it may see are asked for.
    void byToken(const Secret &token);
    /// `who` signs without a project. Must outlive the search.
    void byKey(Authenticator &who);

Q_SIGNALS:
    /// With what the search told of the user.
    void found(const leasekeeper::IamIdentity &identity);
    /// The user has to choose.
    void severalFound(const QList<leasekeeper::Project> &projects);
    /// Nobody but the user can help where ApiError::signInProblem is NoProject.
    void failed(const leasekeeper::ApiError &reason);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace leasekeeper
