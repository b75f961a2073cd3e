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

constexpr qint64 LongMs = 600'000;
using Outcome = KeychainJobs::Outcome;
using Phase = ReadingState::Phase;

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
    void F32_signingInWaitsForTheServicesPause();
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
    void F14_aRefusedPasswordIsNotRemembered();
    void F14_oneDialogAsksAtATime();
    void F14_twoWrongProxyPasswordsAreSaid();
    void F14_theConnectionDialogsProxyPasswordIsUsed();
    void F85_settingsHoldNoSecret();

private:
    [[nodiscard]] QString path() const { return m_folder->filePath(u"settings.json"_s); }
    /// Opens the profile "lab" and has a write on the wire, which leaving it waits for.
    static void holdUpASwitch(Desk &desk, const QString &instance);

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestAccounts::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestAccounts::aFreshStartOffersToBegin()
{
    VirtualDesk desk(path());
    desk.begin();
    QVERIFY(desk.visible<FirstRunPage>());
    QCOMPARE(desk.application.session(), nullptr);
    QCOMPARE(desk.window().windowTitle(), u"Leasekeeper"_s);
    QVERIFY(desk.server.seen().isEmpty());
    QVERIFY(desk.keychain.log.isEmpty());
    QSignalSpy finished(&desk.application, &Application::finished);
    desk.window().close();
    QVERIFY(desk.until([&] { return finished.size() == 1; }));
}

void TestAccounts::F82_damagedSettingsAreSaidOnTheFirstPage()
{
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"profiles\":[");
    file.close();
    VirtualDesk desk(path());
    desk.begin();
    QVERIFY(desk.visible<FirstRunPage>());
    const auto *notice = desk.window().findChild<QLabel *>(u"beginningNotice"_s);
    QVERIFY(notice && notice->text().contains("damaged"_L1));
    QCOMPARE(notice->textFormat(), Qt::PlainText);
    Q_EMIT desk.visible<FirstRunPage>()->demoRequested();
    QVERIFY(desk.until([&] { return desk.application.session(); }));
    QVERIFY(!desk.window().findChild<QLabel *>(u"beginningNotice"_s));
}

void TestAccounts::connectingListsAndIsRemembered()
{
    QString id;
    {
        VirtualDesk desk(path());
        const QString instance = desk.place(u"ocr-lab"_s, u"STOPPED"_s);
        desk.begin();
        Q_EMIT desk.visible<FirstRunPage>()->connectRequested();
        auto *dialog = desk.visible<ConnectionDialog>();
        QVERIFY(dialog);
        Q_EMIT dialog->decided(desk.userProfile(u"OTC prod"_s), Desk::password(), true);
        dialog->close();
        QVERIFY(desk.lists(1));
        QVERIFY(desk.rowOf(instance) >= 0);
        // What signing in told is kept with the profile.
        const QList<Profile> kept = desk.settings.profiles();
        QCOMPARE(kept.size(), 1);
        id = kept.first().id;
        QCOMPARE(QUuid::fromString(id).version(), QUuid::Random);
        QCOMPARE(kept.first().projectId, desk.server.cloud().projectId());
        QCOMPARE(kept.first().userId, desk.server.cloud().userId());
        QCOMPARE(desk.settings.lastProfileId(), id);
        QVERIFY(desk.until([&] { return desk.keeper.kept(id) == Kept::InKeyStore; }));
        QCOMPARE(desk.keychain.entries.size(), 1);
    }
    VirtualDesk again(path());
    again.keychain.entries.insert(id, {});
    Profile profile = *again.settings.profile(id);
    // The same service on its new port.
    profile.endpoint = profile.iamEndpoint = again.server.url();
    again.settings.putProfile(profile);
    again.keychain.entries.clear();
    QCOMPARE(again.keep(again.userProfile(u"x"_s), Desk::password()), u"id-x"_s);
    again.settings.setLastProfileId(u"id-x"_s);
    again.place(u"ocr-lab"_s, u"STOPPED"_s);
    again.begin();
    QVERIFY(again.lists(1));
    QVERIFY(!again.visible<SignInDialog>());
    QVERIFY(again.window().windowTitle().startsWith("x"_L1));
}

