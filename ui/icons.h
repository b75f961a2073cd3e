// SPDX-License-Identifier: MIT
#pragma once

#include <QIcon>

namespace leasekeeper
{

/// The project's own icons (resources/icons, SVG drawn in `currentColor`). They take the palette's text
/// colour, or `tint` where it is valid, follow the theme, and are painted from the vector at any scale.
enum class Icon {
    Application,
    Refresh,
    Start,
    Stop,
    Prolong,
    Open,
    Delete,
    Filter,
    Columns,
    Clear,
    Undo,
    Retry,
    Copy,
    Close,
    Info,
    Warning,
    Error,
    Success,
    Connected,
    Offline,
    SignedOut,
    Empty,
    NoMatch,
    Cloud,
    Import,
    Demo,
    Reveal,
    Add,
    Edit,
    SignOut,
    Expand,
    Collapse,
    StepWaiting,
    StepSkipped,
    StateRunning,
    StateBusy,
    StateStopped,
    StateFailed,
    StateFrozen,
    StateGone,
    StateUnknown,
    PhaseComfortable, ///< ring
    PhaseSoon,        ///< half disc
    PhaseUrgent,      ///< triangle
    PhaseDue,         ///< octagon
    PhaseIdle,        ///< moon
    PhaseNone,        ///< infinity
    PhaseUnknown,     ///< question mark
};
inline constexpr int IconCount = int(Icon::PhaseUnknown) + 1;

[[nodiscard]] QIcon icon(Icon name);
/// Tinted for one place; does not follow the theme by itself.
[[nodiscard]] QIcon icon(Icon name, const QColor &tint);
/// Resource path of the SVG, such as ":/icons/refresh.svg".
[[nodiscard]] QString iconPath(Icon name);

} // namespace leasekeeper
