// SPDX-License-Identifier: MIT
#pragma once

#include "profile.h"
#include "projectfinder.h"
#include "result.h"

#include <QObject>

#include <functional>

namespace leasekeeper
{

/// Completes a profile without a project's ID by what a ProjectFinder finds. Where nobody is there to be
/// shown a list, it is an error that names the projects to choose from.
class ProfileCompletion : public QObject
{
    Q_OBJECT
public:
    using Done = std::function<void(const Result<Profile> &)>;

    /// `http` must outlive this. Answers once, unless it is destroyed before.
    ProfileCompletion(HttpClient &http, const Profile &profile, const Done &done, QObject *parent);

    /// To begin the search with.
    [[nodiscard]] ProjectFinder &finder() { return m_finder; }

private:
    ProjectFinder m_finder;
};

} // namespace leasekeeper
