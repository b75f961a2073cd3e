// SPDX-License-Identifier: MIT
#pragma once

#include "actionintent.h"

#include <QString>

/// What is said of actions that were left open by an earlier run, a sign-out or a lost connection, and looked
/// into later: translated whole sentences. `name` is the instance's name, already made visible
/// (core/plaintext); `detail` is a whole sentence.
namespace leasekeeper::actiontexts
{

[[nodiscard]] QString wasDone(InstanceVerb verb, const QString &name, const QString &detail);
[[nodiscard]] QString wasNotDone(InstanceVerb verb, const QString &name, const QString &detail);
[[nodiscard]] QString cannotBeTold(InstanceVerb verb, const QString &name, const QString &detail);
[[nodiscard]] QString stillOpen(InstanceVerb verb, const QString &name);
[[nodiscard]] QString letGo(InstanceVerb verb, const QString &name);
/// Of one that an earlier run, or an account that was left, has noted as ended; empty for those that are
/// open.
[[nodiscard]] QString endedBefore(const ActionIntent &intent, const QString &name);

} // namespace leasekeeper::actiontexts
