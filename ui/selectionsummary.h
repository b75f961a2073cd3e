// SPDX-License-Identifier: MIT
#pragma once

#include "instanceservice.h"
#include "instancestatus.h"
#include "learntpermissions.h"
#include "trackedinstance.h"

#include <QList>
#include <QString>

namespace leasekeeper
{

/// Whether anything may be changed at the service at all.
enum class WriteAccess {
    Allowed,
    NotConnected,
    SignedOut,
    ReadOnly,  ///< the profile forbids it
    Finishing, ///< the program is ending
    Switching, ///< another profile is about to be opened
};

/// What the state of reading leaves to writing. A listing that was refused says nothing about writes.
[[nodiscard]] WriteAccess writeAccess(ReadingState::Phase phase);

/// What one command can do with a selection.
struct VerbSummary {
    InstanceVerb verb = InstanceVerb::Stop;
    int selected = 0;
    int fitting = 0;
    bool enabled = false;
    QString text;       ///< for menus and tooltips, "Prolong 3 of 5 (running)…"; with a mnemonic
    QString buttonText; ///< the same for a button, "Prolong 3 of 5…"
    QString reason;     ///< why it is disabled, one sentence; empty if enabled

    friend bool operator==(const VerbSummary &, const VerbSummary &) = default;
};

/// The name of a command without a selection, "&Prolong…".
[[nodiscard]] QString verbText(InstanceVerb verb);

/// A pure function: decides text, availability and reason of a command. No pointer may be null.
[[nodiscard]] VerbSummary summariseSelection(InstanceVerb verb,
                                             const QList<const TrackedInstance *> &selection,
                                             const LearntPermissions &permissions, WriteAccess access);

} // namespace leasekeeper
