// SPDX-License-Identifier: MIT
#include "jsonmarks.h"

namespace leasekeeper
{

QByteArray withMarksEscaped(const QByteArray &json)
{
    static const QByteArray mark("\xEF\xBB\xBF");
    // One that begins the file is not part of a text.
    const qsizetype begin = json.startsWith(mark) ? mark.size() : 0;
    QByteArray escaped;
    qsizetype done = 0;
    for (qsizetype at = json.indexOf(mark, begin); at >= 0; at = json.indexOf(mark, at + mark.size())) {
        // After a backslash that is itself no escaped one the mark is damage, and stays it.
        qsizetype slashes = 0;
        while (at - slashes > begin && json.at(at - slashes - 1) == '\\')
            ++slashes;
        if (slashes % 2 != 0)
            continue;
        escaped += QByteArrayView(json).sliced(done, at - done);
        escaped += "\\ufeff";
        done = at + mark.size();
    }
    escaped += QByteArrayView(json).sliced(done);
    return escaped;
}

} // namespace leasekeeper
