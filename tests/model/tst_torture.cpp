// SPDX-License-Identifier: MIT
#include "exporter.h"
#include "failingfiles.h"
#include "modelrun.h"
#include "outputfile.h"

#include <QDir>
#include <QFile>
#include <QHashSeed>
#include <QSaveFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cerrno>
#include <vector>

using namespace leasekeeper;
using namespace leasekeeper::test::model;
using namespace Qt::StringLiterals;

namespace
{

using Spoilt = ModelRun::Spoilt;

struct Journey {
    const char *name;
    Script script;
};

constexpr qint64 MinuteMs = 60'000;

std::vector<Journey> journeys()
{
    const Start start{.states = {u"RUNNING"_s, u"STOPPED"_s, u"RUNNING"_s, u"STOPPED"_s},
                      .transitionMs = 8'000};
    Start password = start;
    password.password = true;
    Start grace = start;
    grace.graceMs = 5'000;
    const Step listed{.thenMs = 1'000};
    const auto submit = [](InstanceVerb verb, quint32 who, qint64 thenMs) {
        return Step{.what = Do::Submit, .verb = verb, .who = who, .thenMs = thenMs};
    };
    return {
        {"connect and list", {password, {listed}}},
        {"refresh", {start, {listed, {.what = Do::Refresh, .thenMs = 2'000}}}},
        {"prolong one", {start, {listed, submit(InstanceVerb::Prolong, 1, 3'000)}}},
        {"prolong many", {start, {listed, submit(InstanceVerb::Prolong, 15, 3'000)}}},
        {"delete stopped", {grace, {listed, submit(InstanceVerb::Delete, 2, 30'000)}}},
        {"delete running", {grace, {listed, submit(InstanceVerb::Delete, 1, 60'000)}}},
        {"open in the browser",
         {start,
          {listed,
           {.what = Do::Open, .who = 1, .thenMs = 2'000},
           {.what = Do::Open, .who = 4, .thenMs = 2'000},
           {.what = Do::Open, .who = 1}}}},
        {"start", {start, {listed, submit(InstanceVerb::Start, 2, 20'000)}}},
        {"stop", {start, {listed, submit(InstanceVerb::Stop, 1, 20'000)}}},
        {"sign out and in",
         {password,
          {listed,
           submit(InstanceVerb::Stop, 1, 50),
           {.what = Do::SignOut, .thenMs = 2'000},
           {.what = Do::SignIn, .thenMs = 5'000}}}},
        {"switch account",
         {start,
          {listed,
           submit(InstanceVerb::Stop, 5, 50),
           {.what = Do::Switch, .thenMs = 5'000},
           submit(InstanceVerb::Start, 2, 50),
           {.what = Do::Switch, .thenMs = 5'000}}}},
        {"quit with work in flight",
         {grace,
          {listed,
           submit(InstanceVerb::Stop, 1, 50),
           submit(InstanceVerb::Delete, 2, 50),
           {.what = Do::Restart, .thenMs = 20'000}}}},
        {"killed with work in flight",
         {start,
          {listed,
           submit(InstanceVerb::Stop, 1, 50),
           submit(InstanceVerb::Delete, 10, 50),
           {.what = Do::Kill, .thenMs = 20'000}}}},
    };
}

} // namespace

/// The so-many-th call of every outside interface fails, for every number there is, over these journeys: the
/// promises hold at each step and in the end. LEASEKEEPER_TEST_TRACE="asleep at request 7" prints the wire of
/// that trouble.
class TestTorture : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QHashSeed::setDeterministicGlobalSeed(); }
    void everyCallOfSavingCanFail();
    void request_data() { journeysData(); }
    void request();
    void fileCall_data() { journeysData(); }
    void fileCall();
    void keyStore_data() { journeysData(); }
    void keyStore();
    void F15_route_data() { journeysData(); }
    void F15_route();
    void F02_name_data() { journeysData(); }
    void F02_name();
    void exportFile();
    void F88_browser();
    void clock_data() { journeysData(); }
    void clock();
    void timer_data() { journeysData(); }
    void timer();

private:
    static void journeysData();
    /// The journey of the present row.
    [[nodiscard]] static Script script();
    /// The calls of a run in which nothing fails.
    static ModelRun::Calls calls(Spoilt well = {});
    static bool holds(Spoilt spoilt, const QString &what);
    /// Each of so many calls comes to nothing, at once and after a long silence. There must be some.
    static bool holdsRefusedAndSilent(int count, int Spoilt::*which, bool Spoilt::*silent,
                                      const QString &what, Spoilt spoilt = {});
};

void TestTorture::journeysData()
{
    QTest::addColumn<int>("journey");
    const std::vector<Journey> all = journeys();
    for (std::size_t i = 0; i < all.size(); ++i)
        QTest::newRow(all.at(i).name) << int(i);
}

Script TestTorture::script()
{
    QFETCH(const int, journey);
    return journeys().at(std::size_t(journey)).script;
}

ModelRun::Calls TestTorture::calls(Spoilt well)
{
    well.onDisk = true;
    ModelRun run(script(), well);
    const QString breach = run.run();
    if (!breach.isEmpty())
        qWarning("without any fault: %s", qPrintable(breach));
    return breach.isEmpty() ? run.calls() : ModelRun::Calls();
}

bool TestTorture::holds(Spoilt spoilt, const QString &what)
{
    spoilt.onDisk = true;
    ModelRun run(script(), spoilt);
    if (qEnvironmentVariable("LEASEKEEPER_TEST_TRACE") == what)
        run.trace();
    const QString breach = run.run();
    if (!breach.isEmpty())
        qWarning("%s: %s", qPrintable(what), qPrintable(breach));
    return breach.isEmpty();
}

bool TestTorture::holdsRefusedAndSilent(int count, int Spoilt::*which, bool Spoilt::*silent,
                                        const QString &what, Spoilt spoilt)
{
    for (int n = 1; n <= count; ++n) {
        spoilt.*which = n;
        spoilt.*silent = false;
        if (!holds(spoilt, what.arg(n) + u", refused"_s))
            return false;
        spoilt.*silent = true;
        if (!holds(spoilt, what.arg(n) + u", never answered"_s))
            return false;
    }
    return count > 0;
}

/// The means itself: else the rows about files would prove nothing.
void TestTorture::everyCallOfSavingCanFail()
{
#ifndef Q_OS_LINUX
    QSKIP("Only where file calls can be listened to");
#endif
    const QTemporaryDir home;
    const QString folder = home.filePath(u"folder"_s);
    FailingFiles::watch(home.path(), 1);
    QVERIFY(!QDir().mkpath(folder));
    QCOMPARE(errno, ENOSPC);
    FailingFiles::forget();
    QVERIFY(QDir().mkpath(folder));

    const auto save = [&folder](const QByteArray &bytes) {
        QSaveFile file(QDir(folder).filePath(u"file"_s));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.flush() &&
               file.commit();
    };
    const auto saved = [&folder] {
        QFile file(QDir(folder).filePath(u"file"_s));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    QVERIFY(save("old"));
    FailingFiles::watch(home.path(), 0);
    QVERIFY(save("old"));
    const int count = FailingFiles::count();
    QVERIFY2(count >= 4, qPrintable(QString::number(count))); // opening, writing, forcing to disk, renaming
    int failed = 0;
    for (int n = 1; n <= count; ++n) {
        for (const int times : {1, 2}) {
            FailingFiles::watch(home.path(), n, times);
            const bool isSaved = save("new");
            FailingFiles::forget();
            failed += isSaved ? 0 : 1;
            QCOMPARE(saved(), isSaved ? QByteArray("new") : QByteArray("old"));
            QVERIFY(save("old"));
        }
    }
    // Qt has another way to open a file, and does not ask whether forcing it to disk has come to anything.
    QVERIFY2(failed >= 2 * count - 3, qPrintable(u"%1 of %2"_s.arg(failed).arg(2 * count)));
}

void TestTorture::request()
{
    const int count = calls().requests;
    QVERIFY(count > 1);
    const QList<Trouble> troubles{
        Trouble::HostNotFound, Trouble::Refused, Trouble::LostBefore, Trouble::LostAfter, Trouble::Hang,
        Trouble::HangAfter,    Trouble::Portal,  Trouble::Moved,      Trouble::S401,      Trouble::S403,
        Trouble::S429,         Trouble::S500,    Trouble::S503After,  Trouble::Cut,       Trouble::WildDate};
    for (const Trouble trouble : troubles) {
        for (int n = 1; n <= count; ++n) {
            Spoilt spoilt;
            spoilt.request = Step{.what = Do::Fault, .trouble = trouble, .skip = n - 1};
            QVERIFY(holds(spoilt, u"request %1, %2"_s.arg(n).arg(int(trouble))));
        }
    }
}

void TestTorture::fileCall()
{
    const int count = calls().files;
#ifdef Q_OS_LINUX
    QVERIFY(count > 0);
#endif
    for (int n = 1; n <= count; ++n) {
        Spoilt spoilt;
        spoilt.failingFile = n;
        QVERIFY(holds(spoilt, u"file call %1"_s.arg(n)));
        // Where one way fails, Qt may know another.
        spoilt.failingFiles = 2;
        QVERIFY(holds(spoilt, u"file calls %1 and the next"_s.arg(n)));
    }
}

void TestTorture::keyStore()
{
    QVERIFY(holdsRefusedAndSilent(calls().keyCalls, &Spoilt::troubledKeyCall, &Spoilt::keyCallIsSilent,
                                  u"key store, call %1"_s));
}

void TestTorture::F15_route()
{
    Spoilt spoilt;
    spoilt.doubtsRoute = true;
    const int count = calls(spoilt).routes;
    QVERIFY(count > 1);
    QVERIFY(holdsRefusedAndSilent(count, &Spoilt::troubledRoute, &Spoilt::routeIsSilent,
                                  u"look-up %1 of the way"_s, spoilt));
}

/// What may leave without a sign is not let go before its name is known.
void TestTorture::F02_name()
{
    const int count = calls().names;
    QVERIFY(count > 1);
    QVERIFY(holdsRefusedAndSilent(count, &Spoilt::troubledName, &Spoilt::nameIsSilent,
                                  u"look-up %1 of the name"_s));
}

/// One more journey: the table is exported over an older export.
void TestTorture::exportFile()
{
#ifndef Q_OS_LINUX
    QSKIP("Only where file calls can be listened to");
#endif
    const QTemporaryDir home;
    const QString path = home.filePath(u"table.json"_s);
    Instance instance;
    instance.id = u"one"_s;
    const QByteArray table = exportDocument({instance}, {}, ExportFormat::Json);
    const auto written = [&path] {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    FailingFiles::watch(home.path(), 0);
    QCOMPARE(writeOutput(path, table), QString());
    const int count = FailingFiles::count();
    FailingFiles::forget();
    QVERIFY(count >= 3); // opening, writing, renaming
    int failed = 0;
    for (int n = 1; n <= count; ++n) {
        for (const int times : {1, 2}) {
            QCOMPARE(writeOutput(path, "older"), QString());
            FailingFiles::watch(home.path(), n, times);
            const QString trouble = writeOutput(path, table);
            FailingFiles::forget();
            failed += trouble.isEmpty() ? 0 : 1;
            QCOMPARE(written(), trouble.isEmpty() ? table : QByteArray("older"));
            QVERIFY2(trouble.isEmpty() || trouble.contains(u"table.json"_s), qPrintable(trouble));
        }
    }
    QVERIFY(failed >= count);
}

void TestTorture::F88_browser()
{
    const std::vector<Journey> all = journeys();
    const auto opens = std::find_if(all.begin(), all.end(), [](const Journey &journey) {
        return QByteArray(journey.name) == "open in the browser";
    });
    for (int n = 0; n <= 3; ++n) {
        Spoilt spoilt;
        spoilt.troubledOpening = n;
        ModelRun run(opens->script, spoilt);
        QCOMPARE(run.run(), QString());
        QCOMPARE(run.calls().openings, n == 0 ? 3 : 2);
    }
}

void TestTorture::clock()
{
    const int count = calls().requests;
    for (int n = 1; n <= count; ++n) {
        Spoilt spoilt;
        spoilt.clockAt = n;
        spoilt.jumpMs = 26 * 60 * MinuteMs;
        QVERIFY(holds(spoilt, u"wall clock ahead at request %1"_s.arg(n)));
        spoilt.jumpMs = -26 * 60 * MinuteMs;
        QVERIFY(holds(spoilt, u"wall clock back at request %1"_s.arg(n)));
        spoilt.jumpMs = 0;
        spoilt.sleepMs = 12 * MinuteMs;
        QVERIFY(holds(spoilt, u"asleep at request %1"_s.arg(n)));
    }
}

void TestTorture::timer()
{
    const int count = calls().timers;
    QVERIFY(count > 0);
    for (int n = 1; n <= count; ++n) {
        Spoilt spoilt;
        spoilt.lateTimer = n;
        QVERIFY(holds(spoilt, u"timer %1 late"_s.arg(n)));
    }
}

QTEST_GUILESS_MAIN(TestTorture)
#include "tst_torture.moc"
