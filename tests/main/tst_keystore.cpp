// SPDX-License-Identifier: MIT
#include "connectiondialog.h"
#include "desk.h"
#include "firstrunpage.h"
#include "markers.h"
#include "profilebutton.h"
#include "signindialog.h"

#include <QCheckBox>
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 SlowMs = 20'000;
using Outcome = KeychainJobs::Outcome;

QList<SecretMarker> secrets()
{
    return {{"password", Desk::canaryPassword().toUtf8()}, {"core of the password", "CANARY-4712"}};
}

} // namespace

/// F84 in the window: what a key store that is absent, locked, refusing or slow does to signing in. Each says
/// what happens next, and no file ever holds a secret.
class TestKeyStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void F84_troubleIsSaidAndNothingIsWritten_data();
    void F84_troubleIsSaidAndNothingIsWritten();
    void F84_slowToRead();
    void F84_slowToReadAndLeft();
    void F84_slowToTake();
    void aQuickOneIsNotTalkedAbout();

private:
    [[nodiscard]] QString path() const { return m_home->filePath(u"settings.json"_s); }
    /// Connects as somebody who ticked that the secret be remembered.
    static void connectFirst(Desk &desk, const QString &name, const QString &forewarning = {});
    void verifyFiles() const;

    std::unique_ptr<QTemporaryDir> m_home;
};

void TestKeyStore::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    for (const char *name : {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "TMPDIR"})
        qputenv(name, m_home->path().toUtf8());
}

void TestKeyStore::connectFirst(Desk &desk, const QString &name, const QString &forewarning)
{
    Q_EMIT desk.visible<FirstRunPage>()->connectRequested();
    auto *dialog = desk.visible<ConnectionDialog>();
    QVERIFY(dialog);
    // Before anybody has to decide, it is said what will come of it.
    if (!forewarning.isEmpty()) {
        const auto *label = dialog->findChild<QLabel *>(u"keepingLabel"_s);
        QVERIFY2(desk.until([&] { return label->isVisible() && label->text().contains(forewarning); }),
                 qPrintable(label->text()));
        const bool isAbsent = desk.keeper.keyStoreState() == KeyStoreState::Absent;
        QCOMPARE(dialog->findChild<QCheckBox *>(u"rememberCheck"_s)->isEnabled(), !isAbsent);
    }
    Q_EMIT dialog->decided(desk.userProfile(name), Desk::password(), true);
    dialog->close();
}

void TestKeyStore::verifyFiles() const
{
    int files = 0;
    const QByteArray leak = leakBelow(m_home->path(), secrets(), &files);
    QVERIFY2(leak.isEmpty(), leak.constData());
    QVERIFY(files > 0);
}

void TestKeyStore::F84_troubleIsSaidAndNothingIsWritten_data()
{
    QTest::addColumn<Outcome>("trouble");
    QTest::addColumn<QString>("whenKeeping");
    QTest::addColumn<QString>("whenReading");
    QTest::newRow("absent") << Outcome::NoStore << u"key store cannot be reached, so this sign-in is kept"_s
                            << u"key store cannot be reached"_s;
    QTest::newRow("locked") << Outcome::Locked << u"The key store is locked, so this sign-in is kept"_s
                            << u"The key store is locked. Unlock it"_s;
    QTest::newRow("refusing") << Outcome::Denied << u"The key store refused to take this sign-in"_s
                              << u"The key store refused access"_s;
    QTest::newRow("failing") << Outcome::OtherTrouble
                             << u"key store cannot be reached, so this sign-in is kept"_s
                             << u"key store cannot be reached"_s;
}

