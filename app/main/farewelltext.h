// SPDX-License-Identifier: MIT
#pragma once

#include "actionoutcome.h"
#include "profile.h"

#include <QList>
#include <QString>

namespace leasekeeper
{

/// How many of these were called off before anything of them was sent.
[[nodiscard]] int calledOffUnsent(const QList<ActionOutcome> &outcomes);

/// What the next account's page says of the one that was left: what ended while it was left and did not
/// succeed, and how many requests were sent and had no answer yet. `noted`: that will be found out when the
/// account is opened again. Empty if there is nothing to say.
[[nodiscard]] QString farewellText(const Profile &left, const QList<ActionOutcome> &outcomes, int unanswered,
                                   bool noted);

} // namespace leasekeeper
