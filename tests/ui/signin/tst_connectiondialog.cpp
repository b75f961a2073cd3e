// SPDX-License-Identifier: MIT
#include "connectiondialog.h"
#include "mnemonics.h"
#include "probe.h"
#include "pseudolong.h"
#include "samples.h"

#include <QCheckBox>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QToolButton>

#include <memory>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

const QString Marker = u"MARKER-7d1f-secret"_s;

struct Decided {
    Profile profile;
    Credential credential;
    bool remember = false;
};

} // namespace

class TestConnectionDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup();

    void everythingHasAName();
    void keyboardAlone();
    void tabOrderIsReadingOrder();
    void eachLetterReachesItsField_data();
    void eachLetterReachesItsField();
    void theFieldWithTheFocusIsInSight();
    void cloudFillsAddresses();
    void privateCloud();
    void F87_addressIsCheckedAtItsField_data();
    void F87_addressIsCheckedAtItsField();
    void methods_data();
    void methods();
    void missingIsSaidOnlyWhenLeft();
    void returnSaysWhatIsMissing();
    void escapeAndCancelDiscard_data();
    void escapeAndCancelDiscard();
    void F65_heldReturnDoesNothing();
    void decidesOnce();
    void editingKeepsWhatItDoesNotShow();
    void keptSecretStays_data();
    void keptSecretStays();
    void anotherAccessKeyNeedsItsSecret();
    void namesAreGivenOnce();
    void projects();
    void projectByIdOrName_data();
    void projectByIdOrName();
    void withoutSignInAddress();
    void options();
    void wrongOptionsOpenThemselves();
    void whatIsUnfoldedComesIntoSight();
    void stepsAreShown();
    void theFailedStepStaysInSight();
    void changesMakeStepsOutdated();
    void testing();
    void F85_secretsAreNotReadable();
    void F85_revealedSecretCannotBeTaken();
    void F85_whoeverLeavesTheWindowHidesTheSecret();
    void foreignTextStaysPlain();
    void longLanguageFits();
    void largeFontScrolls();

private:
    Probe open(ConnectionDialog::Purpose purpose, const Profile &profile)
    {
        m_dialog = new ConnectionDialog(purpose, profile, nullptr);
        m_decided.clear();
        connect(m_dialog, &ConnectionDialog::decided, this,
                [this](const Profile &decidedProfile, const Credential &credential, bool remember) {
                    m_decided.append({decidedProfile, credential, remember});
                });
        m_dialog->open();
        if (!QTest::qWaitForWindowActive(m_dialog))
            qWarning("the dialog did not become active");
        return Probe(m_dialog);
    }
    Probe openNew() { return open(ConnectionDialog::Purpose::Connect, Profile()); }
    Probe openKnown() { return open(ConnectionDialog::Purpose::Edit, sampleProfile()); }
    void fillIn(const Probe &probe)
    {
        probe.fill(u"accountEdit"_s, u"OTC0001"_s);
        probe.fill(u"userEdit"_s, u"ana"_s);
        probe.fill(u"passwordEdit"_s, Marker);
    }

    QPointer<ConnectionDialog> m_dialog;
    QList<Decided> m_decided;
};

void TestConnectionDialog::cleanup()
{
    delete m_dialog;
}

void TestConnectionDialog::everythingHasAName()
{
    const Probe probe = openNew();
    QCOMPARE(m_dialog->objectName(), u"connectionDialog"_s);
    probe.click(u"moreButton"_s);
    probe.choose(u"proxyCombo"_s, u"Own"_s);
    QCOMPARE(probe.nameless(), QStringList());
    for (int method = 1; method < 3; ++method) {
        probe.find<QComboBox>(u"signInCombo"_s)->setCurrentIndex(method);
        QCOMPARE(probe.nameless(), QStringList());
    }
    QCOMPARE(probe.find<QLineEdit>(u"iamEndpointEdit"_s)->accessibleName(), u"Sign-in address"_s);
}

