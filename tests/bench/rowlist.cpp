// SPDX-License-Identifier: MIT
#include "rowlist.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper::bench
{

namespace
{

constexpr double NoLimit = std::numeric_limits<double>::infinity();

Row line(const QString &id, const QString &metric, const QString &peer, const QString &unit, double must,
         double goal)
{
    Row row;
    row.id = id;
    row.metric = metric;
    row.peer = peer;
    row.unit = unit;
    row.must = must;
    row.goal = goal;
    return row;
}

Row longLine(Row row)
{
    row.isLong = true;
    return row;
}

} // namespace

const QList<Row> &expectedRows()
{
    static const QList<Row> rows{
        line(u"start-paint"_s, u"start → first painted table"_s, u"bare table program, 100 rows"_s, u"ms"_s,
             2.0, 1.3),
        line(u"start-quiet"_s, u"before first paint: network, key store, file writes"_s, u"none"_s,
             u"calls"_s, 0, 0),
        line(u"start-rows"_s, u"start → first service rows, 50 ms round trip"_s,
             u"bare table program that reads one page"_s, u"ms"_s, 1.3, 1.1),
        line(u"listing"_s, u"complete listing, 200 pages at 50 ms, shown"_s, u"⌈pages/k⌉ · 50 ms"_s, u"ms"_s,
             1.25, 1.08),
        line(u"listing-serial"_s, u"the same"_s, u"one page after the other"_s, u"ms"_s, 1.0 / 3, 1 / 3.8),
        line(u"listing-gap"_s, u"longest event-loop gap meanwhile"_s, u"one frame, 16.7 ms"_s, u"ms"_s, 1,
             0.5),
        line(u"decode"_s, u"page bytes → finished instances"_s, u"QJsonDocument::fromJson"_s, u"ms"_s, 2.0,
             1.4),
        line(u"refresh-same"_s, u"refresh, nothing changed, 10 000 rows"_s, u"hash-and-compare loop"_s,
             u"M instr"_s, 3, 1.2),
        line(u"refresh-50"_s, u"refresh, 50 of 10 000 changed"_s, u"the unchanged refresh"_s, u"M instr"_s,
             1.5, 1.1),
        line(u"refresh-reset"_s, u"the same, shown"_s, u"program that resets its model"_s, u"ms"_s, 1.0 / 5,
             1.0 / 20),
        line(u"tick"_s, u"one tick, 35 visible rows"_s, u"repaint of a column of a bare table"_s, u"ms"_s, 2,
             1.2),
        line(u"idle-hidden"_s, u"idle 60 s, window hidden: woken by timers"_s, u"program without timer"_s,
             u"wake-ups"_s, 6, 1),
        line(u"idle-still"_s, u"idle 60 s, nothing visible counts: the same"_s, u"program without timer"_s,
             u"wake-ups"_s, 6, 1),
        line(u"sort-name"_s, u"sort 100 000 by name"_s, u"stable_sort over ready keys"_s, u"ms"_s, 3, 1.3),
        line(u"sort-stop"_s, u"sort 100 000 by stop time"_s, u"stable_sort over integer ranks"_s, u"ms"_s, 5,
             2),
        line(u"filter"_s, u"filter key stroke at 100 000"_s, u"linear scan of folded text"_s, u"ms"_s, 5,
             1.5),
        line(u"filter-frame"_s, u"the same, longest of the strokes"_s, u"one frame, 16.7 ms"_s, u"ms"_s, 1,
             0.5),
        line(u"scroll"_s, u"scroll step, 1600×900"_s, u"bare QTableView"_s, u"ms"_s, 1.5, 1.15),
        line(u"repaint"_s, u"full repaint, 1600×900"_s, u"bare QTableView"_s, u"ms"_s, 1.5, 1.15),
        line(u"memory-row"_s, u"memory per row at 100 000, all included"_s,
             u"plain struct, unshared strings"_s, u"bytes"_s, 1.0, 0.5),
        line(u"memory-100"_s, u"memory with 100 rows"_s, u"bare table program"_s, u"MiB"_s, 1.6, 1.2),
        line(u"day"_s, u"24 virtual hours, 500 instances: memory"_s, u"after hour 1"_s, u"MiB"_s, 1.02, 1.0),
        line(u"click"_s, u"click → bytes on the wire during a listing"_s, u"the same when idle"_s, u"ms"_s, 2,
             1.2),
        line(u"prolong-500"_s, u"500 prolongs at 50 ms"_s, u"⌈500/k⌉ · 50 ms"_s, u"ms"_s, 1.25, 1.08),
        line(u"failing-hour"_s, u"one hour, service always fails: requests"_s, u"60"_s, u"requests"_s, 1.5,
             1.0),
        line(u"gap-listing"_s, u"100 000-instance demo: longest gap, listing"_s, u"50 ms"_s, u"ms"_s, 1,
             8.0 / 50),
        line(u"gap-filter"_s, u"… filter, key by key"_s, u"50 ms"_s, u"ms"_s, 1, 8.0 / 50),
        line(u"gap-scroll"_s, u"… scrolling"_s, u"50 ms"_s, u"ms"_s, 1, 8.0 / 50),
        longLine(line(u"gap-refresh"_s, u"… refresh of all rows"_s, u"50 ms"_s, u"ms"_s, 1, 8.0 / 50)),
        line(u"gap-select"_s, u"… select all"_s, u"50 ms"_s, u"ms"_s, 1, 8.0 / 50),
        line(u"gap-sort-name"_s, u"… sort by name (on command, not judged)"_s, u"50 ms"_s, u"ms"_s, NoLimit,
             NoLimit),
        line(u"gap-sort-stop"_s, u"… sort by stop time (on command, not judged)"_s, u"50 ms"_s, u"ms"_s,
             NoLimit, NoLimit),
    };
    return rows;
}

Row expectedRow(const QString &id)
{
    const QList<Row> &all = expectedRows();
    const auto found = std::find_if(all.begin(), all.end(), [&id](const Row &row) { return row.id == id; });
    if (found == all.end())
        qFatal("no line of the table is called %s", qPrintable(id));
    return *found;
}

} // namespace leasekeeper::bench
