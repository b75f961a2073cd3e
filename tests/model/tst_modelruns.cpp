// SPDX-License-Identifier: MIT
#include "findings.h"

#include <QDeadlineTimer>
#include <QHashSeed>
#include <QRandomGenerator>
#include <QTest>

#include <chrono>
#include <cstdio>
#include <limits>

using namespace leasekeeper;
using namespace leasekeeper::test::model;
using namespace Qt::StringLiterals;
using End = ActionOutcome::End;

namespace
{

constexpr int EnoughForAllEnds = 2'000;

int number(const char *variable, int otherwise)
{
    bool isNumber = false;
    const int value = qEnvironmentVariableIntValue(variable, &isNumber);
    return isNumber ? value : otherwise;
}

} // namespace

/// Random scripts (`faults.md`, PB). The environment may ask for more or others:
///   LEASEKEEPER_TEST_SEEDS       how many, all shares together
///   LEASEKEEPER_TEST_FIRST_SEED  from which on
///   LEASEKEEPER_TEST_SECONDS     for so long, however many that are; from another first seed each time
///   LEASEKEEPER_TEST_FINDINGS    to be looked for before it ends, 1
///   LEASEKEEPER_TEST_TRACE       one seed, whose wire is printed
///   LEASEKEEPER_TEST_SHARE       "2/4": the second quarter
class TestModelRuns : public QObject
{
    Q_OBJECT
public:
    static void initMain();
private Q_SLOTS:
    void initTestCase();
    void PB_promises();
};

/// How long so many runs take says nothing of the program: the usual five minutes of one test function are
/// for what hangs, so each run adds to them. A machine that is busy elsewhere brings no finding then.
void TestModelRuns::initMain()
{
    const auto runs = std::chrono::seconds(number("LEASEKEEPER_TEST_SEEDS", LEASEKEEPER_TEST_RUNS));
    const auto asked = std::chrono::seconds(number("LEASEKEEPER_TEST_SECONDS", 0));
    const std::chrono::milliseconds limit = std::chrono::minutes(5) + runs + asked;
    if (!qEnvironmentVariableIsSet("QTEST_FUNCTION_TIMEOUT"))
        qputenv("QTEST_FUNCTION_TIMEOUT", QByteArray::number(qint64(limit.count())));
}

void TestModelRuns::initTestCase()
{
    QHashSeed::setDeterministicGlobalSeed();
}

void TestModelRuns::PB_promises()
{
    if (const QByteArray traced = qgetenv("LEASEKEEPER_TEST_TRACE"); !traced.isEmpty()) {
        // The wire of one seed, for whoever looks into a finding.
        const Script script = drawScript(quint32(traced.toInt()));
        ModelRun run(script);
        run.trace();
        std::fprintf(stderr, "%s\n%s\n", qPrintable(toCode(script)), qPrintable(run.run()));
        QSKIP("Traced one seed");
    }
    const QByteArrayList share =
        qEnvironmentVariable("LEASEKEEPER_TEST_SHARE", u"1/1"_s).toLatin1().split('/');
    const int shares = std::max(1, share.constLast().toInt());
    const int seconds = number("LEASEKEEPER_TEST_SECONDS", 0);
    const QDeadlineTimer deadline{std::chrono::seconds(seconds)};
    const int total = number("LEASEKEEPER_TEST_SEEDS", LEASEKEEPER_TEST_RUNS);
    // Whoever has time to spare wants to see what nobody has seen before.
    const int from = seconds > 0 ? int(QRandomGenerator::global()->bounded(1U << 30)) : 1;
    const int seeds = seconds > 0 ? std::numeric_limits<int>::max() / 2 : total / shares;
    const int first = number("LEASEKEEPER_TEST_FIRST_SEED", from) +
                      (seconds > 0 ? 0 : seeds * (share.constFirst().toInt() - 1));
    const int mostFindings = number("LEASEKEEPER_TEST_FINDINGS", 1);
    const QList<End> ends{End::Confirmed, End::Failed, End::Unresolved, End::Cancelled, End::LeftAlone};
    QList<qint64> counts(ends.size());
    qint64 requests = 0;
    int findings = 0;
    int seed = first;
    for (; seed < first + seeds && findings < mostFindings; ++seed) {
        if (seconds > 0 && deadline.hasExpired())
            break;
        const Script script = drawScript(quint32(seed));
        ModelRun run(script);
        const QString breach = run.run();
        requests += run.promises().requests();
        for (int i = 0; i < ends.size(); ++i)
            counts[i] += run.promises().count(ends.at(i));
        if (breach.isEmpty())
            continue;
        ++findings;
        // At once: shrinking may take longer than there is time.
        std::fprintf(stderr, "seed %d: %s\n", seed, qPrintable(breach));
        const Script shrunk = shrunkBreach(script, breach);
        std::fprintf(stderr, "shrunk, still \"%s\":\n%s\n", qPrintable(breachOf(shrunk)),
                     qPrintable(toCode(shrunk)));
    }
    qInfo(
        "runs %d, seeds %d to %d, findings %d; requests %lld; confirmed %lld, failed %lld, unresolved %lld, "
        "cancelled %lld, left alone %lld",
        seed - first, first, seed - 1, findings, requests, counts.at(0), counts.at(1), counts.at(2),
        counts.at(3), counts.at(4));
    QCOMPARE(findings, 0);
    // Otherwise the scripts have been too easy.
    if (seed - first >= EnoughForAllEnds) {
        for (const qint64 count : std::as_const(counts))
            QVERIFY(count > 0);
    }
}

QTEST_GUILESS_MAIN(TestModelRuns)
#include "tst_modelruns.moc"
