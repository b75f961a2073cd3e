// SPDX-License-Identifier: MIT
#include "textranks.h"

#include <algorithm>

namespace leasekeeper
{

int TextRanks::numberOf(const QString &text)
{
    const auto known = m_numbers.constFind(text);
    if (known != m_numbers.constEnd())
        return *known;
    const int number = int(m_texts.size());
    m_numbers.insert(text, number);
    m_texts.append(text);
    return number;
}

void TextRanks::rankAll()
{
    if (m_ranks.size() == std::size_t(m_texts.size()))
        return;
    struct Keyed {
        QCollatorSortKey key;
        int number;
    };
    std::vector<Keyed> keyed;
    keyed.reserve(std::size_t(m_texts.size()));
    for (int number = 0; number < int(m_texts.size()); ++number)
        keyed.push_back({m_collator.sortKey(m_texts.at(number)), number});
    std::sort(keyed.begin(), keyed.end(),
              [](const Keyed &left, const Keyed &right) { return left.key.compare(right.key) < 0; });
    m_ranks.resize(keyed.size());
    int rank = 0;
    for (std::size_t at = 0; at < keyed.size(); ++at) {
        if (at > 0 && keyed[at - 1].key.compare(keyed[at].key) != 0)
            ++rank;
        m_ranks[std::size_t(keyed[at].number)] = rank;
    }
}

int TextRanks::compare(int left, int right) const
{
    if (left == right)
        return 0;
    const int ranked = int(m_ranks.size());
    if (left < ranked && right < ranked) {
        const int a = m_ranks[std::size_t(left)];
        const int b = m_ranks[std::size_t(right)];
        return a < b ? -1 : int(a > b);
    }
    return m_collator.compare(m_texts.at(left), m_texts.at(right));
}

void TextRanks::clear()
{
    m_numbers.clear();
    m_texts.clear();
    m_ranks.clear();
}

} // namespace leasekeeper
