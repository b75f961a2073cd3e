// SPDX-License-Identifier: MIT
#include "decisions.h"

#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

namespace
{

Instance ocrLab(InstanceStatus status = InstanceStatus::Stopped)
{
    Instance instance;
    instance.id = u"f9937afa"_s;
    instance.name = u"ocr-lab"_s;
    instance.status = status;
    instance.statusText = instanceStatusText(status);
    instance.ownerId = u"a1"_s;
    instance.ownerName = u"ana"_s;
    instance.storage.category = u"EVS"_s;
    instance.storage.ownership = u"MANAGED"_s;
    instance.storage.capacityGb = 5;
    instance.storage.mountPath = u"/home/ma-user/work"_s;
    instance.storage.uri = u"evs://1"_s;
    instance.storage.id = u"volume-1"_s;
    return instance;
}

} // namespace

class TestDecisions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void targetTakesDownWhatWasShown();
    void sameInstanceIsNoChange_data();
    void sameInstanceIsNoChange();
    void deleteAfterAChangeOfState_data();
    void deleteAfterAChangeOfState();
    void deleteAfterAChangeOfOwnerOrStorage_data();
    void deleteAfterAChangeOfOwnerOrStorage();
    void whatDoesNotMatterForDelete_data();
    void whatDoesNotMatterForDelete();
    void otherVerbsAskForTheState_data();
    void otherVerbsAskForTheState();
    void F49_foreignTextIsVisible();
};

void TestDecisions::targetTakesDownWhatWasShown()
{
    const Instance instance = ocrLab(InstanceStatus::Running);
    const DecisionTarget target = decisionTarget(instance);
    QCOMPARE(target.id, u"f9937afa"_s);
    QCOMPARE(target.name, u"ocr-lab"_s);
    QCOMPARE(target.shownStatus, InstanceStatus::Running);
    QCOMPARE(target.shownOwnerId, u"a1"_s);
    QVERIFY(target.shownStorage == instance.storage);
    QCOMPARE(target.stopAtMs, 0LL);

    Instance nameless = instance;
    nameless.name = u" "_s;
    QCOMPARE(decisionTarget(nameless).name, u"f9937afa"_s);
}

void TestDecisions::sameInstanceIsNoChange_data()
{
    QTest::addColumn<InstanceStatus>("status");
    QTest::addColumn<InstanceVerb>("verb");
    for (int s = 0; s < InstanceStatusCount; ++s) {
        const auto status = InstanceStatus(s);
        for (const InstanceVerb verb : {InstanceVerb::Start, InstanceVerb::Stop, InstanceVerb::Prolong,
                                        InstanceVerb::Open, InstanceVerb::Delete}) {
            if (allows(status, verb))
                QTest::addRow("%s %d", qPrintable(instanceStatusText(status)), int(verb)) << status << verb;
        }
    }
}

void TestDecisions::sameInstanceIsNoChange()
{
    QFETCH(const InstanceStatus, status);
    QFETCH(const InstanceVerb, verb);
    Instance instance = ocrLab(status);
    const DecisionTarget target = decisionTarget(instance);
    QCOMPARE(changedSince(target, instance, verb), QString());
    // The countdown went on, and everything else that does not matter changed.
    instance.lease.durationMs = 1;
    instance.updatedAtMs = 2;
    instance.description = u"new"_s;
    instance.flavor = u"cpu.8u"_s;
    instance.token = Secret("t");
    instance.storage.status = u"MOUNTED"_s;
    QCOMPARE(changedSince(target, instance, verb), QString());
}

void TestDecisions::deleteAfterAChangeOfState_data()
{
    QTest::addColumn<InstanceStatus>("shown");
    QTest::addColumn<InstanceStatus>("now");
    QTest::addColumn<QString>("sentence");
    using enum InstanceStatus;
    const QString same;
    QTest::newRow("started elsewhere") << Stopped << Running << u"“ocr-lab” is running now."_s;
    QTest::newRow("is being started") << Stopped << Starting << u"“ocr-lab” is starting now."_s;
    QTest::newRow("ran and stops") << Stopped << Stopping << u"“ocr-lab” is stopping now."_s;
    QTest::newRow("failed one runs") << Error << Running << u"“ocr-lab” is running now."_s;
    QTest::newRow("stopping one runs again") << Stopping << Running << u"“ocr-lab” is running now."_s;
    QTest::newRow("saves its image") << Running << Snapshotting << u"“ocr-lab” is saving its image now."_s;
    QTest::newRow("is being created") << Stopped << Creating << u"“ocr-lab” is being created now."_s;
    QTest::newRow("is being prepared") << Stopped << Init << u"“ocr-lab” is being prepared now."_s;
    QTest::newRow("deleted by another") << Stopped << Deleting << u"“ocr-lab” is being deleted already."_s;
    QTest::newRow("gone by another") << Running << Deleted << u"“ocr-lab” is deleted already."_s;
    QTest::newRow("unknown state")
        << Stopped << Unknown
        << u"The state of “ocr-lab” is not known any more: the service calls it “UNKNOWN”."_s;
    QTest::newRow("running one stopped") << Running << Stopped << same;
    QTest::newRow("running one stops") << Running << Stopping << same;
    QTest::newRow("stopping one stopped") << Stopping << Stopped << same;
    QTest::newRow("running one failed") << Running << Error << same;
    QTest::newRow("stopped one was frozen") << Stopped << Frozen << same;
    QTest::newRow("deleting it failed before") << Stopped << DeleteFailed << same;
}

