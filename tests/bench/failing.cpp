// SPDX-License-Identifier: MIT
//
// Two virtual hours against a service that always fails: what it is asked meanwhile.

#include "rowlist.h"
#include "section.h"
#include "virtualworld.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper::bench
{

namespace
{

constexpr qint64 HourMs = 3'600'000;

struct Asked {
    double firstHour = 0;
    double laterHour = 0;
};

Asked askedWhileFailing(SimulatedAccessManager::Fault fault, int status)
{
    VirtualDesk desk(20);
    SimulatedAccessManager &network = desk.world->network();
    if (status != 0)
        desk.world->cloud().answerNext("GET", "/", {status, {}, "{}"}, 10'000'000);
    else
        network.setFaults([fault](const QByteArray &, const QUrl &) { return fault; });
    desk.start();
    desk.time.advance(HourMs);
    Asked asked;
    asked.firstHour = double(network.seen().size());
    network.forgetSeen();
    desk.time.advance(HourMs);
    asked.laterHour = double(network.seen().size());
    return asked;
}

struct Failure {
    SimulatedAccessManager::Fault fault;
    int status; ///< where the service answers at all
};

/// Those first that differ most, for when there is little time.
QList<Failure> failures(const Surrounding &surrounding)
{
    using Fault = SimulatedAccessManager::Fault;
    QList<Failure> all{{Fault::Refused, 0}, {Fault::None, 429},      {Fault::Hang, 0},
                       {Fault::None, 503},  {Fault::LostBefore, 0},  {Fault::None, 500},
                       {Fault::Html, 0},    {Fault::HostNotFound, 0}};
    all.resize(surrounding.rounds(int(all.size()), 3));
    return all;
}

Row failingRow(const Surrounding &surrounding)
{
    Row row = expectedRow(u"failing-hour"_s);
    Series first;
    Series ratio;
    double later = 0;
    const QList<Failure> ways = failures(surrounding);
    for (const Failure &way : ways) {
        const Asked asked = askedWhileFailing(way.fault, way.status);
        first.add(asked.firstHour);
        ratio.add(asked.firstHour / 60);
        later = std::max(later, asked.laterHour);
    }
    Series sixty;
    sixty.add(60);
    row.setSides(first, sixty);
    row.value = ratio.most();
    row.spread = {ratio.most(), ratio.least(), ratio.most()};
    row.note = u"the worst of %1 ways to fail counts, the start included"_s.arg(ways.size());
    row.grow(u"requests a minute in the second hour"_s, later / 60, 1);
    return row;
}

} // namespace

Told failingSection(const Surrounding &surrounding)
{
    return {{failingRow(surrounding)}, {}};
}

} // namespace leasekeeper::bench