void TestKeyStore::F84_troubleIsSaidAndNothingIsWritten()
{
    QFETCH(const Outcome, trouble);
    QFETCH(const QString, whenKeeping);
    QFETCH(const QString, whenReading);
    {
        VirtualDesk desk(path());
        desk.keychain.trouble = trouble;
        const QString instance = desk.place(u"ocr-lab"_s, u"STOPPED"_s);
        desk.begin();
        connectFirst(desk, u"lab"_s, u"kept in memory until you quit"_s);
        // In memory it goes on, says so, and until when.
        QVERIFY(desk.lists(1));
        QVERIFY2(desk.says(whenKeeping), qPrintable(desk.shownTexts()));
        QVERIFY2(desk.says(u"until you quit"_s), qPrintable(desk.shownTexts()));
        QVERIFY(desk.keychain.entries.isEmpty());
        verifyFiles();
        // Signing out wipes memory; nothing has it then, and the reason is there where it is asked for again.
        Q_EMIT desk.visible<ProfileButton>()->signOutRequested();
        QVERIFY(desk.until([&] { return desk.shows(u"signInButton"_s); }));
        QVERIFY(desk.rowOf(instance) >= 0);
        QVERIFY(desk.click(u"signInButton"_s));
        QVERIFY(desk.until([&] { return desk.visible<SignInDialog>(); }));
        QVERIFY2(desk.shownTexts().contains(whenReading), qPrintable(desk.shownTexts()));
        Q_EMIT desk.visible<SignInDialog>()->decided(Desk::password(), true);
        desk.visible<SignInDialog>()->close();
        QVERIFY(desk.lists(1));
        verifyFiles();
        QSignalSpy finished(&desk.application, &Application::finished);
        desk.window().close();
        QVERIFY(desk.until([&] { return finished.size() == 1; }));
    }
    verifyFiles();
    // The next run has the profile, no secret, and says why.
    VirtualDesk again(path());
    again.keychain.trouble = trouble;
    again.begin();
    QVERIFY(again.until([&] { return again.shows(u"signInPageButton"_s); }));
    QVERIFY2(again.shownTexts().contains(whenReading), qPrintable(again.shownTexts()));
    QVERIFY(again.server.seen().isEmpty());
    verifyFiles();
}

void TestKeyStore::F84_slowToRead()
{
    VirtualDesk desk(path());
    desk.place(u"ocr-lab"_s, u"STOPPED"_s);
    const QString id = desk.keep(desk.userProfile(u"lab"_s), Desk::password());
    QVERIFY(!id.isEmpty());
    desk.keeper.wipe(id);
    desk.keychain.delayMs = SlowMs;
    const qint64 begunAtMs = desk.monotonicMs();
    desk.begin();
    QVERIFY(desk.window().isVisible());
    QVERIFY(desk.window().windowTitle().startsWith("lab"_L1));
    // It says what it waits for, long before the answer.
    QVERIFY2(desk.says(u"The key store has not answered yet"_s), qPrintable(desk.shownTexts()));
    QCOMPARE(desk.monotonicMs() - begunAtMs, KeychainStore::QuietMs);
    QVERIFY(desk.shows(u"signInPageButton"_s));
    // The window is usable meanwhile: another connection could be made.
    Q_EMIT desk.visible<ProfileButton>()->newRequested();
    QVERIFY(desk.visible<ConnectionDialog>());
    Desk::press(*desk.visible<ConnectionDialog>(), Qt::Key_Escape);
    QVERIFY(!desk.anyDialog());
    desk.pass(SlowMs - KeychainStore::QuietMs - 1);
    QCOMPARE(desk.phase(), ReadingState::Phase::SignedOut);
    QVERIFY(desk.server.seen().isEmpty());
    // The answer counts in the end, and nobody typed anything.
    QVERIFY(desk.lists(1));
    QCOMPARE(desk.monotonicMs() - begunAtMs, SlowMs);
    QVERIFY(!desk.visible<SignInDialog>());
    verifyFiles();
}

