// SPDX-License-Identifier: MIT
//
// Acting: how soon a decision is on the wire, while nothing else happens and during a listing; and how long
// 500 of them take.

#include "actionservice.h"
#include "calltap.h"
#include "decisions.h"
#include "desk.h"
#include "instancestore.h"
#include "instancetablemodel.h"
#include "rowlist.h"
#include "section.h"
#include "serverclock.h"

#include <QTimer>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace leasekeeper::bench
{

namespace
{

constexpr int RoundTripMs = 50;
constexpr int Count = 500;
constexpr qint64 HourMs = 3'600'000;

/// Instances that can be prolonged, in the order of the table.
QList<DecisionTarget> targets(const WireDesk &desk, int most)
{
    QList<DecisionTarget> all;
    const InstanceTableModel &model = desk.session().model();
    const qint64 now = desk.session().serverClock().nowMs();
    for (int row = 0; row < model.rowCount() && all.size() < most; ++row) {
        const Instance &instance = model.at(row).instance;
        const std::optional<qint64> stopsAt = stopsAtMs(instance.lease, instance.status);
        if (!stopsAt || *stopsAt < now + 60'000 || *stopsAt > now + 6 * HourMs)
            continue;
        DecisionTarget target = decisionTarget(instance);
        target.stopAtMs = *stopsAt + HourMs;
        all.append(target);
    }
    return all;
}

Decision prolong(const QList<DecisionTarget> &targets)
{
    Decision decision;
    decision.verb = InstanceVerb::Prolong;
    decision.targets = targets;
    return decision;
}

/// From the decision to the first bytes of the write, ms.
double toTheWireMs(WireDesk &desk, const DecisionTarget &target)
{
    bool ended = false;
    QObject context;
    QObject::connect(&desk.session(), &Session::batchEnded, &context, [&ended] { ended = true; });
    const double before = sharedClockMs();
    desk.session().submit(prolong({target}));
    WireDesk::waitUntil([before] { return calls().lastSentMs > before; });
    const double ms = calls().lastSentMs - before;
    WireDesk::waitUntil([&ended] { return ended; });
    return ms;
}

void turnFor(int ms)
{
    const double end = sharedClockMs() + ms;
    QTimer beat;
    beat.start(1);
    WireDesk::waitUntil([end] { return sharedClockMs() >= end; });
}

Row clickRow(const Surrounding &surrounding)
{
    Row row = expectedRow(u"click"_s);
    const auto measure = [&](const ServerProcess &server, int rounds) {
        WireDesk desk(server);
        desk.start();
        desk.waitForListing();
        const QList<DecisionTarget> all = targets(desk, 2 * (rounds + 1));
        qsizetype next = 0;
        return inTurns(
            rounds,
            [&] {
                desk.session().refresh();
                turnFor(3 * RoundTripMs);
                if (!desk.session().readingState().listing)
                    qFatal("the listing is over already");
                const double ms = toTheWireMs(desk, all.at(next++));
                desk.waitForListing();
                return ms;
            },
            [&] {
                turnFor(2 * RoundTripMs);
                return toTheWireMs(desk, all.at(next++));
            });
    };
    const ServerProcess server(2'000, RoundTripMs);
    row.take(measure(server, surrounding.rounds(15, 4)));
    row.note = u"real time, a prolong during a listing of 41 pages"_s;
    const ServerProcess larger(6'000, RoundTripMs);
    const Paired queued = measure(larger, surrounding.rounds(5, 2));
    row.grow(u"122 pages queued against 41"_s, queued.ours.median() / row.ours.median, 1.5);
    return row;
}

Row prolongRow(const Surrounding &surrounding)
{
    Row row = expectedRow(u"prolong-500"_s);
    Series took;
    Series ideal;
    Series ratio;
    Requests writes;
    Requests reads;
    for (int round = 0; round < surrounding.rounds(3, 1); ++round) {
        const ServerProcess server(1'500, RoundTripMs);
        WireDesk desk(server);
        desk.start();
        desk.waitForListing();
        const QList<DecisionTarget> all = targets(desk, Count);
        if (all.size() < Count)
            qFatal("only %d instances can be prolonged", int(all.size()));
        int confirmed = -1;
        QObject context;
        QObject::connect(&desk.session(), &Session::batchEnded, &context, [&](const BatchReport &report) {
            confirmed = report.count(ActionOutcome::End::Confirmed);
        });
        server.forgetRequests();
        const double ms = wallMs([&] {
            desk.session().submit(prolong(all));
            WireDesk::waitUntil([&confirmed] { return confirmed >= 0; });
        });
        if (confirmed != Count)
            qFatal("only %d of %d were confirmed", confirmed, Count);
        writes = Requests::seen(server, "PATCH", {}, RoundTripMs);
        reads = Requests::seen(server, "GET", {}, RoundTripMs);
        const double best = std::ceil(double(Count) / std::max(1, writes.mostAtOnce)) * RoundTripMs;
        took.add(ms);
        ideal.add(best);
        ratio.add(ms / best);
    }
    row.setSides(took, ideal);
    row.value = ratio.median();
    row.spread = {ratio.median(), ratio.least(), ratio.most()};
    row.note = u"k = %1, %2 writes, %3 reads; real time until all are confirmed"_s.arg(writes.mostAtOnce)
                   .arg(writes.count)
                   .arg(reads.count);
    return row;
}

} // namespace

Told actingSection(const Surrounding &surrounding)
{
    return {{clickRow(surrounding), prolongRow(surrounding)}, {}};
}

} // namespace leasekeeper::bench
