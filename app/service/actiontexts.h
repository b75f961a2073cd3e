// SPDX-License-Identifier: MIT
#pragma once

#include "actionintent.h"
#include "instance.h"
#include "leaserequest.h"

#include <QList>
#include <QString>

#include <optional>

/// What an action says of itself: translated phrases for its row and whole sentences for its end. `name` is
/// the instance's name, already made visible (core/plaintext).
namespace leasekeeper::actiontexts
{

enum class Step { Grace, Direct, StopFirst, AwaitStop, CalledOff, Paused, Checking };

/// The phrase in the row while it goes on.
[[nodiscard]] QString working(InstanceVerb verb, Step step);
/// The same with what is decided on to follow it, in this order.
[[nodiscard]] QString thenFollow(const QString &working, const QList<InstanceVerb> &verbs);

// Confirmed.
[[nodiscard]] QString started(const QString &name);
[[nodiscard]] QString stopping(const QString &name);
[[nodiscard]] QString running(const QString &name);
[[nodiscard]] QString stopped(const QString &name);
[[nodiscard]] QString deleted(const QString &name);
[[nodiscard]] QString alreadyGone(const QString &name);
[[nodiscard]] QString prolonged(const QString &name, qint64 stopsAtMs, qint64 nowMs);
/// The goal was reached before anything was sent.
[[nodiscard]] QString alreadyThere(InstanceVerb verb, const QString &name);

// Failed. `reason` is a whole sentence.
[[nodiscard]] QString couldNot(InstanceVerb verb, const QString &name, const QString &reason);
[[nodiscard]] QString busyWithAnother(const QString &name);
[[nodiscard]] QString doesNotExist();
/// `stopped`: on the way to a delete, which the stop before did leave for.
[[nodiscard]] QString waitedTooLong(bool stopped);
/// `stopped`: as above.
[[nodiscard]] QString notLookedAt(bool stopped);
[[nodiscard]] QString nothingWasSent(const QString &reason);
[[nodiscard]] QString notCarriedOut();
[[nodiscard]] QString acceptedNotCarriedOut();
[[nodiscard]] QString outOfRange(const LeaseRange &range);
/// This computer's clock and the service's are days apart, and it is open which is right.
[[nodiscard]] QString timeContested();
[[nodiscard]] QString timeContradicted();
/// As the service told it, refusing.
[[nodiscard]] QString serviceAllows(const LeaseRange &range);
[[nodiscard]] QString noSuchFirstLease(const LeaseRange &range);
[[nodiscard]] QString startedAgain();
[[nodiscard]] QString stillStopping();
[[nodiscard]] QString stopNotSeen();
[[nodiscard]] QString stoppedLongAgo();
[[nodiscard]] QString runsStill();
[[nodiscard]] QString isNow(const Instance &instance);
[[nodiscard]] QString missedTheEnd();
[[nodiscard]] QString deniedButShown();
[[nodiscard]] QString askedForLongPause(qint64 pauseMs);
[[nodiscard]] QString signedOutMeanwhile();

/// The service's stop time is not the one that was asked for. Nullopt: it tells none.
[[nodiscard]] QString otherStopTime(qint64 askedMs, std::optional<qint64> saidMs, qint64 nowMs);

// Left alone: the lease is another one than the person was shown.
[[nodiscard]] QString stopsLaterAlready(const QString &name, qint64 stopsAtMs, qint64 nowMs);
[[nodiscard]] QString stopsByAnotherRule(const QString &name, AutoStop rule);

// Unresolved and cancelled.
[[nodiscard]] QString unresolved(InstanceVerb verb, const QString &name);
[[nodiscard]] QString stillDeleting(const QString &name);
[[nodiscard]] QString cancelled(const QString &name);
[[nodiscard]] QString stoppedNotDeleted(const QString &name);

// Left open by an earlier run, a sign-out or a lost connection, and looked into later. `detail` is a whole
// sentence.
[[nodiscard]] QString wasDone(InstanceVerb verb, const QString &name, const QString &detail);
[[nodiscard]] QString wasNotDone(InstanceVerb verb, const QString &name, const QString &detail);
[[nodiscard]] QString cannotBeTold(InstanceVerb verb, const QString &name, const QString &detail);
[[nodiscard]] QString stillOpen(InstanceVerb verb, const QString &name);
[[nodiscard]] QString letGo(InstanceVerb verb, const QString &name);
[[nodiscard]] QString notThereAnyMore();
[[nodiscard]] QString stoppedOnly();
[[nodiscard]] QString stopsAt(qint64 stopsAtMs, qint64 nowMs);
/// Of one that an earlier run, or an account that was left, has noted as ended; empty for those that are
/// open.
[[nodiscard]] QString endedBefore(const ActionIntent &intent, const QString &name);

} // namespace leasekeeper::actiontexts
