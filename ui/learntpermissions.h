// SPDX-License-Identifier: MIT
#pragma once

#include "actionoutcome.h"
#include "instance.h"

#include <QSet>
#include <QString>

#include <optional>
#include <utility>

namespace leasekeeper
{

/// What the service forbade so far: a denied permission holds for its instance and verb until the service
/// allows it after all or its owner forgets it. Nobody can try a verb that is denied, so its owner does so
/// whenever a person signs in or refreshes.
class LearntPermissions
{
public:
    /// True if something was learnt.
    bool learn(const BatchReport &report);
    /// Somebody else may be asking, or it may have been granted meanwhile. True if anything was denied.
    bool forget();
    [[nodiscard]] bool isDenied(const QString &id, InstanceVerb verb) const;
    /// Which of the writes that `verb` takes is forbidden, if any: what runs is stopped before it is deleted.
    [[nodiscard]] std::optional<InstanceVerb> deniedOf(const Instance &instance, InstanceVerb verb) const;
    /// "Needs permission modelarts:notebook:delete": ModelArts API reference, section 1, last column.
    [[nodiscard]] static QString neededText(InstanceVerb verb);

private:
    QSet<std::pair<QString, int>> m_denied;
};

} // namespace leasekeeper
