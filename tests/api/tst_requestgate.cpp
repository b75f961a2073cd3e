// SPDX-License-Identifier: MIT
#include "requestgate.h"
#include "virtualtime.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <iterator>
#include <map>
#include <memory>

using namespace leasekeeper;
using namespace leasekeeper::test;
using Lane = RequestGate::Lane;
using Place = RequestGate::Place;

namespace
{

/// A gate and those who pass it, by name.
struct Crowd {
    VirtualTime time;
    RequestGate gate{time, time};
    std::map<QByteArray, std::unique_ptr<QObject>> waiting;
    std::map<QByteArray, Place> inside;
    QByteArrayList passed;

    void enter(const QByteArray &name, Lane lane, bool again = false)
    {
        std::unique_ptr<QObject> &who = waiting[name];
        who = std::make_unique<QObject>();
        gate.enter(
            who.get(), lane,
            [this, name](Place place) {
                passed.append(name);
                inside[name] = std::move(place);
            },
            again);
    }
    void leave(const QByteArray &name)
    {
        inside.erase(name);
        time.settle();
    }
    void widen(int window)
    {
        while (gate.window() < window)
            gate.answered(time.monotonicMs(), std::nullopt, 0);
        time.settle();
    }
    void busy(qint64 retryAfterMs)
    {
        ApiError error;
        error.kind = ApiError::Kind::RateLimited;
        error.retryAfterMs = retryAfterMs;
        gate.answered(time.monotonicMs(), error, 0.5);
        time.settle();
    }
};

} // namespace

/// Who goes first, and how many.
class RequestGateTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void atOnceWhereThereIsRoom();
    void inTheOrderOfTheLanes();
    void aClickPassesPages_data();
    void aClickPassesPages();
    void writesDoNotStarveReads();
    void whileBusyWritesComeFirst();
    void againBeforeTheOthers();
    void withdrawnAndGoneAreForgotten();
    void lettingGoIsHarmlessAtAnyTime();
    void F32_holdsEverybody();
    void F32_tellsUntilWhen();
    void F18_aPauseSleptThroughIsOver();
    void neverMoreThanFive();
};

void RequestGateTest::atOnceWhereThereIsRoom()
{
    Crowd crowd;
    crowd.enter("page 1", Lane::Background);
    crowd.enter("page 2", Lane::Background);
    crowd.enter("page 3", Lane::Background);
    QCOMPARE(crowd.passed, (QByteArrayList{"page 1", "page 2"})); // the first window is two
    crowd.leave("page 1");
    QCOMPARE(crowd.passed.last(), QByteArray("page 3"));
}

void RequestGateTest::inTheOrderOfTheLanes()
{
    Crowd crowd;
    crowd.enter("page 1", Lane::Background);
    crowd.enter("write 1", Lane::Write);
    crowd.enter("write 2", Lane::Write); // the place kept for a write
    crowd.enter("page 2", Lane::Background);
    crowd.enter("page 3", Lane::Background);
    crowd.enter("show", Lane::Person);
    crowd.enter("write 3", Lane::Write);
    crowd.passed.clear();
    for (const char *name : {"write 1", "page 1", "write 2", "write 3", "show", "page 2", "page 3"})
        crowd.leave(name);
    QCOMPARE(crowd.passed, (QByteArrayList{"write 3", "show", "page 2", "page 3"}));
}

void RequestGateTest::aClickPassesPages_data()
{
    QTest::addColumn<int>("window");
    QTest::newRow("2") << 2;
    QTest::newRow("3") << 3;
    QTest::newRow("4") << 4;
}

void RequestGateTest::aClickPassesPages()
{
    QFETCH(const int, window);
    Crowd crowd;
    crowd.widen(window);
    for (int i = 0; i < 50; ++i)
        crowd.enter("page " + QByteArray::number(i), Lane::Background);
    QCOMPARE(crowd.passed.size(), window);
    crowd.enter("write", Lane::Write);
    QCOMPARE(crowd.passed.last(), QByteArray("write"));
    // The next one does as soon as any of them is back.
    crowd.enter("write 2", Lane::Write);
    QCOMPARE(crowd.passed.last(), QByteArray("write"));
    crowd.leave("page 0");
    QCOMPARE(crowd.passed.last(), QByteArray("write 2"));
}

void RequestGateTest::writesDoNotStarveReads()
{
    Crowd crowd;
    crowd.widen(4);
    for (int i = 0; i < 50; ++i)
        crowd.enter("write " + QByteArray::number(i), Lane::Write);
    QCOMPARE(crowd.passed.size(), 4);
    crowd.enter("page 1", Lane::Background);
    crowd.enter("page 2", Lane::Background);
    QCOMPARE(crowd.passed.size(), 5);
    crowd.leave("write 0");
    QCOMPARE(crowd.passed.last(), QByteArray("write 4"));
    crowd.leave("page 1");
    QCOMPARE(crowd.passed.last(), QByteArray("page 2"));
}

