// SPDX-License-Identifier: MIT
#include "markers.h"

#include <QDirIterator>
#include <QFile>

#include <utility>

using namespace Qt::StringLiterals;

namespace leasekeeper::test
{

namespace
{

constexpr qsizetype ShortBytes = 8;
constexpr qsizetype Around = 60;

using Form = std::pair<QByteArray, QByteArray>; // its name, the bytes

bool isWord(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

qsizetype indexAlone(const QByteArray &haystack, const QByteArray &value)
{
    for (qsizetype at = haystack.indexOf(value); at >= 0; at = haystack.indexOf(value, at + 1)) {
        const qsizetype end = at + value.size();
        if ((at == 0 || !isWord(haystack.at(at - 1))) &&
            (end == haystack.size() || !isWord(haystack.at(end))))
            return at;
    }
    return -1;
}

/// The digits of base64 that depend on `value` alone if `before` bytes stand before it.
QByteArray base64Within(const QByteArray &value, qsizetype before, QByteArray::Base64Options alphabet)
{
    const QByteArray bytes = QByteArray(before, '\0') + value;
    const QByteArray all = bytes.toBase64(alphabet | QByteArray::OmitTrailingEquals);
    const qsizetype first = (before * 8 + 5) / 6;
    const qsizetype end = (before + value.size()) * 8 / 6;
    return all.mid(first, end - first);
}

QByteArray everyByteEncoded(const QByteArray &value, bool upper)
{
    QByteArray encoded;
    for (const char c : value) {
        const QByteArray digits = QByteArray(1, c).toHex();
        encoded += '%' + (upper ? digits.toUpper() : digits);
    }
    return encoded;
}

QByteArray utf16(const QByteArray &value, bool bigEndian)
{
    QByteArray bytes;
    for (const QChar c : QString::fromUtf8(value)) {
        const char low = char(c.unicode() & 0xFF);
        const char high = char(c.unicode() >> 8);
        bytes += bigEndian ? high : low;
        bytes += bigEndian ? low : high;
    }
    return bytes;
}

QList<Form> encodedForms(const QByteArray &value)
{
    QList<Form> forms{{"percent-encoded", value.toPercentEncoding()},
                      {"percent-encoded, every byte", everyByteEncoded(value, true)},
                      {"percent-encoded, every byte", everyByteEncoded(value, false)},
                      {"hexadecimal", value.toHex()},
                      {"hexadecimal", value.toHex().toUpper()},
                      {"UTF-16, little end first", utf16(value, false)},
                      {"UTF-16, big end first", utf16(value, true)}};
    for (const auto alphabet : {QByteArray::Base64Encoding, QByteArray::Base64UrlEncoding}) {
        for (qsizetype before = 0; before < 3; ++before)
            forms.append({"base64", base64Within(value, before, alphabet)});
    }
    return forms;
}

/// Where it stands, and as what; -1 if nowhere.
std::pair<qsizetype, QByteArray> find(const QByteArray &haystack, const QByteArray &value)
{
    const bool isShort = value.size() <= ShortBytes;
    const qsizetype plain = isShort ? indexAlone(haystack, value) : haystack.indexOf(value);
    if (plain >= 0)
        return {plain, "as it is"};
    for (const auto &[name, bytes] : encodedForms(value)) {
        if (bytes == value)
            continue;
        if (const qsizetype at = haystack.indexOf(bytes); at >= 0)
            return {at, name};
    }
    return {-1, {}};
}

} // namespace

QByteArray formFoundIn(const QByteArray &haystack, const QByteArray &value)
{
    return find(haystack, value).second;
}

QByteArray leakIn(const QByteArray &haystack, const QList<SecretMarker> &secrets)
{
    for (const SecretMarker &secret : secrets) {
        if (secret.value.isEmpty())
            return secret.what + " is empty: nothing was searched for";
        const auto [at, form] = find(haystack, secret.value);
        if (at >= 0) {
            const QByteArray around = haystack.mid(qMax(qsizetype(0), at - Around), 2 * Around);
            return secret.what + ", " + form + ": … " + around.toPercentEncoding(" =:\"{}/<>[](),;\n") + " …";
        }
    }
    return {};
}

QByteArray leakBelow(const QString &folder, const QList<SecretMarker> &secrets, int *filesRead)
{
    QDirIterator all(folder, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (all.hasNext()) {
        QFile file(all.next());
        // What is neither a file nor readable, such as a socket, holds nothing.
        if (!all.fileInfo().isFile() || !file.open(QIODevice::ReadOnly))
            continue;
        if (filesRead)
            ++*filesRead;
        const QByteArray leak = leakIn(file.fileName().toUtf8() + '\n' + file.readAll(), secrets);
        if (!leak.isEmpty())
            return file.fileName().toUtf8() + ": " + leak;
    }
    return {};
}

} // namespace leasekeeper::test
