// SPDX-License-Identifier: MIT
#pragma once

#include "httpserver.h"

#include <QByteArray>
#include <QJsonObject>

#include <variant>

namespace leasekeeper::test
{

/// One way in which the server is told to misbehave.
struct ServerFault {
    enum class Kind {
        Answer,      ///< `answer` in place of the service's own
        CloseBefore, ///< the connection ends, nothing was carried out
        CloseAfter,  ///< the connection ends, but it was carried out
        Hang,        ///< no answer, nothing was carried out
        HangAfter,   ///< no answer, but it was carried out
        Drip,        ///< the right answer, byte by byte
        Delay,       ///< the right answer, late
    };

    Kind kind = Kind::Answer;
    QByteArray method;       ///< empty: any
    QByteArray part;         ///< must occur in "path?query"; empty: any
    int times = 1;           ///< how often it still happens
    bool withEffect = false; ///< Answer: the request is carried out all the same
    ServedAnswer answer;
    int ms = 1000; ///< Drip: per byte; Delay: as a whole

    [[nodiscard]] bool hits(const ServedRequest &request) const;
};

/// Reads the JSON of POST /_control/faults (README.md beside this file), or says what is wrong with it.
[[nodiscard]] std::variant<ServerFault, QString> readServerFault(const QJsonObject &json);

} // namespace leasekeeper::test
