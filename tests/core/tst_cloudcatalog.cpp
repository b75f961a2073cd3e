// SPDX-License-Identifier: MIT
#include "cloudcatalog.h"
#include "profile.h"

#include <QSet>
#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

class TestCloudCatalog : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void addressesOfTheReference_data();
    void addressesOfTheReference();
    void consoles_data();
    void consoles();
    void unknownHasNoAddress();
    void everyAddressIsAcceptable();
    void hostsTellCloudAndRegion_data();
    void hostsTellCloudAndRegion();
};

void TestCloudCatalog::addressesOfTheReference_data()
{
    QTest::addColumn<QString>("cloud");
    QTest::addColumn<QString>("region");
    QTest::addColumn<QString>("endpoint");
    QTest::addColumn<QString>("iam");
    QTest::newRow("otc") << u"otc"_s << u"eu-de"_s << u"https://modelarts.eu-de.otc.t-systems.com"_s
                         << u"https://iam.eu-de.otc.t-systems.com"_s;
    QTest::newRow("china") << u"huawei-cn"_s << u"cn-north-4"_s
                           << u"https://modelarts.cn-north-4.myhuaweicloud.com"_s
                           << u"https://iam.cn-north-4.myhuaweicloud.com"_s;
    QTest::newRow("international") << u"huawei-intl"_s << u"ap-southeast-1"_s
                                   << u"https://modelarts.ap-southeast-1.myhuaweicloud.com"_s
                                   << u"https://iam.ap-southeast-1.myhuaweicloud.com"_s;
    QTest::newRow("europe") << u"huawei-eu"_s << u"eu-west-101"_s
                            << u"https://modelarts.eu-west-101.myhuaweicloud.eu"_s
                            << u"https://iam.eu-west-101.myhuaweicloud.eu"_s;
}

void TestCloudCatalog::addressesOfTheReference()
{
    QFETCH(QString, cloud);
    QFETCH(QString, region);
    QTEST(catalogueEndpoint(cloud, region).toString(), "endpoint");
    QTEST(catalogueIamEndpoint(cloud, region).toString(), "iam");
}

void TestCloudCatalog::consoles_data()
{
    QTest::addColumn<QString>("cloud");
    QTest::addColumn<QString>("region");
    QTest::addColumn<QString>("endpoint");
    QTest::addColumn<QString>("console");
    const QString otc = u"https://console.otc.t-systems.com/"_s;
    QTest::newRow("otc") << u"otc"_s << u"eu-de"_s << QString() << otc;
    QTest::newRow("china") << u"huawei-cn"_s << u"cn-north-4"_s << QString()
                           << u"https://console.huaweicloud.com/modelarts/?region=cn-north-4"_s;
    QTest::newRow("international")
        << u"huawei-intl"_s << u"ap-southeast-1"_s << QString()
        << u"https://console-intl.huaweicloud.com/modelarts/?region=ap-southeast-1"_s;
    QTest::newRow("by the host") << QString() << QString() << u"https://modelarts.eu-de.otc.t-systems.com"_s
                                 << otc;
    QTest::newRow("not known") << u"huawei-eu"_s << u"eu-west-101"_s << QString() << QString();
    QTest::newRow("no such region") << u"huawei-cn"_s << u"x&y=z"_s << QString() << QString();
    QTest::newRow("private") << QString() << u"eu-de"_s << u"https://modelarts.eu-de.example.org"_s
                             << QString();
    QTest::newRow("demo") << QString() << u"demo"_s << u"https://modelarts.demo.invalid"_s << QString();
}

void TestCloudCatalog::consoles()
{
    QFETCH(QString, cloud);
    QFETCH(QString, region);
    QFETCH(QString, endpoint);
    Profile profile;
    profile.cloud = cloud;
    profile.region = region;
    profile.endpoint = QUrl(endpoint);
    QTEST(consoleAddress(profile).toString(), "console");
}

void TestCloudCatalog::unknownHasNoAddress()
{
    QVERIFY(!catalogueEndpoint(u"otc"_s, u"cn-north-4"_s).isValid());
    QVERIFY(!catalogueEndpoint(u"nowhere"_s, u"eu-de"_s).isValid());
    QVERIFY(!catalogueIamEndpoint(u""_s, u"eu-de"_s).isValid());
}

void TestCloudCatalog::everyAddressIsAcceptable()
{
    QSet<QString> keys;
    for (const CloudEntry &cloud : cloudCatalog()) {
        QVERIFY2(!keys.contains(cloud.key), qPrintable(cloud.key));
        keys.insert(cloud.key);
        QVERIFY(!cloud.name.isEmpty());
        QVERIFY(!cloud.regions.isEmpty());
        for (const QString &region : cloud.regions) {
            const QUrl endpoint = catalogueEndpoint(cloud.key, region);
            QString whyNot;
            QCOMPARE(parseEndpoint(endpoint.toString(), &whyNot), endpoint);
            QCOMPARE(regionOfHost(endpoint.host()), region);
            QCOMPARE(cloudOfHost(endpoint.host()), cloud.key);
            QCOMPARE(cloudOfHost(catalogueIamEndpoint(cloud.key, region).host()), cloud.key);
        }
    }
}

void TestCloudCatalog::hostsTellCloudAndRegion_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("cloud");
    QTest::addColumn<QString>("region");
    QTest::newRow("private") << u"modelarts.region-1.cloud.example.com"_s << u""_s << u"region-1"_s;
    QTest::newRow("loopback") << u"127.0.0.1"_s << u""_s << u""_s;
    QTest::newRow("look-alike") << u"modelarts.eu-de.otc.t-systems.com.example.org"_s << u""_s << u"eu-de"_s;
    QTest::newRow("global iam") << u"iam.myhuaweicloud.com"_s << u""_s << u""_s;
    QTest::newRow("empty") << u""_s << u""_s << u""_s;
}

void TestCloudCatalog::hostsTellCloudAndRegion()
{
    QFETCH(QString, host);
    QTEST(cloudOfHost(host), "cloud");
    QTEST(regionOfHost(host), "region");
}

QTEST_GUILESS_MAIN(TestCloudCatalog)
#include "tst_cloudcatalog.moc"
