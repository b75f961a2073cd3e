// SPDX-License-Identifier: MIT
#include "plaintext.h"
#include "profiledraft.h"

#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(leasekeeper::ImportedFields)
Q_DECLARE_METATYPE(leasekeeper::SignInMethod)
Q_DECLARE_METATYPE(leasekeeper::Credential)

class TestProfileDraft : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void completes_data();
    void completes();
    void takesOverWhatIsSaid();
    void F87_badAddresses_data();
    void F87_badAddresses();
    void whatSignsIn_data();
    void whatSignsIn();
    void refusesEntries_data();
    void refusesEntries();
};

void TestProfileDraft::completes_data()
{
    QTest::addColumn<ImportedFields>("fields");
    QTest::addColumn<QString>("cloud");
    QTest::addColumn<QString>("region");
    QTest::addColumn<QString>("endpoint");
    QTest::addColumn<QString>("iam");
    const QString otcService = u"https://modelarts.eu-de.otc.t-systems.com"_s;
    const QString otcIam = u"https://iam.eu-de.otc.t-systems.com"_s;
    const auto row = [](const char *name, const ImportedFields &fields, const QString &cloud,
                        const QString &region, const QString &endpoint, const QString &iam) {
        QTest::newRow(name) << fields << cloud << region << endpoint << iam;
    };
    ImportedFields fields;
    row("nothing", fields, {}, {}, {}, {});
    fields.authUrl = u"https://iam.eu-de.otc.t-systems.com:443/v3"_s;
    row("from the auth_url", fields, u"otc"_s, u"eu-de"_s, otcService, otcIam);
    fields.region = u"eu-de"_s;
    row("and a region", fields, u"otc"_s, u"eu-de"_s, otcService, otcIam);
    fields.authUrl = u"https://iam.eu-nl.otc.t-systems.com/v3"_s;
    row("signing in through another region", fields, u"otc"_s, u"eu-de"_s, otcService,
        u"https://iam.eu-nl.otc.t-systems.com"_s);
    fields.authUrl.clear();
    row("from the region", fields, u"otc"_s, u"eu-de"_s, otcService, otcIam);
    fields.region.clear();
    fields.cloudKey = u"otc"_s;
    row("from the cloud", fields, u"otc"_s, u"eu-de"_s, otcService, otcIam);
    fields = {};
    fields.projectName = u"eu-de_notebooks"_s;
    row("from the project's name", fields, u"otc"_s, u"eu-de"_s, otcService, otcIam);
    fields.projectName = u"research"_s;
    row("a name that says nothing", fields, {}, {}, {}, {});
    fields = {};
    fields.region = u"cn-north-4"_s;
    fields.authUrl = u"https://iam.myhuaweicloud.com/v3"_s;
    row("one address for all regions", fields, u"huawei-cn"_s, u"cn-north-4"_s,
        u"https://modelarts.cn-north-4.myhuaweicloud.com"_s, u"https://iam.myhuaweicloud.com"_s);
    fields.region = u"ap-southeast-9"_s;
    fields.authUrl = u"https://iam.ap-southeast-9.myhuaweicloud.com"_s;
    row("a region of tomorrow", fields, {}, u"ap-southeast-9"_s,
        u"https://modelarts.ap-southeast-9.myhuaweicloud.com"_s,
        u"https://iam.ap-southeast-9.myhuaweicloud.com"_s);
    fields = {};
    fields.region = u"eu-west-101"_s;
    fields.cloudSuffix = u"myhuaweicloud.eu"_s;
    row("from region and domain", fields, u"huawei-eu"_s, u"eu-west-101"_s,
        u"https://modelarts.eu-west-101.myhuaweicloud.eu"_s, u"https://iam.eu-west-101.myhuaweicloud.eu"_s);
    fields.region = u"region-1"_s;
    fields.cloudSuffix = u"cloud.example.com"_s;
    row("private", fields, {}, u"region-1"_s, u"https://modelarts.region-1.cloud.example.com"_s,
        u"https://iam.region-1.cloud.example.com"_s);
    fields.cloudSuffix.clear();
    fields.authUrl = u"https://iam.region-1.cloud.example.com:31943/v3"_s;
    row("private, from the auth_url", fields, {}, u"region-1"_s,
        u"https://modelarts.region-1.cloud.example.com"_s, u"https://iam.region-1.cloud.example.com:31943"_s);
    fields.region = u"eu-de"_s;
    fields.authUrl = u"https://keystone.example.com/v3"_s;
    row("an address elsewhere beats the region's name", fields, {}, u"eu-de"_s, {},
        u"https://keystone.example.com"_s);
    fields = {};
    fields.region = u"bad/region?x"_s;
    fields.cloudSuffix = u"example.com"_s;
    row("no address from what is no name", fields, {}, u"bad/region?x"_s, {}, {});
    fields = {};
    fields.authUrl = u"http://127.0.0.1:5000/v3"_s;
    row("loopback", fields, {}, {}, {}, u"http://127.0.0.1:5000"_s);
    fields = {};
    fields.region = u"eu-de"_s;
    fields.endpoint = u"https://proxy.example.com"_s;
    row("own address of the service", fields, u"otc"_s, u"eu-de"_s, u"https://proxy.example.com"_s, otcIam);
}

