// SPDX-License-Identifier: MIT
#pragma once

#include "lease.h"

#include <QtGlobal>

#include <optional>

namespace leasekeeper
{

/// Asking for more (or less) time. The service counts a requested duration from the moment it receives the
/// request and replaces the old lease (ModelArts API reference, sections 0.2 and 4.3); a person thinks in
/// stop times. So decisions are kept as a target stop time, and the duration is computed when it is sent.

/// Allowed duration of one request, in ms, both ends included. The service documents 1 h to 72 h.
struct LeaseRange {
    qint64 minMs = 3'600'000;
    qint64 maxMs = 259'200'000;
    friend bool operator==(const LeaseRange &, const LeaseRange &) = default;
};

/// How much the service may differ from what was asked, and how much the delay between deciding and
/// sending may push a request over the edge of the range: one minute (section 4.3).
inline constexpr qint64 LeaseToleranceMs = 60'000;

/// "Prolong by X": the stop time moves by `byMs`; counted from now where nothing counts down or the stop
/// time is already past.
[[nodiscard]] qint64 targetForProlongBy(const Lease &lease, InstanceStatus status, qint64 byMs,
                                        qint64 serverNowMs);
/// "Set to X": the instance runs `runMs` from now. May shorten.
[[nodiscard]] qint64 targetForSetTo(qint64 runMs, qint64 serverNowMs);

/// "Until 18:00", where the stop time that was read is `shownStopMs`: a second more, where the range has room
/// for it. The service counts a length of time from when the request reaches it, by a clock that is known to
/// a second: aimed at exactly, the lease would as often as not end at 17:59:59, which reads 17:59.
[[nodiscard]] qint64 targetForUntil(qint64 shownStopMs, qint64 serverNowMs, const LeaseRange &range);

enum class RangeCheck { Allowed, TooShort, TooLong };
/// Whether the target can be asked for at `serverNowMs`.
[[nodiscard]] RangeCheck checkTarget(qint64 targetStopMs, qint64 serverNowMs, const LeaseRange &range);

/// Duration to send at `serverNowMs` so that the instance stops at `targetStopMs`. A target that left
/// the range by no more than the tolerance (time passed since the decision) is sent as the range's end;
/// further outside: nullopt, and nothing may be sent.
[[nodiscard]] std::optional<qint64> durationToSend(qint64 targetStopMs, qint64 serverNowMs,
                                                   const LeaseRange &range);

/// How the target compares with the stop time of today.
enum class ProlongEffect {
    Later,
    Earlier,   ///< by more than the tolerance: the user must agree to shortening
    Unchanged, ///< within the tolerance
    Introduces ///< no stop time so far: idle rule, no auto-stop or an unreadable lease
};
[[nodiscard]] ProlongEffect prolongEffect(const Lease &lease, InstanceStatus status, qint64 targetStopMs);

enum class AnswerCheck {
    Agrees,     ///< within the tolerance of what was asked
    Differs,    ///< the service says another time: show the earlier one and a warning
    Unreadable, ///< the answer tells no stop time
};
/// Compares the service's lease with `sentAtServerMs + askedMs`.
[[nodiscard]] AnswerCheck checkAnswer(const Lease &answer, qint64 sentAtServerMs, qint64 askedMs);

} // namespace leasekeeper
