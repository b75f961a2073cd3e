// SPDX-License-Identifier: MIT
#pragma once

#include <QPushButton>

namespace leasekeeper
{

/// A button that a key held down cannot press: Return or Space that repeats by itself does nothing. Return
/// presses it when it has the focus, without becoming the dialog's default on the way.
class SteadyButton : public QPushButton
{
    Q_OBJECT
public:
    explicit SteadyButton(QWidget *parent = nullptr);
    explicit SteadyButton(const QString &text, QWidget *parent = nullptr);

    /// Text and accessible name at once. Ampersands of names are shown as such.
    void setPlainText(const QString &text);
    /// False: Return on this button is left to the dialog's default button. True at first.
    void setTakesReturn(bool takes) { m_takesReturn = takes; }

Q_SIGNALS:
    void focusTaken(bool taken); ///< true: it has the focus now

protected:
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void keyReleaseEvent(QKeyEvent *event) override;

private:
    bool m_takesReturn = true;
};

} // namespace leasekeeper
