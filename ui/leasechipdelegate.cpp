// SPDX-License-Identifier: MIT
#include "leasechipdelegate.h"

#include "icons.h"
#include "instancetablemodel.h"
#include "theme.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QStyle>

#include <optional>

namespace leasekeeper
{

namespace
{

constexpr int SidePadding = 8;
constexpr int IconGap = 5;
constexpr int VerticalPadding = 3;

std::optional<Icon> shapeOf(LeasePhase phase)
{
    switch (phase) {
    case LeasePhase::Comfortable:
        return Icon::PhaseComfortable;
    case LeasePhase::Soon:
        return Icon::PhaseSoon;
    case LeasePhase::Urgent:
        return Icon::PhaseUrgent;
    case LeasePhase::Due:
        return Icon::PhaseDue;
    case LeasePhase::Idle:
        return Icon::PhaseIdle;
    case LeasePhase::None:
        return Icon::PhaseNone;
    case LeasePhase::NotRunning:
    case LeasePhase::Unknown:
        break;
    }
    return std::nullopt;
}

struct Chip {
    ChipLook look;
    std::optional<Icon> shape;
    QFont font;
    QString text;
    bool estimate = false;
};

Chip chipOf(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const LeasePhase phase = LeasePhase(index.data(InstanceTableModel::PhaseRole).toInt());
    Chip chip{chipLook(phase, option.palette), shapeOf(phase), option.font, option.text, false};
    chip.estimate = index.data(InstanceTableModel::EstimateRole).toBool();
    chip.font.setBold(chip.look.bold);
    chip.font.setItalic(chip.estimate);
    return chip;
}

/// Digits as wide as the widest one, so that a running countdown does not tremble.
qreal glyphAdvance(const QFontMetricsF &metrics, QChar glyph, qreal digit)
{
    return glyph.isDigit() ? digit : metrics.horizontalAdvance(glyph);
}

qreal digitAdvance(const QFontMetricsF &metrics)
{
    qreal widest = 0;
    for (char16_t digit = u'0'; digit <= u'9'; ++digit)
        widest = qMax(widest, metrics.horizontalAdvance(QChar(digit)));
    return widest;
}

qreal tabularWidth(const QFontMetricsF &metrics, const QString &text)
{
    const qreal digit = digitAdvance(metrics);
    qreal width = 0;
    for (const QChar glyph : text)
        width += glyphAdvance(metrics, glyph, digit);
    return width;
}

void drawTabular(QPainter *painter, const QRectF &rect, const QString &text, const QFontMetricsF &metrics)
{
    const qreal digit = digitAdvance(metrics);
    const qreal baseline = rect.top() + (rect.height() - metrics.height()) / 2 + metrics.ascent();
    qreal x = rect.left();
    for (const QChar glyph : text) {
        const qreal advance = glyphAdvance(metrics, glyph, digit);
        painter->drawText(QPointF(x + (advance - metrics.horizontalAdvance(glyph)) / 2, baseline),
                          QString(glyph));
        x += advance;
    }
}

int iconSide(const QFont &font)
{
    return qMax(11, qRound(QFontMetricsF(font).ascent() * 0.95));
}

int chipWidth(const Chip &chip)
{
    return qRound(tabularWidth(QFontMetricsF(chip.font), chip.text)) + iconSide(chip.font) + IconGap +
           2 * SidePadding;
}

void drawChipGround(QPainter *painter, const QRectF &rect, const Chip &chip, const QPalette &palette)
{
    // An estimate and a chip without fill of its own still cover the selection.
    const QColor bare = palette.color(QPalette::Base);
    const QColor fill = chip.estimate || !chip.look.fill.isValid() ? bare : chip.look.fill;
    QPen border(chip.look.border, 1);
    if (chip.look.dashed)
        border.setDashPattern({3, 2.5});
    painter->setPen(border);
    painter->setBrush(fill);
    const qreal radius = qMin(rect.height() / 2, 7.0);
    painter->drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
}

/// Text that is readable without the chip's fill.
QColor inkOf(const Chip &chip, const QPalette &palette)
{
    if (!chip.estimate)
        return chip.look.text;
    return contrastRatio(chip.look.text, palette.color(QPalette::Base)) < 4.5 ? chip.look.border
                                                                              : chip.look.text;
}

} // namespace

void LeaseChipDelegate::paintContent(QPainter *painter, const QStyleOptionViewItem &option,
                                     const QModelIndex &index) const
{
    const Chip chip = chipOf(option, index);
    const QRect content = contentRect(option);
    if (!chip.look.border.isValid()) {
        paintText(painter, content, chip.text, textColour(option), option.font, option.displayAlignment);
        return;
    }
    const QFontMetricsF metrics(chip.font);
    const int height = qMin(content.height() - 4, int(metrics.height()) + 2 * VerticalPadding);
    // One width for the usual texts lets the eye run down a column of equal chips.
    const int usual =
        qRound(tabularWidth(QFontMetricsF(option.font), tr("0 h 00 min", "widest usual countdown"))) +
        iconSide(chip.font) + IconGap + 2 * SidePadding;
    const int width = qMin(content.width(), qMax(chipWidth(chip), usual));
    const QRect rect = QStyle::alignedRect(option.direction, option.displayAlignment | Qt::AlignVCenter,
                                           QSize(width, height), content);

    painter->setRenderHint(QPainter::Antialiasing);
    painter->setClipRect(rect, Qt::IntersectClip);
    drawChipGround(painter, rect, chip, option.palette);
    const QColor ink = inkOf(chip, option.palette);
    const int side = iconSide(chip.font);
    const QRect shapeRect(rect.left() + SidePadding, rect.top() + (rect.height() - side) / 2, side, side);
    if (chip.shape)
        icon(*chip.shape, ink).paint(painter, shapeRect);
    const QRectF textRect(shapeRect.right() + 1 + IconGap, rect.top(),
                          rect.right() - SidePadding - shapeRect.right() - IconGap, rect.height());
    painter->setFont(chip.font);
    painter->setPen(ink);
    if (tabularWidth(metrics, chip.text) <= textRect.width() + 1)
        drawTabular(painter, textRect, chip.text, metrics);
    else
        painter->drawText(textRect, Qt::AlignVCenter | Qt::TextSingleLine,
                          metrics.elidedText(chip.text, Qt::ElideRight, textRect.width()));
}

int LeaseChipDelegate::contentWidth(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return chipWidth(chipOf(option, index));
}

} // namespace leasekeeper
