// SPDX-License-Identifier: MIT
#include "iconlabel.h"

#include <QPainter>

namespace leasekeeper
{

IconLabel::IconLabel(Icon icon, int side, QWidget *parent) : QWidget(parent), m_icon(icon), m_side(side)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

void IconLabel::setIcon(Icon icon)
{
    if (icon == m_icon)
        return;
    m_icon = icon;
    update();
}

void IconLabel::setColour(std::optional<SemanticColour> colour)
{
    if (colour == m_colour)
        return;
    m_colour = colour;
    update();
}

QSize IconLabel::sizeHint() const
{
    return {m_side, m_side};
}

void IconLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QColor tint = m_colour ? semanticColour(*m_colour, palette()) : palette().color(foregroundRole());
    icon(m_icon, tint).paint(&painter, rect());
}

} // namespace leasekeeper
