// SPDX-License-Identifier: MIT
#include "connectiondialog.h"
#include "desk.h"

#include <QDesktopServices>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

/// Where the page without instances leads, from the click to the service and the settings.
class TestEmptyPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QDesktopServices::setUrlHandler(u"https"_s, this, "takeUrl"); }
    void cleanupTestCase() { QDesktopServices::unsetUrlHandler(u"https"_s); }
    void init();
    void everybodysFromNowOn();
    void anotherProject();
    void theConsole();
    void anUnknownCloudHasNoConsole();

public:
    Q_INVOKABLE void takeUrl(const QUrl &url) { m_opened.append(url); }

private:
    [[nodiscard]] QString path() const { return m_folder->filePath(u"settings.json"_s); }
    /// Shows the page without instances of a profile in this cloud.
    [[nodiscard]] static bool open(Desk &desk, const QString &cloud = {});

    std::unique_ptr<QTemporaryDir> m_folder;
    QList<QUrl> m_opened;
};

void TestEmptyPage::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_opened.clear();
}

bool TestEmptyPage::open(Desk &desk, const QString &cloud)
{
    Profile profile = desk.userProfile(u"lab"_s);
    profile.cloud = cloud;
    profile.region = u"eu-de"_s;
    if (desk.keep(profile, Desk::password()).isEmpty())
        return false;
    desk.begin();
    return desk.lists(0);
}

void TestEmptyPage::everybodysFromNowOn()
{
    Desk desk(path(), Desk::First::Nothing, {}, {}, Desk::Time::Virtual);
    SimulatedCloud::Record colleagues;
    colleagues.name = u"theirs"_s;
    colleagues.ownerId = u"0123456789abcdef0123456789abcdef"_s;
    colleagues.ownerName = u"li"_s;
    const QString id = desk.server.cloud().place(colleagues);
    QVERIFY(open(desk));
    QVERIFY(desk.until([&] { return desk.shows(u"allOwnersPageButton"_s); }));
    QVERIFY(desk.click(u"allOwnersPageButton"_s));
    QVERIFY(desk.lists(1));
    QVERIFY(desk.rowOf(id) >= 0);
    QVERIFY(desk.application.session()->profile().allUsers);
    QVERIFY(!desk.anyDialog());
    // The next start finds it so, and everything else as it was.
    Profile expected = desk.settings.profiles().value(0);
    QVERIFY(expected.allUsers);
    desk.settings.save();
    const Settings again(path());
    QCOMPARE(again.profiles(), QList<Profile>{expected});
    QCOMPARE(expected.name, u"lab"_s);
    // Nobody has any: what is on already is not offered.
    desk.server.cloud().erase(id);
    QVERIFY(desk.click(u"refreshAction"_s));
    QVERIFY(desk.until([&] { return desk.shows(u"editProfilePageButton"_s); }, 600'000));
    QVERIFY(!desk.shows(u"allOwnersPageButton"_s));
}

void TestEmptyPage::anotherProject()
{
    Desk desk(path(), Desk::First::Nothing, {}, {}, Desk::Time::Virtual);
    QVERIFY(open(desk));
    QVERIFY(desk.until([&] { return desk.shows(u"editProfilePageButton"_s); }));
    QVERIFY(desk.click(u"editProfilePageButton"_s));
    auto *dialog = desk.visible<ConnectionDialog>();
    QVERIFY(dialog);
    QCOMPARE(dialog->findChild<QLineEdit *>(u"nameEdit"_s)->text(), u"lab"_s);
    dialog->reject();
    QVERIFY(desk.shows(u"editProfilePageButton"_s));
}

void TestEmptyPage::theConsole()
{
    Desk desk(path(), Desk::First::Nothing, {}, {}, Desk::Time::Virtual);
    QVERIFY(open(desk, u"otc"_s));
    QVERIFY(desk.until([&] { return desk.shows(u"consolePageButton"_s); }));
    QVERIFY(desk.click(u"consolePageButton"_s));
    QCOMPARE(m_opened, QList<QUrl>{QUrl(u"https://console.otc.t-systems.com/"_s)});
    // With nobody to take addresses, this platform has no browser to start.
    QDesktopServices::unsetUrlHandler(u"https"_s);
    QVERIFY(desk.click(u"consolePageButton"_s));
    QDesktopServices::setUrlHandler(u"https"_s, this, "takeUrl");
    QVERIFY(desk.says(u"No browser could be started to open the console."_s));
}

void TestEmptyPage::anUnknownCloudHasNoConsole()
{
    Desk desk(path(), Desk::First::Nothing, {}, {}, Desk::Time::Virtual);
    QVERIFY(open(desk, u"nowhere"_s));
    QVERIFY(desk.until([&] { return desk.shows(u"allOwnersPageButton"_s); }));
    QVERIFY(!desk.shows(u"consolePageButton"_s));
}

QTEST_MAIN(TestEmptyPage)
#include "tst_emptypage.moc"
