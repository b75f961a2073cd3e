// SPDX-License-Identifier: MIT
#include "connectiondialog.h"
#include "desk.h"
#include "profilebutton.h"
#include "signindialog.h"

#include <QDateTime>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

using Phase = ReadingState::Phase;

namespace
{

constexpr qint64 HourMs = 3'600'000;
constexpr char Identity[] = "/v3/auth/tokens";

CloudResponse refusal(int status, const QByteArray &code, const QByteArray &text = "no")
{
    return {status,
            {{"Content-Type", "application/json"}},
            R"({"error_code":")" + code + R"(","error_msg":")" + text + R"("})"};
}

Credential tokenOf(const QByteArray &text)
{
    return TokenCredential{Secret(text), std::nullopt};
}

Credential keyOf(const SimulatedCloud::AccessKey &pair)
{
    return AccessKeyCredential{QString::fromLatin1(pair.access), Secret(pair.secret), {}};
}

} // namespace

/// What stays and what goes when somebody signs in to an account that is open already: perhaps another than
/// before, perhaps the same with other rights.
class TestSignInAgain : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void F84_aSlowKeyStoreSignsNobodyOut_data();
    void F84_aSlowKeyStoreSignsNobodyOut();
    void F27_whatWasRefusedMayBeTriedAgain_data();
    void F27_whatWasRefusedMayBeTriedAgain();
    void F31_theLearntRangeOutlivesTheSignIn();
    void F63_nobodyIsYouBeforeANewTokenTellsWho_data();
    void F63_nobodyIsYouBeforeANewTokenTellsWho();
    void F63_anUntoldOwnerIsNotKept();
    void F63_formerRowsAreNobodysUntilListedAnew_data();
    void F63_formerRowsAreNobodysUntilListedAnew();
    void F63_aRowTheNewListingLacksIsNobodys();
    void F71_whatWasAskedForTheOneBeforeCountsNoLonger();
    void aNewTokenTellsItsOwnEnd();

private:
    /// With a password, kept in the key store. Empty if that failed.
    [[nodiscard]] QString openWithPassword(Desk &desk);
    /// The same with the service's own token.
    [[nodiscard]] QString openWithToken(Desk &desk, bool allUsers, int rows = 1);
    /// The same with its access key.
    [[nodiscard]] static bool openWithKey(Desk &desk);
    static void signOut(Desk &desk);
    /// Until the service takes whoever is signed in for nobody.
    [[nodiscard]] static bool signInEnds(Desk &desk);
    [[nodiscard]] static bool give(Desk &desk, const Credential &credential);
    /// The same, and waits for a listing to end.
    [[nodiscard]] static bool giveToken(Desk &desk, const QByteArray &token);
    [[nodiscard]] static bool isYou(const Desk &desk, const QString &instance);
    /// Whether deleting it asks for no typing.
    [[nodiscard]] static bool isEasilyDeleted(Desk &desk, const QString &instance);
    /// The Identity service's next answer about a token. `userId` empty: it does not tell.
    static void tellNext(Desk &desk, const QString &userId, qint64 livesMs = HourMs);
    /// How often the Identity service was asked about a token.
    [[nodiscard]] static int asked(const Desk &desk);

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestSignInAgain::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

QString TestSignInAgain::openWithPassword(Desk &desk)
{
    desk.settings.setGraceMs(0);
    const QString id = desk.keep(desk.userProfile(u"lab"_s), Desk::password());
    desk.begin();
    return desk.lists(1) ? id : QString();
}

QString TestSignInAgain::openWithToken(Desk &desk, bool allUsers, int rows)
{
    Profile profile = Desk::profileOf(desk.server, u"lab"_s);
    profile.iamEndpoint = desk.server.url();
    profile.allUsers = allUsers;
    const QString id = desk.keep(profile, tokenOf(desk.server.cloud().token()));
    desk.begin();
    const bool isTold = desk.lists(rows) && desk.until([&] {
        return desk.application.session()->profile().signInEndsAtMs.has_value();
    });
    return isTold ? id : QString();
}

