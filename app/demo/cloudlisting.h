// SPDX-License-Identifier: MIT
#pragma once

#include "cloudlife.h"
#include "cloudregister.h"
#include "cloudrouter.h"

#include <QJsonObject>

#include <variant>

namespace leasekeeper
{

/// Answers a listing (ModelArts API reference, section 1.1) of `ownerId`'s instances, or of everybody's if
/// that is empty; or says why not.
[[nodiscard]] std::variant<QJsonObject, CloudRefusal>
listInstances(CloudRegister &instances, const QString &ownerId, const CloudQuery &query);

} // namespace leasekeeper