void TestAccounts::F84_withoutAKeyStoreItIsMemoryAndSaid()
{
    VirtualDesk desk(path());
    desk.keychain.trouble = Outcome::NoStore;
    desk.begin();
    Q_EMIT desk.visible<FirstRunPage>()->connectRequested();
    Q_EMIT desk.visible<ConnectionDialog>()->decided(desk.userProfile(u"OTC prod"_s), Desk::password(), true);
    desk.visible<ConnectionDialog>()->close();
    QVERIFY(desk.lists(0));
    const QString id = desk.settings.profiles().first().id;
    QVERIFY(desk.until([&] { return desk.keeper.kept(id) == Kept::InMemoryOnly; }));
    QVERIFY2(desk.says(desk.keeper.keptText(id)), qPrintable(desk.shownTexts()));
}

void TestAccounts::F84_aSilentKeyStoreHoldsNothingUp()
{
    VirtualDesk desk(path());
    const QString id = desk.keep(desk.userProfile(u"lab"_s), Desk::password());
    QVERIFY(!id.isEmpty());
    desk.keeper.wipe(id);
    desk.keychain.delayMs = 5'000;
    desk.place(u"ocr-lab"_s, u"STOPPED"_s);
    desk.begin();
    QVERIFY(desk.window().isVisible());
    QVERIFY(desk.window().windowTitle().startsWith("lab"_L1));
    // Said while it is silent, with a way out; then its answer counts after all.
    QVERIFY(desk.until([&] { return desk.shows(u"signInPageButton"_s); }));
    QVERIFY2(desk.shownTexts().contains("has not answered yet"_L1), qPrintable(desk.shownTexts()));
    QVERIFY(desk.lists(1));
}

void TestAccounts::F84_aRefusingKeyStoreLeadsToSigningIn()
{
    for (const Outcome trouble :
         {Outcome::Denied, Outcome::Locked, Outcome::NoStore, Outcome::OtherTrouble}) {
        VirtualDesk desk(path());
        Profile profile = desk.userProfile(u"lab"_s);
        profile.id = u"1"_s;
        desk.settings.putProfile(profile);
        desk.keychain.trouble = trouble;
        desk.begin();
        QVERIFY(desk.until([&] { return desk.shows(u"signInPageButton"_s); }));
        QVERIFY(desk.server.seen().isEmpty());
        QVERIFY(desk.click(u"signInPageButton"_s));
        auto *dialog = desk.visible<SignInDialog>();
        QVERIFY(dialog);
        Q_EMIT dialog->decided(Desk::password(), false);
        dialog->close();
        QVERIFY(desk.lists(0));
        // Once at the start, and nothing asks again by itself.
        QCOMPARE(desk.keychain.log.count(u"read 1"_s), 1);
        desk.settings.removeProfile(profile.id);
    }
}

void TestAccounts::aWrongPasswordIsAskedForOnce()
{
    VirtualDesk desk(path());
    desk.place(u"ocr-lab"_s, u"STOPPED"_s);
    QVERIFY(!desk.keep(desk.userProfile(u"lab"_s), Desk::password(u"wrong"_s)).isEmpty());
    desk.begin();
    QVERIFY(desk.until([&] { return desk.shows(u"signInPageButton"_s); }));
    desk.pass(LongMs);
    const auto &seen = desk.server.seen();
    QCOMPARE(int(std::count_if(seen.begin(), seen.end(),
                               [](const auto &one) { return one.path.startsWith("/v3/auth/tokens"); })),
             1);
    QVERIFY(desk.click(u"signInPageButton"_s));
    auto *dialog = desk.visible<SignInDialog>();
    QVERIFY(dialog);
    Q_EMIT dialog->decided(Desk::password(), true);
    dialog->close();
    QVERIFY(desk.lists(1));
}