void TestProfileDraft::completes()
{
    QFETCH(const ImportedFields, fields);
    QString whyNot;
    const Profile profile = draftProfile(fields, &whyNot);
    QCOMPARE(whyNot, QString());
    QTEST(profile.cloud, "cloud");
    QTEST(profile.region, "region");
    QTEST(profile.endpoint.toString(), "endpoint");
    QTEST(profile.iamEndpoint.toString(), "iam");
    QVERIFY(profile.id.isEmpty());
}

void TestProfileDraft::takesOverWhatIsSaid()
{
    ImportedFields fields;
    fields.name = u"wo\u200Brk"_s; // a character that hides is shown
    fields.projectId = u"p"_s;
    fields.projectName = u"pn"_s;
    fields.userName = u"anna"_s;
    fields.accountName = u"account"_s;
    fields.caFile = u"/ca.pem"_s;
    QString whyNot;
    const Profile profile = draftProfile(fields, &whyNot);
    QCOMPARE(profile.name, visibleText(fields.name));
    QVERIFY(profile.name.startsWith("wo"_L1) && profile.name.endsWith("rk"_L1));
    QVERIFY(!profile.name.contains(u'\u200B'));
    QCOMPARE(profile.projectId, u"p"_s);
    QCOMPARE(profile.projectName, u"pn"_s);
    QCOMPARE(profile.loginName, u"anna"_s);
    QCOMPARE(profile.accountName, u"account"_s);
    QCOMPARE(profile.caFile, u"/ca.pem"_s);
}

void TestProfileDraft::F87_badAddresses_data()
{
    QTest::addColumn<QString>("address");
    QTest::newRow("no TLS") << u"http://iam.eu-de.otc.t-systems.com/v3"_s;
    QTest::newRow("user and password") << u"https://anna:MARKER@iam.eu-de.otc.t-systems.com/v3"_s;
    QTest::newRow("other scheme") << u"ftp://MARKER"_s;
    QTest::newRow("no host") << u"https:///v3"_s;
    QTest::newRow("no address") << u"MARKER MARKER"_s;
    QTest::newRow("file") << u"file:///etc/passwd"_s;
    QTest::newRow("port 0") << u"https://host:0"_s;
}

void TestProfileDraft::F87_badAddresses()
{
    QFETCH(const QString, address);
    ImportedFields fields;
    fields.accessKey = u"AK"_s;
    fields.secretKey = Secret("MARKERsk");
    for (QString *place : {&fields.authUrl, &fields.endpoint}) {
        *place = address;
        const FoundCredential found = foundFrom(fields, u"file"_s, u"/file"_s);
        QVERIFY(!found.whyNot.isEmpty());
        QVERIFY2(!found.whyNot.contains(u"MARKER"_s), qPrintable(found.whyNot));
        QVERIFY(found.credential == Credential());
        QVERIFY(found.profile == Profile());
        place->clear();
    }
}

