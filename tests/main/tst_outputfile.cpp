// SPDX-License-Identifier: MIT
#include "outputfile.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

class TestOutputFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void writesAndReplaces();
    void F83_unwritablePlacesAreNamed_data();
    void F83_unwritablePlacesAreNamed();
    void F83_fullDeviceIsNoticedAndStaysADevice();

private:
    QTemporaryDir m_folder;
};

void TestOutputFile::writesAndReplaces()
{
    const QString path = m_folder.filePath(u"export.json"_s);
    QCOMPARE(writeOutput(path, "first, and longer"), QString());
    QCOMPARE(writeOutput(path, "second"), QString());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("second"));
}

void TestOutputFile::F83_unwritablePlacesAreNamed_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("advice");
    QTest::newRow("folder") << m_folder.path() << u"Name a file in it."_s;
    QTest::newRow("missing folder") << m_folder.filePath(u"missing/export.json"_s)
                                    << u"Create the folder, or choose another one."_s;
    QTest::newRow("file used as a folder")
        << m_folder.filePath(u"export.json/export.json"_s) << u"Create the folder, or choose another one."_s;
    if (QFileInfo::exists(u"/proc/self"_s)) {
        // Exists, and nobody may write there.
        QTest::newRow("unwritable folder") << u"/proc/self/export.json"_s << u"Choose another folder"_s;
    }
}

void TestOutputFile::F83_unwritablePlacesAreNamed()
{
    QFETCH(const QString, path);
    QFETCH(const QString, advice);
    const QString trouble = writeOutput(path, "x");
    QVERIFY2(trouble.contains(path), qPrintable(trouble));
    QVERIFY2(trouble.contains(advice) && !trouble.contains("space"_L1), qPrintable(trouble));
    QVERIFY(!trouble.contains(u'\n'));
}

void TestOutputFile::F83_fullDeviceIsNoticedAndStaysADevice()
{
    const QString full = u"/dev/full"_s;
    if (!QFileInfo::exists(full)) {
        QSKIP("this system has no /dev/full");
    }
    const QString trouble = writeOutput(full, "x");
    QVERIFY2(trouble.contains(full) && trouble.contains("Free some space"_L1), qPrintable(trouble));
    QVERIFY(!QFileInfo(full).isFile());
}

QTEST_GUILESS_MAIN(TestOutputFile)
#include "tst_outputfile.moc"
