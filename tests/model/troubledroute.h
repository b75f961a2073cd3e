// SPDX-License-Identifier: MIT
#pragma once

#include "routegate.h"
#include "timers.h"

namespace leasekeeper::test::model
{

/// How often the way to the service was asked for in all runs of the program, and what goes wrong with that.
struct RouteScript {
    int calls = 0;
    int troubled = 0;    ///< which call comes to nothing; 0: none
    bool silent = false; ///< only after the time that a request waits for it; else at once
};

/// The look-up of the way, as of a proxy, that one session's requests pass before they leave.
class TroubledRoute final : public RouteGate
{
public:
    /// Both must outlive this.
    TroubledRoute(RouteScript &script, Timers &timers) : m_script(script), m_timers(timers) {}

    void pass(const QUrl &url, QObject *context, Go go) override;

private:
    RouteScript &m_script;
    Timers &m_timers;
};

} // namespace leasekeeper::test::model
