// SPDX-License-Identifier: MIT
#pragma once

#include "modelrun.h"

namespace leasekeeper::test::model
{

/// "N3" of "N3: …".
[[nodiscard]] QString promiseOf(const QString &breach);
/// The breach of a run, or nothing.
[[nodiscard]] QString breachOf(const Script &script, const ModelRun::Spoilt &spoilt = ModelRun::Spoilt());
/// A script as small as can be that breaks the same promise.
[[nodiscard]] Script shrunkBreach(const Script &script, const QString &breach,
                                  const ModelRun::Spoilt &spoilt = ModelRun::Spoilt());

} // namespace leasekeeper::test::model
