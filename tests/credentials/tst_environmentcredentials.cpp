// SPDX-License-Identifier: MIT
#include "environmentcredentials.h"

#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

namespace
{

QProcessEnvironment environmentOf(const QList<std::pair<QString, QString>> &variables)
{
    QProcessEnvironment environment;
    for (const auto &[name, value] : variables)
        environment.insert(name, value);
    return environment;
}

} // namespace

class TestEnvironmentCredentials : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingSet();
    void contextAloneIsNobody();
    void sdk();
    void sdkIdentityProvider();
    void sdkOwnEndpoint();
    void terraform();
    void terraformTwins();
    void openStack();
    void secretsStayAsTheyAre();
};

void TestEnvironmentCredentials::nothingSet()
{
    const auto environment = environmentOf({{u"PATH"_s, u"/bin"_s}, {u"HOME"_s, u"/"_s}});
    QVERIFY(sdkEnvironment(environment).entries.isEmpty());
    QVERIFY(terraformEnvironment(environment).entries.isEmpty());
    QVERIFY(openStackEnvironment(environment).entries.isEmpty());
}

void TestEnvironmentCredentials::contextAloneIsNobody()
{
    const auto environment = environmentOf({{u"HW_REGION_NAME"_s, u"eu-de"_s},
                                            {u"OS_AUTH_URL"_s, u"https://iam.eu-de.otc.t-systems.com/v3"_s},
                                            {u"OS_CLOUD"_s, u"otc"_s},
                                            {u"OS_PASSWORD"_s, QString()},
                                            {u"HUAWEICLOUD_SDK_PROJECT_ID"_s, u"p"_s}});
    QVERIFY(sdkEnvironment(environment).entries.isEmpty());
    QVERIFY(terraformEnvironment(environment).entries.isEmpty());
    QVERIFY(openStackEnvironment(environment).entries.isEmpty());
}

void TestEnvironmentCredentials::sdk()
{
    const auto imported = sdkEnvironment(
        environmentOf({{u"HUAWEICLOUD_SDK_AK"_s, u"AK"_s},
                       {u"HUAWEICLOUD_SDK_SK"_s, u"MARKERsk"_s},
                       {u"HUAWEICLOUD_SDK_SECURITY_TOKEN"_s, u"MARKERst"_s},
                       {u"HUAWEICLOUD_SDK_PROJECT_ID"_s, u"p"_s},
                       {u"HUAWEICLOUD_SDK_IAM_ENDPOINT"_s, u"https://iam.cn-north-4.myhuaweicloud.com"_s}}));
    QCOMPARE(imported.entries.size(), 1);
    const ImportedFields &fields = imported.entries.first();
    QCOMPARE(fields.accessKey, u"AK"_s);
    QCOMPARE(fields.secretKey.reveal(), QByteArray("MARKERsk"));
    QCOMPARE(fields.securityToken.reveal(), QByteArray("MARKERst"));
    QCOMPARE(fields.projectId, u"p"_s);
    QCOMPARE(fields.authUrl, u"https://iam.cn-north-4.myhuaweicloud.com"_s);
}

void TestEnvironmentCredentials::sdkIdentityProvider()
{
    const auto imported = sdkEnvironment(environmentOf({{u"HUAWEICLOUD_SDK_IDP_ID"_s, u"x"_s}}));
    QCOMPARE(imported.entries.size(), 1);
    QVERIFY(!imported.entries.first().otherWay.isEmpty());
}

void TestEnvironmentCredentials::sdkOwnEndpoint()
{
    const QString name = u"HUAWEICLOUD_SDK_REGION_MODELARTS_EU_DE"_s;
    auto environment = environmentOf({{u"HUAWEICLOUD_SDK_AK"_s, u"AK"_s},
                                      {u"HUAWEICLOUD_SDK_SK"_s, u"SK"_s},
                                      {name, u"https://one.example.com, https://two.example.com"_s}});
    const ImportedFields fields = sdkEnvironment(environment).entries.first();
    QCOMPARE(fields.region, u"eu-de"_s);
    QCOMPARE(fields.endpoint, u"https://one.example.com"_s);
    // Nothing says which of two regions is meant.
    environment.insert(u"HUAWEICLOUD_SDK_REGION_MODELARTS_EU_NL"_s, u"https://three.example.com"_s);
    QVERIFY(sdkEnvironment(environment).entries.first().endpoint.isEmpty());
}

