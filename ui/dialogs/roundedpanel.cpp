// SPDX-License-Identifier: MIT
#include "roundedpanel.h"

#include "theme.h"

#include <QPainter>

namespace leasekeeper
{

namespace
{

constexpr qreal Radius = 6;

} // namespace

RoundedPanel::RoundedPanel(QWidget *parent) : QWidget(parent) {}

QColor RoundedPanel::fillColour() const
{
    return palette().color(QPalette::AlternateBase);
}

QColor RoundedPanel::lineColour() const
{
    return semanticColour(SemanticColour::Hairline, palette());
}

void RoundedPanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor line = lineColour();
    const QColor fill = fillColour();
    painter.setPen(line.isValid() ? QPen(line, 1) : QPen(Qt::NoPen));
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), Radius, Radius);
}

} // namespace leasekeeper
