// SPDX-License-Identifier: MIT
#pragma once

#include <QCollator>
#include <QHash>
#include <QList>
#include <QString>

#include <vector>

namespace leasekeeper
{

/// Gives texts numbers and compares them by these. Texts that are there when rankAll() is called are compared
/// by ready ranks, later ones by the collator.
class TextRanks
{
public:
    /// `collator` must outlive this.
    explicit TextRanks(const QCollator &collator) : m_collator(collator) {}

    [[nodiscard]] int numberOf(const QString &text);
    void rankAll();
    /// Of a text that was there at the last rankAll(); equal where the collator finds no difference.
    [[nodiscard]] int rank(int number) const { return m_ranks[std::size_t(number)]; }
    /// Three-way; texts that differ may be equal for the collator.
    [[nodiscard]] int compare(int left, int right) const;
    [[nodiscard]] qsizetype count() const { return m_texts.size(); }
    void clear();

private:
    const QCollator &m_collator;
    QHash<QString, int> m_numbers;
    QList<QString> m_texts;
    std::vector<int> m_ranks;
};

} // namespace leasekeeper
