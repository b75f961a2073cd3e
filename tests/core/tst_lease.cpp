// SPDX-License-Identifier: MIT
#include "lease.h"
#include "leasefixture.h"
#include "timetext.h"

#include <QTest>

#include <limits>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

using Milliseconds = std::optional<qint64>;

namespace
{

constexpr qint64 HourMs = 3'600'000;
constexpr qint64 FirstOf2015 = 1'420'070'400'000;
constexpr qint64 FirstOf2101 = 4'133'980'800'000;
constexpr qint64 Largest = std::numeric_limits<qint64>::max();
constexpr qint64 Smallest = std::numeric_limits<qint64>::min();

} // namespace

class TestLease : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void traceOfTheReference_data();
    void traceOfTheReference();
    void referenceInstanceStopsWhateverUpdateAtSays_data();
    void referenceInstanceStopsWhateverUpdateAtSays();
    void grantedIsTheLengthOfTheLastGrant_data();
    void grantedIsTheLengthOfTheLastGrant();
    void F50_durations_data();
    void F50_durations();
    void F51_plausibleTimes_data();
    void F51_plausibleTimes();
    void F51_implausibleTimesMakeTheLeaseUnknown_data();
    void F51_implausibleTimesMakeTheLeaseUnknown();
    void autoStopOfEveryLease_data();
    void autoStopOfEveryLease();
    void F80_onlyARunningInstanceCountsDown_data();
    void F80_onlyARunningInstanceCountsDown();
    void remaining_data();
    void remaining();
};

void TestLease::traceOfTheReference_data()
{
    // ModelArts API reference, section 4.2 (a) and (b); every row but the last two was granted one hour.
    QTest::addColumn<qint64>("create");
    QTest::addColumn<qint64>("updateOffset");
    QTest::addColumn<qint64>("duration");
    QTest::addColumn<qint64>("stopsAt");
    QTest::addColumn<qint64>("granted");
    constexpr qint64 Old = 1'638'841'744'515;
    QTest::newRow("create") << TracedCreateMs << 0LL << 3'600'000LL << 1'687'660'052'470LL << HourMs;
    QTest::newRow("show, now RUNNING")
        << TracedCreateMs << 27'372LL << 3'627'372LL << 1'687'660'079'842LL << HourMs;
    QTest::newRow("prolong") << TracedCreateMs << 1'057'544LL << 4'657'544LL << 1'687'661'110'014LL << HourMs;
    QTest::newRow("stop") << TracedCreateMs << 2'599'814LL << 6'199'814LL << 1'687'662'652'284LL << HourMs;
    QTest::newRow("start") << TracedCreateMs << 2'940'099LL << 6'540'099LL << 1'687'662'992'569LL << HourMs;
    QTest::newRow("start page") << Old << 2'727'212LL << 6'327'212LL << 1'638'848'071'727LL << HourMs;
    QTest::newRow("stop page") << Old << 1'713'106LL << 5'313'106LL << 1'638'847'057'621LL << HourMs;
    // The published outliers: the stop time did not move when only update_at was touched.
    QTest::newRow("show lease page") << Old << 1'161'410LL << 3'600'000LL << 1'638'845'344'515LL
                                     << 2'438'590LL;
    QTest::newRow("prolong page") << Old << 1'274'244LL << 3'600'000LL << 1'638'845'344'515LL << 2'325'756LL;
}

void TestLease::traceOfTheReference()
{
    QFETCH(const qint64, create);
    QFETCH(const qint64, updateOffset);
    QFETCH(const qint64, duration);
    QFETCH(const qint64, stopsAt);
    QFETCH(const qint64, granted);
    Lease lease = timedLease(duration, create);
    lease.updateAtMs = create + updateOffset;
    QCOMPARE(leaseEndMs(lease), Milliseconds(stopsAt));
    QCOMPARE(stopsAtMs(lease, InstanceStatus::Running), Milliseconds(stopsAt));
    QCOMPARE(grantedMs(lease), Milliseconds(granted));
    QCOMPARE(remainingMs(lease, InstanceStatus::Running, stopsAt - granted), Milliseconds(granted));
}

