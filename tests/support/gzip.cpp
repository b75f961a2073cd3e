// SPDX-License-Identifier: MIT
#include "gzip.h"

#include <QtEndian>

namespace leasekeeper::test
{

namespace
{

quint32 crc32(const QByteArray &bytes)
{
    quint32 crc = 0xffffffff;
    for (const char byte : bytes) {
        crc ^= quint8(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320 : 0);
    }
    return ~crc;
}

QByteArray littleEndian(quint32 number)
{
    const quint32 stored = qToLittleEndian(number);
    return {reinterpret_cast<const char *>(&stored), sizeof stored};
}

} // namespace

QByteArray gzipped(const QByteArray &bytes)
{
    // What qCompress() writes: its own four bytes, two of zlib's head, the packed data, four of a checksum.
    const QByteArray packed = qCompress(bytes).mid(6).chopped(4);
    static const QByteArray Head = QByteArray::fromHex("1f8b0800000000000003");
    return QByteArray(Head + packed + littleEndian(crc32(bytes)) + littleEndian(quint32(bytes.size())));
}

} // namespace leasekeeper::test
