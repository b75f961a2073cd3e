// SPDX-License-Identifier: MIT
//
// Order and filter at 100 000 rows, a view attached; and the figures on which it was decided not to use
// QSortFilterProxyModel.

#include "cellsort.h"
#include "rowlist.h"
#include "section.h"
#include "table.h"

#include <QCollator>
#include <QSortFilterProxyModel>
#include <QTableView>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

using namespace Qt::StringLiterals;

namespace leasekeeper::bench
{

namespace
{

constexpr int Many = 100'000;
constexpr int Tenth = 10'000;
constexpr double FrameMs = 16.7;

QCollator naturalOrder()
{
    QCollator collator(QLocale(QLocale::English));
    collator.setNumericMode(true);
    collator.setCaseSensitivity(Qt::CaseInsensitive);
    return collator;
}

std::vector<int> numbers(std::size_t count)
{
    std::vector<int> all(count);
    std::iota(all.begin(), all.end(), 0);
    return all;
}

/// What the order is compared with: keys that are there already, and nothing else to do.
struct ReadyKeys {
    explicit ReadyKeys(const QList<Instance> &instances)
    {
        const QCollator collator = naturalOrder();
        std::vector<qint64> stops;
        for (const Instance &instance : instances) {
            names.push_back(collator.sortKey(instance.name));
            stops.push_back(stopsAtMs(instance.lease, instance.status).value_or(1LL << 60));
        }
        std::vector<qint64> sorted = stops;
        std::sort(sorted.begin(), sorted.end());
        for (const qint64 stop : stops)
            ranks.push_back(int(std::lower_bound(sorted.begin(), sorted.end(), stop) - sorted.begin()));
    }

    [[nodiscard]] double sortNamesMs() const
    {
        std::vector<int> order = numbers(names.size());
        return cpuMs([&] {
            std::stable_sort(order.begin(), order.end(), [this](int a, int b) {
                return names[std::size_t(a)].compare(names[std::size_t(b)]) < 0;
            });
        });
    }
    [[nodiscard]] double sortRanksMs() const
    {
        std::vector<int> order = numbers(ranks.size());
        return cpuMs([&] {
            std::stable_sort(order.begin(), order.end(),
                             [this](int a, int b) { return ranks[std::size_t(a)] < ranks[std::size_t(b)]; });
        });
    }

