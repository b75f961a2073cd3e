// SPDX-License-Identifier: MIT
#include "sampleinstance.h"
#include "textpool.h"

#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

class TestTextPool : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void equalTextsBecomeOne();
    void nothingElseChanges();
    void textsNobodyHasAreLetGo();
};

void TestTextPool::equalTextsBecomeOne()
{
    TextPool pool;
    Instance first = sampleInstance(u"a"_s);
    Instance second = sampleInstance(u"b"_s);
    first.flavor = QString(u"modelarts.vm."_s + u"cpu.2u"_s);
    second.flavor = QString(u"modelarts.vm."_s + u"cpu.2u"_s);
    QVERIFY(first.flavor.constData() != second.flavor.constData());
    pool.share(first);
    pool.share(second);
    QCOMPARE(first.flavor.constData(), second.flavor.constData());
}

void TestTextPool::nothingElseChanges()
{
    TextPool pool;
    Instance instance = sampleInstance(u"a"_s);
    instance.billingItems = QStringList{u"COMPUTE"_s};
    instance.extraMounts = {{u"SFS"_s, u"DEDICATED"_s, 100, u"/data"_s, {}, u"uri"_s, u"id"_s}};
    instance.progress = {{1, u"COMPLETED"_s, u"Preparing"_s}};
    const Instance before = instance;
    pool.share(instance);
    QCOMPARE(instance, before);
    Instance bare;
    pool.share(bare);
    QCOMPARE(bare, Instance());
}

void TestTextPool::textsNobodyHasAreLetGo()
{
    TextPool pool;
    Instance kept = sampleInstance(u"a"_s);
    kept.failReason = u"the one that stays"_s + QString::number(1);
    pool.share(kept);
    for (int n = 0; n < 20'000; ++n) {
        Instance passing = sampleInstance(u"b"_s);
        passing.failReason = u"reason %1"_s.arg(n);
        pool.share(passing);
    }
    QVERIFY2(pool.size() < 3'000, qPrintable(QString::number(pool.size())));
    Instance again = sampleInstance(u"c"_s);
    again.failReason = u"the one that stays"_s + QString::number(1);
    pool.share(again);
    QCOMPARE(again.failReason.constData(), kept.failReason.constData());
}

QTEST_GUILESS_MAIN(TestTextPool)
#include "tst_textpool.moc"
