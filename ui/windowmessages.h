// SPDX-License-Identifier: MIT
#pragma once

#include "actionservice.h"
#include "message.h"

#include <QStringList>

#include <functional>

namespace leasekeeper
{

/// The messages of the window about actions. Pure functions; what their buttons do is given.

[[nodiscard]] QString undoneKey(BatchId batch);
/// Nothing of this batch was or will be sent.
[[nodiscard]] Message undoneMessage(BatchId batch);

struct ReportButtons {
    std::function<void(BatchId)> retryFailed;
    std::function<void(const QStringList &)> stopAndDelete;
};
/// How a batch ended. Success goes away by itself.
[[nodiscard]] Message reportMessage(const BatchReport &report, const ReportButtons &buttons);

inline constexpr QLatin1StringView FinishingKey("finishing");
/// The program ends as soon as the service has answered.
[[nodiscard]] Message finishingMessage(int inFlight);

} // namespace leasekeeper
