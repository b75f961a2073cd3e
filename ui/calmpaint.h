// SPDX-License-Identifier: MIT
#pragma once

#include <QColor>
#include <QRect>

QT_BEGIN_NAMESPACE
class QPainter;
class QPalette;
class QStyleOption;
QT_END_NAMESPACE

namespace leasekeeper
{

/// What CalmStyle paints with. Every colour comes from the palette given.

/// `top` laid over `ground` with the given weight, opaque.
[[nodiscard]] QColor mixed(const QColor &ground, const QColor &top, qreal weight);
/// Frames of fields, buttons and menus.
[[nodiscard]] QColor outline(const QPalette &palette);
[[nodiscard]] QColor accent(const QPalette &palette);
/// A menu stands out from what it covers.
[[nodiscard]] QColor menuGround(const QPalette &palette);

/// An invalid colour leaves fill or line away.
void drawRounded(QPainter *painter, const QRect &rect, const QColor &fill, const QColor &line,
                 qreal width = 1, qreal radius = 5);
void drawField(const QStyleOption *option, QPainter *painter);
/// Box or circle of a choice: empty with an outline, or filled with the accent.
void drawIndicator(const QStyleOption *option, QPainter *painter, bool round);
void drawToolPanel(const QStyleOption *option, QPainter *painter);
void drawHeaderArrow(const QStyleOption *option, QPainter *painter);

} // namespace leasekeeper
