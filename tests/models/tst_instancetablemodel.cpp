// SPDX-License-Identifier: MIT
#include "instancetablemodel.h"
#include "modelfixture.h"
#include "signallog.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QPersistentModelIndex>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <functional>
#include <utility>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

using Tester = QAbstractItemModelTester;
using Edit = std::function<void(TrackedInstance &)>;

QList<TrackedInstance> manyRows(int count, int from = 0)
{
    QList<TrackedInstance> rows;
    for (int n = from; n < from + count; ++n)
        rows += running(u"i-%1"_s.arg(n), u"name-%1"_s.arg(n));
    return rows;
}

} // namespace

Q_DECLARE_METATYPE(Edit)

class TestInstanceTableModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void startsEmpty();
    void columnsHaveStableKeys();
    void announcesExactSpans();
    void announcesOnlyChangedColumns_data();
    void announcesOnlyChangedColumns();
    void neighboursAreToldTogether();
    void equalValuesAreSilent();
    void batchesAreBracketed();
    void settingsAnnounceTheirColumns();
    void rawValuesAndRoles();
    void F47_neverTwoRowsWithOneId();
    void F73_persistentIndexesAndSelectionFollow();
    void onlyAnotherAccountResets();
    void randomSequencesEqualAPlainList();
    void F74_whatIsToldGrowsWithTheChanges();

private:
    FixedTime m_time;
};

void TestInstanceTableModel::startsEmpty()
{
    InstanceTableModel model(m_time);
    const Tester tester(&model, Tester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.columnCount(), InstanceTableModel::ColumnCount);
    QCOMPARE(model.rowOf(u"i-1"_s), -1);
    QVERIFY(!model.find(u"i-1"_s));
    model.apply(inserted(manyRows(1)));
    QCOMPARE(model.rowCount(model.index(0, 0)), 0);
    QCOMPARE(model.columnCount(model.index(0, 0)), 0);
}

