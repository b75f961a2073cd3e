// SPDX-License-Identifier: MIT
#include "nameorder.h"

#include <QHashFunctions>

#include <algorithm>
#include <utility>

namespace leasekeeper
{

NameOrder::NameOrder(const QCollator &collator, Text name, Text id)
    : m_collator(collator), m_name(std::move(name)), m_id(std::move(id))
{
}

void NameOrder::reset(int count)
{
    m_order.reset(count);
    m_ranked = false;
    m_ranks.clear();
    m_hashes.clear();
    m_hashes.reserve(std::size_t(count));
    for (int row = 0; row < count; ++row)
        m_hashes.push_back(qHash(m_name(row)));
}

void NameOrder::insert(int first, int count)
{
    m_order.insert(first, count);
    m_ranked = false;
    m_hashes.insert(m_hashes.begin() + first, std::size_t(count), 0);
    for (int row = first; row < first + count; ++row)
        m_hashes[std::size_t(row)] = qHash(m_name(row));
}

void NameOrder::remove(const RowSpans &gone)
{
    m_order.remove(gone);
    m_ranked = false;
    gone.eraseFrom(m_hashes);
}

bool NameOrder::changed(int row)
{
    const std::size_t hash = qHash(m_name(row));
    if (std::exchange(m_hashes[std::size_t(row)], hash) == hash)
        return false;
    m_order.touch(row);
    m_ranked = false;
    return true;
}

int NameOrder::compareNames(int left, int right) const
{
    const QString a = m_name(left);
    const QString b = m_name(right);
    if (a.isEmpty() || b.isEmpty())
        return int(a.isEmpty()) - int(b.isEmpty());
    return a == b ? 0 : m_collator.compare(a, b);
}

int NameOrder::compareIds(int left, int right) const
{
    return QString::compare(m_id(left), m_id(right));
}

bool NameOrder::less(int left, int right) const
{
    if (const int byName = compareNames(left, right); byName != 0)
        return byName < 0;
    const int byId = compareIds(left, right);
    return byId != 0 ? byId < 0 : left < right;
}

void NameOrder::sortAll(RowOrder::Rows &rows) const
{
    struct Keyed {
        QCollatorSortKey key;
        int row;
    };
    RowOrder::Rows nameless;
    std::vector<Keyed> keyed;
    keyed.reserve(rows.size());
    for (const int row : rows) {
        if (const QString name = m_name(row); name.isEmpty())
            nameless.push_back(row);
        else
            keyed.push_back({m_collator.sortKey(name), row});
    }
    const auto byId = [this](int left, int right) {
        const int ids = compareIds(left, right);
        return ids != 0 ? ids < 0 : left < right;
    };
    std::sort(keyed.begin(), keyed.end(), [&byId](const Keyed &left, const Keyed &right) {
        const int names = left.key.compare(right.key);
        return names != 0 ? names < 0 : byId(left.row, right.row);
    });
    std::sort(nameless.begin(), nameless.end(), byId);
    const auto end = std::transform(keyed.begin(), keyed.end(), rows.begin(),
                                    [](const Keyed &entry) { return entry.row; });
    std::copy(nameless.begin(), nameless.end(), end);
}

const RowOrder::Rows &NameOrder::rows() const
{
    return m_order.sorted([this](int a, int b) { return less(a, b); },
                          [this](RowOrder::Rows &rows) { sortAll(rows); });
}

int NameOrder::rank(int row) const
{
    if (!m_ranked) {
        const RowOrder::Rows &order = rows();
        m_ranks.resize(order.size());
        for (std::size_t place = 0; place < order.size(); ++place)
            m_ranks[std::size_t(order[place])] = int(place);
        m_ranked = true;
    }
    return m_ranks[std::size_t(row)];
}

} // namespace leasekeeper
