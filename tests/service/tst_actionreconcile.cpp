// SPDX-License-Identifier: MIT
#include "actionreconcile.h"

#include <QTest>

using namespace leasekeeper;

namespace
{

constexpr qint64 SentMs = 1'700'000'000'000;
constexpr qint64 HourMs = 3'600'000;
constexpr qint64 AskedMs = 2 * HourMs;
constexpr qint64 SetBeforeMs = SentMs - HourMs; ///< when the lease had been changed last

enum class LeaseIs { AsBefore, AsAsked, SetSince, Untold };

Lease lease(LeaseIs what)
{
    Lease lease;
    lease.createAtMs = SentMs - 10 * HourMs;
    lease.enabled = true;
    lease.durationMs = 11 * HourMs;
    lease.updateAtMs = SetBeforeMs;
    switch (what) {
    case LeaseIs::AsBefore:
        break;
    case LeaseIs::AsAsked:
        lease.durationMs = 10 * HourMs + AskedMs;
        lease.updateAtMs = SentMs + 400;
        break;
    case LeaseIs::SetSince:
        lease.durationMs = 15 * HourMs;
        lease.updateAtMs = SentMs + HourMs;
        break;
    case LeaseIs::Untold:
        return {};
    }
    return lease;
}

} // namespace

/// The rules by which a write is judged that is looked into long after it was sent.
class TestActionReconcile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F70_judgedLater_data();
    void F70_judgedLater();
    void F70_withoutTheLeaseFromBefore();
    void F11_unchangedMeansTwiceAndLate_data();
    void F11_unchangedMeansTwiceAndLate();
};

void TestActionReconcile::F70_judgedLater_data()
{
    using enum InstanceStatus;
    using V = LaterVerdict;
    QTest::addColumn<InstanceVerb>("verb");
    QTest::addColumn<InstanceStatus>("before");
    QTest::addColumn<InstanceStatus>("now");
    QTest::addColumn<LeaseIs>("leaseIs");
    QTest::addColumn<qint64>("laterMs");
    QTest::addColumn<LaterVerdict>("verdict");
    const auto row = [](const char *name, InstanceVerb verb, InstanceStatus before, InstanceStatus now,
                        LeaseIs leaseIs, qint64 laterMs, V verdict) {
        QTest::newRow(name) << verb << before << now << leaseIs << laterMs << verdict;
    };
    const InstanceVerb start = InstanceVerb::Start;
    const InstanceVerb stop = InstanceVerb::Stop;
    const InstanceVerb prolong = InstanceVerb::Prolong;
    const InstanceVerb remove = InstanceVerb::Delete;
    row("starting", start, Stopped, Starting, LeaseIs::AsBefore, HourMs, V::Reached);
    row("runs", start, Stopped, Running, LeaseIs::SetSince, HourMs, V::Reached);
    row("as it was", start, Stopped, Stopped, LeaseIs::AsBefore, HourMs, V::Unchanged);
    row("stopped, no lease told", start, Stopped, Stopped, LeaseIs::Untold, HourMs, V::Unchanged);
    row("ran, and stopped again", start, Stopped, Stopped, LeaseIs::SetSince, HourMs, V::Overtaken);
    row("start failed", start, Stopped, StartFailed, LeaseIs::SetSince, HourMs, V::NotDone);
    row("start: unheard of", start, Stopped, Unknown, LeaseIs::AsBefore, HourMs, V::Undecided);
    row("delete: unheard of", remove, Stopped, Unknown, LeaseIs::AsBefore, HourMs, V::Undecided);
    row("stopping", stop, Running, Stopping, LeaseIs::AsBefore, HourMs, V::Reached);
    row("stopped", stop, Running, Stopped, LeaseIs::AsBefore, HourMs, V::Reached);
    row("still runs", stop, Running, Running, LeaseIs::AsBefore, HourMs, V::Unchanged);
    row("runs again, or was prolonged", stop, Running, Running, LeaseIs::SetSince, HourMs, V::Overtaken);
    row("prolonged", prolong, Running, Running, LeaseIs::AsAsked, HourMs, V::Reached);
    row("prolonged, stopped since", prolong, Running, Stopped, LeaseIs::AsAsked, HourMs, V::Reached);
    row("not prolonged", prolong, Running, Running, LeaseIs::AsBefore, HourMs / 2, V::Unchanged);
    row("not prolonged, stopped", prolong, Running, Stopped, LeaseIs::AsBefore, HourMs, V::NotDone);
    row("set by somebody else", prolong, Running, Running, LeaseIs::SetSince, HourMs, V::Overtaken);
    row("that time has passed", prolong, Running, Stopped, LeaseIs::AsBefore, AskedMs + 1, V::Overtaken);
    row("being deleted", remove, Stopped, Deleting, LeaseIs::AsBefore, HourMs, V::UnderWay);
    row("deleted", remove, Stopped, Deleted, LeaseIs::AsBefore, HourMs, V::Reached);
    row("could not be deleted", remove, Stopped, DeleteFailed, LeaseIs::AsBefore, HourMs, V::NotDone);
    row("still there", remove, Stopped, Stopped, LeaseIs::AsBefore, HourMs, V::Unchanged);
    row("still there, changed", remove, Running, Stopped, LeaseIs::SetSince, HourMs, V::Unchanged);
}

