// SPDX-License-Identifier: MIT
#pragma once

#include "httpserver.h"

#include <QByteArray>

namespace leasekeeper::test
{

/// What can be read off the beginning of a connection's bytes.
struct ParsedRequest {
    enum class State { Incomplete, Complete, Refused };
    State state = State::Incomplete;
    int refusal = 0; ///< the HTTP status that says why
    ServedRequest request;
    qsizetype consumed = 0; ///< bytes of a complete request
};

[[nodiscard]] ParsedRequest parseRequest(const QByteArray &bytes, qint64 bodyLimit);

} // namespace leasekeeper::test
