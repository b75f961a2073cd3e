// SPDX-License-Identifier: MIT
#include "instance.h"
#include "storagetotal.h"

#include <QTest>

#include <limits>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

using Size = std::optional<qint64>;

namespace
{

InstanceStorage evs(Size capacityGb, const QString &uri = {}, const QString &id = {})
{
    InstanceStorage made;
    made.category = u"EVS"_s;
    made.ownership = u"MANAGED"_s;
    made.capacityGb = capacityGb;
    made.uri = uri;
    made.id = id;
    return made;
}

InstanceStorage sfs(Size capacityGb, const QString &uri = {}, const QString &id = {})
{
    InstanceStorage made = evs(capacityGb, uri, id);
    made.category = u"SFS"_s;
    made.ownership = u"DEDICATED"_s;
    return made;
}

InstanceStorage obs(Size capacityGb, const QString &category = u"OBS"_s)
{
    InstanceStorage made = evs(capacityGb, u"obs://bucket"_s);
    made.category = category;
    return made;
}

Instance with(const InstanceStorage &storage, const QList<InstanceStorage> &mounts = {})
{
    Instance instance;
    instance.storage = storage;
    instance.extraMounts = mounts;
    return instance;
}

} // namespace

class TestStorageTotal : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void totals_data();
    void totals();
};

void TestStorageTotal::totals_data()
{
    constexpr qint64 Largest = std::numeric_limits<qint64>::max();
    QTest::addColumn<QList<Instance>>("instances");
    QTest::addColumn<qint64>("capacityGb");
    QTest::addColumn<int>("unknown");
    QTest::addColumn<int>("shared");
    const auto row = [](const char *name, const QList<Instance> &instances, qint64 capacityGb, int unknown,
                        int shared) { QTest::newRow(name) << instances << capacityGb << unknown << shared; };
    row("nothing", {}, 0, 0, 0);
    row("one", {with(evs(5))}, 5, 0, 0);
    row("three", {with(evs(5)), with(evs(50)), with(evs(50))}, 105, 0, 0);
    row("size not told", {with(evs(5)), with(evs({})), with(evs({}))}, 5, 2, 0);
    row("no storage told", {with({})}, 0, 1, 0);

    row("one share in two instances", {with(sfs(100, u"a:/x"_s)), with(sfs(100, u"a:/x"_s))}, 100, 0, 2);
    row("one share in three instances, by id",
        {with(sfs(100, {}, u"7"_s)), with(sfs(100, {}, u"7"_s)), with(sfs(100, {}, u"7"_s))}, 100, 0, 3);
    row("two shares", {with(sfs(100, u"a:/x"_s)), with(sfs(100, u"a:/y"_s))}, 200, 0, 2);
    row("shares that cannot be told apart count each", {with(sfs(100)), with(sfs(100))}, 200, 0, 2);
    row("same address, different ids", {with(sfs(100, u"a:/x"_s, u"1"_s)), with(sfs(100, u"a:/x"_s, u"2"_s))},
        100, 0, 2);
    row("joined by the third",
        {with(sfs(100, u"a:/x"_s)), with(sfs(100, {}, u"7"_s)), with(sfs(100, u"a:/x"_s, u"7"_s))}, 100, 0,
        3);
    row("joined by the first",
        {with(sfs(100, u"a:/x"_s, u"7"_s)), with(sfs(100, u"a:/x"_s)), with(sfs(100, {}, u"7"_s))}, 100, 0,
        3);
    row("two pairs joined late",
        {with(sfs(10, u"x"_s)), with(sfs(10, {}, u"7"_s)), with(sfs(10, u"x"_s, u"8"_s)),
         with(sfs(10, {}, u"8"_s)), with(sfs(10, u"x"_s, u"7"_s))},
        10, 0, 5);
    row("records disagree: the larger size", {with(sfs(100, u"x"_s)), with(sfs(120, u"x"_s))}, 120, 0, 2);
    row("records disagree the other way", {with(sfs(120, u"x"_s)), with(sfs(100, u"x"_s))}, 120, 0, 2);
    row("one record tells the size", {with(sfs({}, u"x"_s)), with(sfs(100, u"x"_s))}, 100, 0, 2);
    row("no record tells the size", {with(sfs({}, u"x"_s)), with(sfs({}, u"x"_s))}, 0, 1, 2);
    row("disks are never shared, whatever they are called",
        {with(evs(5, u"x"_s, u"7"_s)), with(evs(5, u"x"_s, u"7"_s))}, 10, 0, 0);

    row("extra mounts", {with(evs(5), {sfs(100, u"x"_s), evs(20)})}, 125, 0, 1);
    row("share as own volume and as mount of another",
        {with(sfs(100, u"x"_s)), with(evs(5), {sfs(100, u"x"_s)})}, 105, 0, 2);
    row("twice in one instance", {with(sfs(100, u"x"_s), {sfs(100, u"x"_s)})}, 100, 0, 1);

    row("buckets stay", {with(evs(5), {obs(1000), obs({}, u"OBSFS"_s), obs({}, u"obs"_s)})}, 5, 0, 0);
    row("a bucket as the volume", {with(obs(1000))}, 0, 0, 0);

    row("sum beyond all numbers", {with(evs(Largest)), with(evs(1)), with(evs(Largest))}, Largest, 0, 0);
    row("sum just fits", {with(evs(Largest - 1)), with(evs(1))}, Largest, 0, 0);
}

void TestStorageTotal::totals()
{
    QFETCH(const QList<Instance>, instances);
    QFETCH(const qint64, capacityGb);
    QFETCH(const int, unknown);
    QFETCH(const int, shared);
    const StorageTotal total = storageTotal(instances);
    QCOMPARE(total.capacityGb, capacityGb);
    QCOMPARE(total.unknownCapacities, unknown);
    QCOMPARE(total.shared, shared);

    // The order of the list makes no difference.
    const QList<Instance> reversed(instances.crbegin(), instances.crend());
    QVERIFY(storageTotal(reversed) == total);
}

QTEST_GUILESS_MAIN(TestStorageTotal)
#include "tst_storagetotal.moc"
