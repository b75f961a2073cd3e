// SPDX-License-Identifier: MIT
#include "retrypolicy.h"

#include "instancesapi.h"

#include <algorithm>

namespace leasekeeper
{

namespace
{

constexpr qint64 TransportBaseMs = 500;
constexpr qint64 ThrottledBaseMs = 2'000;
constexpr qint64 PersonCapMs = 20'000;
constexpr qint64 BackgroundCapMs = 60'000;
constexpr int ProxySignIn = 407;

} // namespace

RetryCause retryCause(const ApiError &error)
{
    using Kind = ApiError::Kind;
    switch (error.kind) {
    case Kind::Network:
    case Kind::Timeout:
        return RetryCause::Transport;
    case Kind::Proxy:
        return error.httpStatus == ProxySignIn ? RetryCause::None : RetryCause::Transport;
    case Kind::RateLimited:
    case Kind::Server:
        return RetryCause::Throttled;
    case Kind::Tls: // until settings or network change
    case Kind::Cancelled:
    case Kind::Unauthorised:
    case Kind::Forbidden:
    case Kind::NotFound:
    case Kind::Conflict:
    case Kind::BadRequest:
    case Kind::BadResponse: // a web page in between does not go away by asking again
    case Kind::Redirected:
        return RetryCause::None;
    }
    return RetryCause::None;
}

std::optional<qint64> retryPauseMs(RetryCause cause, int attemptsMade, Patience patience, qint64 retryAfterMs,
                                   double random)
{
    if (cause == RetryCause::None || patience == Patience::Once || attemptsMade < 1 ||
        attemptsMade >= MaxReadAttempts || retryAfterMs > LongestRetryAfterMs)
        return std::nullopt;
    const qint64 base = cause == RetryCause::Throttled ? ThrottledBaseMs : TransportBaseMs;
    const qint64 cap = patience == Patience::Background ? BackgroundCapMs : PersonCapMs;
    const qint64 ceiling = std::min(cap, base << (attemptsMade - 1));
    const auto pause = qint64(std::clamp(random, 0.0, 1.0) * double(ceiling));
    return std::max(pause, retryAfterMs);
}

bool RetryBudget::take()
{
    if (m_tenths <= Reserve)
        return false;
    m_tenths -= Cost;
    return true;
}

void RetryBudget::succeeded()
{
    m_tenths = std::min(m_tenths + 1, Full);
}

} // namespace leasekeeper
