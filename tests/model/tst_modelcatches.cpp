// SPDX-License-Identifier: MIT
#include "actionservice.h"
#include "findings.h"
#include "instancestore.h"
#include "session.h"

#include <QHashSeed>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace leasekeeper::test::model;
using namespace Qt::StringLiterals;

namespace
{

constexpr quint32 Seeds = 200;

struct Caught {
    QString breach;
    Script shrunk;
};

/// The first random script that finds it out, and what shrinking leaves of it.
Caught caughtBy(const ModelRun::Spoilt &spoilt)
{
    for (quint32 seed = 1; seed <= Seeds; ++seed) {
        const Script script = drawScript(seed);
        const QString breach = breachOf(script, spoilt);
        if (!breach.isEmpty())
            return {breach, shrunkBreach(script, breach, spoilt)};
    }
    return {};
}

} // namespace

/// The judges judged: each way to be broken must be found out by random scripts, and shrink to a few steps.
class TestModelCatches : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QHashSeed::setDeterministicGlobalSeed(); }
    void N1_endsThatNobodyIsTold();
    void N1_journalLostWhenKilled();
    void N2_lineThatRepeatsWrites();
    void N2_prolongingThatShortens();
    void N3_serviceThatOnlySaysSo();
    void N4_storeFedWithOlderAnswers();
    void N4_storeThatLosesARow();
    void N5_decoderTwoSecondsLate();
    void N6_tokenInANote();
    void N6_tokenInTheLog();
    void N6_tokenInTheSettings();
    void N8_impatientReading();
    void N9_readingThatFellAsleep();
};

void TestModelCatches::N1_endsThatNobodyIsTold()
{
    const Caught caught = caughtBy({.afterStep = [](Session &session, VirtualTime &) {
        if (session.acting())
            session.acting()->blockSignals(true);
    }});
    QCOMPARE(promiseOf(caught.breach), u"N1"_s);
    QVERIFY2(caught.shrunk.steps.size() <= 3, qPrintable(toCode(caught.shrunk)));
}

void TestModelCatches::N1_journalLostWhenKilled()
{
    const Caught caught = caughtBy({.losesJournal = true});
    QCOMPARE(promiseOf(caught.breach), u"N1"_s);
    QVERIFY2(caught.shrunk.steps.size() <= 3, qPrintable(toCode(caught.shrunk)));
}

void TestModelCatches::N2_lineThatRepeatsWrites()
{
    const Caught caught = caughtBy({.farEnd = FarEnd::Broken::RepeatsWrites});
    QCOMPARE(promiseOf(caught.breach), u"N2"_s);
    QVERIFY2(caught.shrunk.steps.size() <= 2, qPrintable(toCode(caught.shrunk)));
}

void TestModelCatches::N2_prolongingThatShortens()
{
    const Caught caught = caughtBy({.agreesToShorten = true});
    QCOMPARE(promiseOf(caught.breach), u"N2"_s);
    QVERIFY2(caught.shrunk.steps.size() <= 4, qPrintable(toCode(caught.shrunk)));
}

void TestModelCatches::N3_serviceThatOnlySaysSo()
{
    const Caught caught = caughtBy({.farEnd = FarEnd::Broken::OnlySaysSo});
    QCOMPARE(promiseOf(caught.breach), u"N3"_s);
    QVERIFY2(caught.shrunk.steps.size() <= 3, qPrintable(toCode(caught.shrunk)));
}

void TestModelCatches::N4_storeFedWithOlderAnswers()
{
    QList<Instance> first;
    const Caught caught = caughtBy({.afterStep = [&first](Session &session, VirtualTime &time) {
        if (time.monotonicMs() < 5'000) {
            first.clear();
            for (const auto &row : session.store().rows())
                first.append(row->instance);
        } else {
            session.store().observe(first, time.monotonicMs());
        }
    }});
    QCOMPARE(promiseOf(caught.breach), u"N4"_s);
    QVERIFY2(caught.shrunk.steps.size() <= 3, qPrintable(toCode(caught.shrunk)));
}

void TestModelCatches::N4_storeThatLosesARow()
{
    const Caught caught = caughtBy({.afterStep = [](Session &session, VirtualTime &time) {
        const auto &rows = session.store().rows();
        if (rows.size() > 2)
            session.store().observeGone(QString(rows.constBegin().key()), time.monotonicMs());
    }});
    QCOMPARE(promiseOf(caught.breach), u"N4"_s);
    QVERIFY2(caught.shrunk.steps.size() <= 1, qPrintable(toCode(caught.shrunk)));
}

void TestModelCatches::N5_decoderTwoSecondsLate()
{
    const Caught caught = caughtBy({.farEnd = FarEnd::Broken::AddsTwoSeconds});
    QCOMPARE(promiseOf(caught.breach), u"N5"_s);
    QVERIFY2(caught.shrunk.steps.size() <= 1, qPrintable(toCode(caught.shrunk)));
}

void TestModelCatches::N6_tokenInANote()
{
    const Caught caught = caughtBy({.afterStep = [](Session &session, VirtualTime &) {
        const auto &rows = session.store().rows();
        const auto *world = static_cast<ModelWorld *>(&session.surroundings());
        if (!rows.isEmpty())
            session.store().setNote(QString(rows.constBegin().key()), world->secretForTests());
    }});
    QCOMPARE(promiseOf(caught.breach), u"N6"_s);
    QVERIFY2(caught.shrunk.steps.size() <= 1, qPrintable(toCode(caught.shrunk)));
}

void TestModelCatches::N6_tokenInTheLog()
{
    const Caught caught = caughtBy({.afterStep = [](Session &session, VirtualTime &) {
        qDebug() << static_cast<ModelWorld *>(&session.surroundings())->secretForTests();
    }});
    QCOMPARE(promiseOf(caught.breach), u"N6"_s);
    QVERIFY2(caught.shrunk.steps.size() <= 1, qPrintable(toCode(caught.shrunk)));
}

void TestModelCatches::N6_tokenInTheSettings()
{
    const Caught caught = caughtBy({.keepsToken = true});
    QCOMPARE(promiseOf(caught.breach), u"N6"_s);
    QVERIFY2(caught.shrunk.steps.size() <= 1, qPrintable(toCode(caught.shrunk)));
}

void TestModelCatches::N8_impatientReading()
{
    const Caught caught = caughtBy({.afterStep = [](Session &session, VirtualTime &time) {
        for (int i = 0; i < 100; ++i) {
            session.refresh();
            time.advance(2'000);
        }
    }});
    QCOMPARE(promiseOf(caught.breach), u"N8"_s);
    QVERIFY2(caught.shrunk.steps.size() <= 1, qPrintable(toCode(caught.shrunk)));
}

void TestModelCatches::N9_readingThatFellAsleep()
{
    const Caught caught = caughtBy({.farEnd = FarEnd::Broken::ForgetsToHeal});
    QCOMPARE(promiseOf(caught.breach), u"N9"_s);
    QVERIFY2(caught.shrunk.steps.size() <= 2, qPrintable(toCode(caught.shrunk)));
}

QTEST_GUILESS_MAIN(TestModelCatches)
#include "tst_modelcatches.moc"
