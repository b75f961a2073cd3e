// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>
#include <QtGlobal>

#include <optional>

namespace leasekeeper
{

/// Writes JSON in the order in which it is told, which QJsonObject (sorted keys, numbers as double) does not.
/// Control and bidirectional marks are escaped, so that a terminal shows them and does not obey them.
class JsonWriter
{
public:
    void beginObject();
    void endObject();
    void beginArray();
    void endArray();
    /// Inside an object, before each value; `key` is one of ours and needs no escape.
    void key(const char *key);
    void value(const QString &text);
    void value(qint64 number);
    void value(bool truth);
    void null();

    [[nodiscard]] const QByteArray &bytes() const { return m_bytes; }

private:
    void beginValue();
    void open(char bracket);
    void close(char bracket);

    QByteArray m_bytes;
    int m_depth = 0;
    bool m_isFirst = true; ///< nothing stands in the innermost bracket yet
    bool m_hasKey = false; ///< the value follows its key on the same line
};

} // namespace leasekeeper
