// SPDX-License-Identifier: MIT
#include "sortcells.h"

#include "cellsort.h"
#include "instancetablemodel.h"

#include <QAbstractItemModel>
#include <QLocale>

#include <algorithm>
#include <numeric>

namespace leasekeeper
{

namespace
{

constexpr int NameColumn = int(InstanceColumn::Name);
constexpr qsizetype SpareTexts = 1'000; ///< texts that no row has any more

QCollator naturalOrder()
{
    // The collator of the C locale knows neither letter case nor numbers within names.
    const QLocale locale;
    QCollator collator(locale.language() == QLocale::C ? QLocale(QLocale::English) : locale);
    collator.setNumericMode(true);
    collator.setCaseSensitivity(Qt::CaseInsensitive);
    return collator;
}

int threeWay(qint64 left, qint64 right)
{
    return left < right ? -1 : int(left > right);
}

} // namespace

SortCells::SortCells()
    : m_collator(naturalOrder()),
      m_names(
          m_collator,
          [this](int row) { return raw(row, NameColumn, InstanceTableModel::SortRole).toString(); },
          [this](int row) { return raw(row, NameColumn, InstanceTableModel::IdRole).toString(); }),
      m_texts(m_collator)
{
}

void SortCells::setSource(const QAbstractItemModel *source)
{
    m_source = source;
    m_instances = qobject_cast<const InstanceTableModel *>(source);
    reset();
}

void SortCells::setColumn(int column)
{
    if (column == m_column)
        return;
    m_column = column;
    m_cells = {};
    m_texts.clear();
}

void SortCells::reset()
{
    m_cells = {};
    m_texts.clear();
    m_names.reset(m_source ? m_source->rowCount() : 0);
}

void SortCells::insert(int first, int count)
{
    m_names.insert(first, count);
    if (m_cells.empty())
        return;
    m_cells.insert(m_cells.begin() + first, std::size_t(count), Cell());
    for (int row = first; row < first + count; ++row)
        m_cells[std::size_t(row)] = read(row);
}

void SortCells::remove(int first, int count)
{
    m_names.remove(first, count);
    if (!m_cells.empty())
        m_cells.erase(m_cells.begin() + first, m_cells.begin() + first + count);
}

bool SortCells::changed(int row)
{
    bool moves = m_names.changed(row) && m_column >= 0;
    if (m_cells.empty())
        return moves;
    if (m_texts.count() > qsizetype(2 * m_cells.size()) + SpareTexts) {
        m_cells = {};
        m_texts.clear();
        return true;
    }
    const Cell cell = read(row);
    if (cell != m_cells[std::size_t(row)]) {
        m_cells[std::size_t(row)] = cell;
        moves = true;
    }
    return moves;
}

bool SortCells::byNameAlone() const
{
    return m_column == NameColumn;
}

bool SortCells::less(int left, int right, Qt::SortOrder order) const
{
    if (m_column < 0 || !m_source || left == right)
        return left < right;
    if (byNameAlone()) {
        const int byName = m_names.compareNames(left, right);
        const bool bothKnown = byName == 0 || (m_names.hasName(left) && m_names.hasName(right));
        if (byName != 0)
            return (order == Qt::DescendingOrder && bothKnown) ? byName > 0 : byName < 0;
        const int byId = m_names.compareIds(left, right);
        return byId != 0 ? byId < 0 : left < right;
    }
    readCells();
    const int byCell = compareCells(m_cells[std::size_t(left)], m_cells[std::size_t(right)], order);
    return byCell != 0 ? byCell < 0 : m_names.rank(left) < m_names.rank(right);
}

int SortCells::compareCells(const Cell &left, const Cell &right, Qt::SortOrder order) const
{
    const bool leftKnown = left.valueKind != Kind::Unknown;
    const bool rightKnown = right.valueKind != Kind::Unknown;
    if (leftKnown != rightKnown)
        return leftKnown ? -1 : 1;
    if (const int byValue = compareOne(left.valueKind, left.value, right.valueKind, right.value);
        byValue != 0)
        return order == Qt::AscendingOrder ? byValue : -byValue;
    return compareOne(left.tieKind, left.tie, right.tieKind, right.tie);
}

/// Unknown ones are equal to one another and follow known ones; numbers stand before texts.
int SortCells::compareOne(Kind leftKind, qint64 left, Kind rightKind, qint64 right) const
{
    if (leftKind != rightKind)
        return threeWay(int(leftKind), int(rightKind));
    if (leftKind == Kind::Text)
        return m_texts.compare(int(left), int(right));
    return leftKind == Kind::Unknown ? 0 : threeWay(left, right);
}

void SortCells::sortAll(RowOrder::Rows &rows, Qt::SortOrder order) const
{
    if (m_column < 0 || !m_source) {
        std::iota(rows.begin(), rows.end(), 0);
        return;
    }
    if (byNameAlone()) {
        sortNames(rows, order);
        return;
    }
    readCells();
    m_texts.rankAll();
    struct Placed {
        Cell cell;
        int row;
    };
    // In the order of names already: a sort that keeps the order of equals need not look at them.
    std::vector<Placed> placed;
    placed.reserve(rows.size());
    for (const int row : m_names.rows())
        placed.push_back({m_cells[std::size_t(row)], row});
    std::stable_sort(placed.begin(), placed.end(), [this, order](const Placed &left, const Placed &right) {
        return compareCells(left.cell, right.cell, order) < 0;
    });
    std::transform(placed.begin(), placed.end(), rows.begin(), [](const Placed &entry) { return entry.row; });
}

/// Backwards, but rows of one name stay in the order of their ids, and rows without a name at the end.
void SortCells::sortNames(RowOrder::Rows &rows, Qt::SortOrder order) const
{
    const RowOrder::Rows &byName = m_names.rows();
    if (order == Qt::AscendingOrder) {
        rows = byName;
        return;
    }
    auto known = byName.end();
    while (known != byName.begin() && !m_names.hasName(*(known - 1)))
        --known;
    auto to = rows.begin();
    for (auto end = known; end != byName.begin();) {
        auto begin = end - 1;
        while (begin != byName.begin() && m_names.compareNames(*(begin - 1), *begin) == 0)
            --begin;
        to = std::copy(begin, end, to);
        end = begin;
    }
    std::copy(known, byName.end(), to);
}

void SortCells::readCells() const
{
    const std::size_t count = std::size_t(m_source->rowCount());
    if (m_cells.size() == count)
        return;
    m_cells.clear();
    m_cells.reserve(count);
    for (std::size_t row = 0; row < count; ++row)
        m_cells.push_back(read(int(row)));
}

SortCells::Cell SortCells::read(int row) const
{
    Cell cell;
    const auto take = [this](const QVariant &given, qint64 &value, Kind &kind) {
        if (given.typeId() == QMetaType::QString) {
            kind = Kind::Text;
            value = m_texts.numberOf(given.toString());
        } else if (given.isValid()) {
            kind = Kind::Number;
            value = given.toLongLong();
        }
    };
    take(raw(row, m_column, InstanceTableModel::SortRole), cell.value, cell.valueKind);
    take(raw(row, m_column, InstanceTableModel::SortTieRole), cell.tie, cell.tieKind);
    return cell;
}

QVariant SortCells::raw(int row, int column, int role) const
{
    if (!m_instances)
        return m_source->index(row, column).data(role);
    const Instance &instance = m_instances->at(row).instance;
    if (role == InstanceTableModel::IdRole)
        return instance.id;
    return role == InstanceTableModel::SortRole ? cellSortValue(instance, InstanceColumn(column))
                                                : cellSortTie(instance, InstanceColumn(column));
}

} // namespace leasekeeper
