// SPDX-License-Identifier: MIT
#include "desk.h"

#include "liveworld.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace leasekeeper::bench
{

namespace
{
constexpr qint64 LongestMs = 150'000;
constexpr int BeatMs = 20;
} // namespace

WireDesk::WireDesk(const ServerProcess &server)
{
    Profile profile;
    profile.name = u"loopback"_s;
    profile.endpoint = server.url();
    profile.projectId = server.project();
    profile.region = u"here"_s;
    application.open(std::make_unique<LiveWorld>(
        profile, TokenCredential{Secret(QByteArray(server.token().constData(), server.token().size())),
                                 std::nullopt}));
}

QTableView &WireDesk::table() const
{
    auto *view = application.window().findChild<QTableView *>(u"instanceTable"_s);
    if (view == nullptr)
        qFatal("the window has no table");
    return *view;
}

void WireDesk::start()
{
    application.window().resize(1600, 900);
    application.start();
}

void WireDesk::waitForListing()
{
    waitUntil([this] {
        const ReadingState &state = session().readingState();
        return state.phase == ReadingState::Phase::Ready && !state.listing;
    });
    QCoreApplication::processEvents();
}

void WireDesk::waitUntil(const std::function<bool()> &done)
{
    QElapsedTimer timer;
    timer.start();
    QTimer beat; // so that the loop comes back to look at the time
    beat.start(BeatMs);
    while (!done()) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        if (timer.elapsed() > LongestMs)
            qFatal("what was waited for does not come");
    }
}

} // namespace leasekeeper::bench
