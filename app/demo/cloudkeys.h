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

/// An access key. Temporary ones have a security token and an end.
struct CloudKey {
    QByteArray access;
    QByteArray secret;
    QByteArray securityToken;
    QString userId;
    std::optional<qint64> expiresAtMs; ///< service time, ms since 1970 UTC

    [[nodiscard]] bool isTemporary() const { return !securityToken.isEmpty(); }
};

/// The access keys of the service, and how often each was used wrongly: six failures in a row lock one for
/// five minutes (ModelArts API reference, section 0).
class CloudKeys
{
public:
    static constexpr int FailuresUntilLocked = 6;
    static constexpr qint64 LockMs = 300'000;

    /// Invents a permanent key of that user, or with `expiresAtMs` a temporary one.
    CloudKey add(const QString &userId, std::optional<qint64> expiresAtMs, CloudRandom &random);
    /// Keeps a key as it is.
    void add(const CloudKey &key) { m_keys.insert(key.access, key); }
    [[nodiscard]] std::optional<CloudKey> find(const QByteArray &access) const;

    [[nodiscard]] bool isLocked(const QByteArray &access, qint64 nowMs) const;
    /// Counts for keys that do not exist as well.
    void noteFailure(const QByteArray &access, qint64 nowMs);
    void noteSuccess(const QByteArray &access) { m_failures.remove(access); }

private:
    struct Failures {
        int inARow = 0;
        qint64 lockedUntilMs = 0;
    };

    QHash<QByteArray, CloudKey> m_keys;
    QHash<QByteArray, Failures> m_failures;
};

} // namespace leasekeeper
