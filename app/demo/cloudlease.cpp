// SPDX-License-Identifier: MIT
#include "cloudlease.h"

namespace leasekeeper
{

void CloudLease::grant(qint64 nowMs, qint64 runMs)
{
    durationMs = (nowMs - createAtMs) + runMs;
    updateAtMs = nowMs;
}

void CloudLease::rebase(qint64 nowMs)
{
    const qint64 lastGrantMs = durationMs - (updateAtMs - createAtMs);
    grant(nowMs, lastGrantMs);
}

std::optional<qint64> CloudLease::endMs() const
{
    if (!enabled || !isTimed() || durationMs <= 0)
        return std::nullopt;
    return createAtMs + durationMs;
}

bool CloudLease::isTimed() const
{
    return type.compare(QLatin1String("TIMING"), Qt::CaseInsensitive) == 0;
}

} // namespace leasekeeper
