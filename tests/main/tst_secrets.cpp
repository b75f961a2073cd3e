// SPDX-License-Identifier: MIT
#include "actionservice.h"
#include "desk.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLoggingCategory>
#include <QTemporaryDir>
#include <QTest>
#include <QUrlQuery>

#include <algorithm>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

QByteArray s_log;
QtMessageHandler s_before = nullptr;

void keepLog(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    s_log += message.toUtf8() + '\n';
    if (type != QtDebugMsg && type != QtInfoMsg) {
        s_before(type, context, message);
    }
}

/// All that a person, a screen reader or a picture could get from the window.
QByteArray shownTexts(const Desk &desk)
{
    QStringList texts{desk.window().windowTitle(), QApplication::clipboard()->text()};
    const QWidgetList widgets = QApplication::allWidgets();
    for (const QWidget *widget : widgets) {
        texts << widget->accessibleName() << widget->accessibleDescription() << widget->toolTip()
              << widget->windowTitle();
        if (const auto *label = qobject_cast<const QLabel *>(widget)) {
            texts << label->text();
        }
    }
    const QAbstractItemModel &model = *desk.table().model();
    for (int row = 0; row < model.rowCount(); ++row) {
        for (int column = 0; column < model.columnCount(); ++column) {
            const QMap<int, QVariant> values = model.itemData(model.index(row, column));
            for (const QVariant &value : values) {
                texts << value.toString();
            }
        }
    }
    return texts.join(u'\n').toUtf8();
}

/// The token the service tells for an instance; it opens the notebook.
QByteArray notebookToken(Desk &desk, const QString &id)
{
    CloudRequest request;
    request.method = "GET";
    request.path = "/v1/" + desk.server.cloud().projectId().toLatin1() + "/notebooks/" + id.toLatin1();
    request.headers.insert("x-auth-token", "any");
    const QByteArray body = desk.server.cloud().handle(request).body;
    return QJsonDocument::fromJson(body).object()[u"token"_s].toString().toLatin1();
}

/// The next direct reading of a running instance tells this address and token.
ServerFault describing(const QString &id, const QByteArray &url, const QByteArray &token,
                       const QByteArray &status = "RUNNING")
{
    ServerFault fault;
    fault.method = "GET";
    fault.part = id.toLatin1();
    fault.answer.headers = {{"Content-Type", "application/json"}};
    fault.answer.body = R"({"id":")" + id.toLatin1() + R"(","name":"ocr-lab","status":")" + status +
                        R"(","url":")" + url + R"(","token":")" + token + R"("})";
    return fault;
}

void verifyAbsent(const QByteArray &haystack, const QByteArray &secret)
{
    QVERIFY(!secret.isEmpty());
    for (const QByteArray &form : {secret, secret.toBase64(QByteArray::OmitTrailingEquals), secret.toHex(),
                                   secret.toPercentEncoding({}, "-")}) {
        QVERIFY2(!haystack.contains(form), form.constData());
    }
}

/// What the button of the only message with details puts on the clipboard; null without such a button.
QString copyDetails(const Desk &desk)
{
    const QList<QAbstractButton *> buttons = desk.window().findChildren<QAbstractButton *>();
    const auto copy = std::find_if(buttons.begin(), buttons.end(), [](const QAbstractButton *button) {
        return button->isVisible() && button->text() == u"Copy details"_s;
    });
    if (copy == buttons.end())
        return {};
    QTest::mouseClick(*copy, Qt::LeftButton);
    return QApplication::clipboard()->text();
}

} // namespace

/// Where secrets may go: to the service, and on the user's command to the browser. Nowhere else.
class TestSecrets : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void F85_aJourneyLeavesNoSecretBehind();
    void F52_openingHandsTheTokenToTheBrowserAlone();
    void F52_foreignAddressIsNotOpened();
    void F53_refusedAddressTellsNoSecret_data();
    void F53_refusedAddressTellsNoSecret();
    void F52_whatHasStoppedSinceIsNotOpened();
    void F88_withoutABrowserItIsSaid();

