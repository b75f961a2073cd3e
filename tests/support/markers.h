// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace leasekeeper::test
{

/// A secret of the test's making, and what it is.
struct SecretMarker {
    QByteArray what;
    QByteArray value;
};

/// The form in which `value` stands in `haystack`: as it is, percent-encoded, in base64 at any alignment, in
/// hexadecimal or in UTF-16. Empty: in none. Up to eight bytes count as they are only where they stand alone,
/// since such a row of digits may turn up by chance.
[[nodiscard]] QByteArray formFoundIn(const QByteArray &haystack, const QByteArray &value);

/// The first of the secrets that stands in `haystack`, with its form and surroundings; empty if there is
/// none.
[[nodiscard]] QByteArray leakIn(const QByteArray &haystack, const QList<SecretMarker> &secrets);

/// The same in every file below a folder, its name included. `filesRead` counts them.
[[nodiscard]] QByteArray leakBelow(const QString &folder, const QList<SecretMarker> &secrets,
                                   int *filesRead = nullptr);

} // namespace leasekeeper::test
