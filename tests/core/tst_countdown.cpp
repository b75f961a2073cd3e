// SPDX-License-Identifier: MIT
#include "countdown.h"
#include "leasefixture.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

using Milliseconds = std::optional<qint64>;

namespace
{

constexpr qint64 SecondMs = 1'000;
constexpr qint64 MinuteMs = 60 * SecondMs;
constexpr qint64 HourMs = 60 * MinuteMs;
constexpr qint64 DayMs = 24 * HourMs;
constexpr qint64 NowMs = 1'700'000'000'000;

Countdown running(qint64 left, Freshness freshness = Freshness::Fresh)
{
    return countdown(leaseLeaving(left, NowMs), InstanceStatus::Running, NowMs, {}, freshness);
}

/// Everything of a countdown a person can see.
bool looksTheSame(const Countdown &a, const Countdown &b)
{
    return a.text == b.text && a.phase == b.phase && a.estimate == b.estimate &&
           a.explanation == b.explanation;
}

} // namespace

class TestCountdown : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void table_data();
    void table();
    void staleIsAnEstimate_data();
    void staleIsAnEstimate();
    void otherRules_data();
    void otherRules();
    void unreadableLeaseSaysWhy_data();
    void unreadableLeaseSaysWhy();
    void F80_noStateButRunningCountsDown_data();
    void F80_noStateButRunningCountsDown();
    void F79_neverNegative();
    void thresholdsChangeThePhaseInTime_data();
    void thresholdsChangeThePhaseInTime();
    void changesExactlyWhenItSays();
    void neverPromisesTimeThatIsNotThere();
};

void TestCountdown::table_data()
{
    QTest::addColumn<qint64>("left");
    QTest::addColumn<QString>("text");
    QTest::addColumn<LeasePhase>("phase");
    QTest::addColumn<Milliseconds>("changesIn");
    const auto row = [](const char *name, qint64 left, const QString &text, LeasePhase phase,
                        Milliseconds changesIn) {
        QTest::newRow(name) << left << text << phase << changesIn;
    };
    using enum LeasePhase;
    row("72 h", 72 * HourMs, u"3 d 00 h"_s, Comfortable, 1);
    row("72 h - 1 ms", 72 * HourMs - 1, u"2 d 23 h"_s, Comfortable, HourMs);
    row("28 h and a half", 28 * HourMs + 30 * MinuteMs, u"1 d 04 h"_s, Comfortable, 30 * MinuteMs + 1);
    row("100 days", 100 * DayMs + 11 * HourMs, u"100 d 11 h"_s, Comfortable, 1);
    row("24 h + 1 ms", DayMs + 1, u"1 d 00 h"_s, Comfortable, 2);
    row("24 h", DayMs, u"1 d 00 h"_s, Comfortable, 1);
    row("24 h - 1 ms", DayMs - 1, u"23 h 59 min"_s, Comfortable, MinuteMs);
    row("3 h 12 min", 3 * HourMs + 12 * MinuteMs, u"3 h 12 min"_s, Comfortable, 1);
    row("3 h 12 min - 1 ms", 3 * HourMs + 12 * MinuteMs - 1, u"3 h 11 min"_s, Comfortable, MinuteMs);
    row("3 h 12 min 59.999 s", 3 * HourMs + 13 * MinuteMs - 1, u"3 h 12 min"_s, Comfortable, MinuteMs);
    row("1 h + 1 ms", HourMs + 1, u"1 h 0 min"_s, Comfortable, 2);
    row("1 h", HourMs, u"1 h 0 min"_s, Comfortable, 1);
    row("1 h - 1 ms", HourMs - 1, u"59 min"_s, Comfortable, MinuteMs);
    row("42 min 30 s", 42 * MinuteMs + 30 * SecondMs, u"42 min"_s, Comfortable, 30 * SecondMs + 1);
    row("31 min - 1 ms: the phase changes before the text", 31 * MinuteMs - 1, u"30 min"_s, Comfortable,
        MinuteMs - 1);
    row("30 min + 1 ms", 30 * MinuteMs + 1, u"30 min"_s, Comfortable, 1);
    row("30 min", 30 * MinuteMs, u"30 min"_s, Soon, 1);
    row("30 min - 1 ms", 30 * MinuteMs - 1, u"29 min"_s, Soon, MinuteMs);
    row("11 min - 1 ms", 11 * MinuteMs - 1, u"10 min"_s, Soon, MinuteMs - 1);
    row("10 min + 1 ms", 10 * MinuteMs + 1, u"10 min"_s, Soon, 1);
    row("10 min", 10 * MinuteMs, u"10 min"_s, Urgent, 1);
    row("10 min - 1 ms", 10 * MinuteMs - 1, u"9:59"_s, Urgent, SecondMs);
    row("8:41", 8 * MinuteMs + 41 * SecondMs, u"8:41"_s, Urgent, 1);
    row("8:41 and a half", 8 * MinuteMs + 41 * SecondMs + 500, u"8:41"_s, Urgent, 501);
    row("8:41 - 1 ms", 8 * MinuteMs + 41 * SecondMs - 1, u"8:40"_s, Urgent, SecondMs);
    row("1 min", MinuteMs, u"1:00"_s, Urgent, 1);
    row("1 min - 1 ms", MinuteMs - 1, u"0:59"_s, Urgent, SecondMs);
    row("1 s", SecondMs, u"0:01"_s, Urgent, 1);
    row("1 s - 1 ms", SecondMs - 1, u"0:00"_s, Urgent, SecondMs - 1);
    row("1 ms", 1, u"0:00"_s, Urgent, 1);
    row("nothing", 0, u"due"_s, Due, 5 * MinuteMs);
    row("1 ms late", -1, u"due"_s, Due, 5 * MinuteMs - 1);
    row("5 min late - 1 ms", -5 * MinuteMs + 1, u"due"_s, Due, 1);
    row("5 min late", -5 * MinuteMs, u"unclear"_s, Due, {});
    row("5 min late + 1 ms", -5 * MinuteMs - 1, u"unclear"_s, Due, {});
    row("a day late", -DayMs, u"unclear"_s, Due, {});
}

