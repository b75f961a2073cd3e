// SPDX-License-Identifier: MIT
#include "plainlabel.h"

#include "dialogtext.h"
#include "theme.h"

#include <QApplication>
#include <QEvent>

namespace leasekeeper
{

namespace
{

constexpr qreal HeadlineScale = 1.3;

} // namespace

PlainLabel::PlainLabel(Look look, QWidget *parent) : QLabel(parent), m_look(look)
{
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    applyLook();
}

void PlainLabel::setLook(Look look)
{
    if (m_look == look)
        return;
    m_look = look;
    applyLook();
}

void PlainLabel::setInk(const QColor &ink)
{
    if (m_ink == ink)
        return;
    m_ink = ink;
    applyLook();
}

void PlainLabel::setPlain(const QString &text)
{
    setText(breakable(text));
}

void PlainLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange ||
        event->type() == QEvent::ParentChange)
        applyLook();
}

void PlainLabel::applyLook()
{
    // Setting font or palette announces a change of them.
    if (m_applying)
        return;
    m_applying = true;
    const QFont base = parentWidget() ? parentWidget()->font() : QApplication::font(this);
    QFont font = base;
    if (m_look == Look::Headline) {
        if (base.pointSizeF() > 0)
            font.setPointSizeF(base.pointSizeF() * HeadlineScale);
        else
            font.setPixelSize(qRound(base.pixelSize() * HeadlineScale));
    }
    if (m_look == Look::Headline || m_look == Look::Strong)
        font.setWeight(QFont::DemiBold);
    setFont(font);

    const QPalette around = parentWidget() ? parentWidget()->palette() : QApplication::palette(this);
    QPalette own;
    own.setResolveMask(0);
    if (m_ink.isValid())
        own.setColor(QPalette::WindowText, m_ink);
    else if (m_look == Look::Muted)
        own.setColor(QPalette::WindowText, semanticColour(SemanticColour::Muted, around));
    setPalette(own);
    m_applying = false;
}

} // namespace leasekeeper
