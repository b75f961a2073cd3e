// SPDX-License-Identifier: MIT
#include "calmpaint.h"

#include "theme.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleOption>

namespace leasekeeper
{

QColor mixed(const QColor &ground, const QColor &top, qreal weight)
{
    const auto channel = [weight](int a, int b) { return qRound(a + (b - a) * weight); };
    return QColor(channel(ground.red(), top.red()), channel(ground.green(), top.green()),
                  channel(ground.blue(), top.blue()));
}

QColor outline(const QPalette &palette)
{
    // Whoever asked for contrast wants to see where a field ends.
    if (colourScheme(palette) == ColourScheme::HighContrast)
        return palette.color(QPalette::WindowText);
    return mixed(palette.color(QPalette::Window), palette.color(QPalette::WindowText), 0.22);
}

QColor accent(const QPalette &palette)
{
    return semanticColour(SemanticColour::Accent, palette);
}

QColor menuGround(const QPalette &palette)
{
    return mixed(palette.color(QPalette::Base), palette.color(QPalette::WindowText), 0.02);
}

void drawRounded(QPainter *painter, const QRect &rect, const QColor &fill, const QColor &line, qreal width,
                 qreal radius)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(line.isValid() ? QPen(line, width) : QPen(Qt::NoPen));
    painter->setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    const qreal inset = width / 2;
    painter->drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius, radius);
    painter->restore();
}

void drawField(const QStyleOption *option, QPainter *painter)
{
    const bool focused = option->state & QStyle::State_HasFocus;
    const bool enabled = option->state & QStyle::State_Enabled;
    const QPalette &palette = option->palette;
    drawRounded(painter, option->rect, palette.color(enabled ? QPalette::Base : QPalette::Window),
                focused ? accent(palette) : outline(palette), focused ? 1.6 : 1);
}

void drawIndicator(const QStyleOption *option, QPainter *painter, bool round)
{
    const QPalette &palette = option->palette;
    const bool enabled = option->state & QStyle::State_Enabled;
    const bool partly = option->state & QStyle::State_NoChange;
    const bool on = option->state & QStyle::State_On || partly;
    const qreal side = qMin(option->rect.width(), option->rect.height()) - 1;
    QRectF box(0, 0, side, side);
    box.moveCenter(QRectF(option->rect).center());
    QColor line = on ? accent(palette) : mixed(outline(palette), palette.color(QPalette::WindowText), 0.25);
    QColor fill = on ? line : palette.color(QPalette::Base);
    if (!enabled) {
        line = outline(palette);
        fill = on ? line : palette.color(QPalette::Window);
    }
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(line, 1.2));
    painter->setBrush(fill);
    const qreal radius = round ? side / 2 : 3.5;
    painter->drawRoundedRect(box.adjusted(0.6, 0.6, -0.6, -0.6), radius, radius);
    const QColor ink = palette.color(QPalette::Base);
    if (on && round) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(ink);
        painter->drawEllipse(box.center(), side * 0.2, side * 0.2);
    } else if (on) {
        painter->setPen(QPen(ink, side / 8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const auto at = [&box](qreal x, qreal y) {
            return QPointF(box.left() + box.width() * x, box.top() + box.height() * y);
        };
        if (partly) {
            painter->drawLine(at(0.28, 0.5), at(0.72, 0.5));
        } else {
            const QPointF tick[] = {at(0.25, 0.53), at(0.43, 0.7), at(0.76, 0.32)};
            painter->drawPolyline(tick, 3);
        }
    }
    painter->restore();
}

void drawToolPanel(const QStyleOption *option, QPainter *painter)
{
    const bool on = option->state & (QStyle::State_Sunken | QStyle::State_On);
    const bool hovered = option->state & QStyle::State_MouseOver;
    if (!(option->state & QStyle::State_Enabled) || !(on || hovered))
        return;
    QColor veil = option->palette.color(QPalette::WindowText);
    veil.setAlphaF(on ? 0.14F : 0.07F);
    drawRounded(painter, option->rect, veil, {});
}

void drawHeaderArrow(const QStyleOption *option, QPainter *painter)
{
    const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option);
    if (!header || header->sortIndicator == QStyleOptionHeader::None)
        return;
    // Qt names the directions the other way round: SortUp is shown for descending order.
    const bool ascending = header->sortIndicator == QStyleOptionHeader::SortDown;
    const QPointF middle = QRectF(option->rect).center();
    const qreal rise = ascending ? 2 : -2;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(accent(option->palette), 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF points[] = {middle + QPointF(-3.6, rise), middle + QPointF(0, -rise),
                              middle + QPointF(3.6, rise)};
    painter->drawPolyline(points, 3);
    painter->restore();
}

} // namespace leasekeeper
