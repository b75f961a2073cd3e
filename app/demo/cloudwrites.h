// SPDX-License-Identifier: MIT
#pragma once

#include "cloudlife.h"
#include "cloudrecord.h"
#include "cloudrouter.h"

#include <QJsonObject>

#include <optional>

namespace leasekeeper
{

/// What became of a write.
struct CloudWrite {
    std::optional<CloudRefusal> refusal; ///< then nothing was changed
    QByteArray verb;                     ///< as in CloudEffect
    QJsonObject answer;
};

/// Carries out start, stop, delete or renewal at `nowMs` (ModelArts API reference, sections 1.2, 1.3, 3
/// and 4.2). `usualMs`: how long transitions take.
[[nodiscard]] CloudWrite writeInstance(CloudRecord &record, const CloudCall &call, const QByteArray &body,
                                       qint64 nowMs, qint64 usualMs);

} // namespace leasekeeper
