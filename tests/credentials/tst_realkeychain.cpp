// SPDX-License-Identifier: MIT
#include "credentialkeeper.h"
#include "keychainstore.h"
#include "qtkeychainjobs.h"
#include "timers.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QLibrary>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <optional>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

namespace
{

constexpr int WaitMs = 10'000;
constexpr char Password[] = "a password of the test";

} // namespace

/// The real library on a real key store, in a D-Bus session and a home of the test's own. The slots run in
/// this order: the library below finds the session once and stays with it.
class TestRealKeychain : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void F84_withoutASession();
    void F84_sessionWithoutKeyStore();
    void keepsAndForgets();
    void twoProfiles();
    void survivesTheNextRun();
    void F84_locked();
    void F84_goneWhileWeRun();
    void nothingReadableOnDisk();
    void cleanupTestCase();

private:
    void startKeyring();
    /// What the key store's service answers to a method with one argument; empty if nothing.
    [[nodiscard]] static QByteArray asked(const QString &method, const QString &argument);
    [[nodiscard]] StoreAnswer read(const QString &id);
    [[nodiscard]] StoreAnswer write(const QString &id, const Credential &credential);
    [[nodiscard]] StoreAnswer remove(const QString &id);
    /// Starts one call and waits for its answer; Cancelled if none came.
    [[nodiscard]] StoreAnswer answerOf(const std::function<void(CredentialStore::Done)> &call);

    QTemporaryDir m_home;
    QProcess m_bus;
    QProcess m_keyring;
    SystemTimers m_timers;
    std::unique_ptr<KeychainStore> m_store;
};