void TestConnectionDialog::keyboardAlone()
{
    const Probe probe = openNew();
    QVERIFY(probe.hasFocus(u"nameEdit"_s));
    probe.type(u"My cloud"_s);
    probe.press(Qt::Key_Tab);
    QVERIFY(probe.hasFocus(u"cloudCombo"_s));
    probe.press(Qt::Key_Down);
    QCOMPARE(probe.find<QComboBox>(u"cloudCombo"_s)->currentText(), u"Huawei Cloud, China"_s);
    probe.press(Qt::Key_Tab);
    probe.press(Qt::Key_Down);
    probe.press(Qt::Key_A, Qt::AltModifier);
    QVERIFY(probe.hasFocus(u"accountEdit"_s));
    probe.type(u"hw-account"_s);
    probe.press(Qt::Key_Tab);
    probe.type(u"ana"_s);
    probe.press(Qt::Key_Tab);
    QVERIFY(probe.hasFocus(u"passwordEdit"_s));
    probe.type(Marker);
    probe.press(Qt::Key_Return);
    QCOMPARE(m_decided.size(), 1);
    const Decided &made = m_decided.first();
    QCOMPARE(made.profile.name, u"My cloud"_s);
    QCOMPARE(made.profile.cloud, u"huawei-cn"_s);
    QCOMPARE(made.profile.region, u"cn-north-2"_s);
    QCOMPARE(made.profile.endpoint, QUrl(u"https://modelarts.cn-north-2.myhuaweicloud.com"_s));
    QCOMPARE(made.profile.iamEndpoint, QUrl(u"https://iam.cn-north-2.myhuaweicloud.com"_s));
    QCOMPARE(made.profile.signIn, SignInMethod::Password);
    QCOMPARE(made.profile.accountName, u"hw-account"_s);
    QCOMPARE(made.profile.loginName, u"ana"_s);
    QCOMPARE(made.credential, Credential(PasswordCredential{Secret(Marker.toUtf8())}));
    QVERIFY(made.remember);
    QTRY_VERIFY(!m_dialog);
}

void TestConnectionDialog::tabOrderIsReadingOrder()
{
    const Probe probe = openNew();
    fillIn(probe);
    probe.find<QLineEdit>(u"nameEdit"_s)->setFocus();
    const QStringList walk = probe.tabWalk();
    QCOMPARE(walk, QStringList({u"nameEdit"_s, u"cloudCombo"_s, u"regionCombo"_s, u"endpointEdit"_s,
                                u"iamEndpointEdit"_s, u"signInCombo"_s, u"accountEdit"_s, u"userEdit"_s,
                                u"passwordEdit"_s, u"passwordEditReveal"_s, u"rememberCheck"_s,
                                u"projectCombo"_s, u"workspaceEdit"_s, u"whoseCombo"_s, u"moreButton"_s,
                                u"testButton"_s, u"connectButton"_s, u"cancelButton"_s}));
}

void TestConnectionDialog::eachLetterReachesItsField_data()
{
    QTest::addColumn<bool>("isNew");
    QTest::addColumn<QString>("method");
    for (const QString &method : {u"User and password"_s, u"Access key"_s, u"Token"_s}) {
        QTest::addRow("new, %s", qPrintable(method)) << true << method;
        QTest::addRow("edit, %s", qPrintable(method)) << false << method;
    }
}

void TestConnectionDialog::eachLetterReachesItsField()
{
    QFETCH(bool, isNew);
    QFETCH(QString, method);
    const Probe probe = isNew ? openNew() : openKnown();
    probe.choose(u"signInCombo"_s, method);
    probe.click(u"moreButton"_s);
    probe.choose(u"proxyCombo"_s, u"Own"_s);
    QCOMPARE(sharedMnemonics(*m_dialog), QStringList());
    QCOMPARE(deafMnemonics(*m_dialog), QStringList());
    probe.choose(u"cloudCombo"_s, u"Private cloud…"_s);
    QCOMPARE(sharedMnemonics(*m_dialog), QStringList());
    QCOMPARE(deafMnemonics(*m_dialog), QStringList());
    QVERIFY(m_decided.isEmpty());
}

void TestConnectionDialog::theFieldWithTheFocusIsInSight()
{
    const Probe probe = openNew();
    auto *area = m_dialog->findChild<QScrollArea *>();
    probe.click(u"moreButton"_s);
    probe.choose(u"proxyCombo"_s, u"Own"_s);
    m_dialog->setSteps(failedSteps());
    QTRY_VERIFY(area->verticalScrollBar()->maximum() > area->viewport()->height() / 2);
    const auto isInSight = [&probe, area](const QString &name) {
        const auto *field = probe.find<QWidget>(name);
        const QRect shown(field->mapTo(area->viewport(), QPoint()), field->size());
        return field->hasFocus() && area->viewport()->rect().contains(shown);
    };
    area->verticalScrollBar()->setValue(0);
    probe.press(Qt::Key_M, Qt::AltModifier);
    QTRY_VERIFY(isInSight(u"caFileEdit"_s));
    probe.press(Qt::Key_N, Qt::AltModifier);
    QTRY_VERIFY(isInSight(u"nameEdit"_s));
}

void TestConnectionDialog::cloudFillsAddresses()
{
    const Probe probe = openNew();
    const auto *endpoint = probe.find<QLineEdit>(u"endpointEdit"_s);
    QCOMPARE(endpoint->text(), u"https://modelarts.eu-de.otc.t-systems.com"_s);
    probe.choose(u"cloudCombo"_s, u"Huawei Cloud, international"_s);
    probe.choose(u"regionCombo"_s, u"ap-southeast-3"_s);
    QCOMPARE(endpoint->text(), u"https://modelarts.ap-southeast-3.myhuaweicloud.com"_s);
    QCOMPARE(probe.find<QLineEdit>(u"nameEdit"_s)->placeholderText(),
             u"Huawei Cloud, international ap-southeast-3"_s);
    probe.choose(u"cloudCombo"_s, u"Private cloud…"_s);
    QCOMPARE(endpoint->text(), QString());
}