bool TestSignInAgain::openWithKey(Desk &desk)
{
    Profile profile = Desk::profileOf(desk.server, u"lab"_s);
    profile.signIn = SignInMethod::AccessKey;
    const QString id = desk.keep(profile, keyOf(desk.server.cloud().accessKey()));
    desk.begin();
    return !id.isEmpty() && desk.lists(1);
}

void TestSignInAgain::signOut(Desk &desk)
{
    Q_EMIT desk.visible<ProfileButton>()->signOutRequested();
    desk.pass(1'000);
}

bool TestSignInAgain::signInEnds(Desk &desk)
{
    desk.server.cloud().answerNext("GET", "/notebooks", refusal(401, "APIG.0301"));
    return desk.until([&] { return desk.phase() == Phase::SignedOut && desk.shows(u"signInButton"_s); },
                      120'000);
}

bool TestSignInAgain::give(Desk &desk, const Credential &credential)
{
    if (!desk.click(u"signInButton"_s) || !desk.visible<SignInDialog>())
        return false;
    auto *dialog = desk.visible<SignInDialog>();
    Q_EMIT dialog->decided(credential, true);
    dialog->close();
    return true;
}

bool TestSignInAgain::giveToken(Desk &desk, const QByteArray &token)
{
    return give(desk, tokenOf(token)) && desk.lists(1) &&
           desk.until([&] { return !desk.application.session()->readingState().listing; });
}

bool TestSignInAgain::isYou(const Desk &desk, const QString &instance)
{
    return desk.cell(instance, u"owner"_s) == "you"_L1;
}

bool TestSignInAgain::isEasilyDeleted(Desk &desk, const QString &instance)
{
    desk.select({instance});
    if (!desk.until([&] { return desk.shows(u"deleteAction"_s); }) || !desk.click(u"deleteAction"_s) ||
        !desk.until([&] { return desk.dialog(u"deleteDialog"_s); }))
        return false;
    const bool isEasy = !desk.shows(u"confirmEdit"_s);
    desk.dialog(u"deleteDialog"_s)->reject();
    return isEasy;
}

void TestSignInAgain::tellNext(Desk &desk, const QString &userId, qint64 livesMs)
{
    CloudResponse answer = refusal(403, "IAM.0003");
    const qint64 endsAtMs = desk.server.cloud().nowMs() + livesMs;
    const QString endsAt = QDateTime::fromMSecsSinceEpoch(endsAtMs, Qt::UTC).toString(Qt::ISODateWithMs);
    if (!userId.isEmpty()) {
        answer = {200,
                  {{"Content-Type", "application/json"}},
                  uR"({"token":{"expires_at":"%1","user":{"id":"%2","name":"%2"},"project":{"id":"%3"}}})"_s
                      .arg(endsAt, userId, desk.server.cloud().projectId())
                      .toUtf8()};
    }
    desk.server.cloud().answerNext("GET", Identity, answer);
}

int TestSignInAgain::asked(const Desk &desk)
{
    const auto &seen = desk.server.seen();
    return int(std::count_if(seen.begin(), seen.end(), [](const auto &one) {
        return one.method == "GET" && one.path.startsWith(Identity);
    }));
}

void TestSignInAgain::F84_aSlowKeyStoreSignsNobodyOut_data()
{
    QTest::addColumn<bool>("again");
    QTest::newRow("signed in from the key store") << false;
    QTest::newRow("signed out and in again from it") << true;
}

void TestSignInAgain::F84_aSlowKeyStoreSignsNobodyOut()
{
    QFETCH(const bool, again);
    VirtualDesk desk(m_folder->filePath(u"settings.json"_s));
    desk.place(u"ocr-lab"_s, u"STOPPED"_s);
    const QString id = openWithPassword(desk);
    QVERIFY(!id.isEmpty());
    if (again) {
        signOut(desk);
        QVERIFY(desk.click(u"signInButton"_s));
        QVERIFY(desk.lists(1));
    }
    desk.keychain.delayMs = 20'000;
    QSignalSpy waiting(&desk.keeper, &CredentialKeeper::waiting);
    Q_EMIT desk.visible<ProfileButton>()->editRequested(id);
    auto *dialog = desk.visible<ConnectionDialog>();
    QVERIFY(dialog);
    // Nothing is typed: the test wants what is kept.
    Q_EMIT dialog->testRequested(*desk.settings.profile(id), Credential());
    QVERIFY(desk.until([&] { return !waiting.isEmpty(); }));
    QCOMPARE(desk.phase(), Phase::Ready);
    QVERIFY2(!desk.shownTexts().contains("has not answered yet"_L1), qPrintable(desk.shownTexts()));
    dialog->reject();
}

void TestSignInAgain::F27_whatWasRefusedMayBeTriedAgain_data()
{
    QTest::addColumn<bool>("byRefresh");
    QTest::newRow("signed in anew") << false;
    QTest::newRow("refreshed by hand") << true;
}

void TestSignInAgain::F27_whatWasRefusedMayBeTriedAgain()
{
    QFETCH(const bool, byRefresh);
    VirtualDesk desk(m_folder->filePath(u"settings.json"_s));
    const QString instance = desk.place(u"ocr-lab"_s, u"STOPPED"_s);
    QVERIFY(!openWithPassword(desk).isEmpty());
    desk.server.cloud().answerNext("POST", instance.toUtf8(), refusal(403, "ModelArts.0112"));
    desk.select({instance});
    QVERIFY(desk.until([&] { return desk.shows(u"startAction"_s); }));
    QVERIFY(desk.click(u"startAction"_s));
    QVERIFY(desk.until([&] { return desk.shows(u"startButton"_s); }));
    QVERIFY(desk.click(u"startButton"_s));
    QVERIFY(desk.until([&] { return !desk.shows(u"startAction"_s) && desk.writesSeen() > 0; }));
    // It holds for as long as nobody wants to know better.
    desk.pass(120'000);
    QVERIFY(!desk.shows(u"startAction"_s));
    QVERIFY(desk.shows(u"deleteAction"_s));
    if (byRefresh) {
        QVERIFY(desk.click(u"refreshAction"_s));
    } else {
        signOut(desk);
        QVERIFY(desk.click(u"signInButton"_s));
    }
    QVERIFY(desk.lists(1));
    QVERIFY(desk.until([&] { return desk.shows(u"startAction"_s); }));
    QVERIFY(desk.click(u"startAction"_s));
    QVERIFY(desk.until([&] { return desk.shows(u"startButton"_s); }));
    QVERIFY(desk.click(u"startButton"_s));
    QVERIFY(desk.until([&] { return desk.effects("start", instance) == 1; }));
}

void TestSignInAgain::F31_theLearntRangeOutlivesTheSignIn()
{
    VirtualDesk desk(m_folder->filePath(u"settings.json"_s));
    const QString instance = desk.place(u"ocr-lab"_s, u"RUNNING"_s);
    QVERIFY(!openWithPassword(desk).isEmpty());
    desk.server.cloud().answerNext(
        "PATCH", instance.toUtf8(),
        refusal(400, "ModelArts.6349", "duration must be between 14400000 and 604800000"));
    const auto prolong = [&desk, &instance](int hours) {
        desk.select({instance});
        if (!desk.until([&] { return desk.shows(u"prolongAction"_s); }) || !desk.click(u"prolongAction"_s) ||
            !desk.until([&] { return desk.shows(u"prolongButton"_s, false); }))
            return -1;
        auto *spin = desk.dialog(u"prolongDialog"_s)->findChild<QSpinBox *>(u"hoursSpin"_s);
        spin->setValue(hours);
        const int before = desk.writesSeen();
        if (!desk.until([&] { return desk.shows(u"prolongButton"_s); }) || !desk.click(u"prolongButton"_s))
            return -2;
        desk.pass(2'000);
        return desk.writesSeen() - before;
    };
    QSignalSpy learnt(desk.application.session(), &Session::leaseRangeLearnt);
    QCOMPARE(prolong(3), 1);
    QCOMPARE(learnt.size(), 1);
    signOut(desk);
    QVERIFY(desk.click(u"signInButton"_s));
    QVERIFY(desk.lists(1));
    // What the dialog offers is what may be sent.
    desk.server.cloud().answerNext("PATCH", instance.toUtf8(), {200, {}, "{}"});
    QCOMPARE(prolong(100), 1);
    QVERIFY2(!desk.shownTexts().contains("Nothing was sent"_L1), qPrintable(desk.shownTexts()));
}

void TestSignInAgain::F63_nobodyIsYouBeforeANewTokenTellsWho_data()
{
    QTest::addColumn<bool>("allUsers");
    QTest::addColumn<QString>("told"); // whose the new token is; empty: nobody tells
    QTest::addColumn<bool>("becomesYou");
    for (const bool all : {false, true}) {
        const char *list = all ? "everybody's" : "own";
        // The new one's own list brings nothing but its own.
        QTest::addRow("%s, not told", list) << all << QString() << !all;
        QTest::addRow("%s, another's", list) << all << u"bob"_s << false;
        QTest::addRow("%s, the same", list) << all << u"same"_s << true;
    }
}

void TestSignInAgain::F63_nobodyIsYouBeforeANewTokenTellsWho()
{
    QFETCH(const bool, allUsers);
    QFETCH(const QString, told);
    QFETCH(const bool, becomesYou);
    VirtualDesk desk(m_folder->filePath(u"settings.json"_s));
    const QString instance = desk.place(u"ocr-lab"_s, u"STOPPED"_s);
    QVERIFY(!openWithToken(desk, allUsers).isEmpty());
    QCOMPARE(desk.cell(instance, u"owner"_s), u"you"_s);
    QVERIFY(signInEnds(desk));
    QCOMPARE(asked(desk), 1);
    // Between the sign-in and the answers, too.
    tellNext(desk, told == "same"_L1 ? desk.server.cloud().userId() : told);
    bool wasYouEarly = false;
    QObject context;
    const auto listedAtMs = desk.application.session()->readingState().lastCompleteMonotonicMs;
    connect(desk.application.session(), &Session::readingChanged, &context, [&](const ReadingState &state) {
        const bool knows = !desk.application.session()->profile().userId.isEmpty();
        const bool hasListed = state.lastCompleteMonotonicMs != listedAtMs;
        wasYouEarly |= !knows && !hasListed && isYou(desk, instance);
    });
    QVERIFY(giveToken(desk, "CANARY-new"));
    desk.pass(5'000);
    QVERIFY(!wasYouEarly);
    QCOMPARE(isYou(desk, instance), becomesYou);
    // Own-only actions are guarded by typing.
    QCOMPARE(isEasilyDeleted(desk, instance), becomesYou);
    // Once for each token, whatever came of it.
    desk.pass(600'000);
    QCOMPARE(asked(desk), 2);
}

void TestSignInAgain::F63_anUntoldOwnerIsNotKept()
{
    VirtualDesk desk(m_folder->filePath(u"settings.json"_s));
    desk.place(u"ocr-lab"_s, u"STOPPED"_s);
    const QString id = openWithToken(desk, true);
    QVERIFY(!id.isEmpty());
    QCOMPARE(desk.settings.profile(id)->userId, desk.server.cloud().userId());
    QVERIFY(signInEnds(desk));
    tellNext(desk, {});
    QVERIFY(giveToken(desk, "CANARY-new"));
    desk.pass(5'000);
    // Or the next run took whoever this is for the one before.
    QCOMPARE(desk.settings.profile(id)->userId, QString());
    QCOMPARE(desk.settings.profile(id)->userName, QString());
}

void TestSignInAgain::F63_formerRowsAreNobodysUntilListedAnew_data()
{
    QTest::addColumn<bool>("byKey");
    QTest::newRow("token") << false;
    QTest::newRow("access key") << true;
}

void TestSignInAgain::F63_formerRowsAreNobodysUntilListedAnew()
{
    QFETCH(const bool, byKey);
    VirtualDesk desk(m_folder->filePath(u"settings.json"_s));
    const QString instance = desk.place(u"ocr-lab"_s, u"STOPPED"_s);
    QVERIFY(byKey ? openWithKey(desk) : !openWithToken(desk, false).isEmpty());
    QVERIFY(isYou(desk, instance));
    QVERIFY(signInEnds(desk));
    tellNext(desk, {});
    // A listing that has gaps shows whose nothing is.
    ServerFault fault;
    fault.part = "feature=DEFAULT";
    fault.times = 1'000;
    fault.answer.status = 500;
    desk.server.addFault(fault);
    const SimulatedCloud::AccessKey another{"CANARYNEWKEY", "CANARY-new-secret"};
    desk.server.cloud().addAccessKey(another);
    QVERIFY(give(desk, byKey ? keyOf(another) : tokenOf("CANARY-new")));
    QVERIFY(!isYou(desk, instance));
    QVERIFY(desk.until([&] { return desk.phase() == Phase::Incomplete; }));
    QVERIFY(!isYou(desk, instance));
    QVERIFY(!isEasilyDeleted(desk, instance));
    desk.server.clearFaults();
    QVERIFY(desk.until([&] { return desk.phase() == Phase::Ready; }, 120'000));
    QVERIFY(isYou(desk, instance));
    QVERIFY(isEasilyDeleted(desk, instance));
}

void TestSignInAgain::F63_aRowTheNewListingLacksIsNobodys()
{
    VirtualDesk desk(m_folder->filePath(u"settings.json"_s));
    const QString left = desk.place(u"left"_s, u"STOPPED"_s);
    const QString listed = desk.place(u"listed"_s, u"STOPPED"_s);
    QVERIFY(!openWithToken(desk, false, 2).isEmpty());
    QVERIFY(signInEnds(desk));
    // Not in the own list of whoever signs in now, but open to a direct read: the row stays.
    SimulatedCloud::Record foreign = *desk.server.cloud().record(left);
    foreign.ownerId = u"eva"_s;
    foreign.ownerName = u"eva"_s;
    desk.server.cloud().place(foreign);
    tellNext(desk, {});
    QVERIFY(give(desk, tokenOf("CANARY-new")));
    QVERIFY(desk.lists(2));
    QVERIFY(desk.until([&] { return isYou(desk, listed); }));
    QVERIFY(!isYou(desk, left));
    desk.pass(300'000);
    QVERIFY(isYou(desk, listed));
    QVERIFY(desk.rowOf(left) >= 0);
    QVERIFY(!isYou(desk, left));
    QVERIFY(!isEasilyDeleted(desk, left));
}

void TestSignInAgain::F71_whatWasAskedForTheOneBeforeCountsNoLonger()
{
    VirtualDesk desk(m_folder->filePath(u"settings.json"_s));
    const QString instance = desk.place(u"ocr-lab"_s, u"STOPPED"_s);
    QVERIFY(!openWithToken(desk, false).isEmpty());
    QVERIFY(signInEnds(desk));
    tellNext(desk, {});
    desk.server.forgetSeen();
    // F5 while the dialog is open: the token before still serves, and its listing is under way.
    desk.application.session()->refresh();
    QVERIFY(give(desk, tokenOf("CANARY-new")));
    QVERIFY(desk.until([&] { return isYou(desk, instance); }));
    const auto &seen = desk.server.seen();
    QVERIFY(std::any_of(seen.begin(), seen.end(), [](const auto &one) {
        return one.query.contains("feature=NOTEBOOK") && one.headers.value("x-auth-token") == "CANARY-new";
    }));
}

void TestSignInAgain::aNewTokenTellsItsOwnEnd()
{
    VirtualDesk desk(m_folder->filePath(u"settings.json"_s));
    desk.place(u"ocr-lab"_s, u"STOPPED"_s);
    tellNext(desk, desk.server.cloud().userId(), 60'000);
    QVERIFY(!openWithToken(desk, false).isEmpty());
    desk.pass(61'000);
    QVERIFY(signInEnds(desk));
    QVERIFY2(desk.shownTexts().contains("Token ended"_L1), qPrintable(desk.shownTexts()));
    tellNext(desk, desk.server.cloud().userId(), 2 * HourMs);
    QVERIFY(giveToken(desk, "CANARY-new"));
    QVERIFY(desk.until([&] { return desk.shownTexts().contains("Token ends"_L1); }));
    QVERIFY2(!desk.shownTexts().contains("Token ended"_L1), qPrintable(desk.shownTexts()));
}

QTEST_MAIN(TestSignInAgain)
#include "tst_signinagain.moc"
