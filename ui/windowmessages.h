// SPDX-License-Identifier: MIT
#pragma once

#include "actionoutcome.h"
#include "message.h"
#include "prolongplan.h"

#include <QStringList>

#include <functional>

namespace leasekeeper
{

/// The messages of an account about actions. Pure functions; what their buttons do is given.

[[nodiscard]] QString undoneKey(BatchId batch);
/// Nothing of this batch was or will be sent.
[[nodiscard]] Message undoneMessage(BatchId batch);

struct ReportButtons {
    std::function<void(BatchId)> retryFailed;
    std::function<void(const QStringList &)> stopAndDelete;
    std::function<void(const QStringList &)> start;
    std::function<void(const QStringList &)> letGo;
    /// Another stop time for these, with what was chosen before to begin with.
    std::function<void(const QStringList &, const ProlongChoice &)> prolongAgain;
};
[[nodiscard]] QString reportKey(BatchId batch);
/// How a batch ended. Success goes away by itself.
[[nodiscard]] Message reportMessage(const BatchReport &report, const ReportButtons &buttons);

/// What is waited for while writes of an account are on the wire.
enum class Leaving { Quitting, Switching };

inline constexpr QLatin1StringView FinishingKey("finishing");
/// The account is left as soon as the service has answered, or `doNotWait` is called. `calledOff`: actions
/// that were not sent any more.
[[nodiscard]] Message finishingMessage(int inFlight, int calledOff, Leaving leaving,
                                       std::function<void()> doNotWait);

} // namespace leasekeeper
