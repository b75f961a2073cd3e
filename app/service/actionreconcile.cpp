// SPDX-License-Identifier: MIT
#include "actionreconcile.h"

#include "instancereader.h"

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

// The service's time is known to about a second.
constexpr qint64 ClockDoubtMs = 5'000;

Verdict judgeDelete(const SentWrite &write, InstanceStatus now)
{
    if (now == InstanceStatus::Deleting)
        return Verdict::UnderWay;
    if (now == InstanceStatus::Deleted)
        return Verdict::Reached;
    if (now == InstanceStatus::DeleteFailed && write.before != InstanceStatus::DeleteFailed)
        return Verdict::NotDone;
    // Whatever else it does, it is not being deleted; but not what we have no word for.
    return now == InstanceStatus::Unknown ? Verdict::Undecided : Verdict::Unchanged;
}

Verdict judgeStart(const SentWrite &write, InstanceStatus now)
{
    if (now == InstanceStatus::Starting || now == InstanceStatus::Running)
        return Verdict::Reached;
    if (now == write.before)
        return Verdict::Unchanged;
    const StatusKind kind = statusKind(now);
    return kind == StatusKind::Failed || kind == StatusKind::Frozen || kind == StatusKind::Gone
               ? Verdict::NotDone
               : Verdict::Undecided;
}

Verdict judgeStop(const SentWrite &write, InstanceStatus now)
{
    if (now == InstanceStatus::Stopping || now == InstanceStatus::Stopped)
        return Verdict::Reached;
    if (now == write.before || now == InstanceStatus::Running)
        return Verdict::Unchanged;
    const StatusKind kind = statusKind(now);
    return kind == StatusKind::Failed || kind == StatusKind::Frozen || kind == StatusKind::Gone
               ? Verdict::NotDone
               : Verdict::Undecided;
}

Verdict judgeProlong(const SentWrite &write, const Instance &observed)
{
    if (observed.status == InstanceStatus::Unknown)
        return Verdict::Undecided;
    // Once it stops, no lease counts any more: the prolonging came too late or went nowhere.
    if (observed.status != InstanceStatus::Running)
        return Verdict::NotDone;
    const AnswerCheck check = checkAnswer(observed.lease, write.sentAtServerMs, write.askedMs);
    return check == AnswerCheck::Agrees ? Verdict::Reached : Verdict::Unchanged;
}

} // namespace

Verdict judgeRead(const SentWrite &write, const Instance &observed)
{
    switch (write.verb) {
    case InstanceVerb::Delete:
        return judgeDelete(write, observed.status);
    case InstanceVerb::Start:
        return judgeStart(write, observed.status);
    case InstanceVerb::Stop:
        return judgeStop(write, observed.status);
    case InstanceVerb::Prolong:
        return judgeProlong(write, observed);
    case InstanceVerb::Open:
        break;
    }
    return Verdict::Undecided;
}

LaterVerdict judgeLater(const SentWrite &write, const Instance &observed, qint64 nowServerMs)
{
    const std::optional<qint64> leaseSetMs = observed.lease.updateAtMs;
    const bool leaseSetSince =
        leaseSetMs && (write.leaseSetMs != 0 ? *leaseSetMs != write.leaseSetMs
                                             : *leaseSetMs > write.sentAtServerMs - ClockDoubtMs);
    if (write.verb == InstanceVerb::Prolong) {
        // Read whatever the state: it may have been prolonged and have stopped since.
        if (checkAnswer(observed.lease, write.sentAtServerMs, write.askedMs) == AnswerCheck::Agrees)
            return LaterVerdict::Reached;
        if (nowServerMs > write.sentAtServerMs + write.askedMs - LeaseToleranceMs || leaseSetSince)
            return LaterVerdict::Overtaken;
    }
    switch (judgeRead(write, observed)) {
    case Verdict::Reached:
        return LaterVerdict::Reached;
    case Verdict::UnderWay:
        return LaterVerdict::UnderWay;
    case Verdict::NotDone:
        return LaterVerdict::NotDone;
    case Verdict::Undecided:
        return LaterVerdict::Undecided;
    case Verdict::Unchanged:
        break;
    }
    // A lease is set anew by each start: this one was started, and stopped again, or the other way round.
    const bool startsOrStops = write.verb == InstanceVerb::Start || write.verb == InstanceVerb::Stop;
    return startsOrStops && leaseSetSince ? LaterVerdict::Overtaken : LaterVerdict::Unchanged;
}

Refusal classifyRefusal(InstanceVerb verb, const ApiError &error)
{
    const QString code = error.codeNumber();
    using enum ApiError::Kind;
    if (error.kind == RateLimited)
        return Refusal::Busy;
    if (error.delivery == ApiError::Delivery::NeverSent)
        return Refusal::Final;
    if (deniesInstance(error))
        return Refusal::Gone;
    switch (error.kind) {
    case Network:
    case Timeout:
    case Tls:
    case Proxy:
    case Server:
    case BadResponse:
    case Cancelled:
        return Refusal::OutcomeUnknown;
    case Unauthorised:
    case Forbidden:
    case NotFound:
    case Redirected:
    case RateLimited:
        return Refusal::Final;
    case Conflict:
    case BadRequest:
        break;
    }
    if (code == "6357"_L1)
        return Refusal::Ambiguous;
    const bool startReached = verb == InstanceVerb::Start && (code == "6305"_L1 || code == "6306"_L1);
    const bool stopReached =
        verb == InstanceVerb::Stop && (code == "6307"_L1 || code == "6308"_L1 || code == "6327"_L1);
    if (startReached || stopReached)
        return Refusal::AlreadyThere;
    return error.kind == Conflict ? Refusal::InTheWay : Refusal::Final;
}

bool UnchangedRule::add(qint64 readSentAtMs)
{
    if (!m_firstMs) {
        m_firstMs = readSentAtMs;
        return false;
    }
    return readSentAtMs - *m_firstMs >= ApartMs && readSentAtMs - m_writeSentAtMs >= SettledMs;
}

} // namespace leasekeeper
