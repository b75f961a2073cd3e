// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>
#include <QtGlobal>

#include <optional>

namespace leasekeeper
{

class CloudRandom;

/// A token and whom it speaks for. Times in ms since 1970 UTC, by the service's clock.
struct CloudToken {
    QByteArray value;
    QString userId;
    QString projectId; ///< empty: not for a project
    QString accountId; ///< of a token for a whole account; else empty
    qint64 issuedAtMs = 0;
    qint64 expiresAtMs = 0;
    bool hasPasscode = false; ///< the second factor was given
};

/// The tokens the Identity service has given out. A new one leaves the older ones valid.
class CloudTokens
{
public:
    /// Gives the token a value of its own, as long as real ones are, and keeps it.
    CloudToken issue(CloudToken token, CloudRandom &random);
    /// Keeps a token as it is; not counted as issued.
    void add(const CloudToken &token) { m_tokens.insert(token.value, token); }
    /// Expired ones too.
    [[nodiscard]] std::optional<CloudToken> find(const QByteArray &value) const;
    /// Those still alive end at `nowMs`, `spared` excepted.
    void expireAll(qint64 nowMs, const QByteArray &spared);
    [[nodiscard]] int issued() const { return m_issued; }

private:
    QHash<QByteArray, CloudToken> m_tokens;
    int m_issued = 0;
};

} // namespace leasekeeper