void TestDecisions::deleteAfterAChangeOfState()
{
    QFETCH(const InstanceStatus, shown);
    QFETCH(const InstanceStatus, now);
    QFETCH(const QString, sentence);
    QCOMPARE(changedSince(decisionTarget(ocrLab(shown)), ocrLab(now), InstanceVerb::Delete), sentence);
}

void TestDecisions::deleteAfterAChangeOfOwnerOrStorage_data()
{
    QTest::addColumn<Instance>("now");
    QTest::addColumn<QString>("sentence");
    Instance now = ocrLab();
    now.ownerId = u"b2"_s;
    now.ownerName = u"li"_s;
    QTest::newRow("owner") << now << u"“ocr-lab” belongs to li now."_s;
    now.ownerId.clear();
    QTest::newRow("owner not told any more")
        << now << u"The service no longer says to whom “ocr-lab” belongs."_s;
    now = ocrLab();
    now.storage.capacityGb = 50;
    QTest::newRow("enlarged") << now
                              << u"The storage of “ocr-lab” is EVS 50 GB now; it was shown as EVS 5 GB."_s;
    now = ocrLab();
    now.storage.capacityGb.reset();
    QTest::newRow("size not told any more")
        << now << u"The storage of “ocr-lab” is EVS now; it was shown as EVS 5 GB."_s;
    now = ocrLab();
    now.storage.category = u"SFS"_s;
    QTest::newRow("other kind") << now
                                << u"The storage of “ocr-lab” is SFS 5 GB now; it was shown as EVS 5 GB."_s;
    now = ocrLab();
    now.storage.ownership = u"DEDICATED"_s;
    QTest::newRow("belongs to the account now")
        << now << u"The storage of “ocr-lab” is EVS 5 GB (own) now; it was shown as EVS 5 GB."_s;
    const QString another = u"The storage of “ocr-lab” is another one now."_s;
    now = ocrLab();
    now.storage.uri = u"evs://2"_s;
    QTest::newRow("other address") << now << another;
    now = ocrLab();
    now.storage.id = u"volume-2"_s;
    QTest::newRow("other volume") << now << another;
    now = ocrLab();
    now.storage.mountPath = u"/data"_s;
    QTest::newRow("other mount path") << now << another;
}

void TestDecisions::deleteAfterAChangeOfOwnerOrStorage()
{
    QFETCH(const Instance, now);
    QFETCH(const QString, sentence);
    const DecisionTarget target = decisionTarget(ocrLab());
    QCOMPARE(changedSince(target, now, InstanceVerb::Delete), sentence);
    // Nothing is destroyed by the others.
    QCOMPARE(changedSince(target, now, InstanceVerb::Start), QString());
}

void TestDecisions::whatDoesNotMatterForDelete_data()
{
    QTest::addColumn<Instance>("shown");
    QTest::addColumn<Instance>("now");
    const Instance full = ocrLab();
    Instance sparse = ocrLab();
    sparse.storage.uri.clear();
    sparse.storage.id.clear();
    sparse.storage.mountPath.clear();
    // A listing may tell less than the record itself (section 2.1).
    QTest::newRow("the record tells more than the listing did") << sparse << full;
    QTest::newRow("the listing tells less than the record did") << full << sparse;
    Instance other = ocrLab();
    other.storage.category = u"evs"_s;
    other.storage.ownership = u"managed"_s;
    QTest::newRow("words in lower case") << full << other;
    other = ocrLab();
    other.storage.ownership.clear();
    QTest::newRow("ownership left out is managed") << full << other;
    QTest::newRow("ownership told later") << other << full;
    other = ocrLab();
    other.storage.status = u"RESIZING"_s;
    QTest::newRow("state of the storage") << full << other;
    other = ocrLab();
    other.ownerName = u"Ana"_s;
    QTest::newRow("owner was renamed") << full << other;
    other = ocrLab();
    other.name = u"ocr-lab-2"_s;
    QTest::newRow("instance was renamed") << full << other;
}

