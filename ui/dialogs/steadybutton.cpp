// SPDX-License-Identifier: MIT
#include "steadybutton.h"

#include <QKeyEvent>

namespace leasekeeper
{

namespace
{

bool isReturn(const QKeyEvent &event)
{
    return event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter;
}

bool presses(const QKeyEvent &event)
{
    return isReturn(event) || event.key() == Qt::Key_Space || event.key() == Qt::Key_Select;
}

} // namespace

SteadyButton::SteadyButton(QWidget *parent) : QPushButton(parent)
{
    setAutoDefault(false);
}

SteadyButton::SteadyButton(const QString &text, QWidget *parent) : SteadyButton(parent)
{
    setText(text);
    setAccessibleName(QString(text).remove(u'&'));
}

void SteadyButton::setPlainText(const QString &text)
{
    setText(QString(text).replace(u'&', QStringLiteral("&&")));
    setAccessibleName(text);
}

void SteadyButton::focusInEvent(QFocusEvent *event)
{
    QPushButton::focusInEvent(event);
    Q_EMIT focusTaken(true);
}

void SteadyButton::focusOutEvent(QFocusEvent *event)
{
    QPushButton::focusOutEvent(event);
    Q_EMIT focusTaken(false);
}

void SteadyButton::keyPressEvent(QKeyEvent *event)
{
    if (presses(*event) && event->isAutoRepeat()) {
        event->accept();
        return;
    }
    if (isReturn(*event) && m_takesReturn) {
        event->accept();
        click();
        return;
    }
    if (isReturn(*event)) {
        event->ignore();
        return;
    }
    QPushButton::keyPressEvent(event);
}

void SteadyButton::keyReleaseEvent(QKeyEvent *event)
{
    if (presses(*event) && event->isAutoRepeat()) {
        event->accept();
        return;
    }
    QPushButton::keyReleaseEvent(event);
}

} // namespace leasekeeper
