// SPDX-License-Identifier: MIT
//
// What a row costs in memory, everything included that the window keeps of it: store, table, order, filter,
// view.

#include "rowlist.h"
#include "section.h"
#include "table.h"

#include <vector>

using namespace Qt::StringLiterals;

namespace leasekeeper::bench
{

namespace
{

/// Bytes that stay after `keep` has run.
double keptBytes(const std::function<void()> &keep)
{
    const qint64 before = heapBytes();
    keep();
    return double(heapBytes() - before);
}

double oursBytes(Fleet &fleet)
{
    Table table;
    table.show();
    const double bytes = keptBytes([&] {
        fleet.eachPage([&](const QList<Instance> &page) { table.observe({page}); });
        // What a person does sooner or later: every kind of order and of memory for it is there.
        table.sortModel.sort(int(InstanceColumn::StopsIn));
        table.sortModel.setFilterText(u"gpu"_s);
        table.sortModel.setFilterText({});
        table.sortModel.sort(int(InstanceColumn::Name));
        Table::settle();
    });
    if (table.sortModel.rowCount() != fleet.count())
        qFatal("the table has not got all rows");
    return bytes / fleet.count();
}

double plainBytes(Fleet &fleet)
{
    std::vector<Instance> rows;
    const double bytes = keptBytes([&] {
        rows.reserve(std::size_t(fleet.count()));
        fleet.eachPage(
            [&](const QList<Instance> &page) { rows.insert(rows.end(), page.begin(), page.end()); });
    });
    return bytes / fleet.count();
}

} // namespace

Told memorySection(const Surrounding &surrounding)
{
    Row row = expectedRow(u"memory-row"_s);
    {
        Fleet fleet(100'000);
        (void)fleet.pageBytes(0); // the cloud's own list is made now
        const double plain = plainBytes(fleet);
        const double ours = oursBytes(fleet);
        row.ours = {ours, ours, ours};
        row.theirs = {plain, plain, plain};
        row.value = ours / plain;
        row.spread = {ours / plain, ours / plain, ours / plain};
        row.note = u"sizeof(Instance) %1"_s.arg(sizeof(Instance));
    }
    Fleet small(surrounding.quick ? 5'000 : 10'000);
    (void)small.pageBytes(0);
    const double few = oursBytes(small);
    row.grow(u"a row of 100 000 against one of %1"_s.arg(small.count()), row.ours.median / few, 1.1);
    return {{row}, {}};
}

} // namespace leasekeeper::bench
