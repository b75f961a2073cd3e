// SPDX-License-Identifier: MIT
#include "findcredentials.h"
#include "importsamples.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

/// Everything happens in folders of the test's own: a home, a current folder, a system's folder.
class TestFindCredentials : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void findsNothing();
    void findsEverything();
    void searchesForClouds_data();
    void searchesForClouds();
    void takesSecureFromBeside();
    void preferences();
    void filesNamedByTheEnvironment();
    void oneLineForEachBadFile();
    void goodOnesSurviveBadOnes();
    void changesNothing();
    void recognisesFiles_data();
    void recognisesFiles();
    void refusesOtherFiles_data();
    void refusesOtherFiles();
    void F85_secretsInNoText();

private:
    QString put(const QString &relative, const QByteArray &content);

    std::unique_ptr<QTemporaryDir> m_folder;
    ImportPlaces m_places;
};

void TestFindCredentials::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    m_places = {
        m_folder->filePath(u"home"_s), m_folder->filePath(u"here"_s), m_folder->filePath(u"etc"_s), {}};
}

QString TestFindCredentials::put(const QString &relative, const QByteArray &content)
{
    const QString path = m_folder->filePath(relative);
    QFile file(path);
    if (!QDir().mkpath(QFileInfo(path).path()) || !file.open(QIODevice::WriteOnly) ||
        file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
    return path;
}

void TestFindCredentials::findsNothing()
{
    QVERIFY(findCredentials(m_places).isEmpty());
    QVERIFY(findCredentials(ImportPlaces()).isEmpty());
}

void TestFindCredentials::findsEverything()
{
    m_places.environment.insert(u"HUAWEICLOUD_SDK_AK"_s, u"AKENV"_s);
    m_places.environment.insert(u"HUAWEICLOUD_SDK_SK"_s, u"MARKERenv"_s);
    m_places.environment.insert(u"HW_ACCESS_KEY"_s, u"AKHW"_s);
    m_places.environment.insert(u"HW_SECRET_KEY"_s, u"MARKERhw"_s);
    m_places.environment.insert(u"OS_USERNAME"_s, u"anna"_s);
    m_places.environment.insert(u"OS_AUTH_URL"_s, u"https://iam.eu-de.otc.t-systems.com/v3"_s);
    const QString sdk = put(u"home/.huaweicloud/credentials"_s, sampleSdkCredentials());
    const QString clouds = put(u"home/.config/openstack/clouds.yaml"_s, sampleCloudsYaml());
    put(u"home/.config/openstack/secure.yaml"_s, sampleSecureYaml());
    const QString hcloud = put(u"home/.hcloud/config.json"_s, sampleHcloudConfig());
    const QString csv = put(u"home/Downloads/credentials.csv"_s, sampleCredentialsCsv());

    const QList<FoundCredential> found = findCredentials(m_places);
    QStringList sources;
    QStringList paths;
    for (const FoundCredential &one : found) {
        QCOMPARE(one.whyNot, QString());
        sources.append(one.source);
        paths.append(one.filePath);
    }
    QCOMPARE(sources,
             (QStringList{u"environment variables HUAWEICLOUD_SDK_*"_s, u"environment variables HW_*"_s,
                          u"environment variables OS_*"_s, u"credentials of the cloud's SDK"_s,
                          u"clouds.yaml, cloud otc"_s, u"clouds.yaml, cloud keys"_s,
                          u"hcloud, profile work"_s, u"hcloud, profile default"_s,
                          u"downloaded access key of anna"_s, u"downloaded access key of bo, jr."_s}));
    QCOMPARE(paths, (QStringList{{}, {}, {}, sdk, clouds, clouds, hcloud, hcloud, csv, csv}));

    QVERIFY(found.at(2).credential == Credential()); // the password must be typed
    QCOMPARE(found.at(2).profile.loginName, u"anna"_s);
    QCOMPARE(found.at(2).profile.endpoint.host(), u"modelarts.eu-de.otc.t-systems.com"_s);
    QVERIFY(found.at(4).credential == Credential(PasswordCredential{Secret("MARKERfromSecure")}));
    QCOMPARE(found.at(4).profile.cloud, u"otc"_s);
    QCOMPARE(found.at(5).profile.cloud, u"huawei-cn"_s);
    QCOMPARE(found.at(6).profile.signIn, SignInMethod::AccessKey);
    QCOMPARE(found.at(6).profile.endpoint.host(), u"modelarts.ap-southeast-3.myhuaweicloud.com"_s);
}

void TestFindCredentials::searchesForClouds_data()
{
    QTest::addColumn<QStringList>("present");
    QTest::addColumn<QString>("found");
    const QString here = u"here/clouds.yaml"_s;
    const QString home = u"home/.config/openstack/clouds.yaml"_s;
    const QString etc = u"etc/clouds.yaml"_s;
    const QString yml = u"home/.config/openstack/clouds.yml"_s;
    const QString xdg = u"xdg/openstack/clouds.yaml"_s;
    const QString named = u"named.yaml"_s;
    QTest::newRow("current folder first") << QStringList{here, home, etc} << here;
    QTest::newRow("then home") << QStringList{home, etc} << home;
    QTest::newRow("then the system") << QStringList{etc} << etc;
    QTest::newRow("other ending") << QStringList{yml, etc} << yml;
    QTest::newRow("own config folder") << QStringList{xdg, home} << xdg;
    QTest::newRow("named by the environment") << QStringList{named, here} << named;
    QTest::newRow("none") << QStringList() << QString();
}

void TestFindCredentials::searchesForClouds()
{
    QFETCH(const QStringList, present);
    QFETCH(const QString, found);
    for (const QString &path : present)
        put(path, "clouds: {a: {ak: AK, sk: SK}}");
    m_places.environment.insert(u"OS_CLIENT_CONFIG_FILE"_s, m_folder->filePath(u"named.yaml"_s));
    m_places.environment.insert(u"XDG_CONFIG_HOME"_s, m_folder->filePath(u"xdg"_s));
    const QList<FoundCredential> all = findCredentials(m_places);
    QCOMPARE(all.size(), found.isEmpty() ? 0 : 1);
    if (!all.isEmpty())
        QCOMPARE(all.first().filePath, m_folder->filePath(found));
}

void TestFindCredentials::takesSecureFromBeside()
{
    put(u"here/clouds.yaml"_s, "clouds: {a: {auth: {username: u}}}");
    put(u"home/.config/openstack/secure.yaml"_s, "clouds: {a: {auth: {password: elsewhere}}}");
    QVERIFY(findCredentials(m_places).first().credential == Credential());
    put(u"here/secure.yml"_s, "clouds: {a: {auth: {password: beside}}}");
    QVERIFY(findCredentials(m_places).first().credential == Credential(PasswordCredential{Secret("beside")}));
    m_places.environment.insert(u"OS_CLIENT_SECURE_FILE"_s,
                                put(u"named"_s, "clouds: {a: {auth: {password: named}}}"));
    QVERIFY(findCredentials(m_places).first().credential == Credential(PasswordCredential{Secret("named")}));
}

void TestFindCredentials::preferences()
{
    put(u"home/.config/openstack/clouds.yaml"_s, sampleCloudsYaml());
    put(u"home/.hcloud/config.json"_s, sampleHcloudConfig());
    m_places.environment.insert(u"OS_CLOUD"_s, u"keys"_s);
    m_places.environment.insert(u"HW_PROFILE"_s, u"default"_s);
    const QList<FoundCredential> found = findCredentials(m_places);
    QCOMPARE(found.size(), 4);
    QCOMPARE(found.at(0).profile.name, u"keys"_s);
    QCOMPARE(found.at(2).profile.name, u"default"_s);
}

void TestFindCredentials::filesNamedByTheEnvironment()
{
    put(u"home/.huaweicloud/credentials"_s, "[basic]\nak=usual\nsk=s\n");
    m_places.environment.insert(u"HUAWEICLOUD_SDK_CREDENTIALS_FILE"_s,
                                put(u"own.ini"_s, "[basic]\nak=own\nsk=s\n"));
    m_places.environment.insert(u"HW_SHARED_CONFIG_FILE"_s, put(u"own.json"_s, sampleHcloudConfig()));
    const QList<FoundCredential> found = findCredentials(m_places);
    QCOMPARE(found.size(), 3);
    QVERIFY(found.at(0).credential == Credential(AccessKeyCredential{u"own"_s, Secret("s"), {}}));
    QCOMPARE(found.at(1).filePath, m_folder->filePath(u"own.json"_s));
}

void TestFindCredentials::oneLineForEachBadFile()
{
    const QStringList bad{
        put(u"home/.huaweicloud/credentials"_s, QByteArray("[basic]\nak=MARKER\0", 18)),
        put(u"here/clouds.yaml"_s, "clouds: {a: {sk: \"MARKER"),
        put(u"home/.hcloud/config.json"_s, "{\"profiles\": MARKER"),
        put(u"home/Downloads/credentials.csv"_s, QByteArray(2'000'000, 'M')),
    };
    const QList<FoundCredential> found = findCredentials(m_places);
    QCOMPARE(found.size(), bad.size());
    for (qsizetype i = 0; i < bad.size(); ++i) {
        QCOMPARE(found.at(i).filePath, bad.at(i));
        QCOMPARE(found.at(i).source, QFileInfo(bad.at(i)).fileName());
        QVERIFY2(found.at(i).whyNot.contains(QDir::toNativeSeparators(bad.at(i))),
                 qPrintable(found.at(i).whyNot));
        QVERIFY(!found.at(i).whyNot.contains(u'\n'));
        QVERIFY(!found.at(i).whyNot.contains(u"MARKER"_s));
        QVERIFY(found.at(i).credential == Credential());
        QVERIFY(found.at(i).profile == Profile());
    }
}

void TestFindCredentials::goodOnesSurviveBadOnes()
{
    QVERIFY(QDir().mkpath(m_folder->filePath(u"home/.huaweicloud/credentials"_s)));
    QVERIFY(QDir().mkpath(m_folder->filePath(u"here"_s)));
    QVERIFY(
        QFile::link(m_folder->filePath(u"here/clouds.yaml"_s), m_folder->filePath(u"here/clouds.yaml"_s)));
    put(u"home/.config/openstack/clouds.yaml"_s, sampleCloudsYaml());
    put(u"home/Downloads/credentials.csv"_s, sampleCredentialsCsv());
    const QList<FoundCredential> found = findCredentials(m_places);
    QCOMPARE(found.size(), 4);
    QVERIFY(found.at(0).whyNot.contains(u"folder"_s));
    // The first clouds.yaml counts, though it is bad: taking another one in silence would mislead.
    QVERIFY(found.at(1).whyNot.contains(u"leads nowhere"_s));
    QVERIFY(found.at(2).whyNot.isEmpty());
    QVERIFY(found.at(3).whyNot.isEmpty());
}

void TestFindCredentials::changesNothing()
{
    const QHash<QString, QByteArray> contents{
        {put(u"home/.huaweicloud/credentials"_s, sampleSdkCredentials()), sampleSdkCredentials()},
        {put(u"home/.config/openstack/clouds.yaml"_s, sampleCloudsYaml()), sampleCloudsYaml()},
        {put(u"home/.hcloud/config.json"_s, sampleHcloudConfig()), sampleHcloudConfig()},
        {put(u"home/Downloads/credentials.csv"_s, sampleCredentialsCsv()), sampleCredentialsCsv()},
    };
    QHash<QString, QDateTime> times;
    for (const QString &path : contents.keys()) {
        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner));
        times.insert(path, QFileInfo(path).lastModified());
    }
    QVERIFY(findCredentials(m_places).size() > 4);
    for (const QString &path : contents.keys()) {
        QVERIFY(!importFile(path).isEmpty());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), contents.value(path));
        QCOMPARE(QFileInfo(path).lastModified(), times.value(path));
        QCOMPARE(QDir(QFileInfo(path).path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
    }
}

