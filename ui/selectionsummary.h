// SPDX-License-Identifier: MIT
#pragma once

#include "instanceservice.h"
#include "instancestatus.h"
#include "storagetotal.h"
#include "trackedinstance.h"

#include <QList>
#include <QString>

#include <array>
#include <optional>

namespace leasekeeper
{

class LearntPermissions;

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

/// Takes up the rows of a selection, one after the other, and then decides text, availability and reason of
/// each command. Makes no texts on the way, so that many rows can be taken up.
class SelectionTally
{
public:
    /// `permissions` must outlive this.
    explicit SelectionTally(const LearntPermissions &permissions) : m_permissions(&permissions) {}

    void add(const TrackedInstance &row);
    [[nodiscard]] int selected() const { return m_selected; }
    /// Something is being done to one of them that can still be called off.
    [[nodiscard]] bool isCancellable() const { return m_isCancellable; }
    [[nodiscard]] StorageTotal storage() const { return m_storage.total(); }
    [[nodiscard]] VerbSummary summary(InstanceVerb verb, WriteAccess access) const;

private:
    /// Why a command does not fit a row.
    struct Obstacle {
        std::optional<InstanceVerb> denied; ///< the write that is forbidden
        bool isBusy = false;
        InstanceStatus status = InstanceStatus::Unknown;
        [[nodiscard]] QString text(InstanceVerb verb) const;
        friend bool operator==(const Obstacle &, const Obstacle &) = default;
    };
    struct Count {
        int fitting = 0;
        std::optional<Obstacle> first; ///< of the rows it does not fit
        bool differ = false;           ///< not all of them have the same reason
    };

    void count(InstanceVerb verb, const TrackedInstance &row);
    [[nodiscard]] QString whyNone(InstanceVerb verb) const;

    const LearntPermissions *m_permissions;
    std::array<Count, InstanceVerbCount> m_counts;
    StorageSum m_storage;
    int m_selected = 0;
    bool m_isCancellable = false;
};

} // namespace leasekeeper
