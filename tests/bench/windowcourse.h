// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <functional>

namespace leasekeeper::bench
{

/// No stall that a person would notice.
inline constexpr double LimitMs = 50.0;

/// Told for each thing done: its line in the table, the longest gap of the event loop meanwhile, and a
/// remark.
using GapNote = std::function<void(const QString &id, double gapMs, const QString &remark)>;

/// Works through a large demo in the real window, with real events. False if its listing does not end.
[[nodiscard]] bool runCourse(int instances, bool quick, const GapNote &note);

} // namespace leasekeeper::bench
