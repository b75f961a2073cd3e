// SPDX-License-Identifier: MIT
#include "mnemonics.h"
#include "passcodedialog.h"
#include "probe.h"
#include "proxypassworddialog.h"
#include "removeprofiledialog.h"
#include "samples.h"
#include "signindialog.h"

#include <QCheckBox>
#include <QSignalSpy>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

const QString Marker = u"MARKER-77aa-secret"_s;

Profile sampleProfileWith(SignInMethod method)
{
    Profile profile = sampleProfile();
    profile.signIn = method;
    return profile;
}

} // namespace

/// The small dialogs that ask for one thing.
class TestSignInPrompts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { delete m_dialog; }

    void everythingHasAName_data();
    void everythingHasAName();
    void eachLetterReachesItsField_data();
    void eachLetterReachesItsField();
    void escapeDiscards_data();
    void escapeDiscards();
    void F65_heldReturnDoesNothing_data();
    void F65_heldReturnDoesNothing();
    void password();
    void token();
    void accessKey();
    void reasonIsShownPlain();
    void withoutKeyStore();
    void theKeyStoreChangesNobodysMind();
    void F14_proxyPassword();
    void passcode_data();
    void passcode();
    void passcodeTakesDigitsOnly();
    void theFocusIsShownToWhoComesByKeyboard();
    void removingNamesWhatGoes();
    void returnNeverRemoves();
    void F85_secretsAreNotReadable();

private:
    template <typename Dialog> Dialog *open(Dialog *dialog)
    {
        m_dialog = dialog;
        dialog->open();
        if (!QTest::qWaitForWindowActive(dialog))
            qWarning("the dialog did not become active");
        return dialog;
    }
    void openNamed(const QString &name)
    {
        if (name == "signIn"_L1)
            open(new SignInDialog(sampleProfile(), u"The password is wrong."_s, {}, nullptr));
        else if (name == "key"_L1)
            open(new SignInDialog(sampleProfileWith(SignInMethod::AccessKey), {}, {}, nullptr));
        else if (name == "token"_L1)
            open(new SignInDialog(sampleProfileWith(SignInMethod::Token), {}, {}, nullptr));
        else if (name == "passcode"_L1)
            open(new PasscodeDialog(sampleProfile(), {}, nullptr));
        else if (name == "proxy"_L1)
            open(new ProxyPasswordDialog(u"proxy.example.com:3128"_s, u"px"_s, {}, nullptr));
        else
            open(new RemoveProfileDialog(sampleProfile(), nullptr));
    }
    static void addDialogs()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("objectName");
        QTest::newRow("sign in") << u"signIn"_s << u"signInDialog"_s;
        QTest::newRow("passcode") << u"passcode"_s << u"passcodeDialog"_s;
        QTest::newRow("proxy") << u"proxy"_s << u"proxyPasswordDialog"_s;
        QTest::newRow("remove") << u"remove"_s << u"removeProfileDialog"_s;
    }
    /// How often any decision was made.
    [[nodiscard]] std::unique_ptr<QSignalSpy> decisions() const
    {
        QObject *dialog = m_dialog;
        for (int i = 0; i < dialog->metaObject()->methodCount(); ++i) {
            const QMetaMethod method = dialog->metaObject()->method(i);
            if (method.name() == "decided")
                return std::make_unique<QSignalSpy>(dialog, method);
        }
        return {};
    }

    QPointer<QDialog> m_dialog;
};

void TestSignInPrompts::everythingHasAName_data()
{
    addDialogs();
}

void TestSignInPrompts::everythingHasAName()
{
    QFETCH(QString, name);
    QFETCH(QString, objectName);
    openNamed(name);
    QCOMPARE(m_dialog->objectName(), objectName);
    QVERIFY(!m_dialog->accessibleName().isEmpty());
    QCOMPARE(Probe(m_dialog).nameless(), QStringList());
}

void TestSignInPrompts::eachLetterReachesItsField_data()
{
    addDialogs();
    for (const QString &method : {u"key"_s, u"token"_s})
        QTest::addRow("sign in, %s", qPrintable(method)) << method << u"signInDialog"_s;
}

