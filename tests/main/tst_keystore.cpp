// SPDX-License-Identifier: MIT
#include "connectiondialog.h"
#include "desk.h"
#include "firstrunpage.h"
#include "heartbeat.h"
#include "markers.h"
#include "profilebutton.h"
#include "signindialog.h"

#include <QCheckBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr int LongMs = 30'000;
constexpr int SlowMs = 20'000;
/// Far more than a busy computer needs, far less than the key store stays silent.
constexpr qint64 LongestPauseMs = 3'000;
using Outcome = KeychainJobs::Outcome;
using Phase = ReadingState::Phase;

Credential password()
{
    return PasswordCredential{Secret(Desk::canaryPassword().toUtf8())};
}

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
    [[nodiscard]] static bool lists(const Desk &desk, int rows);
    [[nodiscard]] static QString shownTexts(const Desk &desk);
    [[nodiscard]] static bool says(const Desk &desk, const QString &text)
    {
        return QTest::qWaitFor([&] { return shownTexts(desk).contains(text); }, LongMs);
    }
    static void begin(Desk &desk);
    /// Connects as somebody who ticked that the secret be remembered.
    static void connectFirst(Desk &desk, const QString &name, const QString &forewarning = {});
    /// A profile with its secret in the key store, as an earlier run left it.
    static QString keep(Desk &desk, const QString &name);
    void verifyFiles() const;
    template <typename T> [[nodiscard]] static T *visible(const Desk &desk)
    {
        const QList<T *> all = desk.window().findChildren<T *>();
        const auto found =
            std::find_if(all.begin(), all.end(), [](const T *one) { return one->isVisible(); });
        return found == all.end() ? nullptr : *found;
    }

    std::unique_ptr<QTemporaryDir> m_home;
};

void TestKeyStore::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    for (const char *name : {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "TMPDIR"})
        qputenv(name, m_home->path().toUtf8());
}

bool TestKeyStore::lists(const Desk &desk, int rows)
{
    return QTest::qWaitFor(
        [&] {
            const Session *session = desk.application.session();
            return session && session->readingState().phase == Phase::Ready &&
                   desk.table().model()->rowCount() == rows;
        },
        LongMs);
}

QString TestKeyStore::shownTexts(const Desk &desk)
{
    QStringList texts;
    const QList<QLabel *> labels = desk.window().findChildren<QLabel *>();
    for (const QLabel *label : labels) {
        if (label->isVisible())
            texts.append(label->text());
    }
    return texts.join(u'\n');
}

void TestKeyStore::begin(Desk &desk)
{
    desk.window().resize(1280, 800);
    desk.accounts.begin();
    desk.application.start();
}

void TestKeyStore::connectFirst(Desk &desk, const QString &name, const QString &forewarning)
{
    Q_EMIT visible<FirstRunPage>(desk)->connectRequested();
    auto *dialog = visible<ConnectionDialog>(desk);
    QVERIFY(dialog);
    // Before anybody has to decide, it is said what will come of it.
    if (!forewarning.isEmpty()) {
        const auto *label = dialog->findChild<QLabel *>(u"keepingLabel"_s);
        QTRY_VERIFY2(label->isVisible() && label->text().contains(forewarning), qPrintable(label->text()));
        const bool isAbsent = desk.keeper.keyStoreState() == KeyStoreState::Absent;
        QCOMPARE(dialog->findChild<QCheckBox *>(u"rememberCheck"_s)->isEnabled(), !isAbsent);
    }
    Q_EMIT dialog->decided(desk.userProfile(name), password(), true);
    dialog->close();
}

