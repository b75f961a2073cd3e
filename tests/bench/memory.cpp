// SPDX-License-Identifier: MIT
//
// What a row costs in memory, everything included that the window keeps of it: store, table, order, filter,
// view.

#include "rowlist.h"
#include "section.h"
#include "table.h"
#include "textpool.h"

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace leasekeeper::bench
{

namespace
{

constexpr int Many = 100'000;
constexpr int PageRows = 50;

/// Bytes that stay after `keep` has run.
double keptBytes(const std::function<void()> &keep)
{
    const qint64 before = heapBytes();
    keep();
    return double(heapBytes() - before);
}

/// Page after page of so many instances, each let go before the next, as a listing does.
void eachPage(const QList<Instance> &sample, int count,
              const std::function<void(const QList<Instance> &)> &take)
{
    for (int first = 0; first < count; first += PageRows)
        take(multiplied(sample, std::min(PageRows, count - first), first));
}

double oursBytes(const QList<Instance> &sample, int count)
{
    Table table;
    table.show();
    const double bytes = keptBytes([&] {
        eachPage(sample, count, [&](const QList<Instance> &page) { table.observe({page}); });
        // What a person does sooner or later: every kind of order and of memory for it is there.
        table.sortModel.sort(int(InstanceColumn::StopsIn));
        table.sortModel.setFilterText(u"gpu"_s);
        table.sortModel.setFilterText({});
        table.sortModel.sort(int(InstanceColumn::Name));
        Table::settle();
    });
    if (table.sortModel.rowCount() != count)
        qFatal("the table has not got all rows");
    return bytes / count;
}

/// Instances as they are read, one behind the other; `texts`, if any, makes equal texts one.
double plainBytes(const QList<Instance> &sample, int count, TextPool *texts = nullptr)
{
    std::vector<Instance> rows;
    const double bytes = keptBytes([&] {
        rows.reserve(std::size_t(count));
        eachPage(sample, count, [&](const QList<Instance> &page) {
            for (const Instance &instance : page) {
                rows.push_back(instance);
                if (texts)
                    texts->share(rows.back());
            }
        });
    });
    return bytes / count;
}

} // namespace

Told memorySection(const Surrounding &surrounding)
{
    Row row = expectedRow(u"memory-row"_s);
    const QList<Instance> sample = sampleOfFleet();
    const double plain = plainBytes(sample, Many);
    const double ours = oursBytes(sample, Many);
    row.ours = {ours, ours, ours};
    row.theirs = {plain, plain, plain};
    row.value = ours / plain;
    row.spread = {ours / plain, ours / plain, ours / plain};
    row.note = u"of which the struct %1; store, table, order, filter and view"_s.arg(sizeof(Instance));
    const int few = surrounding.quick ? 5'000 : 10'000;
    row.grow(u"a row of 100 000 against one of %1"_s.arg(few), ours / oursBytes(sample, few), 1.1);
    TextPool texts;
    const QString remark =
        u"Rows with texts of their own or in common, %1 of them: %2 against %3 bytes each. "
        u"Decided: in common."_s.arg(Many)
            .arg(plain, 0, 'f', 0)
            .arg(plainBytes(sample, Many, &texts), 0, 'f', 0);
    return {{row}, {remark}};
}

} // namespace leasekeeper::bench
