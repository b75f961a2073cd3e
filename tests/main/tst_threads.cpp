// SPDX-License-Identifier: MIT
#include "cloudserver.h"
#include "program.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QMap>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>
#include <QThread>

#include <algorithm>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr int LongMs = 30'000;

QString textOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// A process's threads by number, its first one left out, and what they are called. A new one has its maker's
/// name until it has given itself its own.
using Threads = QMap<QString, QString>;

Threads threadsOf(qint64 process)
{
    Threads names;
    const QDir tasks(u"/proc/%1/task"_s.arg(process));
    for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString name = textOf(tasks.filePath(task + "/comm"_L1)).trimmed();
        if (task.toLongLong() != process && !name.isEmpty())
            names.insert(task, name);
    }
    return names;
}

struct Known {
    const char *name; ///< as the system shows it: 15 characters
    const char *whose;
};
/// Threads of the libraries we stand on. None of them runs code of ours.
constexpr Known KnownThreads[]{
    {"Qt HTTP thread", "QNetworkAccessManager: sockets and TLS"},
    {"QNetworkAccessM", "the same, where it is named after its owner"},
    {"Thread (pooled)", "QHostInfo: looking up host names"},
    {"QDBusConnection", "QtDBus: the key store's and the desktop's bus"},
    {"gmain", "GLib under Qt and libsecret"},
    {"gdbus", "GLib under libsecret"},
    {"pool-spawner", "GLib under libsecret"},
    {"dconf worker", "GLib's settings"},
    {"QXcbEventQueue", "Qt's X11 connection"},
};

QString strangersAmong(const Threads &threads)
{
    QStringList strangers;
    for (const QString &name : threads) {
        const bool known =
            std::any_of(std::begin(KnownThreads), std::end(KnownThreads),
                        [&name](const Known &one) { return name == QLatin1StringView(one.name); });
        if (!known)
            strangers.append(name);
    }
    return strangers.join(u", "_s);
}

} // namespace

/// The program runs on one thread, and so needs no lock and knows no race.
class TestThreads : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sourcesStartNone();
    void aThreadWouldBeSeen();
    void theProgramRunsOnOne_data();
    void theProgramRunsOnOne();
};

void TestThreads::sourcesStartNone()
{
    static const QRegularExpression starts(
        u"\\b(QThread(?!Storage)\\w*|QtConcurrent|QRunnable|QFutureWatcher|moveToThread|pthread_create|"
        "CreateThread|_beginthread\\w*|thrd_create|fork|vfork)\\b|"
        "\\bstd::(thread|jthread|async|packaged_task|execution)\\b|<(thread|future|execution|QThread\\w*)>"_s);
    QStringList found;
    int files = 0;
    for (const char *folder : {"/app", "/ui"}) {
        QDirIterator all(QStringLiteral(LEASEKEEPER_SOURCES) + QLatin1StringView(folder),
                         {u"*.cpp"_s, u"*.h"_s, u"*.in"_s, u"CMakeLists.txt"_s, u"*.cmake"_s}, QDir::Files,
                         QDirIterator::Subdirectories);
        while (all.hasNext()) {
            const QString path = all.next();
            const QStringList lines = textOf(path).split(u'\n');
            ++files;
            for (qsizetype n = 0; n < lines.size(); ++n) {
                const QString code = lines.at(n).section("//"_L1, 0, 0);
                if (starts.match(code).hasMatch())
                    found.append(u"%1:%2: %3"_s.arg(path, QString::number(n + 1), code.trimmed()));
            }
        }
    }
    QVERIFY(files > 200);
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
    for (const char *line :
         {"QThread worker;", "std::thread t(run);", "#include <thread>", "x.moveToThread(y)",
          "QThreadPool::globalInstance()", "auto f = std::async(run);"})
        QVERIFY2(starts.match(QLatin1StringView(line)).hasMatch(), line);
}

void TestThreads::aThreadWouldBeSeen()
{
#ifdef Q_OS_LINUX
    QThread thread;
    thread.setObjectName(u"our worker"_s);
    thread.start();
    const qint64 self = QCoreApplication::applicationPid();
    QTRY_VERIFY(threadsOf(self).values().contains(u"our worker"_s));
    QVERIFY(strangersAmong(threadsOf(self)).contains("our worker"_L1));
    thread.quit();
    QVERIFY(thread.wait(LongMs));
#else
    QSKIP("Threads of other processes are told on Linux only.");
#endif
}

void TestThreads::theProgramRunsOnOne_data()
{
    QTest::addColumn<bool>("live");
    QTest::newRow("the demo") << false;
    QTest::newRow("a service") << true;
}

void TestThreads::theProgramRunsOnOne()
{
#ifdef Q_OS_LINUX
    QFETCH(const bool, live);
    CloudServer::Options options;
    options.cloud.acceptAnyToken = true;
    CloudServer server(options);
    QCOMPARE(server.start(), QString());
    Program program;
    program.environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    program.environment.insert(u"OS_TOKEN"_s, u"any"_s);
    program.environment.insert(u"QT_LOGGING_RULES"_s, u"leasekeeper.http.debug=true"_s);
    QProcess process;
    process.setProcessEnvironment(program.environment);
    process.start(Program::path(), live ? QStringList{u"--endpoint"_s, server.url().toString(),
                                                      u"--project-id"_s, server.cloud().projectId()}
                                        : QStringList{u"--demo"_s});
    QVERIFY(process.waitForStarted(LongMs));
    // From the first moment until it has listed both kinds of instances.
    Threads seen;
    int looksWhileListing = 0;
    QByteArray said;
    const auto hasListed = [&] {
        seen.insert(threadsOf(process.processId()));
        said += process.readAllStandardError();
        const bool isOver = said.count(" 200 after ") >= 2 || process.state() != QProcess::Running;
        looksWhileListing += isOver ? 0 : 1;
        return isOver;
    };
    QVERIFY2(QTest::qWaitFor(hasListed, LongMs), said.constData());
    QCOMPARE(process.state(), QProcess::Running);
    QVERIFY(looksWhileListing > 0);
    QVERIFY2(strangersAmong(seen).isEmpty(), qPrintable(strangersAmong(seen)));
    if (live)
        QVERIFY(!seen.isEmpty()); // the network's at least
    process.kill();
    QVERIFY(QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, LongMs));
#else
    QSKIP("Threads of other processes are told on Linux only.");
#endif
}

QTEST_GUILESS_MAIN(TestThreads)
#include "tst_threads.moc"
