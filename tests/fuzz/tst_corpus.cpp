// SPDX-License-Identifier: MIT
#include "fuzztargets.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace
{

using Run = void (*)(const QByteArray &);

struct Target {
    const char *name;
    Run run;
};
#define LEASEKEEPER_FUZZ_ENTRY(name) {#name, leasekeeper::fuzz::name},
constexpr Target Targets[]{LEASEKEEPER_FUZZ_TARGETS(LEASEKEEPER_FUZZ_ENTRY)};
#undef LEASEKEEPER_FUZZ_ENTRY

QDir corpus()
{
    return QDir(QString::fromUtf8(LEASEKEEPER_FUZZ_CORPUS));
}

/// Cuts of long files are taken farther apart, so that one file does not take all the time.
constexpr qsizetype MostCuts = 100;

} // namespace

Q_DECLARE_METATYPE(Run)

/// Feeds the fuzz targets what the fuzzers begin with. A requirement that does not hold ends the process: the
/// file and the cut stand in the last message.
class TestCorpus : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void everyTargetHasItsFolder();
    void filesAndTheirBeginnings_data();
    void filesAndTheirBeginnings();

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
};

void TestCorpus::initTestCase()
{
    // The settings write through to the disk each time; in memory that costs nothing.
    if (QFileInfo(u"/dev/shm"_s).isWritable())
        qputenv("TMPDIR", "/dev/shm");
    // Of its own: the targets' files have fixed names, and several builds may be tested side by side.
    m_temporary = std::make_unique<QTemporaryDir>();
    QVERIFY(m_temporary->isValid());
    qputenv("TMPDIR", m_temporary->path().toLocal8Bit());
}

void TestCorpus::everyTargetHasItsFolder()
{
    QStringList names;
    for (const Target &target : Targets)
        names.append(QString::fromLatin1(target.name));
    names.sort();
    QCOMPARE(corpus().entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name), names);
}

void TestCorpus::filesAndTheirBeginnings_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<Run>("run");
    for (const Target &target : Targets)
        QTest::newRow(target.name) << corpus().filePath(QString::fromLatin1(target.name)) << target.run;
}

void TestCorpus::filesAndTheirBeginnings()
{
    QFETCH(const QString, folder);
    QFETCH(const Run, run);
    const QStringList names = QDir(folder).entryList(QDir::Files, QDir::Name);
    QVERIFY(names.size() >= 3);
    for (const QString &name : names) {
        QFile file(QDir(folder).filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray whole = file.readAll();
        QVERIFY(!whole.isEmpty());
        const qsizetype step = std::max<qsizetype>(1, whole.size() / MostCuts);
        qInfo("%s and its beginnings, every %lld bytes", qPrintable(name), qlonglong(step));
        for (qsizetype size = 0; size < whole.size(); size += step)
            run(whole.left(size));
        run(whole);
    }
}

QTEST_GUILESS_MAIN(TestCorpus)
#include "tst_corpus.moc"
