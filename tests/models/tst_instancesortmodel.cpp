// SPDX-License-Identifier: MIT
#include "instancesortmodel.h"
#include "modelfixture.h"
#include "signallog.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

using Tester = QAbstractItemModelTester;

TrackedInstance withLease(TrackedInstance row, const Lease &lease)
{
    row.instance.lease = lease;
    return row;
}

TrackedInstance withFlavor(TrackedInstance row, const QString &flavor)
{
    row.instance.flavor = flavor;
    return row;
}

TrackedInstance withState(TrackedInstance row, InstanceStatus status, const QString &text)
{
    row = withStatus(row, status);
    row.instance.statusText = text;
    return row;
}

} // namespace

class TestInstanceSortModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void unsortedIsTheOrderOfTheSource();
    void namesSortAsPeopleCount();
    void unknownValuesComeLastInBothDirections();
    void statesSortByRankThenLabel();
    void tiesGoByNameThenId();
    void timeMovesNoRow();
    void aChangedValueMovesItsRow();
    void marksMoveNothing();
    void fewNewRowsComeInPlace();
    void headersAndMapping();
    void filters_data();
    void filters();
    void filterFollowsTheValues();
    void filterOfScatteredRowsIsOneSpan();
    void heldRowsStay();
    void holdsCount();
    void commandsActWhileHeld();
    void F73_selectionSurvivesOrderAndFilter();
    void resetsAndGoesWithItsSource();

private:
    [[nodiscard]] QStringList ids() const { return idsOf(*m_proxy); }
    void sortBy(InstanceColumn column, Qt::SortOrder order = Qt::AscendingOrder)
    {
        m_proxy->sort(int(column), order);
    }

    FixedTime m_time;
    std::unique_ptr<InstanceTableModel> m_model;
    std::unique_ptr<InstanceSortModel> m_proxy;
    std::unique_ptr<Tester> m_tester;
};

void TestInstanceSortModel::init()
{
    m_time.now = NowMs;
    m_model = std::make_unique<InstanceTableModel>(m_time);
    m_proxy = std::make_unique<InstanceSortModel>();
    m_proxy->setSourceModel(m_model.get());
    m_tester = std::make_unique<Tester>(m_proxy.get(), Tester::FailureReportingMode::QtTest);
}

void TestInstanceSortModel::cleanup()
{
    m_tester.reset();
    m_proxy.reset();
    m_model.reset();
}

void TestInstanceSortModel::unsortedIsTheOrderOfTheSource()
{
    m_model->apply(inserted({running(u"2"_s, u"b"_s), running(u"1"_s, u"a"_s), running(u"3"_s, u"c"_s)}));
    QCOMPARE(m_proxy->sortColumn(), -1);
    QCOMPARE(ids(), (QStringList{u"2"_s, u"1"_s, u"3"_s}));
    sortBy(InstanceColumn::Name);
    QCOMPARE(ids(), (QStringList{u"1"_s, u"2"_s, u"3"_s}));
    m_proxy->sort(-1);
    QCOMPARE(ids(), (QStringList{u"2"_s, u"1"_s, u"3"_s}));
}

void TestInstanceSortModel::namesSortAsPeopleCount()
{
    m_model->apply(
        inserted({running(u"1"_s, u"nb-10"_s), running(u"2"_s, u"NB-9"_s), running(u"3"_s, u"nb-100"_s),
                  running(u"4"_s, u"Äpfel"_s), running(u"5"_s, u"birne"_s), running(u"6"_s, u"apfel"_s),
                  running(u"7"_s, QString())}));
    sortBy(InstanceColumn::Name);
    // Without a name the id stands in for it.
    QCOMPARE(ids(), (QStringList{u"7"_s, u"6"_s, u"4"_s, u"5"_s, u"2"_s, u"1"_s, u"3"_s}));
    sortBy(InstanceColumn::Name, Qt::DescendingOrder);
    QCOMPARE(ids(), (QStringList{u"3"_s, u"1"_s, u"2"_s, u"5"_s, u"4"_s, u"6"_s, u"7"_s}));
}

