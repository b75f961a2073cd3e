// SPDX-License-Identifier: MIT
#include "cloudsyaml.h"
#include "importsamples.h"

#include <QElapsedTimer>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

class TestCloudsYaml : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsTheSample();
    void secureGoesOnTop();
    void preferredComesFirst();
    void oneValue_data();
    void oneValue();
    void otherWays_data();
    void otherWays();
    void mergeKeys();
    void refuses_data();
    void refuses();
    void secureIsRefusedByName();
    void hostileFilesEndSoon_data();
    void hostileFilesEndSoon();
};

void TestCloudsYaml::readsTheSample()
{
    const ImportedEntries imported = parseCloudsYaml(asText(sampleCloudsYaml()));
    QCOMPARE(imported.whyNot, QString());
    QCOMPARE(imported.entries.size(), 2);
    const ImportedFields &otc = imported.entries.at(0);
    QCOMPARE(otc.name, u"otc"_s);
    QCOMPARE(otc.cloudKey, u"otc"_s);
    QCOMPARE(otc.region, u"eu-de"_s);
    QCOMPARE(otc.authUrl, u"https://iam.eu-de.otc.t-systems.com:443/v3"_s);
    QCOMPARE(otc.userName, u"anna"_s);
    QCOMPARE(otc.password.reveal(), QByteArray(R"(MARKER "quoted" % ; , \ #1)"));
    QCOMPARE(otc.projectName, u"eu-de_notebooks"_s);
    QCOMPARE(otc.accountName, u"OTC00000000001000000001"_s);
    const ImportedFields &keys = imported.entries.at(1);
    QCOMPARE(keys.accessKey, u"AKINYAML"_s);
    QCOMPARE(keys.secretKey.reveal(), QByteArray("MARKERsk/in+yaml="));
    QCOMPARE(keys.projectId, u"0123456789abcdef0123456789abcdef"_s);
    QVERIFY(keys.password.isEmpty());
}

void TestCloudsYaml::secureGoesOnTop()
{
    const ImportedEntries imported = parseCloudsYaml(asText(sampleCloudsYaml()), asText(sampleSecureYaml()));
    QCOMPARE(imported.entries.size(), 2);
    QCOMPARE(imported.entries.first().password.reveal(), QByteArray("MARKERfromSecure"));
    QCOMPARE(imported.entries.first().userName, u"anna"_s);
    QVERIFY(imported.entries.last().password.isEmpty());

    // A cloud that secure.yaml alone knows is no cloud.
    const auto other = parseCloudsYaml(asText("clouds: {a: {auth: {username: u}}}"),
                                       asText("clouds: {b: {auth: {password: p}}}"));
    QCOMPARE(other.entries.size(), 1);
    QVERIFY(other.entries.first().password.isEmpty());
}

void TestCloudsYaml::preferredComesFirst()
{
    QCOMPARE(parseCloudsYaml(asText(sampleCloudsYaml()), {}, u"keys"_s).entries.first().name, u"keys"_s);
    QCOMPARE(parseCloudsYaml(asText(sampleCloudsYaml()), {}, u"absent"_s).entries.first().name, u"otc"_s);
}

void TestCloudsYaml::oneValue_data()
{
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<QByteArray>("password");
    QTest::newRow("plain") << QByteArray("abc") << QByteArray("abc");
    QTest::newRow("digits stay digits") << QByteArray("0123456") << QByteArray("0123456");
    QTest::newRow("true stays a word") << QByteArray("true") << QByteArray("true");
    QTest::newRow("null") << QByteArray("~") << QByteArray();
    QTest::newRow("single quotes") << QByteArray("'it''s \\n %'") << QByteArray("it's \\n %");
    QTest::newRow("escapes") << QByteArray(R"("a\tb\u00e9")") << QByteArray("a\tb\xC3\xA9");
    QTest::newRow("comment") << QByteArray("abc # def") << QByteArray("abc");
    QTest::newRow("hash inside") << QByteArray("abc#def") << QByteArray("abc#def");
    QTest::newRow("percent, comma, backslash") << QByteArray("a%b,c\\d;e") << QByteArray("a%b,c\\d;e");
    QTest::newRow("block") << QByteArray("|-\n        abc") << QByteArray("abc");
    QTest::newRow("beyond ASCII") << QByteArray("密码") << QByteArray("密码");
}

