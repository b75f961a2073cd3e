// SPDX-License-Identifier: MIT
#include "cloudkeys.h"

#include "cloudrandom.h"

namespace leasekeeper
{

namespace
{

QByteArray invent(const char *letters, quint32 count, int length, CloudRandom &random)
{
    QByteArray text;
    while (text.size() < length)
        text += letters[random.below(count)];
    return text;
}

QByteArray inventMixed(int length, CloudRandom &random)
{
    return invent("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 62, length, random);
}

} // namespace

CloudKey CloudKeys::add(const QString &userId, std::optional<qint64> expiresAtMs, CloudRandom &random)
{
    CloudKey key;
    key.access = invent("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 36, 20, random);
    key.secret = inventMixed(40, random);
    key.userId = userId;
    key.expiresAtMs = expiresAtMs;
    if (expiresAtMs)
        key.securityToken = inventMixed(700, random);
    add(key);
    return key;
}

std::optional<CloudKey> CloudKeys::find(const QByteArray &access) const
{
    const auto found = m_keys.constFind(access);
    return found == m_keys.constEnd() ? std::nullopt : std::optional(*found);
}

bool CloudKeys::isLocked(const QByteArray &access, qint64 nowMs) const
{
    return nowMs < m_failures.value(access).lockedUntilMs;
}

void CloudKeys::noteFailure(const QByteArray &access, qint64 nowMs)
{
    Failures &failures = m_failures[access];
    if (++failures.inARow < FailuresUntilLocked)
        return;
    failures.inARow = 0;
    failures.lockedUntilMs = nowMs + LockMs;
}

} // namespace leasekeeper
