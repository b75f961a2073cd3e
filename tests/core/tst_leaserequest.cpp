// SPDX-License-Identifier: MIT
#include "leasefixture.h"
#include "leaserequest.h"

#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;

using Milliseconds = std::optional<qint64>;

namespace
{

constexpr qint64 HourMs = 3'600'000;
constexpr qint64 MaxMs = 72 * HourMs;
constexpr qint64 ToleranceMs = 60'000;
constexpr qint64 NowMs = 1'700'000'000'000;

} // namespace

class TestLeaseRequest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void prolongBy_data();
    void prolongBy();
    void prolongByInStatesThatDoNotCountDown_data();
    void prolongByInStatesThatDoNotCountDown();
    void tracedProlongingIsAskedForFromNow();
    void setTo_data();
    void setTo();
    void until();
    void range_data();
    void range();
    void unusableRangeSendsNothing_data();
    void unusableRangeSendsNothing();
    void durationShrinksWhileTheDecisionWaits();
    void effect_data();
    void effect();
    void effectWithoutStopTime_data();
    void effectWithoutStopTime();
    void answer_data();
    void answer();
    void answerWithoutStopTime_data();
    void answerWithoutStopTime();
    void usualRangeIsTheDocumentedOne();
};

void TestLeaseRequest::prolongBy_data()
{
    QTest::addColumn<qint64>("left");
    QTest::addColumn<qint64>("by");
    QTest::addColumn<qint64>("targetFromNow");
    QTest::newRow("24 min left, 1 h more") << 1'440'000LL << HourMs << 5'040'000LL;
    QTest::newRow("1 ms left") << 1LL << HourMs << 3'600'001LL;
    QTest::newRow("due: counted from now") << 0LL << HourMs << 3'600'000LL;
    QTest::newRow("1 ms past: counted from now") << -1LL << HourMs << 3'600'000LL;
    QTest::newRow("a day past: counted from now") << -24 * HourMs << HourMs << 3'600'000LL;
    QTest::newRow("three days left, 8 h more") << MaxMs << 8 * HourMs << 288'000'000LL;
    QTest::newRow("nothing more") << HourMs << 0LL << 3'600'000LL;
}

void TestLeaseRequest::prolongBy()
{
    QFETCH(const qint64, left);
    QFETCH(const qint64, by);
    QFETCH(const qint64, targetFromNow);
    QCOMPARE(targetForProlongBy(leaseLeaving(left, NowMs), InstanceStatus::Running, by, NowMs),
             NowMs + targetFromNow);
}

void TestLeaseRequest::prolongByInStatesThatDoNotCountDown_data()
{
    Lease unreadable = leaseLeaving(HourMs, NowMs);
    unreadable.durationMs = -1;
    const Lease running = leaseLeaving(5 * HourMs, NowMs);
    QTest::addColumn<Lease>("lease");
    QTest::addColumn<InstanceStatus>("status");
    QTest::newRow("idle rule") << idleLease() << InstanceStatus::Running;
    QTest::newRow("no auto-stop") << offLease() << InstanceStatus::Running;
    QTest::newRow("unreadable lease") << unreadable << InstanceStatus::Running;
    QTest::newRow("no lease") << Lease() << InstanceStatus::Running;
    QTest::newRow("stopped: the old lease is stale") << running << InstanceStatus::Stopped;
    QTest::newRow("stopping") << running << InstanceStatus::Stopping;
    QTest::newRow("starting") << running << InstanceStatus::Starting;
    QTest::newRow("unknown state") << running << InstanceStatus::Unknown;
}

void TestLeaseRequest::prolongByInStatesThatDoNotCountDown()
{
    QFETCH(const Lease, lease);
    QFETCH(const InstanceStatus, status);
    QCOMPARE(targetForProlongBy(lease, status, 2 * HourMs, NowMs), NowMs + 7'200'000);
}

void TestLeaseRequest::tracedProlongingIsAskedForFromNow()
{
    // Section 4.2 (a): at 1 057 544 ms of age one hour was asked for, and the service stored
    // (now - create_at) + 3 600 000. To keep what was left, remaining + X must be sent.
    const qint64 now = TracedCreateMs + 1'057'544;
    Lease lease = timedLease(3'627'372);
    const qint64 target = targetForProlongBy(lease, InstanceStatus::Running, HourMs, now);
    QCOMPARE(target, TracedCreateMs + 7'227'372);
    QCOMPARE(durationToSend(target, now, {}), Milliseconds(6'169'828));

    const qint64 setTo = targetForSetTo(HourMs, now);
    QCOMPARE(durationToSend(setTo, now, {}), Milliseconds(3'600'000));
    lease.durationMs = 4'657'544; // the service's answer
    QCOMPARE(leaseEndMs(lease), Milliseconds(setTo));
    QCOMPARE(checkAnswer(lease, now, 3'600'000), AnswerCheck::Agrees);
}

