// SPDX-License-Identifier: MIT
#include "fieldrow.h"

#include "iconlabel.h"
#include "plainlabel.h"
#include "theme.h"

#include <QAccessible>
#include <QEvent>
#include <QFocusEvent>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int LabelChars = 20;
constexpr int LeastFieldChars = 26; ///< with less room beside it the label goes above the field
constexpr int NoteIconSide = 15;
constexpr int Gap = 14;

QString withoutMnemonic(const QString &text)
{
    QString plain = text;
    return plain.remove(u'&');
}

} // namespace

FieldRow::FieldRow(const QString &label, QWidget *field, QWidget *parent)
    : QWidget(parent),
      m_field(field),
      m_row(new QBoxLayout(QBoxLayout::LeftToRight, this)),
      m_label(new QLabel(label)),
      m_noteLine(new QWidget),
      m_noteIcon(new IconLabel(Icon::Error, NoteIconSide)),
      m_note(new PlainLabel(PlainLabel::Look::Muted))
{
    m_label->setTextFormat(Qt::PlainText);
    m_label->setWordWrap(true);
    m_noteIcon->setColour(SemanticColour::Error);
    if (!field->objectName().isEmpty())
        m_note->setObjectName(QString(field->objectName() + "Note"_L1));
    QWidget *target = field->focusProxy() ? field->focusProxy() : field;
    // A box around several widgets takes no focus, so that a label would not hand it on to the first of them.
    m_label->setBuddy(target);
    if (target->accessibleName().isEmpty())
        target->setAccessibleName(name());
    target->installEventFilter(this);

    auto *noteRow = new QHBoxLayout(m_noteLine);
    noteRow->setContentsMargins(1, 0, 0, 0);
    noteRow->setSpacing(6);
    noteRow->addWidget(m_noteIcon, 0, Qt::AlignTop);
    noteRow->addWidget(m_note, 1);
    auto *column = new QVBoxLayout;
    column->setSpacing(4);
    column->addWidget(field);
    column->addWidget(m_noteLine);
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(Gap);
    m_row->addWidget(m_label, 0, Qt::AlignTop);
    m_row->addLayout(column, 1);
    alignLabel();
    showNote();
}

QWidget *FieldRow::inOneLine(const QList<QWidget *> &widgets)
{
    auto *box = new QWidget;
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    bool expands = false;
    for (QWidget *widget : widgets) {
        row->addWidget(widget);
        expands = expands || widget->sizePolicy().expandingDirections() & Qt::Horizontal;
    }
    if (!expands)
        row->addStretch(1);
    box->setFocusProxy(widgets.first());
    return box;
}

QString FieldRow::name() const
{
    return withoutMnemonic(m_label->text());
}

void FieldRow::setHint(const QString &hint)
{
    if (m_hint == hint)
        return;
    m_hint = hint;
    showNote();
}

void FieldRow::setProblem(const QString &problem)
{
    if (m_problem == problem)
        return;
    m_problem = problem;
    showNote();
    if (problem.isEmpty())
        return;
    QAccessibleEvent alert(m_note, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void FieldRow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    alignLabel();
}

void FieldRow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        showNote();
    if (event->type() == QEvent::FontChange)
        alignLabel();
}

bool FieldRow::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut) {
        const Qt::FocusReason reason = static_cast<QFocusEvent *>(event)->reason();
        // A menu, a popup or another window in between is no leaving.
        const bool isMove = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason ||
                            reason == Qt::MouseFocusReason || reason == Qt::ShortcutFocusReason;
        if (isMove) {
            m_wasLeft = true;
            Q_EMIT left();
        }
    }
    return QWidget::eventFilter(watched, event);
}

void FieldRow::alignLabel()
{
    const int labelWidth = fontMetrics().averageCharWidth() * LabelChars;
    const bool beside = width() >= labelWidth + Gap + fontMetrics().averageCharWidth() * LeastFieldChars;
    m_row->setDirection(beside ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_row->setSpacing(beside ? Gap : 4);
    m_label->setFixedWidth(beside ? labelWidth : std::max(width(), 1));
    // On the line of the first thing in the field, however high that is.
    const QWidget *first = m_field->focusProxy() ? m_field->focusProxy() : m_field;
    m_label->setMinimumHeight(beside ? first->sizeHint().height() : 0);
}

void FieldRow::showNote()
{
    const bool isProblem = !m_problem.isEmpty();
    m_note->setInk(isProblem ? semanticColour(SemanticColour::Error, palette()) : QColor());
    m_note->setPlain(isProblem ? m_problem : m_hint);
    m_noteIcon->setVisible(isProblem);
    m_noteLine->setVisible(isProblem || !m_hint.isEmpty());
}

} // namespace leasekeeper
