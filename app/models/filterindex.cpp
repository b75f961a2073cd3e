// SPDX-License-Identifier: MIT
#include "filterindex.h"

#include <algorithm>
#include <string_view>

namespace leasekeeper
{

namespace
{

constexpr std::size_t LeastUnused = 1'000'000; ///< bytes; below it is not worth putting in order
constexpr std::size_t SpareShared = 10'000;    ///< shared texts beyond the number of rows

} // namespace

void FilterIndex::reset(int count)
{
    m_rows.clear();
    m_bytes.clear();
    m_unused = 0;
    m_numbers.clear();
    m_shared.clear();
    for (Word &word : m_words)
        word.inShared.clear();
    m_rows.reserve(std::size_t(count));
    for (int row = 0; row < count; ++row)
        m_rows.push_back(read(row));
}

void FilterIndex::insert(int first, int count)
{
    m_rows.insert(m_rows.begin() + first, std::size_t(count), Row());
    for (int row = first; row < first + count; ++row)
        m_rows[std::size_t(row)] = read(row);
}

void FilterIndex::remove(const RowSpans &gone)
{
    for (const auto &[first, count] : gone.all()) {
        for (int row = first; row < first + count; ++row)
            m_unused += m_rows[std::size_t(row)].size;
    }
    gone.eraseFrom(m_rows);
    rebuild();
}

void FilterIndex::changed(int row)
{
    const std::size_t before = m_bytes.size();
    Row &known = m_rows[std::size_t(row)];
    Row now = read(row);
    const std::string_view bytes(m_bytes);
    if (bytes.substr(known.begin, known.size) == bytes.substr(now.begin, now.size)) {
        now.begin = known.begin;
        m_bytes.resize(before);
    } else {
        m_unused += known.size;
    }
    known = now;
    rebuild();
}

FilterIndex::Row FilterIndex::read(int row)
{
    const RowFilterTexts texts = m_texts(row);
    const QByteArray own = texts.own.toUtf8();
    Row made;
    made.begin = m_bytes.size();
    made.size = quint32(own.size());
    // By quarters: doubling would leave half of a large memory empty.
    if (m_bytes.capacity() - m_bytes.size() < std::size_t(own.size()))
        m_bytes.reserve(m_bytes.size() + m_bytes.size() / 4 + std::size_t(own.size()));
    m_bytes.append(own.constData(), std::size_t(own.size()));
    for (std::size_t part = 0; part < SharedParts; ++part)
        made.shared[part] = numberOf(texts.shared[part]);
    return made;
}

quint32 FilterIndex::numberOf(const QString &text)
{
    const auto known = m_numbers.constFind(text);
    if (known != m_numbers.constEnd())
        return *known;
    const quint32 number = quint32(m_shared.size());
    m_numbers.insert(text, number);
    m_shared.append(text.toUtf8());
    for (Word &word : m_words)
        lookInto(word);
    return number;
}

/// Those of the shared texts that have not been looked into for this word.
void FilterIndex::lookInto(Word &word) const
{
    for (std::size_t number = word.inShared.size(); number < std::size_t(m_shared.size()); ++number) {
        const QByteArray &text = m_shared.at(qsizetype(number));
        word.inShared.push_back(
            std::string_view(text.constData(), std::size_t(text.size())).find(word.bytes) !=
            std::string_view::npos);
    }
}

/// Reads everything anew once too much has gathered that nobody needs.
void FilterIndex::rebuild()
{
    const bool wastesBytes = m_unused > LeastUnused && m_unused > m_bytes.size() / 2;
    const bool wastesTexts = std::size_t(m_shared.size()) > m_rows.size() + SpareShared;
    if (!wastesBytes && !wastesTexts)
        return;
    std::string bytes;
    bytes.reserve(m_bytes.size() - m_unused);
    for (Row &row : m_rows) {
        const std::size_t begin = bytes.size();
        bytes.append(m_bytes, row.begin, row.size);
        row.begin = begin;
    }
    m_bytes = std::move(bytes);
    m_unused = 0;
    if (!wastesTexts)
        return;
    const QList<QByteArray> before = std::exchange(m_shared, {});
    m_numbers.clear();
    for (Word &word : m_words)
        word.inShared.clear();
    for (Row &row : m_rows) {
        for (quint32 &number : row.shared)
            number = numberOf(QString::fromUtf8(before.at(number)));
    }
}

void FilterIndex::setWords(const QStringList &words)
{
    m_words.clear();
    for (const QString &word : words) {
        m_words.push_back({word.toStdString(), {}});
        lookInto(m_words.back());
    }
}

bool FilterIndex::accepts(int row) const
{
    return std::all_of(m_words.begin(), m_words.end(),
                       [this, row](const Word &word) { return occurs(word, m_rows[std::size_t(row)]); });
}

bool FilterIndex::occurs(const Word &word, const Row &row) const
{
    const bool shared = std::any_of(row.shared.begin(), row.shared.end(),
                                    [&word](quint32 number) { return word.inShared[number] != 0; });
    return shared ||
           std::string_view(m_bytes).substr(row.begin, row.size).find(word.bytes) != std::string_view::npos;
}

} // namespace leasekeeper
