// SPDX-License-Identifier: MIT
#pragma once

#include "actionintent.h"
#include "actionoutcome.h"
#include "decisions.h"
#include "timers.h"

#include <QList>

#include <memory>
#include <optional>

namespace leasekeeper
{

class Action;
class InstanceStore;

/// One target of a decision, on its way or ended.
struct ActionPart {
    Action *action = nullptr; ///< not owned; null once it ended, or if it never began
    std::optional<ActionOutcome> outcome;
    std::optional<ActionIntent> intent; ///< as it was when it ended
    quint64 untoldId = 0;               ///< in the journal, where nobody may have been told of its end
    bool isAmongLast = false;           ///< of ActionService::lastOutcomes()
    bool settledSince = false;          ///< a later decision has reached what this one failed to do

    /// Failed, and neither pointless to repeat nor done by now.
    [[nodiscard]] bool mayRetry() const;
};

/// What became of one decision so far. Kept by ActionService, also after its end, for "Retry failed".
struct ActionBatch {
    Decision decision;
    QList<ActionPart> parts; ///< one per target
    std::unique_ptr<OneShotTimer> grace;
    qint64 endedAtMs = 0; ///< monotonic, once it has ended
    bool retried = false;
    bool leftOpen = false; ///< from the journal

    [[nodiscard]] bool hasEnded() const;
    /// Valid once it has ended.
    [[nodiscard]] BatchReport report(BatchId id) const;
    /// Something of a later decision has ended: whoever retries this one must not do again what has been done
    /// or tried since.
    void settleBy(const ActionOutcome &later);
    /// The same decision, of what may be retried alone; nobody is left if nothing may. `store`: what is known
    /// of the instances now.
    [[nodiscard]] Decision retry(const InstanceStore &store) const;
};

} // namespace leasekeeper
