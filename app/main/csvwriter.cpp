// SPDX-License-Identifier: MIT
#include "csvwriter.h"

#include "plaintext.h"

#include <QStringView>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

/// Line breaks and tabs have a place in a quoted cell; whatever else takes no ink is made visible.
bool isLayout(QChar c)
{
    return c == u'\n' || c == u'\r' || c == u'\t';
}

QString withVisibleMarks(const QString &text)
{
    QString out;
    for (qsizetype at = 0; at < text.size();) {
        qsizetype end = at;
        while (end < text.size() && !isLayout(text.at(end)))
            ++end;
        if (end > at)
            out += visibleText(text.mid(at, end - at), std::numeric_limits<int>::max());
        if (end < text.size())
            out += text.at(end++);
        at = end;
    }
    return out;
}

/// The full-width forms are formulas to some spreadsheets, too.
bool startsFormula(const QString &text)
{
    const auto first =
        std::find_if(text.begin(), text.end(), [](QChar c) { return !c.isSpace() && !isLayout(c); });
    return first != text.end() && u"=+-@＝＋－＠"_s.contains(*first);
}

QByteArray quoted(QByteArray cell)
{
    const bool needsQuotes = std::any_of(
        cell.cbegin(), cell.cend(), [](char c) { return c == '"' || c == ',' || c == '\r' || c == '\n'; });
    if (!needsQuotes)
        return cell;
    cell.replace("\"", "\"\"");
    return "\"" + cell + "\"";
}

} // namespace

void CsvWriter::cell(const QString &text)
{
    QString shown = withVisibleMarks(text);
    if (startsFormula(shown))
        shown.prepend(u'\'');
    append(quoted(shown.toUtf8()));
}

void CsvWriter::cell(qint64 number)
{
    append(QByteArray::number(number));
}

void CsvWriter::emptyCell()
{
    append({});
}

void CsvWriter::endRow()
{
    m_bytes += "\r\n";
    m_isFirst = true;
}

void CsvWriter::append(const QByteArray &cell)
{
    if (!m_isFirst)
        m_bytes += ',';
    m_isFirst = false;
    m_bytes += cell;
}

} // namespace leasekeeper
