// SPDX-License-Identifier: MIT
#include "importsamples.h"
#include "sdkcredentials.h"

#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

class TestSdkCredentials : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsTheSample();
    void oneSecret_data();
    void oneSecret();
    void sections_data();
    void sections();
    void identityProvider();
    void refuses_data();
    void refuses();
};

void TestSdkCredentials::readsTheSample()
{
    const ImportedEntries imported = parseSdkCredentials(asText(sampleSdkCredentials()));
    QCOMPARE(imported.whyNot, QString());
    QCOMPARE(imported.entries.size(), 1);
    const ImportedFields &fields = imported.entries.first();
    QCOMPARE(fields.accessKey, u"AKINFILE"_s);
    QCOMPARE(fields.secretKey.reveal(), QByteArray(R"(MARKER%(a)s;b,c\d"e"#f=g)"));
    QCOMPARE(fields.securityToken.reveal(), QByteArray("MARKERtoken+/="));
    QCOMPARE(fields.projectId, u"0123456789abcdef0123456789abcdef"_s);
    QCOMPARE(fields.authUrl, u"https://iam.cn-north-4.myhuaweicloud.com"_s);
}

void TestSdkCredentials::oneSecret_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("secret");
    QTest::newRow("plain") << QByteArray("sk=abc") << QByteArray("abc");
    QTest::newRow("spaces around") << QByteArray("  sk \t=  abc \t") << QByteArray("abc");
    QTest::newRow("capital key") << QByteArray("SK=abc") << QByteArray("abc");
    QTest::newRow("comma makes no list") << QByteArray("sk=a, b,c") << QByteArray("a, b,c");
    QTest::newRow("backslashes") << QByteArray(R"(sk=a\b\\c\x41\n)") << QByteArray(R"(a\b\\c\x41\n)");
    QTest::newRow("quotes stay") << QByteArray(R"(sk="abc")") << QByteArray(R"("abc")");
    QTest::newRow("semicolon makes no comment") << QByteArray("sk=abc ;def") << QByteArray("abc ;def");
    QTest::newRow("hash makes no comment") << QByteArray("sk=abc #def") << QByteArray("abc #def");
    QTest::newRow("percent") << QByteArray("sk=%41%%(x)s") << QByteArray("%41%%(x)s");
    QTest::newRow("equals") << QByteArray("sk=a=b==") << QByteArray("a=b==");
    QTest::newRow("brackets") << QByteArray("sk=[a]") << QByteArray("[a]");
    QTest::newRow("at sign") << QByteArray("sk=@Invalid()") << QByteArray("@Invalid()");
    QTest::newRow("the last one counts") << QByteArray("sk=a\nsk=b") << QByteArray("b");
    QTest::newRow("empty") << QByteArray("sk=") << QByteArray();
    QTest::newRow("no value") << QByteArray("sk") << QByteArray();
    QTest::newRow("carriage returns") << QByteArray("sk=abc\r\nproject_id=p\r") << QByteArray("abc");
    QTest::newRow("commented out") << QByteArray(";sk=abc") << QByteArray();
    QTest::newRow("4 kB") << "sk=" + QByteArray(4'096, 's') << QByteArray(4'096, 's');
}

void TestSdkCredentials::oneSecret()
{
    QFETCH(const QByteArray, line);
    const auto imported = parseSdkCredentials(asText("[basic]\nak=a\n" + line + "\n"));
    QCOMPARE(imported.whyNot, QString());
    QCOMPARE(imported.entries.size(), 1);
    QTEST(imported.entries.first().secretKey.reveal(), "secret");
    QCOMPARE(imported.entries.first().accessKey, u"a"_s);
}

void TestSdkCredentials::sections_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("accessKey");
    QTest::newRow("basic") << QByteArray("[basic]\nak=b\n") << u"b"_s;
    QTest::newRow("global") << QByteArray("[global]\nak=g\n") << u"g"_s;
    QTest::newRow("basic goes first") << QByteArray("[global]\nak=g\n[basic]\nak=b\n") << u"b"_s;
    QTest::newRow("empty basic") << QByteArray("[basic]\n[global]\nak=g\n") << u"g"_s;
    QTest::newRow("others are left alone") << QByteArray("[default]\nak=d\n[basic]\nak=b\n") << u"b"_s;
    QTest::newRow("before any section") << QByteArray("ak=x\n[basic]\n") << QString();
}

void TestSdkCredentials::sections()
{
    QFETCH(const QByteArray, bytes);
    const auto imported = parseSdkCredentials(asText(bytes));
    QCOMPARE(imported.entries.size(), 1);
    QTEST(imported.entries.first().accessKey, "accessKey");
}

void TestSdkCredentials::identityProvider()
{
    const auto imported = parseSdkCredentials(asText("[basic]\nidp_id=x\nid_token_file=/y\n"));
    QCOMPARE(imported.entries.size(), 1);
    QVERIFY(!imported.entries.first().otherWay.isEmpty());
}

void TestSdkCredentials::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("no section") << QByteArray("ak=MARKER\nsk=MARKER\n");
    QTest::newRow("other section") << QByteArray("[default]\nak=MARKER\n");
    QTest::newRow("section never closed") << QByteArray("[basic\nak=MARKER\n");
    QTest::newRow("prose") << QByteArray("MARKER hello\nworld");
    QTest::newRow("a million brackets") << QByteArray(LargestImport, '[');
    QTest::newRow("comments only") << QByteArray("; MARKER\n").repeated(100'000);
}

void TestSdkCredentials::refuses()
{
    QFETCH(const QByteArray, bytes);
    const auto imported = parseSdkCredentials(asText(bytes, u"credentials"_s));
    QVERIFY(imported.entries.isEmpty());
    QVERIFY2(imported.whyNot.startsWith(u"credentials"_s), qPrintable(imported.whyNot));
    QVERIFY(!imported.whyNot.contains(u"MARKER"_s));
}

QTEST_GUILESS_MAIN(TestSdkCredentials)
#include "tst_sdkcredentials.moc"
