// SPDX-License-Identifier: MIT
#include "countdownticker.h"
#include "instancesortmodel.h"
#include "instanceview.h"
#include "uifixture.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

using Column = InstanceTableModel::Column;
using Tester = QAbstractItemModelTester;

struct Desk : UiFixture {
    Desk()
    {
        sortModel.setSourceModel(&model);
        view = std::make_unique<InstanceView>(model, sortModel, settings, time);
        view->resize(900, 420);
    }

    void show()
    {
        view->show();
        QApplication::setActiveWindow(view.get());
        view->setFocus();
        time.settle();
    }

    [[nodiscard]] int yOf(const QString &id) const { return view->rowViewportPosition(view->rowOfId(id)); }
    void select(const QStringList &ids) const
    {
        for (const QString &id : ids)
            view->selectionModel()->select(sortModel.index(view->rowOfId(id), 0),
                                           QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
    void makeCurrent(const QString &id) const
    {
        view->selectionModel()->setCurrentIndex(sortModel.index(view->rowOfId(id), 0),
                                                QItemSelectionModel::NoUpdate);
    }
    [[nodiscard]] QString currentId() const { return view->idAt(view->currentIndex().row()); }

    InstanceSortModel sortModel;
    Tester tester{&sortModel, Tester::FailureReportingMode::QtTest};
    std::unique_ptr<InstanceView> view;
};

QString named(int i)
{
    return u"%1"_s.arg(i, 3, 10, QChar(u'0'));
}

} // namespace

class TestInstanceView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F74_rowsStayWhereTheyAre_data();
    void F74_rowsStayWhereTheyAre();
    void oneRowThatLeavesDoesNotTakeTheViewAlong();
    void aFillingListKeepsItsBeginning();
    void sortingByHandFollowsTheCurrentRow();
    void neighbourOfARemovedRowIsCurrentButNotSelected();
    void F73_removingEverythingIsQuiet();
    void pressedButtonHoldsRows();
    void ticksRepaintOnlyWhatChanged();
    void F81_oneTickAfterALongSleep();
    void noTimerWhereNothingCounts();
    void deleteKeyOnlyAsks();
    void spaceTogglesTheRow();
    void copiesRowsAsTable();
    void F49_formulasAreDefusedWhenCopied();
    void selectedIdsAreInTableOrder();
};

void TestInstanceView::F74_rowsStayWhereTheyAre_data()
{
    QTest::addColumn<QString>("change");
    QTest::newRow("insert above") << u"insert"_s;
    QTest::newRow("many inserted above and between") << u"insertMany"_s;
    QTest::newRow("remove above") << u"removeAbove"_s;
    QTest::newRow("remove the top row") << u"removeTop"_s;
    QTest::newRow("change") << u"change"_s;
    QTest::newRow("many removed everywhere") << u"removeMany"_s;
}

void TestInstanceView::F74_rowsStayWhereTheyAre()
{
    QFETCH(QString, change);
    Desk desk;
    desk.fill(200);
    desk.show();
    desk.view->verticalScrollBar()->setValue(desk.view->rowHeight(0) * 100 + 7);
    desk.time.settle();
    desk.select({named(103), named(105)});
    desk.makeCurrent(named(105));
    desk.time.settle();
    const int y = desk.yOf(named(105));
    QVERIFY(y > 0 && y < desk.view->viewport()->height());

    if (change == "insert"_L1)
        desk.put({desk.instance(u"000a"_s)});
    if (change == "insertMany"_L1) {
        QList<Instance> many;
        for (int i = 0; i < 60; i += 2)
            many.append(desk.instance(named(i) + u'x'));
        desk.put(many);
    }
    if (change == "removeAbove"_L1)
        desk.remove(named(50));
    if (change == "removeTop"_L1)
        desk.remove(named(100));
    if (change == "change"_L1)
        desk.put({desk.instance(named(105), InstanceStatus::Stopped)});
    if (change == "removeMany"_L1) {
        for (int i = 0; i < 200; i += 3) {
            if (i != 105)
                desk.remove(named(i));
        }
    }
    desk.time.settle();

    QCOMPARE(desk.yOf(named(105)), y);
    QCOMPARE(desk.currentId(), named(105));
    QCOMPARE(desk.view->selectedIds(), (QStringList{named(103), named(105)}));
}

void TestInstanceView::oneRowThatLeavesDoesNotTakeTheViewAlong()
{
    Desk desk;
    desk.fill(200);
    desk.show();
    desk.view->sortByColumn(int(Column::StopsIn), Qt::AscendingOrder);
    desk.time.settle();
    desk.view->verticalScrollBar()->setValue(desk.view->rowHeight(0) * 50);
    desk.time.settle();
    const int y = desk.yOf(named(53));
    // The top row is prolonged and goes to the end.
    desk.put({desk.instance(named(50), InstanceStatus::Running, 9 * HourMs)});
    desk.time.settle();
    QCOMPARE(desk.view->rowOfId(named(50)), 199);
    // One row above left, so the others stand one higher in the list, and still at the same place.
    QCOMPARE(desk.view->rowOfId(named(53)), 52);
    QCOMPARE(desk.yOf(named(53)), y);
}

