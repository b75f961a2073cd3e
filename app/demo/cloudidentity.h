// SPDX-License-Identifier: MIT
#pragma once

#include "clouddirectory.h"
#include "cloudgate.h"
#include "cloudidentityjson.h"
#include "cloudkeys.h"
#include "cloudrandom.h"
#include "cloudtokens.h"
#include "simulatedcloud.h"

#include <QList>

namespace leasekeeper
{

/// The Identity service (IAM) of the simulated cloud: passwords for tokens, what a token is, projects,
/// accounts, temporary keys (ModelArts API reference, section 6). Owns who there is and what was given out.
class CloudIdentity
{
public:
    /// `projectId`: the caller's; `token`: a project token that is there from the start.
    CloudIdentity(const SimulatedCloud::Options &options, const QString &projectId, const QByteArray &token,
                  qint64 nowMs);
    Q_DISABLE_COPY_MOVE(CloudIdentity) // the gate refers to the rest

    /// Whether this is one of its own addresses.
    [[nodiscard]] static bool isAddressed(const CloudRequest &request);
    /// Answers a request to one of them. `requestId`: told where the gateway refuses in its place.
    [[nodiscard]] CloudResponse answer(const CloudRequest &request, const QString &requestId, qint64 nowMs);

    [[nodiscard]] CloudGate &gate() { return m_gate; }
    [[nodiscard]] CloudDirectory &directory() { return m_directory; }
    [[nodiscard]] CloudTokens &tokens() { return m_tokens; }
    [[nodiscard]] CloudKeys &keys() { return m_keys; }
    /// The caller's own.
    [[nodiscard]] const CloudKey &accessKey() const { return m_key; }

private:
    [[nodiscard]] CloudResponse refuse(CloudIdentityRefusal refusal) const;
    [[nodiscard]] CloudResponse signIn(const CloudRequest &request, qint64 nowMs);
    [[nodiscard]] CloudResponse carryOut(const CloudRequest &request, const CloudPrincipal &principal,
                                         qint64 nowMs);
    [[nodiscard]] CloudResponse inspectToken(const CloudRequest &request, const CloudPrincipal &principal,
                                             qint64 nowMs);
    [[nodiscard]] CloudResponse listProjects(const QByteArray &query, const CloudPrincipal &principal) const;
    [[nodiscard]] CloudResponse issueTemporaryKey(const QByteArray &body, const CloudPrincipal &principal,
                                                  qint64 nowMs);

    SimulatedCloud::Options m_options;
    CloudRandom m_random; ///< apart, so that signing in does not change which instances are invented
    CloudDirectory m_directory;
    CloudTokens m_tokens;
    CloudKeys m_keys;
    CloudKey m_key;
    CloudGate m_gate;
};

} // namespace leasekeeper
