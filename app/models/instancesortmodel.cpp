// SPDX-License-Identifier: MIT
#include "instancesortmodel.h"

#include "cellsort.h"
#include "instancetablemodel.h"

#include <QRegularExpression>

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

namespace leasekeeper
{

namespace
{

/// Up to here scattered rows come and go span by span; above, one layout change is cheaper for a view.
constexpr int MaxSpans = 4;

QStringList wordsOf(const QString &text)
{
    static const QRegularExpression space(QStringLiteral("\\s+"));
    return foldedText(text).split(space, Qt::SkipEmptyParts);
}

bool concerns(const QList<int> &roles, std::initializer_list<int> wanted)
{
    return roles.isEmpty() ||
           std::any_of(wanted.begin(), wanted.end(), [&roles](int role) { return roles.contains(role); });
}

/// Whoever passes the words `now` passes those of before, too: each of these is a part of one of those.
bool narrows(const QStringList &before, const QStringList &now)
{
    return std::all_of(before.begin(), before.end(), [&now](const QString &old) {
        return std::any_of(now.begin(), now.end(),
                           [&old](const QString &word) { return word.contains(old); });
    });
}

} // namespace

InstanceSortModel::InstanceSortModel(QObject *parent)
    : QAbstractProxyModel(parent), m_filter([this](int row) { return filterTexts(row); })
{
}

void InstanceSortModel::setFilterText(const QString &text)
{
    if (text == m_filterText)
        return;
    m_filterText = text;
    const QStringList words = wordsOf(text);
    if (words != m_words) {
        const bool narrower = narrows(m_words, words);
        m_words = words;
        forgetGone();
        m_filter.setWords(words);
        for (std::size_t row = 0; row < m_accepted.size(); ++row) {
            if (!narrower || m_accepted[row])
                m_accepted[row] = m_filter.accepts(int(row));
        }
        if (m_batches == 0)
            showOrder();
        else
            m_dirty = true;
    }
    Q_EMIT filterTextChanged();
}

void InstanceSortModel::hold(bool held)
{
    m_holds = qMax(0, m_holds + (held ? 1 : -1));
    if (m_holds == 0)
        settle();
}

void InstanceSortModel::sort(int column, Qt::SortOrder order)
{
    const int known = qMax(column, -1);
    if (known == m_sortColumn && order == m_sortOrder)
        return;
    m_sortColumn = known;
    m_sortOrder = order;
    m_cells.setColumn(known);
    m_order.reorderAll();
    m_dirty = true;
    if (m_batches == 0)
        showOrder();
}

void InstanceSortModel::setSourceModel(QAbstractItemModel *source)
{
    beginResetModel();
    if (sourceModel())
        sourceModel()->disconnect(this);
    m_batches = 0;
    QAbstractProxyModel::setSourceModel(source);
    m_cells.setSource(source);
    if (source)
        connectSource();
    readAll();
    endResetModel();
}

void InstanceSortModel::connectSource()
{
    const QAbstractItemModel *source = sourceModel();
    connect(source, &QAbstractItemModel::modelAboutToBeReset, this, [this] { beginResetModel(); });
    connect(source, &QAbstractItemModel::modelReset, this, [this] {
        readAll();
        endResetModel();
    });
    connect(source, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) { onRowsInserted(first, last); });
    connect(source, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this](const QModelIndex &, int first, int last) { onRowsAboutToBeRemoved(first, last); });
    connect(source, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex &, int first, int last) { onRowsRemoved(first, last); });
    connect(source, &QAbstractItemModel::dataChanged, this, &InstanceSortModel::onDataChanged);
    connect(source, &QAbstractItemModel::headerDataChanged, this, &InstanceSortModel::headerDataChanged);
    connect(source, &QObject::destroyed, this, [this] { forgetAll(); });
    if (const auto *instances = qobject_cast<const InstanceTableModel *>(source)) {
        connect(instances, &InstanceTableModel::batchStarted, this, [this] { ++m_batches; });
        connect(instances, &InstanceTableModel::rowsLeaving, this,
                [this](const QList<int> &rows) { hide(Rows(rows.begin(), rows.end())); });
        connect(instances, &InstanceTableModel::batchFinished, this, [this] {
            --m_batches;
            forgetGone();
            settle();
        });
    }
}

void InstanceSortModel::forgetAll()
{
    m_gone.clear();
    m_cells.setSource(nullptr);
    m_filter.reset(0);
    m_order.reset(0);
    m_shown.reset({}, 0);
    m_accepted.clear();
}

void InstanceSortModel::readAll()
{
    const std::size_t count = sourceModel() ? std::size_t(sourceModel()->rowCount()) : 0;
    m_gone.clear();
    m_cells.reset();
    m_filter.reset(int(count));
    m_accepted.resize(count);
    for (std::size_t row = 0; row < count; ++row)
        m_accepted[row] = m_filter.accepts(int(row));
    m_order.reset(int(count));
    m_shown.reset(acceptedInOrder(), int(count));
    m_dirty = false;
}

