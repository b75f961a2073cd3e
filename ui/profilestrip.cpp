// SPDX-License-Identifier: MIT
#include "profilestrip.h"

#include "elidedlabel.h"
#include "plaintext.h"
#include "readingtext.h"
#include "theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr int StripeWidth = 14;

void paintStripes(QPainter &painter, const QRect &rect, const QColor &colour)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    const int height = rect.height();
    for (int x = rect.left() - height; x < rect.right() + height; x += 2 * StripeWidth) {
        const QPointF stripe[] = {QPointF(x, height), QPointF(x + height, 0),
                                  QPointF(x + height + StripeWidth, 0), QPointF(x + StripeWidth, height)};
        painter.drawPolygon(stripe, 4);
    }
}

void setInk(QLabel *label, const QColor &colour)
{
    QPalette palette = label->palette();
    if (palette.color(QPalette::WindowText) == colour)
        return;
    palette.setColor(QPalette::WindowText, colour);
    label->setPalette(palette);
}

} // namespace

ProfileStrip::ProfileStrip(const Profile &profile, QWidget *parent)
    : QWidget(parent), m_isDemo(profile.isDemo), m_name(new ElidedLabel(this)), m_scope(new ElidedLabel(this))
{
    setObjectName(u"profileStrip"_s);
    QFont bold = font();
    bold.setBold(true);
    m_name->setObjectName(u"profileName"_s);
    m_name->setFont(bold);
    m_name->setText(visibleText(profile.name, 64));
    m_scope->setObjectName(u"profileScope"_s);
    m_scope->setText(profileScope(profile));

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(14, 4, 14, 4);
    row->setSpacing(12);
    row->addWidget(m_name);
    row->addWidget(m_scope, 1);
    if (m_isDemo) {
        m_notice = new QLabel(tr("Demo – nothing here is real"), this);
        m_notice->setObjectName(u"demoNotice"_s);
        m_notice->setTextFormat(Qt::PlainText);
        m_notice->setFont(bold);
        row->addWidget(m_notice);
    }
    applyColours();
}

void ProfileStrip::applyColours()
{
    const QColor strong =
        semanticColour(m_isDemo ? SemanticColour::WarningText : SemanticColour::InfoText, palette());
    setInk(m_name, strong);
    setInk(m_scope, strong);
    if (m_notice)
        setInk(m_notice, strong);
}

void ProfileStrip::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyColours();
}

void ProfileStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QColor fill =
        semanticColour(m_isDemo ? SemanticColour::WarningFill : SemanticColour::InfoFill, palette());
    const QColor line =
        semanticColour(m_isDemo ? SemanticColour::Warning : SemanticColour::Accent, palette());
    painter.fillRect(rect(), fill);
    if (m_isDemo && colourScheme(palette()) != ColourScheme::HighContrast) {
        QColor stripe = line;
        stripe.setAlphaF(0.13F);
        paintStripes(painter, rect(), stripe);
    }
    painter.fillRect(0, 0, width(), 2, line);
}

} // namespace leasekeeper