void TestConnectionDialog::privateCloud()
{
    const Probe probe = openNew();
    probe.choose(u"cloudCombo"_s, u"Private cloud…"_s);
    QVERIFY(!probe.find<QWidget>(u"regionCombo"_s)->isVisible());
    probe.fill(u"endpointEdit"_s, u"modelarts.north-1.cloud.example."_s);
    probe.fill(u"iamEndpointEdit"_s, u"https://iam.north-1.cloud.example:443/"_s);
    fillIn(probe);
    probe.press(Qt::Key_Return);
    QCOMPARE(m_decided.size(), 1);
    const Profile &made = m_decided.first().profile;
    QCOMPARE(made.name, u"modelarts.north-1.cloud.example"_s);
    QCOMPARE(made.cloud, QString());
    QCOMPARE(made.region, u"north-1"_s);
    QCOMPARE(made.endpoint, QUrl(u"https://modelarts.north-1.cloud.example"_s));
    QCOMPARE(made.iamEndpoint, QUrl(u"https://iam.north-1.cloud.example"_s));
}

void TestConnectionDialog::F87_addressIsCheckedAtItsField_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("said");
    QTest::newRow("http") << u"endpointEdit"_s << u"http://example.com"_s << u"must begin with https"_s;
    QTest::newRow("path") << u"endpointEdit"_s << u"https://example.com/v1"_s << u"without the path"_s;
    QTest::newRow("user") << u"iamEndpointEdit"_s << u"https://ana:pw@example.com"_s
                          << u"user name or password"_s;
    QTest::newRow("query") << u"iamEndpointEdit"_s << u"https://example.com?a=b"_s << u"query"_s;
    QTest::newRow("empty") << u"endpointEdit"_s << QString() << QString();
}

void TestConnectionDialog::F87_addressIsCheckedAtItsField()
{
    QFETCH(QString, field);
    QFETCH(QString, typed);
    QFETCH(QString, said);
    const Probe probe = openNew();
    fillIn(probe);
    QVERIFY(probe.find<QWidget>(u"connectButton"_s)->isEnabled());
    probe.fill(field, typed);
    QVERIFY(!probe.find<QWidget>(u"connectButton"_s)->isEnabled());
    QVERIFY(!probe.find<QWidget>(u"testButton"_s)->isEnabled());
    QVERIFY2(probe.text(field + u"Note"_s).contains(said), qPrintable(probe.text(field + u"Note"_s)));
    QVERIFY(!probe.find<QWidget>(u"connectButton"_s)->toolTip().isEmpty());
    probe.press(Qt::Key_Return);
    QCOMPARE(m_decided.size(), 0);
}

void TestConnectionDialog::methods_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QStringList>("typed");
    QTest::addColumn<QString>("expected");
    QTest::newRow("password") << u"User and password"_s
                              << QStringList{u"accountEdit"_s, u" acc "_s,        u"userEdit"_s,
                                             u"ana"_s,         u"passwordEdit"_s, u" p w "_s}
                              << u"password: p w "_s;
    QTest::newRow("key") << u"Access key"_s
                         << QStringList{u"accessKeyEdit"_s, u" AK "_s, u"secretKeyEdit"_s, u" S K "_s}
                         << u"key:AK:SK:"_s;
    QTest::newRow("temporary key") << u"Access key"_s << QStringList{u"accessKeyEdit"_s,     u"AK"_s,
                                                                     u"secretKeyEdit"_s,     u"SK"_s,
                                                                     u"securityTokenEdit"_s, u"ST "_s}
                                   << u"key:AK:SK:ST"_s;
    QTest::newRow("token") << u"Token"_s << QStringList{u"tokenEdit"_s, u" MII aa bb\t"_s}
                           << u"token:MIIaabb"_s;
}

void TestConnectionDialog::methods()
{
    QFETCH(QString, method);
    QFETCH(QStringList, typed);
    QFETCH(QString, expected);
    const Probe probe = openNew();
    probe.choose(u"signInCombo"_s, method);
    for (qsizetype i = 0; i < typed.size(); i += 2) {
        if (i + 2 == typed.size() && method != "Access key"_L1)
            QVERIFY(!probe.find<QWidget>(u"connectButton"_s)->isEnabled());
        QVERIFY(probe.find<QWidget>(typed.at(i))->isVisible());
        probe.fill(typed.at(i), typed.at(i + 1));
    }
    probe.press(Qt::Key_Return);
    QCOMPARE(m_decided.size(), 1);
    const Credential &credential = m_decided.first().credential;
    QString got;
    if (const auto *password = std::get_if<PasswordCredential>(&credential))
        got = u"password:"_s + QString::fromUtf8(password->password.reveal());
    else if (const auto *key = std::get_if<AccessKeyCredential>(&credential))
        got = u"key:"_s + key->accessKey + u':' + QString::fromUtf8(key->secretKey.reveal()) + u':' +
              QString::fromUtf8(key->securityToken.reveal());
    else if (const auto *token = std::get_if<TokenCredential>(&credential))
        got = u"token:"_s + QString::fromUtf8(token->token.reveal());
    QCOMPARE(got, expected);
    QCOMPARE(m_decided.first().profile.accountName, method == "User and password"_L1 ? u"acc"_s : QString());
}

