// SPDX-License-Identifier: MIT
#include "secretline.h"

#include <QContextMenuEvent>

namespace leasekeeper
{

SecretLine::SecretLine(QWidget *parent) : QLineEdit(parent)
{
    setEchoMode(QLineEdit::Password);
    setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText |
                        Qt::ImhNoAutoUppercase);
}

void SecretLine::setRevealed(bool revealed)
{
    const EchoMode mode = revealed ? QLineEdit::Normal : QLineEdit::Password;
    if (echoMode() == mode)
        return;
    // A selection made of dots would be one of letters.
    deselect();
    setEchoMode(mode);
}

bool SecretLine::event(QEvent *event)
{
    if (echoMode() == QLineEdit::Normal) {
        switch (event->type()) {
        case QEvent::KeyPress:
        case QEvent::ShortcutOverride:
        case QEvent::MouseButtonPress:
        case QEvent::MouseButtonDblClick:
        case QEvent::MouseMove:
        case QEvent::InputMethod:
            return true;
        default: // The enumeration is Qt's.
            break;
        }
    }
    return QLineEdit::event(event);
}

void SecretLine::contextMenuEvent(QContextMenuEvent *event)
{
    if (echoMode() == QLineEdit::Normal)
        event->accept();
    else
        QLineEdit::contextMenuEvent(event);
}

} // namespace leasekeeper