void TestFindCredentials::recognisesFiles_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("entries");
    QTest::newRow("clouds.yaml") << sampleCloudsYaml() << 2;
    QTest::newRow("with a mark") << "\xEF\xBB\xBF" + sampleCloudsYaml() << 2;
    QTest::newRow("SDK") << sampleSdkCredentials() << 1;
    QTest::newRow("SDK, other case") << QByteArray("[Global]\nak=a\nsk=s\n") << 1;
    QTest::newRow("hcloud") << sampleHcloudConfig() << 2;
    QTest::newRow("CSV") << sampleCredentialsCsv() << 2;
}

void TestFindCredentials::recognisesFiles()
{
    QFETCH(const QByteArray, content);
    QFETCH(const int, entries);
    const QList<FoundCredential> found = importFile(put(u"any name.txt"_s, content));
    QCOMPARE(found.size(), entries);
    for (const FoundCredential &one : found) {
        QCOMPARE(one.whyNot, QString());
        QVERIFY(one.credential != Credential());
    }
}

void TestFindCredentials::refusesOtherFiles_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("prose") << QByteArray("Dear MARKER, my password is MARKER.\n");
    QTest::newRow("other YAML") << QByteArray("services:\n  web:\n    image: MARKER\n");
    QTest::newRow("other JSON") << QByteArray("{\"MARKER\": 1}");
    QTest::newRow("other INI") << QByteArray("[core]\nsk = MARKER\n");
    QTest::newRow("other CSV") << QByteArray("a,b,c\n1,2,MARKER\n");
    QTest::newRow("XML") << QByteArray("<?xml version=\"1.0\"?><MARKER/>");
    QTest::newRow("program") << QByteArray("\x7F"
                                           "ELF\x02\x01\x01\0\0MARKER",
                                           15);
    QTest::newRow("2 MB") << QByteArray(2'000'000, 'x');
}

