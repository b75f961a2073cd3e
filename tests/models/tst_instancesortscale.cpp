// SPDX-License-Identifier: MIT
#include "instancesortmodel.h"
#include "modelfixture.h"
#include "signallog.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QHash>
#include <QPersistentModelIndex>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <functional>
#include <utility>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr int RandomRounds = 600;

/// Few distinct values, many unknown ones: what an order has to hold out against.
TrackedInstance randomRow(const QString &id, QRandomGenerator &random)
{
    TrackedInstance row = running(id, u"n%1"_s.arg(random.bounded(6)), random.bounded(5) * 10 * MinuteMs);
    Instance &instance = row.instance;
    const int status = random.bounded(InstanceStatusCount);
    if (random.bounded(2) == 0)
        row = withStatus(row, InstanceStatus(status));
    switch (random.bounded(4)) {
    case 0:
        instance.lease = idleLease();
        break;
    case 1:
        instance.lease = offLease();
        break;
    default:
        break;
    }
    instance.flavor = random.bounded(3) == 0 ? QString() : u"Flavor%1"_s.arg(random.bounded(3));
    instance.poolName = random.bounded(2) == 0 ? QString() : u"pool%1"_s.arg(random.bounded(2));
    if (random.bounded(3) == 0)
        instance.storage.capacityGb.reset();
    else
        instance.storage.capacityGb = random.bounded(3);
    if (random.bounded(4) == 0)
        instance.createdAtMs.reset();
    return row;
}

} // namespace

/// The order under random changes, and what it costs.
class TestInstanceSortScale : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theOrderIsStrictAndTotal_data();
    void theOrderIsStrictAndTotal();
    void randomSequencesEqualAFreshModel();
    void F74_tenThousandChangesInOneRefresh();

private:
    FixedTime m_time;
};

void TestInstanceSortScale::theOrderIsStrictAndTotal_data()
{
    QTest::addColumn<int>("column");
    QTest::addColumn<Qt::SortOrder>("order");
    for (int column = 0; column < InstanceColumnCount; ++column) {
        const QString key = instanceColumnKey(InstanceColumn(column));
        QTest::newRow(qPrintable(QString(key + u" up"_s))) << column << Qt::AscendingOrder;
        QTest::newRow(qPrintable(QString(key + u" down"_s))) << column << Qt::DescendingOrder;
    }
}

void TestInstanceSortScale::theOrderIsStrictAndTotal()
{
    QFETCH(const int, column);
    QFETCH(const Qt::SortOrder, order);
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    InstanceTableModel model(m_time);
    QList<TrackedInstance> rows;
    for (int n = 0; n < 60; ++n)
        rows += randomRow(u"i%1"_s.arg(n), random);
    model.apply(inserted(rows));

    SortCells cells;
    cells.setSource(&model);
    cells.setColumn(column);
    const int count = model.rowCount();
    for (int a = 0; a < count; ++a) {
        QVERIFY(!cells.less(a, a, order));
        for (int b = 0; b < a; ++b) {
            QVERIFY(cells.less(a, b, order) != cells.less(b, a, order));
            const auto isKnown = [&](int row) {
                return model.index(row, column).data(InstanceTableModel::SortRole).isValid();
            };
            if (isKnown(a) != isKnown(b))
                QCOMPARE(cells.less(a, b, order), isKnown(a));
            for (int c = 0; c < b; ++c) {
                if (cells.less(a, b, order) && cells.less(b, c, order))
                    QVERIFY(cells.less(a, c, order));
                if (cells.less(c, b, order) && cells.less(b, a, order))
                    QVERIFY(cells.less(c, a, order));
            }
        }
    }

    // The order does not depend on the order in which the rows came.
    InstanceSortModel proxy;
    proxy.setSourceModel(&model);
    proxy.sort(column, order);
    const QStringList sorted = idsOf(proxy);
    std::shuffle(rows.begin(), rows.end(), random);
    model.clear();
    for (const TrackedInstance &row : std::as_const(rows))
        model.apply(inserted({row}));
    QCOMPARE(idsOf(proxy), sorted);
}

