// SPDX-License-Identifier: MIT
#include "profilestrip.h"

#include "elidedlabel.h"
#include "plaintext.h"
#include "profilebutton.h"
#include "profilemark.h"
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

QString careText(const Profile &profile)
{
    if (profile.isReadOnly)
        return ProfileStrip::tr("Read-only");
    return profile.isProtected ? ProfileStrip::tr("Protected") : QString();
}

} // namespace

ProfileStrip::ProfileStrip(const Profile &profile, QWidget *parent)
    : QWidget(parent),
      m_row(new QHBoxLayout(this)),
      m_name(new ElidedLabel(this)),
      m_scope(new ElidedLabel(this)),
      m_end(new QLabel(this)),
      m_care(new QLabel(this)),
      m_notice(new QLabel(tr("Demo – nothing here is real"), this))
{
    setObjectName(u"profileStrip"_s);
    QFont bold = font();
    bold.setBold(true);
    m_name->setObjectName(u"profileName"_s);
    m_scope->setObjectName(u"profileScope"_s);
    m_end->setObjectName(u"signInEnd"_s);
    m_end->hide();
    m_care->setObjectName(u"profileCare"_s);
    m_notice->setObjectName(u"demoNotice"_s);
    for (QLabel *label : {m_end, m_care, m_notice})
        label->setTextFormat(Qt::PlainText);
    for (QLabel *label : {m_name, m_notice})
        label->setFont(bold);
    m_row->setContentsMargins(14, 4, 14, 4);
    m_row->setSpacing(12);
    m_row->addWidget(m_name);
    m_row->addWidget(m_scope, 1);
    m_row->addWidget(m_end);
    m_row->addWidget(m_care);
    m_row->addWidget(m_notice);
    setProfile(profile);
}

void ProfileStrip::setProfile(const Profile &profile)
{
    m_profile = profile;
    m_name->setText(visibleText(profile.name, 64));
    m_scope->setText(profileScope(profile));
    m_care->setText(careText(profile));
    m_care->setVisible(!m_care->text().isEmpty());
    m_notice->setVisible(profile.isDemo);
    applyColours();
    update();
}

void ProfileStrip::setSignInEnd(const QString &text)
{
    m_end->setText(text);
    m_end->setVisible(!text.isEmpty());
}

void ProfileStrip::host(ProfileButton *button)
{
    delete m_button;
    m_button = button;
    QFont bold = font();
    bold.setBold(true);
    button->setFont(bold);
    m_row->insertWidget(0, button);
    m_row->setContentsMargins(8, 4, 14, 3);
    m_name->hide();
    applyColours();
}

void ProfileStrip::applyColours()
{
    const QColor ink = stripLook(m_profile, palette()).text;
    for (QLabel *label : {m_name, m_scope, m_end, m_care, m_notice})
        setInk(label, ink);
    if (!m_button || m_button->palette().color(QPalette::ButtonText) == ink)
        return;
    QPalette own = m_button->palette();
    for (const QPalette::ColorRole role : {QPalette::ButtonText, QPalette::WindowText, QPalette::Text})
        own.setColor(role, ink);
    m_button->setPalette(own);
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
    const StripLook look = stripLook(m_profile, palette());
    painter.fillRect(rect(), look.fill);
    if (m_profile.isDemo && colourScheme(palette()) != ColourScheme::HighContrast) {
        QColor stripe = look.line;
        stripe.setAlphaF(0.13F);
        paintStripes(painter, rect(), stripe);
    }
    const int lineWidth = QColor(m_profile.colour).isValid() ? 3 : 2;
    painter.fillRect(0, 0, width(), lineWidth, look.line);
}

} // namespace leasekeeper
