// SPDX-License-Identifier: MIT
#pragma once

#include "actionintent.h"
#include "instance.h"

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

// Failed. `reason` is a whole sentence (actionreasons.h).
[[nodiscard]] QString couldNot(InstanceVerb verb, const QString &name, const QString &reason);
[[nodiscard]] QString busyWithAnother(const QString &name);

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

// Details of what is found out later.
[[nodiscard]] QString notThereAnyMore();
[[nodiscard]] QString stoppedOnly();
[[nodiscard]] QString stopsAt(qint64 stopsAtMs, qint64 nowMs);

} // namespace leasekeeper::actiontexts
