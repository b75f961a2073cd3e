// SPDX-License-Identifier: MIT
#include "importtext.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#endif

using namespace leasekeeper;
using namespace Qt::StringLiterals;

class TestImportText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void takesText_data();
    void takesText();
    void refusesBytes_data();
    void refusesBytes();
    void readsAFile();
    void refusesWhatIsNoFile_data();
    void refusesWhatIsNoFile();
    void namesAreHarmless();

private:
    QTemporaryDir m_folder;
};

void TestImportText::takesText_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("plain") << QByteArray("a: b\n") << QByteArray("a: b\n");
    QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF{}") << QByteArray("{}");
    QTest::newRow("beyond ASCII") << QByteArray("ключ") << QByteArray("ключ");
    QTest::newRow("largest") << QByteArray(LargestImport, 'x') << QByteArray(LargestImport, 'x');
}

void TestImportText::takesText()
{
    QFETCH(const QByteArray, bytes);
    const ImportText text = acceptImportText(bytes, u"file"_s);
    QCOMPARE(text.whyNot, QString());
    QTEST(text.bytes, "expected");
}

void TestImportText::refusesBytes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("word");
    QTest::newRow("nothing") << QByteArray() << u"empty"_s;
    QTest::newRow("spaces") << QByteArray(" \n\t ") << u"empty"_s;
    QTest::newRow("one byte too large") << QByteArray(LargestImport + 1, 'x') << u"1 MiB"_s;
    QTest::newRow("NUL") << QByteArray("a\0b", 3) << u"text file"_s;
    QTest::newRow("UTF-16") << QByteArray("\xFF\xFE{\0}\0", 6) << u"text file"_s;
    QTest::newRow("Latin-1") << QByteArray("caf\xE9 ak") << u"text file"_s;
    QTest::newRow("cut inside a character") << QByteArray("ключ").chopped(1) << u"text file"_s;
    QTest::newRow("picture") << QByteArray("\x89PNG\r\n\x1A\n") << u"text file"_s;
}

void TestImportText::refusesBytes()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, word);
    const ImportText text = acceptImportText(bytes, u"some.file"_s);
    QVERIFY2(text.whyNot.contains(word), qPrintable(text.whyNot));
    QVERIFY(text.whyNot.contains(u"some.file"_s));
    QVERIFY(text.bytes.isEmpty());
}

void TestImportText::readsAFile()
{
    const QString path = m_folder.filePath(u"good"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("content");
    file.close();
    QVERIFY(isThereToImport(path));
    const ImportText text = readImportText(path);
    QCOMPARE(text.bytes, QByteArray("content"));
    QCOMPARE(text.whyNot, QString());
    QVERIFY(QFile::link(path, m_folder.filePath(u"link"_s)));
    QCOMPARE(readImportText(m_folder.filePath(u"link"_s)).bytes, QByteArray("content"));
}

void TestImportText::refusesWhatIsNoFile_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("word");
    QTest::newRow("absent") << m_folder.filePath(u"absent"_s) << u"does not exist"_s;
    QTest::newRow("folder") << m_folder.path() << u"folder"_s;
#ifdef Q_OS_UNIX
    QFile::link(m_folder.filePath(u"loop"_s), m_folder.filePath(u"loop"_s));
    QTest::newRow("loop of links") << m_folder.filePath(u"loop"_s) << u"leads nowhere"_s;
    QFile::link(m_folder.filePath(u"gone"_s), m_folder.filePath(u"dangling"_s));
    QTest::newRow("dangling link") << m_folder.filePath(u"dangling"_s) << u"leads nowhere"_s;
    mkfifo(QFile::encodeName(m_folder.filePath(u"pipe"_s)).constData(), 0600);
    QTest::newRow("pipe without a writer") << m_folder.filePath(u"pipe"_s) << u"regular file"_s;
    QTest::newRow("endless device") << u"/dev/zero"_s << u"regular file"_s;
#endif
#ifdef Q_OS_LINUX
    QTest::newRow("cannot be read") << u"/proc/self/mem"_s << u"cannot be read"_s;
#endif
    QFile closed(m_folder.filePath(u"closed"_s));
    if (closed.open(QIODevice::WriteOnly) && closed.setPermissions({}) && !closed.isReadable()) {
        closed.close();
        QFile again(closed.fileName());
        if (!again.open(QIODevice::ReadOnly)) // the superuser may read everything
            QTest::newRow("forbidden") << closed.fileName() << u"cannot be opened"_s;
    }
}

void TestImportText::refusesWhatIsNoFile()
{
    QFETCH(const QString, path);
    QFETCH(const QString, word);
    const ImportText text = readImportText(path);
    QVERIFY2(text.whyNot.contains(word), qPrintable(text.whyNot));
    QVERIFY(text.whyNot.contains(QDir::toNativeSeparators(path)));
    QVERIFY(text.bytes.isEmpty());
    QCOMPARE(isThereToImport(path), word != "does not exist"_L1);
}

void TestImportText::namesAreHarmless()
{
    const ImportText text = readImportText(m_folder.filePath(u"two\nlines\u202E"_s));
    QVERIFY(!text.whyNot.contains(u'\n'));
    QVERIFY(!text.whyNot.contains(QChar(0x202E)));
}

QTEST_GUILESS_MAIN(TestImportText)
#include "tst_importtext.moc"