void TestInstanceView::aFillingListKeepsItsBeginning()
{
    Desk desk;
    desk.put({desk.instance(u"500"_s)});
    desk.show();
    desk.fill(100);
    desk.time.settle();
    QCOMPARE(desk.view->verticalScrollBar()->value(), 0);
    // Once somebody has chosen a row, that row stays in place.
    desk.select({named(3)});
    const int y = desk.yOf(named(3));
    desk.put({desk.instance(u"000a"_s)});
    desk.time.settle();
    QCOMPARE(desk.yOf(named(3)), y);
}

void TestInstanceView::sortingByHandFollowsTheCurrentRow()
{
    Desk desk;
    desk.fill(200);
    desk.show();
    desk.view->verticalScrollBar()->setValue(desk.view->rowHeight(0) * 50);
    desk.makeCurrent(named(55));
    desk.time.settle();
    const int y = desk.yOf(named(55));
    desk.view->sortByColumn(int(Column::Name), Qt::DescendingOrder);
    desk.time.settle();
    QCOMPARE(desk.view->rowOfId(named(55)), 144);
    QCOMPARE(desk.yOf(named(55)), y);
}

void TestInstanceView::neighbourOfARemovedRowIsCurrentButNotSelected()
{
    Desk desk;
    desk.fill(20);
    desk.show();
    desk.select({named(7)});
    desk.makeCurrent(named(7));
    desk.remove(named(7));
    desk.time.settle();
    QVERIFY(desk.view->currentIndex().isValid());
    QVERIFY(QStringList({named(6), named(8)}).contains(desk.currentId()));
    QVERIFY(desk.view->selectedIds().isEmpty());
}

void TestInstanceView::F73_removingEverythingIsQuiet()
{
    Desk desk;
    desk.fill(50);
    desk.show();
    desk.select({named(0), named(49)});
    desk.makeCurrent(named(49));
    for (int i = 0; i < 50; ++i)
        desk.remove(named(i));
    desk.time.settle();
    QVERIFY(desk.view->selectedIds().isEmpty());
    QVERIFY(!desk.view->currentIndex().isValid());
    desk.fill(5);
    desk.store.clear();
    desk.time.settle();
    QCOMPARE(desk.view->model()->rowCount(), 0);
}

void TestInstanceView::pressedButtonHoldsRows()
{
    Desk desk;
    desk.fill(5);
    desk.show();
    const QPoint onRow = desk.view->visualRect(desk.sortModel.index(1, 0)).center();
    QTest::mousePress(desk.view->viewport(), Qt::LeftButton, {}, onRow);
    QVERIFY(desk.sortModel.isHeld());
    Instance renamed = desk.instance(named(1));
    renamed.name = u"zzz"_s;
    desk.put({renamed});
    desk.time.settle();
    QCOMPARE(desk.view->rowOfId(named(1)), 1);
    QTest::mouseRelease(desk.view->viewport(), Qt::LeftButton, {}, onRow);
    QVERIFY(!desk.sortModel.isHeld());
    desk.time.settle();
    QCOMPARE(desk.view->rowOfId(named(1)), 4);
}

