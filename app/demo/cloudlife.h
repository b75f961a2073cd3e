// SPDX-License-Identifier: MIT
#pragma once

#include "cloudrecord.h"

#include <optional>

namespace leasekeeper
{

/// Why the service does not do what was asked: HTTP status, code after "ModelArts." and words (ModelArts API
/// reference, section 5.2).
struct CloudRefusal {
    int status = 400;
    int code = 0;
    QString words;
};

/// The life of one instance: which request is accepted in which state (section 2.2), and what happens to it
/// as time passes. All times are ms since 1970 UTC.
namespace cloudlife
{

[[nodiscard]] std::optional<CloudRefusal> refuseStart(const CloudRecord &record);
[[nodiscard]] std::optional<CloudRefusal> refuseStop(const CloudRecord &record);
[[nodiscard]] std::optional<CloudRefusal> refuseRenew(const CloudRecord &record);
/// Uses up one of the refusals the record is to give.
[[nodiscard]] std::optional<CloudRefusal> refuseDelete(CloudRecord &record);
[[nodiscard]] CloudRefusal notFound();
[[nodiscard]] CloudRefusal durationMissing();
/// Names the allowed range.
[[nodiscard]] CloudRefusal durationOutOfRange();
[[nodiscard]] CloudRefusal badParameter(const QString &which);

/// Enters a state that ends by itself after the record's own step, else `usualMs`.
void enter(CloudRecord &record, CloudState state, qint64 nowMs, qint64 usualMs);
/// When something will happen to the record by itself; nullopt: never.
[[nodiscard]] std::optional<qint64> nextEventMs(const CloudRecord &record);

enum class Passed {
    Moved,     ///< into the next state
    AutoStops, ///< the lease ended, it is STOPPING now
    Gone,      ///< it does not exist any more
};
/// Carries out what happens at `nowMs`, the moment nextEventMs() told.
[[nodiscard]] Passed pass(CloudRecord &record, qint64 nowMs, qint64 usualMs);

} // namespace cloudlife

} // namespace leasekeeper
