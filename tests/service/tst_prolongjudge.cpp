// SPDX-License-Identifier: MIT
#include "prolongjudge.h"

#include <QTest>

using namespace leasekeeper;
using Finding = ProlongJudge::Finding;

namespace
{

constexpr qint64 SentMs = 1'700'000'000'000;
constexpr qint64 HourMs = 3'600'000;

Lease endingAfter(qint64 fromSendingMs)
{
    Lease lease;
    lease.createAtMs = SentMs - HourMs;
    lease.durationMs = HourMs + fromSendingMs;
    lease.enabled = true;
    return lease;
}

/// Three hours were asked for, of an instance that would have stopped after one.
struct Sent {
    Sent()
    {
        write.verb = InstanceVerb::Prolong;
        write.sentAtServerMs = SentMs;
        write.askedMs = 3 * HourMs;
        judge.sending(endingAfter(HourMs));
    }
    SentWrite write;
    ProlongJudge judge;
};

} // namespace

class TestProlongJudge : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theAnswerSaysWhatWasAsked();
    void oneReadSettlesAnotherTime();
    void withoutAnotherTimeToldAReadMayLag();
    void whatIsChanged();
};

void TestProlongJudge::theAnswerSaysWhatWasAsked()
{
    Sent sent;
    QCOMPARE(sent.judge.answered(endingAfter(3 * HourMs + 20'000), sent.write), Finding::AsAsked);
    QVERIFY(!sent.judge.isOtherEndTold(endingAfter(3 * HourMs + 20'000)));
}

void TestProlongJudge::oneReadSettlesAnotherTime()
{
    Sent sent;
    QCOMPARE(sent.judge.answered(endingAfter(2 * HourMs), sent.write), Finding::Open);
    QVERIFY(sent.judge.isOtherEndTold(endingAfter(2 * HourMs)));
    QVERIFY(!sent.judge.isOtherEndTold(endingAfter(HourMs)));
    QCOMPARE(sent.judge.read(endingAfter(3 * HourMs), sent.write), Finding::AsAsked);
    QCOMPARE(sent.judge.read(endingAfter(2 * HourMs), sent.write), Finding::Other);
    QCOMPARE(sent.judge.read(endingAfter(5 * HourMs), sent.write), Finding::Other);
    QCOMPARE(sent.judge.read(endingAfter(HourMs), sent.write), Finding::Open); // as before: it may lag
    // Where the answer tells the time from before, a read that says so again is no lag.
    QCOMPARE(sent.judge.answered(endingAfter(HourMs), sent.write), Finding::Open);
    QCOMPARE(sent.judge.read(endingAfter(HourMs), sent.write), Finding::Other);
}

void TestProlongJudge::withoutAnotherTimeToldAReadMayLag()
{
    Sent sent;
    for (const std::optional<Lease> &told : {std::optional<Lease>(), std::optional<Lease>(Lease())}) {
        QCOMPARE(sent.judge.answered(told, sent.write), Finding::Open);
        QCOMPARE(sent.judge.read(endingAfter(2 * HourMs), sent.write), Finding::Open);
        QVERIFY(!sent.judge.isOtherEndTold(Lease()));
    }
}

void TestProlongJudge::whatIsChanged()
{
    const Sent sent;
    QVERIFY(!sent.judge.isChanged(endingAfter(HourMs)));
    QVERIFY(sent.judge.isChanged(endingAfter(HourMs + 1)));
    QVERIFY(sent.judge.isChanged(Lease()));
}

QTEST_GUILESS_MAIN(TestProlongJudge)
#include "tst_prolongjudge.moc"