void TestConnectionDialog::missingIsSaidOnlyWhenLeft()
{
    const Probe probe = openNew();
    QCOMPARE(probe.text(u"userEditNote"_s), QString());
    QCOMPARE(probe.text(u"reasonLabel"_s), u"Still missing: Account name, User name and Password"_s);
    probe.find<QLineEdit>(u"userEdit"_s)->setFocus(Qt::TabFocusReason);
    probe.press(Qt::Key_Tab);
    QCOMPARE(probe.text(u"userEditNote"_s), u"The user name is needed."_s);
    QCOMPARE(probe.text(u"passwordEditBoxNote"_s), QString());
    probe.fill(u"userEdit"_s, u"a"_s);
    QCOMPARE(probe.text(u"userEditNote"_s), QString());
}

void TestConnectionDialog::returnSaysWhatIsMissing()
{
    const Probe probe = openNew();
    probe.fill(u"accountEdit"_s, u"acc"_s);
    probe.press(Qt::Key_Return);
    QCOMPARE(m_decided.size(), 0);
    QVERIFY(m_dialog && m_dialog->isVisible());
    QVERIFY(probe.hasFocus(u"userEdit"_s));
    QCOMPARE(probe.text(u"userEditNote"_s), u"The user name is needed."_s);
    QCOMPARE(probe.text(u"passwordEditBoxNote"_s), u"The password is needed."_s);
}

void TestConnectionDialog::escapeAndCancelDiscard_data()
{
    QTest::addColumn<bool>("byKey");
    QTest::newRow("Escape") << true;
    QTest::newRow("Cancel") << false;
}

void TestConnectionDialog::escapeAndCancelDiscard()
{
    QFETCH(bool, byKey);
    const Probe probe = openNew();
    fillIn(probe);
    QSignalSpy tests(m_dialog, &ConnectionDialog::testRequested);
    QSignalSpy rejections(m_dialog, &QDialog::rejected);
    if (byKey)
        probe.press(Qt::Key_Escape);
    else
        probe.click(u"cancelButton"_s);
    QCOMPARE(rejections.size(), 1);
    QCOMPARE(tests.size(), 0);
    QCOMPARE(m_decided.size(), 0);
    QTRY_VERIFY(!m_dialog);
}

void TestConnectionDialog::F65_heldReturnDoesNothing()
{
    const Probe probe = openNew();
    fillIn(probe);
    probe.hold(Qt::Key_Return);
    QCOMPARE(m_decided.size(), 0);
    QVERIFY(m_dialog && m_dialog->isVisible());
}

void TestConnectionDialog::decidesOnce()
{
    const Probe probe = openNew();
    fillIn(probe);
    auto *button = probe.find<QAbstractButton>(u"connectButton"_s);
    button->click();
    button->click();
    QCOMPARE(m_decided.size(), 1);
}

void TestConnectionDialog::editingKeepsWhatItDoesNotShow()
{
    Profile profile = sampleProfile();
    profile.userId = u"u-ana"_s;
    profile.userName = u"ana"_s;
    profile.leaseRange = {5'400'000, 90'000'000};
    profile.allUsers = true;
    profile.proxy = {ProxySettings::Mode::Own, u"proxy.example.com"_s, 8080, u"px"_s};
    const Probe probe = open(ConnectionDialog::Purpose::Edit, profile);
    m_dialog->setKept(KeptCredential{SignInMethod::Password, {}, {}});
    probe.press(Qt::Key_Return);
    QCOMPARE(m_decided.size(), 1);
    QCOMPARE(m_decided.first().profile, profile);
    QCOMPARE(m_decided.first().credential, Credential());
}

void TestConnectionDialog::keptSecretStays_data()
{
    QTest::addColumn<int>("kept");
    QTest::addColumn<QString>("method");
    QTest::addColumn<bool>("stays");
    QTest::newRow("password") << int(SignInMethod::Password) << u"User and password"_s << true;
    QTest::newRow("token") << int(SignInMethod::Token) << u"Token"_s << true;
    QTest::newRow("key") << int(SignInMethod::AccessKey) << u"Access key"_s << true;
    QTest::newRow("another way") << int(SignInMethod::Password) << u"Token"_s << false;
}

