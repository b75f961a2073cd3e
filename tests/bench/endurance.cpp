// SPDX-License-Identifier: MIT
//
// A day in virtual time: what has grown by its end.

#include "measure.h"
#include "rowlist.h"
#include "section.h"
#include "virtualworld.h"

#include <QCoreApplication>
#include <QNetworkReply>

#include <algorithm>
#include <atomic>

using namespace Qt::StringLiterals;

namespace leasekeeper::bench
{

namespace
{

constexpr qint64 HourMs = 3'600'000;

std::atomic<int> messagesWritten = 0;

void countMessage(QtMsgType, const QMessageLogContext &, const QString &)
{
    ++messagesWritten;
}

struct Taken {
    double heapMb = 0;
    qint64 timers = 0;
    qint64 replies = 0;
    qint64 children = 0;
};

Taken takeDown(VirtualDesk &desk)
{
    // The other side's diary is not ours.
    desk.world->network().forgetSeen();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    return {double(heapBytes()) / 1048576.0, desk.time.pendingTimers(),
            desk.world->network().findChildren<QNetworkReply *>().size(),
            desk.application.window().findChildren<QObject *>().size() +
                desk.application.session()->findChildren<QObject *>().size()};
}

Row dayRow(const Surrounding &surrounding)
{
    Row row = expectedRow(u"day"_s);
    const int hours = surrounding.quick ? 2 : 24;
    VirtualDesk desk(500);
    desk.start();
    QtMessageHandler before = qInstallMessageHandler(countMessage);
    // Some of these moments fall into a listing; the largest counts, before and after.
    const auto look = [&desk] {
        Taken most;
        for (int n = 0; n < 4'000; ++n) {
            desk.time.advance(31);
            const Taken taken = takeDown(desk);
            most.heapMb = std::max(most.heapMb, taken.heapMb);
            most.timers = std::max(most.timers, taken.timers);
            most.replies = std::max(most.replies, taken.replies);
            most.children = std::max(most.children, taken.children);
        }
        return most;
    };
    desk.time.advance(HourMs);
    const Taken first = look();
    const int messagesAtFirst = messagesWritten;
    for (int hour = 1; hour < hours; ++hour) {
        desk.time.advance(HourMs);
        desk.world->network().forgetSeen();
    }
    const Taken last = look();
    qInstallMessageHandler(before);
    row.ours = {last.heapMb, last.heapMb, last.heapMb};
    row.theirs = {first.heapMb, first.heapMb, first.heapMb};
    row.value = last.heapMb / first.heapMb;
    row.spread = {*row.value, *row.value, *row.value};
    row.note = u"heap, the simulated cloud included; %1 virtual hours, the window shown"_s.arg(hours);
    row.grow(u"timers more"_s, double(last.timers - first.timers), 0);
    row.grow(u"replies more"_s, double(last.replies - first.replies), 0);
    row.grow(u"objects more"_s, double(last.children - first.children), 0);
    row.grow(u"lines written to the log"_s, messagesWritten - messagesAtFirst, 0);
    return row;
}

} // namespace

Told enduranceSection(const Surrounding &surrounding)
{
    return {{dayRow(surrounding)}, {}};
}

} // namespace leasekeeper::bench