void TestSignInPrompts::eachLetterReachesItsField()
{
    QFETCH(QString, name);
    openNamed(name);
    QCOMPARE(sharedMnemonics(*m_dialog), QStringList());
    QCOMPARE(deafMnemonics(*m_dialog), QStringList());
    QVERIFY(m_dialog->isVisible());
}

void TestSignInPrompts::escapeDiscards_data()
{
    addDialogs();
}

void TestSignInPrompts::escapeDiscards()
{
    QFETCH(QString, name);
    openNamed(name);
    const Probe probe(m_dialog);
    if (name != "remove"_L1)
        probe.type(u"123456"_s);
    const auto decided = decisions();
    QVERIFY(decided);
    QSignalSpy rejected(m_dialog, &QDialog::rejected);
    probe.press(Qt::Key_Escape);
    QCOMPARE(rejected.size(), 1);
    QCOMPARE(decided->size(), 0);
    QTRY_VERIFY(!m_dialog);
}

void TestSignInPrompts::F65_heldReturnDoesNothing_data()
{
    addDialogs();
}

void TestSignInPrompts::F65_heldReturnDoesNothing()
{
    QFETCH(QString, name);
    openNamed(name);
    const Probe probe(m_dialog);
    if (name != "remove"_L1)
        probe.type(u"123456"_s);
    const auto decided = decisions();
    probe.hold(Qt::Key_Return);
    probe.hold(Qt::Key_Space);
    QCOMPARE(decided->size(), 0);
    QVERIFY(m_dialog && m_dialog->isVisible());
}

void TestSignInPrompts::password()
{
    auto *dialog = open(new SignInDialog(sampleProfile(), u"The password is wrong."_s, {}, nullptr));
    const Probe probe(dialog);
    QCOMPARE(probe.text(u"headlineLabel"_s), u"Sign in to OTC prod"_s);
    QCOMPARE(probe.text(u"sublineLabel"_s),
             u"As ana of account OTC00000000001000000123, at iam.eu-de.otc.t-systems.com"_s);
    QCOMPARE(probe.text(u"reasonNote"_s), u"The password is wrong."_s);
    QVERIFY(probe.hasFocus(u"passwordEdit"_s));
    QVERIFY(!probe.find<QWidget>(u"signInButton"_s)->isEnabled());
    QSignalSpy decided(dialog, &SignInDialog::decided);
    probe.press(Qt::Key_Return);
    QCOMPARE(decided.size(), 0);
    probe.type(Marker);
    QCOMPARE(probe.tabWalk(), QStringList({u"passwordEdit"_s, u"passwordEditReveal"_s, u"rememberCheck"_s,
                                           u"signInButton"_s, u"cancelButton"_s}));
    probe.press(Qt::Key_Return);
    QCOMPARE(decided.size(), 1);
    QCOMPARE(decided.first().at(0).value<Credential>(),
             Credential(PasswordCredential{Secret(Marker.toUtf8())}));
    QVERIFY(decided.first().at(1).toBool());
}

void TestSignInPrompts::token()
{
    Profile profile = sampleProfile();
    profile.signIn = SignInMethod::Token;
    auto *dialog = open(new SignInDialog(profile, u"The token has ended."_s, {}, nullptr));
    const Probe probe(dialog);
    QVERIFY(probe.hasFocus(u"tokenEdit"_s));
    QSignalSpy decided(dialog, &SignInDialog::decided);
    probe.type(Marker);
    probe.press(Qt::Key_B, Qt::AltModifier);
    QTRY_VERIFY(!probe.find<QCheckBox>(u"rememberCheck"_s)->isChecked());
    probe.press(Qt::Key_Return);
    QCOMPARE(decided.size(), 1);
    QCOMPARE(decided.first().at(0).value<Credential>(),
             Credential(TokenCredential{Secret(Marker.toUtf8()), {}}));
    QVERIFY(!decided.first().at(1).toBool());
}