QString TestKeyStore::keep(Desk &desk, const QString &name)
{
    Profile profile = desk.userProfile(name);
    profile.id = u"id-"_s + name;
    desk.settings.putProfile(profile);
    desk.keeper.keep(profile.id, password());
    const bool kept = QTest::qWaitFor([&] { return desk.keeper.kept(profile.id) == Kept::InKeyStore; });
    return kept ? profile.id : QString();
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
        Desk desk(path(), Desk::First::Nothing);
        desk.keychain.trouble = trouble;
        const QString instance = desk.place(u"ocr-lab"_s, u"STOPPED"_s);
        begin(desk);
        connectFirst(desk, u"lab"_s, u"kept in memory until you quit"_s);
        // In memory it goes on, says so, and until when.
        QVERIFY(lists(desk, 1));
        QVERIFY2(says(desk, whenKeeping), qPrintable(shownTexts(desk)));
        QVERIFY2(says(desk, u"until you quit"_s), qPrintable(shownTexts(desk)));
        QVERIFY(desk.keychain.entries.isEmpty());
        verifyFiles();
        // Signing out wipes memory; nothing has it then, and the reason is there where it is asked for again.
        Q_EMIT visible<ProfileButton>(desk)->signOutRequested();
        QTRY_VERIFY(desk.shows(u"signInButton"_s));
        QVERIFY(desk.rowOf(instance) >= 0);
        QVERIFY(desk.click(u"signInButton"_s));
        QTRY_VERIFY_WITH_TIMEOUT(visible<SignInDialog>(desk), LongMs);
        QVERIFY2(shownTexts(desk).contains(whenReading), qPrintable(shownTexts(desk)));
        Q_EMIT visible<SignInDialog>(desk)->decided(password(), true);
        visible<SignInDialog>(desk)->close();
        QVERIFY(lists(desk, 1));
        verifyFiles();
        QSignalSpy finished(&desk.application, &Application::finished);
        desk.window().close();
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, LongMs);
    }
    verifyFiles();
    // The next run has the profile, no secret, and says why.
    Desk again(path(), Desk::First::Nothing);
    again.keychain.trouble = trouble;
    begin(again);
    QTRY_VERIFY_WITH_TIMEOUT(again.shows(u"signInPageButton"_s), LongMs);
    QVERIFY2(shownTexts(again).contains(whenReading), qPrintable(shownTexts(again)));
    QVERIFY(again.server.seen().isEmpty());
    verifyFiles();
}

void TestKeyStore::F84_slowToRead()
{
    Desk desk(path(), Desk::First::Nothing);
    desk.place(u"ocr-lab"_s, u"STOPPED"_s);
    const QString id = keep(desk, u"lab"_s);
    QVERIFY(!id.isEmpty());
    desk.keeper.wipe(id);
    desk.keychain.delayMs = SlowMs;
    Heartbeat heart;
    QElapsedTimer since;
    since.start();
    begin(desk);
    QVERIFY(desk.window().isVisible());
    QVERIFY(desk.window().windowTitle().startsWith("lab"_L1));
    // It says what it waits for, long before the answer.
    QVERIFY2(says(desk, u"The key store has not answered yet"_s), qPrintable(shownTexts(desk)));
    QVERIFY2(since.elapsed() < SlowMs / 2, QByteArray::number(since.elapsed()).constData());
    QTRY_VERIFY(desk.shows(u"signInPageButton"_s));
    // The window is usable meanwhile: another connection could be made.
    Q_EMIT visible<ProfileButton>(desk)->newRequested();
    QTRY_VERIFY(visible<ConnectionDialog>(desk));
    Desk::press(*visible<ConnectionDialog>(desk), Qt::Key_Escape);
    QTRY_VERIFY(!desk.anyDialog());
    // The answer counts in the end, and nobody typed anything.
    QVERIFY(lists(desk, 1));
    // The timer behind it is a coarse one, which may be early by a twentieth.
    QVERIFY2(since.elapsed() >= SlowMs * 9 / 10, QByteArray::number(since.elapsed()).constData());
    QVERIFY2(heart.longestMs() < LongestPauseMs, QByteArray::number(heart.longestMs()).constData());
    QVERIFY(heart.beats() > 100);
    verifyFiles();
}

