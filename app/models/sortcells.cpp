// SPDX-License-Identifier: MIT
#include "sortcells.h"

#include "instancetablemodel.h"

#include <QAbstractItemModel>
#include <QLocale>

namespace leasekeeper
{

namespace
{

constexpr int NameColumn = int(InstanceColumn::Name);

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

template <typename T> std::optional<T> &slot(std::vector<std::optional<T>> &all, int row)
{
    if (all.size() <= std::size_t(row))
        all.resize(std::size_t(row) + 1);
    return all[std::size_t(row)];
}

} // namespace

SortCells::SortCells() : m_collator(naturalOrder()) {}

void SortCells::setSource(const QAbstractItemModel *source)
{
    m_source = source;
    clear();
}

void SortCells::setColumn(int column)
{
    if (column == m_column)
        return;
    m_column = column;
    m_cells.clear();
}

void SortCells::clear()
{
    m_cells.clear();
    m_names.clear();
}

void SortCells::forget(int row)
{
    if (std::size_t(row) < m_cells.size())
        m_cells[std::size_t(row)].reset();
    if (std::size_t(row) < m_names.size())
        m_names[std::size_t(row)].reset();
}

bool SortCells::less(int left, int right, Qt::SortOrder order) const
{
    if (m_column < 0 || !m_source || left == right)
        return left < right;
    // Filled before either is referred to: filling may move them.
    (void)cell(qMax(left, right));
    const Cell &a = cell(left);
    const Cell &b = cell(right);
    if (a.value.isKnown() != b.value.isKnown())
        return a.value.isKnown();
    if (const int byValue = compare(a.value, b.value); byValue != 0)
        return order == Qt::AscendingOrder ? byValue < 0 : byValue > 0;
    if (const int byTie = compare(a.tie, b.tie); byTie != 0)
        return byTie < 0;
    if (m_column != NameColumn) {
        (void)name(qMax(left, right));
        if (const int byName = compare(name(left), name(right)); byName != 0)
            return byName < 0;
    }
    const int byId = compareIds(left, right);
    return byId != 0 ? byId < 0 : left < right;
}

SortCells::Value SortCells::value(const QVariant &raw) const
{
    Value value;
    if (raw.typeId() == QMetaType::QString)
        value.text = m_collator.sortKey(raw.toString());
    else if (raw.isValid())
        value.number = raw.toLongLong();
    return value;
}

/// Unknown values are equal to one another and follow known ones; numbers stand before texts.
int SortCells::compare(const Value &left, const Value &right)
{
    if (left.number && right.number)
        return threeWay(*left.number, *right.number);
    if (left.text && right.text)
        return left.text->compare(*right.text);
    const auto kind = [](const Value &value) { return value.number ? 0 : value.text ? 1 : 2; };
    return threeWay(kind(left), kind(right));
}

const SortCells::Cell &SortCells::cell(int row) const
{
    std::optional<Cell> &cell = slot(m_cells, row);
    if (!cell)
        cell = Cell{value(raw(row, m_column, InstanceTableModel::SortRole)),
                    value(raw(row, m_column, InstanceTableModel::SortTieRole))};
    return *cell;
}

const SortCells::Value &SortCells::name(int row) const
{
    std::optional<Value> &name = slot(m_names, row);
    if (!name)
        name = value(raw(row, NameColumn, InstanceTableModel::SortRole));
    return *name;
}

QVariant SortCells::raw(int row, int column, int role) const
{
    return m_source->index(row, column).data(role);
}

int SortCells::compareIds(int left, int right) const
{
    const QString a = raw(left, NameColumn, InstanceTableModel::IdRole).toString();
    const QString b = raw(right, NameColumn, InstanceTableModel::IdRole).toString();
    return QString::compare(a, b);
}

} // namespace leasekeeper
