// SPDX-License-Identifier: MIT
#include "instancesortmodel.h"
#include "instanceview.h"
#include "uifixture.h"
#include "viewlayout.h"

#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

using Column = InstanceTableModel::Column;

struct Desk : UiFixture {
    Desk()
    {
        sortModel.setSourceModel(&model);
        fill(10);
        open();
    }
    /// As a restart does.
    void open()
    {
        view.reset();
        view = std::make_unique<InstanceView>(model, sortModel, settings, time);
        view->resize(1000, 400);
        view->show();
        time.settle();
    }
    [[nodiscard]] QHeaderView *header() const { return view->horizontalHeader(); }
    [[nodiscard]] QStringList shownKeys() const
    {
        QStringList keys;
        for (int place = 0; place < header()->count(); ++place) {
            const int section = header()->logicalIndex(place);
            if (!header()->isSectionHidden(section))
                keys.append(InstanceTableModel::columnKey(Column(section)));
        }
        return keys;
    }
    /// Drags the right edge of a section, as a person does.
    void dragEdge(Column column, int by) const
    {
        const int x = header()->sectionViewportPosition(int(column)) + header()->sectionSize(int(column)) - 1;
        const QPoint from(x, header()->height() / 2);
        QWidget *target = header()->viewport();
        QTest::mousePress(target, Qt::LeftButton, {}, from);
        for (const int step : {by / 2, by}) {
            const QPointF to = from + QPoint(step, 0);
            QMouseEvent move(QEvent::MouseMove, to, target->mapToGlobal(to), Qt::NoButton, Qt::LeftButton,
                             {});
            QCoreApplication::sendEvent(target, &move);
        }
        QTest::mouseRelease(target, Qt::LeftButton, {}, from + QPoint(by, 0));
    }

    InstanceSortModel sortModel;
    std::unique_ptr<InstanceView> view;
};

const QStringList DefaultKeys{u"name"_s,   u"status"_s,  u"stopsIn"_s, u"stopsAt"_s,
                              u"flavor"_s, u"storage"_s, u"owner"_s};

} // namespace

class TestViewLayout : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void startsWithTheDefaults();
    void orderWidthSortAndChoiceSurvive();
    void damagedLayoutsAreHarmless_data();
    void damagedLayoutsAreHarmless();
    void resetBringsTheDefaultsBack();
    void widthsFollowTheWindowUntilTheUserSetsOne();
    void countdownsAreNeverCut();
    void oneColumnAlwaysStays();
    void savedAfterAWhileAndOnce();
};

void TestViewLayout::startsWithTheDefaults()
{
    Desk desk;
    QCOMPARE(desk.shownKeys(), DefaultKeys);
    QCOMPARE(desk.header()->sortIndicatorSection(), int(Column::Name));
    QCOMPARE(desk.header()->sortIndicatorOrder(), Qt::AscendingOrder);
}

void TestViewLayout::orderWidthSortAndChoiceSurvive()
{
    Desk desk;
    ViewLayout &layout = desk.view->layoutOfColumns();
    layout.setShown(int(Column::Id), true);
    layout.setShown(int(Column::Flavor), false);
    desk.header()->moveSection(desk.header()->visualIndex(int(Column::Owner)), 0);
    desk.dragEdge(Column::Status, 33);
    const int width = desk.header()->sectionSize(int(Column::Status));
    desk.view->sortByColumn(int(Column::StopsIn), Qt::DescendingOrder);
    desk.time.advance(1'000);

    const QStringList keys = desk.shownKeys();
    desk.open();
    QCOMPARE(desk.shownKeys(), keys);
    QCOMPARE(desk.shownKeys().constFirst(), u"owner"_s);
    QVERIFY(!desk.shownKeys().contains(u"flavor"_s));
    QVERIFY(desk.shownKeys().contains(u"id"_s));
    QCOMPARE(desk.header()->sectionSize(int(Column::Status)), width);
    QCOMPARE(desk.header()->sortIndicatorSection(), int(Column::StopsIn));
    QCOMPARE(desk.header()->sortIndicatorOrder(), Qt::DescendingOrder);
    QCOMPARE(desk.sortModel.sortColumn(), int(Column::StopsIn));
}

void TestViewLayout::damagedLayoutsAreHarmless_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QStringList>("keys");
    QTest::newRow("empty") << QByteArray("{}") << DefaultKeys;
    QTest::newRow("wrong types") << QByteArray(R"({"columns":"x","sort":7,"ownWidths":"yes"})")
                                 << DefaultKeys;
    QTest::newRow("column of another version")
        << QByteArray(R"({"columns":[{"key":"pinned"},{"key":"owner"}]})")
        << (QStringList{u"owner"_s} + DefaultKeys.mid(0, 6));
    QTest::newRow("twice the same")
        << QByteArray(R"({"columns":[{"key":"owner"},{"key":"owner","hidden":true},{"key":"name"}]})")
        << (QStringList{u"owner"_s} + DefaultKeys.mid(0, 6));
    QTest::newRow("everything hidden") << [] {
        QJsonArray columns;
        for (int i = 0; i < InstanceTableModel::ColumnCount; ++i)
            columns.append(
                QJsonObject{{"key"_L1, InstanceTableModel::columnKey(Column(i))}, {"hidden"_L1, true}});
        return QJsonDocument(QJsonObject{{"columns"_L1, columns}}).toJson();
    }() << QStringList{u"name"_s};
    QTest::newRow("senseless widths")
        << QByteArray(
               R"({"ownWidths":true,"columns":[{"key":"name","width":-5},{"key":"status","width":9e9}]})")
        << DefaultKeys;
}

