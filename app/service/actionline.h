// SPDX-License-Identifier: MIT
#pragma once

#include "actionoutcome.h"
#include "decisions.h"

#include <QHash>
#include <QList>
#include <QString>

#include <optional>

namespace leasekeeper
{

class Action;

/// Those that wait until the one before them on the same instance has ended: one write at a time per
/// instance, in the order in which they were decided. Owns none of them.
class ActionLine
{
public:
    /// Not even impatience decides on more for one instance.
    static constexpr int Longest = 3;

    struct Waiting {
        Action *action = nullptr;
        BatchId batch = 0;
    };

    /// Whether one more may wait behind `running` and those that wait already, see mayFollow(). Not for what
    /// was decided already: a click too many is no second decision.
    [[nodiscard]] bool admits(const Action &running, InstanceVerb verb, const DecisionTarget &target) const;
    void add(const QString &instanceId, const Waiting &last);
    /// Out of the line; false if it is in none.
    bool remove(const Action &action);
    /// Whose turn it is, out of the line; nullopt if nobody waits.
    [[nodiscard]] std::optional<Waiting> takeNext(const QString &instanceId);

    [[nodiscard]] QList<Action *> of(const QString &instanceId) const;
    [[nodiscard]] QList<InstanceVerb> verbsOf(const QString &instanceId) const;
    [[nodiscard]] QList<Action *> all() const;

private:
    QHash<QString, QList<Waiting>> m_waiting; ///< by instance; no empty lists
};

} // namespace leasekeeper
