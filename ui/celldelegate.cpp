// SPDX-License-Identifier: MIT
#include "celldelegate.h"

#include "instancetablemodel.h"
#include "plaintext.h"
#include "theme.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QFontDatabase>
#include <QHelpEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>

namespace leasekeeper
{

using Column = InstanceTableModel::Column;

namespace
{

/// The font a column is written in.
QFont cellFont(const QFont &base, const QModelIndex &index)
{
    QFont font = base;
    if (Column(index.column()) == Column::Id) {
        const QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
        font.setFamilies(fixed.families());
        font.setStyleHint(QFont::Monospace);
    }
    if (Column(index.column()) == Column::Owner &&
        index.data(InstanceTableModel::OwnershipRole).toInt() == int(Ownership::Own))
        font.setBold(true);
    return font;
}

QPalette::ColorGroup colourGroup(const QStyleOptionViewItem &option)
{
    if (!(option.state & QStyle::State_Enabled))
        return QPalette::Disabled;
    return option.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
}

} // namespace

CellDelegate::CellDelegate(const RowLook &look, QObject *parent) : QStyledItemDelegate(parent), m_look(look)
{
}

bool CellDelegate::isSelected(const QStyleOptionViewItem &option)
{
    return option.state & QStyle::State_Selected;
}

QRect CellDelegate::contentRect(const QStyleOptionViewItem &option)
{
    return option.rect.adjusted(Padding, 0, -Padding, -1);
}

QColor CellDelegate::textColour(const QStyleOptionViewItem &option) const
{
    if (isSelected(option))
        return option.palette.color(colourGroup(option), QPalette::HighlightedText);
    if (m_look.greyed)
        return semanticColour(SemanticColour::Muted, option.palette);
    return option.palette.color(colourGroup(option), QPalette::Text);
}

void CellDelegate::paintGround(QPainter *painter, const QStyleOptionViewItem &option,
                               const QModelIndex &index) const
{
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    QStyleOptionViewItem ground = option;
    ground.text.clear();
    ground.icon = {};
    ground.state.setFlag(QStyle::State_MouseOver, false);
    ground.state.setFlag(QStyle::State_HasFocus, false);
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &ground, painter, option.widget);
    if (!isSelected(option) && index.row() == m_look.hoveredRow) {
        QColor veil = option.palette.color(QPalette::Text);
        veil.setAlphaF(0.035F);
        painter->fillRect(option.rect, veil);
    }
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                      semanticColour(SemanticColour::Hairline, option.palette));
}

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    QStyleOptionViewItem ready = option;
    initStyleOption(&ready, index);
    painter->save();
    painter->setClipRect(ready.rect, Qt::IntersectClip);
    paintGround(painter, ready, index);
    paintContent(painter, ready, index);
    painter->restore();
}

void CellDelegate::paintContent(QPainter *painter, const QStyleOptionViewItem &option,
                                const QModelIndex &index) const
{
    paintText(painter, contentRect(option), option.text, textColour(option), cellFont(option.font, index),
              option.displayAlignment);
}

void CellDelegate::paintText(QPainter *painter, const QRect &rect, const QString &text, const QColor &colour,
                             const QFont &font, Qt::Alignment alignment) const
{
    painter->setPen(colour);
    m_runs.draw(painter, rect, text, font, alignment);
}

int CellDelegate::contentWidth(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return QFontMetrics(cellFont(option.font, index)).horizontalAdvance(option.text) + 2;
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem ready = option;
    initStyleOption(&ready, index);
    return {contentWidth(ready, index) + 2 * Padding, QFontMetrics(ready.font).height() + 16};
}

bool CellDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                             const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.data(Qt::ToolTipRole).toString().isEmpty())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    QStyleOptionViewItem ready = option;
    initStyleOption(&ready, index);
    const bool cut = contentWidth(ready, index) > contentRect(ready).width();
    QToolTip::showText(event->globalPos(), cut ? tooltipText(ready.text) : QString(), view);
    return true;
}

} // namespace leasekeeper
