// SPDX-License-Identifier: MIT
#include "armedbutton.h"

#include "theme.h"

#include <QPainter>
#include <QStyleOptionButton>

namespace leasekeeper
{

namespace
{

constexpr qreal Radius = 4;
constexpr qreal DisabledFill = 0.28; ///< share of the red that is left while it cannot be pressed

QColor mixed(const QColor &top, const QColor &ground, qreal share)
{
    return QColor::fromRgbF(float(top.redF() * share + ground.redF() * (1 - share)),
                            float(top.greenF() * share + ground.greenF() * (1 - share)),
                            float(top.blueF() * share + ground.blueF() * (1 - share)));
}

} // namespace

ArmedButton::ArmedButton(Timers &timers, QWidget *parent)
    : SteadyButton(parent), m_timer(timers, [this] {
          m_armed = true;
          applyState();
          Q_EMIT armed();
      })
{
    setAttribute(Qt::WA_Hover);
    applyState();
}

void ArmedButton::setReady(bool ready)
{
    m_ready = ready;
    applyState();
}

void ArmedButton::disarm()
{
    m_armed = false;
    m_timer.start(ArmingMs);
    applyState();
}

void ArmedButton::applyState()
{
    const bool enable = m_ready && m_armed;
    // Left alone, Qt would pass the focus on to whatever comes next.
    if (!enable && m_refuge && hasFocus())
        m_refuge->setFocus(Qt::OtherFocusReason);
    setEnabled(enable);
}

void ArmedButton::paintEvent(QPaintEvent *event)
{
    if (colourScheme(palette()) == ColourScheme::HighContrast) {
        SteadyButton::paintEvent(event);
        return;
    }
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ground = palette().color(QPalette::Window);
    QColor fill = semanticColour(SemanticColour::Danger, palette());
    QColor ink = semanticColour(SemanticColour::DangerText, palette());
    if (!isEnabled()) {
        ink = mixed(palette().color(QPalette::Active, QPalette::WindowText), ground, 0.62);
        fill = mixed(fill, ground, DisabledFill);
    } else if (isDown()) {
        fill = fill.darker(120);
    } else if (underMouse()) {
        fill = fill.lighter(108);
    }
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawRoundedRect(box, Radius, Radius);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(palette().color(QPalette::WindowText), 1.5));
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), Radius, Radius);
        painter.setPen(QPen(ink, 1));
        painter.drawRoundedRect(box.adjusted(3, 3, -3, -3), Radius - 1, Radius - 1);
    }
    painter.setPen(ink);
    painter.drawText(rect(), Qt::AlignCenter | Qt::TextShowMnemonic, text());
}

} // namespace leasekeeper
