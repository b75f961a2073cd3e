// SPDX-License-Identifier: MIT
#include "leasechipdelegate.h"
#include "statusdelegate.h"
#include "theme.h"
#include "uifixture.h"

#include <QApplication>
#include <QHeaderView>
#include <QImage>
#include <QTableView>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

using Column = InstanceTableModel::Column;

/// Thin slanted strokes have hardly a pixel of their pure colour.
int countNear(const QImage &image, const QColor &colour)
{
    constexpr int Tolerance = 56;
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            count += qAbs(pixel.red() - colour.red()) < Tolerance &&
                             qAbs(pixel.green() - colour.green()) < Tolerance &&
                             qAbs(pixel.blue() - colour.blue()) < Tolerance
                         ? 1
                         : 0;
        }
    }
    return count;
}

int countOf(const QImage &image, const QColor &colour)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, y).rgb() == colour.rgb() ? 1 : 0;
    }
    return count;
}

} // namespace

class TestLeaseChipDelegate : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void chipHasItsColours_data();
    void chipHasItsColours();
    void estimateHasNoFill();
    void plainWhereNothingCounts();
    void tooNarrowCutsTheWords();
    void stateHasItsColourUnlessSelected();
    void marksOfEndedActions();

private:
    QImage cell(const Instance &instance, Column column, bool selected, int width = 160);

    std::unique_ptr<UiFixture> f;
    bool m_stale = false;
    RowActivity m_activity;
};

QImage TestLeaseChipDelegate::cell(const Instance &instance, Column column, bool selected, int width)
{
    f->store.clear();
    f->put({instance});
    f->store.setActivity(instance.id, m_activity);
    f->model.setFreshness(m_stale ? Freshness::Stale : Freshness::Fresh);
    RowLook look;
    QTableView view;
    view.setModel(&f->model);
    view.setShowGrid(false);
    view.setSelectionBehavior(QAbstractItemView::SelectRows);
    view.setItemDelegateForColumn(int(Column::StopsIn), new LeaseChipDelegate(look, &view));
    view.setItemDelegateForColumn(int(Column::Status), new StatusDelegate(look, f->model, &view));
    view.setColumnWidth(int(column), width);
    for (int other = 0; other < InstanceTableModel::ColumnCount; ++other)
        view.setColumnHidden(other, other != int(column));
    view.verticalHeader()->setDefaultSectionSize(34);
    view.resize(400, 120);
    view.show();
    if (selected)
        view.selectRow(0);
    const QModelIndex index = f->model.index(0, int(column));
    return view.viewport()->grab(view.visualRect(index)).toImage();
}

void TestLeaseChipDelegate::chipHasItsColours_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<LeasePhase>("phase");
    QTest::addColumn<qint64>("leftMs");
    for (const bool dark : {false, true}) {
        const char *theme = dark ? "dark" : "light";
        QTest::addRow("%s comfortable", theme) << dark << LeasePhase::Comfortable << 2 * HourMs;
        QTest::addRow("%s soon", theme) << dark << LeasePhase::Soon << 24 * MinuteMs;
        QTest::addRow("%s urgent", theme) << dark << LeasePhase::Urgent << 8 * MinuteMs;
        QTest::addRow("%s due", theme) << dark << LeasePhase::Due << -MinuteMs;
        QTest::addRow("%s idle", theme) << dark << LeasePhase::Idle << 2 * HourMs;
        QTest::addRow("%s none", theme) << dark << LeasePhase::None << 2 * HourMs;
    }
}

void TestLeaseChipDelegate::chipHasItsColours()
{
    QFETCH(bool, dark);
    QFETCH(LeasePhase, phase);
    QFETCH(qint64, leftMs);
    f = std::make_unique<UiFixture>();
    applyTheme(dark ? Theme::Dark : Theme::Light);
    Instance instance = f->instance(u"a"_s, InstanceStatus::Running, leftMs);
    if (phase == LeasePhase::Idle)
        instance.lease.type = Lease::Type::Idle;
    if (phase == LeasePhase::None)
        instance.lease.enabled = false;
    const ChipLook look = chipLook(phase, QApplication::palette());
    const QColor ground = look.fill.isValid() ? look.fill : QApplication::palette().color(QPalette::Base);

    const QImage plain = cell(instance, Column::StopsIn, false);
    const QImage selected = cell(instance, Column::StopsIn, true);
    QVERIFY(countOf(plain, ground) > 400);
    QVERIFY2(countOf(plain, look.border) > 40, qPrintable(QString::number(countOf(plain, look.border))));
    // The selection changes what is around the chip, never the chip.
    QVERIFY(countOf(selected, QApplication::palette().color(QPalette::Highlight)) > 400 ||
            countOf(selected, QApplication::palette().color(QPalette::Inactive, QPalette::Highlight)) > 400);
    QVERIFY(countOf(selected, look.border) >= countOf(plain, look.border) - 4);
    QVERIFY(countOf(selected, ground) > 400);
    if (look.fill.isValid())
        QCOMPARE(countOf(selected, ground), countOf(plain, ground));
}

