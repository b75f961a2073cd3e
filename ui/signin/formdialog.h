// SPDX-License-Identifier: MIT
#pragma once

#include "contentdialog.h"
#include "fieldrow.h"

#include <QList>

namespace leasekeeper
{

class PlainLabel;
class SteadyButton;

/// Base of the dialogs that ask for values. What is wrong is said at its field at once; what is missing is
/// said there after somebody left the field or tried to go on, and before that in one line above the
/// buttons. The button that goes on is the default and enabled when nothing is open.
class FormDialog : public ContentDialog
{
    Q_OBJECT
public:
    FormDialog(const QString &goOnText, const QString &goOnName, QWidget *parent);

    void setVisible(bool visible) override;

protected:
    /// What stands in the way now, in reading order.
    [[nodiscard]] virtual QList<FieldProblem> problems() const = 0;
    /// Nothing is open and the button was pressed: emit the decision.
    virtual void goOn() = 0;

    [[nodiscard]] SteadyButton *goOnButton() const { return m_goOn; }
    /// A heading between parts of a form.
    [[nodiscard]] static QWidget *heading(const QString &text);
    /// To be called when a value changed.
    void refresh();
    /// `complete`: nothing stands in the way.
    virtual void refreshed(bool complete) { Q_UNUSED(complete) }
    void keyPressEvent(QKeyEvent *event) override;

private:
    void tryToGoOn();
    void showFirst(const QList<FieldProblem> &open);

    SteadyButton *m_goOn;
    PlainLabel *m_reason;
    QList<FieldRow *> m_marked;
};

} // namespace leasekeeper
