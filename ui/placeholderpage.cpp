// SPDX-License-Identifier: MIT
#include "placeholderpage.h"

#include "buttonflow.h"
#include "iconlabel.h"
#include "steadybutton.h"
#include "theme.h"

#include <QApplication>
#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int IconSide = 46;
constexpr int WidestLine = 62; ///< average characters

QLabel *centredLabel(const QString &objectName, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(objectName);
    label->setTextFormat(Qt::PlainText);
    label->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    label->setWordWrap(true);
    return label;
}

} // namespace

PlaceholderPage::PlaceholderPage(QWidget *parent)
    : QWidget(parent),
      m_icon(new IconLabel(Icon::Empty, IconSide, this)),
      m_title(centredLabel(u"placeholderTitle"_s, this)),
      m_text(centredLabel(u"placeholderText"_s, this)),
      m_buttons(new ButtonFlow(this))
{
    setObjectName(u"placeholderPage"_s);
    setFocusPolicy(Qt::ClickFocus);
    m_icon->setColour(SemanticColour::Muted);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.25);
    large.setWeight(QFont::DemiBold);
    m_title->setFont(large);
    const int width = fontMetrics().averageCharWidth() * WidestLine;
    m_title->setMaximumWidth(width);
    m_text->setMaximumWidth(width);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(10);
    column->addStretch(2);
    column->addWidget(m_icon, 0, Qt::AlignHCenter);
    column->addSpacing(4);
    for (QLabel *label : {m_title, m_text}) {
        auto *row = new QHBoxLayout;
        row->addStretch(1);
        row->addWidget(label, 100);
        row->addStretch(1);
        column->addLayout(row);
    }
    column->addSpacing(6);
    column->addWidget(m_buttons);
    column->addStretch(3);
    applyColours();
}

void PlaceholderPage::setLook(const Look &look)
{
    if (look == m_look)
        return;
    m_look = look;
    m_icon->setIcon(look.icon);
    m_title->setText(look.title);
    m_text->setText(look.text);
    m_text->setVisible(!look.text.isEmpty());
    if (m_shownButtons != look.buttons)
        makeButtons();
}

void PlaceholderPage::makeButtons()
{
    const bool hadFocus = hasFocus() || m_buttons->isAncestorOf(QApplication::focusWidget());
    const QList<QWidget *> before = m_buttons->takeAll();
    m_shownButtons = m_look.buttons;
    for (const Button &shown : std::as_const(m_shownButtons)) {
        auto *button = new SteadyButton;
        button->setPlainText(shown.text);
        button->setObjectName(shown.objectName);
        connect(button, &QPushButton::clicked, this,
                [this, name = shown.objectName] { Q_EMIT buttonPressed(name); });
        m_buttons->add(button);
    }
    // Who comes here by keyboard is where something can be done.
    setFocusProxy(m_buttons->buttons().value(0));
    if (hadFocus)
        setFocus();
    // Only now: hidden with the keyboard, one would pass it on to anybody.
    for (QWidget *button : before) {
        button->setObjectName({});
        button->hide();
        button->deleteLater();
    }
}

void PlaceholderPage::applyColours()
{
    QPalette palette = m_text->palette();
    const QColor muted = semanticColour(SemanticColour::Muted, this->palette());
    if (palette.color(QPalette::WindowText) == muted)
        return;
    palette.setColor(QPalette::WindowText, muted);
    m_text->setPalette(palette);
}

void PlaceholderPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyColours();
}

void PlaceholderPage::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), palette().color(QPalette::Base));
}

} // namespace leasekeeper
