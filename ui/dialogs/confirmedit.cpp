// SPDX-License-Identifier: MIT
#include "confirmedit.h"

#include <QKeyEvent>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

ConfirmEdit::ConfirmEdit(QWidget *parent) : QLineEdit(parent)
{
    setObjectName(u"confirmEdit"_s);
    setAccessibleName(tr("Confirmation"));
    setTextMargins(6, 2, 6, 2);
}

void ConfirmEdit::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter) {
        QLineEdit::keyPressEvent(event);
        return;
    }
    event->accept();
    if (!event->isAutoRepeat())
        Q_EMIT confirmPressed();
}

} // namespace leasekeeper
