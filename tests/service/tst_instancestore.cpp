// SPDX-License-Identifier: MIT
#include "instancestore.h"
#include "sampleinstance.h"

#include <QSignalSpy>
#include <QTest>

using namespace leasekeeper;
using test::sampleInstance;
using namespace Qt::StringLiterals;

namespace
{

/// Keeps what the store tells and checks that no id stands in two lists of one announcement.
struct Listener : QObject {
    explicit Listener(InstanceStore &store)
    {
        connect(&store, &InstanceStore::changed, this, [this](const InstanceChanges &changes) {
            QStringList ids = changes.removed;
            for (const TrackedRows &rows : {changes.inserted, changes.changed}) {
                for (const TrackedInstance &row : rows)
                    ids.append(row.instance.id);
            }
            if (QSet<QString>(ids.begin(), ids.end()).size() != ids.size())
                qFatal("An id was announced twice");
            if (changes.isEmpty())
                qFatal("An empty announcement");
            all.append(changes);
        });
    }
    [[nodiscard]] InstanceChanges take()
    {
        const InstanceChanges last = all.size() == 1 ? all.constFirst() : InstanceChanges();
        all.clear();
        return last;
    }
    QList<InstanceChanges> all;
};

} // namespace

class TestInstanceStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void insertsChangesRemoves();
    void onePageIsOneAnnouncement();
    void equalObservationAnnouncesNothing();
    void F61_newestSendTimeWins();
    void F61_aPageFromBeforeTheWriteDoesNotHideItsAnswer();
    void equalSendTimeCountsAsNewer();
    void F47_sameIdTwiceInOnePage();
    void deletedRecordLeaves();
    void F64_olderAnswerRevivesNothing();
    void F64_olderPageDoesNotUndoDeleting();
    void olderDenialRemovesNothing();
    void listKeepsWhatShowCarried();
    void otherStatusForgetsTheToken();
    void F53_anAnswerWithAnotherStatusForgetsTheToken();
    void otherVolumeIsNotMixed();
    void partialKeepsTheRest();
    void partialOfUnknownIsIgnored();
    void partialLeaseIsTakenWhole();
    void missingFrom();
    void activityAndNote();
    void activitySurvivesReads();
    void clearForgetsAll();
    void manyAtOnce();
};

void TestInstanceStore::insertsChangesRemoves()
{
    InstanceStore store;
    Listener listener(store);
    store.observe({sampleInstance(u"a"_s)}, 10);
    InstanceChanges changes = listener.take();
    QCOMPARE(changes.inserted.size(), 1);
    QCOMPARE(changes.inserted.constFirst().observedAtMs, qint64(10));
    QCOMPARE(store.count(), 1);

    store.observe({sampleInstance(u"a"_s, InstanceStatus::Stopping)}, 20);
    changes = listener.take();
    QCOMPARE(changes.changed.size(), 1);
    QCOMPARE(changes.changed.constFirst().instance.status, InstanceStatus::Stopping);
    QCOMPARE(store.find(u"a"_s)->observedAtMs, qint64(20));

    store.observeGone(u"a"_s, 30);
    changes = listener.take();
    QCOMPARE(changes.removed, QStringList{u"a"_s});
    QVERIFY(!store.find(u"a"_s));
    QVERIFY(store.all().isEmpty());
}

void TestInstanceStore::onePageIsOneAnnouncement()
{
    InstanceStore store;
    store.observe({sampleInstance(u"a"_s), sampleInstance(u"b"_s)}, 10);
    Listener listener(store);
    store.observe({sampleInstance(u"a"_s, InstanceStatus::Stopped), sampleInstance(u"b"_s),
                   sampleInstance(u"c"_s), sampleInstance(u"d"_s, InstanceStatus::Deleted)},
                  20);
    const InstanceChanges changes = listener.take();
    QCOMPARE(changes.inserted.size(), 1);
    QCOMPARE(changes.changed.size(), 1);
    QVERIFY(changes.removed.isEmpty());
}

void TestInstanceStore::equalObservationAnnouncesNothing()
{
    InstanceStore store;
    store.observe({sampleInstance(u"a"_s)}, 10);
    Listener listener(store);
    store.observe({sampleInstance(u"a"_s)}, 20);
    store.observePartial(sampleInstance(u"a"_s), 30);
    store.observeLease(u"a"_s, sampleInstance(u"a"_s).lease, 40);
    store.setNote(u"a"_s, {});
    store.setActivity(u"a"_s, {});
    store.observeGone(u"nobody"_s, 50);
    QVERIFY(listener.all.isEmpty());
    QCOMPARE(store.find(u"a"_s)->observedAtMs, qint64(30)); // yet it is known to be fresh
}

