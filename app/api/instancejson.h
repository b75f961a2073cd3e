// SPDX-License-Identifier: MIT
#pragma once

#include "instancesapi.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace leasekeeper
{

/// JSON of the service to values and back: the only place that knows its field names (ModelArts API
/// reference, sections 1.1, 2 and 10). Fields that are missing, null or of a wrong type are unknown and
/// never make a record fail; only `id` is indispensable. Nullopt with one translated sentence in `whyNot`
/// for a body that cannot be used at all.

/// A page of a listing that asked for `asked` records. More than that are refused; records with an id that
/// already occurred replace the earlier one; a missing or null `data` is an empty page.
[[nodiscard]] std::optional<InstancePage> decodePage(const QByteArray &body, int asked, QString *whyNot);

/// One record. `expectedId`: the instance that was asked for; a record of another one is refused.
[[nodiscard]] std::optional<Instance> decodeInstance(const QByteArray &body, const QString &expectedId,
                                                     QString *whyNot);
/// The same of a write's answer, which may leave out even the id: it is then `expectedId`.
[[nodiscard]] std::optional<Instance> decodeSparseInstance(const QByteArray &body, const QString &expectedId,
                                                           QString *whyNot);
/// A lease on its own.
[[nodiscard]] std::optional<Lease> decodeLease(const QByteArray &body, QString *whyNot);

/// Body of a renewal: fixed run time counted from its receipt, in ms (section 3).
[[nodiscard]] QByteArray renewalBody(qint64 durationMs);

} // namespace leasekeeper
