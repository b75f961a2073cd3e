// SPDX-License-Identifier: MIT
#pragma once

#include "instance.h"

#include <QString>
#include <QStringList>
#include <QtGlobal>

namespace leasekeeper
{

/// What we are doing to an instance right now, or how it ended: shown in its row.
struct RowActivity {
    enum class State {
        None,
        Grace,      ///< decided, may still be undone; nothing sent
        Working,    ///< queued, sent or awaited
        Checking,   ///< sent, outcome not known yet: being read
        Failed,     ///< the service did not do it; `text` says why
        Unresolved, ///< not known and no longer being read; `text` says what to do
    };
    State state = State::None;
    InstanceVerb verb = InstanceVerb::Stop;
    QString text;             ///< one translated sentence, "Stopping, then deleting…"
    bool cancellable = false; ///< whether the rest of it can still be called off

    [[nodiscard]] bool isActive() const
    {
        return state == State::Grace || state == State::Working || state == State::Checking;
    }
    friend bool operator==(const RowActivity &, const RowActivity &) = default;
};

/// One row of what is known: the service's record, and our own dealings with it.
struct TrackedInstance {
    Instance instance;
    RowActivity activity;
    qint64 observedAtMs = 0; ///< monotonic ms at which the request was sent that brought `instance`
    QString note; ///< a lasting warning of ours about this row, such as a lease that came out differently

    friend bool operator==(const TrackedInstance &, const TrackedInstance &) = default;
};

/// One announcement of the store: what came, what changed, what left. Ids only in `removed`; an id stands
/// in at most one list.
struct InstanceChanges {
    QList<TrackedInstance> inserted;
    QList<TrackedInstance> changed;
    QStringList removed;

    [[nodiscard]] bool isEmpty() const
    {
        return inserted.isEmpty() && changed.isEmpty() && removed.isEmpty();
    }
};

} // namespace leasekeeper
