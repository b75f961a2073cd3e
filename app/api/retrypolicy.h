// SPDX-License-Identifier: MIT
#pragma once

#include "apierror.h"

#include <QtGlobal>

#include <optional>

namespace leasekeeper
{

enum class Patience;

/// Automatic repetition of reads. Pure: randomness and time come from outside. Writes never come here.

/// How a failed read may be tried again.
enum class RetryCause {
    None,      ///< not by itself
    Transport, ///< the line or the answer broke: first pause up to 0.5 s
    Throttled, ///< 429 and 5xx: first pause up to 2 s
};
[[nodiscard]] RetryCause retryCause(const ApiError &error);

inline constexpr int MaxReadAttempts = 3;
/// A service that asks for more than this is not asked again by itself; in ms.
inline constexpr qint64 LongestRetryAfterMs = 120'000;

/// Pause before the next attempt, in ms, after `attemptsMade` (>= 1) of them; nullopt: give up.
/// `retryAfterMs` is what the service asked for, 0 if nothing; `random` lies in [0, 1).
[[nodiscard]] std::optional<qint64> retryPauseMs(RetryCause cause, int attemptsMade, Patience patience,
                                                 qint64 retryAfterMs, double random);

/// Keeps many failing reads from multiplying: 10 tokens, one less per retry, a tenth more per success, no
/// automatic retry at 5 or less.
class RetryBudget
{
public:
    /// Takes a token if a retry may be made.
    [[nodiscard]] bool take();
    void succeeded();

private:
    static constexpr int Full = 100; ///< tenths of a token
    static constexpr int Reserve = 50;
    static constexpr int Cost = 10;
    int m_tenths = Full;
};

} // namespace leasekeeper
