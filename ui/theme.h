// SPDX-License-Identifier: MIT
#pragma once

#include "instancestatus.h"
#include "lease.h"

#include <QColor>
#include <QPalette>

namespace leasekeeper
{

enum class Theme; // settings.h

/// Which set of colours applies.
enum class ColourScheme { Light, Dark, HighContrast };

/// Judged by the window colour's lightness (Qt 6.4 has no colour-scheme API); HighContrast where the system
/// says so.
[[nodiscard]] ColourScheme colourScheme(const QPalette &palette);

/// How a lease class looks: UX specification, countdown table. In high contrast all colours are those of the
/// palette and only shape and words tell.
struct ChipLook {
    QColor text;
    QColor fill; ///< invalid: none
    QColor border;
    bool bold = false;
    bool dashed = false;
};
[[nodiscard]] ChipLook chipLook(LeasePhase phase, const QPalette &palette);
[[nodiscard]] QColor statusColour(StatusKind kind, const QPalette &palette);

/// Other colours with a meaning.
enum class SemanticColour {
    Danger,     ///< ground of a button that destroys something
    DangerText, ///< text on that ground
    Error,      ///< icons and lines that tell of a failure
    ErrorFill,
    ErrorText, ///< text on ErrorFill
    Warning,
    WarningFill,
    WarningText,
    Info,
    InfoFill,
    InfoText,
    Accent,   ///< the one colour of emphasis: focus, progress, links
    Muted,    ///< text of second rank
    Hairline, ///< separating lines
};
inline constexpr int SemanticColourCount = int(SemanticColour::Hairline) + 1;
[[nodiscard]] QColor semanticColour(SemanticColour colour, const QPalette &palette);

/// The palettes of our own themes.
[[nodiscard]] QPalette themePalette(ColourScheme scheme);
/// A platform's high contrast palette with disabled and placeholder texts that can be read: where it names no
/// colours for them Qt takes shades of the ground, which on black are black.
[[nodiscard]] QPalette legiblePalette(const QPalette &contrast);
/// Contrast of two opaque colours by WCAG 2: 1 … 21.
[[nodiscard]] double contrastRatio(const QColor &a, const QColor &b);

/// Applies a theme to the running application; System leaves the platform's style and palette
/// alone, except where no desktop provides any: there our own light or dark theme applies.
void applyTheme(Theme theme);

} // namespace leasekeeper