void TestKeyStore::F84_slowToReadAndLeft()
{
    Desk desk(path(), Desk::First::Nothing);
    desk.place(u"ocr-lab"_s, u"STOPPED"_s);
    const QString slow = keep(desk, u"slow"_s);
    QVERIFY(!slow.isEmpty());
    desk.keychain.delayMs = SlowMs;
    begin(desk);
    QTRY_VERIFY_WITH_TIMEOUT(desk.shows(u"signInPageButton"_s), LongMs);
    // Typed instead of waiting: at once it lists.
    desk.keychain.delayMs = 0;
    Heartbeat heart;
    QVERIFY(desk.click(u"signInPageButton"_s));
    QTRY_VERIFY(visible<SignInDialog>(desk));
    Q_EMIT visible<SignInDialog>(desk)->decided(password(), false);
    visible<SignInDialog>(desk)->close();
    QVERIFY(lists(desk, 1));
    const int issued = desk.server.cloud().tokensIssued();
    // The late answer changes nothing.
    QTRY_COMPARE_WITH_TIMEOUT(desk.keychain.running, 0, LongMs);
    QTest::qWait(200);
    QCOMPARE(desk.server.cloud().tokensIssued(), issued);
    QCOMPARE(desk.application.session()->readingState().phase, Phase::Ready);
    QCOMPARE(desk.keeper.kept(slow), Kept::InMemoryOnly);
    QVERIFY2(heart.longestMs() < LongestPauseMs, QByteArray::number(heart.longestMs()).constData());
    verifyFiles();
}

void TestKeyStore::F84_slowToTake()
{
    Desk desk(path(), Desk::First::Nothing);
    desk.keychain.delayMs = SlowMs;
    desk.place(u"ocr-lab"_s, u"STOPPED"_s);
    begin(desk);
    Heartbeat heart;
    connectFirst(desk, u"lab"_s);
    QVERIFY(lists(desk, 1));
    const QString id = desk.settings.profiles().first().id;
    QCOMPARE(desk.keeper.kept(id), Kept::InMemoryOnly);
    QVERIFY2(says(desk, u"until it does, this sign-in is kept in memory"_s), qPrintable(shownTexts(desk)));
    verifyFiles();
    QTRY_COMPARE_WITH_TIMEOUT(desk.keeper.kept(id), Kept::InKeyStore, LongMs);
    // What was said is over.
    QTRY_VERIFY2(!shownTexts(desk).contains(u"kept in memory"_s), qPrintable(shownTexts(desk)));
    QVERIFY2(heart.longestMs() < LongestPauseMs, QByteArray::number(heart.longestMs()).constData());
    verifyFiles();
}

void TestKeyStore::aQuickOneIsNotTalkedAbout()
{
    Desk desk(path(), Desk::First::Nothing);
    Profile profile = desk.userProfile(u"lab"_s);
    profile.id = u"1"_s;
    desk.settings.putProfile(profile);
    begin(desk);
    QTRY_VERIFY_WITH_TIMEOUT(desk.shows(u"signInPageButton"_s), LongMs);
    QVERIFY(desk.click(u"signInPageButton"_s));
    QTRY_VERIFY(visible<SignInDialog>(desk));
    Q_EMIT visible<SignInDialog>(desk)->decided(password(), true);
    visible<SignInDialog>(desk)->close();
    QVERIFY(lists(desk, 0));
    QTRY_COMPARE_WITH_TIMEOUT(desk.keeper.kept(profile.id), Kept::InKeyStore, LongMs);
    QTRY_VERIFY2(!shownTexts(desk).contains("kept in memory"_L1), qPrintable(shownTexts(desk)));
    // Where memory is what was asked for, that is said, and goes with the sign-in.
    Q_EMIT visible<ProfileButton>(desk)->signOutRequested();
    desk.keychain.entries.clear();
    QTRY_VERIFY(desk.shows(u"signInButton"_s));
    QVERIFY(desk.click(u"signInButton"_s));
    QTRY_VERIFY_WITH_TIMEOUT(visible<SignInDialog>(desk), LongMs);
    Q_EMIT visible<SignInDialog>(desk)->decided(password(), false);
    visible<SignInDialog>(desk)->close();
    QVERIFY2(says(desk, u"As you asked, this sign-in is kept in memory"_s), qPrintable(shownTexts(desk)));
    Q_EMIT visible<ProfileButton>(desk)->signOutRequested();
    QTRY_VERIFY2(!shownTexts(desk).contains("kept in memory"_L1), qPrintable(shownTexts(desk)));
}

QTEST_MAIN(TestKeyStore)
#include "tst_keystore.moc"
