// SPDX-License-Identifier: MIT
#include "storedcredential.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QJsonValue>

#include <cmath>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int FormVersion = 1;

constexpr QLatin1StringView VersionKey("version");
constexpr QLatin1StringView KindKey("kind");
constexpr QLatin1StringView TokenKey("token");
constexpr QLatin1StringView ExpiresKey("expiresAtMs");
constexpr QLatin1StringView PasswordKey("password");
constexpr QLatin1StringView AccessKeyKey("accessKey");
constexpr QLatin1StringView SecretKeyKey("secretKey");
constexpr QLatin1StringView SecurityTokenKey("securityToken");

// Beyond this a JSON number is no exact integer.
constexpr double LargestExact = 9'007'199'254'740'992.0;

/// False if the secret would not come back as it is: no UTF-8, or a byte order mark, which JSON loses.
bool put(QJsonObject &object, QLatin1StringView key, const Secret &secret)
{
    const QString text = QString::fromUtf8(secret.reveal());
    object.insert(key, text);
    return text.toUtf8() == secret.reveal();
}

Secret secretAt(const QJsonObject &object, QLatin1StringView key)
{
    return Secret(object.value(key).toString().toUtf8());
}

bool fill(QJsonObject &object, const Credential &credential)
{
    if (const auto *token = std::get_if<TokenCredential>(&credential)) {
        object.insert(KindKey, TokenKey);
        if (token->expiresAtMs)
            object.insert(ExpiresKey, *token->expiresAtMs);
        return put(object, TokenKey, token->token);
    }
    if (const auto *password = std::get_if<PasswordCredential>(&credential)) {
        object.insert(KindKey, PasswordKey);
        return put(object, PasswordKey, password->password);
    }
    if (const auto *key = std::get_if<AccessKeyCredential>(&credential)) {
        object.insert(KindKey, AccessKeyKey);
        object.insert(AccessKeyKey, key->accessKey);
        if (!key->securityToken.isEmpty() && !put(object, SecurityTokenKey, key->securityToken))
            return false;
        return put(object, SecretKeyKey, key->secretKey);
    }
    return false;
}

std::optional<Credential> tokenFrom(const QJsonObject &object)
{
    TokenCredential token{secretAt(object, TokenKey), {}};
    const QJsonValue expires = object.value(ExpiresKey);
    if (!expires.isUndefined()) {
        const double ms = expires.toDouble(-1);
        if (ms < 0 || ms > LargestExact || ms != std::floor(ms))
            return {};
        token.expiresAtMs = qint64(ms);
    }
    return token.token.isEmpty() ? std::nullopt : std::optional<Credential>(token);
}

std::optional<Credential> accessKeyFrom(const QJsonObject &object)
{
    const QJsonValue securityToken = object.value(SecurityTokenKey);
    if (!securityToken.isUndefined() && !securityToken.isString())
        return {};
    const AccessKeyCredential key{object.value(AccessKeyKey).toString(), secretAt(object, SecretKeyKey),
                                  secretAt(object, SecurityTokenKey)};
    return key.accessKey.isEmpty() || key.secretKey.isEmpty() ? std::nullopt : std::optional<Credential>(key);
}

} // namespace

QByteArray storedForm(const Credential &credential)
{
    QJsonObject object{{VersionKey, FormVersion}};
    return fill(object, credential) ? QJsonDocument(object).toJson(QJsonDocument::Compact) : QByteArray();
}

std::optional<Credential> credentialFromStoredForm(const QByteArray &value)
{
    const QJsonObject object = QJsonDocument::fromJson(value).object();
    if (object.value(VersionKey).toInt() != FormVersion)
        return {};
    const QString kind = object.value(KindKey).toString();
    if (kind == TokenKey)
        return tokenFrom(object);
    if (kind == AccessKeyKey)
        return accessKeyFrom(object);
    if (kind != PasswordKey)
        return {};
    const PasswordCredential password{secretAt(object, PasswordKey)};
    return password.password.isEmpty() ? std::nullopt : std::optional<Credential>(password);
}

} // namespace leasekeeper