void TestConnectionDialog::keptSecretStays()
{
    QFETCH(int, kept);
    QFETCH(QString, method);
    QFETCH(bool, stays);
    const Probe probe = openKnown();
    m_dialog->setKept(KeptCredential{SignInMethod(kept), u"AK1"_s, {}});
    probe.choose(u"signInCombo"_s, method);
    QCOMPARE(probe.find<QWidget>(u"saveButton"_s)->isEnabled(), stays);
    const QString field = method == "Token"_L1        ? u"tokenEdit"_s
                          : method == "Access key"_L1 ? u"secretKeyEdit"_s
                                                      : u"passwordEdit"_s;
    QCOMPARE(probe.find<QLineEdit>(field)->text(), QString());
    QCOMPARE(probe.find<QLineEdit>(field)->placeholderText(),
             stays ? u"Kept in the key store – leave empty to keep it"_s : QString());
}

void TestConnectionDialog::anotherAccessKeyNeedsItsSecret()
{
    const Probe probe = openKnown();
    m_dialog->setKept(KeptCredential{SignInMethod::AccessKey, u"AK1"_s, {}});
    probe.choose(u"signInCombo"_s, u"Access key"_s);
    probe.fill(u"accessKeyEdit"_s, u"AK2"_s);
    QCOMPARE(probe.text(u"secretKeyEditBoxNote"_s),
             u"This is another access key: type its secret key too."_s);
    QVERIFY(!probe.find<QWidget>(u"saveButton"_s)->isEnabled());
    probe.fill(u"secretKeyEdit"_s, u"SK2"_s);
    QVERIFY(probe.find<QWidget>(u"saveButton"_s)->isEnabled());
}

void TestConnectionDialog::namesAreGivenOnce()
{
    const Probe probe = openNew();
    fillIn(probe);
    m_dialog->setTakenNames({u"OTC prod"_s, u"Open Telekom Cloud eu-de"_s});
    QCOMPARE(probe.find<QLineEdit>(u"nameEdit"_s)->placeholderText(), u"Open Telekom Cloud eu-de (2)"_s);
    probe.fill(u"nameEdit"_s, u"otc prod"_s);
    QCOMPARE(probe.text(u"nameEditNote"_s), u"Another connection has this name."_s);
    probe.press(Qt::Key_Return);
    QCOMPARE(m_decided.size(), 0);
    probe.fill(u"nameEdit"_s, QString());
    probe.press(Qt::Key_Return);
    QCOMPARE(m_decided.size(), 1);
    QCOMPARE(m_decided.first().profile.name, u"Open Telekom Cloud eu-de (2)"_s);
}

void TestConnectionDialog::projects()
{
    const Probe probe = openNew();
    fillIn(probe);
    QVERIFY(probe.find<QWidget>(u"connectButton"_s)->isEnabled());
    m_dialog->setProjects(sampleProjects());
    QVERIFY(!probe.find<QWidget>(u"connectButton"_s)->isEnabled());
    QCOMPARE(probe.text(u"projectComboNote"_s), u"Several projects were found: choose one."_s);
    probe.find<QComboBox>(u"projectCombo"_s)->setFocus();
    probe.press(Qt::Key_Down);
    probe.press(Qt::Key_Down);
    probe.press(Qt::Key_Return);
    QCOMPARE(m_decided.size(), 1);
    QCOMPARE(m_decided.first().profile.projectId, sampleProjects().at(1).id);
    QCOMPARE(m_decided.first().profile.projectName, sampleProjects().at(1).name);
}

void TestConnectionDialog::projectByIdOrName_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("name");
    const QString id = u"fedcba98765432100123456789abcdef"_s;
    QTest::newRow("id") << QString(u' ' + id) << id << QString();
    QTest::newRow("name") << u"eu-de_lab"_s << QString() << u"eu-de_lab"_s;
    QTest::newRow("empty") << QString() << QString() << QString();
    QTest::newRow("as it was") << u"eu-de_ml-team"_s << sampleProfile().projectId << u"eu-de_ml-team"_s;
}

void TestConnectionDialog::projectByIdOrName()
{
    QFETCH(QString, typed);
    QFETCH(QString, id);
    QFETCH(QString, name);
    const Probe probe = openKnown();
    probe.fill(u"passwordEdit"_s, Marker);
    probe.fill(u"projectEdit"_s, typed);
    probe.press(Qt::Key_Return);
    QCOMPARE(m_decided.size(), 1);
    QCOMPARE(m_decided.first().profile.projectId, id);
    QCOMPARE(m_decided.first().profile.projectName, name);
}

void TestConnectionDialog::withoutSignInAddress()
{
    const Probe probe = openKnown();
    probe.choose(u"signInCombo"_s, u"Token"_s);
    probe.fill(u"tokenEdit"_s, Marker);
    probe.fill(u"iamEndpointEdit"_s, QString());
    QVERIFY(probe.find<QWidget>(u"saveButton"_s)->isEnabled());
    probe.fill(u"projectEdit"_s, u"eu-de_lab"_s);
    QCOMPARE(probe.text(u"projectComboNote"_s),
             u"Without a sign-in address the project's id is needed, not its name."_s);
    QVERIFY(!probe.find<QWidget>(u"saveButton"_s)->isEnabled());
}

