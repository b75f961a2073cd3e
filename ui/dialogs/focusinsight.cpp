// SPDX-License-Identifier: MIT
#include "focusinsight.h"

#include <QApplication>
#include <QScrollArea>

namespace leasekeeper
{

FocusInSight::FocusInSight(QScrollArea *area) : QObject(area), m_area(area)
{
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) { reveal(now); });
}

void FocusInSight::reveal(QWidget *widget)
{
    // Coming back to the window is no move: what was scrolled to since stays.
    if (!widget || widget == m_last || !m_area->isAncestorOf(widget))
        return;
    m_last = widget;
    // What was clicked is in sight, and must not move away under the mouse.
    if (QGuiApplication::mouseButtons() == Qt::NoButton)
        m_area->ensureWidgetVisible(widget);
}

} // namespace leasekeeper
