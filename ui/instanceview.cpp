// SPDX-License-Identifier: MIT
#include "instanceview.h"

#include "countdownticker.h"
#include "instancesortmodel.h"
#include "instancetablemodel.h"
#include "leasechipdelegate.h"
#include "rowhold.h"
#include "statusdelegate.h"
#include "theme.h"
#include "viewanchor.h"
#include "viewlayout.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

using Column = InstanceTableModel::Column;

constexpr int RowPadding = 16; ///< above and below the text together
constexpr int LeastRowHeight = 28;

/// One cell of a copied row: no breaks, and nothing a spreadsheet would run as a formula.
QString copiedCell(QString text)
{
    text.replace(u'\t', u' ').replace(u'\n', u' ').replace(u'\r', u' ');
    if (!text.isEmpty() && u"=+-@"_s.contains(text.front()))
        text.prepend(u'\'');
    return text;
}

} // namespace

InstanceView::InstanceView(InstanceTableModel &model, InstanceSortModel &sortModel, Settings &settings,
                           Timers &timers, QWidget *parent)
    : QTableView(parent),
      m_model(model),
      m_sortModel(sortModel),
      m_anchor(new ViewAnchor(*this)),
      m_ticker(new CountdownTicker(*this, timers))
{
    setObjectName(u"instanceTable"_s);
    setAccessibleName(tr("Notebook instances"));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setWordWrap(false);
    setTextElideMode(Qt::ElideRight);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setCornerButtonEnabled(false);
    setMouseTracking(true);

    connectModel();
    setUpRows();
    setUpDelegates();

    m_layout = new ViewLayout(*this, settings, timers);
    m_pressHold = new PressHold(sortModel, this);
    m_pressHold->watch(viewport());
    m_pressHold->watch(horizontalHeader()->viewport());
    connect(m_layout, &ViewLayout::columnsChanged, m_ticker, &CountdownTicker::lookLater);
    connect(horizontalHeader(), &QHeaderView::customContextMenuRequested, this, [this](const QPoint &pos) {
        Q_EMIT headerMenuRequested(horizontalHeader()->viewport()->mapToGlobal(pos));
    });
    m_layout->restore();
}

InstanceView::~InstanceView() = default;

void InstanceView::connectModel()
{
    // Before setModel(): on a removal the selection moves on and the view follows it; the anchor must
    // have seen the rows before that.
    const auto watch = [this](auto before, auto after) {
        connect(&m_sortModel, before, m_anchor, &ViewAnchor::capture);
        connect(&m_sortModel, after, m_anchor, &ViewAnchor::restoreLater);
        connect(&m_sortModel, after, this, [this] { m_ticker->lookLater(); });
    };
    watch(&QAbstractItemModel::rowsAboutToBeInserted, &QAbstractItemModel::rowsInserted);
    watch(&QAbstractItemModel::rowsAboutToBeRemoved, &QAbstractItemModel::rowsRemoved);
    watch(&QAbstractItemModel::rowsAboutToBeMoved, &QAbstractItemModel::rowsMoved);
    watch(&QAbstractItemModel::layoutAboutToBeChanged, &QAbstractItemModel::layoutChanged);
    connect(&m_sortModel, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &topLeft, const QModelIndex &bottomRight) {
                if (showsAnyOf(topLeft.row(), bottomRight.row()))
                    m_ticker->lookLater();
            });
    connect(horizontalHeader(), &QHeaderView::sortIndicatorChanged, m_anchor, &ViewAnchor::noteUserSort);
    setModel(&m_sortModel);
    setSortingEnabled(true);
}

void InstanceView::setUpRows()
{
    QHeaderView *rows = verticalHeader();
    rows->hide();
    rows->setSectionResizeMode(QHeaderView::Fixed);
    const int height = qMax(LeastRowHeight, fontMetrics().height() + RowPadding);
    rows->setMinimumSectionSize(height);
    rows->setDefaultSectionSize(height);

    QHeaderView *columns = horizontalHeader();
    columns->setSectionsMovable(true);
    columns->setSectionsClickable(true);
    columns->setHighlightSections(false);
    columns->setStretchLastSection(true);
    columns->setSectionResizeMode(QHeaderView::Interactive);
    columns->setMinimumSectionSize(40);
    columns->setTextElideMode(Qt::ElideRight);
    columns->setContextMenuPolicy(Qt::CustomContextMenu);
    columns->setAccessibleName(tr("Columns"));
    // A header asks for each column whether all of its rows are selected, each time it paints, row by row.
    // Ours shows no such thing: it looks at a selection of its own, in which nothing ever is.
    columns->setSelectionModel(new QItemSelectionModel(&m_sortModel, columns));
}

void InstanceView::setUpDelegates()
{
    setItemDelegate(new CellDelegate(m_look, this));
    setItemDelegateForColumn(int(Column::StopsIn), new LeaseChipDelegate(m_look, this));
    setItemDelegateForColumn(int(Column::Status), new StatusDelegate(m_look, m_model, this));
}

QString InstanceView::idAt(int row) const
{
    return m_sortModel.index(row, 0).data(InstanceTableModel::IdRole).toString();
}

int InstanceView::rowOfId(const QString &id) const
{
    const int row = m_model.rowOf(id);
    return row < 0 ? -1 : m_sortModel.mapFromSource(m_model.index(row, 0)).row();
}

QList<int> InstanceView::visibleRows() const
{
    QList<int> rows;
    const int count = m_sortModel.rowCount();
    const int first = rowAt(0);
    if (first < 0)
        return rows;
    const int bottom = viewport()->height();
    for (int row = first; row < count && rowViewportPosition(row) < bottom; ++row)
        rows.append(row);
    return rows;
}

