// SPDX-License-Identifier: MIT
#include "hcloudconfig.h"
#include "importsamples.h"

#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

class TestHcloudConfig : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsTheSample();
    void preferredComesFirst();
    void encrypted_data();
    void encrypted();
    void modes_data();
    void modes();
    void refuses_data();
    void refuses();
};

void TestHcloudConfig::readsTheSample()
{
    const ImportedEntries imported = parseHcloudConfig(asText(sampleHcloudConfig()));
    QCOMPARE(imported.whyNot, QString());
    QCOMPARE(imported.entries.size(), 2);
    const ImportedFields &work = imported.entries.at(0); // the current one
    QCOMPARE(work.name, u"work"_s);
    QCOMPARE(work.region, u"ap-southeast-3"_s);
    QCOMPARE(work.accessKey, u"AKSSO"_s);
    QCOMPARE(work.secretKey.reveal(), QByteArray("MARKERsso"));
    QCOMPARE(work.securityToken.reveal(), QByteArray("MARKERsts"));
    const ImportedFields &plain = imported.entries.at(1);
    QCOMPARE(plain.name, u"default"_s);
    QCOMPARE(plain.accessKey, u"AKDEFAULT"_s);
    QCOMPARE(plain.secretKey.reveal(), QByteArray("MARKERdefault"));
    QVERIFY(plain.securityToken.isEmpty());
    QCOMPARE(plain.projectId, u"0123456789abcdef0123456789abcdef"_s);
}

void TestHcloudConfig::preferredComesFirst()
{
    const auto imported = parseHcloudConfig(asText(sampleHcloudConfig()), u"default"_s);
    QCOMPARE(imported.entries.first().name, u"default"_s);
}

void TestHcloudConfig::encrypted_data()
{
    QTest::addColumn<QByteArray>("flag");
    QTest::addColumn<bool>("isEncrypted");
    QTest::newRow("as text") << QByteArray(R"("true")") << true;
    QTest::newRow("as text in capitals") << QByteArray(R"("True")") << true;
    QTest::newRow("as truth") << QByteArray("true") << true;
    QTest::newRow("false as text") << QByteArray(R"("false")") << false;
    QTest::newRow("false") << QByteArray("false") << false;
    QTest::newRow("empty") << QByteArray(R"("")") << false;
}

void TestHcloudConfig::encrypted()
{
    QFETCH(const QByteArray, flag);
    QFETCH(const bool, isEncrypted);
    const QByteArray keys =
        R"("name": "a", "mode": "AKSK", "accessKeyId": "X", "secretAccessKey": "MARKERcipher")";
    for (const QByteArray &bytes :
         QList<QByteArray>{"{\"authEncrypt\": " + flag + ", \"profiles\": [{" + keys + "}]}",
                           "{\"profiles\": [{\"authEncrypt\": " + flag + ", " + keys + "}]}"}) {
        const auto imported = parseHcloudConfig(asText(bytes, u"config.json"_s));
        QCOMPARE(imported.entries.isEmpty(), isEncrypted);
        QCOMPARE(imported.whyNot.contains(u"encrypted"_s), isEncrypted);
        QVERIFY(!imported.whyNot.contains(u"MARKER"_s));
    }
}

void TestHcloudConfig::modes_data()
{
    QTest::addColumn<QByteArray>("mode");
    QTest::addColumn<bool>("known");
    QTest::newRow("AKSK") << QByteArray("AKSK") << true;
    QTest::newRow("lower case") << QByteArray("aksk") << true;
    QTest::newRow("none") << QByteArray("") << true;
    QTest::newRow("agency") << QByteArray("ecsAgency") << false;
    QTest::newRow("later ones") << QByteArray("telepathy") << false;
}

void TestHcloudConfig::modes()
{
    QFETCH(const QByteArray, mode);
    const auto imported =
        parseHcloudConfig(asText("{\"profiles\": [{\"mode\": \"" + mode +
                                 "\", \"accessKeyId\": \"a\", \"secretAccessKey\": \"s\"}]}"));
    QCOMPARE(imported.entries.size(), 1);
    QTEST(imported.entries.first().otherWay.isEmpty(), "known");
    QVERIFY(!imported.entries.first().otherWay.contains(u"telepathy"_s));
}

void TestHcloudConfig::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("word");
    QTest::newRow("broken in line 3") << QByteArray("{\n\"profiles\":\nMARKER}") << u"line 3"_s;
    QTest::newRow("list") << QByteArray(R"(["MARKER"])") << u"no profiles"_s;
    QTest::newRow("other JSON") << QByteArray(R"({"x": "MARKER"})") << u"no profiles"_s;
    QTest::newRow("profiles as text") << QByteArray(R"({"profiles": "MARKER"})") << u"wrong type"_s;
    QTest::newRow("profile as text") << QByteArray(R"({"profiles": ["MARKER"]})") << u"wrong type"_s;
    QTest::newRow("key as number") << QByteArray(R"({"profiles": [{"accessKeyId": 7}]})") << u"wrong type"_s;
    QTest::newRow("secret as list") << QByteArray(R"({"profiles": [{"secretAccessKey": ["MARKER"]}]})")
                                    << u"wrong type"_s;
    QTest::newRow("sso as text") << QByteArray(R"({"profiles": [{"mode": "SSO", "ssoAuth": "MARKER"}]})")
                                 << u"wrong type"_s;
    QTest::newRow("sts as number") << QByteArray(
                                          R"({"profiles": [{"mode": "SSO", "ssoAuth": {"stsToken": 1}}]})")
                                   << u"wrong type"_s;
    QTest::newRow("one bad of two")
        << QByteArray(R"({"profiles": [{"accessKeyId": "a", "secretAccessKey": "MARKER"}, {"region": []}]})")
        << u"wrong type"_s;
    QTest::newRow("no profile") << QByteArray(R"({"profiles": []})") << u"no profile yet"_s;
    QTest::newRow("too many") << R"({"profiles": [)" + QByteArray("{},").repeated(MostImportedEntries) +
                                     "{}]}"
                              << u"more than 200"_s;
    QTest::newRow("deep") << QByteArray("[").repeated(int(LargestImport)) << u"not valid JSON"_s;
    QTest::newRow("deep inside") << R"({"profiles": )" + QByteArray("[").repeated(100'000)
                                 << u"not valid JSON"_s;
}

void TestHcloudConfig::refuses()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, word);
    const auto imported = parseHcloudConfig(asText(bytes, u"config.json"_s));
    QVERIFY(imported.entries.isEmpty());
    QVERIFY2(imported.whyNot.contains(word), qPrintable(imported.whyNot));
    QVERIFY(imported.whyNot.startsWith(u"config.json"_s));
    QVERIFY(!imported.whyNot.contains(u"MARKER"_s));
}

QTEST_GUILESS_MAIN(TestHcloudConfig)
#include "tst_hcloudconfig.moc"
