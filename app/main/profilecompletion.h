// SPDX-License-Identifier: MIT
#pragma once

#include "iamapi.h"
#include "profile.h"
#include "project.h"
#include "result.h"

#include <QList>
#include <QObject>

#include <functional>

namespace leasekeeper
{

/// Finds out which project a profile without one means, where its way to sign in tells it (ModelArts API
/// reference, section 6): the project a pasted token is for, or the only one of the profile's name or region.
/// Where there are several, the error names them and the user chooses.
class ProfileCompletion : public QObject
{
    Q_OBJECT
public:
    using Done = std::function<void(const Result<Profile> &)>;

    /// `http` must outlive this. Answers once, unless it is destroyed before.
    ProfileCompletion(HttpClient &http, Profile profile, Done done, QObject *parent);

    void askToken(const Secret &token);
    /// `who` must outlive this.
    void askProjects(Authenticator &who);

private:
    void choose(const QList<Project> &projects);

    Profile m_profile;
    IamApi m_iam;
    Done m_done;
};

/// The profile with what the Identity service tells of its user and project.
[[nodiscard]] Profile withIdentity(Profile profile, const IamIdentity &identity);
/// Nobody but the user can say which project is meant.
[[nodiscard]] ApiError projectMissing(const QString &message);

} // namespace leasekeeper
