// SPDX-License-Identifier: MIT
#pragma once

#include "cloudrecord.h"

#include <QList>

namespace leasekeeper
{

class CloudRandom;

/// A user of the invented house.
struct CloudUser {
    QString id; ///< 32 hexadecimal digits
    QString name;
};

/// The invented people: the caller first.
[[nodiscard]] const QList<CloudUser> &cloudUsers();

/// The account (domain) they belong to.
[[nodiscard]] QString cloudAccountId();
[[nodiscard]] QString cloudAccountName();

/// The flavor that is sold out.
[[nodiscard]] QLatin1String soldOutFlavor();
/// The built-in images, the usual one first.
[[nodiscard]] const QList<CloudImage> &cloudImages();

/// The invented instances of a demo that starts at `startMs` (ms since 1970 UTC): `count` of the
/// caller's, then `others` of other users. The first of both are written by hand and show every state and
/// every lease rule; the rest is drawn from `random`. Nothing is scheduled yet.
[[nodiscard]] QList<CloudRecord> inventCast(int count, int others, qint64 startMs, CloudRandom &random);

/// One ordinary instance of `owner`, named and numbered by `number`.
[[nodiscard]] CloudRecord inventOne(const CloudUser &owner, int number, qint64 startMs, CloudRandom &random);

/// What every instance has and nobody cares to write down: id, token, image, storage path, record times.
void completeRecord(CloudRecord &record, CloudRandom &random);

/// Its last grant of `grantedMs` leaves `leftMs` at `nowMs` (negative: that long past).
void setTimeLeft(CloudLease &lease, qint64 nowMs, qint64 leftMs, qint64 grantedMs);

} // namespace leasekeeper