public:
    Q_INVOKABLE void takeUrl(const QUrl &url) { m_opened.append(url); }

private:
    QList<QUrl> m_opened;
};

void TestSecrets::initTestCase()
{
    QLoggingCategory::setFilterRules(u"leasekeeper.*=true"_s);
    s_before = qInstallMessageHandler(keepLog);
    QDesktopServices::setUrlHandler(u"https"_s, this, "takeUrl");
    QDesktopServices::setUrlHandler(u"http"_s, this, "takeUrl");
}

void TestSecrets::cleanupTestCase()
{
    QDesktopServices::unsetUrlHandler(u"https"_s);
    QDesktopServices::unsetUrlHandler(u"http"_s);
    qInstallMessageHandler(s_before);
}

void TestSecrets::F85_aJourneyLeavesNoSecretBehind()
{
    QTemporaryDir folder;
    const QString settingsPath = folder.filePath(u"settings.json"_s);
    QByteArray shown;
    QList<QByteArray> secrets{Desk::canaryToken()};
    {
        Desk desk(settingsPath);
        const QString id = desk.place(u"ocr-lab"_s, u"RUNNING"_s);
        secrets.append(notebookToken(desk, id));
        ServerFault fault;
        fault.method = "PATCH";
        fault.answer.status = 403;
        fault.answer.body = R"({"error_code":"ModelArts.0203","error_msg":"no permission"})";
        desk.server.addFault(fault);
        QVERIFY(desk.open(1));
        desk.select({id});
        // One action that the service refuses, so that there is an error to tell, and one that it carries
        // out.
        QVERIFY(desk.click(u"prolongAction"_s));
        QTRY_VERIFY(desk.shows(u"prolongButton"_s));
        shown += shownTexts(desk);
        QVERIFY(desk.click(u"prolongButton"_s));
        QTRY_COMPARE(desk.writesSeen(), 1);
        QTRY_VERIFY(!desk.application.session()->inFlight());
        // The window hears of the end a moment after the session.
        QTRY_VERIFY(desk.click(u"stopAction"_s));
        QTRY_VERIFY(desk.shows(u"stopButton"_s));
        shown += shownTexts(desk);
        QVERIFY(desk.click(u"stopButton"_s));
        QTRY_COMPARE(desk.effects("stop", id), 1);
        desk.table().setColumnHidden(0, false);
        shown += shownTexts(desk);
        desk.window().close();
    }
    QFile file(settingsPath);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray stored = file.readAll();
    // Proof that all three were really looked at.
    QVERIFY(s_log.contains("PATCH") && s_log.contains("/notebooks"));
    QVERIFY(shown.contains("ocr-lab"));
    QVERIFY(stored.contains("version"));
    for (const QByteArray &secret : secrets) {
        verifyAbsent(s_log, secret);
        verifyAbsent(shown, secret);
        verifyAbsent(stored, secret);
    }
}

void TestSecrets::F52_openingHandsTheTokenToTheBrowserAlone()
{
    m_opened.clear();
    s_log.clear();
    Desk desk;
    const QString id = desk.place(u"ocr-lab"_s, u"RUNNING"_s);
    QVERIFY(desk.open(1));
    desk.select({id});
    const QByteArray token = "CANARY-4712-notebook-token";
    desk.server.addFault(describing(
        id, "https://authoring-modelarts-eude.otc.t-systems.com/" + id.toLatin1() + "/lab", token));
    QVERIFY(desk.click(u"openAction"_s));
    QTRY_COMPARE(m_opened.size(), 1);
    QCOMPARE(QUrlQuery(m_opened.first()).queryItemValue(u"token"_s).toLatin1(), token);
    QCOMPARE(m_opened.first().host(), u"authoring-modelarts-eude.otc.t-systems.com"_s);
    verifyAbsent(s_log, token);
    verifyAbsent(shownTexts(desk), token);
}

