// SPDX-License-Identifier: MIT
#include "dialoglist.h"

#include "dialoglistmodel.h"
#include "icons.h"
#include "theme.h"

#include <QApplication>
#include <QEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QStyle>
#include <QStyledItemDelegate>

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace leasekeeper
{

namespace
{

constexpr int MostRowsShown = 9;
constexpr int FewestRowsShown = 3;
constexpr int RowPadding = 12;  ///< px above and below the text together
constexpr int SmallestRow = 28; ///< px, to be hit easily
constexpr int HeaderPadding = 16;
constexpr int CellPadding = 10;     ///< px left and right, where the headers' texts stand
constexpr int NameColumnChars = 18; ///< the least the first column keeps
constexpr int OtherColumnChars = 46;
constexpr int NarrowestChars = 16;

/// Puts marks into what the style paints; selection keeps the style's own contrast.
class MarkDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem ground = option;
        initStyleOption(&ground, index);
        const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
        style->drawPrimitive(QStyle::PE_PanelItemViewItem, &ground, painter, option.widget);
        QStyledItemDelegate::paint(painter, inset(option), index);
    }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        return QStyledItemDelegate::sizeHint(option, index) + QSize(2 * CellPadding, 0);
    }

    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override
    {
        // The tick stands where it is painted.
        return QStyledItemDelegate::editorEvent(event, model, inset(option), index);
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const auto mark = DialogRow::Mark(index.data(DialogListModel::MarkRole).toInt());
        const bool attention = mark == DialogRow::Mark::Attention;
        if (index.column() == 0) {
            option->textElideMode = Qt::ElideMiddle;
            if (attention) {
                const int size = std::max(option->decorationSize.height(), option->fontMetrics.height());
                option->decorationSize = QSize(size, size);
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

private:
    static QStyleOptionViewItem inset(const QStyleOptionViewItem &option)
    {
        QStyleOptionViewItem inner = option;
        const int frame =
            option.widget ? option.widget->style()->pixelMetric(QStyle::PM_FocusFrameHMargin) + 1 : 0;
        inner.rect.adjust(CellPadding - frame, 0, -(CellPadding - frame), 0);
        return inner;
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
        layOutColumnsSoon();
        updateGeometry();
    };
    connect(model, &QAbstractItemModel::rowsInserted, this, relayout);
    connect(model, &QAbstractItemModel::rowsRemoved, this, relayout);
    connect(model, &QAbstractItemModel::dataChanged, this, &DialogList::layOutColumnsSoon);
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
    const int height =
        horizontalHeader()->height() + rows * verticalHeader()->defaultSectionSize() + 2 * frameWidth();
    return {QTableView::sizeHint().width(), height};
}

void DialogList::layOutColumnsSoon()
{
    if (std::exchange(m_isLayoutPending, true))
        return;
    QMetaObject::invokeMethod(this, &DialogList::layOutColumns, Qt::QueuedConnection);
}

void DialogList::layOutColumns()
{
    m_isLayoutPending = false;
    verticalHeader()->setDefaultSectionSize(std::max(fontMetrics().height() + RowPadding, SmallestRow));
    horizontalHeader()->setFixedHeight(fontMetrics().height() + HeaderPadding);
    if (!model() || model()->columnCount() == 0)
        return;
    const int letter = fontMetrics().averageCharWidth();
    const int nameWidth = letter * NameColumnChars;
    std::vector<int> widths;
    for (int column = 1; column < model()->columnCount(); ++column) {
        const int wanted = std::max(sizeHintForColumn(column), horizontalHeader()->sectionSizeHint(column));
        widths.push_back(std::min(wanted, letter * OtherColumnChars));
    }
    const int room = std::max(viewport()->width() - nameWidth, 0);
    int others = std::accumulate(widths.begin(), widths.end(), 0);
    // What does not fit is taken from the widest; its text is elided and complete in the tooltip.
    while (others > room && !widths.empty()) {
        const auto widest = std::max_element(widths.begin(), widths.end());
        const int less = std::max(*widest - (others - room), letter * NarrowestChars);
        if (less >= *widest)
            break;
        others -= *widest - less;
        *widest = less;
    }
    for (int column = 1; column < model()->columnCount(); ++column)
        setColumnWidth(column, widths[size_t(column - 1)]);
    setColumnWidth(0, std::max(viewport()->width() - others, nameWidth));
}

} // namespace leasekeeper
