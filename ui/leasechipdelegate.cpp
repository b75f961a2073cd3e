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
    LeasePhase phase;
    ChipLook look;
    std::optional<Icon> shape;
    QFont base; ///< of the cell
    QString text;
    bool estimate = false;

    /// Made when it is needed: a font that is changed has to be looked up anew.
    [[nodiscard]] QFont font() const
    {
        QFont changed = base;
        changed.setBold(look.bold);
        changed.setItalic(estimate);
        return changed;
    }
};

Chip chipOf(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const LeasePhase phase = LeasePhase(index.data(InstanceTableModel::PhaseRole).toInt());
    Chip chip{phase, chipLook(phase, option.palette), shapeOf(phase), option.font, option.text, false};
    chip.estimate = index.data(InstanceTableModel::EstimateRole).toBool();
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

int chipWidth(const QFont &font, const QString &text)
{
    return qRound(tabularWidth(QFontMetricsF(font), text)) + iconSide(font) + IconGap + 2 * SidePadding;
}

int chipWidth(const Chip &chip)
{
    return chipWidth(chip.font(), chip.text);
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

/// The chip at the origin, of this size.
void drawChip(QPainter *painter, const QSize &size, const Chip &chip, const QPalette &palette)
{
    const QRect rect(QPoint(0, 0), size);
    painter->setRenderHint(QPainter::Antialiasing);
    drawChipGround(painter, rect, chip, palette);
    const QColor ink = inkOf(chip, palette);
    const QFont font = chip.font();
    const int side = iconSide(font);
    const QRect shapeRect(SidePadding, (rect.height() - side) / 2, side, side);
    if (chip.shape)
        icon(*chip.shape, ink).paint(painter, shapeRect);
    const QRectF textRect(shapeRect.right() + 1 + IconGap, 0,
                          rect.right() - SidePadding - shapeRect.right() - IconGap, rect.height());
    painter->setFont(font);
    painter->setPen(ink);
    const QFontMetricsF metrics(font);
    if (tabularWidth(metrics, chip.text) <= textRect.width() + 1)
        drawTabular(painter, textRect, chip.text, metrics);
    else
        painter->drawText(textRect, Qt::AlignVCenter | Qt::TextSingleLine,
                          metrics.elidedText(chip.text, Qt::ElideRight, textRect.width()));
}

int kilobytes(const QPixmap &picture)
{
    return 1 + picture.width() * picture.height() * 4 / 1024;
}

} // namespace

void LeaseChipDelegate::prepare(const Ground &ground) const
{
    if (ground == m_ground)
        return;
    m_ground = ground;
    m_pictures.clear();
    m_natural.clear();
    // One width for the usual texts lets the eye run down a column of equal chips.
    m_usualWidth = chipWidth(ground.font, tr("0 h 00 min", "widest usual countdown"));
}

int LeaseChipDelegate::usualCellWidth(const QFont &font)
{
    return chipWidth(font, tr("00 h 00 min", "longest countdown within a day")) + 2 * Padding;
}

void LeaseChipDelegate::paintContent(QPainter *painter, const QStyleOptionViewItem &option,
                                     const QModelIndex &index) const
{
    const Chip chip = chipOf(option, index);
    const QRect content = contentRect(option);
    if (!chip.look.border.isValid()) {
        paintText(painter, content, chip.text, textColour(option), option.font, option.displayAlignment);
        return;
    }
    const qreal ratio = painter->device()->devicePixelRatio();
    prepare({option.font, option.palette.cacheKey(), ratio});
    Key key{chip.text, int(chip.phase), chip.estimate, {}};
    const QSize *natural = m_natural.object(key);
    if (natural == nullptr) {
        m_natural.insert(
            key, new QSize(chipWidth(chip), QFontMetrics(chip.font()).height() + 2 * VerticalPadding));
        natural = m_natural.object(key);
    }
    const int height = qMin(content.height() - 4, natural->height());
    const int width = qMin(content.width(), qMax(natural->width(), m_usualWidth));
    if (width <= 0 || height <= 0)
        return;
    const QRect rect = QStyle::alignedRect(option.direction, option.displayAlignment | Qt::AlignVCenter,
                                           QSize(width, height), content);
    key.size = rect.size();
    if (const QPixmap *known = m_pictures.object(key)) {
        painter->drawPixmap(rect.topLeft(), *known);
        return;
    }
    QPixmap picture(rect.size() * ratio);
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter inside(&picture);
    drawChip(&inside, rect.size(), chip, option.palette);
    inside.end();
    painter->drawPixmap(rect.topLeft(), picture);
    m_pictures.insert(key, new QPixmap(picture), kilobytes(picture));
}

int LeaseChipDelegate::contentWidth(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return chipWidth(chipOf(option, index));
}

} // namespace leasekeeper
