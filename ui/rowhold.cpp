// SPDX-License-Identifier: MIT
#include "rowhold.h"

#include "instancesortmodel.h"

#include <QMouseEvent>
#include <QWidget>

namespace leasekeeper
{

RowHold::RowHold(InstanceSortModel &model, QObject *parent) : QObject(parent), m_model(&model) {}

RowHold::~RowHold()
{
    setEngaged(false);
}

void RowHold::setEngaged(bool engaged)
{
    if (engaged == m_engaged)
        return;
    m_engaged = engaged;
    if (m_model)
        m_model->hold(engaged);
}

void PressHold::watch(QWidget *widget)
{
    widget->installEventFilter(this);
}

bool PressHold::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::MouseButtonPress:
    case QEvent::MouseButtonDblClick:
        setEngaged(true);
        break;
    case QEvent::MouseButtonRelease:
    case QEvent::MouseMove:
        // A release can go elsewhere, to a menu that opened meanwhile: the next move tells.
        if (static_cast<const QMouseEvent *>(event)->buttons() == Qt::NoButton)
            setEngaged(false);
        break;
    case QEvent::Hide:
    case QEvent::WindowDeactivate:
        setEngaged(false);
        break;
    default: // The enumeration is Qt's.
        break;
    }
    return RowHold::eventFilter(watched, event);
}

} // namespace leasekeeper
