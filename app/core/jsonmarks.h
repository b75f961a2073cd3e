// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

namespace leasekeeper
{

/// JSON with every byte order mark inside it turned into an escape; what it says stays the same. Read without
/// this, a text or a name loses a mark at its beginning: Qt drops one there unless it is escaped.
[[nodiscard]] QByteArray withMarksEscaped(const QByteArray &json);

} // namespace leasekeeper
