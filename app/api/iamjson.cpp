// SPDX-License-Identifier: MIT
#include "iamjson.h"

#include "iamapi.h"
#include "jsonvalues.h"
#include "lease.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>

namespace leasekeeper
{

using namespace Qt::StringLiterals;

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::IamJson)
};

/// `utf8` as a JSON string. Written here since QJsonObject would leave copies of a password in memory that
/// nobody can overwrite.
void appendString(QByteArray &json, const QByteArray &utf8)
{
    json += '"';
    for (const char c : utf8) {
        if (c == '"' || c == '\\') {
            json += '\\';
            json += c;
        } else if (uchar(c) < 0x20) {
            json += "\\u00";
            json += QByteArray::number(uchar(c), 16).rightJustified(2, '0');
        } else {
            json += c;
        }
    }
    json += '"';
}

void appendString(QByteArray &json, const QString &text)
{
    appendString(json, text.toUtf8());
}

/// {"name":"…","domain":{"name":"…"}}, open at the end.
void appendUser(QByteArray &json, const TokenRequest &request)
{
    json += R"({"user":{"name":)";
    appendString(json, request.userName);
    json += R"(,"domain":{"name":)";
    appendString(json, request.accountName);
    json += '}';
}

void appendScope(QByteArray &json, const TokenRequest &request)
{
    if (!request.projectId.isEmpty()) {
        json += R"(,"scope":{"project":{"id":)";
        appendString(json, request.projectId);
        json += "}}";
    } else if (!request.projectName.isEmpty()) {
        json += R"(,"scope":{"project":{"name":)";
        appendString(json, request.projectName);
        json += R"(,"domain":{"name":)";
        appendString(json,
                     request.projectDomainName.isEmpty() ? request.accountName : request.projectDomainName);
        json += "}}}";
    } else if (request.wholeAccount) {
        json += R"(,"scope":{"domain":{"name":)";
        appendString(json, request.accountName);
        json += "}}";
    }
}

/// 0 for a moment without a zone and for one that no token has.
qint64 momentOf(const QJsonValue &value)
{
    const QDateTime moment = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
    if (!moment.isValid() || moment.timeSpec() == Qt::LocalTime)
        return 0;
    const qint64 ms = moment.toMSecsSinceEpoch();
    return isPlausibleTimeMs(ms) ? ms : 0;
}

template <typename T> std::optional<T> refuse(const QString &reason, QString *whyNot)
{
    if (whyNot)
        *whyNot = reason;
    return std::nullopt;
}

} // namespace

QByteArray tokenRequestBody(const TokenRequest &request)
{
    QByteArray json;
    // Growing would leave a copy behind; escapes take up to six times the room.
    json.reserve(
        2048 + 6 * (request.password.reveal().size() +
                    3 * (request.userName.size() + request.accountName.size() + request.projectName.size())));
    json += R"({"auth":{"identity":{"methods":["password")";
    if (request.passcode)
        json += R"(,"totp")";
    json += R"(],"password":)";
    appendUser(json, request);
    json += R"(,"password":)";
    appendString(json, request.password.reveal());
    json += "}}";
    if (request.passcode) {
        json += R"(,"totp":)";
        appendUser(json, request);
        json += R"(,"passcode":)";
        appendString(json, request.passcode->reveal());
        json += "}}";
    }
    json += '}';
    appendScope(json, request);
    json += "}}";
    return json;
}

std::optional<IamIdentity> decodeIdentity(const QByteArray &body, QString *whyNot)
{
    const std::optional<QJsonObject> object = parseJsonObject(body, whyNot);
    if (!object)
        return std::nullopt;
    const QJsonValue token = object->value("token"_L1);
    if (!token.isObject())
        return refuse<IamIdentity>(Text::tr("The answer describes no token."), whyNot);
    const QJsonObject user = token["user"_L1].toObject();
    const QJsonObject project = token["project"_L1].toObject();
    QJsonObject domain = user.value("domain"_L1).toObject();
    if (domain.isEmpty())
        domain = token["domain"_L1].toObject();

    IamIdentity identity;
    identity.userId = user.value("id"_L1).toString();
    identity.userName = user.value("name"_L1).toString();
    identity.domainId = domain.value("id"_L1).toString();
    identity.domainName = domain.value("name"_L1).toString();
    identity.projectId = project.value("id"_L1).toString();
    identity.projectName = project.value("name"_L1).toString();
    identity.issuedAtMs = momentOf(token["issued_at"_L1]);
    identity.expiresAtMs = momentOf(token["expires_at"_L1]);
    return identity;
}

std::optional<QList<Project>> decodeProjects(const QByteArray &body, QString *whyNot)
{
    const std::optional<QJsonObject> object = parseJsonObject(body, whyNot);
    if (!object)
        return std::nullopt;
    const QJsonValue records = object->value("projects"_L1);
    if (!records.isArray())
        return refuse<QList<Project>>(Text::tr("The answer contains no list of projects."), whyNot);
    QList<Project> projects;
    for (const QJsonValue &record : records.toArray()) {
        const Project project{record["id"_L1].toString(), record["name"_L1].toString(),
                              record["domain_id"_L1].toString()};
        const bool isUsable = record["enabled"_L1].toBool(true) && !record["is_domain"_L1].toBool(false) &&
                              project.name != "MOS"_L1 && !project.id.isEmpty();
        if (isUsable)
            projects.append(project);
    }
    return projects;
}

} // namespace leasekeeper
