// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

#include <variant>

namespace leasekeeper
{

class CloudDirectory;
class CloudKeys;
class CloudTokens;
struct CloudRequest;
struct CloudSignature;

/// Who asks, and what for.
struct CloudPrincipal {
    /// What the credentials are good for.
    enum class Scope {
        Project,   ///< that of `projectId` alone
        Account,   ///< every project of the user's account: access keys
        NoProject, ///< a token for the account, or for nothing
        Anything,  ///< a token nobody knows, where any will do
    };

    QString userId;
    QString accountId;
    Scope scope = Scope::NoProject;
    QString projectId; ///< of Scope::Project
};

/// Why the gateway lets nobody through; the status is 401 (ModelArts API reference, section 5.2).
struct CloudGateRefusal {
    QString code; ///< "APIGW.0301"
    QString words;
    /// What the Identity service calls it where it answers by itself; empty where the gateway answers for it.
    QString identityCode = {};
};

/// The gateway in front of both services: tells who asks from the token or the signature of a request.
class CloudGate
{
public:
    using Answer = std::variant<CloudPrincipal, CloudGateRefusal>;

    /// All must outlive the gate.
    CloudGate(CloudDirectory &directory, const CloudTokens &tokens, CloudKeys &keys, bool acceptAnyToken)
        : m_directory(directory), m_tokens(tokens), m_keys(keys), m_acceptAnyToken(acceptAnyToken)
    {
    }

    /// `nowMs`: service time. A wrong signature counts against its key.
    [[nodiscard]] Answer admit(const CloudRequest &request, qint64 nowMs);

private:
    [[nodiscard]] Answer admitToken(const QByteArray &token, qint64 nowMs) const;
    [[nodiscard]] Answer admitSignature(const CloudRequest &request, qint64 nowMs);
    [[nodiscard]] Answer checkKey(const CloudRequest &request, const CloudSignature &claim, qint64 nowMs);
    [[nodiscard]] CloudPrincipal principalOf(const QString &userId, CloudPrincipal::Scope scope) const;

    CloudDirectory &m_directory;
    const CloudTokens &m_tokens;
    CloudKeys &m_keys;
    bool m_acceptAnyToken;
};

} // namespace leasekeeper