void TestEnvironmentCredentials::terraform()
{
    const auto imported = terraformEnvironment(environmentOf({{u"HW_USER_NAME"_s, u"anna"_s},
                                                              {u"HW_USER_PASSWORD"_s, u"MARKERpw"_s},
                                                              {u"HW_DOMAIN_NAME"_s, u"account"_s},
                                                              {u"HW_REGION_NAME"_s, u"eu-west-101"_s},
                                                              {u"HW_PROJECT_NAME"_s, u"eu-west-101_x"_s},
                                                              {u"HW_CLOUD"_s, u"myhuaweicloud.eu"_s}}));
    QCOMPARE(imported.entries.size(), 1);
    const ImportedFields &fields = imported.entries.first();
    QCOMPARE(fields.userName, u"anna"_s);
    QCOMPARE(fields.password.reveal(), QByteArray("MARKERpw"));
    QCOMPARE(fields.accountName, u"account"_s);
    QCOMPARE(fields.region, u"eu-west-101"_s);
    QCOMPARE(fields.projectName, u"eu-west-101_x"_s);
    QCOMPARE(fields.cloudSuffix, u"myhuaweicloud.eu"_s);
}

void TestEnvironmentCredentials::terraformTwins()
{
    const auto environment = environmentOf({{u"HW_ACCESS_KEY"_s, u"AK"_s},
                                            {u"OS_SECRET_KEY"_s, u"SK"_s},
                                            {u"HW_REGION_NAME"_s, u"own"_s},
                                            {u"OS_REGION_NAME"_s, u"twin"_s}});
    const ImportedFields fields = terraformEnvironment(environment).entries.first();
    QCOMPARE(fields.secretKey.reveal(), QByteArray("SK"));
    QCOMPARE(fields.region, u"own"_s);
    // Twins alone are the OpenStack variables, and are offered as such.
    QVERIFY(terraformEnvironment(environmentOf({{u"OS_ACCESS_KEY"_s, u"AK"_s}})).entries.isEmpty());
}

void TestEnvironmentCredentials::openStack()
{
    const auto imported = openStackEnvironment(environmentOf({{u"OS_USERNAME"_s, u"anna"_s},
                                                              {u"OS_PASSWORD"_s, u"MARKERpw"_s},
                                                              {u"OS_USER_DOMAIN_NAME"_s, u"account"_s},
                                                              {u"OS_TENANT_NAME"_s, u"eu-de"_s},
                                                              {u"OS_AUTH_URL"_s, u"https://x"_s},
                                                              {u"OS_CACERT"_s, u"/ca.pem"_s}}));
    QCOMPARE(imported.entries.size(), 1);
    const ImportedFields &fields = imported.entries.first();
    QCOMPARE(fields.userName, u"anna"_s);
    QCOMPARE(fields.password.reveal(), QByteArray("MARKERpw"));
    QCOMPARE(fields.accountName, u"account"_s);
    QCOMPARE(fields.projectName, u"eu-de"_s);
    QCOMPARE(fields.caFile, u"/ca.pem"_s);
    const auto token = openStackEnvironment(environmentOf({{u"OS_TOKEN"_s, u"MARKERt"_s}}));
    QCOMPARE(token.entries.first().token.reveal(), QByteArray("MARKERt"));
}

void TestEnvironmentCredentials::secretsStayAsTheyAre()
{
    const QString password = u" %\"'\\;,#=密 "_s;
    const auto imported =
        openStackEnvironment(environmentOf({{u"OS_USERNAME"_s, u"u"_s}, {u"OS_PASSWORD"_s, password}}));
    QCOMPARE(imported.entries.first().password.reveal(), password.toUtf8());
}

QTEST_GUILESS_MAIN(TestEnvironmentCredentials)
#include "tst_environmentcredentials.moc"