void TestProfileDraft::whatSignsIn_data()
{
    QTest::addColumn<QString>("has");
    QTest::addColumn<SignInMethod>("signIn");
    QTest::addColumn<Credential>("credential");
    const Credential key = AccessKeyCredential{u"AK"_s, Secret("SK"), {}};
    const Credential temporary = AccessKeyCredential{u"AK"_s, Secret("SK"), Secret("ST")};
    const Credential password = PasswordCredential{Secret("PW")};
    const Credential token = TokenCredential{Secret("T"), {}};
    QTest::newRow("key") << u"ak sk"_s << SignInMethod::AccessKey << key;
    QTest::newRow("temporary key") << u"ak sk st"_s << SignInMethod::AccessKey << temporary;
    QTest::newRow("user and password") << u"user pw"_s << SignInMethod::Password << password;
    QTest::newRow("token") << u"token"_s << SignInMethod::Token << token;
    QTest::newRow("everything") << u"ak sk user pw token"_s << SignInMethod::AccessKey << key;
    QTest::newRow("password before token") << u"user pw token"_s << SignInMethod::Password << password;
    QTest::newRow("token before a password that is missing")
        << u"user token"_s << SignInMethod::Token << token;
    QTest::newRow("half a key, but a password") << u"ak user pw"_s << SignInMethod::Password << password;
    QTest::newRow("user alone") << u"user"_s << SignInMethod::Password << Credential();
    QTest::newRow("password alone") << u"pw"_s << SignInMethod::Password << password;
}

void TestProfileDraft::whatSignsIn()
{
    const auto fieldsFor = [](const QString &has) {
        const QStringList parts = has.split(u' ');
        ImportedFields fields;
        if (parts.contains(u"ak"_s))
            fields.accessKey = u"AK"_s;
        if (parts.contains(u"sk"_s))
            fields.secretKey = Secret("SK");
        if (parts.contains(u"st"_s))
            fields.securityToken = Secret("ST");
        if (parts.contains(u"user"_s))
            fields.userName = u"anna"_s;
        if (parts.contains(u"pw"_s))
            fields.password = Secret("PW");
        if (parts.contains(u"token"_s))
            fields.token = Secret("T");
        return fields;
    };
    QFETCH(const QString, has);
    QFETCH(const Credential, credential);
    const FoundCredential found = foundFrom(fieldsFor(has), u"source"_s, u"/path"_s);
    QCOMPARE(found.whyNot, QString());
    QCOMPARE(found.source, u"source"_s);
    QCOMPARE(found.filePath, u"/path"_s);
    QTEST(found.profile.signIn, "signIn");
    QVERIFY(found.credential == credential);
}

void TestProfileDraft::refusesEntries_data()
{
    QTest::addColumn<ImportedFields>("fields");
    QTest::addColumn<QString>("word");
    ImportedFields fields;
    QTest::newRow("nothing") << fields << u"neither"_s;
    fields.accessKey = u"MARKERak"_s;
    QTest::newRow("no secret key") << fields << u"no secret key"_s;
    fields.secretKey = Secret("MARKER with space");
    QTest::newRow("space in a key") << fields << u"characters"_s;
    fields.secretKey = Secret("MARKER\r\nX-Header: y");
    QTest::newRow("header in a key") << fields << u"characters"_s;
    fields.secretKey = Secret("MARKER\xC3\xA9");
    QTest::newRow("accent in a key") << fields << u"characters"_s;
    fields.secretKey = Secret("MARKERsk");
    fields.securityToken = Secret("a\tb");
    QTest::newRow("tab in a token") << fields << u"characters"_s;
    fields.securityToken = {};
    fields.userName = u"MARKER\n"_s;
    QTest::newRow("line break in a name") << fields << u"characters"_s;
    fields.userName = QString(2'000, u'x');
    QTest::newRow("endless name") << fields << u"characters"_s;
    fields.userName.clear();
    fields.otherWay = u"It cannot."_s;
    QTest::newRow("other way") << fields << u"It cannot."_s;
    fields = {};
    fields.secretKey = Secret("MARKERsk");
    QTest::newRow("no access key") << fields << u"no access key"_s;
}

void TestProfileDraft::refusesEntries()
{
    QFETCH(const ImportedFields, fields);
    QFETCH(const QString, word);
    const FoundCredential found = foundFrom(fields, u"source"_s, {});
    QVERIFY2(found.whyNot.contains(word), qPrintable(found.whyNot));
    QVERIFY(!found.whyNot.contains(u"MARKER"_s));
    QVERIFY(found.credential == Credential());
    QVERIFY(found.profile == Profile());
}

QTEST_GUILESS_MAIN(TestProfileDraft)
#include "tst_profiledraft.moc"
