// SPDX-License-Identifier: MIT
#pragma once

#include "filterindex.h"
#include "roworder.h"
#include "shownrows.h"
#include "sortcells.h"

#include <QAbstractProxyModel>
#include <QList>
#include <QString>
#include <QStringList>

#include <vector>

namespace leasekeeper
{

/// Orders and filters the table. Compares raw values, unknown ones last in either direction, ties by name and
/// then id, so that the order is total and rows hold still. While held, values change but rows stay where
/// they are (new ones come at the end); the new order follows on release.
///
/// Our own in place of QSortFilterProxyModel, which tells a filter or a refresh that concerns scattered rows
/// span by span, each with a pass over the whole table. Here that is one layout change and one span. The
/// benchmark (tests/bench) measures both and says the figures. The source is flat and never moves rows.
class InstanceSortModel : public QAbstractProxyModel
{
    Q_OBJECT
public:
    explicit InstanceSortModel(QObject *parent = nullptr);

    /// Every word must occur in some shown text of the row; case and accents are folded away.
    void setFilterText(const QString &text);
    [[nodiscard]] QString filterText() const { return m_filterText; }
    /// Counts: every hold(true) needs its hold(false). A sort or filter asked for meanwhile is done at once.
    void hold(bool held);
    [[nodiscard]] bool isHeld() const { return m_holds > 0; }

    /// Column -1: the order of the source.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    [[nodiscard]] int sortColumn() const { return m_sortColumn; }
    [[nodiscard]] Qt::SortOrder sortOrder() const { return m_sortOrder; }

    void setSourceModel(QAbstractItemModel *source) override;
    [[nodiscard]] QModelIndex mapToSource(const QModelIndex &proxyIndex) const override;
    [[nodiscard]] QModelIndex mapFromSource(const QModelIndex &sourceIndex) const override;
    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    using QObject::parent;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    void filterTextChanged();

private:
    using Rows = ShownRows::Rows; ///< source rows

    void connectSource();
    void forgetAll();
    void readAll();
    void onRowsInserted(int first, int last);
    void onRowsAboutToBeRemoved(int first, int last);
    void onRowsRemoved(int first, int last);
    void onDataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles);
    void forwardDataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                            const QList<int> &roles);

    [[nodiscard]] RowFilterTexts filterTexts(int sourceRow) const;
    void settle();
    [[nodiscard]] const Rows &order();
    void forgetGone();
    [[nodiscard]] Rows acceptedInOrder();
    void showOrder();
    void appendNew();
    void show(const Rows &target);
    void hide(const Rows &leaving);
    void arrangeToDrop(Rows kept, const Rows &dropped);
    void removeSpans(const Rows &dropped);
    void addRows(const Rows &target);
    void insertSpan(int at, Rows::const_iterator begin, Rows::const_iterator end);
    void arrange(Rows rows);

    QString m_filterText;
    QStringList m_words; ///< folded
    FilterIndex m_filter;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    SortCells m_cells;
    int m_holds = 0;
    int m_batches = 0;    ///< the source is in the middle of telling one change
    bool m_dirty = false; ///< what is shown may not be what should be
    RowOrder m_order;     ///< every source row, whether it is shown or not
    ShownRows m_shown;
    std::vector<char> m_accepted; ///< by source row
    RowSpans m_gone;              ///< left the source, but not yet what is kept by row, m_shown excepted
};

} // namespace leasekeeper
