// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

namespace leasekeeper::test
{

/// `bytes` as a gzip file (RFC 1952).
[[nodiscard]] QByteArray gzipped(const QByteArray &bytes);

} // namespace leasekeeper::test