void TestInstanceSortModel::unknownValuesComeLastInBothDirections()
{
    const TrackedInstance base = running(u"x"_s, u"x"_s);
    const auto row = [](const QString &id, const Lease &lease) { return withLease(running(id, id), lease); };
    m_model->apply(
        inserted({stopped(u"stopped"_s, u"a"_s), row(u"unreadable"_s, Lease()), row(u"off"_s, offLease()),
                  row(u"late"_s, timedLease(3 * HourMs)), row(u"idle"_s, idleLease()),
                  row(u"early"_s, timedLease(MinuteMs)), row(u"due"_s, timedLease(-MinuteMs))}));
    const QStringList rest{u"idle"_s, u"off"_s, u"unreadable"_s, u"stopped"_s};
    for (const InstanceColumn column : {InstanceColumn::StopsIn, InstanceColumn::StopsAt}) {
        sortBy(column);
        QCOMPARE(ids(), (QStringList{u"due"_s, u"early"_s, u"late"_s} + rest));
        sortBy(column, Qt::DescendingOrder);
        QCOMPARE(ids(), (QStringList{u"late"_s, u"early"_s, u"due"_s} + rest));
    }

    m_model->clear();
    TrackedInstance large = running(u"large"_s, u"a"_s);
    large.instance.storage.capacityGb = 100;
    TrackedInstance unknown = running(u"unknown"_s, u"a"_s);
    unknown.instance.storage.capacityGb.reset();
    m_model->apply(inserted({unknown, large, running(u"small"_s, u"z"_s)}));
    sortBy(InstanceColumn::Storage);
    QCOMPARE(ids(), (QStringList{u"small"_s, u"large"_s, u"unknown"_s}));
    sortBy(InstanceColumn::Storage, Qt::DescendingOrder);
    QCOMPARE(ids(), (QStringList{u"large"_s, u"small"_s, u"unknown"_s}));
}

void TestInstanceSortModel::statesSortByRankThenLabel()
{
    const TrackedInstance base = running(u"x"_s, u"x"_s);
    QList<TrackedInstance> rows;
    for (int status = 0; status < InstanceStatusCount; ++status) {
        const QString text = instanceStatusText(InstanceStatus(status));
        rows += withStatus(running(text, text), InstanceStatus(status));
    }
    rows += withState(running(u"A_NEW_STATE"_s, u"z"_s), InstanceStatus::Unknown, u"A_NEW_STATE"_s);
    m_model->apply(inserted(rows));
    sortBy(InstanceColumn::Status);
    const QStringList unknown{u"A_NEW_STATE"_s, u"UNKNOWN"_s};
    QCOMPARE(ids(), (QStringList{u"RUNNING"_s, u"CREATING"_s, u"DELETING"_s, u"INIT"_s, u"SNAPSHOTTING"_s,
                                 u"STARTING"_s, u"STOPPING"_s, u"CREATE_FAILED"_s, u"DELETE_FAILED"_s,
                                 u"ERROR"_s, u"START_FAILED"_s, u"FROZEN"_s, u"STOPPED"_s, u"DELETED"_s} +
                     unknown));
    sortBy(InstanceColumn::Status, Qt::DescendingOrder);
    QCOMPARE(ids().first(), u"DELETED"_s);
    QCOMPARE(ids().mid(14), unknown);
}

void TestInstanceSortModel::tiesGoByNameThenId()
{
    m_model->apply(inserted({running(u"b2"_s, u"beta"_s), running(u"b1"_s, u"beta"_s),
                             running(u"g"_s, u"gamma"_s), running(u"a"_s, u"alpha"_s)}));
    const QStringList expected{u"a"_s, u"b1"_s, u"b2"_s, u"g"_s};
    sortBy(InstanceColumn::Flavor);
    QCOMPARE(ids(), expected);
    sortBy(InstanceColumn::Flavor, Qt::DescendingOrder);
    QCOMPARE(ids(), expected);
    // Another name moves a row even where another column decides first.
    m_model->apply(changed({running(u"g"_s, u"a first one"_s)}));
    QCOMPARE(ids(), (QStringList{u"g"_s, u"a"_s, u"b1"_s, u"b2"_s}));
}

