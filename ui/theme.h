// SPDX-License-Identifier: MIT
#pragma once

#include "instancestatus.h"
#include "lease.h"

#include <QColor>
#include <QPalette>

namespace leasekeeper {

enum class Theme; // settings.h

/// Which set of colours applies.
enum class ColourScheme { Light, Dark, HighContrast };

/// Judged by the window colour's lightness (Qt 6.4 has no colour-scheme API); HighContrast where the system says so.
[[nodiscard]] ColourScheme colourScheme(const QPalette &palette);

/// How a lease class looks: UX specification, countdown table. In high contrast all colours are those of the
/// palette and only shape and words tell.
struct ChipLook
{
    QColor text;
    QColor fill; ///< invalid: none
    QColor border;
    bool bold = false;
    bool dashed = false;
};
[[nodiscard]] ChipLook chipLook(LeasePhase phase, const QPalette &palette);
[[nodiscard]] QColor statusColour(StatusKind kind, const QPalette &palette);

/// Other colours with a meaning.
enum class SemanticColour { Danger, DangerText, Warning, WarningFill, WarningText, Info, InfoFill, InfoText, Muted, Hairline };
[[nodiscard]] QColor semanticColour(SemanticColour colour, const QPalette &palette);

/// Applies a theme to the running application; System leaves the platform's palette alone.
void applyTheme(Theme theme);

} // namespace leasekeeper
