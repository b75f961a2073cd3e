// SPDX-License-Identifier: MIT
#include "farewelltext.h"

#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;
using End = ActionOutcome::End;

namespace
{

Profile lab()
{
    Profile profile;
    profile.name = u"Lab"_s;
    return profile;
}

ActionOutcome outcome(End end, const QString &text)
{
    ActionOutcome outcome;
    outcome.end = end;
    outcome.text = text;
    return outcome;
}

} // namespace

class TestFarewellText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingToSay();
    void everyKind();
    void N1_whatIsOnlyCountedIsLeftOut();
    void N1_namesAllThatNobodyElseWould();
};

void TestFarewellText::nothingToSay()
{
    const Farewell told = farewell(lab(), {outcome(End::Confirmed, u"a was stopped."_s)}, 0, true);
    QCOMPARE(told.text, QString());
    QVERIFY(told.leftOut.isEmpty());
}

void TestFarewellText::everyKind()
{
    ActionOutcome stopped = outcome(End::Cancelled, u"c is stopping."_s);
    stopped.leftStopped = true;
    const Farewell told = farewell(
        lab(), {outcome(End::Cancelled, u"a"_s), outcome(End::Failed, u"Could not stop b."_s), stopped}, 2,
        true);
    QCOMPARE(told.text,
             u"One action of Lab was called off before it was sent. 2 requests of Lab had no answer "
             "yet: what came of them is found out when it is opened again. In Lab, meanwhile: Could not "
             "stop b. c is stopping."_s);
    QVERIFY(told.leftOut.isEmpty());
}

void TestFarewellText::N1_whatIsOnlyCountedIsLeftOut()
{
    QList<ActionOutcome> outcomes;
    for (int n = 0; n < 7; ++n) {
        outcomes.append(outcome(End::Failed, u"f%1."_s.arg(n)));
        outcomes.append(outcome(End::Cancelled, u"c%1."_s.arg(n)));
    }
    const Farewell told = farewell(lab(), outcomes, 0, true);
    QVERIFY2(told.text.contains(u"f0. f1. 5 more did not end as wanted"_s), qPrintable(told.text));
    QCOMPARE(told.leftOut, (QSet<qsizetype>{4, 6, 8, 10, 12}));
}

/// Where nothing is noted down, nothing is found out later.
void TestFarewellText::N1_namesAllThatNobodyElseWould()
{
    QList<ActionOutcome> outcomes;
    for (int n = 0; n < 7; ++n)
        outcomes.append(outcome(End::Failed, u"f%1."_s.arg(n)));
    const Farewell told = farewell(lab(), outcomes, 1, false);
    QVERIFY2(told.text.contains(u"5 more did not end as wanted, see the details."_s), qPrintable(told.text));
    QVERIFY2(told.text.contains(u"could not be noted down"_s), qPrintable(told.text));
    QCOMPARE(told.details, u"f0.\nf1.\nf2.\nf3.\nf4.\nf5.\nf6."_s);
}

QTEST_GUILESS_MAIN(TestFarewellText)
#include "tst_farewelltext.moc"