void TestConnectionDialog::options()
{
    const Probe probe = openNew();
    fillIn(probe);
    QVERIFY(!probe.find<QWidget>(u"profileOptions"_s)->isVisible());
    probe.find<QToolButton>(u"moreButton"_s)->setFocus();
    probe.press(Qt::Key_Space);
    QVERIFY(probe.find<QWidget>(u"profileOptions"_s)->isVisible());
    probe.press(Qt::Key_Tab);
    QVERIFY(probe.hasFocus(u"colour-none"_s));
    probe.press(Qt::Key_Right);
    probe.press(Qt::Key_D, Qt::AltModifier);
    QTRY_VERIFY(probe.find<QCheckBox>(u"protectedCheck"_s)->isChecked());
    probe.find<QSpinBox>(u"longestLeaseSpin"_s)->setValue(24);
    probe.choose(u"proxyCombo"_s, u"Own"_s);
    QVERIFY(!probe.find<QWidget>(u"connectButton"_s)->isEnabled());
    probe.fill(u"proxyHostEdit"_s, u"https://proxy.example.com"_s);
    QVERIFY(probe.text(u"proxyHostEditNote"_s).contains(u"not a host name"_s));
    probe.fill(u"proxyHostEdit"_s, u"proxy.example.com"_s);
    probe.find<QSpinBox>(u"proxyPortSpin"_s)->setValue(8080);
    probe.fill(u"proxyUserEdit"_s, u"px"_s);
    probe.fill(u"proxyPasswordEdit"_s, u"proxy-secret"_s);
    QSignalSpy proxyPasswords(m_dialog, &ConnectionDialog::proxyPasswordTyped);
    probe.press(Qt::Key_Return);
    QCOMPARE(m_decided.size(), 1);
    const Profile &made = m_decided.first().profile;
    QCOMPARE(made.colour, u"#0b67b2"_s);
    QVERIFY(made.isProtected);
    QVERIFY(!made.isReadOnly);
    QCOMPARE(made.leaseRange, (LeaseRange{3'600'000, 86'400'000}));
    QCOMPARE(made.proxy, (ProxySettings{ProxySettings::Mode::Own, u"proxy.example.com"_s, 8080, u"px"_s}));
    QCOMPARE(proxyPasswords.size(), 1);
    QCOMPARE(proxyPasswords.first().first().value<Secret>(), Secret("proxy-secret"));
}

void TestConnectionDialog::wrongOptionsOpenThemselves()
{
    Profile profile = sampleProfile();
    profile.caFile = u"/does/not/exist.pem"_s;
    const Probe probe = open(ConnectionDialog::Purpose::Edit, profile);
    QVERIFY(probe.find<QWidget>(u"profileOptions"_s)->isVisible());
    QVERIFY(!probe.find<QWidget>(u"saveButton"_s)->isEnabled());
    QVERIFY(probe.text(u"reasonLabel"_s).contains(u"There is no such file."_s));
}

void TestConnectionDialog::whatIsUnfoldedComesIntoSight()
{
    const Probe probe = openNew();
    fillIn(probe);
    probe.click(u"testButton"_s);
    m_dialog->setSteps(failedSteps());
    probe.press(Qt::Key_G, Qt::AltModifier);
    const auto *area = m_dialog->findChild<QScrollArea *>();
    const auto isInSight = [&probe, area](const QString &name) {
        const auto *widget = probe.find<QWidget>(name);
        const QRect place(widget->mapTo(area->viewport(), QPoint()), widget->size());
        return widget->isVisible() && area->viewport()->rect().contains(place);
    };
    QTRY_VERIFY(isInSight(u"caFileEdit"_s));
    QVERIFY(isInSight(u"moreButton"_s));
    QVERIFY(probe.hasFocus(u"moreButton"_s));
    probe.press(Qt::Key_Tab);
    QVERIFY(probe.hasFocus(u"colour-none"_s));
}

void TestConnectionDialog::stepsAreShown()
{
    const Probe probe = openNew();
    fillIn(probe);
    QVERIFY(!probe.find<QWidget>(u"connectionSteps"_s)->isVisible());
    QSignalSpy tests(m_dialog, &ConnectionDialog::testRequested);
    probe.press(Qt::Key_T, Qt::AltModifier);
    QTRY_COMPARE(tests.size(), 1);
    QCOMPARE(tests.first().at(1).value<Credential>(),
             Credential(PasswordCredential{Secret(Marker.toUtf8())}));
    m_dialog->setSteps(failedSteps());
    QCOMPARE(probe.text(u"stepsTitle"_s), u"The test failed at: Sign-in"_s);
    QCOMPARE(probe.text(u"stepState-signIn"_s), u"failed"_s);
    QCOMPARE(probe.text(u"stepState-nameLookup"_s), u"passed"_s);
    QCOMPARE(probe.text(u"stepState-clock"_s), u"warning"_s);
    QCOMPARE(probe.text(u"stepText-signIn"_s), failedSteps().at(5).text);
    QCOMPARE(probe.text(u"stepAdvice-signIn"_s), failedSteps().at(5).advice);
    // The step that failed can be seen, however high the dialog is.
    const QWidget *line = probe.find<QWidget>(u"step-signIn"_s);
    const auto *area = m_dialog->findChild<QScrollArea *>();
    QTRY_VERIFY(
        area->viewport()->rect().intersects(QRect(line->mapTo(area->viewport(), QPoint()), line->size())));
    probe.click(u"copyDetailsButton"_s);
    QVERIFY(QApplication::clipboard()->text().contains(u"request id 7c1f-55"_s));
    QCOMPARE(m_decided.size(), 0);
    m_dialog->setSteps(passedSteps());
    QCOMPARE(probe.text(u"stepsTitle"_s), u"The connection works."_s);
}