void TestFindCredentials::refusesOtherFiles()
{
    QFETCH(const QByteArray, content);
    const QString path = put(u"chosen"_s, content);
    const QList<FoundCredential> found = importFile(path);
    QCOMPARE(found.size(), 1);
    QVERIFY2(found.first().whyNot.contains(QDir::toNativeSeparators(path)), qPrintable(found.first().whyNot));
    QVERIFY(!found.first().whyNot.contains(u"MARKER"_s));
    QVERIFY(found.first().credential == Credential());
}

void TestFindCredentials::F85_secretsInNoText()
{
    put(u"home/.huaweicloud/credentials"_s, sampleSdkCredentials());
    put(u"home/.config/openstack/clouds.yaml"_s, sampleCloudsYaml());
    put(u"home/.hcloud/config.json"_s, sampleHcloudConfig());
    put(u"home/Downloads/credentials.csv"_s, sampleCredentialsCsv());
    m_places.environment.insert(u"OS_TOKEN"_s, u"MARKERtoken"_s);
    for (const FoundCredential &one : findCredentials(m_places)) {
        const Profile &profile = one.profile;
        const QStringList texts{one.source,          one.whyNot,        profile.name,
                                profile.projectName, profile.loginName, profile.accountName,
                                profile.userName,    profile.region,    profile.endpoint.toString(),
                                profile.caFile,      profile.projectId, profile.iamEndpoint.toString()};
        QVERIFY2(!texts.join(u' ').contains(QLatin1StringView(Marker)), qPrintable(one.source));
        QVERIFY(one.credential != Credential());
    }
}

QTEST_GUILESS_MAIN(TestFindCredentials)
#include "tst_findcredentials.moc"
