// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QtGlobal>

#include <optional>

namespace leasekeeper
{

/// Deeper nesting is refused before the parser sees it.
inline constexpr int MaxJsonDepth = 32;

/// Parses a body that must be one JSON object and nothing else, in UTF-8 without byte order mark. Nullopt
/// with one translated sentence in `whyNot` (may be null) otherwise. Bodies that were cut short never pass.
[[nodiscard]] std::optional<QJsonObject> parseJsonObject(const QByteArray &body, QString *whyNot);

/// A whole number with |x| <= 2^53. Strings, bools, fractions and anything beyond are nullopt.
[[nodiscard]] std::optional<qint64> wholeNumber(const QJsonValue &value);

} // namespace leasekeeper