void TestInstanceStore::F61_newestSendTimeWins()
{
    InstanceStore store;
    store.observe({sampleInstance(u"a"_s, InstanceStatus::Stopped)}, 20);
    Listener listener(store);
    store.observe({sampleInstance(u"a"_s, InstanceStatus::Running)}, 10);
    store.observePartial(sampleInstance(u"a"_s, InstanceStatus::Starting), 15);
    Lease older;
    older.durationMs = 1;
    store.observeLease(u"a"_s, older, 19);
    QVERIFY(listener.all.isEmpty());
    QCOMPARE(store.find(u"a"_s)->instance.status, InstanceStatus::Stopped);
}

void TestInstanceStore::F61_aPageFromBeforeTheWriteDoesNotHideItsAnswer()
{
    // It was asked for after the write, and made up before that was carried out.
    const auto later = [](Lease lease, qint64 ms) {
        lease.updateAtMs = *lease.updateAtMs + ms;
        lease.durationMs = *lease.durationMs + ms;
        return lease;
    };
    InstanceStore store;
    store.observe({sampleInstance(u"a"_s), sampleInstance(u"b"_s)}, 1'100);
    const Lease prolonged = later(sampleInstance(u"a"_s).lease, 500'000);
    store.observeLease(u"a"_s, prolonged, 1'000);
    QCOMPARE(store.find(u"a"_s)->instance.lease, prolonged);
    Instance stopping = sampleInstance(u"b"_s, InstanceStatus::Stopping);
    stopping.lease = later(stopping.lease, 60'000);
    store.observePartial(stopping, 1'000);
    QCOMPARE(store.find(u"b"_s)->instance.status, InstanceStatus::Stopping);
    QCOMPARE(store.find(u"b"_s)->observedAtMs, 1'100);
    // The next page may lag behind them as well.
    store.observe({sampleInstance(u"a"_s), sampleInstance(u"b"_s)}, 1'200);
    QCOMPARE(store.find(u"a"_s)->instance.lease, prolonged);
    QCOMPARE(store.find(u"b"_s)->instance.status, InstanceStatus::Stopping);
}

void TestInstanceStore::equalSendTimeCountsAsNewer()
{
    InstanceStore store;
    store.observe({sampleInstance(u"a"_s, InstanceStatus::Running)}, 10);
    store.observe({sampleInstance(u"a"_s, InstanceStatus::Stopping)}, 10);
    QCOMPARE(store.find(u"a"_s)->instance.status, InstanceStatus::Stopping);
}

void TestInstanceStore::F47_sameIdTwiceInOnePage()
{
    InstanceStore store;
    Listener listener(store);
    store.observe({sampleInstance(u"a"_s), sampleInstance(u"a"_s, InstanceStatus::Stopped)}, 10);
    InstanceChanges changes = listener.take();
    QCOMPARE(changes.inserted.size(), 1);
    QVERIFY(changes.changed.isEmpty());
    QCOMPARE(changes.inserted.constFirst().instance.status, InstanceStatus::Stopped);
    QCOMPARE(store.count(), 1);

    store.observe({sampleInstance(u"b"_s), sampleInstance(u"b"_s, InstanceStatus::Deleted)}, 20);
    QVERIFY(listener.all.isEmpty()); // came and went within one announcement
    QCOMPARE(store.count(), 1);
}

void TestInstanceStore::deletedRecordLeaves()
{
    InstanceStore store;
    store.observe({sampleInstance(u"a"_s), sampleInstance(u"b"_s)}, 10);
    Listener listener(store);
    store.observe({sampleInstance(u"a"_s, InstanceStatus::Deleted)}, 20);
    QCOMPARE(listener.take().removed, QStringList{u"a"_s});
    store.observePartial(sampleInstance(u"b"_s, InstanceStatus::Deleted), 20);
    QCOMPARE(listener.take().removed, QStringList{u"b"_s});
}

void TestInstanceStore::F64_olderAnswerRevivesNothing()
{
    InstanceStore store;
    store.observe({sampleInstance(u"a"_s)}, 10);
    store.observeGone(u"a"_s, 30);
    Listener listener(store);
    store.observe({sampleInstance(u"a"_s)}, 20); // a page that was on its way
    store.observePartial(sampleInstance(u"a"_s), 25);
    QVERIFY(listener.all.isEmpty());
    QVERIFY(!store.find(u"a"_s));
    store.observe({sampleInstance(u"a"_s)}, 40); // the service itself says that it is there again
    QVERIFY(store.find(u"a"_s));
}

void TestInstanceStore::F64_olderPageDoesNotUndoDeleting()
{
    InstanceStore store;
    store.observe({sampleInstance(u"a"_s, InstanceStatus::Running)}, 10);
    store.observe({sampleInstance(u"a"_s, InstanceStatus::Deleting)}, 30); // read after the delete
    Listener listener(store);
    store.observe({sampleInstance(u"a"_s, InstanceStatus::Running)}, 20); // a page that was on its way
    QVERIFY(listener.all.isEmpty());
    QCOMPARE(store.find(u"a"_s)->instance.status, InstanceStatus::Deleting);
    QCOMPARE(store.find(u"a"_s)->observedAtMs, 30);
}

void TestInstanceStore::olderDenialRemovesNothing()
{
    InstanceStore store;
    store.observe({sampleInstance(u"a"_s)}, 20);
    store.observeGone(u"a"_s, 10);
    QVERIFY(store.find(u"a"_s));
}

void TestInstanceStore::listKeepsWhatShowCarried()
{
    Instance full = sampleInstance(u"a"_s);
    full.url = u"https://authoring.example/a/lab"_s;
    full.token = Secret("t0ken");
    full.image = {u"img-1"_s, u"cp36"_s, u"v2"_s, u"BUILD_IN"_s};
    full.storage = {u"EVS"_s, u"MANAGED"_s, 5, u"/home/ma-user/work"_s, {}, u"uri"_s, u"vol-1"_s};
    full.extraMounts = {full.storage};
    full.progress = {{1, u"COMPLETED"_s, u"storage"_s}};
    Instance listed = sampleInstance(u"a"_s);
    listed.storage.category = u"EVS"_s;
    listed.storage.capacityGb = 5;
    listed.image.id = u"img-1"_s;

    InstanceStore store;
    store.observe({full}, 10);
    Listener listener(store);
    store.observe({listed}, 20);
    QVERIFY(listener.all.isEmpty());
    QCOMPARE(store.find(u"a"_s)->instance, full);

    // What it does carry replaces what was known.
    listed.storage.capacityGb = 50;
    listed.description = u"new"_s;
    store.observe({listed}, 30);
    full.storage.capacityGb = 50;
    full.description = u"new"_s;
    QCOMPARE(store.find(u"a"_s)->instance, full);
}

void TestInstanceStore::otherStatusForgetsTheToken()
{
    Instance full = sampleInstance(u"a"_s);
    full.url = u"https://authoring.example/a/lab"_s;
    full.token = Secret("t0ken");
    full.storage = {u"EVS"_s, u"MANAGED"_s, 5, u"/home/ma-user/work"_s, {}, {}, {}};
    InstanceStore store;
    store.observe({full}, 10);
    Instance stopped = sampleInstance(u"a"_s, InstanceStatus::Stopped);
    stopped.storage.category = u"EVS"_s;
    store.observe({stopped}, 20);
    const Instance &known = store.find(u"a"_s)->instance;
    QVERIFY(known.token.isEmpty());
    QVERIFY(known.url.isEmpty());
    QCOMPARE(known.storage.mountPath, u"/home/ma-user/work"_s); // a disk does not change by stopping
}

void TestInstanceStore::F53_anAnswerWithAnotherStatusForgetsTheToken()
{
    Instance full = sampleInstance(u"a"_s);
    full.token = Secret("t0ken");
    InstanceStore store;
    store.observe({full}, 10);
    Instance stopping;
    stopping.id = u"a"_s;
    stopping.status = InstanceStatus::Stopping;
    stopping.statusText = u"STOPPING"_s;
    store.observePartial(stopping, 20);
    QVERIFY(store.find(u"a"_s)->instance.token.isEmpty());
}

void TestInstanceStore::otherVolumeIsNotMixed()
{
    Instance evs = sampleInstance(u"a"_s);
    evs.storage = {u"EVS"_s, u"MANAGED"_s, 5, u"/home/ma-user/work"_s, {}, {}, u"vol-1"_s};
    evs.image = {u"img-1"_s, u"cp36"_s, u"v2"_s, u"BUILD_IN"_s};
    InstanceStore store;
    store.observe({evs}, 10);
    Instance efs = sampleInstance(u"a"_s);
    efs.storage.category = u"EFS"_s;
    efs.image.id = u"img-2"_s;
    store.observe({efs}, 20);
    const Instance &known = store.find(u"a"_s)->instance;
    QVERIFY(known.storage.id.isEmpty());
    QVERIFY(!known.storage.capacityGb);
    QVERIFY(known.image.name.isEmpty());
}

void TestInstanceStore::partialKeepsTheRest()
{
    Instance full = sampleInstance(u"a"_s);
    full.flavor = u"cpu.2u"_s;
    full.ownerName = u"ana"_s;
    full.storage = {u"EVS"_s, u"MANAGED"_s, 5, u"/work"_s, {}, {}, {}};
    full.url = u"https://x.example/lab"_s;
    InstanceStore store;
    store.observe({full}, 10);
    Instance sparse;
    sparse.id = u"a"_s;
    sparse.status = InstanceStatus::Stopping;
    sparse.statusText = u"STOPPING"_s;
    store.observePartial(sparse, 20);
    Instance expected = full;
    expected.status = InstanceStatus::Stopping;
    expected.statusText = u"STOPPING"_s;
    QCOMPARE(store.find(u"a"_s)->instance, expected);
    QCOMPARE(store.find(u"a"_s)->observedAtMs, qint64(20));
}

void TestInstanceStore::partialOfUnknownIsIgnored()
{
    InstanceStore store;
    Listener listener(store);
    store.observePartial(sampleInstance(u"a"_s), 10);
    store.observeLease(u"a"_s, sampleInstance(u"a"_s).lease, 10);
    QVERIFY(listener.all.isEmpty());
    QCOMPARE(store.count(), 0);
}

void TestInstanceStore::partialLeaseIsTakenWhole()
{
    InstanceStore store;
    store.observe({sampleInstance(u"a"_s)}, 10);
    Instance answer;
    answer.id = u"a"_s;
    answer.lease.createAtMs = 1'700'000'000'000;
    answer.lease.durationMs = 7'200'000;
    store.observePartial(answer, 20);
    QCOMPARE(store.find(u"a"_s)->instance.lease, answer.lease);
    QCOMPARE(store.find(u"a"_s)->instance.status, InstanceStatus::Running);
}

void TestInstanceStore::missingFrom()
{
    InstanceStore store;
    store.observe({sampleInstance(u"c"_s), sampleInstance(u"a"_s), sampleInstance(u"b"_s)}, 10);
    store.observe({sampleInstance(u"d"_s)}, 20);
    QCOMPARE(store.missingFrom({u"a"_s}, 20), (QStringList{u"b"_s, u"c"_s})); // d was seen no earlier
    QCOMPARE(store.missingFrom({u"a"_s}, 21), (QStringList{u"b"_s, u"c"_s, u"d"_s}));
    QCOMPARE(store.missingFrom({}, 10), QStringList());
}

void TestInstanceStore::activityAndNote()
{
    InstanceStore store;
    store.observe({sampleInstance(u"a"_s)}, 10);
    Listener listener(store);
    RowActivity activity;
    activity.state = RowActivity::State::Working;
    activity.text = u"Deleting…"_s;
    store.setActivity(u"a"_s, activity);
    QCOMPARE(listener.take().changed.constFirst().activity, activity);
    store.setActivity(u"a"_s, activity);
    QVERIFY(listener.all.isEmpty());
    store.setNote(u"a"_s, u"differs"_s);
    QCOMPARE(listener.take().changed.constFirst().note, u"differs"_s);
    store.setActivity(u"nobody"_s, activity);
    store.setNote(u"nobody"_s, u"x"_s);
    QVERIFY(listener.all.isEmpty());
}

void TestInstanceStore::activitySurvivesReads()
{
    InstanceStore store;
    store.observe({sampleInstance(u"a"_s)}, 10);
    RowActivity activity;
    activity.state = RowActivity::State::Working;
    activity.text = u"Deleting…"_s;
    store.setActivity(u"a"_s, activity);
    store.setNote(u"a"_s, u"differs"_s);
    store.observe({sampleInstance(u"a"_s, InstanceStatus::Stopped)}, 20);
    QCOMPARE(store.find(u"a"_s)->activity, activity);
    QCOMPARE(store.find(u"a"_s)->note, u"differs"_s);
}

void TestInstanceStore::clearForgetsAll()
{
    InstanceStore store;
    store.observe({sampleInstance(u"a"_s)}, 10);
    store.observeGone(u"b"_s, 100);
    QSignalSpy cleared(&store, &InstanceStore::cleared);
    store.clear();
    QCOMPARE(cleared.count(), 1);
    QCOMPARE(store.count(), 0);
    store.observe({sampleInstance(u"b"_s)}, 5); // another account's b
    QCOMPARE(store.count(), 1);
}

void TestInstanceStore::manyAtOnce()
{
    InstanceStore store;
    Listener listener(store);
    QList<Instance> many;
    for (int i = 0; i < 10'000; ++i)
        many.append(sampleInstance(QString::number(i)));
    store.observe(many, 10);
    QCOMPARE(listener.take().inserted.size(), 10'000);
    for (Instance &one : many)
        one.status = InstanceStatus::Stopped;
    store.observe(many, 20);
    QCOMPARE(listener.take().changed.size(), 10'000);
    for (int i = 0; i < 5'000; ++i)
        store.observeGone(QString::number(i), 30);
    QCOMPARE(store.count(), 5'000);
}

QTEST_GUILESS_MAIN(TestInstanceStore)
#include "tst_instancestore.moc"
