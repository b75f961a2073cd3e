// SPDX-License-Identifier: MIT
//
// How often the program wakes because a time has come while nothing is to be seen of it, or nothing that is
// seen changes by itself; beside a program that has no timer at all.

#include "children.h"
#include "rowlist.h"
#include "section.h"

#include "measure.h"

using namespace Qt::StringLiterals;

namespace leasekeeper::bench
{

namespace
{

constexpr int MinuteMs = 60'000;
constexpr int QuickMs = 20'000;
constexpr int Few = 60;
constexpr int Many = 600;

/// Instances of which nothing changes by itself.
void placeStill(const ServerProcess &server, int count)
{
    for (int n = 0; n < count; ++n) {
        (void)server.control("POST", u"place"_s,
                             {{u"name"_s, u"still-%1"_s.arg(n)}, {u"status"_s, u"STOPPED"_s}});
    }
}

} // namespace

Told idleSection(const Surrounding &surrounding)
{
    const Home home;
    const Home otherHome;
    const Home fullHome;
    const Home bareHome;
    const ServerProcess server(0, 0);
    placeStill(server, Few);
    const ServerProcess fullServer(0, 0);
    placeStill(fullServer, Many);
    const int stayMs = surrounding.quick ? QuickMs : MinuteMs;
    QHash<QString, QString> variables{{u"OS_TOKEN"_s, QString::fromLatin1(server.token())},
                                      {u"LEASEKEEPER_BENCH_STAY"_s, QString::number(stayMs)}};
    const auto still = startObserved(home, programPath(), readingArguments(server), variables);
    QHash<QString, QString> fullVariables = variables;
    fullVariables.insert(u"OS_TOKEN"_s, QString::fromLatin1(fullServer.token()));
    const auto full = startObserved(fullHome, programPath(), readingArguments(fullServer), fullVariables);
    variables.insert(u"LEASEKEEPER_BENCH_WINDOW"_s, u"hidden"_s);
    const auto hidden = startObserved(otherHome, programPath(), readingArguments(server), variables);
    const auto bare = startObserved(bareHome, bareProgramPath(), {},
                                    {{u"LEASEKEEPER_BENCH_STAY"_s, QString::number(stayMs)}});
    const double perMinute = double(MinuteMs) / stayMs;
    const Observed floor = observedOf(*bare, 0);
    const auto judge = [&](const QString &id, QProcess &process) {
        const Observed seen = observedOf(process, 0);
        Row row = expectedRow(id);
        const double own = seen.told.value("timer-wakeups") * perMinute;
        const double other = floor.told.value("timer-wakeups") * perMinute;
        row.ours = {own, own, own};
        row.theirs = {other, other, other};
        row.value = own - other;
        row.spread = {*row.value, *row.value, *row.value};
        row.note = u"because of a timer, in 60 s (%1 s watched); for the answers of a refresh and the like "
                   u"%2 more, the bare program %3"_s.arg(stayMs / 1000)
                       .arg(seen.told.value("other-wakeups") * perMinute)
                       .arg(floor.told.value("other-wakeups") * perMinute);
        return row;
    };
    Row stillRow = judge(u"idle-still"_s, *still);
    const double ofMany = observedOf(*full, 0).told.value("timer-wakeups") * perMinute;
    // One of them may fall just inside or just outside the time of looking.
    stillRow.grow(u"more wake-ups with %1 rows than with %2"_s.arg(Many).arg(Few),
                  ofMany - stillRow.ours.median, perMinute);
    return {{judge(u"idle-hidden"_s, *hidden), stillRow}, {}};
}

} // namespace leasekeeper::bench
