// SPDX-License-Identifier: MIT
#include "projectfinder.h"

#include "accesskeyauthenticator.h"
#include "iamapi.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

QList<Project> projectsOfRegion(const QList<Project> &projects, const QString &region)
{
    QList<Project> ofRegion;
    std::copy_if(projects.begin(), projects.end(), std::back_inserter(ofRegion), [&](const Project &project) {
        return project.name == region || project.name.startsWith(QString(region + u'_'));
    });
    return region.isEmpty() || ofRegion.isEmpty() ? projects : ofRegion;
}

struct ProjectFinder::Private {
    Private(ProjectFinder &owner, HttpClient &client, const ServerTime &serverTime)
        : q(owner), http(client), time(serverTime)
    {
    }

    void byPassword(const PasswordCredential &credential, const Secret &passcode);
    void byToken(const Secret &token);
    void byKey(const AccessKeyCredential &credential);
    void await(ApiCall<QList<Project>> *call);

    ProjectFinder &q;
    HttpClient &http;
    const ServerTime &time;
    Profile profile;
    std::unique_ptr<IamApi> iam;
    std::unique_ptr<AccessKeyAuthenticator> signer;
};

ProjectFinder::ProjectFinder(HttpClient &http, const ServerTime &time, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(*this, http, time))
{
}

ProjectFinder::~ProjectFinder() = default;

void ProjectFinder::find(const Profile &profile, const Credential &credential, const Secret &passcode)
{
    d->profile = profile;
    d->iam = std::make_unique<IamApi>(d->http, profile.iamEndpoint);
    if (const auto *password = std::get_if<PasswordCredential>(&credential)) {
        d->byPassword(*password, passcode);
    } else if (const auto *token = std::get_if<TokenCredential>(&credential)) {
        d->byToken(token->token);
    } else if (const auto *key = std::get_if<AccessKeyCredential>(&credential)) {
        d->byKey(*key);
    } else {
        ApiError nothing;
        nothing.kind = ApiError::Kind::Unauthorised;
        nothing.delivery = ApiError::Delivery::NeverSent;
        nothing.signInProblem = SignInProblem::SignedOut;
        nothing.message = tr("There is nothing to sign in with. Enter a password, a key or a token.");
        QMetaObject::invokeMethod(
            this, [this, nothing] { Q_EMIT failed(nothing); }, Qt::QueuedConnection);
    }
}

void ProjectFinder::Private::byPassword(const PasswordCredential &credential, const Secret &passcode)
{
    TokenRequest request;
    request.userName = profile.loginName;
    request.accountName = profile.accountName;
    request.password = credential.password;
    request.wholeAccount = true;
    if (!passcode.isEmpty())
        request.passcode = passcode;
    ApiCall<IamToken> *call = iam->createToken(request, iam.get());
    QObject::connect(call, &ApiCallBase::finished, &q, [this, call] {
        if (call->result())
            byToken(call->result().value().token);
        else
            Q_EMIT q.failed(call->result().error());
    });
}

void ProjectFinder::Private::byToken(const Secret &token)
{
    await(iam->projects(token, iam.get()));
}

void ProjectFinder::Private::byKey(const AccessKeyCredential &credential)
{
    signer = std::make_unique<AccessKeyAuthenticator>(credential, QString(), time);
    // Not by the region's name: its sub-projects are called otherwise.
    await(iam->projectsNamed(QString(), *signer, iam.get()));
}

void ProjectFinder::Private::await(ApiCall<QList<Project>> *call)
{
    QObject::connect(call, &ApiCallBase::finished, &q, [this, call] {
        if (call->result())
            Q_EMIT q.found(projectsOfRegion(call->result().value(), profile.region));
        else
            Q_EMIT q.failed(call->result().error());
    });
}

} // namespace leasekeeper