void TestLease::referenceInstanceStopsWhateverUpdateAtSays_data()
{
    QTest::addColumn<Milliseconds>("updateAt");
    QTest::newRow("missing") << Milliseconds();
    QTest::newRow("at the creation") << Milliseconds(1'687'656'452'470);
    QTest::newRow("at the last grant") << Milliseconds(1'687'657'510'014);
    QTest::newRow("1 ms after the creation") << Milliseconds(1'687'656'452'471);
    QTest::newRow("before the creation") << Milliseconds(1'687'656'452'469);
    QTest::newRow("at the stop") << Milliseconds(1'687'661'110'014);
    QTest::newRow("days later") << Milliseconds(1'688'000'000'000);
    QTest::newRow("zero") << Milliseconds(0);
    QTest::newRow("largest") << Milliseconds(Largest);
    QTest::newRow("smallest") << Milliseconds(Smallest);
}

void TestLease::referenceInstanceStopsWhateverUpdateAtSays()
{
    QFETCH(const Milliseconds, updateAt);
    Lease lease = timedLease(4'657'544, 1'687'656'452'470);
    lease.updateAtMs = updateAt;
    const Milliseconds stopsAt = stopsAtMs(lease, InstanceStatus::Running);
    QCOMPARE(stopsAt, Milliseconds(1'687'661'110'014));
    QCOMPARE(isoUtc(*stopsAt), u"2023-06-25T02:45:10.014Z"_s);
    QCOMPARE(leaseEndMs(lease), stopsAt);
    QCOMPARE(remainingMs(lease, InstanceStatus::Running, 1'687'661'110'013), Milliseconds(1));
    QCOMPARE(leasePhase(lease, InstanceStatus::Running, 1'687'661'110'013), LeasePhase::Urgent);
    QCOMPARE(leasePhase(lease, InstanceStatus::Running, 1'687'661'110'014), LeasePhase::Due);
}

void TestLease::grantedIsTheLengthOfTheLastGrant_data()
{
    QTest::addColumn<Milliseconds>("updateOffset");
    QTest::addColumn<Milliseconds>("granted");
    QTest::newRow("set at the creation") << Milliseconds(0) << Milliseconds(HourMs);
    QTest::newRow("1 ms after it") << Milliseconds(1) << Milliseconds(HourMs - 1);
    QTest::newRow("1 ms before the end") << Milliseconds(HourMs - 1) << Milliseconds(1);
    QTest::newRow("at the end") << Milliseconds(HourMs) << Milliseconds();
    QTest::newRow("after the end") << Milliseconds(HourMs + 1) << Milliseconds();
    QTest::newRow("before the creation") << Milliseconds(-1) << Milliseconds();
    QTest::newRow("long before the creation") << Milliseconds(-TracedCreateMs) << Milliseconds();
    QTest::newRow("missing") << Milliseconds() << Milliseconds();
}

void TestLease::grantedIsTheLengthOfTheLastGrant()
{
    QFETCH(const Milliseconds, updateOffset);
    QFETCH(const Milliseconds, granted);
    Lease lease = timedLease(HourMs);
    lease.updateAtMs = updateOffset ? Milliseconds(TracedCreateMs + *updateOffset) : Milliseconds();
    QCOMPARE(grantedMs(lease), granted);

    Lease other = lease;
    other.enabled = false;
    QCOMPARE(grantedMs(other), NoTime);
    other = lease;
    other.type = Lease::Type::Idle;
    QCOMPARE(grantedMs(other), NoTime);
}

