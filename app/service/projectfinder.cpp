// SPDX-License-Identifier: MIT
#include "projectfinder.h"

#include "authenticator.h"
#include "iamapi.h"
#include "passwordauthenticator.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

using Fits = std::function<bool(const Project &)>;

QList<Project> those(const QList<Project> &projects, const Fits &fit)
{
    QList<Project> fitting;
    std::copy_if(projects.begin(), projects.end(), std::back_inserter(fitting), fit);
    return fitting;
}

/// Not every Identity service lets a token be looked at.
bool isNotOffered(const ApiError &error)
{
    return error.httpStatus == 403 || error.httpStatus == 404 || error.httpStatus == 405;
}

} // namespace

ApiError projectMissing(const QString &message)
{
    ApiError error;
    error.kind = ApiError::Kind::BadRequest;
    error.delivery = ApiError::Delivery::NeverSent;
    error.signInProblem = SignInProblem::NoProject;
    error.message = message;
    return error;
}

QList<Project> projectsMeant(const QList<Project> &projects, const Profile &profile)
{
    const auto called = [&projects](const QString &name) {
        return those(projects, [&name](const Project &project) { return project.name == name; });
    };
    if (!profile.projectName.isEmpty())
        return called(profile.projectName);
    if (profile.region.isEmpty())
        return projects;
    QList<Project> meant = called(profile.region);
    if (meant.isEmpty()) {
        const QString beginning = profile.region + u'_';
        meant = those(projects,
                      [&beginning](const Project &project) { return project.name.startsWith(beginning); });
    }
    return meant.isEmpty() ? projects : meant;
}

struct ProjectFinder::Private {
    Private(ProjectFinder &owner, HttpClient &http, Profile given)
        : q(owner), profile(std::move(given)), iam(http, profile.iamEndpoint)
    {
    }

    void signIn(PasswordAuthenticator &who);
    void onRefused(PasswordAuthenticator &who, const ApiError &error);
    void await(ApiCall<QList<Project>> *call, const IamIdentity &user);
    void choose(const QList<Project> &projects, IamIdentity user);

    ProjectFinder &q;
    Profile profile;
    std::unique_ptr<TokenAuthenticator> bearer; ///< of a given token
    IamApi iam;
    bool isRegionTried = false;
};

ProjectFinder::ProjectFinder(HttpClient &http, const Profile &profile, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(*this, http, profile))
{
}

ProjectFinder::~ProjectFinder() = default;

void ProjectFinder::byPassword(PasswordAuthenticator &who)
{
    // Who is signed in already, or refused, would answer at once.
    QMetaObject::invokeMethod(
        this, [this, &who] { d->signIn(who); }, Qt::QueuedConnection);
}

void ProjectFinder::byToken(const Secret &token)
{
    ApiCall<IamToken> *call = d->iam.inspectToken(token, &d->iam);
    d->bearer = std::make_unique<TokenAuthenticator>(token);
    connect(call, &ApiCallBase::finished, this, [this, call] {
        if (!call->result() && isNotOffered(call->result().error()))
            d->await(d->iam.projects(*d->bearer, &d->iam), {});
        else if (!call->result())
            Q_EMIT failed(call->result().error());
        else if (call->result().value().identity.projectId.isEmpty())
            Q_EMIT failed(projectMissing(tr("The token is not for a project. Get one for the project whose "
                                            "instances you want to see.")));
        else
            Q_EMIT found(call->result().value().identity);
    });
}

void ProjectFinder::byKey(Authenticator &who)
{
    // Not by the region's name: its sub-projects are called otherwise.
    d->await(d->iam.projectsNamed(d->profile.projectName, who, &d->iam), {});
}

/// A request that goes nowhere waits for the sign-in.
void ProjectFinder::Private::signIn(PasswordAuthenticator &who)
{
    who.authorise({}, &q, [this, &who](const Result<HttpRequest> &ready) {
        if (!ready) {
            onRefused(who, ready.error());
            return;
        }
        const IamIdentity user = *who.identity();
        if (user.projectId.isEmpty())
            await(iam.projects(who, &iam), user);
        else
            Q_EMIT q.found(user);
    });
}

void ProjectFinder::Private::onRefused(PasswordAuthenticator &who, const ApiError &error)
{
    // Only where the service has judged the password right: wrong ones count.
    const bool isOnlyTheRegion = profile.projectName.isEmpty() && !profile.region.isEmpty();
    if (error.signInProblem == SignInProblem::NoProject && isOnlyTheRegion &&
        !std::exchange(isRegionTried, true)) {
        who.seekProjects();
        q.byPassword(who);
    } else {
        Q_EMIT q.failed(error);
    }
}

void ProjectFinder::Private::await(ApiCall<QList<Project>> *call, const IamIdentity &user)
{
    QObject::connect(call, &ApiCallBase::finished, &q, [this, call, user] {
        if (call->result())
            choose(call->result().value(), user);
        else
            Q_EMIT q.failed(call->result().error());
    });
}

void ProjectFinder::Private::choose(const QList<Project> &projects, IamIdentity user)
{
    const QList<Project> meant = projectsMeant(projects, profile);
    if (meant.size() > 1) {
        Q_EMIT q.severalFound(meant);
    } else if (meant.isEmpty()) {
        Q_EMIT q.failed(projectMissing(
            profile.projectName.isEmpty()
                ? tr("There is no project this user can work in. Ask the administrator for access to one.")
                : tr("The account has no project of this name. Choose another, or name it by its ID.")));
    } else {
        user.projectId = meant.first().id;
        user.projectName = meant.first().name;
        Q_EMIT q.found(user);
    }
}

} // namespace leasekeeper
