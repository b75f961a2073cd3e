// SPDX-License-Identifier: MIT
#include "cloudcaller.h"
#include "virtualtime.h"

#include <QSet>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

/// What a demo shows at its first listing.
class TestCloudCast : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exactCount_data();
    void exactCount();
    void showsEveryState();
    void showsEveryLeaseRule();
    void showsEveryStorage();
    void showsAwkwardNames();
    void foreignOnesShowInTheFullListingOnly();
    void asManyForeignOnesAsTold();
    void freeOnesNeedTheirFeature();
    void sameSeedSameHouse();
    void otherSeedOtherIds();
    void transientsLastAFewMinutes();
    void deletedOnesStayForAWhile();
    void oneDeleteIsRefusedOnce();
    void oneFlavorIsSoldOut();

private:
    [[nodiscard]] QList<QJsonObject> own();
    [[nodiscard]] QJsonObject named(const QString &name);

    VirtualTime m_time;
    SimulatedCloud m_cloud{m_time, {}};
    CloudCaller m_caller{m_cloud};
};

QList<QJsonObject> TestCloudCast::own()
{
    return m_caller.listAll({}, "&feature=NOTEBOOK") + m_caller.listAll({}, "&feature=DEFAULT");
}

QJsonObject TestCloudCast::named(const QString &name)
{
    for (const QJsonObject &record : own()) {
        if (record.value("name"_L1).toString() == name)
            return record;
    }
    return {};
}

void TestCloudCast::exactCount_data()
{
    QTest::addColumn<int>("count");
    for (const int count : {0, 1, 5, 48, 49, 100, 137, 1000})
        QTest::addRow("%d", count) << count;
}

void TestCloudCast::exactCount()
{
    QFETCH(const int, count);
    SimulatedCloud cloud(m_time, {.count = count});
    CloudCaller caller(cloud);
    QSet<QString> ids;
    const QList<QJsonObject> listed =
        caller.listAll({}, "&feature=NOTEBOOK") + caller.listAll({}, "&feature=DEFAULT");
    for (const QJsonObject &record : listed)
        ids.insert(record.value("id"_L1).toString());
    QCOMPARE(listed.size(), count);
    QCOMPARE(ids.size(), count);
    const qsizetype foreign = cloud.records().size() - count;
    QCOMPARE(foreign, count / 4);
}

void TestCloudCast::showsEveryState()
{
    QSet<QString> states;
    const QList<QJsonObject> listed = own();
    for (const QJsonObject &record : listed)
        states.insert(record.value("status"_L1).toString());
    QVERIFY(listed.size() >= 40);
    QCOMPARE(states, (QSet<QString>{u"INIT"_s, u"CREATING"_s, u"STARTING"_s, u"RUNNING"_s, u"SNAPSHOTTING"_s,
                                    u"STOPPING"_s, u"STOPPED"_s, u"CREATE_FAILED"_s, u"START_FAILED"_s,
                                    u"DELETE_FAILED"_s, u"ERROR"_s, u"FROZEN"_s, u"DELETING"_s, u"DELETED"_s,
                                    u"MIGRATING"_s}));
}

void TestCloudCast::showsEveryLeaseRule()
{
    constexpr qint64 Minute = 60'000;
    const qint64 now = m_cloud.nowMs();
    int days = 0;
    int hours = 0;
    int soon = 0;
    int urgent = 0;
    int due = 0;
    int unclear = 0;
    int idle = 0;
    int off = 0;
    int unreadable = 0;
    for (const QJsonObject &record : own()) {
        if (record.value("status"_L1) != u"RUNNING"_s)
            continue;
        const QJsonObject lease = record.value("lease"_L1).toObject();
        if (!lease.value("duration"_L1).isDouble()) {
            ++unreadable;
            continue;
        }
        const qint64 left =
            lease.value("create_at"_L1).toInteger() + lease.value("duration"_L1).toInteger() - now;
        if (!lease.value("enable"_L1).toBool())
            ++off;
        else if (lease.value("type"_L1) == u"IDLE"_s)
            ++idle;
        else if (left <= -5 * Minute)
            ++unclear;
        else if (left <= 0)
            ++due;
        else if (left <= 10 * Minute)
            ++urgent;
        else if (left <= 30 * Minute)
            ++soon;
        else if (left < 24 * 60 * Minute)
            ++hours;
        else
            ++days;
    }
    QVERIFY(days > 0);
    QVERIFY(hours > 0);
    QVERIFY(soon > 0);
    QVERIFY(urgent > 0);
    QVERIFY(due > 0);
    QVERIFY(unclear > 0);
    QVERIFY(idle > 0);
    QVERIFY(off > 0);
    QVERIFY(unreadable > 0);
}

