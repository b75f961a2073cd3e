// SPDX-License-Identifier: MIT
#pragma once

#include "cloudlife.h"
#include "cloudrecord.h"

#include <QByteArray>
#include <QJsonObject>

namespace leasekeeper
{

/// The service's own JSON (ModelArts API reference, sections 2 and 5.1). Times are whole numbers of ms.
namespace cloudjson
{

/// How much of a record an answer tells.
enum class Detail {
    Listed, ///< an entry of a listing
    Shown,  ///< everything
    Acted,  ///< what start, stop and delete answer: no billing items
};

[[nodiscard]] QJsonObject notebook(const CloudRecord &record, Detail detail);
[[nodiscard]] QJsonObject lease(const CloudRecord &record);
/// An error of ModelArts itself.
[[nodiscard]] QJsonObject error(const CloudRefusal &refusal);
/// An error of the gateway in front of it.
[[nodiscard]] QJsonObject gatewayError(const QString &code, const QString &words, const QString &requestId);
[[nodiscard]] QByteArray bytes(const QJsonObject &object);

} // namespace cloudjson

} // namespace leasekeeper