void TestInstanceSortModel::timeMovesNoRow()
{
    m_model->apply(
        inserted({running(u"1"_s, u"a"_s, 40 * MinuteMs), running(u"2"_s, u"b"_s, 20 * MinuteMs)}));
    sortBy(InstanceColumn::StopsIn);
    SignalLog log(*m_proxy);
    m_time.now += 30 * MinuteMs;
    m_model->setFreshness(Freshness::Stale);
    QCOMPARE(log.take(), QStringList{u"0..1 stopsIn..stopsAt (roles)"_s});
    QCOMPARE(ids(), (QStringList{u"2"_s, u"1"_s}));
}

void TestInstanceSortModel::aChangedValueMovesItsRow()
{
    m_model->apply(inserted({running(u"1"_s, u"a"_s, 10 * MinuteMs), running(u"2"_s, u"b"_s, 20 * MinuteMs),
                             running(u"3"_s, u"c"_s, 30 * MinuteMs)}));
    sortBy(InstanceColumn::StopsIn);
    SignalLog log(*m_proxy);
    m_model->apply(changed({running(u"1"_s, u"a"_s, 25 * MinuteMs)}));
    QCOMPARE(ids(), (QStringList{u"2"_s, u"1"_s, u"3"_s}));
    QCOMPARE(log.take(), (QStringList{u"0..0 name..stopsAt (unfiltered)"_s, u"layout"_s}));
    // It changes, but it stays where it belongs: nothing moves.
    m_model->apply(changed({running(u"1"_s, u"a"_s, 26 * MinuteMs)}));
    QVERIFY(!log.take().contains(u"layout"_s));
}

void TestInstanceSortModel::marksMoveNothing()
{
    TrackedInstance row = running(u"1"_s, u"a"_s);
    m_model->apply(inserted({row, running(u"2"_s, u"b"_s)}));
    sortBy(InstanceColumn::Status);
    SignalLog log(*m_proxy);
    row.activity.state = RowActivity::State::Working;
    row.activity.text = u"Stopping…"_s;
    m_model->apply(changed({row}));
    QCOMPARE(log.take(), QStringList{u"0..0 name..status (roles)"_s});
}

void TestInstanceSortModel::fewNewRowsComeInPlace()
{
    m_model->apply(inserted({running(u"b"_s, u"b"_s), running(u"d"_s, u"d"_s), running(u"f"_s, u"f"_s)}));
    sortBy(InstanceColumn::Name);
    SignalLog log(*m_proxy);
    InstanceChanges changes = inserted({running(u"e"_s, u"e"_s), running(u"a"_s, u"a"_s)});
    changes.removed = QStringList{u"b"_s};
    m_model->apply(changes);
    QCOMPARE(ids(), (QStringList{u"a"_s, u"d"_s, u"e"_s, u"f"_s}));
    QCOMPARE(log.take(), (QStringList{u"-0..0"_s, u"+0..0"_s, u"+2..2"_s}));
}

void TestInstanceSortModel::headersAndMapping()
{
    QCOMPARE(m_proxy->headerData(2, Qt::Horizontal, Qt::UserRole).toString(),
             u"stopsIn"_s); // without any row
    m_model->apply(inserted({running(u"2"_s, u"b"_s), running(u"1"_s, u"a"_s)}));
    sortBy(InstanceColumn::Name);
    QCOMPARE(m_proxy->mapToSource(m_proxy->index(0, 3)), m_model->index(1, 3));
    QCOMPARE(m_proxy->mapFromSource(m_model->index(0, 4)), m_proxy->index(1, 4));
    QVERIFY(!m_proxy->mapToSource({}).isValid());
    QVERIFY(!m_proxy->mapFromSource({}).isValid());
    m_proxy->setFilterText(u"b"_s);
    QVERIFY(m_proxy->mapFromSource(m_model->index(0, 0)).isValid());
}

