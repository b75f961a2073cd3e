// SPDX-License-Identifier: MIT
#include "cloudsyaml.h"
#include "credentialscsv.h"
#include "findcredentials.h"
#include "hcloudconfig.h"
#include "importsamples.h"
#include "sdkcredentials.h"

#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <functional>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

using Parser = std::function<ImportedEntries(const ImportText &)>;
Q_DECLARE_METATYPE(Parser)

namespace
{

constexpr int FlippedFiles = 2'000;

/// What a damaged file may say: at most one reason, short, on one line, without anything secret.
QByteArray objectionTo(const QString &whyNot, const QByteArray &name)
{
    if (whyNot.isEmpty())
        return {};
    if (!whyNot.contains(QString::fromUtf8(name)))
        return "names no file: " + whyNot.toUtf8();
    if (whyNot.contains(u'\n') || whyNot.size() > 400)
        return "is not one short line: " + whyNot.toUtf8();
    if (whyNot.contains(u"MARK"_s) || whyNot.contains(u"ARKER"_s))
        return "tells a secret: " + whyNot.toUtf8();
    return {};
}

ImportedEntries importOf(const Parser &parse, const QByteArray &bytes)
{
    const ImportText text = acceptImportText(bytes, u"the file"_s);
    return text.whyNot.isEmpty() ? parse(text) : ImportedEntries{{}, text.whyNot};
}

/// Every value of an entry, for comparing.
QList<QByteArray> valuesOf(const ImportedFields &fields)
{
    QList<QByteArray> values{fields.secretKey.reveal(), fields.securityToken.reveal(),
                             fields.password.reveal(), fields.token.reveal()};
    for (const QString &text : {fields.name, fields.authUrl, fields.region, fields.projectId,
                                fields.projectName, fields.userName, fields.accountName, fields.accessKey})
        values.append(text.toUtf8());
    return values;
}

} // namespace

class TestImportDamage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyPrefix_data() { samples(); }
    void everyPrefix();
    void everyPrefixAsAFile_data() { samples(); }
    void everyPrefixAsAFile();
    void flippedBytes_data() { samples(); }
    void flippedBytes();
    void shuffledPieces_data() { samples(); }
    void shuffledPieces();
    void noise_data() { samples(); }
    void noise();

private:
    static void samples();
};

void TestImportDamage::samples()
{
    QTest::addColumn<QByteArray>("sample");
    QTest::addColumn<Parser>("parse");
    QTest::newRow("clouds.yaml") << sampleCloudsYaml()
                                 << Parser([](const ImportText &text) { return parseCloudsYaml(text); });
    QTest::newRow("secure.yaml") << sampleSecureYaml() << Parser([](const ImportText &text) {
        return parseCloudsYaml(asText(sampleCloudsYaml(), u"the file"_s), text);
    });
    QTest::newRow("credentials") << sampleSdkCredentials() << Parser(parseSdkCredentials);
    QTest::newRow("config.json") << sampleHcloudConfig()
                                 << Parser([](const ImportText &text) { return parseHcloudConfig(text); });
    QTest::newRow("credentials.csv") << sampleCredentialsCsv() << Parser(parseCredentialsCsv);
}

/// A cut file gives one reason and nothing else, or entries of which every value is what the whole file says,
/// or nothing, or, for the one value in which the cut is, the beginning of it: no format tells that apart.
void TestImportDamage::everyPrefix()
{
    QFETCH(const QByteArray, sample);
    QFETCH(const Parser, parse);
    const ImportedEntries whole = importOf(parse, sample);
    QVERIFY(whole.whyNot.isEmpty());
    int refused = 0;
    for (qsizetype size = 0; size < sample.size(); ++size) {
        const ImportedEntries cut = importOf(parse, sample.left(size));
        QCOMPARE(cut.entries.isEmpty(), !cut.whyNot.isEmpty());
        QCOMPARE(objectionTo(cut.whyNot, "the file"), QByteArray());
        refused += cut.whyNot.isEmpty() ? 0 : 1;
        int shortened = 0;
        for (const ImportedFields &entry : cut.entries) {
            const auto same =
                std::find_if(whole.entries.begin(), whole.entries.end(), [&](const ImportedFields &other) {
                    return other.name.startsWith(entry.name) &&
                           (entry.name == other.name || &entry == &cut.entries.last());
                });
            QVERIFY2(same != whole.entries.end(), sample.left(size).constData());
            const QList<QByteArray> values = valuesOf(entry);
            const QList<QByteArray> expected = valuesOf(*same);
            for (qsizetype i = 0; i < values.size(); ++i) {
                if (values.at(i) == expected.at(i) || values.at(i).isEmpty())
                    continue;
                ++shortened;
                // secure.yaml may fall silent, and then clouds.yaml speaks.
                QVERIFY2(expected.at(i).startsWith(values.at(i)) || values.at(i).contains("quoted"),
                         sample.left(size).constData());
            }
        }
        QVERIFY(shortened <= 1);
    }
    QVERIFY(refused > 0);
}

