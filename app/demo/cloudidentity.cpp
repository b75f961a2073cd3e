// SPDX-License-Identifier: MIT
#include "cloudidentity.h"

#include "cloudjson.h"
#include "cloudrouter.h"
#include "cloudsignin.h"

#include <QJsonDocument>
#include <QStringBuilder>

namespace leasekeeper
{

using namespace Qt::StringLiterals;

namespace
{

constexpr char TokensPath[] = "/v3/auth/tokens";
constexpr char OwnProjectsPath[] = "/v3/auth/projects";
constexpr char ProjectsPath[] = "/v3/projects";
constexpr char DomainsPath[] = "/v3/auth/domains";
constexpr char TemporaryKeysPath[] = "/v3.0/OS-CREDENTIAL/securitytokens";

constexpr qint64 FixedTokenLifeMs = 3'650LL * 86'400'000;
constexpr qint64 ShortestKeyLifeS = 900;
constexpr qint64 LongestKeyLifeS = 86'400;

CloudResponse jsonResponse(int status, const QJsonObject &body)
{
    return {status, {{"Content-Type", "application/json;charset=utf8"}}, cloudjson::bytes(body)};
}

CloudIdentityRefusal wrongMethod()
{
    return {405, u"IAM.0005"_s, u"The method is not allowed for the requested URL."_s};
}

CloudIdentityRefusal badParameter(const QString &name)
{
    return {400, u"IAM.0007"_s, QString(u"Request parameter "_s % name % u" is invalid."_s),
            CloudIdentityRefusal::Shape::Coded};
}

} // namespace

CloudIdentity::CloudIdentity(const SimulatedCloud::Options &options, const QString &projectId,
                             const QByteArray &token, qint64 nowMs)
    : m_options(options),
      m_random(options.seed + 2),
      m_directory(options.users, projectId, m_random),
      m_key(m_keys.add(m_directory.caller().id, std::nullopt, m_random)),
      m_gate(m_directory, m_tokens, m_keys, options.acceptAnyToken)
{
    CloudToken fixed;
    fixed.value = token;
    fixed.userId = m_directory.caller().id;
    fixed.projectId = projectId;
    fixed.issuedAtMs = nowMs;
    fixed.expiresAtMs = nowMs + FixedTokenLifeMs;
    m_tokens.add(fixed);
}

bool CloudIdentity::isAddressed(const CloudRequest &request)
{
    static const QList<QByteArray> Paths = {TokensPath, OwnProjectsPath, ProjectsPath, DomainsPath,
                                            TemporaryKeysPath};
    return Paths.contains(request.path);
}

CloudResponse CloudIdentity::refuse(CloudIdentityRefusal refusal) const
{
    if (m_options.identityErrorCodes)
        refusal.shape = CloudIdentityRefusal::Shape::Coded;
    return jsonResponse(refusal.status, cloudidentityjson::error(refusal));
}

CloudResponse CloudIdentity::answer(const CloudRequest &request, const QString &requestId, qint64 nowMs)
{
    CloudResponse response;
    if (request.path == TokensPath && request.method == "POST") {
        response = signIn(request, nowMs);
    } else {
        const auto admitted = m_gate.admit(request, nowMs);
        if (const auto *principal = std::get_if<CloudPrincipal>(&admitted)) {
            response = carryOut(request, *principal, nowMs);
        } else if (const auto &refusal = std::get<CloudGateRefusal>(admitted);
                   refusal.identityCode.isEmpty()) {
            response = jsonResponse(401, cloudjson::gatewayError(refusal.code, refusal.words, requestId));
        } else {
            response = refuse({401, refusal.identityCode, refusal.words});
        }
    }
    response.headers.append({"X-IAM-Trace-Id", requestId.toLatin1()});
    return response;
}

CloudResponse CloudIdentity::signIn(const CloudRequest &request, qint64 nowMs)
{
    auto checked = cloudsignin::check(request.body, m_directory, nowMs);
    if (const auto *refusal = std::get_if<CloudIdentityRefusal>(&checked))
        return refuse(*refusal);
    auto &earned = std::get<CloudToken>(checked);
    earned.expiresAtMs = nowMs + m_options.tokenLifeMs;
    const CloudToken token = m_tokens.issue(earned, m_random);
    const bool withCatalog = !CloudQuery(request.query).has(u"nocatalog"_s);
    CloudResponse response = jsonResponse(201, cloudidentityjson::token(token, m_directory, withCatalog));
    response.headers.append({"X-Subject-Token", token.value});
    return response;
}

CloudResponse CloudIdentity::carryOut(const CloudRequest &request, const CloudPrincipal &principal,
                                      qint64 nowMs)
{
    if (request.path == TemporaryKeysPath) {
        if (request.method != "POST")
            return refuse(wrongMethod());
        return issueTemporaryKey(request.body, principal, nowMs);
    }
    if (request.method != "GET")
        return refuse(wrongMethod());
    if (request.path == TokensPath)
        return inspectToken(request, principal, nowMs);
    if (request.path == DomainsPath) {
        const CloudAccount *const account = m_directory.account(principal.accountId);
        return jsonResponse(200, cloudidentityjson::domains(account ? *account : CloudAccount()));
    }
    return listProjects(request.path == ProjectsPath ? request.query : QByteArray(), principal);
}

CloudResponse CloudIdentity::inspectToken(const CloudRequest &request, const CloudPrincipal &principal,
                                          qint64 nowMs)
{
    const QByteArray value = request.headers.value("x-subject-token");
    if (value.isEmpty())
        return refuse(badParameter(u"X-Subject-Token"_s));
    const std::optional<CloudToken> token = m_tokens.find(value);
    if (!token || nowMs >= token->expiresAtMs)
        return refuse({404, u"IAM.0004"_s, u"Could not find token."_s});
    const CloudPerson *const person = m_directory.person(token->userId);
    if (!person || person->accountId != principal.accountId) {
        return refuse({403, u"IAM.0003"_s, u"You are not authorized to perform the requested action."_s});
    }
    const bool withCatalog = !CloudQuery(request.query).has(u"nocatalog"_s);
    CloudResponse response = jsonResponse(200, cloudidentityjson::token(*token, m_directory, withCatalog));
    response.headers.append({"X-Subject-Token", token->value});
    return response;
}

CloudResponse CloudIdentity::listProjects(const QByteArray &query, const CloudPrincipal &principal) const
{
    const CloudQuery wanted(query);
    QList<CloudProject> projects = m_directory.projectsOf(principal.accountId);
    projects.removeIf([&wanted](const CloudProject &project) {
        return (wanted.has(u"name"_s) && project.name != wanted.value(u"name"_s)) ||
               (wanted.has(u"domain_id"_s) && project.accountId != wanted.value(u"domain_id"_s)) ||
               (wanted.has(u"enabled"_s) && project.enabled != (wanted.value(u"enabled"_s) == "true"_L1));
    });
    return jsonResponse(200, cloudidentityjson::projects(projects));
}

CloudResponse CloudIdentity::issueTemporaryKey(const QByteArray &body, const CloudPrincipal &principal,
                                               qint64 nowMs)
{
    const QJsonObject identity =
        QJsonDocument::fromJson(body).object().value("auth"_L1).toObject().value("identity"_L1).toObject();
    if (identity.isEmpty()) {
        return refuse(
            {400, u"IAM.0011"_s, u"The request body is invalid."_s, CloudIdentityRefusal::Shape::Coded});
    }
    const qint64 lifeS =
        identity.value("token"_L1).toObject().value("duration_seconds"_L1).toInteger(ShortestKeyLifeS);
    if (lifeS < ShortestKeyLifeS || lifeS > LongestKeyLifeS)
        return refuse(badParameter(u"duration_seconds"_s));
    const CloudKey key = m_keys.add(principal.userId, nowMs + lifeS * 1'000, m_random);
    return jsonResponse(201, cloudidentityjson::temporaryKey(key));
}

} // namespace leasekeeper
