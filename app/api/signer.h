// SPDX-License-Identifier: MIT
#pragma once

#include "secret.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QUrl>
#include <QtGlobal>

#include <utility>

namespace leasekeeper
{

/// Request signing with SDK-HMAC-SHA256 (ModelArts API reference, section 7). Pure: no clock, no network.

/// Everything but `A-Z a-z 0-9 - _ . ~` percent-encoded with upper-case digits: the one encoding that is the
/// same on the wire and in what is signed.
[[nodiscard]] QByteArray strictlyEncoded(const QByteArray &bytes);
/// `name=value` pairs in this encoding, in the order given; text goes in as UTF-8.
[[nodiscard]] QByteArray strictQuery(const QList<std::pair<QString, QString>> &pairs);
/// The same address with path segments and query pairs in this encoding. `+` stands for itself and `%2F`
/// stays inside its segment. Qt sends exactly these bytes. Signing takes no other address.
[[nodiscard]] QUrl strictUrl(const QUrl &url);
/// The `Host` header that goes with an address: punycode, IPv6 in brackets, no default port.
[[nodiscard]] QByteArray hostHeader(const QUrl &url);
/// A moment (ms since 1970 UTC) as `X-Sdk-Date` has it: 20191115T033655Z.
[[nodiscard]] QByteArray signingDate(qint64 msSinceEpoch);

/// What is signed. `url` is brought into strict form if it is not.
struct SigningInput {
    QByteArray method = "GET";
    QUrl url;
    /// All headers to sign, `X-Sdk-Date` among them. Names in any case; those with `_` are left out.
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;
    QByteArray accessKey;
    Secret secretKey;
};

/// The signature and the steps to it. `canonicalRequest` holds the security token where one is signed: not
/// for logs.
struct Signature {
    QByteArray canonicalRequest;
    QByteArray canonicalRequestHash; ///< lower-case hex SHA-256
    QByteArray stringToSign;
    QByteArray signedHeaders; ///< names, joined with ";"
    QByteArray signature;     ///< lower-case hex
    QByteArray authorization; ///< the value of the header
};
[[nodiscard]] Signature signRequest(const SigningInput &input);

} // namespace leasekeeper
