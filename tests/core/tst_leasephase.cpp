// SPDX-License-Identifier: MIT
#include "lease.h"
#include "leasefixture.h"

#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 HourMs = 3'600'000;
constexpr qint64 YearsLaterMs = TracedCreateMs + 2'000'000'000'000;

} // namespace

class TestLeasePhase : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void phaseBoundaries_data();
    void phaseBoundaries();
    void phaseOfLeasesThatDoNotCountDown_data();
    void phaseOfLeasesThatDoNotCountDown();
    void phaseOfEveryState_data();
    void phaseOfEveryState();
    void keys();
};

void TestLeasePhase::phaseBoundaries_data()
{
    const PhaseThresholds usual;
    const PhaseThresholds wide{4 * HourMs, 90 * 60'000};
    const PhaseThresholds same{HourMs, HourMs};
    const PhaseThresholds swapped{HourMs, 2 * HourMs};
    const PhaseThresholds none{0, 0};
    QTest::addColumn<qint64>("left");
    QTest::addColumn<PhaseThresholds>("thresholds");
    QTest::addColumn<LeasePhase>("phase");
    QTest::newRow("three days") << 72 * HourMs << usual << LeasePhase::Comfortable;
    QTest::newRow("30 min + 1 ms") << 1'800'001LL << usual << LeasePhase::Comfortable;
    QTest::newRow("30 min") << 1'800'000LL << usual << LeasePhase::Soon;
    QTest::newRow("30 min - 1 ms") << 1'799'999LL << usual << LeasePhase::Soon;
    QTest::newRow("10 min + 1 ms") << 600'001LL << usual << LeasePhase::Soon;
    QTest::newRow("10 min") << 600'000LL << usual << LeasePhase::Urgent;
    QTest::newRow("10 min - 1 ms") << 599'999LL << usual << LeasePhase::Urgent;
    QTest::newRow("1 ms") << 1LL << usual << LeasePhase::Urgent;
    QTest::newRow("nothing") << 0LL << usual << LeasePhase::Due;
    QTest::newRow("1 ms late") << -1LL << usual << LeasePhase::Due;
    QTest::newRow("a day late: the phase stays") << -24 * HourMs << usual << LeasePhase::Due;
    QTest::newRow("own limits, 4 h + 1 ms") << 4 * HourMs + 1 << wide << LeasePhase::Comfortable;
    QTest::newRow("own limits, 4 h") << 4 * HourMs << wide << LeasePhase::Soon;
    QTest::newRow("own limits, 90 min + 1 ms") << 5'400'001LL << wide << LeasePhase::Soon;
    QTest::newRow("own limits, 90 min") << 5'400'000LL << wide << LeasePhase::Urgent;
    QTest::newRow("equal limits, above") << HourMs + 1 << same << LeasePhase::Comfortable;
    QTest::newRow("equal limits, at") << HourMs << same << LeasePhase::Urgent;
    QTest::newRow("swapped limits: the more urgent counts") << 2 * HourMs << swapped << LeasePhase::Urgent;
    QTest::newRow("swapped limits, above") << 2 * HourMs + 1 << swapped << LeasePhase::Comfortable;
    QTest::newRow("no limits, 1 ms") << 1LL << none << LeasePhase::Comfortable;
    QTest::newRow("no limits, nothing") << 0LL << none << LeasePhase::Due;
}

void TestLeasePhase::phaseBoundaries()
{
    QFETCH(const qint64, left);
    QFETCH(const PhaseThresholds, thresholds);
    QFETCH(const LeasePhase, phase);
    const Lease lease = timedLease(HourMs);
    const qint64 now = TracedCreateMs + HourMs - left;
    QCOMPARE(leasePhase(lease, InstanceStatus::Running, now, thresholds), phase);
}

void TestLeasePhase::phaseOfLeasesThatDoNotCountDown_data()
{
    Lease unknownType = timedLease(HourMs);
    unknownType.type = Lease::Type::Unknown;
    Lease silent = timedLease(HourMs);
    silent.enabled.reset();
    QTest::addColumn<Lease>("lease");
    QTest::addColumn<LeasePhase>("phase");
    QTest::newRow("idle") << idleLease() << LeasePhase::Idle;
    QTest::newRow("off") << offLease() << LeasePhase::None;
    QTest::newRow("unknown type") << unknownType << LeasePhase::Unknown;
    QTest::newRow("enable missing") << silent << LeasePhase::Unknown;
    QTest::newRow("no lease at all") << Lease() << LeasePhase::Unknown;
}

void TestLeasePhase::phaseOfLeasesThatDoNotCountDown()
{
    QFETCH(const Lease, lease);
    QFETCH(const LeasePhase, phase);
    for (const qint64 now : {qint64(0), TracedCreateMs, TracedCreateMs + HourMs, YearsLaterMs})
        QCOMPARE(leasePhase(lease, InstanceStatus::Running, now), phase);
}

void TestLeasePhase::phaseOfEveryState_data()
{
    QTest::addColumn<InstanceStatus>("status");
    QTest::addColumn<LeasePhase>("phase");
    for (const InstanceStatus status : NotRunning)
        QTest::newRow(qPrintable(instanceStatusText(status))) << status << LeasePhase::NotRunning;
    QTest::newRow("RUNNING") << InstanceStatus::Running << LeasePhase::Comfortable;
    QTest::newRow("unknown") << InstanceStatus::Unknown << LeasePhase::Unknown;
}

void TestLeasePhase::phaseOfEveryState()
{
    QFETCH(const InstanceStatus, status);
    QFETCH(const LeasePhase, phase);
    QCOMPARE(leasePhase(timedLease(HourMs), status, TracedCreateMs), phase);
    if (status != InstanceStatus::Running) {
        for (const Lease &lease : {offLease(), idleLease(), Lease()})
            QCOMPARE(leasePhase(lease, status, TracedCreateMs), phase);
        QCOMPARE(leasePhase(timedLease(HourMs), status, YearsLaterMs), phase);
    }
}

void TestLeasePhase::keys()
{
    QCOMPARE(leasePhaseKey(LeasePhase::Comfortable), u"comfortable"_s);
    QCOMPARE(leasePhaseKey(LeasePhase::Soon), u"soon"_s);
    QCOMPARE(leasePhaseKey(LeasePhase::Urgent), u"urgent"_s);
    QCOMPARE(leasePhaseKey(LeasePhase::Due), u"due"_s);
    QCOMPARE(leasePhaseKey(LeasePhase::Idle), u"idle"_s);
    QCOMPARE(leasePhaseKey(LeasePhase::None), u"none"_s);
    QCOMPARE(leasePhaseKey(LeasePhase::NotRunning), u"not-running"_s);
    QCOMPARE(leasePhaseKey(LeasePhase::Unknown), u"unknown"_s);
    QCOMPARE(autoStopKey(AutoStop::Timed), u"timed"_s);
    QCOMPARE(autoStopKey(AutoStop::Idle), u"idle"_s);
    QCOMPARE(autoStopKey(AutoStop::Off), u"off"_s);
    QCOMPARE(autoStopKey(AutoStop::Unknown), u"unknown"_s);
}

QTEST_GUILESS_MAIN(TestLeasePhase)
#include "tst_leasephase.moc"
