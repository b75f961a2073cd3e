// SPDX-License-Identifier: MIT
//
// Starting, as a person sees it: processes of their own, from the moment they are started to the moment their
// window has been painted.

#include "children.h"
#include "rowlist.h"
#include "section.h"

using namespace Qt::StringLiterals;

namespace leasekeeper::bench
{

namespace
{

constexpr int RoundTripMs = 50;

QHash<QString, QString> variables(const ServerProcess &server, const QString &until)
{
    return {{u"OS_TOKEN"_s, QString::fromLatin1(server.token())}, {u"LEASEKEEPER_BENCH_UNTIL"_s, until}};
}

Row paintRow(const Surrounding &surrounding, const Home &home, const ServerProcess &server, Row &quiet)
{
    Row row = expectedRow(u"start-paint"_s);
    Observed last;
    Observed lastBare;
    row.take(inTurns(
        surrounding.rounds(25, 9),
        [&] {
            last = observe(home, programPath(), readingArguments(server), variables(server, u"painted"_s));
            return last.since("painted");
        },
        [&] {
            lastBare = observe(home, bareProgramPath(), {}, {{u"LEASEKEEPER_BENCH_UNTIL"_s, u"painted"_s}});
            return lastBare.since("painted");
        }));
    row.note = u"real time"_s;
    const auto calls = [](const Observed &seen, const QByteArray &name) { return seen.told.value(name); };
    const double own = calls(last, "network") + calls(last, "local") + calls(last, "writes");
    const double bare = calls(lastBare, "network") + calls(lastBare, "local") + calls(lastBare, "writes");
    quiet.ours = {own, own, own};
    quiet.theirs = {bare, bare, bare};
    quiet.value = own - bare;
    quiet.spread = {own - bare, own - bare, own - bare};
    quiet.note = u"%1 network, %2 local services, %3 files; an endpoint and a token are given"_s
                     .arg(calls(last, "network"))
                     .arg(calls(last, "local"))
                     .arg(calls(last, "writes"));
    return row;
}

Row rowsRow(const Surrounding &surrounding, const Home &home)
{
    const ServerProcess few(100, RoundTripMs);
    const ServerProcess many(10'000, RoundTripMs);
    const auto ours = [&home](const ServerProcess &server) {
        return observe(home, programPath(), readingArguments(server), variables(server, u"rows"_s))
            .since("rows");
    };
    const auto bare = [&home](const ServerProcess &server) {
        const QString page = server.url().toString() + u"/v1/"_s + server.project() +
                             u"/notebooks?feature=NOTEBOOK&limit=50&offset=0"_s;
        return observe(home, bareProgramPath(), {page, QString::fromLatin1(server.token())},
                       {{u"LEASEKEEPER_BENCH_UNTIL"_s, u"rows"_s}})
            .since("rows");
    };
    Row row = expectedRow(u"start-rows"_s);
    row.take(inTurns(
        surrounding.rounds(25, 7), [&] { return ours(few); }, [&] { return bare(few); }));
    row.note = u"real time"_s;
    const Paired scale = inTurns(
        surrounding.rounds(11, 5), [&] { return ours(many); }, [&] { return ours(few); });
    row.grow(u"10 000 instances against 100"_s, scale.ratio.median(), 1.1);
    return row;
}

Row memoryRow(const Surrounding &surrounding, const Home &home)
{
    const ServerProcess server(100, 0);
    Row row = expectedRow(u"memory-100"_s);
    row.take(inTurns(
        surrounding.rounds(5, 2),
        [&] {
            return observe(home, programPath(), readingArguments(server), variables(server, {}))
                       .told.value("rss") /
                   1024;
        },
        [&] { return observe(home, bareProgramPath(), {}, {}).told.value("rss") / 1024; }));
    row.note = u"resident, shared libraries included"_s;
    return row;
}

} // namespace

Told startSection(const Surrounding &surrounding)
{
    const Home home;
    const ServerProcess server(100, 0);
    Row quiet = expectedRow(u"start-quiet"_s);
    const Row paint = paintRow(surrounding, home, server, quiet);
    return {{paint, quiet, rowsRow(surrounding, home), memoryRow(surrounding, home)}, {}};
}

} // namespace leasekeeper::bench