void TestCloudsYaml::oneValue()
{
    QFETCH(const QByteArray, written);
    const auto imported = parseCloudsYaml(
        asText("clouds:\n  a:\n    auth:\n      username: u\n      password: " + written + "\n"));
    QCOMPARE(imported.whyNot, QString());
    QCOMPARE(imported.entries.size(), 1);
    QTEST(imported.entries.first().password.reveal(), "password");
}

void TestCloudsYaml::otherWays_data()
{
    QTest::addColumn<QByteArray>("cloud");
    QTest::addColumn<bool>("known");
    QTest::newRow("password") << QByteArray("auth_type: password, auth: {username: u}") << true;
    QTest::newRow("v3password") << QByteArray("auth_type: v3password, auth: {username: u}") << true;
    QTest::newRow("token") << QByteArray("auth_type: v3token, auth: {token: t}") << true;
    QTest::newRow("application credential")
        << QByteArray("auth_type: v3applicationcredential, auth: {application_credential_id: x}") << false;
    QTest::newRow("federated") << QByteArray("auth_type: v3oidcpassword, auth: {username: u}") << false;
    QTest::newRow("federated, but with a key")
        << QByteArray("auth_type: v3oidcpassword, ak: a, sk: s, auth: {username: u}") << true;
}

void TestCloudsYaml::otherWays()
{
    QFETCH(const QByteArray, cloud);
    const auto imported = parseCloudsYaml(asText("clouds: {a: {" + cloud + "}}"));
    QCOMPARE(imported.entries.size(), 1);
    QTEST(imported.entries.first().otherWay.isEmpty(), "known");
}

void TestCloudsYaml::mergeKeys()
{
    const auto imported = parseCloudsYaml(asText(R"(
a: &a {region_name: eu-de, ak: fromA}
b: &b {ak: fromB, sk: fromB}
clouds:
  one: {<<: *a, ak: own}
  two: {<<: [*a, *b]}
  three: *b
)"));
    QCOMPARE(imported.whyNot, QString());
    QCOMPARE(imported.entries.size(), 3);
    QCOMPARE(imported.entries.at(0).accessKey, u"own"_s);
    QCOMPARE(imported.entries.at(0).region, u"eu-de"_s);
    QCOMPARE(imported.entries.at(1).accessKey, u"fromA"_s);
    QCOMPARE(imported.entries.at(1).secretKey.reveal(), QByteArray("fromB"));
    QCOMPARE(imported.entries.at(2).accessKey, u"fromB"_s);
}

void TestCloudsYaml::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("word");
    QTest::newRow("other YAML") << QByteArray("services: {a: b}") << u"no entry"_s;
    QTest::newRow("clouds without content") << QByteArray("clouds:\n") << u"no cloud"_s;
    QTest::newRow("no clouds in it") << QByteArray("clouds: {}") << u"no cloud"_s;
    QTest::newRow("text") << QByteArray("MARKER hello") << u"wrong type"_s;
    QTest::newRow("list at the top") << QByteArray("- clouds") << u"wrong type"_s;
    QTest::newRow("list of clouds") << QByteArray("clouds: [MARKER]") << u"wrong type"_s;
    QTest::newRow("cloud as text") << QByteArray("clouds: {a: MARKER}") << u"wrong type"_s;
    QTest::newRow("auth as list") << QByteArray("clouds: {a: {auth: [MARKER]}}") << u"wrong type"_s;
    QTest::newRow("password as map") << QByteArray("clouds: {a: {auth: {password: {x: MARKER}}}}")
                                     << u"wrong type"_s;
    QTest::newRow("key that is a map") << QByteArray("clouds: {? {x: MARKER} : b}") << u"wrong type"_s;
    QTest::newRow("one bad cloud of two")
        << QByteArray("clouds: {a: {ak: A, sk: MARKER}, b: {ak: [MARKER]}}") << u"wrong type"_s;
    QTest::newRow("tab") << QByteArray("clouds:\n\ta: MARKER\n") << u"line 2"_s;
    QTest::newRow("never closed") << QByteArray("clouds: {a: {sk: \"MARKER") << u"not valid YAML"_s;
    QTest::newRow("unknown alias") << QByteArray("clouds: *MARKER") << u"not valid YAML"_s;
    QTest::newRow("too many clouds") << [] {
        QByteArray text("clouds:\n");
        for (int i = 0; i <= MostImportedEntries; ++i)
            text += "  c" + QByteArray::number(i) + ": {ak: A, sk: MARKER}\n";
        return text;
    }() << u"more than 200"_s;
}

