// SPDX-License-Identifier: MIT
#pragma once

#include <QJsonObject>
#include <QString>

namespace leasekeeper::bench
{

/// Processor, cores, system, Qt, compiler, load before.
[[nodiscard]] QJsonObject describeMachine();
/// The three numbers of the system, or nothing.
[[nodiscard]] QString loadOfMachine();

} // namespace leasekeeper::bench
