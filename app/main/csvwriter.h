// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>
#include <QtGlobal>

namespace leasekeeper
{

/// Writes CSV after RFC 4180: CRLF, cells quoted where they must be, UTF-8. A text that a spreadsheet would
/// run as a formula gets a ' in front; control and bidirectional marks become visible.
class CsvWriter
{
public:
    void cell(const QString &text);
    void cell(qint64 number);
    /// What is not known.
    void emptyCell();
    void endRow();

    [[nodiscard]] const QByteArray &bytes() const { return m_bytes; }

private:
    void append(const QByteArray &cell);

    QByteArray m_bytes;
    bool m_isFirst = true; ///< of its row
};

} // namespace leasekeeper