void TestInstanceTableModel::columnsHaveStableKeys()
{
    const InstanceTableModel model(m_time);
    QStringList keys;
    QStringList shown;
    for (int column = 0; column < model.columnCount(); ++column) {
        keys += model.headerData(column, Qt::Horizontal, Qt::UserRole).toString();
        if (InstanceTableModel::shownByDefault(InstanceColumn(column)))
            shown += keys.last();
        QVERIFY(!model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
    }
    QCOMPARE(keys, (QStringList{u"name"_s, u"status"_s, u"stopsIn"_s, u"stopsAt"_s, u"autoStop"_s,
                                u"flavor"_s, u"image"_s, u"storage"_s, u"owner"_s, u"workspace"_s, u"pool"_s,
                                u"created"_s, u"updated"_s, u"id"_s, u"failReason"_s, u"billing"_s}));
    QCOMPARE(shown, (QStringList{u"name"_s, u"status"_s, u"stopsIn"_s, u"stopsAt"_s, u"flavor"_s,
                                 u"storage"_s, u"owner"_s}));
    QVERIFY(!model.headerData(0, Qt::Vertical, Qt::DisplayRole).isValid());
}

void TestInstanceTableModel::announcesExactSpans()
{
    InstanceTableModel model(m_time);
    const Tester tester(&model, Tester::FailureReportingMode::QtTest);
    SignalLog log(model);
    model.apply(inserted(manyRows(10)));
    QCOMPARE(log.take(), QStringList{u"+0..9"_s});

    InstanceChanges changes = inserted(manyRows(2, 20));
    changes.removed =
        QStringList{u"i-2"_s, u"i-7"_s, u"i-1"_s, u"i-9"_s, u"i-8"_s, u"unheard-of"_s, u"i-5"_s};
    TrackedInstance renamed = running(u"i-6"_s, u"other"_s);
    changes.changed = {renamed};
    model.apply(changes);
    QCOMPARE(log.take(), (QStringList{u"-7..9"_s, u"-5..5"_s, u"-1..2"_s, u"+4..5"_s, u"3..3 name"_s}));
    QCOMPARE(idsOf(model), (QStringList{u"i-0"_s, u"i-3"_s, u"i-4"_s, u"i-6"_s, u"i-20"_s, u"i-21"_s}));
    QCOMPARE(model.rowOf(u"i-6"_s), 3);
    QCOMPARE(model.rowOf(u"i-21"_s), 5);
    QCOMPARE(model.rowOf(u"i-2"_s), -1);
    QCOMPARE(model.at(3), renamed);
    QCOMPARE(*model.find(u"i-6"_s), renamed);
}

void TestInstanceTableModel::announcesOnlyChangedColumns_data()
{
    QTest::addColumn<Edit>("edit");
    QTest::addColumn<QStringList>("told");
    const auto row = [](const char *name, Edit edit, const QStringList &told) {
        QTest::newRow(name) << std::move(edit) << told;
    };
    row("name", [](TrackedInstance &t) { t.instance.name = u"other"_s; }, {u"0..0 name"_s});
    row("description", [](TrackedInstance &t) { t.instance.description = u"other"_s; }, {u"0..0 name"_s});
    row("flavor", [](TrackedInstance &t) { t.instance.flavor = u"gpu"_s; }, {u"0..0 flavor"_s});
    row("image", [](TrackedInstance &t) { t.instance.image.tag = u"2"_s; }, {u"0..0 image"_s});
    row("storage", [](TrackedInstance &t) { t.instance.storage.capacityGb = 6; }, {u"0..0 storage"_s});
    row("owner", [](TrackedInstance &t) { t.instance.ownerName = u"li"_s; }, {u"0..0 owner"_s});
    row("workspace", [](TrackedInstance &t) { t.instance.workspaceId = u"1"_s; }, {u"0..0 workspace"_s});
    row("pool", [](TrackedInstance &t) { t.instance.poolName = u"p"_s; }, {u"0..0 pool"_s});
    row("created", [](TrackedInstance &t) { t.instance.createdAtMs = NowMs; },
        {u"0..0 created (unfiltered)"_s});
    row("updated", [](TrackedInstance &t) { t.instance.updatedAtMs = NowMs; },
        {u"0..0 updated (unfiltered)"_s});
    row("fail reason", [](TrackedInstance &t) { t.instance.failReason = u"x"_s; },
        {u"0..0 status..failReason"_s});
    row("billing", [](TrackedInstance &t) { t.instance.billingItems = {u"STORAGE"_s}; },
        {u"0..0 billing (unfiltered)"_s});
    row("prolonged", [](TrackedInstance &t) { t.instance.lease = timedLease(2 * HourMs); },
        {u"0..0 name..stopsAt (unfiltered)"_s});
    row("longer grant", [](TrackedInstance &t) { *t.instance.lease.updateAtMs -= HourMs; },
        {u"0..0 autoStop"_s});
    row("idle rule", [](TrackedInstance &t) { t.instance.lease = idleLease(); }, {u"0..0 name..autoStop"_s});
    row("stopped", [](TrackedInstance &t) { t = stopped(t.instance.id, t.instance.name); },
        {u"0..0 name..stopsAt"_s});
    row("step of a creation",
        [](TrackedInstance &t) {
            t.instance.progress = {{1, u"COMPLETED"_s, {}}};
        },
        {u"0..0 name..status"_s});
    row("activity", [](TrackedInstance &t) { t.activity.state = RowActivity::State::Working; },
        {u"0..0 name..status (roles)"_s});
    row("note", [](TrackedInstance &t) { t.note = u"x"_s; }, {u"0..0 name..stopsAt (roles)"_s});
    row("token and address, shown nowhere",
        [](TrackedInstance &t) {
            t.instance.url = u"https://x"_s;
            t.instance.token = Secret("s");
        },
        {});
    row("only read again", [](TrackedInstance &t) { t.observedAtMs += 1; }, {});
}

void TestInstanceTableModel::announcesOnlyChangedColumns()
{
    QFETCH(const Edit, edit);
    InstanceTableModel model(m_time);
    const Tester tester(&model, Tester::FailureReportingMode::QtTest);
    TrackedInstance row = running(u"i-0"_s, u"ocr-lab"_s);
    model.apply(inserted({row}));
    SignalLog log(model);
    const QSignalSpy told(&model, &QAbstractItemModel::dataChanged);
    const auto filterText = [&model] { return model.index(0, 0).data(InstanceTableModel::FilterRole); };
    const QVariant textBefore = filterText();
    edit(row);
    model.apply(changed({row}));
    QTEST(log.take(), "told");
    if (filterText() != textBefore)
        QVERIFY(!told.isEmpty() && told.constFirst().at(2).value<QList<int>>().isEmpty());
    // Told or not, what was brought is kept.
    QCOMPARE(*model.find(u"i-0"_s), row);
}

void TestInstanceTableModel::neighboursAreToldTogether()
{
    InstanceTableModel model(m_time);
    model.apply(inserted(manyRows(10)));
    SignalLog log(model);
    QList<TrackedInstance> rows = manyRows(10);
    QList<TrackedInstance> brought;
    for (const int n : {8, 2, 4, 3, 9}) {
        rows[n].instance.flavor = u"gpu"_s;
        brought += rows[n];
    }
    rows[5].instance.flavor = u"gpu"_s;
    rows[5].instance.name = u"other"_s;
    brought += rows[5];
    model.apply(changed(brought));
    // One signal a run, with all that changed in any row of it.
    QCOMPARE(log.take(), (QStringList{u"2..5 name..flavor"_s, u"8..9 flavor"_s}));
}

void TestInstanceTableModel::equalValuesAreSilent()
{
    InstanceTableModel model(m_time);
    model.apply(inserted(manyRows(50)));
    SignalLog log(model);
    QSignalSpy started(&model, &InstanceTableModel::batchStarted);
    model.apply(changed(manyRows(50)));
    model.apply(inserted(manyRows(50)));
    model.apply(removed({u"unheard-of"_s}));
    QCOMPARE(log.take(), QStringList());
    model.apply({});
    QCOMPARE(started.size(), 3);
}

void TestInstanceTableModel::batchesAreBracketed()
{
    InstanceTableModel model(m_time);
    QStringList order;
    connect(&model, &InstanceTableModel::batchStarted, this, [&order] { order += u"start"_s; });
    connect(&model, &InstanceTableModel::rowsInserted, this, [&order] { order += u"insert"_s; });
    connect(&model, &InstanceTableModel::batchFinished, this, [&order] { order += u"finish"_s; });
    model.apply(inserted(manyRows(3)));
    QCOMPARE(order, (QStringList{u"start"_s, u"insert"_s, u"finish"_s}));
}

void TestInstanceTableModel::settingsAnnounceTheirColumns()
{
    InstanceTableModel model(m_time);
    SignalLog log(model);
    model.setFreshness(Freshness::Stale);
    QCOMPARE(log.take(), QStringList()); // nobody to tell
    model.setFreshness(Freshness::Fresh);
    model.apply(inserted(manyRows(3)));
    (void)log.take();

    model.setFreshness(Freshness::Fresh);
    model.setThresholds(PhaseThresholds());
    model.setProfile(Profile());
    model.setTimeZone(QTimeZone::systemTimeZone());
    QCOMPARE(log.take(), QStringList());

    const QStringList leaseColumns{u"0..2 stopsIn..stopsAt (roles)"_s};
    const QModelIndex cell = model.index(0, int(InstanceColumn::StopsIn));
    QCOMPARE(cell.data(InstanceTableModel::EstimateRole).toBool(), false);
    model.setFreshness(Freshness::Stale);
    QCOMPARE(log.take(), leaseColumns);
    QCOMPARE(cell.data(InstanceTableModel::EstimateRole).toBool(), true);

    QCOMPARE(cell.data(InstanceTableModel::PhaseRole).toInt(), int(LeasePhase::Soon));
    PhaseThresholds thresholds;
    thresholds.urgentMs = 25 * MinuteMs;
    model.setThresholds(thresholds);
    QCOMPARE(log.take(), leaseColumns);
    QCOMPARE(cell.data(InstanceTableModel::PhaseRole).toInt(), int(LeasePhase::Urgent));

    Profile profile;
    profile.allUsers = true;
    profile.userId = u"u-li"_s;
    model.setProfile(profile);
    QCOMPARE(log.take(), QStringList{u"0..2 owner (roles)"_s});
    QCOMPARE(model.index(0, int(InstanceColumn::Owner)).data().toString(), u"ana"_s);
    QCOMPARE(cell.data(InstanceTableModel::OwnershipRole).toInt(), int(Ownership::Foreign));

    profile = Profile();
    profile.doubtfulRows = {u"i-0"_s};
    model.setProfile(profile);
    QCOMPARE(log.take(), QStringList{u"0..2 owner (roles)"_s});
    QCOMPARE(cell.data(InstanceTableModel::OwnershipRole).toInt(), int(Ownership::Unknown));
    profile.doubtfulRows.clear();
    model.setProfile(profile);
    QCOMPARE(log.take(), QStringList{u"0..2 owner (roles)"_s});
    QCOMPARE(cell.data(InstanceTableModel::OwnershipRole).toInt(), int(Ownership::Own));

    model.setTimeZone(QTimeZone(2 * 3600));
    QCOMPARE(log.take(), (QStringList{leaseColumns.first(), u"0..2 created..updated (roles)"_s}));
    QCOMPARE(model.index(0, int(InstanceColumn::StopsAt)).data().toString(), u"20:55"_s);
}

void TestInstanceTableModel::rawValuesAndRoles()
{
    InstanceTableModel model(m_time);
    TrackedInstance row = running(u"i-0"_s, u"ocr-lab"_s);
    row.activity = {RowActivity::State::Working, InstanceVerb::Stop, u"Stopping…"_s, true};
    model.apply(inserted({row}));
    const auto raw = [&model](InstanceColumn column, int role) {
        return model.index(0, int(column)).data(role);
    };
    QCOMPARE(raw(InstanceColumn::StopsIn, InstanceTableModel::SortRole),
             QVariant(qint64(NowMs + 24 * MinuteMs)));
    QCOMPARE(raw(InstanceColumn::Storage, InstanceTableModel::SortRole), QVariant(qint64(5)));
    QCOMPARE(raw(InstanceColumn::Name, InstanceTableModel::SortRole), QVariant(u"ocr-lab"_s));
    QVERIFY(!raw(InstanceColumn::Pool, InstanceTableModel::SortRole).isValid());
    QCOMPARE(raw(InstanceColumn::Billing, InstanceTableModel::SortRole), QVariant(u"STORAGE, COMPUTE"_s));
    QCOMPARE(raw(InstanceColumn::Name, InstanceTableModel::StatusKindRole),
             QVariant(int(StatusKind::Running)));
    QCOMPARE(raw(InstanceColumn::Id, InstanceTableModel::IdRole), QVariant(u"i-0"_s));
    QCOMPARE(raw(InstanceColumn::Id, InstanceTableModel::ActivityStateRole),
             QVariant(int(RowActivity::State::Working)));
    QCOMPARE(raw(InstanceColumn::Id, InstanceTableModel::ActivityTextRole), QVariant(u"Stopping…"_s));
    QVERIFY(raw(InstanceColumn::Id, InstanceTableModel::FilterRole).toString().contains(u"ocr-lab\n"_s));
    // The text is computed from the stop time at each paint; it is due to change within the minute.
    m_time.now = NowMs + MinuteMs + 1;
    QCOMPARE(raw(InstanceColumn::StopsIn, Qt::DisplayRole), QVariant(u"22 min"_s));
    QCOMPARE(raw(InstanceColumn::StopsIn, InstanceTableModel::ChangesInRole), QVariant(qint64(MinuteMs)));
    QCOMPARE(raw(InstanceColumn::StopsIn, InstanceTableModel::SortRole),
             QVariant(qint64(NowMs + 24 * MinuteMs)));
    m_time.now = NowMs;
    model.apply(changed({stopped(u"i-0"_s, u"ocr-lab"_s)}));
    QVERIFY(!raw(InstanceColumn::StopsIn, InstanceTableModel::ChangesInRole).isValid());
    QVERIFY(!raw(InstanceColumn::StopsIn, InstanceTableModel::SortRole).isValid());
}

void TestInstanceTableModel::F47_neverTwoRowsWithOneId()
{
    InstanceTableModel model(m_time);
    const Tester tester(&model, Tester::FailureReportingMode::QtTest);
    model.apply(inserted({running(u"i-0"_s, u"first"_s), running(u"i-0"_s, u"second"_s)}));
    QCOMPARE(idsOf(model), QStringList{u"i-0"_s});
    QCOMPARE(model.index(0, 0).data().toString(), u"second"_s);
    model.apply(inserted({running(u"i-0"_s, u"third"_s)}));
    model.apply(changed({running(u"i-1"_s, u"came as a change"_s)}));
    QCOMPARE(idsOf(model), (QStringList{u"i-0"_s, u"i-1"_s}));
    QCOMPARE(model.index(0, 0).data().toString(), u"third"_s);
    // Gone and back within one announcement: one row, with the new values.
    InstanceChanges back = inserted({running(u"i-0"_s, u"fourth"_s)});
    back.removed = QStringList{u"i-0"_s};
    model.apply(back);
    QCOMPARE(idsOf(model), (QStringList{u"i-1"_s, u"i-0"_s}));
}

void TestInstanceTableModel::F73_persistentIndexesAndSelectionFollow()
{
    InstanceTableModel model(m_time);
    const Tester tester(&model, Tester::FailureReportingMode::QtTest);
    model.apply(inserted(manyRows(10)));
    QItemSelectionModel selection(&model);
    const auto pick = QItemSelectionModel::Select | QItemSelectionModel::Rows;
    selection.select(model.index(3, 0), pick);
    selection.select(model.index(7, 0), pick);
    const QPersistentModelIndex gone = model.index(4, 0);
    const QPersistentModelIndex stays = model.index(8, 2);

    InstanceChanges changes = inserted(manyRows(3, 30));
    changes.removed = QStringList{u"i-0"_s, u"i-4"_s, u"i-7"_s};
    QList<TrackedInstance> rows = manyRows(10);
    rows[3].instance.name = u"other"_s;
    changes.changed = {rows[3]};
    model.apply(changes);

    QVERIFY(!gone.isValid());
    QVERIFY(stays.isValid());
    QCOMPARE(stays.data(InstanceTableModel::IdRole).toString(), u"i-8"_s);
    QCOMPARE(stays.column(), 2);
    QStringList selected;
    for (const QModelIndex &index : selection.selectedRows())
        selected += index.data(InstanceTableModel::IdRole).toString();
    QCOMPARE(selected, QStringList{u"i-3"_s});
}

void TestInstanceTableModel::onlyAnotherAccountResets()
{
    InstanceTableModel model(m_time);
    const Tester tester(&model, Tester::FailureReportingMode::QtTest);
    SignalLog log(model);
    model.clear();
    QCOMPARE(log.take(), QStringList());
    model.apply(inserted(manyRows(3)));
    (void)log.take();
    model.clear();
    QCOMPARE(log.take(), QStringList{u"reset"_s});
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.rowOf(u"i-0"_s), -1);
    model.apply(inserted(manyRows(2)));
    QCOMPARE(model.rowOf(u"i-1"_s), 1);
}

