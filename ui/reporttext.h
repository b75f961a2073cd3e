// SPDX-License-Identifier: MIT
#pragma once

#include "actionoutcome.h"

#include <QString>
#include <QStringList>

namespace leasekeeper
{

/// How the end of a batch is told in the message bar. Pure functions.

/// "2 deleted, 1 failed: ocr-lab – conflict, still stopping." The success of one never hides another's
/// failure. A single outcome is told in its own words.
[[nodiscard]] QString reportSummary(const BatchReport &report);
/// Everything about what did not succeed, to copy; empty if all went well. Holds no secret.
[[nodiscard]] QString reportDetails(const BatchReport &report);
/// What to quote to the vendor's support of the only error in it; empty if there are several, which the
/// details tell apart, or none.
[[nodiscard]] QString onlyRequestId(const BatchReport &report);
/// Whether this did not come out as it was asked for: what a message stays for.
[[nodiscard]] bool isOpenMatter(const ActionOutcome &outcome);
/// Whether something failed that may be tried again.
[[nodiscard]] bool offersRetry(const BatchReport &report);
/// Ids the service wants stopped before it deletes them.
[[nodiscard]] QStringList stopAndDeleteIds(const BatchReport &report);

/// Ids of those that have stopped before they could be prolonged, and can be started instead.
[[nodiscard]] QStringList startIds(const BatchReport &report);

/// Ids of those for which another stop time can be asked for.
[[nodiscard]] QStringList otherTimeIds(const BatchReport &report);

/// Ids of whose action it will be looked into again what became of it.
[[nodiscard]] QStringList openIds(const BatchReport &report);

/// "Deleting 3 instances in 4 s…"
[[nodiscard]] QString graceText(const Decision &decision, int secondsLeft);

} // namespace leasekeeper
