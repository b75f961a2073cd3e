// SPDX-License-Identifier: MIT
#include "countdownticker.h"
#include "instancesortmodel.h"
#include "instanceview.h"
#include "uifixture.h"

#include <QApplication>
#include <QHeaderView>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

/// A table model that counts what it is asked.
class AskedModel final : public InstanceTableModel
{
public:
    using InstanceTableModel::InstanceTableModel;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override
    {
        ++asked;
        return InstanceTableModel::data(index, role);
    }
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override
    {
        ++flagsAsked;
        return InstanceTableModel::flags(index);
    }
    mutable qint64 asked = 0;
    mutable qint64 flagsAsked = 0;
};

class PaintCount final : public QObject
{
public:
    explicit PaintCount(QWidget *watched) { watched->installEventFilter(this); }
    int paints = 0;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        paints += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }
};

/// The view before a model that counts, `rows` of it counting in seconds.
struct Scene : UiFixture {
    explicit Scene(int rows)
    {
        QObject::connect(&store, &InstanceStore::changed, &asked, &InstanceTableModel::apply);
        sortModel.setSourceModel(&asked);
        view = std::make_unique<InstanceView>(asked, sortModel, settings, time);
        view->resize(900, 420);
        for (int n = 0; n < rows; ++n)
            all.append(instance(u"%1"_s.arg(n, 6, 10, QChar(u'0')), InstanceStatus::Running, 300'000 + n));
        put(all);
        view->show();
        time.settle();
    }

    AskedModel asked{serverClock};
    InstanceSortModel sortModel;
    std::unique_ptr<InstanceView> view;
    QList<Instance> all;
};

} // namespace

/// What the table costs, by exact counters: the laws of growth that no slow machine bends.
class TestViewCost : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void unchangedRefreshIsSilentAndPaintsNothing();
    void aRunOfChangedRowsIsOneRange();
    void changesOutOfSightCostTheViewNothing();
    void oneTickAsksVisibleRowsAlone();
    void scrollingAsksVisibleRowsAlone();
    void withAllSelectedPaintingAsksVisibleRowsAlone();
};

void TestViewCost::unchangedRefreshIsSilentAndPaintsNothing()
{
    Scene scene(500);
    const QSignalSpy told(&scene.sortModel, &QAbstractItemModel::dataChanged);
    const QSignalSpy moved(&scene.sortModel, &QAbstractItemModel::layoutChanged);
    const QSignalSpy stored(&scene.store, &InstanceStore::changed);
    const PaintCount paints(scene.view->viewport());
    const qint64 before = scene.asked.asked;
    scene.put(scene.all);
    scene.time.settle();
    QCOMPARE(stored.count() + told.count() + moved.count(), 0);
    QCOMPARE(paints.paints, 0);
    QCOMPARE(scene.asked.asked, before);
    // The counters count.
    scene.all[0].flavor = u"gpu"_s;
    scene.put(scene.all);
    scene.time.settle();
    QCOMPARE(stored.count(), 1);
    QCOMPARE(told.count(), 1);
    QVERIFY(paints.paints > 0);
}

void TestViewCost::aRunOfChangedRowsIsOneRange()
{
    Scene scene(500);
    const QSignalSpy told(&scene.asked, &QAbstractItemModel::dataChanged);
    for (int n = 0; n < 500; n += 10) {
        // Another stop time, another state, another flavor: whatever it is, one range for the row.
        scene.all[n].lease.durationMs = *scene.all[n].lease.durationMs + 3'600'000;
        scene.all[n].status = n % 20 == 0 ? InstanceStatus::Stopped : InstanceStatus::Running;
        scene.all[n].flavor = u"flavor-%1"_s.arg(n);
    }
    scene.put(scene.all);
    QCOMPARE(told.count(), 50);
}

void TestViewCost::changesOutOfSightCostTheViewNothing()
{
    Scene scene(500);
    const QSignalSpy told(&scene.sortModel, &QAbstractItemModel::dataChanged);
    const PaintCount paints(scene.view->viewport());
    const PaintCount scrollBarPaints(scene.view->verticalScrollBar());
    const auto prolong = [&scene](int row) {
        scene.all[row].lease.durationMs = *scene.all[row].lease.durationMs + 3'600'000;
    };
    const int last = scene.view->visibleRows().constLast();
    for (int n = last + 1; n < 500; n += 10)
        prolong(n);
    const qint64 before = scene.asked.asked;
    scene.put(scene.all);
    scene.time.settle();
    QVERIFY(told.count() > 40);
    QCOMPARE(paints.paints + scrollBarPaints.paints, 0);
    QCOMPARE(scene.asked.asked, before);
    // The counters count.
    prolong(last);
    scene.put(scene.all);
    scene.time.settle();
    QVERIFY(paints.paints > 0);
    QVERIFY(scene.asked.asked > before);
    QCOMPARE(scrollBarPaints.paints, 0);
}

void TestViewCost::oneTickAsksVisibleRowsAlone()
{
    const auto askedByTick = [](Scene &scene) {
        scene.time.advance(1'000);
        const qint64 before = scene.asked.asked;
        scene.time.advance(1'000);
        return scene.asked.asked - before;
    };
    Scene few(100);
    Scene many(5'000);
    const qint64 asked = askedByTick(few);
    QVERIFY(asked > 0);
    QCOMPARE(askedByTick(many), asked);
}

void TestViewCost::scrollingAsksVisibleRowsAlone()
{
    const auto askedByStep = [](Scene &scene) {
        scene.view->verticalScrollBar()->setValue(scene.view->rowHeight(0) * 20);
        scene.time.settle();
        const qint64 before = scene.asked.asked;
        scene.view->verticalScrollBar()->setValue(scene.view->rowHeight(0) * 23);
        scene.time.settle();
        return scene.asked.asked - before;
    };
    Scene few(100);
    Scene many(5'000);
    const qint64 asked = askedByStep(few);
    QVERIFY(asked > 0);
    QCOMPARE(askedByStep(many), asked);
}

void TestViewCost::withAllSelectedPaintingAsksVisibleRowsAlone()
{
    const auto askedBy = [](Scene &scene) {
        QTest::keyClick(scene.view.get(), Qt::Key_A, Qt::ControlModifier);
        scene.time.settle();
        const qint64 before = scene.asked.flagsAsked;
        const PaintCount paints(scene.view->horizontalHeader()->viewport());
        scene.view->horizontalHeader()->viewport()->update();
        scene.view->viewport()->update();
        scene.time.settle();
        return paints.paints > 0 ? scene.asked.flagsAsked - before : -1;
    };
    Scene few(100);
    Scene many(3'000);
    const qint64 asked = askedBy(few);
    QVERIFY(asked >= 0);
    QCOMPARE(askedBy(many), asked);
    QCOMPARE(many.view->selectionModel()->selectedRows().size(), 3'000);
}

QTEST_MAIN(TestViewCost)
#include "tst_viewcost.moc"