void TestInstanceTableModel::randomSequencesEqualAPlainList()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    InstanceTableModel model(m_time);
    const Tester tester(&model, Tester::FailureReportingMode::QtTest);
    SignalLog log(model);
    QList<TrackedInstance> plain;
    int nextId = 0;
    for (int round = 0; round < 300; ++round) {
        InstanceChanges changes;
        QList<TrackedInstance> edited;
        QList<TrackedInstance> after;
        for (TrackedInstance row : std::as_const(plain)) {
            const int fate = random.bounded(10);
            if (fate == 0) {
                changes.removed += row.instance.id;
                continue;
            }
            if (fate == 1) {
                row.instance.flavor = u"flavor-%1"_s.arg(random.bounded(3));
                row.instance.lease = timedLease(random.bounded(1000) * SecondMs);
                edited += row;
            }
            after += row;
        }
        for (int n = random.bounded(6); n > 0; --n) {
            changes.inserted += running(u"i-%1"_s.arg(nextId), u"name-%1"_s.arg(nextId));
            ++nextId;
            after += changes.inserted.constLast();
        }
        std::shuffle(changes.removed.begin(), changes.removed.end(), random);
        std::shuffle(edited.begin(), edited.end(), random);
        changes.changed = edited;
        model.apply(changes);
        plain = after;
        QCOMPARE(model.rowCount(), int(plain.size()));
        for (int row = 0; row < plain.size(); ++row) {
            QCOMPARE(model.at(row), plain.at(row));
            QCOMPARE(model.rowOf(plain.at(row).instance.id), row);
        }
        QVERIFY(!log.take().contains(u"reset"_s));
    }
}

void TestInstanceTableModel::F74_whatIsToldGrowsWithTheChanges()
{
    constexpr int count = 100'000;
    InstanceTableModel model(m_time);
    model.apply(inserted(manyRows(count)));
    SignalLog log(model);
    for (int round = 0; round < 5; ++round) {
        QList<TrackedInstance> fifty;
        QStringList leaving;
        for (int n = 0; n < 50; ++n) {
            fifty += running(u"i-%1"_s.arg(n * 2000), u"renamed-%1"_s.arg(round));
            leaving += u"i-%1"_s.arg(n * 2000 + 7 + 2 * round);
        }
        model.apply(changed(fifty));
        QCOMPARE(log.take().size(), 50);
        model.apply(removed(leaving));
        QCOMPARE(log.take().size(), 50);
        QCOMPARE(model.rowOf(u"i-99999"_s), count - 50 * (round + 1) - 1);
    }
}

QTEST_GUILESS_MAIN(TestInstanceTableModel)
#include "tst_instancetablemodel.moc"