void TestCloudsYaml::refuses()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, word);
    const auto imported = parseCloudsYaml(asText(bytes, u"some.yaml"_s));
    QVERIFY(imported.entries.isEmpty());
    QVERIFY2(imported.whyNot.contains(word), qPrintable(imported.whyNot));
    QVERIFY(imported.whyNot.startsWith(u"some.yaml"_s));
    QVERIFY(!imported.whyNot.contains(u"MARKER"_s));
}

void TestCloudsYaml::secureIsRefusedByName()
{
    for (const QByteArray secure : {"clouds: [MARKER]", "clouds: {otc: MARKER}",
                                    "clouds: {otc: {auth: {password: [1]}}}", "clouds: {", "x: \"MARKER"}) {
        const auto imported =
            parseCloudsYaml(asText(sampleCloudsYaml(), u"clouds.yaml"_s), asText(secure, u"secure.yaml"_s));
        QVERIFY2(imported.entries.isEmpty(), secure.constData());
        QVERIFY2(imported.whyNot.startsWith(u"secure.yaml"_s), qPrintable(imported.whyNot));
        QVERIFY(!imported.whyNot.contains(u"MARKER"_s));
    }
}

void TestCloudsYaml::hostileFilesEndSoon_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const int size = int(LargestImport);
    QTest::newRow("open brackets") << "clouds: " + QByteArray(size - 20, '[');
    QTest::newRow("open braces") << "clouds: " + QByteArray(size - 20, '{');
    QTest::newRow("list in list in list") << QByteArray("- ").repeated(size / 2);
    QTest::newRow("question marks") << QByteArray("? ").repeated(size / 2);
    QTest::newRow("key in key") << QByteArray("a: ").repeated(size / 3);
    QTest::newRow("quotation marks") << QByteArray(size, '"');
    QTest::newRow("anchors") << QByteArray("&a ").repeated(size / 3);
    QTest::newRow("exclamation marks") << QByteArray(size, '!');
    QTest::newRow("many documents") << QByteArray("---\n").repeated(size / 4);
    QTest::newRow("one long line") << "clouds: " + QByteArray(size - 20, 'x');
    QTest::newRow("many keys") << [=] {
        QByteArray text("clouds:\n  a:\n");
        while (text.size() < size - 40)
            text += "    k" + QByteArray::number(text.size()) + ": v\n";
        return text;
    }();
    QTest::newRow("deep indentation") << [=] {
        QByteArray text("clouds:\n");
        for (int depth = 1; text.size() + depth + 4 < size; ++depth)
            text += QByteArray(depth, ' ') + "a:\n";
        return text;
    }();
    QTest::newRow("doubling aliases") << [] {
        QByteArray text("a0: &a0 {ak: x}\n");
        for (int i = 1; i < 60; ++i) {
            const QByteArray before = "*a" + QByteArray::number(i - 1);
            text += "a" + QByteArray::number(i) + ": &a" + QByteArray::number(i) + " {<<: [" + before + ", " +
                    before + "], x: [" + before + ", " + before + "]}\n";
        }
        return QByteArray(text + "clouds: {a: {<<: *a59}}\n");
    }();
    QTest::newRow("wide merges for many clouds") << [] {
        QByteArray text("w: &w {" + QByteArray("k: v, ").repeated(5'000) + "}\n");
        text += "m1: &m1 {<<: [" + QByteArray("*w, ").repeated(16) + "]}\n";
        text += "m2: &m2 {<<: [" + QByteArray("*m1, ").repeated(16) + "]}\nclouds:\n";
        for (int i = 0; i < 200; ++i)
            text += "  c" + QByteArray::number(i) + ": {<<: *m2}\n";
        return text;
    }();
    QTest::newRow("alias to itself") << QByteArray("clouds: &a {<<: *a, b: *a}");
    QTest::newRow("map inside itself") << QByteArray("clouds: {a: &a {<<: [*a, *a], auth: *a}}");
}

void TestCloudsYaml::hostileFilesEndSoon()
{
    QFETCH(const QByteArray, bytes);
    QElapsedTimer clock;
    clock.start();
    const auto imported = parseCloudsYaml(asText(bytes));
    QVERIFY2(clock.elapsed() < 20'000, QByteArray::number(clock.elapsed()).constData());
    QVERIFY(imported.whyNot.size() < 300);
    QVERIFY(imported.entries.isEmpty() != imported.whyNot.isEmpty());
}

QTEST_GUILESS_MAIN(TestCloudsYaml)
#include "tst_cloudsyaml.moc"
