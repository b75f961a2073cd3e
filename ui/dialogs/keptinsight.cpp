// SPDX-License-Identifier: MIT
#include "keptinsight.h"

#include <QScopedValueRollback>
#include <QScrollArea>
#include <QScrollBar>

namespace leasekeeper
{

KeptInSight::KeptInSight(QScrollArea *area) : QObject(area), m_area(area)
{
    // Comes before the bar is moved into its new range, which is nobody's wish.
    connect(area->verticalScrollBar(), &QScrollBar::rangeChanged, this, &KeptInSight::reveal);
    connect(area->verticalScrollBar(), &QScrollBar::valueChanged, this, &KeptInSight::noteScrolling);
}

void KeptInSight::show(QWidget *widget, QWidget *rest)
{
    m_widget = widget;
    m_rest = rest;
    reveal();
}

void KeptInSight::reveal()
{
    if (!m_isOn || !m_widget)
        return;
    const QScopedValueRollback revealing(m_isRevealing, true);
    QScrollBar *bar = m_area->verticalScrollBar();
    bar->setValue(bar->value()); // into its range, which would look like scrolling later
    if (m_rest)
        m_area->ensureWidgetVisible(m_rest, 0, 0);
    m_area->ensureWidgetVisible(m_widget, 0, m_widget->height());
}

void KeptInSight::noteScrolling()
{
    if (m_widget && !m_isRevealing)
        m_isOn = false;
}

} // namespace leasekeeper
