// SPDX-License-Identifier: MIT
#include "cloudsignin.h"

#include "clouddirectory.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <optional>

namespace leasekeeper::cloudsignin
{

using namespace Qt::StringLiterals;

namespace
{

using Shape = CloudIdentityRefusal::Shape;

CloudIdentityRefusal badBody(const QString &what)
{
    return {400, u"IAM.0011"_s, what};
}

/// The same for a user who does not exist: who guesses learns nothing.
CloudIdentityRefusal wrongPassword()
{
    return {401, u"IAM.0062"_s, u"The username or password is wrong."_s};
}

CloudIdentityRefusal locked()
{
    return {401, u"IAM.0061"_s, u"The account is locked."_s};
}

CloudIdentityRefusal passcodeMissing()
{
    return {401, u"IAM.0001"_s, u"MFA authentication is required: a TOTP passcode is missing."_s};
}

CloudIdentityRefusal wrongPasscode()
{
    return {400, u"IAM.0072"_s, u"The TOTP passcode is wrong."_s, Shape::Coded};
}

CloudIdentityRefusal notFound(const QString &kind, const QString &what)
{
    return {404, u"IAM.0004"_s, u"Could not find %1: %2."_s.arg(kind, what)};
}

/// What a JSON object with `id` or `name` names, for messages.
QString nameIn(const QJsonObject &reference)
{
    const QString id = reference.value("id"_L1).toString();
    return id.isEmpty() ? reference.value("name"_L1).toString() : id;
}

const CloudAccount *accountIn(const QJsonObject &reference, const CloudDirectory &directory)
{
    const QString id = reference.value("id"_L1).toString();
    return id.isEmpty() ? directory.accountByName(reference.value("name"_L1).toString())
                        : directory.account(id);
}

CloudPerson *personIn(const QJsonObject &user, CloudDirectory &directory)
{
    if (const QString id = user.value("id"_L1).toString(); !id.isEmpty())
        return directory.person(id);
    const CloudAccount *const account = accountIn(user.value("domain"_L1).toObject(), directory);
    return account ? directory.personByName(account->id, user.value("name"_L1).toString()) : nullptr;
}

void noteWrong(CloudPerson &person, qint64 nowMs)
{
    if (++person.wrongInARow < WrongUntilLocked)
        return;
    person.wrongInARow = 0;
    person.lockedUntilMs = nowMs + LockMs;
}

bool isPasscodeRight(const QJsonObject &user, const CloudPerson &person)
{
    const QString id = user.value("id"_L1).toString();
    const bool isSamePerson =
        id.isEmpty() ? user.value("name"_L1).toString() == person.signIn.name : id == person.id;
    return isSamePerson && user.value("passcode"_L1).toString() == person.signIn.passcode;
}

/// Why this is not `person`; nullopt: it is.
std::optional<CloudIdentityRefusal> refusePerson(const QJsonObject &identity, CloudPerson &person,
                                                 qint64 nowMs)
{
    if (nowMs < person.lockedUntilMs)
        return locked();
    const QJsonObject user = identity.value("password"_L1).toObject().value("user"_L1).toObject();
    if (user.value("password"_L1).toString() != person.signIn.password) {
        noteWrong(person, nowMs);
        return wrongPassword();
    }
    if (person.signIn.passcode.isEmpty())
        return std::nullopt;
    if (!identity.value("methods"_L1).toArray().contains(QJsonValue(u"totp"_s)))
        return passcodeMissing();
    if (!isPasscodeRight(identity.value("totp"_L1).toObject().value("user"_L1).toObject(), person)) {
        noteWrong(person, nowMs);
        return wrongPasscode();
    }
    return std::nullopt;
}

/// Sets what the token is for; of a project and an account the project counts.
std::optional<CloudIdentityRefusal> setScope(CloudToken &token, const QJsonObject &scope,
                                             const CloudPerson &person, const CloudDirectory &directory)
{
    if (const QJsonObject wish = scope.value("project"_L1).toObject(); !wish.isEmpty()) {
        if (const QJsonObject domain = wish.value("domain"_L1).toObject(); !domain.isEmpty()) {
            const CloudAccount *const account = accountIn(domain, directory);
            if (!account || account->id != person.accountId)
                return notFound(u"domain"_s, nameIn(domain));
        }
        const QString id = wish.value("id"_L1).toString();
        const CloudProject *const project =
            id.isEmpty() ? directory.projectByName(person.accountId, wish.value("name"_L1).toString())
                         : directory.project(id);
        if (!project || project->accountId != person.accountId || project->isDomain)
            return notFound(u"project"_s, nameIn(wish));
        if (!project->enabled) {
            return CloudIdentityRefusal{403, u"IAM.0002"_s,
                                        u"The project %1 is disabled."_s.arg(project->name)};
        }
        token.projectId = project->id;
    } else if (const QJsonObject domain = scope.value("domain"_L1).toObject(); !domain.isEmpty()) {
        const CloudAccount *const account = accountIn(domain, directory);
        if (!account || account->id != person.accountId)
            return notFound(u"domain"_s, nameIn(domain));
        token.accountId = account->id;
    }
    return std::nullopt;
}

} // namespace

std::variant<CloudToken, CloudIdentityRefusal> check(const QByteArray &body, CloudDirectory &directory,
                                                     qint64 nowMs)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    const QJsonObject auth = document.object().value("auth"_L1).toObject();
    const QJsonObject identity = auth.value("identity"_L1).toObject();
    const QJsonArray methods = identity.value("methods"_L1).toArray();
    if (!methods.contains(QJsonValue(u"password"_s)))
        return badBody(u"The request body is invalid: auth.identity.methods must contain password."_s);
    const QJsonObject user = identity.value("password"_L1).toObject().value("user"_L1).toObject();
    if (!user.value("password"_L1).isString() || nameIn(user).isEmpty())
        return badBody(u"The request body is invalid: a user and a password are required."_s);
    if (user.value("id"_L1).toString().isEmpty() && nameIn(user.value("domain"_L1).toObject()).isEmpty())
        return badBody(u"The request body is invalid: the user's domain is required."_s);

    CloudPerson *const person = personIn(user, directory);
    if (!person)
        return wrongPassword();
    if (const auto refusal = refusePerson(identity, *person, nowMs))
        return *refusal;
    person->wrongInARow = 0;
    CloudToken token;
    token.userId = person->id;
    token.issuedAtMs = nowMs;
    token.hasPasscode = !person->signIn.passcode.isEmpty();
    if (const auto refusal = setScope(token, auth.value("scope"_L1).toObject(), *person, directory))
        return *refusal;
    return token;
}

} // namespace leasekeeper::cloudsignin
