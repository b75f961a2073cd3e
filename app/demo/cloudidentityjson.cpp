// SPDX-License-Identifier: MIT
#include "cloudidentityjson.h"

#include <QDateTime>
#include <QJsonArray>
#include <QStringBuilder>

namespace leasekeeper::cloudidentityjson
{

using namespace Qt::StringLiterals;

namespace
{

constexpr char16_t Base[] = u"https://iam.demo.invalid/v3/";

/// ISO 8601 with the microseconds that the service writes.
QString timeText(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(u"yyyy-MM-dd'T'hh:mm:ss.zzz'000Z'"_s);
}

QJsonObject domain(const CloudAccount *account)
{
    if (!account)
        return {};
    return {{u"id"_s, account->id}, {u"name"_s, account->name}};
}

QJsonObject listLinks(const QString &what)
{
    return {{u"self"_s, QString(QString::fromUtf16(Base) % what)},
            {u"previous"_s, QJsonValue()},
            {u"next"_s, QJsonValue()}};
}

QJsonArray catalog(const QString &projectId)
{
    const QJsonObject endpoint{{u"id"_s, u"33e1cbdd86d34e89a63cf8ad16a5f49f"_s},
                               {u"interface"_s, u"public"_s},
                               {u"region"_s, u"demo"_s},
                               {u"region_id"_s, u"demo"_s},
                               {u"url"_s, QString(u"https://modelarts.demo.invalid/v1/"_s % projectId)}};
    return {QJsonObject{{u"type"_s, u"modelarts"_s},
                        {u"name"_s, u"modelarts"_s},
                        {u"id"_s, u"c1a6f5d3b2e04978a1c2d3e4f5061728"_s},
                        {u"endpoints"_s, QJsonArray{endpoint}}}};
}

QString titleOf(int status)
{
    switch (status) {
    case 400:
        return u"Bad Request"_s;
    case 401:
        return u"Unauthorized"_s;
    case 403:
        return u"Forbidden"_s;
    case 404:
        return u"Not Found"_s;
    case 405:
        return u"Method Not Allowed"_s;
    default:
        return u"Error"_s;
    }
}

} // namespace

QJsonObject token(const CloudToken &token, CloudDirectory &directory, bool withCatalog)
{
    QJsonObject body{
        {u"issued_at"_s, timeText(token.issuedAtMs)},
        {u"expires_at"_s, timeText(token.expiresAtMs)},
        {u"methods"_s, token.hasPasscode ? QJsonArray{u"password"_s, u"totp"_s} : QJsonArray{u"password"_s}}};
    if (const CloudPerson *const person = directory.person(token.userId)) {
        body.insert(u"user"_s, QJsonObject{{u"id"_s, person->id},
                                           {u"name"_s, person->signIn.name},
                                           {u"domain"_s, domain(directory.account(person->accountId))},
                                           {u"password_expires_at"_s, u""_s}});
    }
    if (token.hasPasscode)
        body.insert(u"mfa_authn_at"_s, timeText(token.issuedAtMs));
    if (const CloudProject *const project = directory.project(token.projectId)) {
        body.insert(u"project"_s, QJsonObject{{u"id"_s, project->id},
                                              {u"name"_s, project->name},
                                              {u"domain"_s, domain(directory.account(project->accountId))}});
    } else if (!token.accountId.isEmpty()) {
        body.insert(u"domain"_s, domain(directory.account(token.accountId)));
    }
    if (!token.projectId.isEmpty() || !token.accountId.isEmpty())
        body.insert(u"roles"_s, QJsonArray{QJsonObject{{u"id"_s, u"0"_s}, {u"name"_s, u"te_admin"_s}}});
    if (withCatalog)
        body.insert(u"catalog"_s, catalog(token.projectId));
    return {{u"token"_s, body}};
}

QJsonObject projects(const QList<CloudProject> &projects)
{
    QJsonArray list;
    for (const CloudProject &project : projects) {
        list.append(QJsonObject{
            {u"id"_s, project.id},
            {u"name"_s, project.name},
            {u"domain_id"_s, project.accountId},
            {u"parent_id"_s, project.accountId},
            {u"enabled"_s, project.enabled},
            {u"is_domain"_s, project.isDomain},
            {u"description"_s, project.description},
            {u"links"_s,
             QJsonObject{{u"self"_s, QString(QString::fromUtf16(Base) % u"projects/"_s % project.id)}}}});
    }
    return {{u"projects"_s, list}, {u"links"_s, listLinks(u"auth/projects"_s)}};
}

QJsonObject domains(const CloudAccount &account)
{
    const QJsonObject entry{{u"id"_s, account.id},
                            {u"name"_s, account.name},
                            {u"enabled"_s, true},
                            {u"description"_s, u""_s},
                            {u"links"_s, QJsonObject{{u"self"_s, QString(QString::fromUtf16(Base) %
                                                                         u"domains/"_s % account.id)}}}};
    return {{u"domains"_s, QJsonArray{entry}}, {u"links"_s, listLinks(u"auth/domains"_s)}};
}

QJsonObject temporaryKey(const CloudKey &key)
{
    return {{u"credential"_s, QJsonObject{{u"access"_s, QString::fromLatin1(key.access)},
                                          {u"secret"_s, QString::fromLatin1(key.secret)},
                                          {u"securitytoken"_s, QString::fromLatin1(key.securityToken)},
                                          {u"expires_at"_s, timeText(key.expiresAtMs.value_or(0))}}}};
}

QJsonObject error(const CloudIdentityRefusal &refusal)
{
    if (refusal.shape == CloudIdentityRefusal::Shape::Coded)
        return {{u"error_code"_s, refusal.code}, {u"error_msg"_s, refusal.words}};
    return {{u"error"_s, QJsonObject{{u"code"_s, refusal.status},
                                     {u"message"_s, refusal.words},
                                     {u"title"_s, titleOf(refusal.status)}}}};
}

} // namespace leasekeeper::cloudidentityjson