void TestCloudCast::showsEveryStorage()
{
    QSet<QString> kinds;
    QSet<QString> shared;
    bool extraMount = false;
    for (const QJsonObject &record : own()) {
        const QJsonObject volume = record.value("volume"_L1).toObject();
        kinds.insert(volume.value("category"_L1).toString() + u' ' + volume.value("ownership"_L1).toString());
        if (volume.value("category"_L1) == u"SFS"_s)
            shared.insert(volume.value("id"_L1).toString());
        extraMount = extraMount || !record.value("data_volumes"_L1).isUndefined();
    }
    QVERIFY(kinds.contains(u"EVS MANAGED"_s));
    QVERIFY(kinds.contains(u"EFS MANAGED"_s));
    QVERIFY(kinds.contains(u"SFS DEDICATED"_s));
    QCOMPARE(shared.size(), 1); // two instances, one storage
    QVERIFY(extraMount);
}

void TestCloudCast::showsAwkwardNames()
{
    QSet<QString> names;
    qsizetype longest = 0;
    for (const QJsonObject &record : own()) {
        const QString name = record.value("name"_L1).toString();
        names.insert(name);
        longest = std::max(longest, name.size());
    }
    QCOMPARE(longest, 128);
    QVERIFY(names.contains(u"數據清洗-日本語-데이터"_s));
    QVERIFY(names.contains(u"Größenmaßstab-Übung"_s));
    QVERIFY(names.contains(u"<b>bold</b><img src=x>"_s));
    QVERIFY(names.contains(u"\u05DE\u05D5\u05D3\u05DC-\u05E9\u05E4\u05D4"_s));
    QVERIFY(names.contains(u"q3-report\u202Egpj.exe"_s));
}

void TestCloudCast::foreignOnesShowInTheFullListingOnly()
{
    QSet<QString> ownOwners;
    for (const QJsonObject &record : own())
        ownOwners.insert(record.value("user"_L1).toObject().value("name"_L1).toString());
    QCOMPARE(ownOwners, QSet<QString>{m_cloud.userName()});

    QSet<QString> allOwners;
    const QList<QJsonObject> all =
        m_caller.listAll("/all", "&feature=NOTEBOOK") + m_caller.listAll("/all", "&feature=DEFAULT");
    for (const QJsonObject &record : all)
        allOwners.insert(record.value("user"_L1).toObject().value("name"_L1).toString());
    QCOMPARE(allOwners, (QSet<QString>{u"ana"_s, u"li"_s, u"tom"_s}));
    QCOMPARE(all.size(), 60);
}

void TestCloudCast::asManyForeignOnesAsTold()
{
    const auto countOf = [this](SimulatedCloud::Options options) {
        return SimulatedCloud(m_time, std::move(options)).records().size();
    };
    QCOMPARE(countOf({.count = 8}), 10);
    QCOMPARE(countOf({.count = 8, .others = 0}), 8);
    QCOMPARE(countOf({.count = 8, .others = 11}), 19);
    QCOMPARE(countOf({.count = 0, .others = 3}), 3);
}