void TestAccounts::F32_signingInWaitsForTheServicesPause()
{
    VirtualDesk desk(path());
    desk.place(u"ocr-lab"_s, u"STOPPED"_s);
    QVERIFY(!desk.keep(desk.userProfile(u"lab"_s), Desk::password()).isEmpty());
    desk.server.cloud().answerNext("POST", "/v3/auth/tokens", {429, {{"Retry-After", "100"}}, "{}"});
    desk.begin();
    QVERIFY(desk.until([&] { return desk.phase() == Phase::Offline; }));
    QVERIFY2(desk.says(u"Going on in"_s), qPrintable(desk.shownTexts()));
    desk.pass(90'000);
    QVERIFY(desk.click(u"retryNowButton"_s));
    desk.pass(1'000);
    QCOMPARE(desk.server.seen().size(), 1);
    QVERIFY(desk.lists(1));
}

void TestAccounts::aPasscodeIsAskedFor()
{
    VirtualDesk desk(path(), u"123456"_s);
    desk.place(u"ocr-lab"_s, u"STOPPED"_s);
    QVERIFY(!desk.keep(desk.userProfile(u"lab"_s), Desk::password()).isEmpty());
    desk.begin();
    QVERIFY(desk.until([&] { return desk.visible<PasscodeDialog>(); }));
    QPointer<PasscodeDialog> dialog = desk.visible<PasscodeDialog>();
    Q_EMIT dialog->decided(u"000000"_s);
    dialog->close();
    // Asked again, with the reason.
    QVERIFY(desk.until(
        [&] { return desk.visible<PasscodeDialog>() && desk.visible<PasscodeDialog>() != dialog; }));
    dialog = desk.visible<PasscodeDialog>();
    Q_EMIT dialog->decided(u"123456"_s);
    dialog->close();
    QVERIFY(desk.lists(1));
}

void TestAccounts::aPasscodeThatIsNotGivenEndsSignedOut()
{
    VirtualDesk desk(path(), u"123456"_s);
    QVERIFY(!desk.keep(desk.userProfile(u"lab"_s), Desk::password()).isEmpty());
    desk.begin();
    QVERIFY(desk.until([&] { return desk.visible<PasscodeDialog>(); }));
    desk.visible<PasscodeDialog>()->reject();
    QVERIFY(desk.until([&] { return desk.phase() == Phase::SignedOut; }));
    QVERIFY(desk.until([&] { return desk.shows(u"signInPageButton"_s); }));
}

void TestAccounts::F71_signingOutAndInAgain()
{
    VirtualDesk desk(path());
    const QString instance = desk.place(u"ocr-lab"_s, u"STOPPED"_s);
    QVERIFY(!desk.keep(desk.userProfile(u"lab"_s), Desk::password()).isEmpty());
    desk.begin();
    QVERIFY(desk.lists(1));
    Q_EMIT desk.visible<ProfileButton>()->signOutRequested();
    QCOMPARE(desk.phase(), Phase::SignedOut);
    QVERIFY(desk.rowOf(instance) >= 0);
    const auto seen = desk.server.seen().size();
    desk.pass(LongMs);
    QCOMPARE(desk.server.seen().size(), seen);
    // The key store has it still: nothing is to be typed.
    QVERIFY(desk.until([&] { return desk.shows(u"signInButton"_s); }));
    QVERIFY(desk.click(u"signInButton"_s));
    QVERIFY(desk.lists(1));
    QVERIFY(!desk.visible<SignInDialog>());
}

void TestAccounts::F71_signingOutLeavesOtherProfilesSignedIn()
{
    VirtualDesk desk(path());
    desk.keychain.trouble = Outcome::NoStore;
    for (const QString &name : {u"one"_s, u"two"_s}) {
        Profile profile = desk.userProfile(name);
        profile.id = name;
        desk.settings.putProfile(profile);
        desk.keeper.keep(name, Desk::password());
        desk.keeper.keepInMemory(name + "/proxy"_L1, Desk::password(u"CANARY-proxy"_s));
    }
    desk.settings.setLastProfileId(u"one"_s);
    desk.begin();
    QVERIFY(desk.lists(0));
    Q_EMIT desk.visible<ProfileButton>()->signOutRequested();
    QCOMPARE(desk.keeper.kept(u"one"_s), Kept::Nowhere);
    QCOMPARE(desk.keeper.kept(u"one/proxy"_s), Kept::Nowhere);
    QCOMPARE(desk.keeper.kept(u"two"_s), Kept::InMemoryOnly);
    QCOMPARE(desk.keeper.kept(u"two/proxy"_s), Kept::InMemoryOnly);
    Q_EMIT desk.visible<ProfileButton>()->profileChosen(u"two"_s);
    QVERIFY(desk.until([&] { return desk.application.session()->profile().id == u"two"_s; }));
    QVERIFY(desk.lists(0));
    QVERIFY(!desk.visible<SignInDialog>());
    // And the first has to sign in again.
    Q_EMIT desk.visible<ProfileButton>()->profileChosen(u"one"_s);
    QVERIFY(desk.until([&] { return desk.application.session()->profile().id == u"one"_s; }));
    QVERIFY(desk.until([&] { return desk.shows(u"signInPageButton"_s); }));
}

void TestAccounts::F62_switchingByTheButton()
{
    VirtualDesk desk(path());
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
        desk.keep(Desk::profileOf(other, u"other"_s), TokenCredential{Secret("CANARY-other"), {}});
    const QString first = desk.keep(desk.userProfile(u"lab"_s), Desk::password());
    desk.settings.setLastProfileId(first);
    desk.begin();
    QVERIFY(desk.lists(1));
    QVERIFY(desk.rowOf(instance) >= 0);
    Q_EMIT desk.visible<ProfileButton>()->profileChosen(second);
    QVERIFY(desk.until([&] { return desk.application.session()->profile().id == second; }));
    QVERIFY(desk.lists(1));
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
    VirtualDesk desk(path());
    const QString instance = desk.place(u"ocr-lab"_s, u"RUNNING"_s);
    const QString second = desk.keep(desk.userProfile(u"other"_s), Desk::password());
    const QString first = desk.keep(desk.userProfile(u"lab"_s), Desk::password());
    holdUpASwitch(desk, instance);
    Q_EMIT desk.visible<ProfileButton>()->profileChosen(second);
    QCOMPARE(desk.application.session()->profile().id, first);
    const QPointer<Session> old = desk.application.session();
    Q_EMIT desk.visible<ProfileButton>()->profileChosen(first);
    QVERIFY(desk.until([&] { return !old; }));
    QCOMPARE(desk.application.session()->profile().id, first);
    QVERIFY(desk.lists(1));
    QCOMPARE(desk.settings.lastProfileId(), first);
    // The one that is open already stays as it is.
    const QPointer<Session> present = desk.application.session();
    Q_EMIT desk.visible<ProfileButton>()->profileChosen(first);
    QCoreApplication::processEvents();
    QCOMPARE(desk.application.session(), present.data());
    QVERIFY(present->acting());
}

void TestAccounts::F62_removedBeforeTheSwitchIsDone()
{
    VirtualDesk desk(path());
    const QString instance = desk.place(u"ocr-lab"_s, u"RUNNING"_s);
    const QString second = desk.keep(desk.userProfile(u"other"_s), Desk::password());
    const QString first = desk.keep(desk.userProfile(u"lab"_s), Desk::password());
    holdUpASwitch(desk, instance);
    Q_EMIT desk.visible<ProfileButton>()->profileChosen(second);
    const QPointer<Session> old = desk.application.session();
    Q_EMIT desk.visible<ProfileButton>()->removeRequested(second);
    QVERIFY(desk.until([&] { return !old; }));
    QCOMPARE(desk.application.session()->profile().id, first);
    QVERIFY(desk.lists(1));
}

void TestAccounts::holdUpASwitch(Desk &desk, const QString &instance)
{
    desk.settings.setLastProfileId(u"id-lab"_s);
    desk.begin();
    QVERIFY(desk.lists(1));
    ServerFault slow;
    slow.kind = ServerFault::Kind::Delay;
    slow.part = "/stop";
    slow.ms = 700;
    desk.server.addFault(slow);
    Session &session = *desk.application.session();
    Decision stop;
    stop.targets = {decisionTarget(session.store().find(instance)->instance)};
    session.submit(stop);
    QVERIFY(desk.until([&] { return desk.application.session()->inFlight() == 1; }));
}

void TestAccounts::F84_troubleBeforeThePageIsThereIsSaidThere()
{
    VirtualDesk desk(path());
    const QString instance = desk.place(u"ocr-lab"_s, u"RUNNING"_s);
    QVERIFY(!desk.keep(desk.userProfile(u"lab"_s), Desk::password()).isEmpty());
    holdUpASwitch(desk, instance);
    desk.keychain.trouble = Outcome::Denied;
    Q_EMIT desk.visible<ProfileButton>()->newRequested();
    QPointer<ConnectionDialog> dialog = desk.visible<ConnectionDialog>();
    Q_EMIT dialog->decided(desk.userProfile(u"new"_s), Desk::password(), true);
    dialog->close();
    const QString id = desk.settings.profiles().last().id;
    // Refused while the page before it is still there, which is not concerned.
    const auto isRefused = [&] { return desk.keeper.keptText(id).contains("refused to take"_L1); };
    QVERIFY(desk.until(isRefused));
    QVERIFY(desk.application.session()->profile().id != id);
    QVERIFY(!desk.shownTexts().contains(desk.keeper.keptText(id)));
    QVERIFY(desk.until([&] { return desk.application.session()->profile().id == id; }));
    QVERIFY2(desk.says(desk.keeper.keptText(id)), qPrintable(desk.shownTexts()));
}

void TestAccounts::removingTheOpenProfile()
{
    VirtualDesk desk(path());
    const QString id = desk.keep(desk.userProfile(u"lab"_s), Desk::password());
    desk.begin();
    QVERIFY(desk.lists(0));
    Q_EMIT desk.visible<ProfileButton>()->removeRequested(id);
    QVERIFY(desk.until([&] { return desk.visible<FirstRunPage>(); }));
    QCOMPARE(desk.application.session(), nullptr);
    QVERIFY(desk.settings.profiles().isEmpty());
    QVERIFY(desk.until([&] { return desk.keychain.entries.isEmpty(); }));
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
    VirtualDesk desk(path());
    const QString instance = desk.place(u"ocr-lab"_s, u"RUNNING"_s);
    if (hasOther)
        QVERIFY(!desk.keep(desk.userProfile(u"other"_s), Desk::password()).isEmpty());
    QVERIFY(!desk.keep(desk.userProfile(u"lab"_s), Desk::password()).isEmpty());
    desk.settings.setLastProfileId(u"id-lab"_s);
    if (isHeldUp) {
        holdUpASwitch(desk, instance);
    } else {
        desk.begin();
        QVERIFY(desk.lists(1));
    }
    desk.keychain.trouble = Outcome::Denied;
    const QString name = desk.settings.profile(removed)->name;
    Q_EMIT desk.visible<ProfileButton>()->removeRequested(removed);
    if (!hasOther)
        QVERIFY(desk.until([&] { return desk.visible<FirstRunPage>(); }));
    else if (removed == u"id-lab"_s)
        QVERIFY(desk.until([&] { return desk.application.session()->profile().id == u"id-other"_s; }));
    const QString said = u"may still hold the secret of %1."_s.arg(name);
    QVERIFY2(desk.says(said), qPrintable(desk.shownTexts()));
    QCOMPARE(desk.shownTexts().count(said), 1);
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
    VirtualDesk desk(path());
    desk.place(u"ocr-lab"_s, u"STOPPED"_s);
    if (hasOther)
        QVERIFY(!desk.keep(desk.userProfile(u"other"_s), Desk::password()).isEmpty());
    const QString id = desk.keep(desk.userProfile(u"lab"_s), Desk::password());
    desk.settings.setLastProfileId(id);
    desk.begin();
    QVERIFY(desk.lists(1));
    QVERIFY(desk.settings.save());
    // Nobody can write a file there, whoever runs the test.
    QVERIFY(QFile::remove(path()) && QDir().mkpath(path()));
    Q_EMIT desk.visible<ProfileButton>()->removeRequested(id);
    if (hasOther)
        QVERIFY(desk.until([&] { return desk.application.session()->profile().id == u"id-other"_s; }));
    else
        QVERIFY(desk.until([&] { return desk.visible<FirstRunPage>(); }));
    QVERIFY2(desk.says(u"cannot be saved"_s), qPrintable(desk.shownTexts()));
    QCOMPARE(desk.shownTexts().count("cannot be saved"_L1), 1);
}

void TestAccounts::importingKeepsSecretsByConsent()
{
    for (const bool consent : {true, false}) {
        VirtualDesk desk({});
        FoundCredential one;
        one.source = u"clouds.yaml, cloud otc"_s;
        one.profile = desk.userProfile(u"otc"_s);
        one.credential = Desk::password();
        FoundCredential broken = one;
        broken.whyNot = u"It is encrypted."_s;
        desk.importable = {one, one, broken};
        desk.begin();
        Q_EMIT desk.visible<FirstRunPage>()->importRequested();
        auto *dialog = desk.visible<ImportDialog>();
        QVERIFY(dialog);
        Q_EMIT dialog->decided(desk.importable, consent);
        dialog->close();
        QVERIFY(desk.lists(0));
        const QList<Profile> kept = desk.settings.profiles();
        QCOMPARE(kept.size(), 2);
        QVERIFY(kept.at(0).id != kept.at(1).id && kept.at(0).name != kept.at(1).name);
        QVERIFY(desk.until([&] { return desk.keychain.entries.size() == (consent ? 2 : 0); }));
        QVERIFY(consent || !desk.keychain.log.contains(u"write "_s + kept.at(0).id));
        // More can be imported later.
        Q_EMIT desk.visible<ProfileButton>()->importRequested();
        QVERIFY(desk.visible<ImportDialog>());
    }
}

void TestAccounts::theDemoFromTheFirstPage()
{
    Desk desk(path(), Desk::First::Nothing); // the demo has a time of its own
    desk.begin();
    Q_EMIT desk.visible<FirstRunPage>()->demoRequested();
    QVERIFY(desk.until([&] {
        return desk.application.session() && desk.application.session()->readingState().phase == Phase::Ready;
    }));
    QVERIFY(desk.application.session()->profile().isDemo);
    // Of the 48 that are listed one is deleted already.
    QVERIFY(desk.lists(47));
    QVERIFY(desk.settings.profiles().isEmpty());
    QVERIFY(desk.server.seen().isEmpty());
}

void TestAccounts::theDialogsTestTriesWhatWasTyped()
{
    VirtualDesk desk(path());
    desk.begin();
    Q_EMIT desk.visible<FirstRunPage>()->connectRequested();
    auto *dialog = desk.visible<ConnectionDialog>();
    Q_EMIT dialog->testRequested(desk.userProfile(u"lab"_s), Desk::password());
    const auto listed = [&desk] {
        const auto &seen = desk.server.seen();
        return std::any_of(seen.begin(), seen.end(), [](const auto &one) {
            return one.path.endsWith("/notebooks") && one.status == 200;
        });
    };
    QVERIFY(desk.until(listed));
    // Trying keeps nothing.
    QVERIFY(desk.settings.profiles().isEmpty());
    QCOMPARE(desk.keychain.log.filter(u"write"_s), QStringList());
    dialog->reject();
    QVERIFY(desk.visible<FirstRunPage>());
}

void TestAccounts::F14_theProxysPasswordIsAskedForAndRemembered()
{
    Tunnelled far;
    VirtualDesk desk(path());
    const QString id = desk.keep(far.profile(), farToken());
    desk.begin();
    QVERIFY(desk.until([&] { return desk.visible<ProxyPasswordDialog>(); }));
    QCOMPARE(desk.phase(), Phase::Offline);
    QPointer<ProxyPasswordDialog> dialog = desk.visible<ProxyPasswordDialog>();
    Q_EMIT dialog->decided(u"mistyped"_s, Secret("wrong"), false);
    dialog->close();
    QVERIFY(desk.until([&] {
        return desk.visible<ProxyPasswordDialog>() && desk.visible<ProxyPasswordDialog>() != dialog;
    }));
    // What was typed is there to be mended.
    QCOMPARE(desk.visible<ProxyPasswordDialog>()->findChild<QLineEdit *>(u"proxyUserEdit"_s)->text(),
             u"mistyped"_s);
    QVERIFY2(desk.shownTexts().contains("did not accept"_L1), qPrintable(desk.shownTexts()));
    dialog = desk.visible<ProxyPasswordDialog>();
    Q_EMIT dialog->decided(u"ana"_s, Secret("CANARY-proxy"), true);
    dialog->close();
    QVERIFY(desk.lists(0));
    QCOMPARE(far.proxy.attempts().count("mistyped:wrong"), 1);
    QVERIFY(desk.until([&] { return desk.keeper.kept(id + "/proxy"_L1) == Kept::InKeyStore; }));
    QVERIFY(!far.proxy.heard().contains("CANARY"));

    // Opened again, it is found where it is kept, and nobody is asked.
    desk.accounts.openProfile(*desk.settings.profile(id));
    QVERIFY(desk.lists(0));
    QVERIFY(!desk.visible<ProxyPasswordDialog>());
    desk.application.session()->refresh();
    QVERIFY(desk.lists(0));
}

void TestAccounts::F14_aRefusedPasswordIsNotRemembered()
{
    // By itself the next start would bring it again, and proxies count wrong ones.
    Tunnelled far;
    VirtualDesk desk(path());
    const QString id = desk.keep(far.profile(), farToken()) + "/proxy"_L1;
    desk.begin();
    QVERIFY(desk.until([&] { return desk.visible<ProxyPasswordDialog>(); }));
    const QPointer<ProxyPasswordDialog> dialog = desk.visible<ProxyPasswordDialog>();
    Q_EMIT dialog->decided(u"ana"_s, Secret("wrong"), true);
    dialog->close();
    QVERIFY(desk.until([&] {
        return desk.visible<ProxyPasswordDialog>() && desk.visible<ProxyPasswordDialog>() != dialog;
    }));
    desk.visible<ProxyPasswordDialog>()->reject();
    QVERIFY(desk.until([&] { return desk.keeper.kept(id) == Kept::Nowhere; }));
    QVERIFY(desk.until([&] { return desk.keychain.log.value(desk.keychain.log.size() - 1).contains(id); }));
    QVERIFY2(desk.keychain.log.constLast().contains("remove"_L1), qPrintable(desk.keychain.log.join(u' ')));
    QCOMPARE(far.proxy.attempts(), QByteArrayList{"ana:wrong"});
}

void TestAccounts::F14_oneDialogAsksAtATime()
{
    Tunnelled far;
    VirtualDesk desk(path());
    QVERIFY(!desk.keep(far.profile(), farToken()).isEmpty());
    desk.begin();
    QVERIFY(desk.until([&] { return desk.visible<ProxyPasswordDialog>(); }));
    QVERIFY(desk.until([&] { return !desk.application.session()->readingState().listing; }));
    desk.application.session()->refresh();
    QVERIFY(desk.application.session()->readingState().listing);
    QVERIFY(desk.until([&] { return !desk.application.session()->readingState().listing; }));
    QCOMPARE(desk.application.window().account()->findChildren<ProxyPasswordDialog *>().size(), 1);
}

void TestAccounts::F14_twoWrongProxyPasswordsAreSaid()
{
    Tunnelled far;
    VirtualDesk desk(path());
    QVERIFY(!desk.keep(far.profile(), farToken()).isEmpty());
    desk.begin();
    QPointer<ProxyPasswordDialog> before;
    for (const char *wrong : {"wrong 1", "wrong 2"}) {
        const auto isNew = [&] {
            auto *now = desk.visible<ProxyPasswordDialog>();
            return now && now != before;
        };
        QVERIFY(desk.until(isNew));
        before = desk.visible<ProxyPasswordDialog>();
        Q_EMIT before->decided(u"ana"_s, Secret(wrong), false);
        before->close();
    }
    QVERIFY(desk.until([&] { return desk.shownTexts().contains("refused the password twice"_L1); }));
    QVERIFY(!desk.visible<ProxyPasswordDialog>());
    QVERIFY(desk.until([&] { return desk.phase() == Phase::Offline; }));
    QVERIFY(desk.until([&] { return !desk.application.session()->readingState().listing; }));
    QCOMPARE(far.proxy.attempts(), (QByteArrayList{"ana:wrong 1", "ana:wrong 2"}));
    // A person who wants another try is asked again, and may leave it at that.
    desk.application.session()->refresh();
    QVERIFY(desk.until([&] { return desk.visible<ProxyPasswordDialog>(); }));
    desk.visible<ProxyPasswordDialog>()->reject();
    QCOMPARE(far.proxy.attempts().size(), 2);
}

void TestAccounts::F14_theConnectionDialogsProxyPasswordIsUsed()
{
    Tunnelled far;
    VirtualDesk desk(path());
    desk.begin();
    Q_EMIT desk.visible<FirstRunPage>()->connectRequested();
    auto *dialog = desk.visible<ConnectionDialog>();
    Q_EMIT dialog->proxyPasswordTyped(Secret("CANARY-proxy"));
    Q_EMIT dialog->testRequested(far.profile(), farToken());
    QVERIFY(desk.until([&] { return !far.server.seen().isEmpty(); }));
    QCOMPARE(desk.keychain.log.filter(u"write"_s), QStringList());

    Q_EMIT dialog->proxyPasswordTyped(Secret("CANARY-proxy"));
    Q_EMIT dialog->decided(far.profile(), farToken(), false);
    dialog->close();
    QVERIFY(desk.lists(0));
    QVERIFY(!desk.visible<ProxyPasswordDialog>());
    const QString id = desk.application.session()->profile().id;
    QCOMPARE(desk.keeper.kept(id + "/proxy"_L1), Kept::InMemoryOnly);
    QVERIFY(desk.settings.profile(id));
}

void TestAccounts::F85_settingsHoldNoSecret()
{
    {
        VirtualDesk desk(path());
        QVERIFY(!desk.keep(desk.userProfile(u"lab"_s), Desk::password()).isEmpty());
        desk.keychain.trouble = Outcome::NoStore;
        Profile profile = Desk::profileOf(desk.server, u"token"_s);
        profile.id = u"t"_s;
        desk.settings.putProfile(profile);
        desk.keeper.keep(profile.id, TokenCredential{Secret("CANARY-token"), {}});
        desk.settings.setLastProfileId(profile.id);
        desk.begin();
        QVERIFY(desk.lists(0));
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