void TestInstanceSortModel::filters_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("found");
    const QStringList all{u"1"_s, u"2"_s, u"3"_s};
    QTest::newRow("nothing typed") << QString() << all;
    QTest::newRow("blanks") << u"  \t "_s << all;
    QTest::newRow("part of a name") << u"crl"_s << QStringList();
    QTest::newRow("name") << u"ocr"_s << QStringList{u"1"_s};
    QTest::newRow("letter case") << u"OCR-Lab"_s << QStringList{u"1"_s};
    QTest::newRow("accents") << u"uber"_s << QStringList{u"2"_s};
    QTest::newRow("accents typed") << u"ÜBER"_s << QStringList{u"2"_s};
    QTest::newRow("decomposed accents") << u"u\u0308ber"_s << QStringList{u"2"_s};
    QTest::newRow("sharp s") << u"strasse"_s << QStringList{u"2"_s};
    QTest::newRow("Chinese") << u"笔记"_s << QStringList{u"3"_s};
    QTest::newRow("state") << u"stopped"_s << QStringList{u"2"_s};
    QTest::newRow("two columns") << u"cpu running"_s << QStringList{u"1"_s};
    QTest::newRow("words in any order") << u"running cpu"_s << QStringList{u"1"_s};
    QTest::newRow("a word that is missing") << u"ocr gpu"_s << QStringList();
    QTest::newRow("no pattern") << u".*"_s << QStringList();
    QTest::newRow("slash") << u"/"_s << QStringList();
    QTest::newRow("you") << u"you"_s << all;
    QTest::newRow("description") << u"scans"_s << QStringList{u"1"_s};
    QTest::newRow("not across texts") << u"labscans"_s << QStringList();
}

void TestInstanceSortModel::filters()
{
    QFETCH(const QString, text);
    TrackedInstance first = running(u"1"_s, u"ocr-lab"_s);
    first.instance.description = u"scans"_s;
    TrackedInstance third = withFlavor(running(u"3"_s, u"笔记本"_s), u"gpu.v100"_s);
    m_model->apply(inserted({first, stopped(u"2"_s, u"Über-Straße"_s), third}));
    QSignalSpy spy(m_proxy.get(), &InstanceSortModel::filterTextChanged);
    m_proxy->setFilterText(text);
    QTEST(ids(), "found");
    QCOMPARE(m_proxy->filterText(), text);
    QCOMPARE(spy.size(), text.isEmpty() ? 0 : 1);
    m_proxy->setFilterText({});
    QCOMPARE(m_proxy->rowCount(), 3);
}

void TestInstanceSortModel::filterFollowsTheValues()
{
    m_model->apply(inserted({running(u"1"_s, u"a"_s), stopped(u"2"_s, u"b"_s)}));
    sortBy(InstanceColumn::Name);
    m_proxy->setFilterText(u"running"_s);
    QCOMPARE(ids(), QStringList{u"1"_s});
    m_model->apply(changed({running(u"2"_s, u"b"_s)}));
    QCOMPARE(ids(), (QStringList{u"1"_s, u"2"_s}));
    m_model->apply(changed({stopped(u"1"_s, u"a"_s)}));
    QCOMPARE(ids(), QStringList{u"2"_s});
    m_model->apply(inserted({running(u"3"_s, u"0"_s), stopped(u"4"_s, u"x"_s)}));
    QCOMPARE(ids(), (QStringList{u"3"_s, u"2"_s}));
    m_model->apply(removed({u"2"_s, u"4"_s}));
    QCOMPARE(ids(), QStringList{u"3"_s});
    // "you" is a word of the row that depends on who looks.
    m_proxy->setFilterText(u"you"_s);
    QCOMPARE(m_proxy->rowCount(), 2);
    Profile profile;
    profile.allUsers = true;
    profile.userId = u"u-li"_s;
    m_model->setProfile(profile);
    QCOMPARE(m_proxy->rowCount(), 0);
}

