// SPDX-License-Identifier: MIT
#include "profilecompletion.h"

#include "iamtoken.h"
#include "plaintext.h"
#include "toldidentity.h"

#include <QStringList>

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

ProfileCompletion::ProfileCompletion(HttpClient &http, const Profile &profile, const Done &done,
                                     QObject *parent)
    : QObject(parent), m_finder(http, profile)
{
    connect(&m_finder, &ProjectFinder::found, this,
            [profile, done](const IamIdentity &identity) { done(withIdentity(profile, identity)); });
    connect(&m_finder, &ProjectFinder::severalFound, this, [done](const QList<Project> &projects) {
        done(projectMissing(
            tr("There are several projects: %1. Choose one by its ID.").arg(namesOf(projects))));
    });
    connect(&m_finder, &ProjectFinder::failed, this, [done](const ApiError &reason) { done(reason); });
}

} // namespace leasekeeper