QModelIndex InstanceSortModel::mapToSource(const QModelIndex &proxyIndex) const
{
    if (!proxyIndex.isValid() || proxyIndex.row() >= m_shown.count())
        return {};
    return sourceModel()->index(m_shown.sourceRow(proxyIndex.row()), proxyIndex.column());
}

QModelIndex InstanceSortModel::mapFromSource(const QModelIndex &sourceIndex) const
{
    if (!sourceIndex.isValid() || sourceIndex.row() >= m_shown.sourceCount())
        return {};
    const int row = m_shown.placeOf(sourceIndex.row());
    return row < 0 ? QModelIndex() : createIndex(row, sourceIndex.column());
}

QModelIndex InstanceSortModel::index(int row, int column, const QModelIndex &parent) const
{
    return hasIndex(row, column, parent) ? createIndex(row, column) : QModelIndex();
}

QModelIndex InstanceSortModel::parent(const QModelIndex &) const
{
    return {};
}

int InstanceSortModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_shown.count();
}

int InstanceSortModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() || !sourceModel() ? 0 : sourceModel()->columnCount();
}

bool InstanceSortModel::hasChildren(const QModelIndex &parent) const
{
    return !parent.isValid() && m_shown.count() > 0;
}

QVariant InstanceSortModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    // The base asks the source by way of the first row, and there may be none.
    return orientation == Qt::Horizontal && sourceModel()
               ? sourceModel()->headerData(section, orientation, role)
               : QVariant();
}

RowFilterTexts InstanceSortModel::filterTexts(int sourceRow) const
{
    if (const auto *instances = qobject_cast<const InstanceTableModel *>(sourceModel()))
        return rowFilterTexts(instances->at(sourceRow).instance, instances->profile());
    return {sourceModel()->index(sourceRow, 0).data(InstanceTableModel::FilterRole).toString(), {}};
}

void InstanceSortModel::onRowsInserted(int first, int last)
{
    forgetGone();
    const int count = last - first + 1;
    m_cells.insert(first, count);
    m_filter.insert(first, count);
    m_order.insert(first, count);
    m_shown.sourceInserted(first, count);
    m_accepted.insert(m_accepted.begin() + first, std::size_t(count), 0);
    for (int row = first; row <= last; ++row)
        m_accepted[std::size_t(row)] = m_filter.accepts(row);
    m_dirty = true;
    settle();
}

void InstanceSortModel::onRowsAboutToBeRemoved(int first, int last)
{
    Rows leaving(std::size_t(last - first + 1));
    std::iota(leaving.begin(), leaving.end(), first);
    hide(leaving);
}

/// Takes source rows away that are about to go, all at once where their source can tell.
void InstanceSortModel::hide(const Rows &leaving)
{
    Rows dropped;
    std::copy_if(leaving.begin(), leaving.end(), std::back_inserter(dropped),
                 [this](int row) { return m_shown.isShown(row); });
    std::sort(dropped.begin(), dropped.end(),
              [this](int a, int b) { return m_shown.placeOf(a) < m_shown.placeOf(b); });
    if (m_shown.spansOf(dropped) > MaxSpans)
        arrangeToDrop(m_shown.without(dropped), dropped);
    removeSpans(dropped);
}

void InstanceSortModel::onRowsRemoved(int first, int last)
{
    if (!m_gone.takes(last))
        forgetGone();
    m_gone.add(first, last - first + 1);
    m_shown.sourceRemoved(first, last - first + 1);
    if (m_batches == 0)
        forgetGone();
}

/// The rows that left while a change was being told span by span.
void InstanceSortModel::forgetGone()
{
    if (m_gone.isEmpty())
        return;
    m_order.remove(m_gone);
    m_cells.remove(m_gone);
    m_filter.remove(m_gone);
    m_gone.eraseFrom(m_accepted);
    m_gone.clear();
}

void InstanceSortModel::onDataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                                      const QList<int> &roles)
{
    const auto covers = [&](int column) {
        return column >= topLeft.column() && column <= bottomRight.column();
    };
    forgetGone();
    const bool mayMove = (covers(m_sortColumn) || covers(int(InstanceColumn::Name))) &&
                         concerns(roles, {InstanceTableModel::SortRole, InstanceTableModel::SortTieRole});
    const bool mayPass = concerns(roles, {InstanceTableModel::FilterRole});
    for (int row = topLeft.row(); row <= bottomRight.row(); ++row) {
        if (mayMove && m_cells.changed(row)) {
            m_order.touch(row);
            m_dirty = true;
        }
        if (!mayPass)
            continue;
        m_filter.changed(row);
        if (bool(m_accepted[std::size_t(row)]) != m_filter.accepts(row)) {
            m_accepted[std::size_t(row)] ^= 1;
            m_dirty = true;
        }
    }
    forwardDataChanged(topLeft, bottomRight, roles);
    settle();
}

