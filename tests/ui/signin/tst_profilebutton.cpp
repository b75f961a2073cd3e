// SPDX-License-Identifier: MIT
#include "probe.h"
#include "profilebutton.h"
#include "profilemark.h"
#include "profilestrip.h"
#include "removeprofiledialog.h"
#include "samples.h"
#include "theme.h"

#include <QMenu>
#include <QSignalSpy>
#include <QVBoxLayout>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

class TestProfileButton : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void menuTicksTheCurrentOne();
    void lettersAreGivenOnce();
    void choosing();
    void choosingTheSameIsToldToo();
    void returnAndDownOpenTheMenu();
    void keyboardAlone();
    void editAndSignOut();
    void removingIsAskedAbout();
    void demoHasNothingToEdit();
    void forThisRunOnly();
    void signedOut();
    void foreignNamesStayPlain();
    void stripHostsTheButton();
    void stripTellsCare();
    void stripIsReadable_data();
    void stripIsReadable();
    void narrowWindow();

private:
    [[nodiscard]] QAction *action(const QString &name) const
    {
        auto *found = m_button->menu()->findChild<QAction *>(name);
        if (!found)
            qWarning("there is no %s", qPrintable(name));
        return found;
    }

    QPointer<QWidget> m_window;
    ProfileStrip *m_strip = nullptr;
    ProfileButton *m_button = nullptr;
};

void TestProfileButton::init()
{
    m_window = new QWidget;
    m_strip = new ProfileStrip(sampleProfile());
    m_button = new ProfileButton;
    m_button->setProfiles(sampleProfiles(), sampleProfile());
    m_strip->host(m_button);
    auto *column = new QVBoxLayout(m_window);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_strip);
    column->addStretch(1);
    m_window->resize(700, 300);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window));
}

void TestProfileButton::cleanup()
{
    delete m_window;
}

void TestProfileButton::menuTicksTheCurrentOne()
{
    QCOMPARE(m_button->objectName(), u"profileButton"_s);
    QCOMPARE(m_button->accessibleName(), u"Connection: OTC prod"_s);
    QVERIFY(action(u"profile-p1"_s)->isChecked());
    QVERIFY(!action(u"profile-p2"_s)->isChecked());
    QVERIFY(!action(u"demoAction"_s)->isChecked());
    QCOMPARE(action(u"profile-p2"_s)->text(), u"Research && teaching"_s);
}

void TestProfileButton::lettersAreGivenOnce()
{
    QStringList letters;
    for (const QAction *one : m_button->menu()->actions()) {
        if (const QKeySequence letter = QKeySequence::mnemonic(one->text()); !letter.isEmpty())
            letters.append(letter.toString());
    }
    QCOMPARE(letters.size(), 6);
    QCOMPARE(letters.removeDuplicates(), 0);
}

void TestProfileButton::choosing()
{
    QSignalSpy chosen(m_button, &ProfileButton::profileChosen);
    action(u"profile-p2"_s)->trigger();
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().first().toString(), u"p2"_s);
    QSignalSpy demo(m_button, &ProfileButton::demoRequested);
    action(u"demoAction"_s)->trigger();
    QCOMPARE(demo.size(), 1);
}

void TestProfileButton::choosingTheSameIsToldToo()
{
    QSignalSpy chosen(m_button, &ProfileButton::profileChosen);
    action(u"profile-p1"_s)->trigger();
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().first().toString(), u"p1"_s);
}

void TestProfileButton::returnAndDownOpenTheMenu()
{
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter, Qt::Key_Down, Qt::Key_Space}) {
        m_button->setFocus();
        bool opened = false;
        const auto connection = connect(m_button->menu(), &QMenu::aboutToShow, this, [&] {
            opened = true;
            QMetaObject::invokeMethod(m_button->menu(), &QMenu::close, Qt::QueuedConnection);
        });
        QTest::keyClick(m_button, key);
        disconnect(connection);
        QVERIFY2(opened, QByteArray::number(key).constData());
    }
}

void TestProfileButton::keyboardAlone()
{
    QSignalSpy chosen(m_button, &ProfileButton::profileChosen);
    m_button->setFocus();
    // The menu has its own loop: the keys come once it is open.
    bool opened = false;
    connect(m_button->menu(), &QMenu::aboutToShow, this, [&] {
        QMetaObject::invokeMethod(
            this,
            [&] {
                opened = true;
                QTest::keyClick(m_button->menu(), Qt::Key_Down);
                QTest::keyClick(m_button->menu(), Qt::Key_Down);
                QTest::keyClick(m_button->menu(), Qt::Key_Return);
            },
            Qt::QueuedConnection);
    });
    QTest::keyClick(m_button, Qt::Key_Space);
    QVERIFY(opened);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().first().toString(), u"p2"_s);
}

void TestProfileButton::editAndSignOut()
{
    QSignalSpy edit(m_button, &ProfileButton::editRequested);
    QSignalSpy signOut(m_button, &ProfileButton::signOutRequested);
    QSignalSpy added(m_button, &ProfileButton::newRequested);
    action(u"editConnectionAction"_s)->trigger();
    action(u"signOutAction"_s)->trigger();
    action(u"newConnectionAction"_s)->trigger();
    QSignalSpy imported(m_button, &ProfileButton::importRequested);
    action(u"importConnectionAction"_s)->trigger();
    QCOMPARE(imported.size(), 1);
    QCOMPARE(edit.size(), 1);
    QCOMPARE(edit.first().first().toString(), u"p1"_s);
    QCOMPARE(signOut.size(), 1);
    QCOMPARE(added.size(), 1);
}

