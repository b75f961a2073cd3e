// SPDX-License-Identifier: MIT
#include "calmpaint.h"
#include "calmstyle.h"
#include "settings.h"
#include "theme.h"

#include <QApplication>
#include <QStyle>
#include <QStyleFactory>

#include <optional>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Shades {
    QRgb window;
    QRgb base;
    QRgb alternate;
    QRgb text;
    QRgb disabledText;
    QRgb placeholder;
    QRgb button;
    QRgb highlight;
    QRgb idleHighlight; ///< selection in a window without focus
    QRgb highlightedText;
    QRgb link;
    QRgb tip;
    QRgb tipText;
    QRgb light; ///< the five roles styles build their bevels from
    QRgb midlight;
    QRgb mid;
    QRgb dark;
    QRgb shadow;
};

constexpr Shades LightShades{0xF5F6F8, 0xFFFFFF, 0xF9FAFB, 0x1A202C, 0x969DA8, 0x69707D,
                             0xFFFFFF, 0xD5E7F8, 0xE6EAEF, 0x10233A, 0x0B67B2, 0x232A35,
                             0xF3F5F8, 0xFFFFFF, 0xECEEF2, 0xC9CED6, 0xA3AAB5, 0x6B7280};
constexpr Shades DarkShades{0x1D2128, 0x16191F, 0x1A1E24, 0xE6E9EE, 0x6C7480, 0x8D95A2,
                            0x282E37, 0x1F4569, 0x2B333E, 0xF3F7FC, 0x7DBBFF, 0x343C48,
                            0xF0F3F7, 0x3A424E, 0x313843, 0x454D59, 0x0F1216, 0x0A0C0F};

void setPlainColours(QPalette &palette, const Shades &shades)
{
    palette.setColor(QPalette::Window, QColor(shades.window));
    palette.setColor(QPalette::Base, QColor(shades.base));
    palette.setColor(QPalette::AlternateBase, QColor(shades.alternate));
    palette.setColor(QPalette::Button, QColor(shades.button));
    palette.setColor(QPalette::PlaceholderText, QColor(shades.placeholder));
    palette.setColor(QPalette::Link, QColor(shades.link));
    palette.setColor(QPalette::LinkVisited, QColor(shades.link));
    palette.setColor(QPalette::BrightText, QColor(shades.base));
    palette.setColor(QPalette::ToolTipBase, QColor(shades.tip));
    palette.setColor(QPalette::ToolTipText, QColor(shades.tipText));
    palette.setColor(QPalette::Light, QColor(shades.light));
    palette.setColor(QPalette::Midlight, QColor(shades.midlight));
    palette.setColor(QPalette::Mid, QColor(shades.mid));
    palette.setColor(QPalette::Dark, QColor(shades.dark));
    palette.setColor(QPalette::Shadow, QColor(shades.shadow));
}

QPalette paletteOf(const Shades &shades)
{
    QPalette palette;
    setPlainColours(palette, shades);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(role, QColor(shades.text));
        palette.setColor(QPalette::Disabled, role, QColor(shades.disabledText));
    }
    palette.setColor(QPalette::Highlight, QColor(shades.highlight));
    palette.setColor(QPalette::Inactive, QPalette::Highlight, QColor(shades.idleHighlight));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor(shades.idleHighlight));
    palette.setColor(QPalette::HighlightedText, QColor(shades.highlightedText));
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, QColor(shades.disabledText));
    return palette;
}

void useOwn(ColourScheme scheme)
{
    QApplication::setStyle(new CalmStyle);
    QApplication::setPalette(themePalette(scheme));
}

bool isFusion(const QStyle &style)
{
    return style.name().compare("fusion"_L1, Qt::CaseInsensitive) == 0;
}

/// The platform's own style, as it was before a theme of ours was first applied.
const QString &platformStyle()
{
    static const QString name = QApplication::style()->name();
    return name;
}

/// Whether the palette is only Qt's stopgap for systems without a desktop.
bool isStopgap(const QPalette &palette)
{
    const QStyle *style = QApplication::style();
    return isFusion(*style) &&
           palette.color(QPalette::Window) == style->standardPalette().color(QPalette::Window);
}

} // namespace

QPalette themePalette(ColourScheme scheme)
{
    return paletteOf(scheme == ColourScheme::Dark ? DarkShades : LightShades);
}

QPalette legiblePalette(const QPalette &contrast)
{
    constexpr double LeastContrast = 4.5;
    QPalette palette = contrast;
    const auto make = [&](QPalette::ColorGroup group, QPalette::ColorRole role, QPalette::ColorRole ground) {
        const QColor below = palette.color(QPalette::Active, ground);
        const QColor full = palette.color(QPalette::Active, QPalette::WindowText);
        const QColor ink = palette.color(group, role);
        if (ink.alpha() < 255 || contrastRatio(ink, below) < LeastContrast)
            palette.setColor(group, role, mixed(below, full, 0.65));
    };
    make(QPalette::Disabled, QPalette::WindowText, QPalette::Window);
    make(QPalette::Disabled, QPalette::Text, QPalette::Base);
    make(QPalette::Disabled, QPalette::ButtonText, QPalette::Button);
    for (const QPalette::ColorGroup group : {QPalette::Active, QPalette::Inactive, QPalette::Disabled})
        make(group, QPalette::PlaceholderText, QPalette::Base);
    return palette;
}

void applyTheme(Theme theme)
{
    // Told with every change of a setting: a style put in anew for nothing would lay out the whole window.
    static std::optional<Theme> applied;
    if (applied == theme)
        return;
    applied = theme;
    const QString &own = platformStyle();
    switch (theme) {
    case Theme::Light:
        return useOwn(ColourScheme::Light);
    case Theme::Dark:
        return useOwn(ColourScheme::Dark);
    case Theme::System:
        break;
    }
    QApplication::setStyle(QStyleFactory::create(own));
    QApplication::setPalette(QPalette());
    const QPalette platform = QApplication::palette();
    if (isStopgap(platform)) {
        useOwn(colourScheme(platform));
    } else if (isFusion(*QApplication::style()) && colourScheme(platform) == ColourScheme::HighContrast) {
        // Fusion makes its frames a shade darker than the ground: on black nothing is left of them.
        QApplication::setStyle(new CalmStyle);
        QApplication::setPalette(legiblePalette(platform));
    }
}

} // namespace leasekeeper