void TestRealKeychain::initTestCase()
{
#ifndef Q_OS_LINUX
    QSKIP("a private key store can be set up on Linux only");
#else
    for (const char *program : {"dbus-daemon", "dbus-send", "gnome-keyring-daemon"}) {
        if (QStandardPaths::findExecutable(QString::fromLatin1(program)).isEmpty())
            QSKIP(qPrintable(
                u"NOT TESTED with a real key store: there is no %1"_s.arg(QLatin1StringView(program))));
    }
    QLibrary secretService(u"secret-1"_s, 0);
    if (!secretService.load())
        QSKIP("NOT TESTED with a real key store: there is no libsecret");

    QVERIFY(m_home.isValid());
    const QString runtime = m_home.filePath(u"runtime"_s);
    QVERIFY(QDir().mkpath(runtime));
    QVERIFY(QFile::setPermissions(runtime, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    qputenv("HOME", m_home.path().toUtf8());
    qputenv("XDG_RUNTIME_DIR", runtime.toUtf8());
    for (const char *name : {"XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "DISPLAY",
                             "WAYLAND_DISPLAY", "GNOME_KEYRING_CONTROL", "DBUS_STARTER_ADDRESS"})
        qunsetenv(name);
    qputenv("DBUS_SESSION_BUS_ADDRESS", QByteArray("unix:path=" + runtime.toUtf8() + "/nobody"));
    m_store = std::make_unique<KeychainStore>(std::make_unique<QtKeychainJobs>(), m_timers);
#endif
}

StoreAnswer TestRealKeychain::answerOf(const std::function<void(CredentialStore::Done)> &call)
{
    std::optional<StoreAnswer> got;
    call([&](const StoreAnswer &answer) { got = answer; });
    return QTest::qWaitFor([&] { return got.has_value(); }, WaitMs)
               ? *got
               : StoreAnswer{StoreAnswer::Outcome::Cancelled, {}, {}};
}

StoreAnswer TestRealKeychain::read(const QString &id)
{
    QObject here;
    return answerOf([&](const CredentialStore::Done &done) { m_store->read(id, &here, done); });
}

StoreAnswer TestRealKeychain::write(const QString &id, const Credential &credential)
{
    QObject here;
    return answerOf([&](const CredentialStore::Done &done) { m_store->write(id, credential, &here, done); });
}

StoreAnswer TestRealKeychain::remove(const QString &id)
{
    QObject here;
    return answerOf([&](const CredentialStore::Done &done) { m_store->remove(id, &here, done); });
}

void TestRealKeychain::F84_withoutASession()
{
    const StoreAnswer answer = read(u"a"_s);
    QCOMPARE(answer.outcome, StoreAnswer::Outcome::Unavailable);
    QVERIFY(!answer.text.isEmpty());
    QCOMPARE(write(u"a"_s, PasswordCredential{Secret("MARKERnobus")}).outcome,
             StoreAnswer::Outcome::Unavailable);
    QCOMPARE(remove(u"a"_s).outcome, StoreAnswer::Outcome::Unavailable);
}

void TestRealKeychain::F84_sessionWithoutKeyStore()
{
    // No service starts by itself on this bus: the key store is there when the test starts it.
    QFile config(m_home.filePath(u"bus.conf"_s));
    QVERIFY(config.open(QIODevice::WriteOnly));
    config.write(
        "<busconfig><type>session</type><listen>unix:tmpdir=" + m_home.path().toUtf8() +
        "</listen><policy context=\"default\"><allow send_destination=\"*\"/><allow eavesdrop=\"true\"/>"
        "<allow own=\"*\"/></policy></busconfig>");
    config.close();
    m_bus.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_bus.start(u"dbus-daemon"_s,
                {u"--config-file="_s + config.fileName(), u"--print-address"_s, u"--nofork"_s});
    QVERIFY(QTest::qWaitFor([&] { return m_bus.canReadLine(); }, WaitMs));
    qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.readLine().trimmed());

    QCOMPARE(read(u"a"_s).outcome, StoreAnswer::Outcome::Unavailable);
    QCOMPARE(write(u"a"_s, PasswordCredential{Secret("MARKERnostore")}).outcome,
             StoreAnswer::Outcome::Unavailable);
}

void TestRealKeychain::startKeyring()
{
    m_keyring.start(u"gnome-keyring-daemon"_s, {u"--foreground"_s, u"--unlock"_s, u"--components=secrets"_s});
    QVERIFY(m_keyring.waitForStarted(WaitMs));
    m_keyring.write(Password);
    m_keyring.closeWriteChannel();
    // It is there when its collection answers.
    const auto isThere = [this] {
        return asked(u"ReadAlias"_s, u"string:default"_s)
            .contains("/org/freedesktop/secrets/collection/login");
    };
    QVERIFY(QTest::qWaitFor(isThere, WaitMs));
}

QByteArray TestRealKeychain::asked(const QString &method, const QString &argument)
{
    QProcess send;
    send.start(u"dbus-send"_s,
               {u"--session"_s, u"--print-reply"_s, u"--dest=org.freedesktop.secrets"_s,
                u"/org/freedesktop/secrets"_s, u"org.freedesktop.Secret.Service."_s + method, argument});
    const bool answered = send.waitForFinished(WaitMs) && send.exitCode() == 0;
    return answered ? send.readAllStandardOutput() : QByteArray();
}

void TestRealKeychain::keepsAndForgets()
{
    startKeyring();
    if (QTest::currentTestFailed())
        return;
    QCOMPARE(read(u"a"_s).outcome, StoreAnswer::Outcome::NotFound);
    const QList<Credential> credentials{
        TokenCredential{Secret(QByteArray("MARKERtoken").repeated(1'000)), 1'700'000'000'123},
        PasswordCredential{Secret("MARKER \"password\" \\ 密码 % ;")},
        AccessKeyCredential{u"AK"_s, Secret("MARKERsk"), Secret("MARKERst")},
    };
    for (const Credential &credential : credentials) {
        QCOMPARE(write(u"a"_s, credential).outcome, StoreAnswer::Outcome::Done);
        const StoreAnswer answer = read(u"a"_s);
        QCOMPARE(answer.outcome, StoreAnswer::Outcome::Done);
        QVERIFY(answer.credential == credential);
    }
    QCOMPARE(remove(u"a"_s).outcome, StoreAnswer::Outcome::Done);
    QCOMPARE(read(u"a"_s).outcome, StoreAnswer::Outcome::NotFound);
    QCOMPARE(remove(u"a"_s).outcome, StoreAnswer::Outcome::Done);
}

void TestRealKeychain::twoProfiles()
{
    const Credential one = PasswordCredential{Secret("MARKERone")};
    const Credential two = PasswordCredential{Secret("MARKERtwo")};
    QCOMPARE(write(u"one"_s, one).outcome, StoreAnswer::Outcome::Done);
    QCOMPARE(write(u"two"_s, two).outcome, StoreAnswer::Outcome::Done);
    QVERIFY(read(u"one"_s).credential == one);
    QVERIFY(read(u"two"_s).credential == two);
    QCOMPARE(remove(u"one"_s).outcome, StoreAnswer::Outcome::Done);
    QCOMPARE(read(u"one"_s).outcome, StoreAnswer::Outcome::NotFound);
    QVERIFY(read(u"two"_s).credential == two);
}

void TestRealKeychain::survivesTheNextRun()
{
    m_store = std::make_unique<KeychainStore>(std::make_unique<QtKeychainJobs>(), m_timers);
    CredentialKeeper keeper(*m_store);
    QObject here;
    const StoreAnswer answer =
        answerOf([&](const CredentialStore::Done &done) { keeper.load(u"two"_s, &here, done); });
    QVERIFY(answer.credential == Credential(PasswordCredential{Secret("MARKERtwo")}));
    QCOMPARE(keeper.kept(u"two"_s), Kept::InKeyStore);
}

void TestRealKeychain::F84_locked()
{
    QVERIFY(!asked(u"Lock"_s, u"array:objpath:/org/freedesktop/secrets/collection/login"_s).isEmpty());
    // Nobody is there to type the password that unlocks it.
    QCOMPARE(read(u"two"_s).outcome, StoreAnswer::Outcome::Locked);
    QCOMPARE(write(u"two"_s, PasswordCredential{Secret("MARKERlocked")}).outcome,
             StoreAnswer::Outcome::Locked);
    QCOMPARE(remove(u"two"_s).outcome, StoreAnswer::Outcome::Locked);
    QCOMPARE(remove(u"never there"_s).outcome, StoreAnswer::Outcome::Locked);
    // And it is there still, which is why nobody may say that it was removed.
    QVERIFY(asked(u"SearchItems"_s, u"dict:string:string:user,two"_s).contains("/collection/login/"));
    QVERIFY(!asked(u"SearchItems"_s, u"dict:string:string:user,a"_s).contains("/collection/login/"));
}

void TestRealKeychain::F84_goneWhileWeRun()
{
    m_keyring.kill();
    QVERIFY(m_keyring.waitForFinished(WaitMs));
    QCOMPARE(read(u"two"_s).outcome, StoreAnswer::Outcome::Unavailable);
    QCOMPARE(write(u"two"_s, PasswordCredential{Secret("MARKERgone")}).outcome,
             StoreAnswer::Outcome::Unavailable);
}

void TestRealKeychain::nothingReadableOnDisk()
{
    int files = 0;
    QDirIterator all(m_home.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (all.hasNext()) {
        QFile file(all.next());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        ++files;
        const QByteArray content = file.readAll();
        QVERIFY2(!content.contains("MARKER"), qPrintable(file.fileName()));
        QVERIFY2(!content.contains(QByteArray("MARKERtwo").toBase64().left(8)), qPrintable(file.fileName()));
    }
    QVERIFY(files > 0);
}

void TestRealKeychain::cleanupTestCase()
{
    for (QProcess *process : {&m_keyring, &m_bus}) {
        process->kill();
        process->waitForFinished(WaitMs);
    }
}

QTEST_GUILESS_MAIN(TestRealKeychain)
#include "tst_realkeychain.moc"