void TestLeaseChipDelegate::estimateHasNoFill()
{
    f = std::make_unique<UiFixture>();
    applyTheme(Theme::Light);
    m_stale = true;
    const QImage image =
        cell(f->instance(u"a"_s, InstanceStatus::Running, 8 * MinuteMs), Column::StopsIn, false);
    m_stale = false;
    const ChipLook look = chipLook(LeasePhase::Urgent, QApplication::palette());
    QCOMPARE(countOf(image, look.fill), 0);
    QVERIFY(countOf(image, look.border) > 40);
    // Its words can still be read: white on white would not be.
    QVERIFY(countOf(image, look.border) > 120);
}

void TestLeaseChipDelegate::plainWhereNothingCounts()
{
    f = std::make_unique<UiFixture>();
    applyTheme(Theme::Light);
    const QImage stopped = cell(f->instance(u"a"_s, InstanceStatus::Stopped), Column::StopsIn, false);
    Instance unreadable = f->instance(u"a"_s);
    unreadable.lease.durationMs.reset();
    const QImage unknown = cell(unreadable, Column::StopsIn, false);
    const QColor base = QApplication::palette().color(QPalette::Base);
    for (const QImage &image : {stopped, unknown}) {
        const int area = image.width() * image.height();
        QVERIFY(countOf(image, base) > area * 9 / 10);
        QVERIFY(countOf(image, base) < area - image.width() - 2);
    }
}

void TestLeaseChipDelegate::tooNarrowCutsTheWords()
{
    f = std::make_unique<UiFixture>();
    applyTheme(Theme::Light);
    const ChipLook look = chipLook(LeasePhase::Comfortable, QApplication::palette());
    const QImage narrow = cell(f->instance(u"a"_s), Column::StopsIn, false, 60);
    QVERIFY(countOf(narrow, look.fill) > 200);
    // The padding stays free: nothing is painted into the neighbour.
    for (int y = 0; y < narrow.height() - 1; ++y)
        QCOMPARE(narrow.pixelColor(narrow.width() - 3, y).rgb(),
                 QApplication::palette().color(QPalette::Base).rgb());
}

void TestLeaseChipDelegate::stateHasItsColourUnlessSelected()
{
    f = std::make_unique<UiFixture>();
    applyTheme(Theme::Light);
    const QColor running = statusColour(StatusKind::Running, QApplication::palette());
    const int inRunning = countOf(cell(f->instance(u"a"_s), Column::Status, false), running);
    QVERIFY2(inRunning > 10, qPrintable(QString::number(inRunning)));
    QCOMPARE(countOf(cell(f->instance(u"a"_s), Column::Status, true), running), 0);
    m_activity = {RowActivity::State::Working, InstanceVerb::Stop, u"Stopping, then deleting…"_s, true};
    const QImage busy = cell(f->instance(u"a"_s), Column::Status, false);
    m_activity = {};
    QCOMPARE(countOf(busy, running), 0);
    // Thin strokes: how many pixels have the very colour depends on the edition of Qt that smooths them.
    const QColor busyColour = statusColour(StatusKind::Busy, QApplication::palette());
    QCOMPARE(countNear(cell(f->instance(u"a"_s), Column::Status, false), busyColour), 0);
    QVERIFY2(countNear(busy, busyColour) > 5, qPrintable(QString::number(countNear(busy, busyColour))));
}

void TestLeaseChipDelegate::marksOfEndedActions()
{
    f = std::make_unique<UiFixture>();
    applyTheme(Theme::Light);
    const QColor error = semanticColour(SemanticColour::Error, QApplication::palette());
    QCOMPARE(countNear(cell(f->instance(u"a"_s), Column::Status, false), error), 0);
    m_activity = {RowActivity::State::Failed, InstanceVerb::Prolong, u"The service says no."_s, false};
    QVERIFY(countNear(cell(f->instance(u"a"_s), Column::Status, false), error) > 8);
    m_activity = {RowActivity::State::Unresolved, InstanceVerb::Prolong, u"Nobody knows."_s, false};
    const QColor warning = semanticColour(SemanticColour::Warning, QApplication::palette());
    QVERIFY(countNear(cell(f->instance(u"a"_s), Column::Status, false), warning) > 8);
    m_activity = {};
}

QTEST_MAIN(TestLeaseChipDelegate)
#include "tst_leasechipdelegate.moc"