void TestKeyStore::F84_slowToReadAndLeft()
{
    VirtualDesk desk(path());
    desk.place(u"ocr-lab"_s, u"STOPPED"_s);
    const QString slow = desk.keep(desk.userProfile(u"slow"_s), Desk::password());
    QVERIFY(!slow.isEmpty());
    desk.keychain.delayMs = SlowMs;
    desk.begin();
    QVERIFY(desk.until([&] { return desk.shows(u"signInPageButton"_s); }));
    // Typed instead of waiting: at once it lists.
    desk.keychain.delayMs = 0;
    const qint64 clickedAtMs = desk.monotonicMs();
    QVERIFY(desk.click(u"signInPageButton"_s));
    QVERIFY(desk.until([&] { return desk.visible<SignInDialog>(); }));
    Q_EMIT desk.visible<SignInDialog>()->decided(Desk::password(), false);
    desk.visible<SignInDialog>()->close();
    QVERIFY(desk.lists(1));
    QCOMPARE(desk.monotonicMs(), clickedAtMs);
    QCOMPARE(desk.keychain.running, 1);
    const int issued = desk.server.cloud().tokensIssued();
    // The late answer changes nothing.
    desk.pass(2 * SlowMs);
    QCOMPARE(desk.keychain.running, 0);
    QCOMPARE(desk.server.cloud().tokensIssued(), issued);
    QCOMPARE(desk.phase(), ReadingState::Phase::Ready);
    QCOMPARE(desk.keeper.kept(slow), Kept::InMemoryOnly);
    verifyFiles();
}

void TestKeyStore::F84_slowToTake()
{
    VirtualDesk desk(path());
    desk.keychain.delayMs = SlowMs;
    desk.place(u"ocr-lab"_s, u"STOPPED"_s);
    desk.begin();
    const qint64 begunAtMs = desk.monotonicMs();
    connectFirst(desk, u"lab"_s);
    QVERIFY(desk.lists(1));
    QCOMPARE(desk.monotonicMs(), begunAtMs);
    const QString id = desk.settings.profiles().first().id;
    QCOMPARE(desk.keeper.kept(id), Kept::InMemoryOnly);
    QVERIFY2(desk.says(u"until it does, this sign-in is kept in memory"_s), qPrintable(desk.shownTexts()));
    verifyFiles();
    QVERIFY(desk.until([&] { return desk.keeper.kept(id) == Kept::InKeyStore; }));
    QCOMPARE(desk.monotonicMs() - begunAtMs, SlowMs);
    // What was said is over.
    QVERIFY2(!desk.shownTexts().contains(u"kept in memory"_s), qPrintable(desk.shownTexts()));
    verifyFiles();
}

void TestKeyStore::aQuickOneIsNotTalkedAbout()
{
    VirtualDesk desk(path());
    Profile profile = desk.userProfile(u"lab"_s);
    profile.id = u"1"_s;
    desk.settings.putProfile(profile);
    desk.begin();
    QVERIFY(desk.until([&] { return desk.shows(u"signInPageButton"_s); }));
    QVERIFY(desk.click(u"signInPageButton"_s));
    QVERIFY(desk.until([&] { return desk.visible<SignInDialog>(); }));
    Q_EMIT desk.visible<SignInDialog>()->decided(Desk::password(), true);
    desk.visible<SignInDialog>()->close();
    QVERIFY(desk.lists(0));
    QVERIFY(desk.until([&] { return desk.keeper.kept(profile.id) == Kept::InKeyStore; }));
    QVERIFY2(desk.until([&] { return !desk.shownTexts().contains("kept in memory"_L1); }),
             qPrintable(desk.shownTexts()));
    // Where memory is what was asked for, that is said, and goes with the sign-in.
    Q_EMIT desk.visible<ProfileButton>()->signOutRequested();
    desk.keychain.entries.clear();
    QVERIFY(desk.until([&] { return desk.shows(u"signInButton"_s); }));
    QVERIFY(desk.click(u"signInButton"_s));
    QVERIFY(desk.until([&] { return desk.visible<SignInDialog>(); }));
    Q_EMIT desk.visible<SignInDialog>()->decided(Desk::password(), false);
    desk.visible<SignInDialog>()->close();
    QVERIFY2(desk.says(u"As you asked, this sign-in is kept in memory"_s), qPrintable(desk.shownTexts()));
    Q_EMIT desk.visible<ProfileButton>()->signOutRequested();
    QVERIFY2(desk.until([&] { return !desk.shownTexts().contains("kept in memory"_L1); }),
             qPrintable(desk.shownTexts()));
}

QTEST_MAIN(TestKeyStore)
#include "tst_keystore.moc"