void TestCloudCast::freeOnesNeedTheirFeature()
{
    for (const QJsonObject &record : m_caller.listAll({}, {}))
        QCOMPARE(record.value("feature"_L1).toString(), u"NOTEBOOK"_s);
    const QList<QJsonObject> free = m_caller.listAll({}, "&feature=DEFAULT");
    QCOMPARE(free.size(), 1); // one per user (section 2.1)
    QCOMPARE(free.first().value("feature"_L1).toString(), u"DEFAULT"_s);
}

void TestCloudCast::sameSeedSameHouse()
{
    SimulatedCloud first(m_time, {.count = 200, .seed = 7});
    SimulatedCloud second(m_time, {.count = 200, .seed = 7});
    QCOMPARE(first.token(), second.token());
    CloudCaller one(first);
    CloudCaller two(second);
    QCOMPARE(one.listAll("/all", {}), two.listAll("/all", {}));
}

void TestCloudCast::otherSeedOtherIds()
{
    SimulatedCloud other(m_time, {.seed = 2});
    QVERIFY(other.token() != m_cloud.token());
    for (const SimulatedCloud::Record &record : other.records())
        QVERIFY(!m_cloud.record(record.id));
}

void TestCloudCast::transientsLastAFewMinutes()
{
    VirtualTime time;
    SimulatedCloud cloud(time, {});
    const auto statesNow = [&cloud] {
        QHash<QString, QString> states;
        for (const SimulatedCloud::Record &record : cloud.records())
            states.insert(record.name, record.status);
        return states;
    };
    time.advance(3 * 60'000);
    const QHash<QString, QString> early = statesNow();
    QCOMPARE(early.value(u"vision-2"_s), u"INIT"_s);
    QCOMPARE(early.value(u"speech-asr"_s), u"CREATING"_s);
    QCOMPARE(early.value(u"rag-eval"_s), u"STARTING"_s);
    QCOMPARE(early.value(u"churn-model"_s), u"STOPPING"_s);
    QCOMPARE(early.value(u"gan-faces"_s), u"SNAPSHOTTING"_s);
    QCOMPARE(early.value(u"tmp-0815"_s), u"DELETING"_s);
    time.advance(6 * 60'000);
    const QHash<QString, QString> late = statesNow();
    QCOMPARE(late.value(u"vision-2"_s), u"RUNNING"_s);
    QCOMPARE(late.value(u"speech-asr"_s), u"RUNNING"_s);
    QCOMPARE(late.value(u"rag-eval"_s), u"RUNNING"_s);
    QCOMPARE(late.value(u"churn-model"_s), u"STOPPED"_s);
    QCOMPARE(late.value(u"gan-faces"_s), u"RUNNING"_s);
    QCOMPARE(late.value(u"tmp-0815"_s), u"DELETED"_s);
}

void TestCloudCast::deletedOnesStayForAWhile()
{
    VirtualTime time;
    SimulatedCloud cloud(time, {.count = 137});
    time.advance(30 * 60'000);
    CloudCaller caller(cloud);
    QCOMPARE(caller.listAll({}, {}).size() + caller.listAll({}, "&feature=DEFAULT").size(), 137);
    time.advance(60 * 60'000);
    QCOMPARE(caller.listAll({}, {}).size() + caller.listAll({}, "&feature=DEFAULT").size(), 135);
}

void TestCloudCast::oneDeleteIsRefusedOnce()
{
    const QByteArray target = '/' + named(u"tab-baseline"_s).value("id"_L1).toString().toUtf8();
    const Told first = m_caller.call("DELETE", target);
    QCOMPARE(first.status, 400);
    QCOMPARE(first.errorCode(), u"ModelArts.6357"_s);
    QCOMPARE(m_caller.call("DELETE", target).status, 200);
}

void TestCloudCast::oneFlavorIsSoldOut()
{
    const QByteArray target = '/' + named(u"ascend-eval"_s).value("id"_L1).toString().toUtf8() + "/start";
    const Told told = m_caller.call("POST", target);
    QCOMPARE(told.status, 400);
    QCOMPARE(told.errorCode(), u"ModelArts.6329"_s);
}

QTEST_GUILESS_MAIN(TestCloudCast)
#include "tst_cloudcast.moc"
