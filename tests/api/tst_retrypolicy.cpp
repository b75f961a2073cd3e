// SPDX-License-Identifier: MIT
#include "instancesapi.h"
#include "retrypolicy.h"

#include <QTest>

using namespace leasekeeper;

using Kind = ApiError::Kind;

/// RR as numbers.
class RetryPolicyTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cause_data();
    void cause();
    void proxySignInIsNotRetried();
    void pause_data();
    void pause();
    void budgetRunsDry();
    void budgetRecovers();
};

Q_DECLARE_METATYPE(leasekeeper::ApiError::Kind)
Q_DECLARE_METATYPE(leasekeeper::RetryCause)
Q_DECLARE_METATYPE(leasekeeper::Patience)

void RetryPolicyTest::cause_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<RetryCause>("expected");
    QTest::newRow("network") << Kind::Network << RetryCause::Transport;
    QTest::newRow("timeout") << Kind::Timeout << RetryCause::Transport;
    QTest::newRow("proxy unreachable") << Kind::Proxy << RetryCause::Transport;
    QTest::newRow("429") << Kind::RateLimited << RetryCause::Throttled;
    QTest::newRow("5xx") << Kind::Server << RetryCause::Throttled;
    QTest::newRow("certificate") << Kind::Tls << RetryCause::None;
    QTest::newRow("cancelled") << Kind::Cancelled << RetryCause::None;
    QTest::newRow("401") << Kind::Unauthorised << RetryCause::None;
    QTest::newRow("403") << Kind::Forbidden << RetryCause::None;
    QTest::newRow("404") << Kind::NotFound << RetryCause::None;
    QTest::newRow("409") << Kind::Conflict << RetryCause::None;
    QTest::newRow("400") << Kind::BadRequest << RetryCause::None;
    QTest::newRow("web page") << Kind::BadResponse << RetryCause::None;
    QTest::newRow("redirect") << Kind::Redirected << RetryCause::None;
}

void RetryPolicyTest::cause()
{
    QFETCH(Kind, kind);
    QFETCH(RetryCause, expected);
    ApiError error;
    error.kind = kind;
    QCOMPARE(retryCause(error), expected);
}

void RetryPolicyTest::proxySignInIsNotRetried()
{
    ApiError error;
    error.kind = Kind::Proxy;
    error.httpStatus = 407;
    QCOMPARE(retryCause(error), RetryCause::None);
}

void RetryPolicyTest::pause_data()
{
    constexpr auto Person = Patience::Person;
    constexpr auto Background = Patience::Background;
    QTest::addColumn<RetryCause>("cause");
    QTest::addColumn<int>("attempts");
    QTest::addColumn<Patience>("patience");
    QTest::addColumn<qint64>("retryAfter");
    QTest::addColumn<double>("random");
    QTest::addColumn<qint64>("expected"); // -1: give up
    const auto row = [](const char *name, RetryCause cause, int attempts, Patience patience,
                        qint64 retryAfter, double random, qint64 expected) {
        QTest::newRow(name) << cause << attempts << patience << retryAfter << random << expected;
    };
    row("transport, first", RetryCause::Transport, 1, Person, 0, 1.0, 500);
    row("transport, second", RetryCause::Transport, 2, Person, 0, 1.0, 1'000);
    row("transport, lucky", RetryCause::Transport, 2, Person, 0, 0.0, 0);
    row("throttled, first", RetryCause::Throttled, 1, Background, 0, 1.0, 2'000);
    row("throttled, half", RetryCause::Throttled, 2, Background, 0, 0.5, 2'000);
    row("three attempts are enough", RetryCause::Transport, 3, Person, 0, 1.0, -1);
    row("once", RetryCause::Transport, 1, Patience::Once, 0, 1.0, -1);
    row("once, even if told when", RetryCause::Throttled, 1, Patience::Once, 7'000, 1.0, -1);
    row("none", RetryCause::None, 1, Person, 0, 1.0, -1);
    row("none, even if told when", RetryCause::None, 1, Person, 7'000, 1.0, -1);
    row("asked to wait", RetryCause::Throttled, 1, Person, 7'000, 0.0, 7'000);
    row("asked for less than the pause", RetryCause::Throttled, 2, Person, 1'000, 1.0, 4'000);
    row("asked for two minutes", RetryCause::Throttled, 1, Background, 120'000, 0.0, 120'000);
    row("asked for longer", RetryCause::Throttled, 1, Background, 120'001, 0.0, -1);
    row("random out of range", RetryCause::Transport, 1, Person, 0, 7.0, 500);
}

void RetryPolicyTest::pause()
{
    QFETCH(RetryCause, cause);
    QFETCH(int, attempts);
    QFETCH(Patience, patience);
    QFETCH(qint64, retryAfter);
    QFETCH(double, random);
    QFETCH(qint64, expected);
    QCOMPARE(retryPauseMs(cause, attempts, patience, retryAfter, random).value_or(-1), expected);
}

void RetryPolicyTest::budgetRunsDry()
{
    RetryBudget budget;
    for (int i = 0; i < 5; ++i)
        QVERIFY(budget.take());
    QVERIFY(!budget.take());
    QVERIFY(!budget.take());
}

void RetryPolicyTest::budgetRecovers()
{
    RetryBudget budget;
    while (budget.take())
        continue;
    // 5 tokens: one success more is 5.1, and a retry then leaves 4.1.
    budget.succeeded();
    QVERIFY(budget.take());
    for (int i = 0; i < 9; ++i) {
        budget.succeeded();
        QVERIFY(!budget.take());
    }
    budget.succeeded();
    QVERIFY(budget.take());
    // It never holds more than ten.
    for (int i = 0; i < 1'000; ++i)
        budget.succeeded();
    for (int i = 0; i < 5; ++i)
        QVERIFY(budget.take());
    QVERIFY(!budget.take());
}

QTEST_GUILESS_MAIN(RetryPolicyTest)
#include "tst_retrypolicy.moc"
