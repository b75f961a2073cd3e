// SPDX-License-Identifier: MIT
#include "cloudcaller.h"
#include "virtualtime.h"

#include <QSet>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

/// ModelArts API reference, section 1.1.
class TestCloudListing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void pages_data();
    void pages();
    void defaultIsTen();
    void offsetCountsRecords();
    void offsetBeyondTheEndIsAnEmptyPage();
    void newestFirst();
    void refusedParameters_data();
    void refusedParameters();
    void filters_data();
    void filters();
    void sorts();
    void insertedAndErasedShowAtOnce();
    void bothSpellingsOfWorkspace();
    void manyInstances();

private:
    void place(int count);

    std::unique_ptr<VirtualTime> m_time;
    std::unique_ptr<SimulatedCloud> m_cloud;
    std::unique_ptr<CloudCaller> m_caller;
};

void TestCloudListing::init()
{
    m_caller.reset();
    m_cloud.reset();
    m_time = std::make_unique<VirtualTime>();
    m_cloud = std::make_unique<SimulatedCloud>(*m_time, SimulatedCloud::Options{.count = 0});
    m_caller = std::make_unique<CloudCaller>(*m_cloud);
}

/// "nb-0" is the oldest.
void TestCloudListing::place(int count)
{
    for (int i = 0; i < count; ++i) {
        m_cloud->place({.id = u"id-%1"_s.arg(i),
                        .name = u"nb-%1"_s.arg(i),
                        .leaseCreateAtMs = m_cloud->nowMs() - 1'000'000 + i * 1000});
    }
}

void TestCloudListing::pages_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("limit");
    QTest::addColumn<int>("pageCount");
    QTest::newRow("none") << 0 << 50 << 0;
    QTest::newRow("one") << 1 << 10 << 1;
    QTest::newRow("exactly one page") << 20 << 20 << 1;
    QTest::newRow("one more") << 21 << 20 << 2;
    QTest::newRow("three of fifty") << 137 << 50 << 3;
}

void TestCloudListing::pages()
{
    QFETCH(const int, count);
    QFETCH(const int, limit);
    QFETCH(const int, pageCount);
    place(count);
    QSet<QString> ids;
    for (const QJsonObject &record : m_caller->listAll({}, {}, limit))
        ids.insert(record.value("id"_L1).toString());
    QCOMPARE(ids.size(), count);
    for (int page = 0; page < pageCount; ++page) {
        const Told told = m_caller->get("?limit=" + QByteArray::number(limit) +
                                        "&offset=" + QByteArray::number(page * limit));
        QCOMPARE(told.status, 200);
        QCOMPARE(told.number("current"_L1), page);
        QCOMPARE(told.number("pages"_L1), pageCount);
        QCOMPARE(told.number("size"_L1), limit);
        QCOMPARE(told.number("total"_L1), count);
    }
}

void TestCloudListing::defaultIsTen()
{
    place(12);
    QCOMPARE(m_caller->get({}).data().size(), 10);
}

void TestCloudListing::offsetCountsRecords()
{
    place(30);
    const QList<QJsonObject> data = m_caller->get("?limit=10&offset=7").data();
    QCOMPARE(data.size(), 10);
    QCOMPARE(data.first().value("name"_L1).toString(), u"nb-22"_s);
}

void TestCloudListing::offsetBeyondTheEndIsAnEmptyPage()
{
    place(3);
    const Told told = m_caller->get("?limit=10&offset=50");
    QCOMPARE(told.status, 200);
    QCOMPARE(told.data().size(), 0);
    QCOMPARE(told.number("total"_L1), 3);
}

void TestCloudListing::newestFirst()
{
    place(3);
    const QList<QJsonObject> data = m_caller->get("?limit=10").data();
    QCOMPARE(data.at(0).value("name"_L1).toString(), u"nb-2"_s);
    QCOMPARE(data.at(2).value("name"_L1).toString(), u"nb-0"_s);
}

void TestCloudListing::refusedParameters_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QString>("code");
    const QString bad = u"ModelArts.0104"_s;
    QTest::newRow("limit 0") << QByteArray("limit=0") << bad;
    QTest::newRow("limit 1") << QByteArray("limit=1") << bad;
    QTest::newRow("limit 49") << QByteArray("limit=49") << bad;
    QTest::newRow("limit 100") << QByteArray("limit=100") << bad;
    QTest::newRow("limit text") << QByteArray("limit=ten") << bad;
    QTest::newRow("offset negative") << QByteArray("limit=50&offset=-1") << bad;
    QTest::newRow("offset text") << QByteArray("limit=50&offset=x") << bad;
    QTest::newRow("feature") << QByteArray("feature=ALL") << bad;
    QTest::newRow("status") << QByteArray("status=running") << bad;
    QTest::newRow("name") << QByteArray("name=a%20b") << bad;
    QTest::newRow("sort_dir") << QByteArray("sort_dir=UP") << bad;
    QTest::newRow("sort_key") << QByteArray("sort_key=lease") << u"ModelArts.6303"_s;
}

