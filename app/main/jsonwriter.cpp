// SPDX-License-Identifier: MIT
#include "jsonwriter.h"

#include <QChar>
#include <QList>

namespace leasekeeper
{

namespace
{

bool needsEscape(char32_t c)
{
    if (c == U'"' || c == U'\\')
        return true;
    const QChar::Category category = QChar::category(c);
    return category == QChar::Other_Control || category == QChar::Other_Format ||
           category == QChar::Separator_Line || category == QChar::Separator_Paragraph;
}

void appendUnit(QByteArray &bytes, char16_t unit)
{
    bytes += "\\u";
    bytes += QByteArray::number(uint(unit), 16).rightJustified(4, '0');
}

void appendEscaped(QByteArray &bytes, char32_t c)
{
    if (c == U'"' || c == U'\\') {
        bytes += '\\';
        bytes += char(c);
    } else if (c == U'\n') {
        bytes += "\\n";
    } else if (c == U'\r') {
        bytes += "\\r";
    } else if (c == U'\t') {
        bytes += "\\t";
    } else if (QChar::requiresSurrogates(c)) {
        appendUnit(bytes, QChar::highSurrogate(c));
        appendUnit(bytes, QChar::lowSurrogate(c));
    } else {
        appendUnit(bytes, char16_t(c));
    }
}

} // namespace

void JsonWriter::beginObject()
{
    open('{');
}

void JsonWriter::endObject()
{
    close('}');
}

void JsonWriter::beginArray()
{
    open('[');
}

void JsonWriter::endArray()
{
    close(']');
}

void JsonWriter::key(const char *key)
{
    beginValue();
    m_bytes += '"';
    m_bytes += key;
    m_bytes += "\": ";
    m_hasKey = true;
}

void JsonWriter::value(const QString &text)
{
    beginValue();
    m_bytes += '"';
    // By code points: half a surrogate pair comes out as U+FFFD, never as broken UTF-8.
    const QList<uint> codePoints = text.toUcs4();
    for (const uint c : codePoints) {
        if (needsEscape(c))
            appendEscaped(m_bytes, c);
        else
            m_bytes += QChar::isSurrogate(c)
                           ? QByteArray("\xEF\xBF\xBD")
                           : QString::fromUcs4(reinterpret_cast<const char32_t *>(&c), 1).toUtf8();
    }
    m_bytes += '"';
}

void JsonWriter::value(qint64 number)
{
    beginValue();
    m_bytes += QByteArray::number(number);
}

void JsonWriter::value(bool truth)
{
    beginValue();
    m_bytes += truth ? "true" : "false";
}

void JsonWriter::null()
{
    beginValue();
    m_bytes += "null";
}

void JsonWriter::beginValue()
{
    if (m_hasKey) {
        m_hasKey = false;
        return;
    }
    if (m_depth == 0)
        return;
    m_bytes += m_isFirst ? "\n" : ",\n";
    m_bytes += QByteArray(qsizetype(m_depth) * 2, ' ');
    m_isFirst = false;
}

void JsonWriter::open(char bracket)
{
    beginValue();
    m_bytes += bracket;
    ++m_depth;
    m_isFirst = true;
}

void JsonWriter::close(char bracket)
{
    --m_depth;
    if (!m_isFirst) {
        m_bytes += '\n';
        m_bytes += QByteArray(qsizetype(m_depth) * 2, ' ');
    }
    m_bytes += bracket;
    m_isFirst = false;
}

} // namespace leasekeeper
