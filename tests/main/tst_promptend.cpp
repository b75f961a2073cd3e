// SPDX-License-Identifier: MIT
#include "program.h"

#include <QFile>
#include <QProcess>
#include <QTest>

using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr int LongMs = 30'000;

} // namespace

/// The built program as a process ends when it is told to, whatever the system is busy with.
class TestPromptEnd : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void F02_whileANameIsLookedUp();
};

void TestPromptEnd::F02_whileANameIsLookedUp()
{
#ifdef HELD_NAME
    Program program;
    const QString log = program.file(u"names"_s);
    program.environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    program.environment.insert(u"OS_TOKEN"_s, u"any"_s);
    program.environment.insert(u"LD_PRELOAD"_s, QStringLiteral(HELD_NAME));
    program.environment.insert(u"HELD_NAMES"_s, log);
    // The sanitizer would otherwise insist on being the first library.
    program.environment.insert(u"ASAN_OPTIONS"_s, u"verify_asan_link_order=0"_s);
    QProcess process;
    process.setProcessEnvironment(program.environment);
    process.start(Program::path(), {u"--endpoint"_s, u"https://service.slow.names.test"_s, u"--project-id"_s,
                                    u"0123456789abcdef0123456789abcdef"_s});
    QVERIFY(process.waitForStarted(LongMs));
    QVERIFY(QTest::qWaitFor(
        [&log] {
            QFile file(log);
            return file.open(QIODevice::ReadOnly) && file.readAll().contains("service.slow.names.test\n");
        },
        LongMs));
    process.terminate();
    // The name never comes: without help of ours the process never goes.
    const bool ended =
        QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, LongMs);
    if (!ended) {
        process.kill();
        process.waitForFinished(LongMs);
    }
    QVERIFY(ended);
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 0);
#else
    QSKIP("Names are held on Linux only.");
#endif
}

QTEST_GUILESS_MAIN(TestPromptEnd)
#include "tst_promptend.moc"
