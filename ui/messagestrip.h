// SPDX-License-Identifier: MIT
#pragma once

#include "message.h"

#include <QFrame>

QT_BEGIN_NAMESPACE
class QHBoxLayout;
class QLabel;
class QToolButton;
QT_END_NAMESPACE

namespace leasekeeper
{

class IconLabel;

/// One line of the message bar: icon, plain text, buttons, close.
class MessageStrip : public QFrame
{
    Q_OBJECT
public:
    explicit MessageStrip(const Message &message, QWidget *parent = nullptr);

    /// Another state of the same cause. Buttons are kept if they are the same, with their focus.
    void setMessage(const Message &message);
    [[nodiscard]] const Message &message() const { return m_message; }
    /// From left to right, the one that closes it last.
    [[nodiscard]] QList<QWidget *> buttons() const;

Q_SIGNALS:
    void closeRequested();
    void finished(); ///< an action that closes was pressed

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void setText(const QString &text);

private:
    void rebuildButtons();
    void addButton(const MessageAction &action);
    void applyColours();
    void showRequestId();

    Message m_message;
    IconLabel *m_icon;
    QLabel *m_label;
    QLabel *m_requestId; ///< hidden without one
    QHBoxLayout *m_buttons;
    QToolButton *m_close;
};

} // namespace leasekeeper
