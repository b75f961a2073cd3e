// SPDX-License-Identifier: MIT
#pragma once

#include "apierror.h"
#include "instance.h"
#include "leaserequest.h"

#include <QString>

/// Why an action failed, or was not sent at all: translated whole sentences, for actiontexts::couldNot().
namespace leasekeeper::actiontexts
{

/// `reason`, and that the action can be tried again.
[[nodiscard]] QString nothingWasSent(const QString &reason);
/// `stopped`: on the way to a delete, which the stop before did leave for.
[[nodiscard]] QString waitedTooLong(bool stopped);
/// `stopped`: as above.
[[nodiscard]] QString notLookedAt(bool stopped);
[[nodiscard]] QString outOfRange(const LeaseRange &range);
[[nodiscard]] QString noSuchFirstLease(const LeaseRange &range);
/// This computer's clock and the service's are days apart, and it is open which is right.
[[nodiscard]] QString timeContested();
[[nodiscard]] QString timeContradicted();
[[nodiscard]] QString signedOutMeanwhile();

// What the service said, or did not.
[[nodiscard]] QString doesNotExist();
[[nodiscard]] QString deniedButShown();
/// `error`: how the request ended.
[[nodiscard]] QString notCarriedOut(const ApiError &error);
[[nodiscard]] QString acceptedNotCarriedOut();
/// As the service told it, refusing.
[[nodiscard]] QString serviceAllows(const LeaseRange &range);
[[nodiscard]] QString askedForLongPause(qint64 pauseMs);

// What the instance is found to be.
[[nodiscard]] QString isNow(const Instance &instance);
[[nodiscard]] QString missedTheEnd();

// Between the stop and the delete.
[[nodiscard]] QString startedAgain();
[[nodiscard]] QString stillStopping();
[[nodiscard]] QString stopNotSeen();
[[nodiscard]] QString stoppedLongAgo();
[[nodiscard]] QString runsStill();

} // namespace leasekeeper::actiontexts
