// SPDX-License-Identifier: MIT
#include "accountpage.h"
#include "askingproxy.h"
#include "connectiondialog.h"
#include "desk.h"
#include "firstrunpage.h"
#include "importdialog.h"
#include "instancestore.h"
#include "instancetablemodel.h"
#include "passcodedialog.h"
#include "profilebutton.h"
#include "proxypassworddialog.h"
#include "signindialog.h"

#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUuid>

#include <algorithm>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr int LongMs = 20'000;
using Outcome = KeychainJobs::Outcome;
using Phase = ReadingState::Phase;

Credential password(const QString &text)
{
    return PasswordCredential{Secret(text.toUtf8())};
}

/// Two in one: an encrypted service that only the proxy finds, and the proxy.
struct Tunnelled {
    CloudServer server{options()};
    AskingProxy proxy;

    Tunnelled() : proxy("ana:CANARY-proxy", port(server))
    {
        if (!proxy.start())
            qFatal("the proxy does not listen");
    }
    [[nodiscard]] Profile profile()
    {
        Profile made = Desk::profileOf(server, u"far"_s);
        made.endpoint.setHost(u"other.example"_s);
        made.caFile = QStringLiteral(LEASEKEEPER_TEST_TLS) + "/authority.crt"_L1;
        made.proxy = {ProxySettings::Mode::Own, u"127.0.0.1"_s, proxy.serverPort(), u"ana"_s};
        return made;
    }

private:
    static QByteArray contents(const QString &name)
    {
        QFile file(QStringLiteral(LEASEKEEPER_TEST_TLS) + u'/' + name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static CloudServer::Options options()
    {
        CloudServer::Options made;
        made.cloud.count = 0;
        made.cloud.acceptAnyToken = true;
        made.certificatePem = contents(u"othername.crt"_s);
        made.keyPem = contents(u"localhost.key"_s);
        return made;
    }
    static quint16 port(CloudServer &server)
    {
        if (const QString wrong = server.start(); !wrong.isEmpty())
            qFatal("%s", qPrintable(wrong));
        return quint16(server.url().port());
    }
};

Credential farToken()
{
    return TokenCredential{Secret("CANARY-token"), {}};
}

} // namespace

/// Profiles as people meet them: from a fresh start to their instances, over restarts, with a key store that
/// helps, and with one that does not.
class TestAccounts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aFreshStartOffersToBegin();
    void F82_damagedSettingsAreSaidOnTheFirstPage();
    void connectingListsAndIsRemembered();
    void F84_withoutAKeyStoreItIsMemoryAndSaid();
    void F84_aSilentKeyStoreHoldsNothingUp();
    void F84_aRefusingKeyStoreLeadsToSigningIn();
    void aWrongPasswordIsAskedForOnce();
    void aPasscodeIsAskedFor();
    void aPasscodeThatIsNotGivenEndsSignedOut();
    void F71_signingOutAndInAgain();
    void F71_signingOutLeavesOtherProfilesSignedIn();
    void F62_switchingByTheButton();
    void F62_backBeforeTheSwitchIsDone();
    void F62_removedBeforeTheSwitchIsDone();
    void F84_troubleBeforeThePageIsThereIsSaidThere();
    void removingTheOpenProfile();
    void F84_aRemovalTheKeyStoreRefusesIsSaid_data();
    void F84_aRemovalTheKeyStoreRefusesIsSaid();
    void F83_aRemovalThatCannotBeSavedIsSaid_data();
    void F83_aRemovalThatCannotBeSavedIsSaid();
    void importingKeepsSecretsByConsent();
    void theDemoFromTheFirstPage();
    void theDialogsTestTriesWhatWasTyped();
    void F14_theProxysPasswordIsAskedForAndRemembered();
    void F14_twoWrongProxyPasswordsAreSaid();
    void F14_theConnectionDialogsProxyPasswordIsUsed();
    void F85_settingsHoldNoSecret();

private:
    [[nodiscard]] QString path() const { return m_folder->filePath(u"settings.json"_s); }
    /// Puts a profile with its secret there, as an earlier run would have.
    QString keep(Desk &desk, Profile profile, const Credential &credential);
    /// Opens the profile "lab" and has a write on the wire, which leaving it waits for.
    static void holdUpASwitch(Desk &desk, const QString &instance);
    [[nodiscard]] static bool lists(const Desk &desk, int rows);
    [[nodiscard]] static Phase phase(const Desk &desk)
    {
        return desk.application.session()->readingState().phase;
    }
    [[nodiscard]] static QString shownTexts(const Desk &desk);
    template <typename T> [[nodiscard]] static T *visible(const Desk &desk)
    {
        const QList<T *> all = desk.window().findChildren<T *>();
        const auto found =
            std::find_if(all.begin(), all.end(), [](const T *one) { return one->isVisible(); });
        return found == all.end() ? nullptr : *found;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestAccounts::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

QString TestAccounts::keep(Desk &desk, Profile profile, const Credential &credential)
{
    profile.id = u"id-"_s + profile.name;
    desk.settings.putProfile(profile);
    desk.keeper.keep(profile.id, credential);
    const bool kept = QTest::qWaitFor([&] { return desk.keeper.kept(profile.id) == Kept::InKeyStore; });
    return kept ? profile.id : QString();
}

bool TestAccounts::lists(const Desk &desk, int rows)
{
    return QTest::qWaitFor(
        [&] {
            const Session *session = desk.application.session();
            return session && session->readingState().phase == Phase::Ready &&
                   desk.table().model()->rowCount() == rows;
        },
        LongMs);
}

QString TestAccounts::shownTexts(const Desk &desk)
{
    QStringList texts;
    for (const QLabel *label : desk.window().findChildren<QLabel *>()) {
        if (label->isVisible())
            texts.append(label->text());
    }
    return texts.join(u'\n');
}

void TestAccounts::aFreshStartOffersToBegin()
{
    Desk desk(path(), Desk::First::Nothing);
    desk.accounts.begin();
    desk.application.start();
    QVERIFY(visible<FirstRunPage>(desk));
    QCOMPARE(desk.application.session(), nullptr);
    QCOMPARE(desk.window().windowTitle(), u"Leasekeeper"_s);
    QVERIFY(desk.server.seen().isEmpty());
    QVERIFY(desk.keychain.log.isEmpty());
    QSignalSpy finished(&desk.application, &Application::finished);
    desk.window().close();
    QTRY_COMPARE(finished.size(), 1);
}

void TestAccounts::F82_damagedSettingsAreSaidOnTheFirstPage()
{
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"profiles\":[");
    file.close();
    Desk desk(path(), Desk::First::Nothing);
    desk.accounts.begin();
    desk.application.start();
    QVERIFY(visible<FirstRunPage>(desk));
    const auto *notice = desk.window().findChild<QLabel *>(u"beginningNotice"_s);
    QVERIFY(notice && notice->text().contains("damaged"_L1));
    QCOMPARE(notice->textFormat(), Qt::PlainText);
    Q_EMIT visible<FirstRunPage>(desk)->demoRequested();
    QTRY_VERIFY(desk.application.session());
    QVERIFY(!desk.window().findChild<QLabel *>(u"beginningNotice"_s));
}

void TestAccounts::connectingListsAndIsRemembered()
{
    QString id;
    {
        Desk desk(path(), Desk::First::Nothing);
        const QString instance = desk.place(u"ocr-lab"_s, u"STOPPED"_s);
        desk.accounts.begin();
        desk.application.start();
        Q_EMIT visible<FirstRunPage>(desk)->connectRequested();
        auto *dialog = visible<ConnectionDialog>(desk);
        QVERIFY(dialog);
        Q_EMIT dialog->decided(desk.userProfile(u"OTC prod"_s), password(Desk::canaryPassword()), true);
        dialog->close();
        QVERIFY(lists(desk, 1));
        QVERIFY(desk.rowOf(instance) >= 0);
        // What signing in told is kept with the profile.
        const QList<Profile> kept = desk.settings.profiles();
        QCOMPARE(kept.size(), 1);
        id = kept.first().id;
        QCOMPARE(QUuid::fromString(id).version(), QUuid::Random);
        QCOMPARE(kept.first().projectId, desk.server.cloud().projectId());
        QCOMPARE(kept.first().userId, desk.server.cloud().userId());
        QCOMPARE(desk.settings.lastProfileId(), id);
        QTRY_COMPARE(desk.keeper.kept(id), Kept::InKeyStore);
        QCOMPARE(desk.keychain.entries.size(), 1);
    }
    Desk again(path(), Desk::First::Nothing);
    again.keychain.entries.insert(id, {});
    Profile profile = *again.settings.profile(id);
    // The same service on its new port.
    profile.endpoint = profile.iamEndpoint = again.server.url();
    again.settings.putProfile(profile);
    again.keychain.entries.clear();
    QCOMPARE(keep(again, again.userProfile(u"x"_s), password(Desk::canaryPassword())), u"id-x"_s);
    again.settings.setLastProfileId(u"id-x"_s);
    again.place(u"ocr-lab"_s, u"STOPPED"_s);
    again.accounts.begin();
    again.application.start();
    QVERIFY(lists(again, 1));
    QVERIFY(!visible<SignInDialog>(again));
    QVERIFY(again.window().windowTitle().startsWith("x"_L1));
}

void TestAccounts::F84_withoutAKeyStoreItIsMemoryAndSaid()
{
    Desk desk(path(), Desk::First::Nothing);
    desk.keychain.trouble = Outcome::NoStore;
    desk.accounts.begin();
    desk.application.start();
    Q_EMIT visible<FirstRunPage>(desk)->connectRequested();
    Q_EMIT visible<ConnectionDialog>(desk)->decided(desk.userProfile(u"OTC prod"_s),
                                                    password(Desk::canaryPassword()), true);
    visible<ConnectionDialog>(desk)->close();
    QVERIFY(lists(desk, 0));
    const QString id = desk.settings.profiles().first().id;
    QTRY_COMPARE(desk.keeper.kept(id), Kept::InMemoryOnly);
    QTRY_VERIFY2(shownTexts(desk).contains(desk.keeper.keptText(id)), qPrintable(shownTexts(desk)));
}

void TestAccounts::F84_aSilentKeyStoreHoldsNothingUp()
{
    Desk desk(path(), Desk::First::Nothing);
    const QString id = keep(desk, desk.userProfile(u"lab"_s), password(Desk::canaryPassword()));
    QVERIFY(!id.isEmpty());
    desk.keeper.wipe(id);
    desk.keychain.delayMs = 5'000;
    desk.place(u"ocr-lab"_s, u"STOPPED"_s);
    desk.accounts.begin();
    desk.application.start();
    QVERIFY(desk.window().isVisible());
    QVERIFY(desk.window().windowTitle().startsWith("lab"_L1));
    // Said while it is silent, with a way out; then its answer counts after all.
    QTRY_VERIFY_WITH_TIMEOUT(desk.shows(u"signInPageButton"_s), LongMs);
    QVERIFY2(shownTexts(desk).contains("has not answered yet"_L1), qPrintable(shownTexts(desk)));
    QVERIFY(lists(desk, 1));
}

void TestAccounts::F84_aRefusingKeyStoreLeadsToSigningIn()
{
    for (const Outcome trouble :
         {Outcome::Denied, Outcome::Locked, Outcome::NoStore, Outcome::OtherTrouble}) {
        Desk desk(path(), Desk::First::Nothing);
        Profile profile = desk.userProfile(u"lab"_s);
        profile.id = u"1"_s;
        desk.settings.putProfile(profile);
        desk.keychain.trouble = trouble;
        desk.accounts.begin();
        desk.application.start();
        QTRY_VERIFY_WITH_TIMEOUT(desk.shows(u"signInPageButton"_s), LongMs);
        QVERIFY(desk.server.seen().isEmpty());
        QVERIFY(desk.click(u"signInPageButton"_s));
        auto *dialog = visible<SignInDialog>(desk);
        QVERIFY(dialog);
        Q_EMIT dialog->decided(password(Desk::canaryPassword()), false);
        dialog->close();
        QVERIFY(lists(desk, 0));
        // Once at the start, and nothing asks again by itself.
        QCOMPARE(desk.keychain.log.count(u"read 1"_s), 1);
        desk.settings.removeProfile(profile.id);
    }
}

void TestAccounts::aWrongPasswordIsAskedForOnce()
{
    Desk desk(path(), Desk::First::Nothing);
    desk.place(u"ocr-lab"_s, u"STOPPED"_s);
    QVERIFY(!keep(desk, desk.userProfile(u"lab"_s), password(u"wrong"_s)).isEmpty());
    desk.accounts.begin();
    desk.application.start();
    QTRY_VERIFY_WITH_TIMEOUT(desk.shows(u"signInPageButton"_s), LongMs);
    QTest::qWait(500);
    const auto &seen = desk.server.seen();
    QCOMPARE(int(std::count_if(seen.begin(), seen.end(),
                               [](const auto &one) { return one.path.startsWith("/v3/auth/tokens"); })),
             1);
    QVERIFY(desk.click(u"signInPageButton"_s));
    auto *dialog = visible<SignInDialog>(desk);
    QVERIFY(dialog);
    Q_EMIT dialog->decided(password(Desk::canaryPassword()), true);
    dialog->close();
    QVERIFY(lists(desk, 1));
}

void TestAccounts::aPasscodeIsAskedFor()
{
    Desk desk(path(), Desk::First::Nothing, u"123456"_s);
    desk.place(u"ocr-lab"_s, u"STOPPED"_s);
    QVERIFY(!keep(desk, desk.userProfile(u"lab"_s), password(Desk::canaryPassword())).isEmpty());
    desk.accounts.begin();
    desk.application.start();
    QTRY_VERIFY_WITH_TIMEOUT(visible<PasscodeDialog>(desk), LongMs);
    QPointer<PasscodeDialog> dialog = visible<PasscodeDialog>(desk);
    Q_EMIT dialog->decided(u"000000"_s);
    dialog->close();
    // Asked again, with the reason.
    QTRY_VERIFY_WITH_TIMEOUT(visible<PasscodeDialog>(desk) && visible<PasscodeDialog>(desk) != dialog,
                             LongMs);
    dialog = visible<PasscodeDialog>(desk);
    Q_EMIT dialog->decided(u"123456"_s);
    dialog->close();
    QVERIFY(lists(desk, 1));
}

void TestAccounts::aPasscodeThatIsNotGivenEndsSignedOut()
{
    Desk desk(path(), Desk::First::Nothing, u"123456"_s);
    QVERIFY(!keep(desk, desk.userProfile(u"lab"_s), password(Desk::canaryPassword())).isEmpty());
    desk.accounts.begin();
    desk.application.start();
    QTRY_VERIFY_WITH_TIMEOUT(visible<PasscodeDialog>(desk), LongMs);
    visible<PasscodeDialog>(desk)->reject();
    QTRY_COMPARE_WITH_TIMEOUT(phase(desk), Phase::SignedOut, LongMs);
    QTRY_VERIFY(desk.shows(u"signInPageButton"_s));
}

void TestAccounts::F71_signingOutAndInAgain()
{
    Desk desk(path(), Desk::First::Nothing);
    const QString instance = desk.place(u"ocr-lab"_s, u"STOPPED"_s);
    QVERIFY(!keep(desk, desk.userProfile(u"lab"_s), password(Desk::canaryPassword())).isEmpty());
    desk.accounts.begin();
    desk.application.start();
    QVERIFY(lists(desk, 1));
    Q_EMIT visible<ProfileButton>(desk)->signOutRequested();
    QCOMPARE(phase(desk), Phase::SignedOut);
    QVERIFY(desk.rowOf(instance) >= 0);
    const auto seen = desk.server.seen().size();
    QTest::qWait(500);
    QCOMPARE(desk.server.seen().size(), seen);
    // The key store has it still: nothing is to be typed.
    QTRY_VERIFY(desk.shows(u"signInButton"_s));
    QVERIFY(desk.click(u"signInButton"_s));
    QVERIFY(lists(desk, 1));
    QVERIFY(!visible<SignInDialog>(desk));
}

void TestAccounts::F71_signingOutLeavesOtherProfilesSignedIn()
{
    Desk desk(path(), Desk::First::Nothing);
    desk.keychain.trouble = Outcome::NoStore;
    for (const QString &name : {u"one"_s, u"two"_s}) {
        Profile profile = desk.userProfile(name);
        profile.id = name;
        desk.settings.putProfile(profile);
        desk.keeper.keep(name, password(Desk::canaryPassword()));
        desk.keeper.keepInMemory(name + "/proxy"_L1, password(u"CANARY-proxy"_s));
    }
    desk.settings.setLastProfileId(u"one"_s);
    desk.accounts.begin();
    desk.application.start();
    QVERIFY(lists(desk, 0));
    Q_EMIT visible<ProfileButton>(desk)->signOutRequested();
    QCOMPARE(desk.keeper.kept(u"one"_s), Kept::Nowhere);
    QCOMPARE(desk.keeper.kept(u"one/proxy"_s), Kept::Nowhere);
    QCOMPARE(desk.keeper.kept(u"two"_s), Kept::InMemoryOnly);
    QCOMPARE(desk.keeper.kept(u"two/proxy"_s), Kept::InMemoryOnly);
    Q_EMIT visible<ProfileButton>(desk)->profileChosen(u"two"_s);
    QTRY_COMPARE_WITH_TIMEOUT(desk.application.session()->profile().id, u"two"_s, LongMs);
    QVERIFY(lists(desk, 0));
    QVERIFY(!visible<SignInDialog>(desk));
    // And the first has to sign in again.
    Q_EMIT visible<ProfileButton>(desk)->profileChosen(u"one"_s);
    QTRY_COMPARE_WITH_TIMEOUT(desk.application.session()->profile().id, u"one"_s, LongMs);
    QTRY_VERIFY_WITH_TIMEOUT(desk.shows(u"signInPageButton"_s), LongMs);
}

void TestAccounts::F62_switchingByTheButton()
{
    Desk desk(path(), Desk::First::Nothing);
    CloudServer::Options options;
    options.cloud.count = 0;
    options.cloud.acceptAnyToken = true;
    options.cloud.seed = 4711;
    CloudServer other(options);
    QCOMPARE(other.start(), QString());
    SimulatedCloud::Record record;
    record.name = u"other-lab"_s;
    const QString otherInstance = other.cloud().place(record);
    const QString instance = desk.place(u"ocr-lab"_s, u"STOPPED"_s);
    const QString second =
        keep(desk, Desk::profileOf(other, u"other"_s), TokenCredential{Secret("CANARY-other"), {}});
    const QString first = keep(desk, desk.userProfile(u"lab"_s), password(Desk::canaryPassword()));
    desk.settings.setLastProfileId(first);
    desk.accounts.begin();
    desk.application.start();
    QVERIFY(lists(desk, 1));
    QVERIFY(desk.rowOf(instance) >= 0);
    Q_EMIT visible<ProfileButton>(desk)->profileChosen(second);
    QTRY_VERIFY_WITH_TIMEOUT(desk.application.session()->profile().id == second, LongMs);
    QVERIFY(lists(desk, 1));
    QVERIFY(desk.rowOf(otherInstance) >= 0);
    QVERIFY(desk.rowOf(instance) < 0);
    QCOMPARE(desk.settings.lastProfileId(), second);
    // Each service heard of its own secrets alone.
    for (const auto &seen : other.seen())
        QCOMPARE(seen.headers.value("x-auth-token"), QByteArray("CANARY-other"));
    for (const auto &seen : desk.server.seen())
        QVERIFY(seen.headers.value("x-auth-token") != "CANARY-other");
}

void TestAccounts::F62_backBeforeTheSwitchIsDone()
{
    Desk desk(path(), Desk::First::Nothing);
    const QString instance = desk.place(u"ocr-lab"_s, u"RUNNING"_s);
    const QString second = keep(desk, desk.userProfile(u"other"_s), password(Desk::canaryPassword()));
    const QString first = keep(desk, desk.userProfile(u"lab"_s), password(Desk::canaryPassword()));
    holdUpASwitch(desk, instance);
    Q_EMIT visible<ProfileButton>(desk)->profileChosen(second);
    QCOMPARE(desk.application.session()->profile().id, first);
    const QPointer<Session> old = desk.application.session();
    Q_EMIT visible<ProfileButton>(desk)->profileChosen(first);
    QTRY_VERIFY_WITH_TIMEOUT(!old, LongMs);
    QCOMPARE(desk.application.session()->profile().id, first);
    QVERIFY(lists(desk, 1));
    QCOMPARE(desk.settings.lastProfileId(), first);
    // The one that is open already stays as it is.
    const QPointer<Session> present = desk.application.session();
    Q_EMIT visible<ProfileButton>(desk)->profileChosen(first);
    QCoreApplication::processEvents();
    QCOMPARE(desk.application.session(), present.data());
    QVERIFY(present->acting());
}

void TestAccounts::F62_removedBeforeTheSwitchIsDone()
{
    Desk desk(path(), Desk::First::Nothing);
    const QString instance = desk.place(u"ocr-lab"_s, u"RUNNING"_s);
    const QString second = keep(desk, desk.userProfile(u"other"_s), password(Desk::canaryPassword()));
    const QString first = keep(desk, desk.userProfile(u"lab"_s), password(Desk::canaryPassword()));
    holdUpASwitch(desk, instance);
    Q_EMIT visible<ProfileButton>(desk)->profileChosen(second);
    const QPointer<Session> old = desk.application.session();
    Q_EMIT visible<ProfileButton>(desk)->removeRequested(second);
    QTRY_VERIFY_WITH_TIMEOUT(!old, LongMs);
    QCOMPARE(desk.application.session()->profile().id, first);
    QVERIFY(lists(desk, 1));
}

void TestAccounts::holdUpASwitch(Desk &desk, const QString &instance)
{
    desk.settings.setLastProfileId(u"id-lab"_s);
    desk.accounts.begin();
    desk.application.start();
    QVERIFY(lists(desk, 1));
    ServerFault slow;
    slow.kind = ServerFault::Kind::Delay;
    slow.part = "/stop";
    slow.ms = 700;
    desk.server.addFault(slow);
    Session &session = *desk.application.session();
    Decision stop;
    stop.targets = {decisionTarget(session.store().find(instance)->instance)};
    session.submit(stop);
    QTRY_COMPARE_WITH_TIMEOUT(desk.application.session()->inFlight(), 1, LongMs);
}

void TestAccounts::F84_troubleBeforeThePageIsThereIsSaidThere()
{
    Desk desk(path(), Desk::First::Nothing);
    const QString instance = desk.place(u"ocr-lab"_s, u"RUNNING"_s);
    QVERIFY(!keep(desk, desk.userProfile(u"lab"_s), password(Desk::canaryPassword())).isEmpty());
    holdUpASwitch(desk, instance);
    desk.keychain.trouble = Outcome::Denied;
    Q_EMIT visible<ProfileButton>(desk)->newRequested();
    QPointer<ConnectionDialog> dialog = visible<ConnectionDialog>(desk);
    Q_EMIT dialog->decided(desk.userProfile(u"new"_s), password(Desk::canaryPassword()), true);
    dialog->close();
    const QString id = desk.settings.profiles().last().id;
    // Refused while the page before it is still there, which is not concerned.
    const auto isRefused = [&] { return desk.keeper.keptText(id).contains("refused to take"_L1); };
    QTRY_VERIFY_WITH_TIMEOUT(isRefused(), LongMs);
    QVERIFY(desk.application.session()->profile().id != id);
    QVERIFY(!shownTexts(desk).contains(desk.keeper.keptText(id)));
    QTRY_COMPARE_WITH_TIMEOUT(desk.application.session()->profile().id, id, LongMs);
    QTRY_VERIFY2(shownTexts(desk).contains(desk.keeper.keptText(id)), qPrintable(shownTexts(desk)));
}

void TestAccounts::removingTheOpenProfile()
{
    Desk desk(path(), Desk::First::Nothing);
    const QString id = keep(desk, desk.userProfile(u"lab"_s), password(Desk::canaryPassword()));
    desk.accounts.begin();
    desk.application.start();
    QVERIFY(lists(desk, 0));
    Q_EMIT visible<ProfileButton>(desk)->removeRequested(id);
    QTRY_VERIFY_WITH_TIMEOUT(visible<FirstRunPage>(desk), LongMs);
    QCOMPARE(desk.application.session(), nullptr);
    QVERIFY(desk.settings.profiles().isEmpty());
    QTRY_VERIFY(desk.keychain.entries.isEmpty());
}

void TestAccounts::F84_aRemovalTheKeyStoreRefusesIsSaid_data()
{
    QTest::addColumn<QString>("removed");
    QTest::addColumn<bool>("hasOther");
    QTest::addColumn<bool>("isHeldUp");
    QTest::newRow("the only one") << u"id-lab"_s << false << false;
    QTest::newRow("the only one, with a write on the wire") << u"id-lab"_s << false << true;
    QTest::newRow("the open one") << u"id-lab"_s << true << false;
    QTest::newRow("the open one, with a write on the wire") << u"id-lab"_s << true << true;
    QTest::newRow("another one") << u"id-other"_s << true << false;
}

void TestAccounts::F84_aRemovalTheKeyStoreRefusesIsSaid()
{
    QFETCH(const QString, removed);
    QFETCH(const bool, hasOther);
    QFETCH(const bool, isHeldUp);
    Desk desk(path(), Desk::First::Nothing);
    const QString instance = desk.place(u"ocr-lab"_s, u"RUNNING"_s);
    if (hasOther)
        QVERIFY(!keep(desk, desk.userProfile(u"other"_s), password(Desk::canaryPassword())).isEmpty());
    QVERIFY(!keep(desk, desk.userProfile(u"lab"_s), password(Desk::canaryPassword())).isEmpty());
    desk.settings.setLastProfileId(u"id-lab"_s);
    if (isHeldUp) {
        holdUpASwitch(desk, instance);
    } else {
        desk.accounts.begin();
        desk.application.start();
        QVERIFY(lists(desk, 1));
    }
    desk.keychain.trouble = Outcome::Denied;
    const QString name = desk.settings.profile(removed)->name;
    Q_EMIT visible<ProfileButton>(desk)->removeRequested(removed);
    if (!hasOther)
        QTRY_VERIFY_WITH_TIMEOUT(visible<FirstRunPage>(desk), LongMs);
    else if (removed == u"id-lab"_s)
        QTRY_COMPARE_WITH_TIMEOUT(desk.application.session()->profile().id, u"id-other"_s, LongMs);
    const QString said = u"may still hold the secret of %1."_s.arg(name);
    QTRY_VERIFY2(shownTexts(desk).contains(said), qPrintable(shownTexts(desk)));
    QCOMPARE(shownTexts(desk).count(said), 1);
    QVERIFY(!desk.settings.profile(removed));
}

void TestAccounts::F83_aRemovalThatCannotBeSavedIsSaid_data()
{
    QTest::addColumn<bool>("hasOther");
    QTest::newRow("the only one") << false;
    QTest::newRow("the open one") << true;
}

void TestAccounts::F83_aRemovalThatCannotBeSavedIsSaid()
{
    QFETCH(const bool, hasOther);
    Desk desk(path(), Desk::First::Nothing);
    desk.place(u"ocr-lab"_s, u"STOPPED"_s);
    if (hasOther)
        QVERIFY(!keep(desk, desk.userProfile(u"other"_s), password(Desk::canaryPassword())).isEmpty());
    const QString id = keep(desk, desk.userProfile(u"lab"_s), password(Desk::canaryPassword()));
    desk.settings.setLastProfileId(id);
    desk.accounts.begin();
    desk.application.start();
    QVERIFY(lists(desk, 1));
    QVERIFY(desk.settings.save());
    // Nobody can write a file there, whoever runs the test.
    QVERIFY(QFile::remove(path()) && QDir().mkpath(path()));
    Q_EMIT visible<ProfileButton>(desk)->removeRequested(id);
    if (hasOther)
        QTRY_COMPARE_WITH_TIMEOUT(desk.application.session()->profile().id, u"id-other"_s, LongMs);
    else
        QTRY_VERIFY_WITH_TIMEOUT(visible<FirstRunPage>(desk), LongMs);
    QTRY_VERIFY2(shownTexts(desk).contains("cannot be saved"_L1), qPrintable(shownTexts(desk)));
    QCOMPARE(shownTexts(desk).count("cannot be saved"_L1), 1);
}

void TestAccounts::importingKeepsSecretsByConsent()
{
    for (const bool consent : {true, false}) {
        Desk desk({}, Desk::First::Nothing);
        FoundCredential one;
        one.source = u"clouds.yaml, cloud otc"_s;
        one.profile = desk.userProfile(u"otc"_s);
        one.credential = password(Desk::canaryPassword());
        FoundCredential broken = one;
        broken.whyNot = u"It is encrypted."_s;
        desk.importable = {one, one, broken};
        desk.accounts.begin();
        desk.application.start();
        Q_EMIT visible<FirstRunPage>(desk)->importRequested();
        auto *dialog = visible<ImportDialog>(desk);
        QVERIFY(dialog);
        Q_EMIT dialog->decided(desk.importable, consent);
        dialog->close();
        QVERIFY(lists(desk, 0));
        const QList<Profile> kept = desk.settings.profiles();
        QCOMPARE(kept.size(), 2);
        QVERIFY(kept.at(0).id != kept.at(1).id && kept.at(0).name != kept.at(1).name);
        QTRY_COMPARE(desk.keychain.entries.size(), consent ? 2 : 0);
        QVERIFY(consent || !desk.keychain.log.contains(u"write "_s + kept.at(0).id));
        // More can be imported later.
        Q_EMIT visible<ProfileButton>(desk)->importRequested();
        QVERIFY(visible<ImportDialog>(desk));
    }
}

void TestAccounts::theDemoFromTheFirstPage()
{
    Desk desk(path(), Desk::First::Nothing);
    desk.accounts.begin();
    desk.application.start();
    Q_EMIT visible<FirstRunPage>(desk)->demoRequested();
    QTRY_VERIFY_WITH_TIMEOUT(desk.application.session() &&
                                 desk.application.session()->readingState().phase == Phase::Ready,
                             LongMs);
    QVERIFY(desk.application.session()->profile().isDemo);
    QVERIFY(desk.settings.profiles().isEmpty());
    QVERIFY(desk.server.seen().isEmpty());
}

void TestAccounts::theDialogsTestTriesWhatWasTyped()
{
    Desk desk(path(), Desk::First::Nothing);
    desk.accounts.begin();
    desk.application.start();
    Q_EMIT visible<FirstRunPage>(desk)->connectRequested();
    auto *dialog = visible<ConnectionDialog>(desk);
    Q_EMIT dialog->testRequested(desk.userProfile(u"lab"_s), password(Desk::canaryPassword()));
    const auto listed = [&desk] {
        const auto &seen = desk.server.seen();
        return std::any_of(seen.begin(), seen.end(), [](const auto &one) {
            return one.path.endsWith("/notebooks") && one.status == 200;
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(listed(), LongMs);
    // Trying keeps nothing.
    QVERIFY(desk.settings.profiles().isEmpty());
    QCOMPARE(desk.keychain.log.filter(u"write"_s), QStringList());
    dialog->reject();
    QVERIFY(visible<FirstRunPage>(desk));
}

void TestAccounts::F14_theProxysPasswordIsAskedForAndRemembered()
{
    Tunnelled far;
    Desk desk(path(), Desk::First::Nothing);
    const QString id = keep(desk, far.profile(), farToken());
    desk.accounts.begin();
    desk.application.start();
    QTRY_VERIFY_WITH_TIMEOUT(visible<ProxyPasswordDialog>(desk), LongMs);
    QCOMPARE(phase(desk), Phase::Offline);
    QPointer<ProxyPasswordDialog> dialog = visible<ProxyPasswordDialog>(desk);
    Q_EMIT dialog->decided(u"mistyped"_s, Secret("wrong"), false);
    dialog->close();
    QTRY_VERIFY_WITH_TIMEOUT(
        visible<ProxyPasswordDialog>(desk) && visible<ProxyPasswordDialog>(desk) != dialog, LongMs);
    // What was typed is there to be mended.
    QCOMPARE(visible<ProxyPasswordDialog>(desk)->findChild<QLineEdit *>(u"proxyUserEdit"_s)->text(),
             u"mistyped"_s);
    QVERIFY2(shownTexts(desk).contains("did not accept"_L1), qPrintable(shownTexts(desk)));
    dialog = visible<ProxyPasswordDialog>(desk);
    Q_EMIT dialog->decided(u"ana"_s, Secret("CANARY-proxy"), true);
    dialog->close();
    QVERIFY(lists(desk, 0));
    QCOMPARE(far.proxy.attempts().count("mistyped:wrong"), 1);
    QTRY_COMPARE(desk.keeper.kept(id + "/proxy"_L1), Kept::InKeyStore);
    QVERIFY(!far.proxy.heard().contains("CANARY"));

    // Opened again, it is found where it is kept, and nobody is asked.
    desk.accounts.openProfile(*desk.settings.profile(id));
    QVERIFY(lists(desk, 0));
    QVERIFY(!visible<ProxyPasswordDialog>(desk));
    desk.application.session()->refresh();
    QVERIFY(lists(desk, 0));
}

void TestAccounts::F14_twoWrongProxyPasswordsAreSaid()
{
    Tunnelled far;
    Desk desk(path(), Desk::First::Nothing);
    QVERIFY(!keep(desk, far.profile(), farToken()).isEmpty());
    desk.accounts.begin();
    desk.application.start();
    QPointer<ProxyPasswordDialog> before;
    for (const char *wrong : {"wrong 1", "wrong 2"}) {
        const auto isNew = [&] {
            auto *now = visible<ProxyPasswordDialog>(desk);
            return now && now != before;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isNew(), LongMs);
        before = visible<ProxyPasswordDialog>(desk);
        Q_EMIT before->decided(u"ana"_s, Secret(wrong), false);
        before->close();
    }
    QTRY_VERIFY_WITH_TIMEOUT(shownTexts(desk).contains("refused the password twice"_L1), LongMs);
    QVERIFY(!visible<ProxyPasswordDialog>(desk));
    QTRY_COMPARE_WITH_TIMEOUT(phase(desk), Phase::Offline, LongMs);
    QTRY_VERIFY_WITH_TIMEOUT(!desk.application.session()->readingState().listing, LongMs);
    QCOMPARE(far.proxy.attempts(), (QByteArrayList{"ana:wrong 1", "ana:wrong 2"}));
    // A person who wants another try is asked again, and may leave it at that.
    desk.application.session()->refresh();
    QTRY_VERIFY_WITH_TIMEOUT(visible<ProxyPasswordDialog>(desk), LongMs);
    visible<ProxyPasswordDialog>(desk)->reject();
    QCOMPARE(far.proxy.attempts().size(), 2);
}

void TestAccounts::F14_theConnectionDialogsProxyPasswordIsUsed()
{
    Tunnelled far;
    Desk desk(path(), Desk::First::Nothing);
    desk.accounts.begin();
    desk.application.start();
    Q_EMIT visible<FirstRunPage>(desk)->connectRequested();
    auto *dialog = visible<ConnectionDialog>(desk);
    Q_EMIT dialog->proxyPasswordTyped(Secret("CANARY-proxy"));
    Q_EMIT dialog->testRequested(far.profile(), farToken());
    QTRY_VERIFY_WITH_TIMEOUT(!far.server.seen().isEmpty(), LongMs);
    QCOMPARE(desk.keychain.log.filter(u"write"_s), QStringList());

    Q_EMIT dialog->proxyPasswordTyped(Secret("CANARY-proxy"));
    Q_EMIT dialog->decided(far.profile(), farToken(), false);
    dialog->close();
    QVERIFY(lists(desk, 0));
    QVERIFY(!visible<ProxyPasswordDialog>(desk));
    const QString id = desk.application.session()->profile().id;
    QCOMPARE(desk.keeper.kept(id + "/proxy"_L1), Kept::InMemoryOnly);
    QVERIFY(desk.settings.profile(id));
}

void TestAccounts::F85_settingsHoldNoSecret()
{
    {
        Desk desk(path(), Desk::First::Nothing);
        keep(desk, desk.userProfile(u"lab"_s), password(Desk::canaryPassword()));
        desk.keychain.trouble = Outcome::NoStore;
        Profile profile = Desk::profileOf(desk.server, u"token"_s);
        profile.id = u"t"_s;
        desk.settings.putProfile(profile);
        desk.keeper.keep(profile.id, TokenCredential{Secret("CANARY-token"), {}});
        desk.settings.setLastProfileId(profile.id);
        desk.accounts.begin();
        desk.application.start();
        QVERIFY(lists(desk, 0));
    }
    QFile file(path());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray stored = file.readAll();
    QVERIFY(stored.contains("lab"));
    QVERIFY2(!stored.contains("CANARY"), stored.constData());
    QVERIFY(!stored.contains(QByteArray("CANARY").toBase64().chopped(2)));
}

QTEST_MAIN(TestAccounts)
#include "tst_accounts.moc"
