// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

namespace leasekeeper
{

/// Writes `bytes` to `path`, or to standard output for "-". A regular file is replaced in one step, so that a
/// full disk leaves the old one; anything else, such as a device, is written as it is. Returns one translated
/// sentence on what went wrong, empty if nothing did.
[[nodiscard]] QString writeOutput(const QString &path, const QByteArray &bytes);

} // namespace leasekeeper