void TestCloudListing::refusedParameters()
{
    QFETCH(const QByteArray, query);
    QFETCH(const QString, code);
    const Told told = m_caller->get('?' + query);
    QCOMPARE(told.status, 400);
    QCOMPARE(told.errorCode(), code);
}

void TestCloudListing::filters_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QStringList>("names");
    QTest::newRow("status") << QByteArray("?status=STOPPED") << QStringList{u"ocr-two"_s};
    QTest::newRow("name is fuzzy") << QByteArray("?name=OCR") << QStringList{u"ocr-one"_s, u"ocr-two"_s};
    QTest::newRow("both") << QByteArray("?name=ocr&status=RUNNING") << QStringList{u"ocr-one"_s};
    QTest::newRow("another's, own listing") << QByteArray("?owner=li-id") << QStringList{};
    QTest::newRow("another's, full listing") << QByteArray("/all?owner=li-id") << QStringList{u"viz"_s};
    QTest::newRow("full listing") << QByteArray("/all") << QStringList{u"ocr-one"_s, u"ocr-two"_s, u"viz"_s};
    QTest::newRow("free") << QByteArray("?feature=DEFAULT") << QStringList{u"lab"_s};
    QTest::newRow("no such pool") << QByteArray("?pool_id=pool9999") << QStringList{};
}

void TestCloudListing::filters()
{
    QFETCH(const QByteArray, target);
    QFETCH(const QStringList, names);
    m_cloud->place({.name = u"ocr-one"_s});
    m_cloud->place({.name = u"ocr-two"_s, .status = u"STOPPED"_s});
    m_cloud->place({.name = u"viz"_s, .ownerId = u"li-id"_s, .ownerName = u"li"_s});
    m_cloud->place({.name = u"lab"_s, .feature = u"DEFAULT"_s});
    const Told told = m_caller->get(target);
    QStringList listed;
    for (const QJsonObject &record : told.data())
        listed.append(record.value("name"_L1).toString());
    listed.sort();
    QCOMPARE(listed, names);
    QCOMPARE(told.number("total"_L1), names.size());
}

void TestCloudListing::sorts()
{
    place(3);
    QCOMPARE(m_caller->get("?sort_key=name&sort_dir=ASC").data().first().value("name"_L1).toString(),
             u"nb-0"_s);
    QCOMPARE(m_caller->get("?sort_key=name&sort_dir=DESC").data().first().value("name"_L1).toString(),
             u"nb-2"_s);
    QCOMPARE(m_caller->get("?sort_dir=ASC").data().first().value("name"_L1).toString(), u"nb-0"_s);
}

void TestCloudListing::insertedAndErasedShowAtOnce()
{
    place(20);
    QCOMPARE(m_caller->get("?limit=10").data().first().value("name"_L1).toString(), u"nb-19"_s);
    m_cloud->place({.id = u"new"_s, .name = u"newest"_s});
    QCOMPARE(m_caller->get("?limit=10").data().first().value("name"_L1).toString(), u"newest"_s);
    m_cloud->erase(u"new"_s);
    m_cloud->erase(u"id-10"_s);
    QCOMPARE(m_caller->listAll({}, {}, 10).size(), 19);
    // Replaced, not doubled.
    m_cloud->place({.id = u"id-3"_s, .name = u"again"_s});
    QCOMPARE(m_caller->listAll({}, {}, 10).size(), 19);
    m_cloud->clear();
    QCOMPARE(m_caller->get({}).number("total"_L1), 0);
}

void TestCloudListing::bothSpellingsOfWorkspace()
{
    place(1);
    QCOMPARE(m_caller->get("?workspace_id=0").number("total"_L1), 1);
    QCOMPARE(m_caller->get("?workspaceId=0").number("total"_L1), 1);
    QCOMPARE(m_caller->get("?workspace_id=9").number("total"_L1), 0);
    QCOMPARE(m_caller->get("?workspaceId=9").number("total"_L1), 0);
}

void TestCloudListing::manyInstances()
{
    SimulatedCloud cloud(*m_time, {.count = 10'000});
    CloudCaller caller(cloud);
    QSet<QString> ids;
    for (const QJsonObject &record : caller.listAll({}, {}))
        ids.insert(record.value("id"_L1).toString());
    QCOMPARE(ids.size(), 9'999); // one is free and listed apart
}

QTEST_GUILESS_MAIN(TestCloudListing)
#include "tst_cloudlisting.moc"