bool InstanceView::showsAnyOf(int firstRow, int lastRow) const
{
    const int top = rowAt(0);
    const int bottom = rowAt(viewport()->height() - 1);
    return top >= 0 && lastRow >= top && (bottom < 0 || firstRow <= bottom);
}

const TrackedInstance &InstanceView::at(int row) const
{
    return m_model.at(m_sortModel.mapToSource(m_sortModel.index(row, 0)).row());
}

QList<int> InstanceView::selectedRows() const
{
    // By ranges: with everything selected there is one of them, but an index for every row.
    QList<int> rows;
    const QItemSelection selection = selectionModel()->selection();
    for (const QItemSelectionRange &range : selection) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows.append(row);
    }
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

QStringList InstanceView::selectedIds() const
{
    const QList<int> rows = selectedRows();
    QStringList ids;
    ids.reserve(rows.size());
    for (const int row : rows)
        ids.append(at(row).instance.id);
    return ids;
}

QList<int> InstanceView::shownColumns() const
{
    QList<int> columns;
    const QHeaderView *header = horizontalHeader();
    for (int place = 0; place < header->count(); ++place) {
        const int section = header->logicalIndex(place);
        if (!header->isSectionHidden(section))
            columns.append(section);
    }
    return columns;
}

QString InstanceView::selectionAsText() const
{
    QString text;
    const QList<int> columns = shownColumns();
    for (const QString &id : selectedIds()) {
        const int row = rowOfId(id);
        QStringList cells;
        for (const int column : columns)
            cells.append(copiedCell(m_sortModel.index(row, column).data().toString()));
        text += cells.join(u'\t') + u'\n';
    }
    return text;
}

void InstanceView::copySelection()
{
    if (const QString text = selectionAsText(); !text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void InstanceView::setGreyed(bool greyed)
{
    if (greyed == m_look.greyed)
        return;
    m_look.greyed = greyed;
    viewport()->update();
}

void InstanceView::settle()
{
    executeDelayedItemsLayout();
    updateGeometries();
}

void InstanceView::endPress()
{
    m_pressHold->setEngaged(false);
}

void InstanceView::keyPressEvent(QKeyEvent *event)
{
    const Qt::KeyboardModifiers modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const bool plainDelete =
        event->key() == Qt::Key_Delete && (modifiers == Qt::NoModifier || modifiers == Qt::ShiftModifier);
    const bool macDelete = event->key() == Qt::Key_Backspace && modifiers == Qt::ControlModifier;
    if (plainDelete || macDelete) {
        event->accept();
        if (!event->isAutoRepeat())
            Q_EMIT deleteRequested();
        return;
    }
    if (event->key() == Qt::Key_Space && currentIndex().isValid()) {
        event->accept();
        if (!event->isAutoRepeat())
            selectionModel()->select(currentIndex(), QItemSelectionModel::Toggle | QItemSelectionModel::Rows);
        return;
    }
    if (event->matches(QKeySequence::Copy)) {
        event->accept();
        copySelection();
        return;
    }
    QTableView::keyPressEvent(event);
}

void InstanceView::contextMenuEvent(QContextMenuEvent *event)
{
    QPoint position = event->globalPos();
    if (event->reason() == QContextMenuEvent::Keyboard && currentIndex().isValid())
        position = viewport()->mapToGlobal(visualRect(currentIndex()).bottomLeft());
    event->accept();
    Q_EMIT menuRequested(position);
}

void InstanceView::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    const QModelIndex current = currentIndex();
    if (!hasFocus() || !current.isValid())
        return;
    // The ring of the keyboard goes around the whole row: that is what commands act on.
    const int width = qMin(viewport()->width(), horizontalHeader()->length());
    const QRectF ring(0, rowViewportPosition(current.row()), width, rowHeight(current.row()) - 1);
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(semanticColour(SemanticColour::Accent, palette()), 1.5));
    painter.drawRoundedRect(ring.adjusted(1, 1, -1, -0.5), 3, 3);
}

void InstanceView::updateRow(int row)
{
    if (row >= 0)
        viewport()->update(0, rowViewportPosition(row), viewport()->width(), rowHeight(row));
}

void InstanceView::setHoveredRow(int row)
{
    if (row == m_look.hoveredRow)
        return;
    updateRow(m_look.hoveredRow);
    m_look.hoveredRow = row;
    updateRow(row);
}

void InstanceView::mouseMoveEvent(QMouseEvent *event)
{
    setHoveredRow(rowAt(event->position().toPoint().y()));
    QTableView::mouseMoveEvent(event);
}

void InstanceView::leaveEvent(QEvent *event)
{
    setHoveredRow(-1);
    QTableView::leaveEvent(event);
}

void InstanceView::focusInEvent(QFocusEvent *event)
{
    QTableView::focusInEvent(event);
    updateRow(currentIndex().row());
}

void InstanceView::focusOutEvent(QFocusEvent *event)
{
    QTableView::focusOutEvent(event);
    updateRow(currentIndex().row());
}

void InstanceView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    updateRow(previous.row());
    updateRow(current.row());
}

void InstanceView::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    Q_EMIT selectionAltered();
}

void InstanceView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    m_layout->fit();
    m_ticker->lookLater();
}

void InstanceView::showEvent(QShowEvent *event)
{
    QTableView::showEvent(event);
    m_ticker->lookLater();
}

void InstanceView::hideEvent(QHideEvent *event)
{
    QTableView::hideEvent(event);
    m_ticker->lookLater();
}

void InstanceView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        setUpRows();
        if (m_layout)
            m_layout->fit();
    }
}

void InstanceView::scrollContentsBy(int dx, int dy)
{
    QTableView::scrollContentsBy(dx, dy);
    if (dy != 0) {
        setHoveredRow(-1);
        m_ticker->lookLater();
    }
}

} // namespace leasekeeper