void TestConnectionDialog::theFailedStepStaysInSight()
{
    const Probe probe = openNew();
    fillIn(probe);
    probe.click(u"testButton"_s);
    m_dialog->setSteps(failedSteps());
    const QWidget *line = probe.find<QWidget>(u"step-signIn"_s);
    const auto *area = m_dialog->findChild<QScrollArea *>();
    const auto isInSight = [&] {
        const QRect place(line->mapTo(area->viewport(), QPoint()), line->size());
        return area->viewport()->rect().contains(place);
    };
    QTRY_VERIFY(isInSight());
    // The window manager may have its own idea of the height, in several steps.
    for (const int height : {700, 420, 900, 380}) {
        m_dialog->setMinimumHeight(0);
        m_dialog->resize(m_dialog->width(), height);
        QTRY_VERIFY2(isInSight(), qPrintable(QString::number(height)));
    }
    // Whoever reads elsewhere stays there, until the next test.
    area->verticalScrollBar()->triggerAction(QAbstractSlider::SliderToMinimum);
    m_dialog->resize(m_dialog->width(), 500);
    QCoreApplication::processEvents();
    QVERIFY(!isInSight());
    m_dialog->setSteps(failedSteps());
    QCoreApplication::processEvents();
    QVERIFY(!isInSight());
    probe.click(u"testButton"_s);
    m_dialog->setSteps(failedSteps());
    QTRY_VERIFY(isInSight());
}

void TestConnectionDialog::changesMakeStepsOutdated()
{
    const Probe probe = openNew();
    fillIn(probe);
    probe.click(u"testButton"_s);
    m_dialog->setSteps(passedSteps());
    m_dialog->setProjects({sampleProjects().first()});
    QCOMPARE(probe.text(u"stepsTitle"_s), u"The connection works."_s);
    probe.fill(u"userEdit"_s, u"li"_s);
    const QString outdated = u"Something was changed since this test. Test again."_s;
    QCOMPARE(probe.text(u"stepsTitle"_s), outdated);
    // Going through the fields changes nothing, and typing it back makes it true again.
    probe.fill(u"userEdit"_s, u"ana"_s);
    probe.press(Qt::Key_Tab);
    probe.press(Qt::Key_Tab);
    probe.click(u"moreButton"_s);
    probe.click(u"protectedCheck"_s);
    QCOMPARE(probe.text(u"stepsTitle"_s), u"The connection works."_s);
    probe.fill(u"userEdit"_s, u"li"_s);
    // Steps of a test that began before the change do not hold either.
    m_dialog->setSteps(passedSteps());
    QCOMPARE(probe.text(u"stepsTitle"_s), outdated);
    probe.click(u"testButton"_s);
    m_dialog->setSteps(passedSteps());
    QCOMPARE(probe.text(u"stepsTitle"_s), u"The connection works."_s);
}

void TestConnectionDialog::testing()
{
    const Probe probe = openNew();
    fillIn(probe);
    QSignalSpy tests(m_dialog, &ConnectionDialog::testRequested);
    m_dialog->setTesting(true);
    QVERIFY(!probe.find<QWidget>(u"testButton"_s)->isEnabled());
    probe.click(u"testButton"_s);
    probe.press(Qt::Key_T, Qt::AltModifier);
    QCOMPARE(tests.size(), 0);
    QVERIFY(probe.find<QWidget>(u"connectButton"_s)->isEnabled());
    m_dialog->setTesting(false);
    probe.click(u"testButton"_s);
    QCOMPARE(tests.size(), 1);
}

