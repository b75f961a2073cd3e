// SPDX-License-Identifier: MIT
#include "accounts.h"
#include "application.h"
#include "cloudserver.h"
#include "connectiondialog.h"
#include "credentialkeeper.h"
#include "demoworld.h"
#include "firstrunpage.h"
#include "heartbeat.h"
#include "keychainstore.h"
#include "liveworld.h"
#include "mainwindow.h"
#include "markers.h"
#include "privatekeystore.h"
#include "program.h"
#include "qtkeychainjobs.h"
#include "session.h"
#include "settings.h"
#include "timers.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QTest>

#include <algorithm>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr int LongMs = 30'000;
constexpr int SlowMs = 20'000;
constexpr qint64 LongestPauseMs = 3'000;
constexpr char Password[] = "CANARYrealStorePassword1 ö";
constexpr int Rows = 12;
using Phase = ReadingState::Phase;

QList<SecretMarker> secrets()
{
    return {{"password", Password}, {"core of the password", "CANARYrealStorePassword1"}};
}

} // namespace

/// The whole program on a real key store: what a window keeps, the next run finds; and a key store that is
/// stopped or locked stops nobody. The slots run in this order.
class TestRealKeyStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void theWindowKeeps();
    void theNextRunFinds();
    void F84_stoppedForTwentySeconds();
    void F84_locked();
    void nothingReadableOnDisk();

private:
    /// The program as startup puts it together, with its window.
    struct Window {
        explicit Window(const QString &settingsPath)
            : settings(settingsPath),
              application(timers, settings),
              accounts(application, {settings, keeper,
                                     [](const Profile &profile, const Credential &credential) {
                                         return std::make_unique<LiveWorld>(profile, credential);
                                     },
                                     [] { return std::make_unique<DemoWorld>(DemoWorld::Options{}); },
                                     [] { return QList<FoundCredential>(); },
                                     [](const QString &) { return QList<FoundCredential>(); }})
        {
            accounts.begin();
            application.start();
        }
        [[nodiscard]] bool lists() const
        {
            return QTest::qWaitFor(
                [this] {
                    const Session *session = application.session();
                    return session && session->readingState().phase == Phase::Ready;
                },
                LongMs);
        }
        [[nodiscard]] QString shown() const
        {
            QStringList texts;
            const QList<QLabel *> labels = application.window().findChildren<QLabel *>();
            for (const QLabel *label : labels) {
                if (label->isVisible())
                    texts.append(label->text());
            }
            return texts.join(u'\n');
        }

        SystemTimers timers;
        KeychainStore store{std::make_unique<QtKeychainJobs>(), timers};
        CredentialKeeper keeper{store};
        Settings settings;
        Application application;
        Accounts accounts;
    };

    [[nodiscard]] QString settingsPath() const
    {
        return m_program->file(u"home/leasekeeper/settings.json"_s);
    }
    [[nodiscard]] ProgramRun exportProfile() const
    {
        return m_program->run({u"--profile"_s, u"lab"_s, u"--export"_s, u"-"_s});
    }

    std::unique_ptr<PrivateKeyStore> m_keys;
    std::unique_ptr<CloudServer> m_server;
    std::unique_ptr<Program> m_program;
};

void TestRealKeyStore::initTestCase()
{
    if (const QString missing = PrivateKeyStore::missing(); !missing.isEmpty())
        QSKIP(qPrintable(u"NOT TESTED with a real key store: "_s + missing));
    m_keys = std::make_unique<PrivateKeyStore>();
    QVERIFY(m_keys->start());
    CloudServer::Options options;
    options.cloud.count = Rows;
    options.cloud.users = {
        {.name = u"ana"_s, .account = u"OTC0001"_s, .password = QString::fromUtf8(Password)}};
    m_server = std::make_unique<CloudServer>(options);
    QCOMPARE(m_server->start(), QString());
    m_program = std::make_unique<Program>();
    m_program->environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, QString::fromUtf8(m_keys->address()));
}

void TestRealKeyStore::theWindowKeeps()
{
    Window window(settingsPath());
    auto *page = window.application.window().findChild<FirstRunPage *>();
    QVERIFY(page);
    Q_EMIT page->connectRequested();
    auto *dialog = window.application.window().findChild<ConnectionDialog *>();
    QVERIFY(dialog);
    Profile profile;
    profile.name = u"lab"_s;
    profile.endpoint = profile.iamEndpoint = m_server->url();
    profile.signIn = SignInMethod::Password;
    profile.loginName = u"ana"_s;
    profile.accountName = u"OTC0001"_s;
    profile.region = u"here"_s;
    profile.projectName = m_server->cloud().projectName();
    Q_EMIT dialog->decided(profile, PasswordCredential{Secret(Password)}, true);
    dialog->close();
    QVERIFY(window.lists());
    const QString id = window.settings.lastProfileId();
    QTRY_COMPARE_WITH_TIMEOUT(window.keeper.kept(id), Kept::InKeyStore, LongMs);
}

void TestRealKeyStore::theNextRunFinds()
{
    const ProgramRun run = exportProfile();
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(run.exitCode, 0);
    const QJsonObject told = QJsonDocument::fromJson(run.out).object();
    QCOMPARE(told[u"instances"_s].toArray().size(), Rows);
    QVERIFY(leakIn(run.out, secrets()).isEmpty());
    // A window, too, and nothing is typed.
    Window window(settingsPath());
    QVERIFY(window.lists());
}

void TestRealKeyStore::F84_stoppedForTwentySeconds()
{
    m_keys->setStopped(true);
    Heartbeat heart;
    QElapsedTimer since;
    since.start();
    Window window(settingsPath());
    QVERIFY(window.application.window().isVisible());
    QTRY_VERIFY2_WITH_TIMEOUT(window.shown().contains("The key store has not answered yet"_L1),
                              qPrintable(window.shown()), LongMs);
    QTRY_VERIFY_WITH_TIMEOUT(since.elapsed() > SlowMs, LongMs);
    QVERIFY(window.application.session()->readingState().phase != Phase::Ready);
    m_keys->setStopped(false);
    QVERIFY2(window.lists(), qPrintable(window.shown()));
    QVERIFY2(heart.longestMs() < LongestPauseMs, QByteArray::number(heart.longestMs()).constData());
    QVERIFY(heart.beats() > 100);
}

void TestRealKeyStore::F84_locked()
{
    QVERIFY(m_keys->lock());
    const auto seen = m_server->seen().size();
    const ProgramRun run = exportProfile();
    QVERIFY2(run.saysOneLine() && run.err.contains("The key store is locked. Unlock it"),
             run.err.constData());
    QCOMPARE(run.exitCode, 2);
    Heartbeat heart;
    Window window(settingsPath());
    QTRY_VERIFY2_WITH_TIMEOUT(window.shown().contains("The key store is locked. Unlock it"_L1),
                              qPrintable(window.shown()), LongMs);
    QCOMPARE(m_server->seen().size(), seen);
    QVERIFY2(heart.longestMs() < LongestPauseMs, QByteArray::number(heart.longestMs()).constData());
}

void TestRealKeyStore::nothingReadableOnDisk()
{
    int files = 0;
    QByteArray leak = leakBelow(m_keys->home(), secrets(), &files);
    QVERIFY2(leak.isEmpty(), leak.constData());
    leak = leakBelow(m_program->file(u"home"_s), secrets(), &files);
    QVERIFY2(leak.isEmpty(), leak.constData());
    QVERIFY(files >= 2);
}

QTEST_MAIN(TestRealKeyStore)
#include "tst_realkeystore.moc"
