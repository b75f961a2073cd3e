// SPDX-License-Identifier: MIT
#include "cloudtokens.h"

#include "cloudrandom.h"

#include <algorithm>

namespace leasekeeper
{

namespace
{

constexpr int TokenLength = 2'400;

/// Letters, digits and the few signs that real tokens have.
QByteArray inventValue(CloudRandom &random)
{
    static const char Letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-";
    QByteArray value("MIIC");
    value.reserve(TokenLength);
    while (value.size() < TokenLength)
        value += Letters[random.below(sizeof(Letters) - 1)];
    return value;
}

} // namespace

CloudToken CloudTokens::issue(CloudToken token, CloudRandom &random)
{
    token.value = inventValue(random);
    m_tokens.insert(token.value, token);
    ++m_issued;
    return token;
}

std::optional<CloudToken> CloudTokens::find(const QByteArray &value) const
{
    const auto found = m_tokens.constFind(value);
    return found == m_tokens.constEnd() ? std::nullopt : std::optional(*found);
}

void CloudTokens::expireAll(qint64 nowMs, const QByteArray &spared)
{
    for (CloudToken &token : m_tokens) {
        if (token.value != spared)
            token.expiresAtMs = std::min(token.expiresAtMs, nowMs);
    }
}

} // namespace leasekeeper
