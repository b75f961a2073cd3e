// SPDX-License-Identifier: MIT
#include "leaserequest.h"

namespace leasekeeper
{

qint64 targetForProlongBy(const Lease &lease, InstanceStatus status, qint64 byMs, qint64 serverNowMs)
{
    const std::optional<qint64> stopsAt = stopsAtMs(lease, status);
    return (stopsAt && *stopsAt > serverNowMs ? *stopsAt : serverNowMs) + byMs;
}

qint64 targetForSetTo(qint64 runMs, qint64 serverNowMs)
{
    return serverNowMs + runMs;
}

qint64 targetForUntil(qint64 shownStopMs, qint64 serverNowMs, const LeaseRange &range)
{
    constexpr qint64 GrainMs = 1'000;
    const qint64 target = shownStopMs + GrainMs;
    return checkTarget(target, serverNowMs, range) == RangeCheck::Allowed ? target : shownStopMs;
}

RangeCheck checkTarget(qint64 targetStopMs, qint64 serverNowMs, const LeaseRange &range)
{
    const qint64 duration = targetStopMs - serverNowMs;
    if (duration < range.minMs)
        return RangeCheck::TooShort;
    return duration > range.maxMs ? RangeCheck::TooLong : RangeCheck::Allowed;
}

std::optional<qint64> durationToSend(qint64 targetStopMs, qint64 serverNowMs, const LeaseRange &range)
{
    const qint64 duration = targetStopMs - serverNowMs;
    if (range.minMs <= 0 || range.maxMs < range.minMs)
        return std::nullopt;
    switch (checkTarget(targetStopMs, serverNowMs, range)) {
    case RangeCheck::Allowed:
        return duration;
    case RangeCheck::TooShort:
        if (duration >= range.minMs - LeaseToleranceMs)
            return range.minMs;
        break;
    case RangeCheck::TooLong:
        if (duration - LeaseToleranceMs <= range.maxMs)
            return range.maxMs;
        break;
    }
    return std::nullopt;
}

ProlongEffect prolongEffect(const Lease &lease, InstanceStatus status, qint64 targetStopMs)
{
    const std::optional<qint64> stopsAt = stopsAtMs(lease, status);
    if (!stopsAt)
        return ProlongEffect::Introduces;
    const qint64 later = targetStopMs - *stopsAt;
    if (later > LeaseToleranceMs)
        return ProlongEffect::Later;
    return later < -LeaseToleranceMs ? ProlongEffect::Earlier : ProlongEffect::Unchanged;
}

AnswerCheck checkAnswer(const Lease &answer, qint64 sentAtServerMs, qint64 askedMs)
{
    const std::optional<qint64> end = leaseEndMs(answer);
    if (!end)
        return AnswerCheck::Unreadable;
    const qint64 off = *end - (sentAtServerMs + askedMs);
    return off >= -LeaseToleranceMs && off <= LeaseToleranceMs ? AnswerCheck::Agrees : AnswerCheck::Differs;
}

} // namespace leasekeeper