void TestImportDamage::everyPrefixAsAFile()
{
    QFETCH(const QByteArray, sample);
    QTemporaryDir folder;
    const QString path = folder.filePath(u"the file"_s);
    for (qsizetype size = 0; size <= sample.size(); ++size) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(sample.left(size));
        file.close();
        const QList<FoundCredential> found = importFile(path);
        QVERIFY(!found.isEmpty());
        for (const FoundCredential &one : found) {
            if (one.whyNot.isEmpty())
                continue;
            QVERIFY(one.credential == Credential());
            QVERIFY2(!one.whyNot.contains(u"MARK"_s), qPrintable(one.whyNot));
            QVERIFY(!one.source.isEmpty() && one.filePath == path);
        }
    }
}

void TestImportDamage::flippedBytes()
{
    QFETCH(const QByteArray, sample);
    QFETCH(const Parser, parse);
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    int refused = 0;
    for (int i = 0; i < FlippedFiles; ++i) {
        QByteArray damaged = sample;
        const int flips = random.bounded(1, 6);
        for (int flip = 0; flip < flips; ++flip) {
            const int at = random.bounded(int(damaged.size()));
            damaged[at] = char(random.bounded(4) == 0 ? random.bounded(256)
                                                      : damaged.at(at) ^ (1 << random.bounded(7)));
        }
        const ImportedEntries imported = importOf(parse, damaged);
        QCOMPARE(imported.entries.isEmpty(), !imported.whyNot.isEmpty());
        QCOMPARE(objectionTo(imported.whyNot, "the file"), QByteArray());
        refused += imported.whyNot.isEmpty() ? 0 : 1;
        for (const ImportedFields &entry : imported.entries) {
            const FoundCredential found = foundFrom(entry, u"source"_s, {});
            QVERIFY2(!found.whyNot.contains(u"MARK"_s), qPrintable(found.whyNot));
            QVERIFY(found.whyNot.isEmpty() || found.credential == Credential());
        }
    }
    QVERIFY(refused > 0);
}

void TestImportDamage::shuffledPieces()
{
    QFETCH(const QByteArray, sample);
    QFETCH(const Parser, parse);
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    for (int i = 0; i < FlippedFiles; ++i) {
        QByteArray damaged;
        const int pieces = random.bounded(1, 8);
        for (int piece = 0; piece < pieces; ++piece) {
            const int from = random.bounded(int(sample.size()));
            damaged += sample.mid(from, random.bounded(int(sample.size())));
        }
        const ImportedEntries imported = importOf(parse, damaged);
        QCOMPARE(imported.entries.isEmpty(), !imported.whyNot.isEmpty());
        QCOMPARE(objectionTo(imported.whyNot, "the file"), QByteArray());
    }
}

void TestImportDamage::noise()
{
    QFETCH(const Parser, parse);
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    const QByteArray alphabet("{}[]:,\"'\\\n\r\t -#&*!|>%@`?=;~<abk01clouds:\nauth: ak sk");
    for (int i = 0; i < FlippedFiles; ++i) {
        QByteArray noise;
        const int size = random.bounded(1, 200);
        for (int at = 0; at < size; ++at)
            noise += alphabet.at(random.bounded(int(alphabet.size())));
        const ImportedEntries imported = importOf(parse, noise);
        QCOMPARE(imported.entries.isEmpty(), !imported.whyNot.isEmpty());
        QCOMPARE(objectionTo(imported.whyNot, "the file"), QByteArray());
    }
}

QTEST_GUILESS_MAIN(TestImportDamage)
#include "tst_importdamage.moc"
