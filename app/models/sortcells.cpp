// SPDX-License-Identifier: MIT
#include "sortcells.h"

#include "cellsort.h"
#include "instancetablemodel.h"

#include <QAbstractItemModel>
#include <QLocale>

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>
#include <utility>

namespace leasekeeper
{

namespace
{

constexpr int NameColumn = int(InstanceColumn::Name);
constexpr int StopColumn = int(InstanceColumn::StopsIn);
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
    const int count = m_source ? m_source->rowCount() : 0;
    m_names.reset(count);
    m_stops.clear();
    m_stops.reserve(std::size_t(count));
    for (int row = 0; row < count; ++row)
        m_stops.push_back(read(row, StopColumn));
}

void SortCells::insert(int first, int count)
{
    m_names.insert(first, count);
    const auto add = [this, first, count](Cells &cells, int column) {
        cells.insert(cells.begin() + first, std::size_t(count), Cell());
        for (int row = first; row < first + count; ++row)
            cells[std::size_t(row)] = read(row, column);
    };
    add(m_stops, StopColumn);
    if (!m_cells.empty())
        add(m_cells, m_column);
}

void SortCells::remove(const RowSpans &gone)
{
    m_names.remove(gone);
    gone.eraseFrom(m_stops);
    if (!m_cells.empty())
        gone.eraseFrom(m_cells);
}

bool SortCells::changed(int row)
{
    const auto isAnother = [this, row](Cells &cells, int column) {
        const Cell cell = read(row, column);
        return std::exchange(cells[std::size_t(row)], cell) != cell;
    };
    bool moves = m_names.changed(row) && m_column >= 0;
    moves = (isAnother(m_stops, StopColumn) && byStopTime()) || moves;
    if (m_cells.empty())
        return moves;
    if (m_texts.count() > qsizetype(2 * m_cells.size()) + SpareTexts) {
        m_cells = {};
        m_texts.clear();
        return true;
    }
    return isAnother(m_cells, m_column) || moves;
}

bool SortCells::byNameAlone() const
{
    return m_column == NameColumn;
}

bool SortCells::byStopTime() const
{
    return m_column == StopColumn || m_column == int(InstanceColumn::StopsAt);
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
    const Cells &known = cells();
    const int byCell = compareCells(known[std::size_t(left)], known[std::size_t(right)], order);
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
    const Cells &known = cells();
    m_texts.rankAll();
    if (std::optional<std::vector<NumberedRow>> placed = numbered(order)) {
        sortByNumber(*placed);
        std::transform(placed->begin(), placed->end(), rows.begin(),
                       [](const NumberedRow &entry) { return entry.row; });
        return;
    }
    rows = m_names.rows();
    std::stable_sort(rows.begin(), rows.end(), [this, &known, order](int left, int right) {
        return compareCells(known[std::size_t(left)], known[std::size_t(right)], order) < 0;
    });
}

namespace
{

/// What values of one kind come to when they are counted from the first; what is not known comes last.
class Range
{
public:
    void add(qint64 value)
    {
        m_least = std::min(m_least, value);
        m_most = std::max(m_most, value);
    }
    [[nodiscard]] quint64 size() const
    {
        return m_most < m_least ? 0 : quint64(m_most) - quint64(m_least) + 1;
    }
    [[nodiscard]] quint64 fromFirst(qint64 value) const { return quint64(value) - quint64(m_least); }
    [[nodiscard]] quint64 fromLast(qint64 value) const { return quint64(m_most) - quint64(value); }

private:
    qint64 m_least = std::numeric_limits<qint64>::max();
    qint64 m_most = std::numeric_limits<qint64>::min();
};

} // namespace

/// All rows in the order of their names, each with one number that says value and tie. Nothing where that
/// does not fit into a number, or where numbers and texts stand in one column.
std::optional<std::vector<NumberedRow>> SortCells::numbered(Qt::SortOrder order) const
{
    const Cells &known = cells();
    Range values;
    Range ties;
    Kind valueKind = Kind::Unknown;
    Kind tieKind = Kind::Unknown;
    const auto take = [this](Kind kind, qint64 raw, Kind &all, Range &range) {
        if (kind == Kind::Unknown)
            return true;
        if (all == Kind::Unknown)
            all = kind;
        range.add(kind == Kind::Text ? m_texts.rank(int(raw)) : raw);
        return all == kind;
    };
    for (const Cell &cell : known) {
        if (!take(cell.valueKind, cell.value, valueKind, values) ||
            !take(cell.tieKind, cell.tie, tieKind, ties))
            return std::nullopt;
    }
    const int tieBits = int(std::bit_width(ties.size()));
    if (int(std::bit_width(values.size())) + tieBits > 64)
        return std::nullopt;
    std::vector<NumberedRow> placed;
    placed.reserve(known.size());
    for (const int row : m_names.rows()) {
        const Cell &cell = known[std::size_t(row)];
        const auto rank = [this](Kind kind, qint64 raw) {
            return kind == Kind::Text ? qint64(m_texts.rank(int(raw))) : raw;
        };
        quint64 value = values.size();
        if (cell.valueKind != Kind::Unknown)
            value = order == Qt::AscendingOrder ? values.fromFirst(rank(cell.valueKind, cell.value))
                                                : values.fromLast(rank(cell.valueKind, cell.value));
        const quint64 tie =
            cell.tieKind == Kind::Unknown ? ties.size() : ties.fromFirst(rank(cell.tieKind, cell.tie));
        placed.push_back({tieBits == 64 ? tie : value << tieBits | tie, row});
    }
    return placed;
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

const SortCells::Cells &SortCells::cells() const
{
    if (byStopTime())
        return m_stops;
    const std::size_t count = std::size_t(m_source->rowCount());
    if (m_cells.size() == count)
        return m_cells;
    m_cells.clear();
    m_cells.reserve(count);
    for (std::size_t row = 0; row < count; ++row)
        m_cells.push_back(read(int(row), m_column));
    return m_cells;
}

SortCells::Cell SortCells::read(int row, int column) const
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
    take(raw(row, column, InstanceTableModel::SortRole), cell.value, cell.valueKind);
    take(raw(row, column, InstanceTableModel::SortTieRole), cell.tie, cell.tieKind);
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