void TestCountdown::table()
{
    QFETCH(const qint64, left);
    QFETCH(const QString, text);
    QFETCH(const LeasePhase, phase);
    QFETCH(const Milliseconds, changesIn);
    const Countdown shown = running(left);
    QCOMPARE(shown.text, text);
    QCOMPARE(shown.phase, phase);
    QCOMPARE(shown.changesInMs, changesIn);
    QVERIFY(!shown.estimate);
    if (left > 0) {
        QCOMPARE(remainingText(left), text);
        QVERIFY(shown.explanation.isEmpty());
    } else {
        QVERIFY(!shown.explanation.isEmpty());
    }
    if (text == "unclear"_L1)
        QCOMPARE(shown.explanation, u"The service reports a stop time in the past."_s);
}

void TestCountdown::staleIsAnEstimate_data()
{
    QTest::addColumn<qint64>("left");
    QTest::addColumn<QString>("text");
    QTest::newRow("days") << 28 * HourMs << u"≈ 1 d 04 h"_s;
    QTest::newRow("hours") << 3 * HourMs + 12 * MinuteMs << u"≈ 3 h 12 min"_s;
    QTest::newRow("minutes") << 42 * MinuteMs << u"≈ 42 min"_s;
    QTest::newRow("seconds") << 8 * MinuteMs + 41 * SecondMs << u"≈ 8:41"_s;
    QTest::newRow("1 ms") << 1LL << u"≈ 0:00"_s;
    QTest::newRow("nothing") << 0LL << u"≈ due"_s;
    QTest::newRow("5 min late - 1 ms") << -5 * MinuteMs + 1 << u"≈ due"_s;
    QTest::newRow("5 min late") << -5 * MinuteMs << u"unclear"_s;
    QTest::newRow("a day late") << -DayMs << u"unclear"_s;
}

void TestCountdown::staleIsAnEstimate()
{
    QFETCH(const qint64, left);
    QFETCH(const QString, text);
    const Countdown fresh = running(left);
    const Countdown stale = running(left, Freshness::Stale);
    QCOMPARE(stale.text, text);
    QVERIFY(stale.estimate);
    QVERIFY(!stale.explanation.isEmpty());
    // Nobody has heard the service say that its stop time is past, or that it will act now.
    QVERIFY(stale.explanation != fresh.explanation);
    QCOMPARE(stale.phase, fresh.phase);
    QCOMPARE(stale.changesInMs, fresh.changesInMs);
}

void TestCountdown::otherRules_data()
{
    QTest::addColumn<Lease>("lease");
    QTest::addColumn<InstanceStatus>("status");
    QTest::addColumn<QString>("text");
    QTest::addColumn<LeasePhase>("phase");
    QTest::addColumn<bool>("explained");
    const Lease timed = leaseLeaving(HourMs, NowMs);
    using enum InstanceStatus;
    QTest::newRow("idle") << idleLease() << Running << u"when idle"_s << LeasePhase::Idle << true;
    QTest::newRow("no auto-stop") << offLease() << Running << u"none"_s << LeasePhase::None << true;
    QTest::newRow("stopped, timed") << timed << Stopped << u"–"_s << LeasePhase::NotRunning << false;
    QTest::newRow("stopped, idle") << idleLease() << Stopped << u"–"_s << LeasePhase::NotRunning << false;
    QTest::newRow("stopped, off") << offLease() << Stopped << u"–"_s << LeasePhase::NotRunning << false;
    QTest::newRow("stopped, nothing") << Lease() << Stopped << u"–"_s << LeasePhase::NotRunning << false;
    QTest::newRow("unknown state") << timed << Unknown << u"–"_s << LeasePhase::Unknown << true;
    QTest::newRow("running, nothing") << Lease() << Running << u"?"_s << LeasePhase::Unknown << true;
}