void TestSecrets::F52_foreignAddressIsNotOpened()
{
    m_opened.clear();
    Desk desk;
    const QString id = desk.place(u"ocr-lab"_s, u"RUNNING"_s);
    QVERIFY(desk.open(1));
    desk.select({id});
    desk.server.addFault(describing(id, "https://evil.example/lab", "t"));
    QVERIFY(desk.click(u"openAction"_s));
    QTRY_VERIFY(shownTexts(desk).contains("evil.example"));
    QVERIFY(m_opened.isEmpty());
}

void TestSecrets::F53_refusedAddressTellsNoSecret_data()
{
    QTest::addColumn<QByteArray>("url");
    QTest::newRow("foreign host") << QByteArray("https://evil.example/lab?token=CANARY-4714");
    QTest::newRow("user information")
        << QByteArray("https://u:CANARY-4714@evil.example/lab?token=CANARY-4714");
    QTest::newRow("unreadable, query") << QByteArray("https://evil.example:x/lab?token=CANARY-4714");
    QTest::newRow("unreadable, user information")
        << QByteArray("https://u:CANARY-4714@evil.example:x/lab#token=CANARY-4714");
}

void TestSecrets::F53_refusedAddressTellsNoSecret()
{
    QFETCH(const QByteArray, url);
    s_log.clear();
    Desk desk;
    const QString id = desk.place(u"ocr-lab"_s, u"RUNNING"_s);
    QVERIFY(desk.open(1));
    desk.select({id});
    desk.server.addFault(describing(id, url, "t"));
    QVERIFY(desk.click(u"openAction"_s));
    QTRY_VERIFY(shownTexts(desk).contains("The address of this notebook is not opened") ||
                shownTexts(desk).contains("cannot be read"));
    const QByteArray copied = copyDetails(desk).toUtf8();
    QVERIFY2(copied.contains("evil.example"), copied.constData());
    const QByteArray canary = "CANARY-4714";
    verifyAbsent(copied, canary);
    verifyAbsent(shownTexts(desk), canary);
    verifyAbsent(s_log, canary);
}

void TestSecrets::F52_whatHasStoppedSinceIsNotOpened()
{
    m_opened.clear();
    Desk desk;
    const QString id = desk.place(u"ocr-lab"_s, u"RUNNING"_s);
    QVERIFY(desk.open(1));
    desk.select({id});
    desk.server.addFault(
        describing(id, "https://authoring-modelarts-eude.otc.t-systems.com/x/lab", "t", "STOPPED"));
    QVERIFY(desk.click(u"openAction"_s));
    QTRY_VERIFY(shownTexts(desk).contains("was not opened"));
    QVERIFY(m_opened.isEmpty());
}

void TestSecrets::F88_withoutABrowserItIsSaid()
{
    // With nobody to take addresses, this platform has no browser to start.
    QDesktopServices::unsetUrlHandler(u"https"_s);
    m_opened.clear();
    s_log.clear();
    Desk desk;
    const QString id = desk.place(u"ocr-lab"_s, u"RUNNING"_s);
    QVERIFY(desk.open(1));
    desk.select({id});
    const QByteArray token = "CANARY-4713-notebook-token";
    desk.server.addFault(describing(
        id, "https://authoring-modelarts-eude.otc.t-systems.com/" + id.toLatin1() + "/lab", token));
    QVERIFY(desk.click(u"openAction"_s));
    QTRY_VERIFY(shownTexts(desk).contains("No browser could be started to open ocr-lab"));
    // What can be copied instead leads there, without what opens it to everybody.
    const QByteArray copied = copyDetails(desk).toUtf8();
    const QByteArray address = "https://authoring-modelarts-eude.otc.t-systems.com/" + id.toLatin1() + "/lab";
    QVERIFY2(copied.contains(address), copied.constData());
    verifyAbsent(copied, token);
    verifyAbsent(shownTexts(desk), token);
    verifyAbsent(s_log, token);
    QDesktopServices::setUrlHandler(u"https"_s, this, "takeUrl");
}

QTEST_MAIN(TestSecrets)
#include "tst_secrets.moc"
