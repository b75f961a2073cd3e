// SPDX-License-Identifier: MIT
#include "linesarea.h"

#include <QLabel>

#include <algorithm>

namespace leasekeeper
{

namespace
{

constexpr int LinesWithoutScrolling = 5;

} // namespace

LinesArea::LinesArea(QLabel *label, QWidget *parent) : QScrollArea(parent), m_label(label)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setWidget(label);
}

int LinesArea::heightForWidth(int width) const
{
    return std::min(m_label->heightForWidth(width), mostHeight());
}

QSize LinesArea::sizeHint() const
{
    return {m_label->sizeHint().width(), mostHeight()};
}

QSize LinesArea::minimumSizeHint() const
{
    return {0, m_label->fontMetrics().lineSpacing()};
}

void LinesArea::fitToText()
{
    offerScrolling();
    updateGeometry();
}

void LinesArea::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    offerScrolling();
}

int LinesArea::mostHeight() const
{
    return m_label->fontMetrics().lineSpacing() * LinesWithoutScrolling + 2;
}

void LinesArea::offerScrolling()
{
    // Only what scrolls needs the keyboard.
    const bool scrolls = m_label->heightForWidth(width()) > mostHeight();
    setFocusPolicy(scrolls ? Qt::TabFocus : Qt::NoFocus);
}

} // namespace leasekeeper
