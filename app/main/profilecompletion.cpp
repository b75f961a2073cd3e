// SPDX-License-Identifier: MIT
#include "profilecompletion.h"

#include "plaintext.h"

#include <QStringList>

#include <utility>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int MostNamed = 6;
constexpr int NameChars = 64;

QString namesOf(const QList<Project> &projects)
{
    QStringList names;
    for (const Project &project : projects.first(qMin<qsizetype>(MostNamed, projects.size())))
        names.append(ProfileCompletion::tr("%1 (%2)", "project name and ID")
                         .arg(visibleText(project.name, NameChars), visibleText(project.id, NameChars)));
    if (projects.size() > MostNamed)
        names.append(u"…"_s);
    return names.join(u", "_s);
}

} // namespace

Profile withIdentity(Profile profile, const IamIdentity &identity)
{
    if (!identity.projectId.isEmpty() && profile.projectId.isEmpty()) {
        profile.projectId = identity.projectId;
        profile.projectName = identity.projectName;
    }
    if (!identity.userId.isEmpty()) {
        profile.userId = identity.userId;
        profile.userName = identity.userName;
    }
    // Whatever can be renewed has no end that matters.
    if (profile.signIn == SignInMethod::Token && identity.expiresAtMs > 0)
        profile.signInEndsAtMs = identity.expiresAtMs;
    return profile;
}

ApiError projectMissing(const QString &message)
{
    ApiError error;
    error.kind = ApiError::Kind::BadRequest;
    error.delivery = ApiError::Delivery::NeverSent;
    error.signInProblem = SignInProblem::NoProject;
    error.message = message;
    return error;
}

ProfileCompletion::ProfileCompletion(HttpClient &http, Profile profile, Done done, QObject *parent)
    : QObject(parent),
      m_profile(std::move(profile)),
      m_iam(http, m_profile.iamEndpoint),
      m_done(std::move(done))
{
}

void ProfileCompletion::askToken(const Secret &token)
{
    ApiCall<IamToken> *call = m_iam.inspectToken(token, this);
    connect(call, &ApiCallBase::finished, this, [this, call] {
        if (!call->result()) {
            m_done(call->result().error());
            return;
        }
        const Profile found = withIdentity(m_profile, call->result().value().identity);
        if (found.projectId.isEmpty())
            m_done(projectMissing(tr(
                "The token is not for a project. Get one for the project whose instances you want to see.")));
        else
            m_done(found);
    });
}

void ProfileCompletion::askProjects(Authenticator &who)
{
    const QString name = m_profile.projectName.isEmpty() ? m_profile.region : m_profile.projectName;
    ApiCall<QList<Project>> *call = m_iam.projectsNamed(name, who, this);
    connect(call, &ApiCallBase::finished, this, [this, call] {
        if (call->result())
            choose(call->result().value());
        else
            m_done(call->result().error());
    });
}

void ProfileCompletion::choose(const QList<Project> &projects)
{
    if (projects.size() != 1) {
        m_done(projectMissing(
            projects.isEmpty()
                ? tr("The account has no project of this name or region. Name the project by its ID.")
                : tr("There are several projects: %1. Choose one by its ID.").arg(namesOf(projects))));
        return;
    }
    Profile found = m_profile;
    found.projectId = projects.first().id;
    found.projectName = projects.first().name;
    m_done(found);
}

} // namespace leasekeeper
