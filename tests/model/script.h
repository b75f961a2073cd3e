// SPDX-License-Identifier: MIT
#pragma once

#include "instancestatus.h"

#include <QList>
#include <QMetaObject>
#include <QString>
#include <QtGlobal>

/// Scripts of what a person, the line, the service, the clocks and colleagues do, as plain data: drawn from a
/// seed, or written down in a test. A script says everything that is left to chance, so that it runs the same
/// way each time, and also when some of its steps are taken away.
namespace leasekeeper::test::model
{
Q_NAMESPACE

/// What one step does.
enum class Do {
    Wait,
    // The person.
    Submit, ///< `verb` on every instance in `who`
    Undo,   ///< the batch decided last
    Cancel,
    Retry, ///< what failed of the batch that ended last
    Refresh,
    Read,
    Open, ///< the first of `who` in the browser
    Look, ///< at the window (`value` not 0), or away from it
    SignOut,
    SignIn,
    Switch,  ///< to the other account
    Restart, ///< quit, and start again
    Kill,    ///< the program is killed, and started again
    // The line and the service. Faults meet the next requests of the kind `on`, after `skip` of them, so many
    // `times`.
    Fault,
    Dark,   ///< no request gets an answer for `value` ms
    Lag,    ///< from now on a read shows a write only after `value` ms
    Expire, ///< every token that was obtained by signing in ends
    // The clocks.
    JumpWall, ///< the wall clock moves by `value` ms
    Sleep,    ///< the computer sleeps for `value` ms
    // A colleague does `meddling` to the first of `who`, just before the service hears the request after the
    // next `skip`; at once if `skip` < 0. `value` > 0: to one of the crowd instead.
    Meddle,
};
Q_ENUM_NS(Do)

/// Kinds of requests.
enum class On { Any, List, Show, Write, SignIn };
Q_ENUM_NS(On)

enum class Trouble {
    // The line.
    Refused,
    HostNotFound,
    LostBefore,
    LostAfter,
    Hang,
    HangAfter,
    Portal,
    Slow, ///< the round trip takes `value` ms
    // Status codes; `value`: seconds of Retry-After, 0 none, -1 garbage, -2 a moment in the past.
    Moved, ///< to another host
    S401,
    S403,
    S404, ///< an unknown address: says nothing about instances
    S409,
    S429,
    S500,
    S500After, ///< and yet carried out
    S502,
    S503,
    S503After,
    S504After,
    // What the answer carries.
    Cut,
    NoBody,
    NoContent, ///< 204; the request is carried out
    ErrorIn200,
    TotalMore,
    TotalLess,
    TotalMissing,
    Twice,   ///< the first record of a page once more at its end
    OneNoId, ///< the last record of a page has no id
    NoDate,
    WildDate, ///< days off, and always the same
};
Q_ENUM_NS(Trouble)

enum class Meddling { Start, Stop, Prolong, Shorten, Delete, Erase, Create };
Q_ENUM_NS(Meddling)

struct Step {
    Do what = Do::Wait;
    InstanceVerb verb = InstanceVerb::Stop;
    quint32 who = 1; ///< bits: the first instance is 1, the second 2, the third 4
    On on = On::Any;
    Trouble trouble = Trouble::LostBefore;
    Meddling meddling = Meddling::Stop;
    int times = 1;
    int skip = 0;
    qint64 value = 0;
    qint64 thenMs = 0; ///< time that passes afterwards

    friend bool operator==(const Step &, const Step &) = default;
};

/// What is there before the first step.
struct Start {
    QStringList states = {QStringLiteral("RUNNING"), QStringLiteral("STOPPED")};
    qint64 leaseMs = 3'600'000; ///< left of the first instance's
    qint64 transitionMs = 20'000;
    qint64 roundTripMs = 100;
    qint64 graceMs = 0;
    qint64 aheadMs = 0; ///< the service's clock against the computer's
    int crowd = 0;      ///< stopped instances beside, for several pages
    bool password = false;
    bool allUsers = false;

    friend bool operator==(const Start &, const Start &) = default;
};

struct Script {
    Start start;
    QList<Step> steps;
};

[[nodiscard]] Script drawScript(quint32 seed);
/// As C++, to be pasted into a test.
[[nodiscard]] QString toCode(const Script &script);

} // namespace leasekeeper::test::model