void TestViewLayout::damagedLayoutsAreHarmless()
{
    QFETCH(QByteArray, json);
    QFETCH(QStringList, keys);
    Desk desk;
    desk.settings.setTableLayout(QJsonDocument::fromJson(json).object());
    desk.open();
    QCOMPARE(desk.shownKeys(), keys);
    for (int section = 0; section < desk.header()->count(); ++section) {
        if (!desk.header()->isSectionHidden(section))
            QVERIFY(desk.header()->sectionSize(section) >= 40 && desk.header()->sectionSize(section) <= 4000);
    }
}

void TestViewLayout::resetBringsTheDefaultsBack()
{
    Desk desk;
    ViewLayout &layout = desk.view->layoutOfColumns();
    const int width = desk.header()->sectionSize(int(Column::Status));
    layout.setShown(int(Column::Id), true);
    desk.header()->moveSection(desk.header()->visualIndex(int(Column::Owner)), 0);
    desk.dragEdge(Column::Status, 40);
    desk.view->sortByColumn(int(Column::Owner), Qt::DescendingOrder);
    layout.reset();
    QCOMPARE(desk.shownKeys(), DefaultKeys);
    QCOMPARE(desk.header()->sectionSize(int(Column::Status)), width);
    QCOMPARE(desk.header()->sortIndicatorSection(), int(Column::Name));
}

void TestViewLayout::widthsFollowTheWindowUntilTheUserSetsOne()
{
    Desk desk;
    const int narrow = desk.header()->sectionSize(int(Column::Name));
    desk.view->resize(1500, 400);
    desk.time.settle();
    const int wide = desk.header()->sectionSize(int(Column::Name));
    QVERIFY(wide > narrow + 40);
    QVERIFY(desk.header()->length() >= desk.view->viewport()->width());

    desk.dragEdge(Column::Name, -60);
    const int own = desk.header()->sectionSize(int(Column::Name));
    QVERIFY(own < wide);
    desk.view->resize(1200, 400);
    desk.time.settle();
    QCOMPARE(desk.header()->sectionSize(int(Column::Name)), own);
}

void TestViewLayout::countdownsAreNeverCut()
{
    Desk desk;
    // All "23 h 59 min", of the usual ones the widest.
    desk.fill(10, InstanceStatus::Running, 24 * HourMs - 30'000);
    for (const int width : {1'400, 1'000, 700, 480}) {
        desk.view->resize(width, 400);
        desk.time.settle();
        const QModelIndex cell = desk.sortModel.index(0, int(Column::StopsIn));
        QVERIFY2(desk.header()->sectionSize(int(Column::StopsIn)) >=
                     desk.view->sizeHintForIndex(cell).width(),
                 qPrintable(QString::number(width)));
    }
}

void TestViewLayout::oneColumnAlwaysStays()
{
    Desk desk;
    ViewLayout &layout = desk.view->layoutOfColumns();
    for (int section = 0; section < InstanceTableModel::ColumnCount; ++section)
        layout.setShown(section, false);
    QCOMPARE(desk.shownKeys().size(), 1);
}

void TestViewLayout::savedAfterAWhileAndOnce()
{
    Desk desk;
    desk.time.advance(1'000);
    const QJsonObject before = desk.settings.tableLayout();
    desk.view->layoutOfColumns().setShown(int(Column::Id), true);
    desk.view->layoutOfColumns().setShown(int(Column::Pool), true);
    QCOMPARE(desk.settings.tableLayout(), before);
    desk.time.advance(1'000);
    QVERIFY(desk.settings.tableLayout() != before);
    QCOMPARE(desk.settings.tableLayout(), desk.view->layoutOfColumns().toJson());
}

QTEST_MAIN(TestViewLayout)
#include "tst_viewlayout.moc"
