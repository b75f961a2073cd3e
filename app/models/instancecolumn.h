// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace leasekeeper
{

/// The columns of the table, in their order of birth. The view may show them in any other order.
enum class InstanceColumn {
    Name,
    Status,
    StopsIn,
    StopsAt,
    AutoStop,
    Flavor,
    Image,
    Storage,
    Owner,
    Workspace,
    Pool,
    Created,
    Updated,
    Id,
    FailReason,
    Billing,
};
inline constexpr int InstanceColumnCount = 16;

/// Stable key for settings, exports and tests: "name", "stopsIn", …
[[nodiscard]] QString instanceColumnKey(InstanceColumn column);
/// The translated heading.
[[nodiscard]] QString instanceColumnTitle(InstanceColumn column);
/// Whether a window that was never set up shows it.
[[nodiscard]] bool isShownByDefault(InstanceColumn column);
/// Times and durations stand at the right.
[[nodiscard]] Qt::Alignment instanceColumnAlignment(InstanceColumn column);

} // namespace leasekeeper
