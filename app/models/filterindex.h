// SPDX-License-Identifier: MIT
#pragma once

#include "cellsort.h"
#include "rowspans.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>
#include <QtGlobal>

#include <array>
#include <functional>
#include <string>
#include <vector>

namespace leasekeeper
{

/// The texts the filter looks into, by row, and which rows have all of its words. Texts that many rows have
/// in common are kept and looked into once; the others stand one behind the other as UTF-8, so that a hundred
/// thousand of them are read at the speed of memory.
class FilterIndex
{
public:
    using Texts = std::function<RowFilterTexts(int row)>;

    /// `texts` gives those of a row as they are now.
    explicit FilterIndex(Texts texts) : m_texts(std::move(texts)) {}

    /// `count` rows, all of them new.
    void reset(int count);
    void insert(int first, int count);
    void remove(const RowSpans &gone);
    /// Reads one row again.
    void changed(int row);

    /// Folded words, each of which must occur in some text of a row.
    void setWords(const QStringList &words);
    [[nodiscard]] bool hasWords() const { return !m_words.empty(); }
    [[nodiscard]] bool accepts(int row) const;
    [[nodiscard]] std::size_t bytesKept() const { return m_bytes.capacity(); }

private:
    static constexpr std::size_t SharedParts = std::tuple_size_v<decltype(RowFilterTexts::shared)>;
    struct Row {
        std::size_t begin = 0; ///< in m_bytes
        quint32 size = 0;
        std::array<quint32, SharedParts> shared{}; ///< numbers in m_shared
    };
    struct Word {
        std::string bytes;
        std::vector<char> inShared; ///< by number
    };

    [[nodiscard]] Row read(int row);
    [[nodiscard]] quint32 numberOf(const QString &text);
    void lookInto(Word &word) const;
    void rebuild();
    [[nodiscard]] bool occurs(const Word &word, const Row &row) const;

    Texts m_texts;
    std::vector<Row> m_rows;
    std::string m_bytes;
    std::size_t m_unused = 0; ///< bytes that no row refers to any more
    QHash<QString, quint32> m_numbers;
    QList<QByteArray> m_shared;
    std::vector<Word> m_words;
};

} // namespace leasekeeper