void TestConnectionDialog::F85_secretsAreNotReadable()
{
    QApplication::clipboard()->clear();
    const Probe probe = openNew();
    fillIn(probe);
    for (const QString &method : {u"Access key"_s, u"Token"_s}) {
        probe.choose(u"signInCombo"_s, method);
        if (method == "Token"_L1) {
            probe.fill(u"tokenEdit"_s, Marker);
        } else {
            probe.fill(u"accessKeyEdit"_s, u"AK"_s);
            probe.fill(u"secretKeyEdit"_s, Marker);
            probe.fill(u"securityTokenEdit"_s, Marker);
        }
        probe.press(Qt::Key_A, Qt::ControlModifier);
        probe.press(Qt::Key_C, Qt::ControlModifier);
        probe.press(Qt::Key_X, Qt::ControlModifier);
    }
    probe.click(u"testButton"_s);
    m_dialog->setSteps(failedSteps());
    probe.click(u"copyDetailsButton"_s);
    const QString readable = probe.readable();
    QVERIFY(readable.contains(u"Sign-in address"_s));
    QVERIFY(!readable.contains(Marker));
}

void TestConnectionDialog::F85_revealedSecretCannotBeTaken()
{
    QApplication::clipboard()->clear();
    const Probe probe = openNew();
    fillIn(probe);
    auto *edit = probe.find<QLineEdit>(u"passwordEdit"_s);
    auto *reveal = probe.find<QToolButton>(u"passwordEditReveal"_s);
    edit->selectAll();
    QTest::mousePress(reveal, Qt::LeftButton);
    QCOMPARE(edit->displayText(), Marker);
    QCOMPARE(edit->selectedText(), QString());
    for (const Qt::Key key : {Qt::Key_A, Qt::Key_C, Qt::Key_X})
        QTest::keyClick(edit, key, Qt::ControlModifier);
    QTest::mouseDClick(edit, Qt::LeftButton);
    QCOMPARE(edit->selectedText(), QString());
    QCOMPARE(QApplication::clipboard()->text(), QString());
    QTest::mouseRelease(reveal, Qt::LeftButton);
    QVERIFY(edit->displayText() != Marker);
    QCOMPARE(edit->text(), Marker);
}

void TestConnectionDialog::F85_whoeverLeavesTheWindowHidesTheSecret()
{
    const Probe probe = openNew();
    fillIn(probe);
    auto *edit = probe.find<QLineEdit>(u"passwordEdit"_s);
    auto *reveal = probe.find<QToolButton>(u"passwordEditReveal"_s);
    QTest::mousePress(reveal, Qt::LeftButton);
    QCOMPARE(edit->displayText(), Marker);
    // Another window comes to the front while the button is held, and gets its release.
    QEvent left(QEvent::WindowDeactivate);
    QApplication::sendEvent(edit->parentWidget(), &left);
    QVERIFY(edit->displayText() != Marker);
    QCOMPARE(edit->text(), Marker);
}

void TestConnectionDialog::foreignTextStaysPlain()
{
    Profile profile = sampleProfile();
    profile.name = u"<b>bold</b> & more\u202e"_s;
    const Probe probe = open(ConnectionDialog::Purpose::Edit, profile);
    QCOMPARE(probe.find<QLabel>(u"headlineLabel"_s)->textFormat(), Qt::PlainText);
    QVERIFY(!m_dialog->windowTitle().contains(QChar(0x202e)));
    QList<ConnectionStep> steps = failedSteps();
    steps[5].text = u"<img src=x> said\nso"_s;
    m_dialog->setSteps(steps);
    QCOMPARE(probe.find<QLabel>(u"stepText-signIn"_s)->textFormat(), Qt::PlainText);
    QVERIFY(probe.text(u"stepText-signIn"_s).startsWith(u"<img src=x>"_s));
    m_dialog->setProjects({{u"id"_s, u"a\u202eb"_s, {}}, {u"id2"_s, u"c"_s, {}}});
    QVERIFY(!probe.find<QComboBox>(u"projectCombo"_s)->itemText(0).contains(QChar(0x202e)));
}

void TestConnectionDialog::longLanguageFits()
{
    PseudoLong longer;
    QVERIFY(QApplication::installTranslator(&longer));
    const Probe probe = openNew();
    QApplication::removeTranslator(&longer);
    probe.click(u"moreButton"_s);
    const QWidget *content = m_dialog->findChild<QScrollArea *>()->widget();
    QVERIFY(content->width() <= m_dialog->width());
    for (const QWidget *field : m_dialog->findChildren<QWidget *>()) {
        if (!field->isVisible() || !content->isAncestorOf(field))
            continue;
        const QRect rect(field->mapTo(content, QPoint()), field->size());
        QVERIFY2(rect.right() <= content->width(), qPrintable(field->objectName()));
    }
}

void TestConnectionDialog::largeFontScrolls()
{
    const QFont before = QApplication::font();
    QFont large = before;
    large.setPointSizeF(before.pointSizeF() * 2);
    QApplication::setFont(large);
    const Probe probe = openNew();
    QApplication::setFont(before);
    QVERIFY(m_dialog->height() <= m_dialog->screen()->availableGeometry().height());
    const QWidget *button = probe.find<QWidget>(u"connectButton"_s);
    QVERIFY(m_dialog->rect().contains(QRect(button->mapTo(m_dialog.data(), QPoint()), button->size())));
}

QTEST_MAIN(TestConnectionDialog)
#include "tst_connectiondialog.moc"