void TestInstanceView::ticksRepaintOnlyWhatChanged()
{
    Desk desk;
    // Seconds count in one visible row, minutes in another; a third does not count at all.
    desk.put({desk.instance(u"1"_s, InstanceStatus::Running, 5 * MinuteMs + 400),
              desk.instance(u"2"_s, InstanceStatus::Running, 42 * MinuteMs + 30'000),
              desk.instance(u"3"_s, InstanceStatus::Stopped)});
    QList<Instance> more;
    for (int i = 100; i < 200; ++i)
        more.append(desk.instance(u"9%1"_s.arg(i), InstanceStatus::Running, 5 * MinuteMs));
    desk.put(more);
    desk.show();
    QVERIFY(desk.view->ticker().isArmed());
    const auto visible = desk.view->visibleRows();
    QVERIFY(visible.size() < 30);

    // Everything that is out of sight is left alone: remove the seconds of the other visible rows.
    for (const int row : visible) {
        if (const QString id = desk.view->idAt(row); id.size() > 1)
            desk.put({desk.instance(id, InstanceStatus::Stopped)});
    }
    desk.time.settle();
    QSignalSpy ticked(&desk.view->ticker(), &CountdownTicker::cellTicked);
    const QString before = desk.sortModel.index(0, int(Column::StopsIn)).data().toString();
    desk.time.advance(1'000);
    QVERIFY(desk.sortModel.index(0, int(Column::StopsIn)).data().toString() != before);
    QCOMPARE(ticked.size(), 1);
    const auto index = ticked.at(0).at(0).toModelIndex();
    QCOMPARE(desk.view->idAt(index.row()), u"1"_s);
    QCOMPARE(index.column(), int(Column::StopsIn));

    ticked.clear();
    desk.time.advance(60'000);
    int ofSeconds = 0;
    int ofMinutes = 0;
    for (const QList<QVariant> &call : std::as_const(ticked)) {
        const QString id = desk.view->idAt(call.at(0).toModelIndex().row());
        ofSeconds += id == "1"_L1 ? 1 : 0;
        ofMinutes += id == "2"_L1 ? 1 : 0;
    }
    QCOMPARE(ofSeconds, 60);
    QCOMPARE(ofMinutes, 1);
    QCOMPARE(ticked.size(), 61);
}

void TestInstanceView::F81_oneTickAfterALongSleep()
{
    Desk desk;
    desk.put({desk.instance(u"1"_s, InstanceStatus::Running, 20 * HourMs)});
    desk.show();
    desk.time.settle();
    const qsizetype timers = desk.time.pendingTimers();
    QVERIFY(desk.view->ticker().isArmed());
    desk.time.jumpWall(8 * HourMs);
    QSignalSpy ticked(&desk.view->ticker(), &CountdownTicker::cellTicked);
    desk.view->ticker().tick();
    QVERIFY(ticked.size() <= 2);
    QCOMPARE(desk.time.pendingTimers(), timers);
}

void TestInstanceView::noTimerWhereNothingCounts()
{
    Desk desk;
    desk.fill(5, InstanceStatus::Stopped);
    desk.show();
    QVERIFY(!desk.view->ticker().isArmed());
    desk.put({desk.instance(named(2), InstanceStatus::Running, HourMs)});
    desk.time.settle();
    QVERIFY(desk.view->ticker().isArmed());
    desk.view->hide();
    desk.time.settle();
    QVERIFY(!desk.view->ticker().isArmed());
    desk.view->show();
    desk.time.settle();
    QVERIFY(desk.view->ticker().isArmed());
    // Out of sight it does not count either.
    desk.fill(200, InstanceStatus::Stopped);
    desk.put({desk.instance(named(2), InstanceStatus::Running, HourMs)});
    desk.time.settle();
    QVERIFY(desk.view->ticker().isArmed());
    desk.view->scrollToBottom();
    desk.time.settle();
    QVERIFY(!desk.view->ticker().isArmed());
}

void TestInstanceView::deleteKeyOnlyAsks()
{
    Desk desk;
    desk.fill(3);
    desk.show();
    QSignalSpy asked(desk.view.get(), &InstanceView::deleteRequested);
    QTest::keyClick(desk.view.get(), Qt::Key_Delete);
    QTest::keyClick(desk.view.get(), Qt::Key_Delete, Qt::ShiftModifier);
    QCOMPARE(asked.size(), 2);
    QTest::keyClick(desk.view.get(), Qt::Key_Delete, Qt::AltModifier);
    QCOMPARE(asked.size(), 2);
    QCOMPARE(desk.store.count(), 3);
}

void TestInstanceView::spaceTogglesTheRow()
{
    Desk desk;
    desk.fill(3);
    desk.show();
    desk.makeCurrent(named(1));
    QTest::keyClick(desk.view.get(), Qt::Key_Space);
    QCOMPARE(desk.view->selectedIds(), QStringList{named(1)});
    QTest::keyClick(desk.view.get(), Qt::Key_Space);
    QVERIFY(desk.view->selectedIds().isEmpty());
    QTest::keyClick(desk.view.get(), Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(desk.view->selectedIds().size(), 3);
}

void TestInstanceView::copiesRowsAsTable()
{
    Desk desk;
    desk.fill(3, InstanceStatus::Stopped);
    desk.show();
    desk.select({named(2), named(0)});
    QTest::keyClick(desk.view.get(), Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    QCOMPARE(lines.at(0), u"nb-000\tStopped\t–\t–\tcpu.2u\tEVS 5 GB\tyou"_s);
    QVERIFY(lines.at(1).startsWith("nb-002\t"_L1));
}

void TestInstanceView::F49_formulasAreDefusedWhenCopied()
{
    Desk desk;
    Instance trap = desk.instance(u"1"_s);
    trap.name = u"=HYPERLINK(\"x\")\tno\nway"_s;
    desk.put({trap});
    desk.show();
    desk.view->selectAll();
    const QString text = desk.view->selectionAsText();
    QVERIFY(text.startsWith("'=HYPERLINK"_L1));
    QCOMPARE(text.count(u'\n'), 1);
    QCOMPARE(text.count(u'\t'), 6);
}

void TestInstanceView::selectedIdsAreInTableOrder()
{
    Desk desk;
    desk.fill(5);
    desk.show();
    desk.select({named(4), named(0), named(2)});
    QCOMPARE(desk.view->selectedIds(), (QStringList{named(0), named(2), named(4)}));
    desk.view->sortByColumn(int(Column::Name), Qt::DescendingOrder);
    QCOMPARE(desk.view->selectedIds(), (QStringList{named(4), named(2), named(0)}));
}

QTEST_MAIN(TestInstanceView)
#include "tst_instanceview.moc"