void RequestGateTest::whileBusyWritesComeFirst()
{
    Crowd crowd;
    crowd.busy(1'000);
    QCOMPARE(crowd.gate.window(), 1);
    crowd.enter("page", Lane::Background);
    crowd.enter("write 1", Lane::Write);
    crowd.enter("write 2", Lane::Write);
    crowd.time.advance(1'000);
    QCOMPARE(crowd.passed, QByteArrayList{"write 1"});
    crowd.leave("write 1");
    QCOMPARE(crowd.passed, (QByteArrayList{"write 1", "write 2"}));
    crowd.leave("write 2");
    QCOMPARE(crowd.passed.last(), QByteArray("page"));
}

void RequestGateTest::againBeforeTheOthers()
{
    Crowd crowd;
    crowd.busy(1'000);
    crowd.enter("write 1", Lane::Write);
    crowd.enter("write 2", Lane::Write, true);
    crowd.enter("page", Lane::Background, true);
    crowd.time.advance(1'000);
    crowd.leave("write 2");
    QCOMPARE(crowd.passed, (QByteArrayList{"write 2", "write 1"}));
}

void RequestGateTest::withdrawnAndGoneAreForgotten()
{
    Crowd crowd;
    crowd.busy(1'000);
    for (const char *name : {"a", "b", "c"})
        crowd.enter(name, Lane::Write);
    crowd.gate.withdraw(crowd.waiting["a"].get());
    crowd.waiting.erase("b");
    crowd.time.advance(1'000);
    QCOMPARE(crowd.passed, QByteArrayList{"c"});
}

void RequestGateTest::lettingGoIsHarmlessAtAnyTime()
{
    // From within its turn, twice, moved from, and after the gate.
    VirtualTime time;
    auto gate = std::make_unique<RequestGate>(time, time);
    QObject who;
    int turns = 0;
    for (int i = 0; i < 100; ++i)
        gate->enter(&who, Lane::Background, [&turns](Place place) {
            ++turns;
            place.release();
            place.release();
        });
    time.settle();
    QCOMPARE(turns, 100);
    Place kept;
    gate->enter(&who, Lane::Write, [&kept](Place place) { kept = std::move(place); });
    QVERIFY(kept);
    Place other = std::move(kept);
    QVERIFY(!kept && other);
    gate.reset();
    QVERIFY(!other);
    other.release();
}

void RequestGateTest::F32_holdsEverybody()
{
    Crowd crowd;
    crowd.busy(7'000);
    crowd.enter("write", Lane::Write);
    crowd.enter("show", Lane::Person);
    crowd.enter("page", Lane::Background);
    crowd.time.advance(6'999);
    QVERIFY(crowd.passed.isEmpty());
    crowd.time.advance(1);
    QCOMPARE(crowd.passed, QByteArrayList{"write"});
}

void RequestGateTest::F32_tellsUntilWhen()
{
    Crowd crowd;
    QSignalSpy changed(&crowd.gate, &RequestGate::heldChanged);
    QVERIFY(!crowd.gate.heldUntilMs());
    crowd.busy(7'000);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(crowd.gate.heldUntilMs(), std::optional<qint64>(7'000));
    crowd.time.advance(1'000);
    crowd.busy(3'000); // no longer than that
    QCOMPARE(changed.count(), 1);
    crowd.busy(20'000);
    QCOMPARE(changed.count(), 2);
    QCOMPARE(crowd.gate.heldUntilMs(), std::optional<qint64>(21'000));
    crowd.time.advance(20'000);
    QCOMPARE(changed.count(), 3);
    QVERIFY(!crowd.gate.heldUntilMs());
    QCOMPARE(crowd.time.pendingTimers(), qsizetype(0));
}

void RequestGateTest::F18_aPauseSleptThroughIsOver()
{
    Crowd crowd;
    QSignalSpy changed(&crowd.gate, &RequestGate::heldChanged);
    crowd.busy(110'000);
    crowd.enter("page", Lane::Background);
    crowd.gate.wokeUp(); // too early
    QVERIFY(crowd.passed.isEmpty());
    crowd.time.sleep(40 * 60'000); // timers stand still meanwhile
    QVERIFY(crowd.passed.isEmpty());
    crowd.gate.wokeUp();
    QCOMPARE(crowd.passed, QByteArrayList{"page"});
    QCOMPARE(changed.count(), 2);
    QCOMPARE(crowd.time.pendingTimers(), qsizetype(0));
}

void RequestGateTest::neverMoreThanFive()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    Crowd crowd;
    int next = 0;
    for (int step = 0; step < 5'000; ++step) {
        const int dice = random.bounded(20);
        if (dice < 10) {
            crowd.enter(QByteArray::number(next++), Lane(random.bounded(3)), random.bounded(5) == 0);
        } else if (dice < 17 && !crowd.inside.empty()) {
            auto one = crowd.inside.begin();
            std::advance(one, random.bounded(int(crowd.inside.size())));
            crowd.leave(one->first);
        } else if (dice == 17) {
            crowd.widen(Concurrency::Most);
        } else if (dice == 18) {
            crowd.busy(random.bounded(2) * 1'000);
        } else {
            crowd.time.advance(random.bounded(1'000));
        }
        QVERIFY2(crowd.inside.size() <= Concurrency::Most + 1, QByteArray::number(step).constData());
    }
    // Nobody is forgotten.
    while (crowd.passed.size() < next) {
        crowd.time.advance(Concurrency::BusyCapMs);
        QVERIFY(!crowd.inside.empty());
        crowd.leave(crowd.inside.begin()->first);
    }
}

QTEST_GUILESS_MAIN(RequestGateTest)
#include "tst_requestgate.moc"
