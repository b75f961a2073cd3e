// SPDX-License-Identifier: MIT
#include "placeholderpage.h"

#include "iconlabel.h"
#include "steadybutton.h"
#include "theme.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

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
      m_button(new SteadyButton(QString(), this))
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
    connect(m_button, &QPushButton::clicked, this, [this] { Q_EMIT buttonPressed(m_look.buttonObjectName); });

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
    column->addWidget(m_button, 0, Qt::AlignHCenter);
    column->addStretch(3);
    m_button->hide();
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
    m_button->setText(look.button);
    m_button->setObjectName(look.buttonObjectName);
    m_button->setAccessibleName(look.button);
    const bool hasButton = !look.button.isEmpty();
    const bool hadFocus = hasFocus() || m_button->hasFocus();
    m_button->setVisible(hasButton);
    // Who comes here by keyboard is where something can be done.
    setFocusProxy(hasButton ? m_button : nullptr);
    if (hadFocus)
        setFocus();
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