void TestActionReconcile::F70_judgedLater()
{
    QFETCH(const InstanceVerb, verb);
    QFETCH(const InstanceStatus, before);
    QFETCH(const InstanceStatus, now);
    QFETCH(const LeaseIs, leaseIs);
    QFETCH(const qint64, laterMs);
    SentWrite write;
    write.verb = verb;
    write.before = before;
    write.sentAtServerMs = SentMs;
    write.askedMs = AskedMs;
    write.leaseSetMs = SetBeforeMs;
    Instance observed;
    observed.status = now;
    observed.lease = lease(leaseIs);
    QTEST(judgeLater(write, observed, SentMs + laterMs), "verdict");
}

void TestActionReconcile::F70_withoutTheLeaseFromBefore()
{
    SentWrite write;
    write.verb = InstanceVerb::Stop;
    write.before = InstanceStatus::Running;
    write.sentAtServerMs = SentMs;
    Instance observed;
    observed.status = InstanceStatus::Running;
    observed.lease = lease(LeaseIs::AsBefore);
    QCOMPARE(judgeLater(write, observed, SentMs + HourMs), LaterVerdict::Unchanged);
    observed.lease = lease(LeaseIs::SetSince);
    QCOMPARE(judgeLater(write, observed, SentMs + 2 * HourMs), LaterVerdict::Overtaken);
}

void TestActionReconcile::F11_unchangedMeansTwiceAndLate_data()
{
    QTest::addColumn<QList<qint64>>("readAfterMs");
    QTest::addColumn<bool>("failed"); // by the last of them
    QTest::newRow("one, however late") << QList<qint64>{600'000} << false;
    QTest::newRow("two, too early") << QList<qint64>{16'000, 44'999} << false;
    QTest::newRow("two, the later one late enough") << QList<qint64>{30'000, 45'000} << true;
    QTest::newRow("two, too close to each other") << QList<qint64>{60'000, 69'999} << false;
    QTest::newRow("two, far enough apart") << QList<qint64>{60'000, 70'000} << true;
    QTest::newRow("three, apart from the first") << QList<qint64>{60'000, 65'000, 70'000} << true;
}

void TestActionReconcile::F11_unchangedMeansTwiceAndLate()
{
    QFETCH(const QList<qint64>, readAfterMs);
    QFETCH(const bool, failed);
    constexpr qint64 WriteSentAtMs = 1'234'567;
    UnchangedRule rule(WriteSentAtMs);
    for (qsizetype i = 0; i < readAfterMs.size(); ++i)
        QCOMPARE(rule.add(WriteSentAtMs + readAfterMs.at(i)), failed && i == readAfterMs.size() - 1);
}

QTEST_GUILESS_MAIN(TestActionReconcile)
#include "tst_actionreconcile.moc"
