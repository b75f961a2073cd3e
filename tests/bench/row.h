// SPDX-License-Identifier: MIT
#pragma once

#include "measure.h"

#include <QJsonObject>
#include <QList>
#include <QString>

#include <limits>
#include <optional>

namespace leasekeeper::bench
{

/// A rule of growth that has to hold beside the ratio: `value` at most `limit`.
struct Growth {
    QString what;
    double value = 0;
    double limit = 0;
    [[nodiscard]] bool holds() const { return value <= limit; }
};

/// A side of a comparison as it was measured.
struct Figure {
    double median = 0;
    double least = 0;
    double most = 0;
};

/// One line of the table.
struct Row {
    QString id;
    QString metric;
    QString peer; ///< what it is compared with
    QString unit; ///< of ours and theirs: "ms", "bytes", …
    Figure ours;
    Figure theirs;
    std::optional<double> value; ///< what is judged, mostly a ratio; none: could not be measured
    Figure spread;               ///< of the value
    double must = std::numeric_limits<double>::infinity();
    double goal = std::numeric_limits<double>::infinity();
    bool isLong = false; ///< left out where fewer rounds are wanted
    QList<Growth> growth;
    QString note;

    [[nodiscard]] bool growthHolds() const;
    [[nodiscard]] bool meetsMust() const;
    [[nodiscard]] bool meetsGoal() const;
    /// "goal", "must", "MISSED", "MISSED (growth)" or "NOT MEASURED".
    [[nodiscard]] QString verdict() const;

    void take(const Paired &paired); ///< the median of the ratios is the value
    void setSides(const Series &our, const Series &their);
    void grow(const QString &what, double found, double limit) { growth.append({what, found, limit}); }

    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Row fromJson(const QJsonObject &json);
};

} // namespace leasekeeper::bench
