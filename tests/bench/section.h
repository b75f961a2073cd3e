// SPDX-License-Identifier: MIT
#pragma once

#include "row.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <functional>

namespace leasekeeper::bench
{

/// What a section is run with.
struct Surrounding {
    bool quick = false;
    QStringList probe; ///< a part of the section, for a tool that counts from outside

    /// `full`, or less of it where there is little time.
    [[nodiscard]] int rounds(int full, int few) const { return quick ? few : full; }
};

/// A part of the benchmark that runs in a process of its own. Tells its lines, and remarks below the table.
struct Told {
    QList<Row> rows;
    QStringList remarks;
};

struct Section {
    QString name;
    std::function<Told(const Surrounding &)> run;
    bool timed = true; ///< measures time, and therefore runs alone
};

/// All of them, in the order in which they run.
[[nodiscard]] const QList<Section> &sections();

[[nodiscard]] Told refreshSection(const Surrounding &surrounding);
[[nodiscard]] Told sortSection(const Surrounding &surrounding);
[[nodiscard]] Told memorySection(const Surrounding &surrounding);
[[nodiscard]] Told decodeSection(const Surrounding &surrounding);
[[nodiscard]] Told viewSection(const Surrounding &surrounding);
[[nodiscard]] Told startSection(const Surrounding &surrounding);
[[nodiscard]] Told idleSection(const Surrounding &surrounding);
[[nodiscard]] Told listingSection(const Surrounding &surrounding);
[[nodiscard]] Told actingSection(const Surrounding &surrounding);
[[nodiscard]] Told enduranceSection(const Surrounding &surrounding);
[[nodiscard]] Told failingSection(const Surrounding &surrounding);
[[nodiscard]] Told gapsSection(const Surrounding &surrounding);

} // namespace leasekeeper::bench
