// SPDX-License-Identifier: MIT
#include "instancestore.h"
#include "sampleinstance.h"

#include <QTest>

using namespace leasekeeper;
using test::sampleInstance;
using namespace Qt::StringLiterals;

class TestStoreLag : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F60_laggingReadKeepsTheOwnState();
    void F60_lagEnds();
    void F60_lagIsLimited();
    void F60_startedAgainIsShownAtOnce();
    void F60_leaseOfBeforeTheStopProvesNothing();
    void F60_laggingLease();
    void F60_leaseShortenedElsewhereIsShownAtOnce();
    void leaseReadAloneBeatsAnOlderRecord();
    void noteOnTheStopTimeGoesWithIt_data();
    void noteOnTheStopTimeGoesWithIt();
};

void TestStoreLag::F60_laggingReadKeepsTheOwnState()
{
    InstanceStore store;
    store.observe({sampleInstance(u"a"_s)}, 1'000);
    store.observePartial(sampleInstance(u"a"_s, InstanceStatus::Stopping), 2'000);
    store.observe({sampleInstance(u"a"_s)}, 3'000); // a replica that has not heard of it
    QCOMPARE(store.find(u"a"_s)->instance.status, InstanceStatus::Stopping);
    QVERIFY(store.find(u"a"_s)->note.contains(u"Waiting"_s));
}

void TestStoreLag::F60_lagEnds()
{
    InstanceStore store;
    store.observe({sampleInstance(u"a"_s)}, 1'000);
    store.observePartial(sampleInstance(u"a"_s, InstanceStatus::Stopping), 2'000);
    store.observe({sampleInstance(u"a"_s)}, 3'000);
    store.observe({sampleInstance(u"a"_s, InstanceStatus::Stopped)}, 4'000);
    QCOMPARE(store.find(u"a"_s)->instance.status, InstanceStatus::Stopped);
    QVERIFY(store.find(u"a"_s)->note.isEmpty());
    // From here on the old state is news: started again elsewhere.
    store.observe({sampleInstance(u"a"_s)}, 5'000);
    QCOMPARE(store.find(u"a"_s)->instance.status, InstanceStatus::Running);
}

void TestStoreLag::F60_lagIsLimited()
{
    InstanceStore store;
    store.observe({sampleInstance(u"a"_s)}, 1'000);
    store.observePartial(sampleInstance(u"a"_s, InstanceStatus::Stopping), 2'000);
    store.observe({sampleInstance(u"a"_s)}, 2'000 + InstanceStore::LagMs - 1);
    QCOMPARE(store.find(u"a"_s)->instance.status, InstanceStatus::Stopping);
    store.observe({sampleInstance(u"a"_s)}, 2'000 + InstanceStore::LagMs);
    QCOMPARE(store.find(u"a"_s)->instance.status, InstanceStatus::Running);
    QVERIFY(store.find(u"a"_s)->note.isEmpty());
}

void TestStoreLag::F60_startedAgainIsShownAtOnce()
{
    InstanceStore store;
    store.observe({sampleInstance(u"a"_s)}, 1'000);
    Instance stopping = sampleInstance(u"a"_s, InstanceStatus::Stopping);
    stopping.lease.updateAtMs = *stopping.lease.updateAtMs + 60'000;
    store.observePartial(stopping, 2'000);
    // Every start sets the lease anew: who shows a later one has heard of the stop.
    Instance again = sampleInstance(u"a"_s);
    again.lease.updateAtMs = *stopping.lease.updateAtMs + 1;
    store.observe({again}, 3'000);
    QCOMPARE(store.find(u"a"_s)->instance, again);
    QVERIFY(store.find(u"a"_s)->note.isEmpty());
}

void TestStoreLag::F60_leaseOfBeforeTheStopProvesNothing()
{
    InstanceStore store;
    store.observe({sampleInstance(u"a"_s)}, 1'000);
    Instance stopping = sampleInstance(u"a"_s, InstanceStatus::Stopping);
    stopping.lease.updateAtMs = *stopping.lease.updateAtMs + 60'000;
    store.observePartial(stopping, 2'000);
    // A colleague prolonged it between our last look and our stop, and this read has heard of that alone.
    Instance prolonged = sampleInstance(u"a"_s);
    prolonged.lease.updateAtMs = *prolonged.lease.updateAtMs + 30'000;
    store.observe({prolonged}, 3'000);
    QCOMPARE(store.find(u"a"_s)->instance.status, InstanceStatus::Stopping);
    prolonged.lease.updateAtMs = stopping.lease.updateAtMs; // the stop's own setting of the lease
    store.observe({prolonged}, 4'000);
    QCOMPARE(store.find(u"a"_s)->instance.status, InstanceStatus::Stopping);
    // Nor does a lease that was known before, should the answer tell an older one.
    Instance known = sampleInstance(u"c"_s);
    known.lease.updateAtMs = *known.lease.updateAtMs + 10'000;
    store.observe({known}, 1'000);
    store.observePartial(sampleInstance(u"c"_s, InstanceStatus::Stopping), 2'000);
    store.observe({known}, 3'000);
    QCOMPARE(store.find(u"c"_s)->instance.status, InstanceStatus::Stopping);
    // An answer that told no lease is no measure either.
    store.observe({sampleInstance(u"b"_s)}, 5'000);
    Instance bare = sampleInstance(u"b"_s, InstanceStatus::Stopping);
    bare.lease = Lease();
    store.observePartial(bare, 6'000);
    Instance late = sampleInstance(u"b"_s);
    late.lease.updateAtMs = *late.lease.updateAtMs + 90'000;
    store.observe({late}, 7'000);
    QCOMPARE(store.find(u"b"_s)->instance.status, InstanceStatus::Stopping);
}

void TestStoreLag::F60_laggingLease()
{
    InstanceStore store;
    store.observe({sampleInstance(u"a"_s)}, 1'000);
    Lease renewed = sampleInstance(u"a"_s).lease;
    renewed.durationMs = 9'000'000;
    renewed.updateAtMs = *renewed.updateAtMs + 500'000;
    store.observeLease(u"a"_s, renewed, 2'000);
    store.observe({sampleInstance(u"a"_s)}, 3'000);
    QCOMPARE(store.find(u"a"_s)->instance.lease, renewed);
    // Not for ever: what the service keeps saying is true.
    store.observe({sampleInstance(u"a"_s)}, 2'000 + InstanceStore::LagMs);
    QCOMPARE(store.find(u"a"_s)->instance.lease, sampleInstance(u"a"_s).lease);
}

void TestStoreLag::F60_leaseShortenedElsewhereIsShownAtOnce()
{
    InstanceStore store;
    store.observe({sampleInstance(u"a"_s)}, 1'000);
    Lease renewed = sampleInstance(u"a"_s).lease;
    renewed.durationMs = 9'000'000;
    renewed.updateAtMs = *renewed.updateAtMs + 500'000;
    store.observeLease(u"a"_s, renewed, 2'000);
    Instance shortened = sampleInstance(u"a"_s);
    shortened.lease.durationMs = 4'000'000;
    shortened.lease.updateAtMs = *renewed.updateAtMs + 1;
    store.observe({shortened}, 3'000);
    QCOMPARE(store.find(u"a"_s)->instance.lease, shortened.lease);
}

void TestStoreLag::leaseReadAloneBeatsAnOlderRecord()
{
    InstanceStore store;
    store.observe({sampleInstance(u"a"_s)}, 1'000);
    Lease lease = sampleInstance(u"a"_s).lease;
    lease.durationMs = 9'000'000;
    store.observeLease(u"a"_s, lease, 3'000);
    store.observe({sampleInstance(u"a"_s, InstanceStatus::Stopping)}, 2'000); // sent before, arrived after
    QCOMPARE(store.find(u"a"_s)->instance.status, InstanceStatus::Stopping);
    QCOMPARE(store.find(u"a"_s)->instance.lease, lease);
}

void TestStoreLag::noteOnTheStopTimeGoesWithIt_data()
{
    QTest::addColumn<bool>("stops");
    QTest::addColumn<qint64>("addedMs");
    QTest::addColumn<bool>("goes");
    QTest::newRow("the same") << false << qint64(0) << false;
    QTest::newRow("prolonged elsewhere") << false << qint64(3'600'000) << true;
    QTest::newRow("stopped") << true << qint64(0) << true;
}

void TestStoreLag::noteOnTheStopTimeGoesWithIt()
{
    QFETCH(const bool, stops);
    QFETCH(const qint64, addedMs);
    QFETCH(const bool, goes);
    InstanceStore store;
    const Instance before = sampleInstance(u"a"_s);
    store.observe({before}, 1'000);
    store.setNoteOnEnd(u"a"_s, u"stops earlier"_s, leaseEndMs(before.lease));
    Instance after = stops ? sampleInstance(u"a"_s, InstanceStatus::Stopped) : before;
    after.name = u"renamed"_s;
    after.lease.durationMs = *after.lease.durationMs + addedMs;
    store.observe({after}, 2'000);
    QCOMPARE(store.find(u"a"_s)->note.isEmpty(), goes);
    // Of another kind it stays.
    store.setNote(u"a"_s, u"other"_s);
    after.lease.durationMs = *after.lease.durationMs + 1'000;
    store.observe({after}, 3'000);
    QCOMPARE(store.find(u"a"_s)->note, u"other"_s);
}

QTEST_GUILESS_MAIN(TestStoreLag)
#include "tst_storelag.moc"
