// SPDX-License-Identifier: MIT
#pragma once

#include "cloudserver.h"

#include <QStringList>

#include <variant>

namespace leasekeeper::test
{

/// Options of the program, or one line that says what is wrong with them. `arguments` without the program's
/// name. --tls takes two values, which QCommandLineParser cannot read. Reads the two PEM files.
[[nodiscard]] std::variant<CloudServer::Options, QString>
readCloudServerArguments(const QStringList &arguments);

/// What --help prints.
[[nodiscard]] QString cloudServerUsage();

} // namespace leasekeeper::test