void TestInstanceSortScale::randomSequencesEqualAFreshModel()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    InstanceTableModel model(m_time);
    InstanceSortModel proxy;
    proxy.setSourceModel(&model);
    const QAbstractItemModelTester tester(&proxy, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QStringList filters{QString(), u"n1"_s, u"running"_s, u"flavor1 pool"_s, u"evs"_s};
    QStringList known;
    QHash<QString, QPersistentModelIndex> followed;
    int nextId = 0;
    int holds = 0;
    for (int round = 0; round < RandomRounds; ++round) {
        switch (random.bounded(8)) {
        case 0:
            proxy.sort(random.bounded(InstanceColumnCount + 1) - 1, Qt::SortOrder(random.bounded(2)));
            break;
        case 1:
            proxy.setFilterText(filters.at(random.bounded(int(filters.size()))));
            break;
        case 2:
            proxy.hold(true);
            ++holds;
            break;
        case 3:
            if (holds > 0) {
                proxy.hold(false);
                --holds;
            }
            break;
        default: {
            InstanceChanges changes;
            QStringList staying;
            for (const QString &id : std::as_const(known)) {
                const int fate = random.bounded(8);
                if (fate == 0) {
                    changes.removed += id;
                    continue;
                }
                if (fate < 3)
                    changes.changed += randomRow(id, random);
                staying += id;
            }
            for (int n = random.bounded(12); n > 0; --n) {
                staying += u"i%1"_s.arg(nextId++);
                changes.inserted += randomRow(staying.last(), random);
            }
            known = staying;
            model.apply(changes);
            break;
        }
        }
        // A persistent index goes on meaning its instance for as long as that is shown.
        for (auto it = followed.begin(); it != followed.end();) {
            if (!it->isValid()) {
                it = followed.erase(it);
                continue;
            }
            QCOMPARE(it->data(InstanceTableModel::IdRole).toString(), it.key());
            ++it;
        }
        const QStringList shown = idsOf(proxy);
        for (const QString &id : shown) {
            const QModelIndex index = proxy.mapFromSource(model.index(model.rowOf(id), 0));
            QVERIFY(index.isValid());
            followed.insert(id, index);
        }
        if (holds > 0)
            continue;
        InstanceSortModel fresh;
        fresh.setFilterText(proxy.filterText());
        fresh.sort(proxy.sortColumn(), proxy.sortOrder());
        fresh.setSourceModel(&model);
        QCOMPARE(shown, idsOf(fresh));
    }
}

void TestInstanceSortScale::F74_tenThousandChangesInOneRefresh()
{
    constexpr int count = 100'000;
    InstanceTableModel model(m_time);
    InstanceSortModel proxy;
    proxy.setSourceModel(&model);
    const auto timed = [](const char *what, const std::function<void()> &work) {
        QElapsedTimer timer;
        timer.start();
        work();
        qInfo("100 000 rows: %s %.1f ms", what, double(timer.nsecsElapsed()) / 1e6);
    };
    QList<TrackedInstance> rows;
    for (int n = 0; n < count; ++n)
        rows += running(u"i-%1"_s.arg(n), u"name-%1"_s.arg(n * 7919 % count), (n % 5000) * SecondMs);
    timed("first listing", [&] { model.apply(inserted(rows)); });
    timed("sort by name", [&] { proxy.sort(int(InstanceColumn::Name)); });
    timed("sort by stop time", [&] { proxy.sort(int(InstanceColumn::StopsIn)); });

    const QPersistentModelIndex followed = proxy.mapFromSource(model.index(77, 0));
    InstanceChanges changes;
    for (int n = 0; n < count; n += 10)
        changes.changed += running(u"i-%1"_s.arg(n), u"other-%1"_s.arg(n), (n * 31 % 5000) * SecondMs);
    SignalLog log(proxy);
    timed("10 000 changes", [&] { model.apply(changes); });
    // However many rows change their place, a view is told once.
    QCOMPARE(log.take().count(u"layout"_s), 1);
    QCOMPARE(followed.data(InstanceTableModel::IdRole).toString(), u"i-77"_s);

    timed("filter, first time", [&] { proxy.setFilterText(u"other"_s); });
    QCOMPARE(proxy.rowCount(), count / 10);
    QCOMPARE(log.take().size(), 2);
    timed("filter cleared", [&] { proxy.setFilterText({}); });
    QCOMPARE(log.take().size(), 2);
    timed("filter again", [&] { proxy.setFilterText(u"name-77"_s); });
    timed("filter cleared again", [&] { proxy.setFilterText({}); });
    (void)log.take();
    const QPersistentModelIndex last = proxy.mapFromSource(model.index(count - 1, 0));
    QStringList leaving;
    for (int n = 5; n < count; n += 200)
        leaving += u"i-%1"_s.arg(n);
    timed("500 removals", [&] { model.apply(removed(leaving)); });
    QCOMPARE(log.take(), (QStringList{u"layout"_s, u"-%1..%2"_s.arg(count - 500).arg(count - 1)}));
    QCOMPARE(last.data(InstanceTableModel::IdRole).toString(), u"i-99999"_s);
}

QTEST_GUILESS_MAIN(TestInstanceSortScale)
#include "tst_instancesortscale.moc"
