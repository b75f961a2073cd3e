// SPDX-License-Identifier: MIT
#include "formdialog.h"

#include "dialogtext.h"
#include "plainlabel.h"
#include "plaintext.h"
#include "steadybutton.h"

#include <QKeyEvent>
#include <QScrollArea>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

FormDialog::FormDialog(const QString &goOnText, const QString &goOnName, QWidget *parent)
    : ContentDialog(parent),
      m_goOn(new SteadyButton(goOnText)),
      m_reason(new PlainLabel(PlainLabel::Look::Muted))
{
    m_goOn->setObjectName(goOnName);
    m_reason->setObjectName(u"reasonLabel"_s);
    addButton(m_goOn, QDialogButtonBox::AcceptRole);
    m_goOn->setDefault(true);
    footer()->addWidget(m_reason);
    body()->setSpacing(10);
    connect(m_goOn, &QPushButton::clicked, this, &FormDialog::tryToGoOn);
}

void FormDialog::setVisible(bool visible)
{
    if (visible && !wasShown())
        refresh();
    ContentDialog::setVisible(visible);
}

QWidget *FormDialog::heading(const QString &text)
{
    auto *label = new PlainLabel(PlainLabel::Look::Strong);
    label->setPlain(text);
    label->setContentsMargins(0, 8, 0, 0);
    return label;
}

void FormDialog::refresh()
{
    const QList<FieldProblem> open = problems();
    QStringList missing;
    QString wrong;
    QList<FieldRow *> marked;
    for (const FieldProblem &problem : open) {
        const bool isShown = !problem.isMissing || problem.row->wasLeft();
        problem.row->setProblem(isShown ? problem.text : QString());
        marked.append(problem.row);
        if (problem.isMissing)
            missing.append(problem.row->name());
        else if (wrong.isEmpty())
            wrong =
                tr("%1: %2", "name of a field, what is wrong there").arg(problem.row->name(), problem.text);
    }
    for (FieldRow *row : std::as_const(m_marked)) {
        if (!marked.contains(row))
            row->setProblem({});
    }
    m_marked = marked;
    QString reason = wrong;
    if (reason.isEmpty() && open.size() == 1)
        reason = open.first().text;
    else if (reason.isEmpty() && !missing.isEmpty())
        reason = tr("Still missing: %1", "names of fields").arg(namesInSentence(missing));
    m_reason->setPlain(reason);
    m_reason->setVisible(!reason.isEmpty());
    m_goOn->setEnabled(open.isEmpty());
    m_goOn->setToolTip(tooltipText(reason));
    refreshed(open.isEmpty());
}

void FormDialog::keyPressEvent(QKeyEvent *event)
{
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    // A default button that is disabled would swallow the key without a word.
    if (isReturn && !event->isAutoRepeat() && !m_goOn->isEnabled()) {
        tryToGoOn();
        event->accept();
        return;
    }
    ContentDialog::keyPressEvent(event);
}

void FormDialog::tryToGoOn()
{
    if (isFinished())
        return;
    const QList<FieldProblem> open = problems();
    if (open.isEmpty()) {
        goOn();
        return;
    }
    showFirst(open);
}

void FormDialog::showFirst(const QList<FieldProblem> &open)
{
    for (const FieldProblem &problem : open)
        problem.row->setLeft();
    refresh();
    FieldRow *first = open.first().row;
    area()->ensureWidgetVisible(first);
    first->field()->setFocus(Qt::OtherFocusReason);
}

} // namespace leasekeeper
