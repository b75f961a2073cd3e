// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QtGlobal>

#include <optional>

namespace leasekeeper
{

/// An HTTP date such as "Wed, 21 Oct 2015 07:28:00 GMT" as ms since 1970 UTC; nullopt if it is none.
[[nodiscard]] std::optional<qint64> parseHttpDate(const QByteArray &text);

/// What a `Retry-After` of zero or of a moment already past comes to, in ms.
inline constexpr qint64 RetryAfterFloorMs = 2'000;
/// Longer demands count as this long: a day, in ms.
inline constexpr qint64 RetryAfterCeilingMs = 24 * 3'600'000;

/// How long a `Retry-After` header asks to wait, in ms: whole seconds, or a date that is compared with
/// `serverNowMs` (ms since 1970 UTC by the service's clock). Of repeated headers the longest counts.
/// Garbage and negative numbers are nullopt, as if there were no header.
[[nodiscard]] std::optional<qint64> retryAfterMs(const QByteArray &header, qint64 serverNowMs);

} // namespace leasekeeper
