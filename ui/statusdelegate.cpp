// SPDX-License-Identifier: MIT
#include "statusdelegate.h"

#include "icons.h"
#include "instancetablemodel.h"
#include "theme.h"

#include <QFontMetrics>
#include <QPainter>

#include <optional>

namespace leasekeeper
{

namespace
{

constexpr int Gap = 7;

Icon stateIcon(StatusKind kind)
{
    switch (kind) {
    case StatusKind::Running:
        return Icon::StateRunning;
    case StatusKind::Busy:
        return Icon::StateBusy;
    case StatusKind::Stopped:
        return Icon::StateStopped;
    case StatusKind::Failed:
        return Icon::StateFailed;
    case StatusKind::Frozen:
        return Icon::StateFrozen;
    case StatusKind::Gone:
        return Icon::StateGone;
    case StatusKind::Unknown:
        break;
    }
    return Icon::StateUnknown;
}

struct Mark {
    Icon icon;
    SemanticColour colour;
};

bool isActive(RowActivity::State state)
{
    RowActivity activity;
    activity.state = state;
    return activity.isActive();
}

std::optional<Mark> markOf(RowActivity::State state, bool noted)
{
    switch (state) {
    case RowActivity::State::Failed:
        return Mark{Icon::Error, SemanticColour::Error};
    case RowActivity::State::Unresolved:
        return Mark{Icon::Warning, SemanticColour::Warning};
    case RowActivity::State::None:
    case RowActivity::State::Grace:
    case RowActivity::State::Working:
    case RowActivity::State::Checking:
        break;
    }
    if (noted)
        return Mark{Icon::Warning, SemanticColour::Warning};
    return std::nullopt;
}

int iconSide(const QFont &font)
{
    return qMax(13, QFontMetrics(font).ascent() + 2);
}

RowActivity::State activityState(const QModelIndex &index)
{
    return RowActivity::State(index.data(InstanceTableModel::ActivityStateRole).toInt());
}

} // namespace

StatusDelegate::StatusDelegate(const RowLook &look, const InstanceTableModel &model, QObject *parent)
    : CellDelegate(look, parent), m_model(model)
{
}

bool StatusDelegate::hasNote(const QModelIndex &index) const
{
    const TrackedInstance *row = m_model.find(index.data(InstanceTableModel::IdRole).toString());
    return row && !row->note.isEmpty();
}

void StatusDelegate::paintContent(QPainter *painter, const QStyleOptionViewItem &option,
                                  const QModelIndex &index) const
{
    const RowActivity::State state = activityState(index);
    const StatusKind kind = isActive(state)
                                ? StatusKind::Busy
                                : StatusKind(index.data(InstanceTableModel::StatusKindRole).toInt());
    // A selected row keeps the contrast the style gives it.
    const QColor colour =
        isSelected(option) || isGreyed() ? textColour(option) : statusColour(kind, option.palette);
    QRect rect = contentRect(option);
    const int side = iconSide(option.font);
    const auto iconAt = [&](int x) { return QRect(x, rect.top() + (rect.height() - side) / 2, side, side); };
    icon(stateIcon(kind), colour).paint(painter, iconAt(rect.left()));

    if (const std::optional<Mark> mark = markOf(state, hasNote(index))) {
        const QColor markColour =
            isSelected(option) ? textColour(option) : semanticColour(mark->colour, option.palette);
        const int markSide = side + 2;
        icon(mark->icon, markColour)
            .paint(painter, QRect(rect.right() - markSide + 1, rect.top() + (rect.height() - markSide) / 2,
                                  markSide, markSide));
        rect.setRight(rect.right() - markSide - Gap);
    }
    rect.setLeft(rect.left() + side + Gap);
    paintText(painter, rect, option.text, colour, option.font, Qt::AlignLeft);
}

int StatusDelegate::contentWidth(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int side = iconSide(option.font);
    const int mark = markOf(activityState(index), hasNote(index)) ? side + 2 + Gap : 0;
    return side + Gap + CellDelegate::contentWidth(option, index) + mark;
}

} // namespace leasekeeper