void InstanceSortModel::forwardDataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                                           const QList<int> &roles)
{
    Rows rows;
    for (int row = topLeft.row(); row <= bottomRight.row(); ++row) {
        if (m_shown.isShown(row))
            rows.push_back(m_shown.placeOf(row));
    }
    std::sort(rows.begin(), rows.end());
    for (std::size_t i = 0; i < rows.size();) {
        const int first = rows[i];
        int last = first;
        while (++i < rows.size() && rows[i] == last + 1)
            last = rows[i];
        Q_EMIT dataChanged(index(first, topLeft.column()), index(last, bottomRight.column()), roles);
    }
}

/// Brings what is shown up to date where it may move now.
void InstanceSortModel::settle()
{
    if (!m_dirty || m_batches > 0)
        return;
    if (isHeld())
        appendNew();
    else
        showOrder();
}

/// All rows, those that do not pass the filter included.
const InstanceSortModel::Rows &InstanceSortModel::order()
{
    // By name they are in order already: every other order needs that one for rows that are equal.
    if (m_sortColumn == int(InstanceColumn::Name) && m_sortOrder == Qt::AscendingOrder)
        return m_cells.byName();
    return m_order.sorted([this](int a, int b) { return m_cells.less(a, b, m_sortOrder); },
                          [this](Rows &rows) { m_cells.sortAll(rows, m_sortOrder); });
}

/// All rows that pass the filter, in order.
InstanceSortModel::Rows InstanceSortModel::acceptedInOrder()
{
    const Rows &all = order();
    if (m_words.isEmpty())
        return all;
    Rows accepted;
    accepted.reserve(all.size());
    std::copy_if(all.begin(), all.end(), std::back_inserter(accepted),
                 [this](int row) { return m_accepted[std::size_t(row)] != 0; });
    return accepted;
}

void InstanceSortModel::showOrder()
{
    m_dirty = false;
    show(acceptedInOrder());
}

/// While held: what came meanwhile is shown below the rest, and nothing else moves.
void InstanceSortModel::appendNew()
{
    const Rows accepted = acceptedInOrder();
    Rows target = m_shown.rows();
    std::copy_if(accepted.begin(), accepted.end(), std::back_inserter(target),
                 [this](int row) { return !m_shown.isShown(row); });
    // Still dirty: order and filter follow on release.
    addRows(target);
}

void InstanceSortModel::show(const Rows &target)
{
    const Rows dropped = m_shown.without(target);
    Rows kept;
    std::copy_if(target.begin(), target.end(), std::back_inserter(kept),
                 [this](int row) { return m_shown.isShown(row); });
    if (m_shown.spansOf(dropped) > MaxSpans)
        arrangeToDrop(kept, dropped);
    removeSpans(dropped);
    arrange(std::move(kept));
    addRows(target);
}

/// Moves what is to go to the end, where it is one span.
void InstanceSortModel::arrangeToDrop(Rows kept, const Rows &dropped)
{
    kept.insert(kept.end(), dropped.begin(), dropped.end());
    arrange(std::move(kept));
}

/// Takes away these rows, given in the order shown.
void InstanceSortModel::removeSpans(const Rows &dropped)
{
    for (std::size_t end = dropped.size(); end > 0;) {
        const int last = m_shown.placeOf(dropped[--end]);
        int first = last;
        while (end > 0 && m_shown.placeOf(dropped[end - 1]) == first - 1) {
            --first;
            --end;
        }
        beginRemoveRows({}, first, last);
        m_shown.remove(first, last - first + 1);
        endRemoveRows();
    }
}

/// Inserts the rows of `target` that are not shown; the others stand in the order of `target` already.
void InstanceSortModel::addRows(const Rows &target)
{
    Rows added;
    int spans = 0;
    for (std::size_t i = 0; i < target.size(); ++i) {
        if (m_shown.isShown(target[i]))
            continue;
        added.push_back(target[i]);
        if (i == 0 || m_shown.isShown(target[i - 1]))
            ++spans;
    }
    if (added.empty())
        return;
    if (spans > MaxSpans) {
        insertSpan(m_shown.count(), added.cbegin(), added.cend());
        arrange(target);
        return;
    }
    for (std::size_t at = 0; at < target.size(); ++at) {
        if (m_shown.isShown(target[at]))
            continue;
        std::size_t end = at;
        while (end < target.size() && !m_shown.isShown(target[end]))
            ++end;
        insertSpan(int(at), target.cbegin() + qsizetype(at), target.cbegin() + qsizetype(end));
    }
}

void InstanceSortModel::insertSpan(int at, Rows::const_iterator begin, Rows::const_iterator end)
{
    beginInsertRows({}, at, at + int(end - begin) - 1);
    m_shown.insert(at, begin, end);
    endInsertRows();
}

/// The same rows in another order.
void InstanceSortModel::arrange(Rows rows)
{
    if (rows == m_shown.rows())
        return;
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList from = persistentIndexList();
    const Rows before = m_shown.arrange(std::move(rows));
    QModelIndexList to;
    to.reserve(from.size());
    for (const QModelIndex &index : from)
        to.append(createIndex(m_shown.placeOf(before[std::size_t(index.row())]), index.column()));
    changePersistentIndexList(from, to);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

} // namespace leasekeeper
