// SPDX-License-Identifier: MIT
#pragma once

#include "apierror.h"
#include "instance.h"
#include "leaserequest.h"

#include <QList>

#include <optional>

namespace leasekeeper
{

/// The rules by which the end of a write is judged (`faults.md` UR). Pure functions over what was asked and
/// what the service says; nothing here reads or waits.

/// A write as it was sent.
struct SentWrite {
    InstanceVerb verb = InstanceVerb::Stop;
    InstanceStatus before = InstanceStatus::Unknown; ///< state when it was sent
    qint64 sentAtMs = 0;                             ///< monotonic
    qint64 sentAtServerMs = 0;                       ///< ms since 1970 UTC by the service's clock
    qint64 askedMs = 0;                              ///< Prolong: the duration that was sent
    qint64 leaseSetMs = 0; ///< when the lease had been changed last, ms since 1970 UTC; 0: not known
};

enum class Verdict {
    Reached,   ///< the service's own words agree
    UnderWay,  ///< delete: DELETING, so it was accepted and goes on
    NotDone,   ///< the service says that it failed
    Unchanged, ///< as if nothing had been asked: not carried out, if that lasts
    Undecided, ///< neither speaks for nor against it
};

/// What a read tells of a write.
[[nodiscard]] Verdict judgeRead(const SentWrite &write, const Instance &observed);

/// The same for a write whose end was left open and is looked into later, perhaps after hours: what has
/// happened to the instance since may hide what became of it.
enum class LaterVerdict {
    Reached,
    UnderWay,
    NotDone,
    Unchanged,
    Undecided,
    Overtaken, ///< it can no longer be told: the instance ran on, was changed or started anew since
};
/// `nowServerMs`: by the service's clock.
[[nodiscard]] LaterVerdict judgeLater(const SentWrite &write, const Instance &observed, qint64 nowServerMs);

/// What a refusal means before anything is read (ModelArts API reference, section 5.2).
enum class Refusal {
    Final,         ///< refused, whatever its state
    InTheWay,      ///< refused because of its state: one read tells whether the goal is reached all the same
    AlreadyThere,  ///< the service says that the goal is reached: reading settles it
    Ambiguous,     ///< 6357: another operation, or the goal is reached
    Gone,          ///< there is no such instance
    Busy,          ///< 429: not processed, may be sent again later
    OutcomeUnknown ///< it may have been carried out
};
[[nodiscard]] Refusal classifyRefusal(InstanceVerb verb, const ApiError &error);

/// Decides when "unchanged" means "not carried out": in two reads at least 10 s apart, the later one sent at
/// least 45 s after the write.
class UnchangedRule
{
public:
    static constexpr qint64 ApartMs = 10'000;
    static constexpr qint64 SettledMs = 45'000;

    explicit UnchangedRule(qint64 writeSentAtMs = 0) : m_writeSentAtMs(writeSentAtMs) {}
    /// One more read that shows no change, sent at this monotonic ms. True: it was not carried out.
    [[nodiscard]] bool add(qint64 readSentAtMs);

private:
    qint64 m_writeSentAtMs;
    std::optional<qint64> m_firstMs;
};

} // namespace leasekeeper
