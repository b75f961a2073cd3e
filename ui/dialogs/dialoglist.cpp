// SPDX-License-Identifier: MIT
#include "dialoglist.h"

#include "dialoglistmodel.h"
#include "icons.h"
#include "theme.h"

#include <QEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QStyledItemDelegate>

#include <algorithm>

namespace leasekeeper {

namespace {

constexpr int MostRowsShown = 9;
constexpr int FewestRowsShown = 3;
constexpr int RowPadding = 12;      ///< px above and below the text together
constexpr int SmallestRow = 28;     ///< px, to be hit easily
constexpr int NameColumnChars = 18; ///< the least the first column keeps
constexpr int OtherColumnChars = 34;

/// Puts marks into what the style paints; selection keeps the style's own contrast.
class MarkDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const auto mark = DialogRow::Mark(index.data(DialogListModel::MarkRole).toInt());
        const bool attention = mark == DialogRow::Mark::Attention;
        if (index.column() == 0) {
            option->textElideMode = Qt::ElideMiddle;
            if (attention) {
                option->features |= QStyleOptionViewItem::HasDecoration;
                option->icon = icon(Icon::Warning, semanticColour(SemanticColour::Warning, option->palette));
            }
        }
        if (mark == DialogRow::Mark::Muted) {
            const QColor muted = semanticColour(SemanticColour::Muted, option->palette);
            for (const auto group : {QPalette::Active, QPalette::Inactive})
                option->palette.setColor(group, QPalette::Text, muted);
        } else if (index.data(DialogListModel::FlaggedRole).toBool()) {
            option->font.setWeight(QFont::DemiBold);
        }
    }
};

} // namespace

DialogList::DialogList(QAbstractItemModel *model, const QString &objectName, const QString &accessibleName,
                       QWidget *parent)
    : QTableView(parent)
{
    setObjectName(objectName);
    setAccessibleName(accessibleName);
    setModel(model);
    setItemDelegate(new MarkDelegate(this));
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setAlternatingRowColors(true);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setHorizontalScrollMode(ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    const auto relayout = [this] {
        layOutColumns();
        updateGeometry();
    };
    connect(model, &QAbstractItemModel::rowsInserted, this, relayout);
    connect(model, &QAbstractItemModel::rowsRemoved, this, relayout);
    connect(model, &QAbstractItemModel::dataChanged, this, &DialogList::layOutColumns);
    layOutColumns();
}

QSize DialogList::sizeHint() const
{
    return sizeForRows(std::clamp(model()->rowCount(), FewestRowsShown, MostRowsShown));
}

QSize DialogList::minimumSizeHint() const
{
    return sizeForRows(FewestRowsShown);
}

void DialogList::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Space && event->key() != Qt::Key_Select) {
        QTableView::keyPressEvent(event);
        return;
    }
    event->accept();
    const QModelIndex first = currentIndex().siblingAtColumn(0);
    const QVariant state = first.data(Qt::CheckStateRole);
    if (event->isAutoRepeat() || !state.isValid())
        return;
    model()->setData(first, int(state.toInt() == Qt::Checked ? Qt::Unchecked : Qt::Checked),
                     Qt::CheckStateRole);
}

void DialogList::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        layOutColumns();
}

void DialogList::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    layOutColumns();
}

void DialogList::showEvent(QShowEvent *event)
{
    QTableView::showEvent(event);
    layOutColumns();
}

QSize DialogList::sizeForRows(int rows) const
{
    const int header = horizontalHeader()->sizeHint().height();
    const int height = header + rows * verticalHeader()->defaultSectionSize() + 2 * frameWidth();
    return {QTableView::sizeHint().width(), height};
}

void DialogList::layOutColumns()
{
    verticalHeader()->setDefaultSectionSize(std::max(fontMetrics().height() + RowPadding, SmallestRow));
    if (!model() || model()->columnCount() == 0)
        return;
    const int letter = fontMetrics().averageCharWidth();
    int others = 0;
    for (int column = 1; column < model()->columnCount(); ++column) {
        const int wanted = std::max(sizeHintForColumn(column), horizontalHeader()->sectionSizeHint(column)) + letter;
        const int width = std::min(wanted, letter * OtherColumnChars);
        setColumnWidth(column, width);
        others += width;
    }
    setColumnWidth(0, std::max(viewport()->width() - others, letter * NameColumnChars));
}

} // namespace leasekeeper