void TestLeaseRequest::setTo_data()
{
    QTest::addColumn<qint64>("run");
    QTest::newRow("1 h") << HourMs;
    QTest::newRow("72 h") << MaxMs;
    QTest::newRow("1 ms") << 1LL;
}

void TestLeaseRequest::setTo()
{
    QFETCH(const qint64, run);
    QCOMPARE(targetForSetTo(run, NowMs), NowMs + run);
}

void TestLeaseRequest::until()
{
    const LeaseRange range{HourMs, 3 * HourMs};
    QCOMPARE(targetForUntil(NowMs + 2 * HourMs, NowMs, range), NowMs + 2 * HourMs + 1'000);
    // At the shortest there is room; at the longest a second more would be refused.
    QCOMPARE(targetForUntil(NowMs + HourMs, NowMs, range), NowMs + HourMs + 1'000);
    QCOMPARE(targetForUntil(NowMs + 3 * HourMs - 1'000, NowMs, range), NowMs + 3 * HourMs);
    QCOMPARE(targetForUntil(NowMs + 3 * HourMs - 999, NowMs, range), NowMs + 3 * HourMs - 999);
    QCOMPARE(targetForUntil(NowMs + 3 * HourMs, NowMs, range), NowMs + 3 * HourMs);
}

void TestLeaseRequest::range_data()
{
    QTest::addColumn<qint64>("targetFromNow");
    QTest::addColumn<RangeCheck>("check");
    QTest::addColumn<Milliseconds>("sent");
    const auto row = [](const char *name, qint64 target, RangeCheck check, Milliseconds sent) {
        QTest::newRow(name) << target << check << sent;
    };
    row("past", -1, RangeCheck::TooShort, {});
    row("now", 0, RangeCheck::TooShort, {});
    row("too short by tolerance + 1 ms", HourMs - ToleranceMs - 1, RangeCheck::TooShort, {});
    row("too short by the tolerance", HourMs - ToleranceMs, RangeCheck::TooShort, 3'600'000);
    row("too short by 1 ms", HourMs - 1, RangeCheck::TooShort, 3'600'000);
    row("shortest", HourMs, RangeCheck::Allowed, 3'600'000);
    row("shortest + 1 ms", HourMs + 1, RangeCheck::Allowed, 3'600'001);
    row("in the middle", 5'040'000, RangeCheck::Allowed, 5'040'000);
    row("longest - 1 ms", MaxMs - 1, RangeCheck::Allowed, 259'199'999);
    row("longest", MaxMs, RangeCheck::Allowed, 259'200'000);
    row("too long by 1 ms", MaxMs + 1, RangeCheck::TooLong, 259'200'000);
    row("too long by the tolerance", MaxMs + ToleranceMs, RangeCheck::TooLong, 259'200'000);
    row("too long by tolerance + 1 ms", MaxMs + ToleranceMs + 1, RangeCheck::TooLong, {});
    row("a year", 365 * 24 * HourMs, RangeCheck::TooLong, {});
}

void TestLeaseRequest::range()
{
    QFETCH(const qint64, targetFromNow);
    QFETCH(const RangeCheck, check);
    QFETCH(const Milliseconds, sent);
    QCOMPARE(checkTarget(NowMs + targetFromNow, NowMs, {}), check);
    QCOMPARE(durationToSend(NowMs + targetFromNow, NowMs, {}), sent);

    // A range of another cloud moves the edges with it.
    const LeaseRange shifted{HourMs + 7, MaxMs + 7};
    QCOMPARE(checkTarget(NowMs + targetFromNow + 7, NowMs, shifted), check);
    QCOMPARE(durationToSend(NowMs + targetFromNow + 7, NowMs, shifted),
             sent ? Milliseconds(*sent + 7) : Milliseconds());
}

void TestLeaseRequest::unusableRangeSendsNothing_data()
{
    QTest::addColumn<LeaseRange>("limits");
    QTest::newRow("ends swapped") << LeaseRange{MaxMs, HourMs};
    QTest::newRow("from zero") << LeaseRange{0, MaxMs};
    QTest::newRow("from below zero") << LeaseRange{-HourMs, MaxMs};
}

void TestLeaseRequest::unusableRangeSendsNothing()
{
    QFETCH(const LeaseRange, limits);
    for (const qint64 duration : {qint64(0), HourMs, 2 * HourMs, MaxMs, -HourMs})
        QCOMPARE(durationToSend(NowMs + duration, NowMs, limits), NoTime);
    const LeaseRange single{HourMs, HourMs};
    QCOMPARE(durationToSend(NowMs + HourMs, NowMs, single), Milliseconds(HourMs));
}

void TestLeaseRequest::durationShrinksWhileTheDecisionWaits()
{
    // The target stays, the duration is what is left of it when it is sent.
    const qint64 target = NowMs + HourMs + 30'000;
    QCOMPARE(durationToSend(target, NowMs, {}), Milliseconds(HourMs + 30'000));
    QCOMPARE(durationToSend(target, NowMs + 12'345, {}), Milliseconds(HourMs + 17'655));
    QCOMPARE(durationToSend(target, NowMs + 30'001, {}), Milliseconds(HourMs));
    QCOMPARE(durationToSend(target, NowMs + 90'000, {}), Milliseconds(HourMs));
    QCOMPARE(durationToSend(target, NowMs + 90'001, {}), NoTime);
}

void TestLeaseRequest::effect_data()
{
    QTest::addColumn<qint64>("later");
    QTest::addColumn<ProlongEffect>("effect");
    QTest::newRow("later by 1 h") << HourMs << ProlongEffect::Later;
    QTest::newRow("later by tolerance + 1 ms") << ToleranceMs + 1 << ProlongEffect::Later;
    QTest::newRow("later by the tolerance") << ToleranceMs << ProlongEffect::Unchanged;
    QTest::newRow("the same") << 0LL << ProlongEffect::Unchanged;
    QTest::newRow("earlier by the tolerance") << -ToleranceMs << ProlongEffect::Unchanged;
    QTest::newRow("earlier by tolerance + 1 ms") << -ToleranceMs - 1 << ProlongEffect::Earlier;
    QTest::newRow("earlier by 2 h") << -2 * HourMs << ProlongEffect::Earlier;
}

void TestLeaseRequest::effect()
{
    QFETCH(const qint64, later);
    QFETCH(const ProlongEffect, effect);
    for (const qint64 left : {5 * HourMs, qint64(0), -HourMs}) {
        const Lease lease = leaseLeaving(left, NowMs);
        QCOMPARE(prolongEffect(lease, InstanceStatus::Running, NowMs + left + later), effect);
    }
}

void TestLeaseRequest::effectWithoutStopTime_data()
{
    prolongByInStatesThatDoNotCountDown_data();
}

void TestLeaseRequest::effectWithoutStopTime()
{
    QFETCH(const Lease, lease);
    QFETCH(const InstanceStatus, status);
    QCOMPARE(prolongEffect(lease, status, NowMs + HourMs), ProlongEffect::Introduces);
}

void TestLeaseRequest::answer_data()
{
    QTest::addColumn<qint64>("off");
    QTest::addColumn<AnswerCheck>("check");
    QTest::newRow("exact") << 0LL << AnswerCheck::Agrees;
    QTest::newRow("later by the tolerance") << ToleranceMs << AnswerCheck::Agrees;
    QTest::newRow("later by tolerance + 1 ms") << ToleranceMs + 1 << AnswerCheck::Differs;
    QTest::newRow("earlier by the tolerance") << -ToleranceMs << AnswerCheck::Agrees;
    QTest::newRow("earlier by tolerance + 1 ms") << -ToleranceMs - 1 << AnswerCheck::Differs;
    QTest::newRow("counted from the creation") << -LeaseAgeMs << AnswerCheck::Differs;
}

void TestLeaseRequest::answer()
{
    QFETCH(const qint64, off);
    QFETCH(const AnswerCheck, check);
    // The instance is old, so that its duration and what was asked for are far apart.
    const qint64 asked = 48 * HourMs;
    Lease lease = leaseLeaving(asked + off, NowMs);
    QCOMPARE(checkAnswer(lease, NowMs, asked), check);
    lease.updateAtMs = NowMs;
    QCOMPARE(checkAnswer(lease, NowMs, asked), check);
}

void TestLeaseRequest::answerWithoutStopTime_data()
{
    QTest::addColumn<Lease>("lease");
    Lease unreadable = leaseLeaving(HourMs, NowMs);
    unreadable.durationMs.reset();
    QTest::newRow("empty answer") << Lease();
    QTest::newRow("still idle") << idleLease();
    QTest::newRow("still off") << offLease();
    QTest::newRow("without duration") << unreadable;
}

void TestLeaseRequest::answerWithoutStopTime()
{
    QFETCH(const Lease, lease);
    QCOMPARE(checkAnswer(lease, NowMs, HourMs), AnswerCheck::Unreadable);
}

void TestLeaseRequest::usualRangeIsTheDocumentedOne()
{
    QCOMPARE(LeaseRange().minMs, 3'600'000LL);
    QCOMPARE(LeaseRange().maxMs, 259'200'000LL);
    QCOMPARE(LeaseToleranceMs, 60'000LL);
}

QTEST_GUILESS_MAIN(TestLeaseRequest)
#include "tst_leaserequest.moc"
