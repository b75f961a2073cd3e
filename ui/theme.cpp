// SPDX-License-Identifier: MIT
#include "theme.h"

#include <cmath>

namespace leasekeeper
{

namespace
{

QColor rgb(QRgb value)
{
    return QColor(value);
}

/// Black on white or white on black without a shade between window and text fields: what contrast themes do
/// and ordinary ones avoid.
bool isHighContrast(const QPalette &palette)
{
    const QColor window = palette.color(QPalette::Active, QPalette::Window);
    const QColor text = palette.color(QPalette::Active, QPalette::WindowText);
    return window == palette.color(QPalette::Active, QPalette::Base) && contrastRatio(window, text) > 20.5;
}

double luminance(const QColor &colour)
{
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

ChipLook lightChip(LeasePhase phase)
{
    switch (phase) {
    case LeasePhase::Comfortable:
        return {rgb(0x0B4F8A), rgb(0xDCEBFA), rgb(0x0B67B2)};
    case LeasePhase::Soon:
        return {rgb(0x5C3A00), rgb(0xFFE3A6), rgb(0x946200)};
    case LeasePhase::Urgent:
        return {rgb(0xFFFFFF), rgb(0xB42318), rgb(0x8A1A10), true};
    case LeasePhase::Due:
        return {rgb(0xFFFFFF), rgb(0x5B1A66), rgb(0x3E0F47), true};
    case LeasePhase::Idle:
        return {rgb(0x0B4F52), rgb(0xD3F0EE), rgb(0x0E6F73)};
    case LeasePhase::None:
        return {rgb(0x3F4652), {}, rgb(0x6B7280), false, true};
    case LeasePhase::NotRunning:
    case LeasePhase::Unknown:
        break;
    }
    return {rgb(0x5A6270), {}, {}};
}

ChipLook darkChip(LeasePhase phase)
{
    switch (phase) {
    case LeasePhase::Comfortable:
        return {rgb(0xA9D2FF), rgb(0x12304F), rgb(0x4F9BE8)};
    case LeasePhase::Soon:
        return {rgb(0xFFD98A), rgb(0x4A3300), rgb(0xC58B00)};
    case LeasePhase::Urgent:
        return {rgb(0x2A0500), rgb(0xFF8A75), rgb(0xFFB3A5), true};
    case LeasePhase::Due:
        return {rgb(0x2B0033), rgb(0xE3A6F0), rgb(0xF3CCFB), true};
    case LeasePhase::Idle:
        return {rgb(0x93E4E1), rgb(0x0F3B3D), rgb(0x2FA3A0)};
    case LeasePhase::None:
        return {rgb(0xC9CED6), {}, rgb(0x8A919C), false, true};
    case LeasePhase::NotRunning:
    case LeasePhase::Unknown:
        break;
    }
    return {rgb(0xA7AEBA), {}, {}};
}

/// Only shape, weight and dashes stay; every colour is the system's.
ChipLook contrastChip(LeasePhase phase, const QPalette &palette)
{
    ChipLook look = lightChip(phase);
    const bool framed = look.border.isValid();
    look.text = palette.color(QPalette::Text);
    look.fill = framed && !look.dashed ? palette.color(QPalette::Base) : QColor();
    look.border = framed ? palette.color(QPalette::Text) : QColor();
    return look;
}

struct Pair {
    QRgb light;
    QRgb dark;
};

Pair semanticPair(SemanticColour colour)
{
    switch (colour) {
    case SemanticColour::Danger:
        return {0xB42318, 0xC4372B};
    case SemanticColour::DangerText:
        return {0xFFFFFF, 0xFFFDFC};
    case SemanticColour::Error:
        return {0x8F1410, 0xFF8A75};
    case SemanticColour::ErrorFill:
        return {0xFDECEA, 0x3A1815};
    case SemanticColour::ErrorText:
        return {0x6E150F, 0xFFCFC6};
    case SemanticColour::Warning:
        return {0x946200, 0xF2B84B};
    case SemanticColour::WarningFill:
        return {0xFFF4DB, 0x352809};
    case SemanticColour::WarningText:
        return {0x573800, 0xFFE0A3};
    case SemanticColour::Info:
        return {0x0B67B2, 0x7DBBFF};
    case SemanticColour::InfoFill:
        return {0xE8F2FB, 0x152B42};
    case SemanticColour::InfoText:
        return {0x0B3C6B, 0xD3E7FF};
    case SemanticColour::Accent:
        return {0x0B67B2, 0x7DBBFF};
    case SemanticColour::Muted:
        return {0x5A6270, 0xA7AEBA};
    case SemanticColour::Hairline:
        return {0xE4E7EC, 0x2B313A};
    }
    return {0, 0xFFFFFF};
}

QPalette::ColorRole contrastRole(SemanticColour colour)
{
    switch (colour) {
    case SemanticColour::Danger:
        return QPalette::Button;
    case SemanticColour::DangerText:
        return QPalette::ButtonText;
    case SemanticColour::ErrorFill:
    case SemanticColour::WarningFill:
    case SemanticColour::InfoFill:
        return QPalette::Window;
    case SemanticColour::Accent:
        return QPalette::Highlight;
    case SemanticColour::Error:
    case SemanticColour::ErrorText:
    case SemanticColour::Warning:
    case SemanticColour::WarningText:
    case SemanticColour::Info:
    case SemanticColour::InfoText:
    case SemanticColour::Muted:
    case SemanticColour::Hairline:
        break;
    }
    return QPalette::WindowText;
}

} // namespace

double contrastRatio(const QColor &a, const QColor &b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (qMax(first, second) + 0.05) / (qMin(first, second) + 0.05);
}

ColourScheme colourScheme(const QPalette &palette)
{
    if (isHighContrast(palette))
        return ColourScheme::HighContrast;
    return palette.color(QPalette::Active, QPalette::Window).lightnessF() < 0.5F ? ColourScheme::Dark
                                                                                 : ColourScheme::Light;
}

ChipLook chipLook(LeasePhase phase, const QPalette &palette)
{
    switch (colourScheme(palette)) {
    case ColourScheme::Light:
        return lightChip(phase);
    case ColourScheme::Dark:
        return darkChip(phase);
    case ColourScheme::HighContrast:
        break;
    }
    return contrastChip(phase, palette);
}

QColor statusColour(StatusKind kind, const QPalette &palette)
{
    const ColourScheme scheme = colourScheme(palette);
    const auto choose = [&](QRgb light, QRgb dark) {
        if (scheme == ColourScheme::HighContrast)
            return palette.color(QPalette::Text);
        return rgb(scheme == ColourScheme::Dark ? dark : light);
    };
    switch (kind) {
    case StatusKind::Running:
        return choose(0x0B67B2, 0x7DBBFF);
    case StatusKind::Busy:
        return choose(0x946200, 0xF2B84B);
    case StatusKind::Failed:
        return choose(0x8F1410, 0xFF8A75);
    case StatusKind::Stopped:
    case StatusKind::Gone:
        return choose(0x5A6270, 0xA7AEBA);
    case StatusKind::Frozen:
    case StatusKind::Unknown:
        break;
    }
    return palette.color(QPalette::Text);
}

QColor semanticColour(SemanticColour colour, const QPalette &palette)
{
    const Pair pair = semanticPair(colour);
    switch (colourScheme(palette)) {
    case ColourScheme::Light:
        return rgb(pair.light);
    case ColourScheme::Dark:
        return rgb(pair.dark);
    case ColourScheme::HighContrast:
        break;
    }
    return palette.color(contrastRole(colour));
}

} // namespace leasekeeper