void TestProfileButton::removingIsAskedAbout()
{
    QSignalSpy removed(m_button, &ProfileButton::removeRequested);
    action(u"removeConnectionAction"_s)->trigger();
    QCOMPARE(removed.size(), 0);
    auto *dialog = m_window->findChild<RemoveProfileDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    QTest::keyClick(dialog, Qt::Key_Escape);
    QCOMPARE(removed.size(), 0);
    QTRY_VERIFY(!m_window->findChild<RemoveProfileDialog *>());
    action(u"removeConnectionAction"_s)->trigger();
    dialog = m_window->findChild<RemoveProfileDialog *>();
    // Another connection may have become the current one meanwhile: the dialog names what it removes.
    m_button->setProfiles(sampleProfiles(), sampleProfiles().at(1));
    dialog->findChild<QAbstractButton *>(u"removeButton"_s)->click();
    QCOMPARE(removed.size(), 1);
    QCOMPARE(removed.first().first().toString(), u"p1"_s);
}

void TestProfileButton::demoHasNothingToEdit()
{
    Profile demo;
    demo.name = u"Demo"_s;
    demo.isDemo = true;
    m_button->setProfiles(sampleProfiles(), demo);
    QVERIFY(action(u"demoAction"_s)->isChecked());
    for (const QString &name : {u"editConnectionAction"_s, u"removeConnectionAction"_s, u"signOutAction"_s}) {
        QVERIFY(!action(name)->isEnabled());
        QVERIFY(action(name)->toolTip().contains(u"demo"_s));
    }
    QSignalSpy demoRequested(m_button, &ProfileButton::demoRequested);
    action(u"demoAction"_s)->trigger();
    QCOMPARE(demoRequested.size(), 0);
}

void TestProfileButton::forThisRunOnly()
{
    Profile run = sampleProfile();
    run.id.clear();
    m_button->setProfiles(sampleProfiles(), run);
    QVERIFY(!action(u"profile-p1"_s)->isChecked());
    QVERIFY(!action(u"editConnectionAction"_s)->isEnabled());
    QVERIFY(action(u"signOutAction"_s)->isEnabled());
}

void TestProfileButton::signedOut()
{
    m_button->setSignedIn(false);
    QVERIFY(!action(u"signOutAction"_s)->isEnabled());
    m_button->setSignedIn(true);
    QVERIFY(action(u"signOutAction"_s)->isEnabled());
}

void TestProfileButton::foreignNamesStayPlain()
{
    Profile odd = sampleProfile();
    odd.name = u"<b>x</b> & y\u202e"_s;
    m_button->setProfiles({odd}, odd);
    QVERIFY(m_button->text().startsWith(u"<b>x</b> && y"_s));
    QVERIFY(!m_button->text().contains(QChar(0x202e)));
    QVERIFY(!action(u"profile-p1"_s)->text().contains(QChar(0x202e)));
}

void TestProfileButton::stripHostsTheButton()
{
    QVERIFY(m_button->isVisible());
    QVERIFY(!m_strip->findChild<QWidget *>(u"profileName"_s)->isVisible());
    QVERIFY(m_button->x() < m_strip->findChild<QWidget *>(u"profileScope"_s)->x());
    QVERIFY(m_button->width() >= m_button->sizeHint().width());
}

void TestProfileButton::stripTellsCare()
{
    const Probe probe(m_window);
    QCOMPARE(probe.text(u"profileCare"_s), u"Protected"_s);
    QCOMPARE(probe.text(u"demoNotice"_s), QString());
    Profile other = sampleProfile();
    other.isReadOnly = true;
    m_strip->setProfile(other);
    QCOMPARE(probe.text(u"profileCare"_s), u"Read-only"_s);
    other = Profile();
    other.isDemo = true;
    m_strip->setProfile(other);
    QCOMPARE(probe.text(u"profileCare"_s), QString());
    QCOMPARE(probe.text(u"demoNotice"_s), u"Demo – nothing here is real"_s);
}

void TestProfileButton::stripIsReadable_data()
{
    QTest::addColumn<QString>("colour");
    for (const char *colour : {"", "#0b67b2", "#b58100", "#6b3fa0", "#000000", "#ffffff", "#00ff00",
                               "#ffff00", "#7f7f7f", "#0000ff", "nonsense"})
        QTest::newRow(colour) << QString::fromLatin1(colour);
}

void TestProfileButton::stripIsReadable()
{
    QFETCH(QString, colour);
    Profile profile = sampleProfile();
    profile.colour = colour;
    for (const ColourScheme scheme : {ColourScheme::Light, ColourScheme::Dark}) {
        const StripLook look = stripLook(profile, themePalette(scheme));
        QVERIFY(look.fill.isValid() && look.line.isValid() && look.text.isValid());
        QVERIFY2(contrastRatio(look.fill, look.text) >= 4.5,
                 qPrintable(look.fill.name() + u' ' + look.text.name()));
    }
}

void TestProfileButton::narrowWindow()
{
    Profile longNamed = sampleProfile();
    longNamed.name = QString(200, u'w');
    m_strip->setProfile(longNamed);
    m_button->setProfiles({longNamed}, longNamed);
    m_window->resize(360, 200);
    QTRY_VERIFY(m_window->width() <= 400);
    QVERIFY(m_button->geometry().right() <= m_strip->width());
}

QTEST_MAIN(TestProfileButton)
#include "tst_profilebutton.moc"
