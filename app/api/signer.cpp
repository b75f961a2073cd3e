// SPDX-License-Identifier: MIT
#include "signer.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QMessageAuthenticationCode>

#include <algorithm>

namespace leasekeeper
{

using namespace Qt::StringLiterals;

namespace
{

constexpr char Algorithm[] = "SDK-HMAC-SHA256";

using Pair = std::pair<QByteArray, QByteArray>;

/// Path or query as bytes, whatever escapes it has already.
QByteArray reencoded(const QByteArray &part)
{
    return strictlyEncoded(QByteArray::fromPercentEncoding(part));
}

QByteArray encodedPath(const QUrl &url)
{
    return url.path(QUrl::FullyEncoded).toLatin1();
}

QByteArray encodedQuery(const QUrl &url)
{
    return url.query(QUrl::FullyEncoded).toLatin1();
}

QByteArray strictPath(const QByteArray &path)
{
    QList<QByteArray> segments = path.split('/');
    for (QByteArray &segment : segments)
        segment = reencoded(segment);
    return segments.join('/');
}

QByteArray canonicalPath(const QUrl &url)
{
    const QByteArray path = strictPath(encodedPath(url));
    return path.endsWith('/') ? path : QByteArray(path + '/');
}

/// Decoded, in the order of the address. A name without "=" has an empty value.
QList<Pair> pairsOf(const QByteArray &query)
{
    QList<Pair> pairs;
    for (const QByteArray &part : query.split('&')) {
        if (part.isEmpty())
            continue;
        const qsizetype equals = part.indexOf('=');
        const QByteArray name = equals < 0 ? part : part.left(equals);
        const QByteArray value = equals < 0 ? QByteArray() : part.mid(equals + 1);
        pairs.emplaceBack(QByteArray::fromPercentEncoding(name), QByteArray::fromPercentEncoding(value));
    }
    return pairs;
}

QByteArray joined(const QList<Pair> &pairs)
{
    QList<QByteArray> parts;
    for (const auto &[name, value] : pairs)
        parts.append(strictlyEncoded(name) + '=' + strictlyEncoded(value));
    return parts.join('&');
}

QByteArray canonicalQuery(const QUrl &url)
{
    QList<Pair> pairs = pairsOf(encodedQuery(url));
    std::sort(pairs.begin(), pairs.end());
    return joined(pairs);
}

QList<Pair> canonicalHeaders(const QList<Pair> &headers)
{
    QList<Pair> canonical;
    for (const auto &[name, value] : headers) {
        if (!name.contains('_'))
            canonical.emplaceBack(name.toLower(), value.trimmed());
    }
    std::sort(canonical.begin(), canonical.end());
    return canonical;
}

QByteArray sha256(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

} // namespace

QByteArray strictlyEncoded(const QByteArray &bytes)
{
    // What it leaves as it is are the unreserved characters of RFC 3986.
    return bytes.toPercentEncoding();
}

QByteArray strictQuery(const QList<std::pair<QString, QString>> &pairs)
{
    QList<Pair> bytes;
    for (const auto &[name, value] : pairs)
        bytes.emplaceBack(name.toUtf8(), value.toUtf8());
    return joined(bytes);
}

QUrl strictUrl(const QUrl &url)
{
    QUrl strict = url;
    strict.setPath(QString::fromLatin1(strictPath(encodedPath(url))), QUrl::StrictMode);
    if (url.hasQuery())
        strict.setQuery(QString::fromLatin1(joined(pairsOf(encodedQuery(url)))), QUrl::StrictMode);
    return strict;
}

QByteArray hostHeader(const QUrl &url)
{
    QByteArray host = url.host(QUrl::FullyEncoded).toLatin1();
    if (host.contains(':'))
        host = '[' + host + ']';
    const int usual = url.scheme() == "https"_L1 ? 443 : 80;
    if (const int port = url.port(usual); port != usual)
        host += ':' + QByteArray::number(port);
    return host;
}

QByteArray signingDate(qint64 msSinceEpoch)
{
    return QDateTime::fromMSecsSinceEpoch(msSinceEpoch, Qt::UTC).toString(u"yyyyMMdd'T'HHmmss'Z'").toLatin1();
}

Signature signRequest(const SigningInput &input)
{
    QByteArray date;
    QByteArray headerLines;
    QList<QByteArray> names;
    for (const auto &[name, value] : canonicalHeaders(input.headers)) {
        headerLines += name + ':' + value + '\n';
        names.append(name);
        if (name == "x-sdk-date")
            date = value;
    }

    Signature signature;
    signature.signedHeaders = names.join(';');
    signature.canonicalRequest = QList<QByteArray>{input.method.toUpper(),    canonicalPath(input.url),
                                                   canonicalQuery(input.url), headerLines,
                                                   signature.signedHeaders,   sha256(input.body)}
                                     .join('\n');
    signature.canonicalRequestHash = sha256(signature.canonicalRequest);
    signature.stringToSign = QByteArray(Algorithm) + '\n' + date + '\n' + signature.canonicalRequestHash;
    signature.signature = QMessageAuthenticationCode::hash(signature.stringToSign, input.secretKey.reveal(),
                                                           QCryptographicHash::Sha256)
                              .toHex();
    signature.authorization = QByteArray(Algorithm) + " Access=" + input.accessKey +
                              ", SignedHeaders=" + signature.signedHeaders +
                              ", Signature=" + signature.signature;
    return signature;
}

} // namespace leasekeeper
