// SPDX-License-Identifier: MIT
#include "cloudgate.h"

#include "clouddirectory.h"
#include "cloudkeys.h"
#include "cloudsignature.h"
#include "cloudtokens.h"
#include "simulatedcloud.h"

#include <QStringBuilder>

#include <cstdlib>

namespace leasekeeper
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 ClockToleranceMs = 15 * 60'000;

CloudGateRefusal notAuthentic(const QString &why, const QString &identityCode = {})
{
    return {u"APIGW.0301"_s, QString(u"Incorrect IAM authentication information: "_s % why), identityCode};
}

CloudGateRefusal badCredential(const QString &why)
{
    return {u"APIGW.0303"_s, QString(u"Incorrect app authentication information: "_s % why)};
}

} // namespace

CloudPrincipal CloudGate::principalOf(const QString &userId, CloudPrincipal::Scope scope) const
{
    const CloudPerson *const person = m_directory.person(userId);
    return {userId, person ? person->accountId : QString(), scope, {}};
}

CloudGate::Answer CloudGate::admit(const CloudRequest &request, qint64 nowMs)
{
    if (const QByteArray token = request.headers.value("x-auth-token"); !token.isEmpty())
        return admitToken(token, nowMs);
    if (cloudsignature::isSigned(request))
        return admitSignature(request, nowMs);
    return notAuthentic(u"x-auth-token not found"_s, u"IAM.0001"_s);
}

CloudGate::Answer CloudGate::admitToken(const QByteArray &token, qint64 nowMs) const
{
    using Scope = CloudPrincipal::Scope;
    const std::optional<CloudToken> known = m_tokens.find(token);
    if (!known && m_acceptAnyToken)
        return principalOf(m_directory.caller().id, Scope::Anything);
    if (!known)
        return notAuthentic(u"decrypt token fail"_s, u"IAM.0067"_s);
    if (nowMs >= known->expiresAtMs)
        return notAuthentic(u"token expires"_s, u"IAM.0066"_s);
    CloudPrincipal principal =
        principalOf(known->userId, known->projectId.isEmpty() ? Scope::NoProject : Scope::Project);
    principal.projectId = known->projectId;
    return principal;
}

CloudGate::Answer CloudGate::admitSignature(const CloudRequest &request, qint64 nowMs)
{
    const std::optional<CloudSignature> claim = cloudsignature::read(request);
    if (!claim)
        return badCredential(u"the authorization header cannot be read"_s);
    if (m_keys.isLocked(claim->access, nowMs))
        return notAuthentic(u"AK access failed to reach the limit,forbidden"_s);
    const std::optional<qint64> signedAtMs = cloudsignature::signedAtMs(request);
    if (!signedAtMs)
        return badCredential(u"x-sdk-date is missing or not of the form YYYYMMDDTHHMMSSZ"_s);
    // Says nothing about the key, so it does not count against it.
    if (std::abs(nowMs - *signedAtMs) > ClockToleranceMs) {
        return badCredential(u"signature expired, signature time:%1,server time:%2"_s.arg(
            QString::fromLatin1(cloudsignature::dateText(*signedAtMs)),
            QString::fromLatin1(cloudsignature::dateText(nowMs))));
    }
    Answer answer = checkKey(request, *claim, nowMs);
    if (std::holds_alternative<CloudPrincipal>(answer))
        m_keys.noteSuccess(claim->access);
    else
        m_keys.noteFailure(claim->access, nowMs);
    return answer;
}

CloudGate::Answer CloudGate::checkKey(const CloudRequest &request, const CloudSignature &claim, qint64 nowMs)
{
    const std::optional<CloudKey> key = m_keys.find(claim.access);
    if (!key) {
        return notAuthentic(
            u"Get secretKey failed,ak:%1,err:ak not exist"_s.arg(QString::fromUtf8(claim.access)));
    }
    const QByteArray securityToken = request.headers.value("x-security-token");
    if (key->isTemporary() && securityToken.isEmpty())
        return notAuthentic(u"x-security-token not found"_s);
    if (securityToken != key->securityToken)
        return notAuthentic(u"decrypt security token fail"_s);
    if (key->expiresAtMs && nowMs >= *key->expiresAtMs)
        return notAuthentic(u"security token expires"_s);
    if (!cloudsignature::verifies(request, claim, key->secret))
        return notAuthentic(u"verify aksk signature fail"_s);
    return principalOf(key->userId, CloudPrincipal::Scope::Account);
}

} // namespace leasekeeper
