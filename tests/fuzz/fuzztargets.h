// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

// One decoder of foreign bytes each; a folder of the same name in corpus/ holds what to begin with.
// clang-format off
#define LEASEKEEPER_FUZZ_TARGETS(X) \
    X(page) X(instance) X(lease) X(errorbody) X(leaserange) X(token) X(projects) X(date) X(retryafter) \
    X(settings) X(profiles) X(journal) X(keystore) X(clouds) X(sdkcredentials) X(hcloud) X(csv) X(environment) \
    X(endpoint) X(passwordinaddress) X(notebookaddress) X(text)
// clang-format on

namespace leasekeeper::fuzz
{

/// Feeds `input` to the decoder and requires what must hold whatever comes in. What does not hold ends the
/// process, as a crash would.
#define LEASEKEEPER_FUZZ_DECLARE(name) void name(const QByteArray &input);
LEASEKEEPER_FUZZ_TARGETS(LEASEKEEPER_FUZZ_DECLARE)
#undef LEASEKEEPER_FUZZ_DECLARE

} // namespace leasekeeper::fuzz