    std::vector<QCollatorSortKey> names;
    std::vector<int> ranks;
};

double sortMs(Table &table, InstanceColumn column)
{
    // Another column before, so that nothing of this one is left over.
    table.sortModel.sort(int(InstanceColumn::Image));
    Table::settle();
    return cpuMs([&] {
        table.sortModel.sort(int(column));
        Table::settle();
    });
}

QList<Row> sortRows(const Surrounding &surrounding, Table &table, Table &small, const ReadyKeys &keys)
{
    const int rounds = surrounding.rounds(7, 3);
    Row byName = expectedRow(u"sort-name"_s);
    byName.take(inTurns(
        rounds, [&] { return sortMs(table, InstanceColumn::Name); }, [&] { return keys.sortNamesMs(); }));
    byName.note = u"processor time, the view included"_s;
    Row byStop = expectedRow(u"sort-stop"_s);
    byStop.take(inTurns(
        rounds, [&] { return sortMs(table, InstanceColumn::StopsIn); }, [&] { return keys.sortRanksMs(); }));

    const double ideal = Many * std::log2(Many) / (Tenth * std::log2(Tenth));
    const auto growth = [&](Row &row, InstanceColumn column) {
        Series tenth;
        for (int round = 0; round <= rounds; ++round)
            tenth.add(sortMs(small, column));
        row.grow(u"100 000 against 10 000, n log n is 1"_s, row.ours.median / tenth.median() / ideal, 1.6);
        table.sortModel.sort(int(InstanceColumn::Image));
        const qint64 before = table.model.asked;
        table.sortModel.sort(int(column));
        row.grow(u"cells asked per row"_s, double(table.model.asked - before) / Many, 4);
        Table::settle();
    };
    growth(byName, InstanceColumn::Name);
    growth(byStop, InstanceColumn::StopsIn);
    return {byName, byStop};
}

double strokeMs(Table &table, const QString &text)
{
    return cpuMs([&] {
        table.sortModel.setFilterText(text);
        Table::settle();
    });
}

QList<Row> filterRows(const Surrounding &surrounding, Table &table, const std::vector<QString> &folded)
{
    const QString typed = u"gpu.t4"_s;
    Series worst;
    Series lastStroke;
    Series fromNothing;
    int kept = 0;
    Paired strokes;
    for (int round = 0; round <= surrounding.rounds(7, 3); ++round) {
        double longest = 0;
        for (qsizetype length = 1; length <= typed.size(); ++length) {
            const QString prefix = typed.left(length);
            const double own = strokeMs(table, prefix);
            const double scan = cpuMs([&] {
                kept = int(std::count_if(folded.begin(), folded.end(),
                                         [&prefix](const QString &text) { return text.contains(prefix); }));
            });
            if (kept != table.sortModel.rowCount())
                qFatal("the filter keeps %d rows, the scan %d", table.sortModel.rowCount(), kept);
            longest = std::max(longest, own);
            if (round == 0)
                continue;
            strokes.ours.add(own);
            strokes.peer.add(scan);
            strokes.ratio.add(own / scan);
            if (length == typed.size())
                lastStroke.add(own);
        }
        const double away = strokeMs(table, {});
        fromNothing.add(strokeMs(table, typed));
        (void)strokeMs(table, {});
        worst.add(std::max(longest, away));
    }
    Row ratio = expectedRow(u"filter"_s);
    ratio.take(strokes);
    ratio.grow(u"one letter more against all of it at once"_s, lastStroke.median() / fromNothing.median(),
               1.0);
    ratio.note = u"“%1” letter by letter, the view included"_s.arg(typed);
    Row frame = expectedRow(u"filter-frame"_s);
    frame.ours = {worst.median(), worst.least(), worst.most()};
    frame.theirs = {FrameMs, FrameMs, FrameMs};
    frame.value = worst.median() / FrameMs;
    frame.spread = {*frame.value, worst.least() / FrameMs, worst.most() / FrameMs};
    frame.note = u"the first stroke and clearing included"_s;
    return {ratio, frame};
}

/// The same with Qt's own proxy, as it would be used here.
class QtProxy final : public QSortFilterProxyModel
{
public:
    QtProxy()
    {
        setFilterRole(InstanceTableModel::FilterRole);
        setSortRole(InstanceTableModel::SortRole);
        setDynamicSortFilter(true);
    }

protected:
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override
    {
        static const QCollator collator = naturalOrder();
        const QVariant a = left.data(sortRole());
        const QVariant b = right.data(sortRole());
        if (a.typeId() == QMetaType::QString && b.typeId() == QMetaType::QString)
            return collator.compare(a.toString(), b.toString()) < 0;
        return a.toLongLong() < b.toLongLong();
    }
};

/// On what figures an ordering of our own was decided.
QString decision(const QList<Instance> &instances, const QList<Instance> &changed)
{
    const QList<QList<Instance>> pages = inPages(instances);
    const QList<QList<Instance>> changedPages = inPages(changed);
    double ours[3] = {};
    double theirs[3] = {};
    {
        Table table;
        table.show();
        table.sortModel.sort(int(InstanceColumn::Image));
        table.observe(pages);
        Table::settle();
        ours[0] = sortMs(table, InstanceColumn::Name);
        ours[1] = strokeMs(table, u"gpu"_s);
        (void)strokeMs(table, {});
        ours[2] = cpuMs([&] {
            table.observe({changed});
            Table::settle();
        });
    }
    {
        Table table;
        QtProxy proxy;
        QTableView view;
        view.setModel(&proxy);
        proxy.setSourceModel(&table.model);
        view.resize(1600, 900);
        view.show();
        table.observe(pages);
        Table::settle();
        theirs[0] = cpuMs([&] {
            proxy.sort(int(InstanceColumn::Name));
            Table::settle();
        });
        theirs[1] = cpuMs([&] {
            proxy.setFilterFixedString(u"gpu"_s);
            Table::settle();
        });
        proxy.setFilterFixedString({});
        Table::settle();
        theirs[2] = cpuMs([&] {
            table.observe({changed});
            Table::settle();
        });
    }
    return u"Own ordering or QSortFilterProxyModel, %1 rows in a view: sort by name %2 against %3 ms, filter "
           u"stroke %4 against %5 ms, every tenth row changed at once %6 against %7 ms. Decided: our own."_s
               .arg(instances.size())
               .arg(ours[0], 0, 'f', 1)
               .arg(theirs[0], 0, 'f', 1)
               .arg(ours[1], 0, 'f', 1)
               .arg(theirs[1], 0, 'f', 1)
               .arg(ours[2], 0, 'f', 1)
               .arg(theirs[2], 0, 'f', 1);
}

/// Every tenth instance with another name and another stop time.
QList<Instance> everyTenthChanged(const QList<Instance> &instances)
{
    QList<Instance> changed;
    for (qsizetype n = 0; n < instances.size(); n += 10) {
        Instance instance = readAgain(instances.at(n));
        instance.name.prepend(u'q');
        if (instance.lease.durationMs)
            *instance.lease.durationMs += 60'000;
        changed.append(instance);
    }
    return changed;
}

} // namespace

Told sortSection(const Surrounding &surrounding)
{
    const QList<Instance> instances = multiplied(sampleOfFleet(), Many);
    Table table;
    table.show();
    table.observe(inPages(instances));
    Table small;
    small.show();
    small.observe(inPages(instances.first(Tenth)));
    Table::settle();

    const ReadyKeys keys(instances);
    Told told;
    std::vector<QString> folded;
    for (const Instance &instance : instances)
        folded.push_back(rowFilterText(instance, Profile()));
    told.rows += filterRows(surrounding, table, folded);
    told.rows += sortRows(surrounding, table, small, keys);
    const QList<Instance> few = instances.first(Tenth);
    told.remarks += decision(few, everyTenthChanged(few));
    return told;
}

} // namespace leasekeeper::bench
