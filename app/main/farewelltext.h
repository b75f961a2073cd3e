// SPDX-License-Identifier: MIT
#pragma once

#include "actionoutcome.h"
#include "profile.h"

#include <QList>
#include <QSet>
#include <QString>

namespace leasekeeper
{

/// How many of these were called off before anything of them was sent.
[[nodiscard]] int calledOffUnsent(const QList<ActionOutcome> &outcomes);

/// What the next account's page says of the one that was left.
struct Farewell {
    QString text;            ///< empty if there is nothing to say
    QString details;         ///< what did not end as wanted, a line each
    QSet<qsizetype> leftOut; ///< places of those outcomes that the text only counts: they are too many
};

/// Says what ended while the account was left and did not succeed, and how many requests were sent and had no
/// answer yet. `noted`: that will be found out when the account is opened again, and so is what is left out.
[[nodiscard]] Farewell farewell(const Profile &left, const QList<ActionOutcome> &outcomes, int unanswered,
                                bool noted);

} // namespace leasekeeper
