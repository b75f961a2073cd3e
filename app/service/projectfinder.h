// SPDX-License-Identifier: MIT
#pragma once

#include "apierror.h"
#include "credential.h"
#include "profile.h"
#include "project.h"

#include <QList>
#include <QObject>

#include <memory>

namespace leasekeeper
{

class HttpClient;
class ServerTime;

/// Those of `projects` that belong to this region: named after it, or after it and a sub-project. All of
/// them if the region is not known or none is named after it.
[[nodiscard]] QList<Project> projectsOfRegion(const QList<Project> &projects, const QString &region);

/// Finds the projects somebody can work in, for a profile that names none (ModelArts API reference,
/// section 6): with a password by a token for the whole account, with an access key by a signed request, with
/// a token by that token. Ends once for each find(), with found() or failed().
class ProjectFinder : public QObject
{
    Q_OBJECT
public:
    /// Both must outlive this.
    ProjectFinder(HttpClient &http, const ServerTime &time, QObject *parent = nullptr);
    ~ProjectFinder() override;

    /// The profile's Identity address must be valid. A second factor goes along where one is given.
    void find(const Profile &profile, const Credential &credential, const Secret &passcode = {});

Q_SIGNALS:
    /// Of the profile's region; perhaps none.
    void found(const QList<leasekeeper::Project> &projects);
    void failed(const leasekeeper::ApiError &reason);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace leasekeeper