void TestInstanceSortModel::filterOfScatteredRowsIsOneSpan()
{
    QList<TrackedInstance> rows;
    for (int n = 0; n < 1000; ++n)
        rows += running(u"i-%1"_s.arg(n), n % 2 == 0 ? u"even-%1"_s.arg(n) : u"odd-%1"_s.arg(n));
    m_model->apply(inserted(rows));
    SignalLog log(*m_proxy);
    m_proxy->setFilterText(u"even"_s);
    QCOMPARE(log.take(), (QStringList{u"layout"_s, u"-500..999"_s}));
    QCOMPARE(ids().mid(0, 3), (QStringList{u"i-0"_s, u"i-2"_s, u"i-4"_s}));
    m_proxy->setFilterText({});
    QCOMPARE(log.take(), (QStringList{u"+500..999"_s, u"layout"_s}));
    QCOMPARE(ids().mid(0, 3), (QStringList{u"i-0"_s, u"i-1"_s, u"i-2"_s}));
}

void TestInstanceSortModel::heldRowsStay()
{
    m_model->apply(inserted({running(u"b"_s, u"b"_s), running(u"d"_s, u"d"_s), running(u"f"_s, u"f"_s)}));
    sortBy(InstanceColumn::Name);
    m_proxy->setFilterText(u"running"_s);
    m_proxy->hold(true);
    QVERIFY(m_proxy->isHeld());
    SignalLog log(*m_proxy);

    InstanceChanges changes = inserted({running(u"c"_s, u"c"_s), running(u"a"_s, u"a"_s)});
    changes.changed = {running(u"b"_s, u"z"_s), stopped(u"d"_s, u"d"_s)};
    m_model->apply(changes);
    // New values are shown at once; what came stands below, what no longer fits stays.
    QCOMPARE(ids(), (QStringList{u"b"_s, u"d"_s, u"f"_s, u"a"_s, u"c"_s}));
    QCOMPARE(m_proxy->index(0, 0).data().toString(), u"z"_s);
    QCOMPARE(log.take(), (QStringList{u"0..1 name..stopsAt"_s, u"+3..4"_s}));
    // A row that is gone cannot be shown.
    m_model->apply(removed({u"f"_s}));
    QCOMPARE(ids(), (QStringList{u"b"_s, u"d"_s, u"a"_s, u"c"_s}));
    (void)log.take();

    m_proxy->hold(false);
    QCOMPARE(ids(), (QStringList{u"a"_s, u"c"_s, u"b"_s}));
    QCOMPARE(log.take(), (QStringList{u"-1..1"_s, u"layout"_s}));
}

void TestInstanceSortModel::holdsCount()
{
    m_model->apply(inserted({running(u"a"_s, u"a"_s), running(u"b"_s, u"b"_s)}));
    sortBy(InstanceColumn::Name);
    m_proxy->hold(true);
    m_proxy->hold(true);
    m_model->apply(changed({running(u"a"_s, u"z"_s)}));
    m_proxy->hold(false);
    QCOMPARE(ids(), (QStringList{u"a"_s, u"b"_s}));
    m_proxy->hold(false);
    QCOMPARE(ids(), (QStringList{u"b"_s, u"a"_s}));
    m_proxy->hold(false); // one too many does no harm
    QVERIFY(!m_proxy->isHeld());
    m_proxy->hold(true);
    QVERIFY(m_proxy->isHeld());
}

void TestInstanceSortModel::commandsActWhileHeld()
{
    m_model->apply(inserted({running(u"a"_s, u"a"_s), running(u"b"_s, u"b"_s)}));
    m_proxy->hold(true);
    sortBy(InstanceColumn::Name, Qt::DescendingOrder);
    QCOMPARE(ids(), (QStringList{u"b"_s, u"a"_s}));
    m_proxy->setFilterText(u"nothing-like-it"_s);
    QCOMPARE(m_proxy->rowCount(), 0);
}

