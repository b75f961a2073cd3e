// SPDX-License-Identifier: MIT
#include "credentialscsv.h"
#include "importsamples.h"

#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

class TestCredentialsCsv : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsTheSample();
    void headings_data();
    void headings();
    void refuses_data();
    void refuses();
};

void TestCredentialsCsv::readsTheSample()
{
    const ImportedEntries imported = parseCredentialsCsv(asText(sampleCredentialsCsv()));
    QCOMPARE(imported.whyNot, QString());
    QCOMPARE(imported.entries.size(), 2);
    QCOMPARE(imported.entries.at(0).name, u"anna"_s);
    QCOMPARE(imported.entries.at(0).accessKey, u"AKINCSV"_s);
    QCOMPARE(imported.entries.at(0).secretKey.reveal(), QByteArray("MARKERcsv"));
    QCOMPARE(imported.entries.at(1).userName, u"bo, jr."_s);
    QCOMPARE(imported.entries.at(1).secretKey.reveal(), QByteArray("MARKER\"two"));
}

void TestCredentialsCsv::headings_data()
{
    QTest::addColumn<QByteArray>("headings");
    QTest::addColumn<QByteArray>("row");
    QTest::newRow("documented") << QByteArray("User Name,Access Key Id,Secret Access Key")
                                << QByteArray("u,a,s");
    QTest::newRow("other case") << QByteArray("user name,access key ID,SECRET ACCESS KEY")
                                << QByteArray("u,a,s");
    QTest::newRow("quoted") << QByteArray(R"("User Name","Access Key Id","Secret Access Key")")
                            << QByteArray(R"("u","a","s")");
    QTest::newRow("other order") << QByteArray("Secret Access Key,User Name,Access Key Id")
                                 << QByteArray("s,u,a");
    QTest::newRow("one more column") << QByteArray("Note,User Name,Access Key Id,Secret Access Key")
                                     << QByteArray("x,u,a,s");
    QTest::newRow("spaces") << QByteArray("User Name , Access Key Id , Secret Access Key")
                            << QByteArray("u , a, s ");
}

void TestCredentialsCsv::headings()
{
    QFETCH(const QByteArray, headings);
    QFETCH(const QByteArray, row);
    for (const QByteArray lineEnd : {"\n", "\r\n"}) {
        const auto imported = parseCredentialsCsv(asText(headings + lineEnd + row));
        QCOMPARE(imported.whyNot, QString());
        QCOMPARE(imported.entries.size(), 1);
        QCOMPARE(imported.entries.first().userName, u"u"_s);
        QCOMPARE(imported.entries.first().accessKey, u"a"_s);
        QCOMPARE(imported.entries.first().secretKey.reveal(), QByteArray("s"));
    }
}

void TestCredentialsCsv::refuses_data()
{
    const QByteArray headings("User Name,Access Key Id,Secret Access Key\n");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("word");
    QTest::newRow("other table") << QByteArray("a,b,c\n1,2,MARKER\n") << u"no columns"_s;
    QTest::newRow("no headings") << QByteArray("u,AK,MARKER\n") << u"no columns"_s;
    QTest::newRow("headings only") << headings << u"no access key"_s;
    QTest::newRow("quote never closed") << headings + "u,a,\"MARKER\n" << u"quotation mark"_s;
    QTest::newRow("quote inside") << headings + "u,a,MAR\"KER\n" << u"quotation mark"_s;
    QTest::newRow("text after a quote") << headings + "u,a,\"MAR\"KER\n" << u"quotation mark"_s;
    QTest::newRow("cut line") << headings + "u,MARKER" << u"without a complete"_s;
    QTest::newRow("empty secret") << headings + "u,MARKER,\n" << u"without a complete"_s;
    QTest::newRow("cell too many") << headings + "u,a,MARKER,x\n" << u"without a complete"_s;
    QTest::newRow("one bad of two") << headings + "u,a,MARKER\nu,a\n" << u"without a complete"_s;
    QTest::newRow("too many") << headings + QByteArray("u,a,MARKER\n").repeated(MostImportedEntries + 1)
                              << u"more than 200"_s;
    QTest::newRow("commas") << QByteArray(LargestImport, ',') << u"no columns"_s;
    QTest::newRow("lines") << headings + QByteArray(",\n").repeated(500'000) << u"more than 200"_s;
}

void TestCredentialsCsv::refuses()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, word);
    const auto imported = parseCredentialsCsv(asText(bytes, u"credentials.csv"_s));
    QVERIFY(imported.entries.isEmpty());
    QVERIFY2(imported.whyNot.contains(word), qPrintable(imported.whyNot));
    QVERIFY(imported.whyNot.startsWith(u"credentials.csv"_s));
    QVERIFY(!imported.whyNot.contains(u"MARKER"_s));
}

QTEST_GUILESS_MAIN(TestCredentialsCsv)
#include "tst_credentialscsv.moc"
