// SPDX-License-Identifier: MIT
#include "colourswatch.h"

#include "theme.h"

#include <QPainter>

namespace leasekeeper
{

namespace
{

constexpr int Side = 28;
constexpr qreal DiscRadius = 8.5;
constexpr qreal RingRadius = 12.5;

} // namespace

ColourSwatch::ColourSwatch(const QColor &colour, QWidget *parent) : QAbstractButton(parent), m_colour(colour)
{
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize ColourSwatch::sizeHint() const
{
    return {Side, Side};
}

void ColourSwatch::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPointF centre = QRectF(rect()).center();
    const QColor ink = palette().color(QPalette::WindowText);
    const QColor accent = semanticColour(SemanticColour::Accent, palette());
    QColor quiet = ink;
    quiet.setAlphaF(0.45F);
    painter.setBrush(Qt::NoBrush);
    if (hasFocus() || isChecked() || underMouse()) {
        painter.setPen(QPen(hasFocus() ? accent : quiet, hasFocus() ? 2 : 1.2));
        painter.drawEllipse(centre, RingRadius, RingRadius);
    }
    painter.setPen(m_colour.isValid() ? QPen(Qt::NoPen) : QPen(quiet, 1.4));
    painter.setBrush(m_colour.isValid() ? QBrush(m_colour) : QBrush(Qt::NoBrush));
    painter.drawEllipse(centre, DiscRadius, DiscRadius);
    const bool onLight =
        m_colour.isValid() && contrastRatio(m_colour, Qt::white) < contrastRatio(m_colour, Qt::black);
    if (isChecked()) {
        const QColor tick = !m_colour.isValid() ? ink : onLight ? QColor(Qt::black) : QColor(Qt::white);
        painter.setPen(QPen(tick, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const QPointF line[] = {centre + QPointF(-4, 0.2), centre + QPointF(-1.2, 3),
                                centre + QPointF(4.2, -3)};
        painter.drawPolyline(line, 3);
    } else if (!m_colour.isValid()) {
        painter.drawLine(centre + QPointF(-5.6, 5.6), centre + QPointF(5.6, -5.6));
    }
}

} // namespace leasekeeper