void TestCountdown::otherRules()
{
    QFETCH(const Lease, lease);
    QFETCH(const InstanceStatus, status);
    QFETCH(const QString, text);
    QFETCH(const LeasePhase, phase);
    QFETCH(const bool, explained);
    for (const Freshness freshness : {Freshness::Fresh, Freshness::Stale}) {
        const Countdown shown = countdown(lease, status, NowMs, {}, freshness);
        QCOMPARE(shown.text, text);
        QCOMPARE(shown.phase, phase);
        QCOMPARE(!shown.explanation.isEmpty(), explained);
        QCOMPARE(shown.changesInMs, NoTime);
        QVERIFY(!shown.estimate);
    }
}

void TestCountdown::unreadableLeaseSaysWhy_data()
{
    QTest::addColumn<Lease>("lease");
    QTest::addColumn<QString>("named");
    const Lease good = leaseLeaving(HourMs, NowMs);
    Lease lease = good;
    QTest::newRow("nothing at all") << Lease() << u"no lease"_s;
    lease.enabled.reset();
    QTest::newRow("enable missing") << lease << u"(enable)"_s;
    lease = good;
    lease.type = Lease::Type::Unknown;
    lease.typeText = u"WEEKLY\u202E"_s;
    QTest::newRow("unknown type") << lease << u"“WEEKLY⟨U+202E⟩” (type)"_s;
    lease = good;
    lease.createAtMs.reset();
    QTest::newRow("creation missing") << lease << u"(create_at)"_s;
    lease.createAtMs = TracedCreateMs / 1000;
    QTest::newRow("creation in seconds") << lease << u"(create_at)"_s;
    lease = good;
    lease.durationMs.reset();
    QTest::newRow("duration missing") << lease << u"length for the lease (duration)"_s;
    lease.durationMs = 0;
    QTest::newRow("duration 0") << lease << u"length for the lease (duration)"_s;
    lease.durationMs = -1;
    QTest::newRow("duration -1") << lease << u"length for the lease (duration)"_s;
    lease.durationMs = (1LL << 53) + 1;
    QTest::newRow("duration 2^53+1") << lease << u"too far away to be true (duration)"_s;
}

void TestCountdown::unreadableLeaseSaysWhy()
{
    QFETCH(const Lease, lease);
    QFETCH(const QString, named);
    const Countdown shown = countdown(lease, InstanceStatus::Running, NowMs);
    QCOMPARE(shown.text, u"?"_s);
    QCOMPARE(shown.phase, LeasePhase::Unknown);
    QVERIFY2(shown.explanation.contains(named), qPrintable(shown.explanation));
}

void TestCountdown::F80_noStateButRunningCountsDown_data()
{
    QTest::addColumn<InstanceStatus>("status");
    for (const InstanceStatus status : NotRunning)
        QTest::newRow(qPrintable(instanceStatusText(status))) << status;
}

void TestCountdown::F80_noStateButRunningCountsDown()
{
    QFETCH(const InstanceStatus, status);
    for (const qint64 left : {5 * DayMs, HourMs, MinuteMs, qint64(0), -DayMs}) {
        const Countdown shown = countdown(leaseLeaving(left, NowMs), status, NowMs);
        QCOMPARE(shown.text, u"–"_s);
        QCOMPARE(shown.phase, LeasePhase::NotRunning);
        QCOMPARE(shown.changesInMs, NoTime);
    }
}

void TestCountdown::F79_neverNegative()
{
    for (const qint64 left : {qint64(-1), -SecondMs, -MinuteMs, -HourMs, -DayMs, -1500 * DayMs}) {
        QVERIFY(!running(left).text.contains(u'-'));
        QVERIFY(!running(left).text.contains(u'−'));
        QCOMPARE(remainingText(left), u"0:00"_s);
    }
}