void TestDecisions::whatDoesNotMatterForDelete()
{
    QFETCH(const Instance, shown);
    QFETCH(const Instance, now);
    QCOMPARE(changedSince(decisionTarget(shown), now, InstanceVerb::Delete), QString());
}

void TestDecisions::otherVerbsAskForTheState_data()
{
    QTest::addColumn<InstanceVerb>("verb");
    QTest::addColumn<InstanceStatus>("now");
    QTest::addColumn<QString>("sentence");
    using enum InstanceStatus;
    const QString fine;
    QTest::newRow("start: stopped") << InstanceVerb::Start << Stopped << fine;
    QTest::newRow("start: starts already") << InstanceVerb::Start << Starting << fine;
    QTest::newRow("start: runs already") << InstanceVerb::Start << Running << fine;
    QTest::newRow("start: failed to start") << InstanceVerb::Start << StartFailed << fine;
    QTest::newRow("start: stopping") << InstanceVerb::Start << Stopping << u"“ocr-lab” is stopping now."_s;
    QTest::newRow("start: frozen") << InstanceVerb::Start << Frozen << u"“ocr-lab” is frozen now."_s;
    QTest::newRow("start: not created")
        << InstanceVerb::Start << CreateFailed << u"“ocr-lab” could not be created."_s;
    QTest::newRow("start: not deleted")
        << InstanceVerb::Start << DeleteFailed << u"“ocr-lab” could not be deleted."_s;
    QTest::newRow("start: failed") << InstanceVerb::Start << Error << u"“ocr-lab” has failed."_s;
    QTest::newRow("stop: running") << InstanceVerb::Stop << Running << fine;
    QTest::newRow("stop: stops already") << InstanceVerb::Stop << Stopping << fine;
    QTest::newRow("stop: stopped already") << InstanceVerb::Stop << Stopped << fine;
    QTest::newRow("stop: not started")
        << InstanceVerb::Stop << StartFailed << u"“ocr-lab” could not be started."_s;
    QTest::newRow("prolong: running") << InstanceVerb::Prolong << Running << fine;
    QTest::newRow("prolong: stopped") << InstanceVerb::Prolong << Stopped << u"“ocr-lab” is stopped now."_s;
    QTest::newRow("prolong: stopping")
        << InstanceVerb::Prolong << Stopping << u"“ocr-lab” is stopping now."_s;
    QTest::newRow("open: running") << InstanceVerb::Open << Running << fine;
    QTest::newRow("open: deleting") << InstanceVerb::Open << Deleting
                                    << u"“ocr-lab” is being deleted already."_s;
}

void TestDecisions::otherVerbsAskForTheState()
{
    QFETCH(const InstanceVerb, verb);
    QFETCH(const InstanceStatus, now);
    QFETCH(const QString, sentence);
    // What was shown does not count here, only whether the verb still makes sense.
    for (const InstanceStatus shown : {InstanceStatus::Running, InstanceStatus::Stopped})
        QCOMPARE(changedSince(decisionTarget(ocrLab(shown)), ocrLab(now), verb), sentence);
}

void TestDecisions::F49_foreignTextIsVisible()
{
    Instance instance = ocrLab();
    instance.name = u"%1 gpj\u202Eexe"_s;
    const DecisionTarget target = decisionTarget(instance);
    QCOMPARE(target.name, u"%1 gpj⟨U+202E⟩exe"_s);
    Instance now = instance;
    now.status = InstanceStatus::Unknown;
    now.statusText = u"%2\u202E"_s + QString(100, u'X');
    QCOMPARE(
        changedSince(target, now, InstanceVerb::Delete),
        QString(
            u"The state of “%1 gpj⟨U+202E⟩exe” is not known any more: the service calls it “%2⟨U+202E⟩"_s +
            QString(29, u'X') + u"…”."_s));
    now = instance;
    now.ownerId = u"%1"_s;
    now.ownerName = u"\u202Eli"_s;
    QCOMPARE(changedSince(target, now, InstanceVerb::Delete),
             u"“%1 gpj⟨U+202E⟩exe” belongs to ⟨U+202E⟩li now."_s);
}

QTEST_GUILESS_MAIN(TestDecisions)
#include "tst_decisions.moc"