void TestInstanceSortModel::F73_selectionSurvivesOrderAndFilter()
{
    QList<TrackedInstance> rows;
    for (int n = 0; n < 40; ++n)
        rows += withFlavor(running(u"i-%1"_s.arg(n), u"n-%1"_s.arg(n)), u"f-%1"_s.arg(n * 7 % 10));
    m_model->apply(inserted(rows));
    sortBy(InstanceColumn::Name);
    QItemSelectionModel selection(m_proxy.get());
    const auto pick = [&](const QString &id) {
        const QModelIndex index = m_proxy->mapFromSource(m_model->index(m_model->rowOf(id), 0));
        selection.select(index, QItemSelectionModel::Select | QItemSelectionModel::Rows);
        selection.setCurrentIndex(index, QItemSelectionModel::NoUpdate);
    };
    pick(u"i-3"_s);
    pick(u"i-17"_s);
    const auto selected = [&selection] {
        QStringList ids;
        for (const QModelIndex &index : selection.selectedRows())
            ids += index.data(InstanceTableModel::IdRole).toString();
        ids.sort();
        return ids;
    };
    const QStringList both{u"i-17"_s, u"i-3"_s};

    sortBy(InstanceColumn::Flavor, Qt::DescendingOrder);
    QCOMPARE(selected(), both);
    InstanceChanges changes = inserted({running(u"new"_s, u"new"_s)});
    for (int n = 0; n < 40; n += 2)
        changes.changed += withFlavor(rows.at(n), u"f-%1"_s.arg(n % 3));
    changes.removed = QStringList{u"i-1"_s, u"i-5"_s, u"i-9"_s, u"i-13"_s, u"i-21"_s, u"i-25"_s};
    m_model->apply(changes);
    QCOMPARE(selected(), both);
    QCOMPARE(selection.currentIndex().data(InstanceTableModel::IdRole).toString(), u"i-17"_s);
    m_proxy->setFilterText(u"n-1"_s);
    QCOMPARE(selected(), QStringList{u"i-17"_s});
    m_proxy->setFilterText({});
    QCOMPARE(selected(), QStringList{u"i-17"_s});
    QCOMPARE(selection.currentIndex().data(InstanceTableModel::IdRole).toString(), u"i-17"_s);
}

void TestInstanceSortModel::resetsAndGoesWithItsSource()
{
    m_model->apply(inserted({running(u"b"_s, u"b"_s), running(u"a"_s, u"a"_s)}));
    sortBy(InstanceColumn::Name);
    SignalLog log(*m_proxy);
    m_model->clear();
    QCOMPARE(log.take(), QStringList{u"reset"_s});
    QCOMPARE(m_proxy->rowCount(), 0);
    m_model->apply(inserted({running(u"b"_s, u"b"_s), running(u"a"_s, u"a"_s)}));
    QCOMPARE(ids(), (QStringList{u"a"_s, u"b"_s}));
    InstanceTableModel other(m_time);
    other.apply(inserted({running(u"d"_s, u"d"_s), running(u"c"_s, u"c"_s)}));
    m_proxy->setSourceModel(&other);
    QCOMPARE(ids(), (QStringList{u"c"_s, u"d"_s}));
    m_model->apply(inserted({running(u"e"_s, u"e"_s)}));
    QCOMPARE(ids(), (QStringList{u"c"_s, u"d"_s}));
    m_proxy->setSourceModel(m_model.get());
    m_tester.reset();
    m_model.reset();
    QCOMPARE(m_proxy->rowCount(), 0);
    m_proxy->setFilterText(u"x"_s);
    sortBy(InstanceColumn::Owner);
    QCOMPARE(m_proxy->rowCount(), 0);
}

QTEST_GUILESS_MAIN(TestInstanceSortModel)
#include "tst_instancesortmodel.moc"
