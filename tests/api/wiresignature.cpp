// SPDX-License-Identifier: MIT
#include "wiresignature.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>
#include <QRegularExpression>

#include <algorithm>

namespace leasekeeper::test
{

using namespace Qt::StringLiterals;

namespace
{

QByteArray hash(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

QByteArray sortedQuery(const QByteArray &query)
{
    if (query.isEmpty())
        return {};
    QList<QByteArray> pairs = query.split('&');
    std::sort(pairs.begin(), pairs.end(), [](const QByteArray &one, const QByteArray &other) {
        const auto decoded = [](const QByteArray &pair) {
            const qsizetype equals = pair.indexOf('=');
            return std::pair(QByteArray::fromPercentEncoding(pair.left(equals)),
                             QByteArray::fromPercentEncoding(pair.mid(equals + 1)));
        };
        return decoded(one) < decoded(other);
    });
    return pairs.join('&');
}

} // namespace

QString signatureFault(const ScriptedRequest &request, const QByteArray &accessKey,
                       const QByteArray &secretKey)
{
    static const QRegularExpression form(
        u"^SDK-HMAC-SHA256 Access=([^,]+), SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$"_s);
    const QString authorization = QString::fromLatin1(request.headers.value("authorization"));
    const QRegularExpressionMatch match = form.match(authorization);
    if (!match.hasMatch())
        return QString(u"no signature: "_s + authorization);
    if (match.captured(1).toLatin1() != accessKey)
        return u"another access key"_s;

    const QList<QByteArray> names = match.captured(2).toLatin1().split(';');
    if (!names.contains("host") || !names.contains("x-sdk-date"))
        return u"host or date are not signed"_s;
    QByteArray headers;
    for (const QByteArray &name : names) {
        if (!request.headers.contains(name))
            return QString(u"signed, but not sent: "_s + QString::fromLatin1(name));
        headers += QByteArray(name + ':' + request.headers.value(name) + '\n');
    }
    const qsizetype question = request.target.indexOf('?');
    QByteArray path = question < 0 ? request.target : request.target.left(question);
    if (!path.endsWith('/'))
        path += '/';
    const QByteArray query = question < 0 ? QByteArray() : sortedQuery(request.target.mid(question + 1));
    const QByteArray canonical = QByteArray(request.method + '\n' + path + '\n' + query + '\n' + headers +
                                            '\n' + names.join(';') + '\n' + hash(request.body));
    const QByteArray toSign =
        QByteArray("SDK-HMAC-SHA256\n" + request.headers.value("x-sdk-date") + '\n' + hash(canonical));
    const QByteArray expected =
        QMessageAuthenticationCode::hash(toSign, secretKey, QCryptographicHash::Sha256).toHex();
    return expected == match.captured(3).toLatin1() ? QString() : u"the signature does not fit"_s;
}

} // namespace leasekeeper::test
