// SPDX-License-Identifier: MIT
#pragma once

#include "instancestatus.h"

#include <QString>
#include <QtGlobal>

namespace leasekeeper
{

/// One action on one instance as it is noted down before anything of it is sent (`faults.md` F70). It says
/// what was asked of which instance and when, enough to find out by reading what became of it. Holds no
/// secret; never a reason to send anything.
struct ActionIntent {
    enum class State {
        Planned,    ///< decided; whether anything was sent is not known
        Sent,       ///< its write is on the wire, or accepted and not seen through to its end
        Unresolved, ///< sent, and nobody could say what came of it
        // Looked into no more, only told:
        CalledOff, ///< when the account was left; or waiting in line, which comes to the same then
        NotDone,   ///< and nobody may have been told
        Refused,   ///< the same, since something else was being done to the instance
        Lost,      ///< what came of it can be told no more
    };

    quint64 id = 0; ///< within its journal; 0: not noted yet
    State state = State::Planned;
    QString instanceId;
    QString name; ///< as it was shown; foreign text
    InstanceVerb verb = InstanceVerb::Stop;
    InstanceVerb write = InstanceVerb::Stop; ///< the write made last: `verb`, or Stop on the way to a delete
    InstanceStatus before = InstanceStatus::Unknown; ///< the instance's state before that write
    qint64 stopAtMs = 0;   ///< Prolong: the stop time that was asked for, ms since 1970 UTC. Otherwise unused
    qint64 atMs = 0;       ///< when it was noted, or sent: ms since 1970 UTC by the service's clock
    qint64 leaseSetMs = 0; ///< when its lease had been changed last, ms since 1970 UTC; 0: not known

    friend bool operator==(const ActionIntent &, const ActionIntent &) = default;
};

} // namespace leasekeeper
