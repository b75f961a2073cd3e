// SPDX-License-Identifier: MIT
#pragma once

#include "application.h"
#include "children.h"
#include "mainwindow.h"
#include "session.h"
#include "settings.h"
#include "timers.h"

#include <QTableView>

namespace leasekeeper::bench
{

/// The whole program in this process before a cloud server in another one, over real sockets.
class WireDesk
{
public:
    explicit WireDesk(const ServerProcess &server);

    [[nodiscard]] Session &session() const { return *application.session(); }
    [[nodiscard]] QTableView &table() const;
    /// Shows the window and begins to read.
    void start();
    /// Turns the event loop until a listing has ended and its rows are painted.
    void waitForListing();
    /// Turns it until `done`, at most a minute or two.
    static void waitUntil(const std::function<bool()> &done);

    SystemTimers timers;
    Settings settings{QString()};
    Application application{timers, settings};
};

} // namespace leasekeeper::bench