void TestCountdown::thresholdsChangeThePhaseInTime_data()
{
    QTest::addColumn<qint64>("left");
    QTest::addColumn<PhaseThresholds>("thresholds");
    QTest::addColumn<Milliseconds>("changesIn");
    // Limits that fall in the middle of a minute or an hour of text.
    const PhaseThresholds odd{25 * HourMs + 1234, 90 * MinuteMs + 7};
    QTest::newRow("above soon") << 25 * HourMs + 2000 << odd << Milliseconds(766);
    QTest::newRow("at soon") << 25 * HourMs + 1234 << odd << Milliseconds(1235);
    QTest::newRow("above urgent") << 90 * MinuteMs + 10 << odd << Milliseconds(3);
    QTest::newRow("at urgent") << 90 * MinuteMs + 7 << odd << Milliseconds(8);
    const PhaseThresholds swapped{MinuteMs + 5, 2 * HourMs + 5};
    QTest::newRow("swapped, above both") << 2 * HourMs + 6 << swapped << Milliseconds(1);
    QTest::newRow("swapped, the lower one changes nothing") << MinuteMs + 6 << swapped << Milliseconds(7);
    const PhaseThresholds negative{-5, -10};
    QTest::newRow("negative limits") << 500LL << negative << Milliseconds(500);
}

void TestCountdown::thresholdsChangeThePhaseInTime()
{
    QFETCH(const qint64, left);
    QFETCH(const PhaseThresholds, thresholds);
    QFETCH(const Milliseconds, changesIn);
    const Countdown shown = countdown(leaseLeaving(left, NowMs), InstanceStatus::Running, NowMs, thresholds);
    QCOMPARE(shown.changesInMs, changesIn);
}

void TestCountdown::changesExactlyWhenItSays()
{
    const quint32 seed = QRandomGenerator::system()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    const qint64 spans[] = {2 * SecondMs, 11 * MinuteMs, 61 * MinuteMs,
                            25 * HourMs,  80 * HourMs,   200 * DayMs};
    for (int round = 0; round < 60'000; ++round) {
        const qint64 span = spans[random.bounded(int(std::size(spans)))];
        qint64 left = random.bounded(span + 10 * MinuteMs) - 10 * MinuteMs;
        if (random.bounded(2) == 0)
            left = left / SecondMs * SecondMs + random.bounded(3) - 1;
        const PhaseThresholds thresholds = random.bounded(2) == 0
                                               ? PhaseThresholds()
                                               : PhaseThresholds{random.bounded(span), random.bounded(span)};
        const Freshness freshness = random.bounded(4) == 0 ? Freshness::Stale : Freshness::Fresh;
        const Lease lease = leaseLeaving(left, NowMs);
        const auto at = [&](qint64 later) {
            return countdown(lease, InstanceStatus::Running, NowMs + later, thresholds, freshness);
        };
        const Countdown now = at(0);
        const QByteArray what = QByteArray("seed ") + QByteArray::number(seed) + ", left " +
                                QByteArray::number(left) + ", soon " + QByteArray::number(thresholds.soonMs) +
                                ", urgent " + QByteArray::number(thresholds.urgentMs);
        if (!now.changesInMs) {
            QVERIFY2(left <= -5 * MinuteMs, what.constData());
            QVERIFY2(looksTheSame(now, at(1000 * DayMs)), what.constData());
            continue;
        }
        const qint64 change = *now.changesInMs;
        QVERIFY2(change > 0, what.constData());
        QVERIFY2(looksTheSame(now, at(change - 1)), what.constData());
        QVERIFY2(looksTheSame(now, at(random.bounded(change))), what.constData());
        const Countdown then = at(change);
        QVERIFY2(then.text != now.text || then.phase != now.phase, what.constData());
    }
}

void TestCountdown::neverPromisesTimeThatIsNotThere()
{
    const quint32 seed = QRandomGenerator::system()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    static const QRegularExpression number(u"[0-9]+"_s);
    for (int round = 0; round < 20'000; ++round) {
        const qint64 left = random.bounded(round % 2 == 0 ? 12 * MinuteMs : 100 * HourMs) + 1;
        const QString text = remainingText(left);
        QList<qint64> numbers;
        for (auto it = number.globalMatch(text); it.hasNext();)
            numbers << it.next().captured().toLongLong();
        qint64 promised = -1;
        qint64 grain = MinuteMs;
        if (text.contains(u'd')) {
            grain = HourMs;
            promised = numbers.at(0) * DayMs + numbers.at(1) * HourMs;
        } else if (text.contains(u'h')) {
            promised = numbers.at(0) * HourMs + numbers.at(1) * MinuteMs;
        } else if (text.contains(u':')) {
            grain = SecondMs;
            promised = numbers.at(0) * MinuteMs + numbers.at(1) * SecondMs;
        } else {
            promised = numbers.at(0) * MinuteMs;
        }
        const QByteArray what = QByteArray("seed ") + QByteArray::number(seed) + ", left " +
                                QByteArray::number(left) + ": " + text.toUtf8();
        QVERIFY2(promised <= left && left < promised + grain, what.constData());
    }
}

QTEST_GUILESS_MAIN(TestCountdown)
#include "tst_countdown.moc"
