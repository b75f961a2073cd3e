// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QtGlobal>

#include <optional>

namespace leasekeeper
{

struct CloudRequest;

/// What a request says about its own signature (ModelArts API reference, section 7): the header
/// `SDK-HMAC-SHA256 Access=…, SignedHeaders=…, Signature=…`.
struct CloudSignature {
    QByteArray access;
    QList<QByteArray> signedHeaders; ///< as written
    QByteArray signature;
};

/// The service's side of AK/SK signing, worked out from the bytes that arrived and written down a second time
/// on purpose: client and cloud must not share a mistake.
namespace cloudsignature
{

/// Whether the request carries a signature, a readable one or not.
[[nodiscard]] bool isSigned(const CloudRequest &request);
/// nullopt: none, or it cannot be read.
[[nodiscard]] std::optional<CloudSignature> read(const CloudRequest &request);
/// The moment of `X-Sdk-Date` in ms since 1970 UTC; nullopt where it is missing or in another form.
[[nodiscard]] std::optional<qint64> signedAtMs(const CloudRequest &request);
/// "20191115T033655Z".
[[nodiscard]] QByteArray dateText(qint64 ms);

/// nullopt where one of the headers is not there, or named twice. The order of `signedHeaders` does not
/// matter.
[[nodiscard]] std::optional<QByteArray> canonicalRequest(const CloudRequest &request,
                                                         const QList<QByteArray> &signedHeaders);
/// Lower-case hexadecimal digits.
[[nodiscard]] QByteArray signatureOf(const QByteArray &canonicalRequest, const QByteArray &sdkDate,
                                     const QByteArray &secretKey);
/// Whether whoever holds `secretKey` signed exactly this request. Does not look at the time.
[[nodiscard]] bool verifies(const CloudRequest &request, const CloudSignature &claim,
                            const QByteArray &secretKey);

} // namespace cloudsignature

} // namespace leasekeeper