void TestSignInPrompts::accessKey()
{
    Profile profile = sampleProfile();
    profile.signIn = SignInMethod::AccessKey;
    auto *dialog = open(new SignInDialog(profile, {}, u"AK1"_s, nullptr));
    const Probe probe(dialog);
    QVERIFY(probe.hasFocus(u"secretKeyEdit"_s));
    QCOMPARE(probe.find<QLineEdit>(u"accessKeyEdit"_s)->text(), u"AK1"_s);
    QSignalSpy decided(dialog, &SignInDialog::decided);
    probe.type(Marker);
    probe.press(Qt::Key_Return);
    QCOMPARE(decided.size(), 1);
    QCOMPARE(decided.first().at(0).value<Credential>(),
             Credential(AccessKeyCredential{u"AK1"_s, Secret(Marker.toUtf8()), {}}));
}

void TestSignInPrompts::reasonIsShownPlain()
{
    auto *dialog =
        open(new SignInDialog(sampleProfile(), u"The service says <b>no</b>\u202e."_s, {}, nullptr));
    const auto *note = Probe(dialog).find<QLabel>(u"reasonNote"_s);
    QCOMPARE(note->textFormat(), Qt::PlainText);
    QVERIFY(note->text().contains(u"<b>no</b>"_s));
    QVERIFY(!note->text().contains(QChar(0x202e)));
}

void TestSignInPrompts::withoutKeyStore()
{
    auto *dialog = open(new SignInDialog(sampleProfile(), {}, {}, nullptr));
    const Probe probe(dialog);
    dialog->setCanRemember(false);
    dialog->setKeepingText(u"There is no key store: the password is kept until the program ends."_s);
    const auto *remember = probe.find<QCheckBox>(u"rememberCheck"_s);
    QVERIFY(!remember->isEnabled());
    QVERIFY(!remember->isChecked());
    QCOMPARE(probe.text(u"keepingLabel"_s),
             u"There is no key store: the password is kept until the program ends."_s);
    QSignalSpy decided(dialog, &SignInDialog::decided);
    probe.find<QLineEdit>(u"passwordEdit"_s)->setFocus();
    probe.type(Marker);
    probe.press(Qt::Key_Return);
    QCOMPARE(decided.size(), 1);
    QVERIFY(!decided.first().at(1).toBool());
}

void TestSignInPrompts::theKeyStoreChangesNobodysMind()
{
    auto *dialog = open(new SignInDialog(sampleProfile(), {}, {}, nullptr));
    const Probe probe(dialog);
    const auto *remember = probe.find<QCheckBox>(u"rememberCheck"_s);
    const auto *label = probe.find<QLabel>(u"keepingLabel"_s);
    QVERIFY(remember->isChecked());
    QVERIFY(!label->isVisible());
    dialog->setCanRemember(false);
    dialog->setCanRemember(true);
    QVERIFY(remember->isChecked());
    probe.click(u"rememberCheck"_s);
    QVERIFY(label->isVisible());
    QVERIFY2(label->text().contains("until you quit"_L1), qPrintable(label->text()));
    dialog->setCanRemember(true);
    QVERIFY(!remember->isChecked());
    dialog->setCanRemember(false);
    dialog->setCanRemember(true);
    QVERIFY(!remember->isChecked());
}

void TestSignInPrompts::F14_proxyPassword()
{
    auto *dialog = open(new ProxyPasswordDialog(u"proxy.example.com:3128"_s, u"px"_s, {}, nullptr));
    const Probe probe(dialog);
    QVERIFY(probe.hasFocus(u"proxyPasswordEdit"_s));
    QSignalSpy decided(dialog, &ProxyPasswordDialog::decided);
    probe.type(u" p w "_s);
    probe.press(Qt::Key_Return);
    QCOMPARE(decided.size(), 1);
    QCOMPARE(decided.first().at(0).toString(), u"px"_s);
    QCOMPARE(decided.first().at(1).value<Secret>(), Secret(" p w "));
}

