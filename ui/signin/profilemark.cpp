// SPDX-License-Identifier: MIT
#include "profilemark.h"

#include "calmpaint.h"
#include "theme.h"

#include <QPainter>
#include <QPixmap>

namespace leasekeeper
{

namespace
{

constexpr int MarkSide = 16;
constexpr qreal MarkScale = 3; ///< drawn for dense screens and scaled down
constexpr qreal DiscRadius = 6.5;
constexpr double LeastContrast = 4.5;

} // namespace

QIcon profileMark(const Profile &profile, bool isCurrent, const QPalette &palette)
{
    QPixmap pixmap(int(MarkSide * MarkScale), int(MarkSide * MarkScale));
    pixmap.setDevicePixelRatio(MarkScale);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPointF centre(MarkSide / 2.0, MarkSide / 2.0);
    const QColor own(profile.colour);
    const QColor muted = semanticColour(SemanticColour::Muted, palette);
    painter.setPen(own.isValid() ? QPen(Qt::NoPen) : QPen(muted, 1.4));
    painter.setBrush(own.isValid() ? QBrush(own) : QBrush(Qt::NoBrush));
    painter.drawEllipse(centre, DiscRadius, DiscRadius);
    if (isCurrent) {
        QColor tick = palette.color(QPalette::WindowText);
        if (own.isValid())
            tick = contrastRatio(own, Qt::white) >= contrastRatio(own, Qt::black) ? Qt::white : Qt::black;
        painter.setPen(QPen(tick, 1.7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const QPointF line[] = {centre + QPointF(-3.1, 0.2), centre + QPointF(-0.9, 2.4),
                                centre + QPointF(3.2, -2.3)};
        painter.drawPolyline(line, 3);
    }
    painter.end();
    return QIcon(pixmap);
}

StripLook stripLook(const Profile &profile, const QPalette &palette)
{
    const ColourScheme scheme = colourScheme(palette);
    if (profile.isDemo || scheme == ColourScheme::HighContrast || !QColor(profile.colour).isValid()) {
        const bool isDemo = profile.isDemo;
        return {semanticColour(isDemo ? SemanticColour::WarningFill : SemanticColour::InfoFill, palette),
                semanticColour(isDemo ? SemanticColour::Warning : SemanticColour::Accent, palette),
                semanticColour(isDemo ? SemanticColour::WarningText : SemanticColour::InfoText, palette)};
    }
    const QColor own(profile.colour);
    const QColor ground = palette.color(QPalette::Window);
    const QColor text = palette.color(QPalette::WindowText);
    StripLook look{mixed(ground, own, scheme == ColourScheme::Dark ? 0.32 : 0.16), own, text};
    // A very light or dark colour of one's own must not make the text hard to read.
    for (qreal weight = 0.2; contrastRatio(look.fill, look.text) < LeastContrast && weight > 0;
         weight -= 0.05)
        look.fill = mixed(ground, own, weight);
    return look;
}

} // namespace leasekeeper
