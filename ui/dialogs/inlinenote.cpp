// SPDX-License-Identifier: MIT
#include "inlinenote.h"

#include "icons.h"
#include "plainlabel.h"
#include "steadybutton.h"
#include "theme.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QStyle>

#include <algorithm>

namespace leasekeeper
{

namespace
{

struct Colours {
    QColor line;
    QColor fill;
    QColor text;
};

Colours coloursOf(InlineNote::Kind kind, const QPalette &palette)
{
    const auto three = [&palette](SemanticColour line, SemanticColour fill, SemanticColour text) {
        return Colours{semanticColour(line, palette), semanticColour(fill, palette),
                       semanticColour(text, palette)};
    };
    switch (kind) {
    case InlineNote::Kind::Info:
        return three(SemanticColour::Info, SemanticColour::InfoFill, SemanticColour::InfoText);
    case InlineNote::Kind::Warning:
        return three(SemanticColour::Warning, SemanticColour::WarningFill, SemanticColour::WarningText);
    case InlineNote::Kind::Error:
        break;
    }
    return three(SemanticColour::Error, SemanticColour::ErrorFill, SemanticColour::ErrorText);
}

} // namespace

InlineNote::InlineNote(const QString &textName, QWidget *parent)
    : RoundedPanel(parent), m_icon(new QLabel(this)), m_label(new PlainLabel(PlainLabel::Look::Body, this))
{
    m_label->setObjectName(textName);
    m_icon->setTextFormat(Qt::PlainText);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(10);
    layout->addWidget(m_icon, 0, Qt::AlignVCenter);
    layout->addWidget(m_label, 1);
    hide();
}

void InlineNote::say(Kind kind, const QString &text)
{
    if (m_kind == kind && m_text == text)
        return;
    m_kind = kind;
    m_text = text;
    m_label->setPlain(text);
    applyColours();
    setVisible(!text.isEmpty());
    if (text.isEmpty())
        return;
    // Somebody who does not see the note appear should hear it.
    QAccessibleEvent alert(m_label, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

QPushButton *InlineNote::addAction(const QString &objectName)
{
    auto *button = new SteadyButton(this);
    button->setObjectName(objectName);
    button->setTakesReturn(false);
    button->hide();
    layout()->addWidget(button);
    layout()->setAlignment(button, Qt::AlignVCenter);
    return button;
}

void InlineNote::setActionText(QPushButton *button, const QString &text)
{
    button->setText(text);
    button->setAccessibleName(text);
    button->setVisible(!text.isEmpty());
}

QColor InlineNote::fillColour() const
{
    return coloursOf(m_kind, palette()).fill;
}

QColor InlineNote::lineColour() const
{
    return coloursOf(m_kind, palette()).line;
}

void InlineNote::changeEvent(QEvent *event)
{
    RoundedPanel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        applyColours();
}

void InlineNote::applyColours()
{
    m_label->setInk(coloursOf(m_kind, palette()).text);
    const Icon symbol = m_kind == Kind::Info      ? Icon::Info
                        : m_kind == Kind::Warning ? Icon::Warning
                                                  : Icon::Error;
    const int size = std::max(style()->pixelMetric(QStyle::PM_SmallIconSize, nullptr, this),
                              m_label->fontMetrics().height());
    m_icon->setPixmap(icon(symbol, lineColour()).pixmap(QSize(size, size), devicePixelRatioF()));
    update();
}

} // namespace leasekeeper