void TestLease::F50_durations_data()
{
    constexpr qint64 LastOf2100 = FirstOf2101 - 1;
    QTest::addColumn<Milliseconds>("duration");
    QTest::addColumn<Milliseconds>("end");
    QTest::newRow("missing") << Milliseconds() << Milliseconds();
    QTest::newRow("-1") << Milliseconds(-1) << Milliseconds();
    QTest::newRow("0") << Milliseconds(0) << Milliseconds();
    QTest::newRow("1") << Milliseconds(1) << Milliseconds(TracedCreateMs + 1);
    QTest::newRow("smallest") << Milliseconds(Smallest) << Milliseconds();
    QTest::newRow("largest") << Milliseconds(Largest) << Milliseconds();
    QTest::newRow("would wrap round by 1") << Milliseconds(Largest - TracedCreateMs + 1) << Milliseconds();
    QTest::newRow("just does not wrap round") << Milliseconds(Largest - TracedCreateMs) << Milliseconds();
    QTest::newRow("2^53+1") << Milliseconds((1LL << 53) + 1) << Milliseconds();
    QTest::newRow("last ms of 2100") << Milliseconds(LastOf2100 - TracedCreateMs) << Milliseconds(LastOf2100);
    QTest::newRow("first ms of 2101") << Milliseconds(FirstOf2101 - TracedCreateMs) << Milliseconds();
    QTest::newRow("72 h") << Milliseconds(72 * HourMs) << Milliseconds(TracedCreateMs + 259'200'000);
    QTest::newRow("a year") << Milliseconds(365LL * 24 * HourMs)
                            << Milliseconds(TracedCreateMs + 31'536'000'000);
}

void TestLease::F50_durations()
{
    QFETCH(const Milliseconds, duration);
    QFETCH(const Milliseconds, end);
    Lease lease = timedLease(1);
    lease.durationMs = duration;
    QCOMPARE(leaseEndMs(lease), end);
    QCOMPARE(stopsAtMs(lease, InstanceStatus::Running), end);
    QCOMPARE(autoStop(lease), end ? AutoStop::Timed : AutoStop::Unknown);
    if (!end) {
        QCOMPARE(remainingMs(lease, InstanceStatus::Running, TracedCreateMs), NoTime);
        QCOMPARE(grantedMs(lease), NoTime);
        // Not expired, not a guess: unknown, at whatever time.
        for (const qint64 now : {qint64(0), TracedCreateMs, FirstOf2101})
            QCOMPARE(leasePhase(lease, InstanceStatus::Running, now), LeasePhase::Unknown);
    }
}

void TestLease::F51_plausibleTimes_data()
{
    QTest::addColumn<qint64>("ms");
    QTest::addColumn<bool>("plausible");
    QTest::newRow("last ms of 2014") << FirstOf2015 - 1 << false;
    QTest::newRow("first ms of 2015") << FirstOf2015 << true;
    QTest::newRow("last ms of 2100") << FirstOf2101 - 1 << true;
    QTest::newRow("first ms of 2101") << FirstOf2101 << false;
    QTest::newRow("seconds") << TracedCreateMs / 1000 << false;
    QTest::newRow("microseconds") << TracedCreateMs * 1000 << false;
    QTest::newRow("zero") << 0LL << false;
    QTest::newRow("negative") << -TracedCreateMs << false;
    QTest::newRow("year 9999") << 253'402'300'799'999LL << false;
    QTest::newRow("largest") << Largest << false;
    QTest::newRow("smallest") << Smallest << false;
}

void TestLease::F51_plausibleTimes()
{
    QFETCH(const qint64, ms);
    QFETCH(const bool, plausible);
    QCOMPARE(isPlausibleTimeMs(ms), plausible);
    QCOMPARE(leaseEndMs(timedLease(1, ms)).has_value(), plausible && ms + 1 < FirstOf2101);
}

void TestLease::F51_implausibleTimesMakeTheLeaseUnknown_data()
{
    QTest::addColumn<Milliseconds>("create");
    QTest::newRow("missing") << Milliseconds();
    QTest::newRow("zero") << Milliseconds(0);
    QTest::newRow("seconds") << Milliseconds(TracedCreateMs / 1000);
    QTest::newRow("microseconds") << Milliseconds(TracedCreateMs * 1000);
    QTest::newRow("largest") << Milliseconds(Largest);
    QTest::newRow("smallest") << Milliseconds(Smallest);
}

void TestLease::F51_implausibleTimesMakeTheLeaseUnknown()
{
    QFETCH(const Milliseconds, create);
    Lease lease = timedLease(HourMs);
    lease.createAtMs = create;
    QCOMPARE(leaseEndMs(lease), NoTime);
    QCOMPARE(autoStop(lease), AutoStop::Unknown);
    QCOMPARE(leasePhase(lease, InstanceStatus::Running, TracedCreateMs), LeasePhase::Unknown);
}

void TestLease::autoStopOfEveryLease_data()
{
    using Enabled = std::optional<bool>;
    QTest::addColumn<Enabled>("enabled");
    QTest::addColumn<Lease::Type>("type");
    QTest::addColumn<AutoStop>("rule");
    QTest::newRow("on, timing") << Enabled(true) << Lease::Type::Timing << AutoStop::Timed;
    QTest::newRow("on, idle") << Enabled(true) << Lease::Type::Idle << AutoStop::Idle;
    QTest::newRow("on, unknown type") << Enabled(true) << Lease::Type::Unknown << AutoStop::Unknown;
    QTest::newRow("off, timing") << Enabled(false) << Lease::Type::Timing << AutoStop::Off;
    QTest::newRow("off, idle") << Enabled(false) << Lease::Type::Idle << AutoStop::Off;
    QTest::newRow("off, unknown type") << Enabled(false) << Lease::Type::Unknown << AutoStop::Off;
    QTest::newRow("not said, timing") << Enabled() << Lease::Type::Timing << AutoStop::Unknown;
    QTest::newRow("not said, idle") << Enabled() << Lease::Type::Idle << AutoStop::Unknown;
    QTest::newRow("not said, unknown type") << Enabled() << Lease::Type::Unknown << AutoStop::Unknown;
}

void TestLease::autoStopOfEveryLease()
{
    QFETCH(const std::optional<bool>, enabled);
    QFETCH(const Lease::Type, type);
    QFETCH(const AutoStop, rule);
    Lease lease = timedLease(HourMs);
    lease.enabled = enabled;
    lease.type = type;
    QCOMPARE(autoStop(lease), rule);
    QCOMPARE(leaseEndMs(lease).has_value(), rule == AutoStop::Timed);
    QCOMPARE(stopsAtMs(lease, InstanceStatus::Running).has_value(), rule == AutoStop::Timed);

    // Only the timed rule needs readable times.
    lease.createAtMs.reset();
    lease.durationMs.reset();
    QCOMPARE(autoStop(lease), rule == AutoStop::Timed ? AutoStop::Unknown : rule);
    QCOMPARE(autoStop(Lease()), AutoStop::Unknown);
}

void TestLease::F80_onlyARunningInstanceCountsDown_data()
{
    QTest::addColumn<InstanceStatus>("status");
    for (const InstanceStatus status : NotRunning)
        QTest::newRow(qPrintable(instanceStatusText(status))) << status;
    QTest::newRow("unknown") << InstanceStatus::Unknown;
}

void TestLease::F80_onlyARunningInstanceCountsDown()
{
    QFETCH(const InstanceStatus, status);
    const Lease lease = timedLease(HourMs);
    QCOMPARE(stopsAtMs(lease, status), NoTime);
    QCOMPARE(remainingMs(lease, status, TracedCreateMs), NoTime);
    // What the lease says does not depend on the state, only whether it counts.
    QCOMPARE(leaseEndMs(lease), Milliseconds(TracedCreateMs + HourMs));
    QCOMPARE(autoStop(lease), AutoStop::Timed);
}

void TestLease::remaining_data()
{
    QTest::addColumn<qint64>("sinceCreation");
    QTest::addColumn<qint64>("left");
    QTest::newRow("before the creation") << -5LL << HourMs + 5;
    QTest::newRow("at the creation") << 0LL << HourMs;
    QTest::newRow("1 ms before the end") << HourMs - 1 << 1LL;
    QTest::newRow("at the end") << HourMs << 0LL;
    QTest::newRow("1 ms after the end") << HourMs + 1 << -1LL;
    QTest::newRow("three days after the end") << 73 * HourMs << -72 * HourMs;
}

void TestLease::remaining()
{
    QFETCH(const qint64, sinceCreation);
    QFETCH(const qint64, left);
    QCOMPARE(remainingMs(timedLease(HourMs), InstanceStatus::Running, TracedCreateMs + sinceCreation),
             Milliseconds(left));
}

QTEST_GUILESS_MAIN(TestLease)
#include "tst_lease.moc"
