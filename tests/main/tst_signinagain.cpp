// SPDX-License-Identifier: MIT
#include "connectiondialog.h"
#include "desk.h"
#include "profilebutton.h"

#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

using Phase = ReadingState::Phase;

namespace
{

CloudResponse refusal(int status, const QByteArray &code, const QByteArray &text = "no")
{
    return {status,
            {{"Content-Type", "application/json"}},
            R"({"error_code":")" + code + R"(","error_msg":")" + text + R"("})"};
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

private:
    /// With a password, kept in the key store. Empty if that failed.
    [[nodiscard]] QString openWithPassword(Desk &desk);
    static void signOut(Desk &desk);

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

void TestSignInAgain::signOut(Desk &desk)
{
    Q_EMIT desk.visible<ProfileButton>()->signOutRequested();
    desk.pass(1'000);
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

QTEST_MAIN(TestSignInAgain)
#include "tst_signinagain.moc"
