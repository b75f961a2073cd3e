// SPDX-License-Identifier: MIT
#include "faulttable.h"

#include <QFile>
#include <QProcess>
#include <QTest>

#include <memory>
#include <vector>

using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr std::size_t AtOnce = 4;
constexpr int LongestMs = 60'000;

QString contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// "F06_closed()" and the like, one a line; what else Qt Test lists ends in "_data()".
QStringList functionsIn(const QString &listing)
{
    QStringList functions;
    for (QString line : listing.split(u'\n', Qt::SkipEmptyParts)) {
        line = line.trimmed();
        if (line.endsWith("()"_L1) && !line.endsWith("_data()"_L1))
            functions.append(line.chopped(2));
    }
    return functions;
}

struct Asked {
    QString test;
    std::unique_ptr<QProcess> process = std::make_unique<QProcess>();
};

} // namespace

/// Asks every test executable of this build what it tests, and sets that against the catalogue of faults.
class TestFaults : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyFaultIsCoveredOrListed();
    void objections_data();
    void objections();
    void partsStandBesideTheTests();

private:
    static void ask(FaultTable *table, QStringList *troubles);
};

void TestFaults::ask(FaultTable *table, QStringList *troubles)
{
    QStringList tests =
        contentOf(QString::fromUtf8(LEASEKEEPER_FAULT_TESTS)).split(u'\n', Qt::SkipEmptyParts);
    std::vector<Asked> asked;
    const auto hear = [&] {
        Asked &oldest = asked.front();
        const bool ended = oldest.process->waitForFinished(LongestMs) &&
                           oldest.process->exitStatus() == QProcess::NormalExit &&
                           oldest.process->exitCode() == 0;
        const QStringList functions = functionsIn(QString::fromUtf8(oldest.process->readAllStandardOutput()));
        if (!ended || functions.isEmpty())
            troubles->append(
                u"%1 does not list its tests: %2"_s.arg(oldest.test, oldest.process->errorString()));
        table->addFunctions(oldest.test, functions);
        asked.erase(asked.begin());
    };
    for (const QString &line : std::as_const(tests)) {
        if (asked.size() == AtOnce)
            hear();
        Asked next;
        next.test = line.section(u'|', 0, 0);
        next.process->start(line.section(u'|', 1), {u"-functions"_s});
        asked.push_back(std::move(next));
    }
    while (!asked.empty())
        hear();
}

void TestFaults::everyFaultIsCoveredOrListed()
{
    const QString folder = QString::fromUtf8(LEASEKEEPER_FAULT_FILES);
    FaultTable table;
    table.readTitles(contentOf(folder + u"/titles.txt"_s));
    table.readNotYet(contentOf(folder + u"/notyet.txt"_s));
    QCOMPARE(table.faults().size(), 88);
    QStringList troubles;
    ask(&table, &troubles);

    QFile file(QString::fromUtf8(LEASEKEEPER_FAULT_TABLE));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(table.text().toUtf8());
    file.close();
    qInfo("the table is in %s", qPrintable(file.fileName()));
    troubles += table.objections();
    QVERIFY2(troubles.isEmpty(), qPrintable(u'\n' + troubles.join(u'\n')));
}

void TestFaults::objections_data()
{
    QTest::addColumn<QString>("titles");
    QTest::addColumn<QString>("notYet");
    QTest::addColumn<QStringList>("functions");
    QTest::addColumn<QString>("objection");
    const QString one = u"F01 one\n"_s;
    QTest::newRow("covered") << one << QString() << QStringList{u"F01_works"_s, u"other"_s} << QString();
    QTest::newRow("listed") << one << u"# why\nF01 — no such feature\n"_s << QStringList() << QString();
    QTest::newRow("neither") << one << QString() << QStringList{u"works"_s, u"F01"_s} << u"neither"_s;
    QTest::newRow("both") << one << u"F01 — not there"_s << QStringList{u"F01_works"_s} << u"but there is"_s;
    QTest::newRow("covered in part") << one << u"F01 (part) — the rest is not there"_s
                                     << QStringList{u"F01_works"_s} << QString();
    QTest::newRow("part of nothing") << one << u"F01 (part) — not there"_s << QStringList()
                                     << u"there is no test"_s;
    QTest::newRow("part and whole") << one << u"F01 (part) — a\nF01 — b"_s << QStringList{u"F01_works"_s}
                                    << u"twice"_s;
    QTest::newRow("unknown test") << one << QString() << QStringList{u"F01_a"_s, u"F02_b"_s}
                                  << u"no such fault"_s;
    QTest::newRow("three digits") << one << QString() << QStringList{u"F01_a"_s, u"F010_b"_s} << u"no such"_s;
    QTest::newRow("unknown in the list")
        << one << u"F02 — not there"_s << QStringList{u"F01_a"_s} << u"no known"_s;
    QTest::newRow("no reason") << one << u"F01"_s << QStringList{u"F01_a"_s} << u"no known"_s;
    QTest::newRow("twice") << one << u"F01 — a\nF01 — b"_s << QStringList() << u"twice"_s;
    QTest::newRow("gap") << u"F02 two"_s << QString() << QStringList() << u"F01 expected"_s;
}

void TestFaults::objections()
{
    QFETCH(const QString, titles);
    QFETCH(const QString, notYet);
    QFETCH(const QStringList, functions);
    QFETCH(const QString, objection);
    FaultTable table;
    table.readTitles(titles);
    table.readNotYet(notYet);
    table.addFunctions(u"x/tst_x"_s, functions);
    const QString said = table.objections().join(u'\n');
    QCOMPARE(said.isEmpty(), objection.isEmpty());
    QVERIFY2(said.contains(objection), qPrintable(said));
    QVERIFY(titles.startsWith("F02"_L1) || table.text().contains("F01  one"_L1));
}

void TestFaults::partsStandBesideTheTests()
{
    FaultTable table;
    table.readTitles(u"F01 one\nF02 two"_s);
    table.readNotYet(u"F01 (part) — no such feature"_s);
    table.addFunctions(u"x/tst_x"_s, {u"F01_works"_s, u"F02_works"_s});
    const QString text = table.text();
    QVERIFY2(text.indexOf("F01_works"_L1) < text.indexOf("not yet, in part: no such feature"_L1) &&
                 text.indexOf("not yet, in part"_L1) < text.indexOf("F02"_L1),
             qPrintable(text));
    QVERIFY2(text.contains("2 of 2 faults covered, 1 of them in part"_L1), qPrintable(text));
}

QTEST_GUILESS_MAIN(TestFaults)
#include "tst_faults.moc"