void TestSignInPrompts::passcode_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("code");
    QTest::newRow("six") << u"012345"_s << u"012345"_s;
    QTest::newRow("with a space") << u"012 345"_s << u"012345"_s;
    QTest::newRow("five") << u"01234"_s << QString();
    QTest::newRow("none") << QString() << QString();
}

void TestSignInPrompts::passcode()
{
    QFETCH(QString, typed);
    QFETCH(QString, code);
    auto *dialog = open(new PasscodeDialog(sampleProfile(), {}, nullptr));
    const Probe probe(dialog);
    QSignalSpy decided(dialog, &PasscodeDialog::decided);
    probe.type(typed);
    QCOMPARE(probe.find<QWidget>(u"signInButton"_s)->isEnabled(), !code.isEmpty());
    probe.press(Qt::Key_Return);
    QCOMPARE(decided.size(), code.isEmpty() ? 0 : 1);
    if (code.isEmpty())
        QCOMPARE(probe.text(u"reasonLabel"_s), u"The passcode has six digits."_s);
    else
        QCOMPARE(decided.first().first().toString(), code);
}

void TestSignInPrompts::passcodeTakesDigitsOnly()
{
    auto *dialog = open(new PasscodeDialog(sampleProfile(), {}, nullptr));
    const Probe probe(dialog);
    probe.type(u"1a2b3-456789"_s);
    QCOMPARE(probe.find<QLineEdit>(u"passcodeEdit"_s)->text(), u"123456"_s);
}

void TestSignInPrompts::theFocusIsShownToWhoComesByKeyboard()
{
    for (const bool byKeyboard : {true, false}) {
        QWidget window;
        window.show();
        window.setAttribute(Qt::WA_KeyboardFocusChange, byKeyboard);
        auto *dialog = open(new RemoveProfileDialog(sampleProfile(), &window));
        QCOMPARE(dialog->testAttribute(Qt::WA_KeyboardFocusChange), byKeyboard);
    }
}

void TestSignInPrompts::removingNamesWhatGoes()
{
    auto *dialog = open(new RemoveProfileDialog(sampleProfile(), nullptr));
    const Probe probe(dialog);
    QVERIFY(probe.text(u"headlineLabel"_s).contains(u"OTC prod"_s));
    QVERIFY(probe.text(u"secretFact"_s).contains(u"key store"_s));
    QSignalSpy decided(dialog, &RemoveProfileDialog::decided);
    probe.press(Qt::Key_Tab);
    if (!probe.hasFocus(u"removeButton"_s))
        probe.press(Qt::Key_Tab);
    QVERIFY(probe.hasFocus(u"removeButton"_s));
    probe.press(Qt::Key_Return);
    QCOMPARE(decided.size(), 1);
    QCOMPARE(decided.first().first().toString(), u"p1"_s);
}

void TestSignInPrompts::returnNeverRemoves()
{
    auto *dialog = open(new RemoveProfileDialog(sampleProfile(), nullptr));
    const Probe probe(dialog);
    QVERIFY(probe.hasFocus(u"cancelButton"_s));
    QSignalSpy decided(dialog, &RemoveProfileDialog::decided);
    QSignalSpy rejected(dialog, &QDialog::rejected);
    probe.press(Qt::Key_Return);
    QCOMPARE(decided.size(), 0);
    QCOMPARE(rejected.size(), 1);
}

void TestSignInPrompts::F85_secretsAreNotReadable()
{
    QApplication::clipboard()->clear();
    Profile profile = sampleProfile();
    profile.signIn = SignInMethod::AccessKey;
    auto *dialog = open(new SignInDialog(profile, {}, u"AK1"_s, nullptr));
    const Probe probe(dialog);
    probe.type(Marker);
    probe.press(Qt::Key_A, Qt::ControlModifier);
    probe.press(Qt::Key_C, Qt::ControlModifier);
    const QString readable = probe.readable();
    QVERIFY(readable.contains(u"AK1"_s));
    QVERIFY(!readable.contains(Marker));
}

QTEST_MAIN(TestSignInPrompts)
#include "tst_signinprompts.moc"
