// SPDX-License-Identifier: MIT
#pragma once

#include "instance.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QtGlobal>

#include <optional>

namespace leasekeeper
{

enum class ExportFormat { Json, Csv };

/// What an export says about itself. Only JSON has a place for it.
struct ExportHead {
    qint64 exportedAtMs = 0; ///< by this computer's clock, ms since 1970 UTC
    /// Service time to which remaining times and phases refer; nullopt: not known, and neither are they.
    std::optional<qint64> serverTimeMs;
    QString endpoint;
    QString projectId;
    bool complete = false;
};

/// The exported table as UTF-8, ending in a line break. Instances stand in the order of the code points of
/// name, then id; times are ISO 8601 in UTC with milliseconds, what is not known is null (CSV: empty).
/// Phases use 30 and 10 minutes whatever the preferences. Holds neither tokens nor notebook addresses.
[[nodiscard]] QByteArray exportDocument(QList<Instance> instances, const ExportHead &head,
                                        ExportFormat format);

} // namespace leasekeeper
