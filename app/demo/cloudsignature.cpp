// SPDX-License-Identifier: MIT
#include "cloudsignature.h"

#include "simulatedcloud.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QMessageAuthenticationCode>

#include <algorithm>
#include <utility>

namespace leasekeeper::cloudsignature
{

using namespace Qt::StringLiterals;

namespace
{

constexpr char Algorithm[] = "SDK-HMAC-SHA256";
constexpr char UnsignedPayload[] = "UNSIGNED-PAYLOAD";

/// Everything but the unreserved characters of RFC 3986.
QByteArray encoded(const QByteArray &plain)
{
    return plain.toPercentEncoding();
}

/// Taken apart before decoding, so that an encoded slash stays in its segment.
QByteArray canonicalPath(const QByteArray &path)
{
    QByteArray canonical;
    for (const QByteArray &segment : path.split('/')) {
        canonical += encoded(QByteArray::fromPercentEncoding(segment));
        canonical += '/';
    }
    if (path.endsWith('/'))
        canonical.chop(1);
    return canonical;
}

/// A plus sign means a space here, as in forms: who means a plus has to send %2B.
QByteArray decodedQueryPart(QByteArray part)
{
    return QByteArray::fromPercentEncoding(part.replace('+', ' '));
}

QByteArray canonicalQuery(const QByteArray &query)
{
    QList<std::pair<QByteArray, QByteArray>> pairs;
    for (const QByteArray &part : query.split('&')) {
        if (part.isEmpty())
            continue;
        const qsizetype equals = part.indexOf('=');
        pairs.append({decodedQueryPart(equals < 0 ? part : part.left(equals)),
                      equals < 0 ? QByteArray() : decodedQueryPart(part.mid(equals + 1))});
    }
    // By the bytes that are meant, not by the way they are encoded.
    std::sort(pairs.begin(), pairs.end());
    QByteArray canonical;
    for (const auto &[name, value] : std::as_const(pairs)) {
        if (!canonical.isEmpty())
            canonical += '&';
        canonical += encoded(name) + '=' + encoded(value);
    }
    return canonical;
}

QByteArray sha256Hex(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

/// Compares every byte whatever the first ones are.
bool isSameText(const QByteArray &one, const QByteArray &other)
{
    if (one.size() != other.size())
        return false;
    int difference = 0;
    for (qsizetype i = 0; i < one.size(); ++i)
        difference |= one.at(i) ^ other.at(i);
    return difference == 0;
}

/// A hash that was sent along must be the body's: otherwise the body could be exchanged on the way.
bool isBodyAsHashed(const CloudRequest &request)
{
    const auto hash = request.headers.constFind("x-sdk-content-sha256");
    return hash == request.headers.constEnd() || hash->trimmed() == UnsignedPayload ||
           hash->trimmed() == sha256Hex(request.body);
}

} // namespace

bool isSigned(const CloudRequest &request)
{
    return request.headers.value("authorization").trimmed().startsWith(Algorithm);
}

std::optional<CloudSignature> read(const CloudRequest &request)
{
    const QByteArray header = request.headers.value("authorization").trimmed();
    const QByteArray start = QByteArray(Algorithm) + ' ';
    if (!header.startsWith(start))
        return std::nullopt;
    QMap<QByteArray, QByteArray> parts;
    for (const QByteArray &part : header.mid(start.size()).split(',')) {
        const qsizetype equals = part.indexOf('=');
        const QByteArray name = part.left(equals).trimmed();
        if (equals < 0 || parts.contains(name))
            return std::nullopt;
        parts.insert(name, part.mid(equals + 1).trimmed());
    }
    CloudSignature claim;
    claim.access = parts.take("Access");
    claim.signature = parts.take("Signature");
    const QByteArray names = parts.take("SignedHeaders");
    if (claim.access.isEmpty() || claim.signature.isEmpty() || names.isEmpty() || !parts.isEmpty())
        return std::nullopt;
    claim.signedHeaders = names.split(';');
    return claim;
}

std::optional<qint64> signedAtMs(const CloudRequest &request)
{
    const QString text = QString::fromLatin1(request.headers.value("x-sdk-date").trimmed());
    if (text.size() != 16 || text.at(8) != u'T' || text.at(15) != u'Z')
        return std::nullopt;
    const QDate date = QDate::fromString(text.left(8), u"yyyyMMdd"_s);
    const QTime time = QTime::fromString(text.mid(9, 6), u"hhmmss"_s);
    if (!date.isValid() || !time.isValid())
        return std::nullopt;
    return QDateTime(date, time, Qt::UTC).toMSecsSinceEpoch();
}

QByteArray dateText(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(u"yyyyMMdd'T'hhmmss'Z'"_s).toLatin1();
}

std::optional<QByteArray> canonicalRequest(const CloudRequest &request,
                                           const QList<QByteArray> &signedHeaders)
{
    QList<QByteArray> names = signedHeaders;
    std::sort(names.begin(), names.end());
    if (std::adjacent_find(names.begin(), names.end()) != names.end())
        return std::nullopt;
    QByteArray headers;
    for (const QByteArray &name : std::as_const(names)) {
        const auto header = request.headers.constFind(name);
        if (header == request.headers.constEnd())
            return std::nullopt;
        headers += name + ':' + header->trimmed() + '\n';
    }
    const QByteArray sentHash = request.headers.value("x-sdk-content-sha256").trimmed();
    const QByteArray hash = sentHash.isEmpty() ? sha256Hex(request.body) : sentHash;
    return request.method + '\n' + canonicalPath(request.path) + '\n' + canonicalQuery(request.query) + '\n' +
           headers + '\n' + names.join(';') + '\n' + hash;
}

QByteArray signatureOf(const QByteArray &canonicalRequest, const QByteArray &sdkDate,
                       const QByteArray &secretKey)
{
    const QByteArray toSign = QByteArray(Algorithm) + '\n' + sdkDate + '\n' + sha256Hex(canonicalRequest);
    return QMessageAuthenticationCode::hash(toSign, secretKey, QCryptographicHash::Sha256).toHex();
}

bool verifies(const CloudRequest &request, const CloudSignature &claim, const QByteArray &secretKey)
{
    const std::optional<QByteArray> canonical = canonicalRequest(request, claim.signedHeaders);
    if (!canonical || !isBodyAsHashed(request))
        return false;
    const QByteArray date = request.headers.value("x-sdk-date").trimmed();
    return isSameText(signatureOf(*canonical, date, secretKey), claim.signature);
}

} // namespace leasekeeper::cloudsignature
