// SPDX-License-Identifier: MIT
#include "connectiondialog.h"
#include "desk.h"
#include "findcredentials.h"
#include "importdialog.h"
#include "markers.h"
#include "passcodedialog.h"
#include "profilebutton.h"
#include "signindialog.h"

#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLoggingCategory>
#include <QMimeData>
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <algorithm>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr int LongMs = 20'000;
constexpr char Passcode[] = "907163";
constexpr char WrongPassword[] = "CANARYwrongPassword1 ö%&+\"";
constexpr char BobsPassword[] = "CANARYbobsPassword2";
constexpr char SecretKey[] = "CANARYsecretKey3/+secretKey";
constexpr char PastedToken[] = "CANARYpastedToken4+pasted-token";
constexpr char ProxyPassword[] = "CANARYproxyPassword5";
constexpr char ImportedPassword[] = "CANARYimportedPassword6";
constexpr char ImportedKey[] = "CANARYimportedKey7";
using Phase = ReadingState::Phase;

QByteArray s_log;
QtMessageHandler s_before = nullptr;

void keepLog(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    s_log += QByteArray(context.category) + ": " + message.toUtf8() + '\n';
    // What the test itself says goes on to its log.
    if (type == QtFatalMsg)
        s_before(type, context, message);
}

QByteArray readAll(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void writeAll(const QString &path, const QByteArray &content)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

constexpr const char *HomeFolders[] = {"XDG_CONFIG_HOME", "XDG_DATA_HOME",  "XDG_CACHE_HOME",
                                       "XDG_RUNTIME_DIR", "XDG_STATE_HOME", "TMPDIR"};

/// A home of its own for this process. Before there is an application: libraries that have read theirs once
/// need not find out that it moved.
std::unique_ptr<QTemporaryDir> moveHome()
{
    auto home = std::make_unique<QTemporaryDir>();
    qputenv("HOME", home->path().toUtf8());
    for (const char *name : HomeFolders)
        qputenv(name, home->filePath(QString::fromLatin1(name)).toUtf8());
    return home;
}

/// As on a first start. What libraries cached stays, since they hold on to it.
bool emptyHome(const QTemporaryDir &home)
{
    for (const char *name : HomeFolders) {
        const QString folder = home.filePath(QString::fromLatin1(name));
        if (qstrcmp(name, "XDG_CACHE_HOME") != 0 && !QDir(folder).removeRecursively())
            return false;
        if (!QDir().mkpath(folder) ||
            !QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner))
            return false;
    }
    return true;
}

} // namespace

/// Secrets that look like nothing else go through the whole program by hand and keyboard: dialogs, every way
/// of signing in, refusals, redirects to a host that nobody configured, imports. Then everything that stays
/// or shows is searched for them, in every encoding a mistake might choose.
class TestSignInSecrets : public QObject
{
    Q_OBJECT
public:
    /// `outside`: a folder that is not the program's.
    TestSignInSecrets(std::unique_ptr<QTemporaryDir> home, QString outside)
        : m_home(std::move(home)), m_outside(std::move(outside))
    {
    }

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void cleanupTestCase();
    void everyFormIsFound_data();
    void everyFormIsFound();
    void chanceIsNoLeak();
    void F85_byPassword();
    void F85_byPasscode();
    void F85_byAccessKeyOverTls();
    void F85_byTemporaryKey();
    void F85_byPastedToken();
    void F85_byImport();

private:
    // Hands.
    void type(const QString &field, const QByteArray &text);
    void choose(const QString &combo, int index);
    void tick(const QString &box, bool on);
    void startAfresh();
    /// The dialog that connects, filled but for the secret.
    void openConnection(const QString &name, const QUrl &endpoint, const QUrl &iam, SignInMethod method);
    void testConnection();
    /// Waits for it, and looks.
    [[nodiscard]] bool lists(int rows);
    void menu(const QString &action);
    // Eyes.
    void look();
    /// Ends the program, then searches all it left.
    void quitAndSearch();
    void searchRequests(const CloudServer &server, bool isIdentity, const char *name);

    void add(const QByteArray &what, const QByteArray &value) { m_secrets.append({what, value}); }
    void addInstanceToken(CloudServer &server, const QString &id);

    std::unique_ptr<QTemporaryDir> m_home; ///< all that the program may write; one for the whole run
    QString m_outside;
    std::unique_ptr<QTemporaryDir> m_others; ///< files of other programs, with secrets
    std::unique_ptr<CloudServer> m_iam;      ///< the Identity service, beside Desk::server
    std::unique_ptr<CloudServer> m_tls;      ///< another cloud, both services, over TLS
    std::unique_ptr<CloudServer> m_stranger; ///< nobody configured it
    std::unique_ptr<Desk> m_desk;
    QList<SecretMarker> m_secrets;
    QByteArray m_shown;
    QSet<QByteArray> m_written; ///< contents of all files, whenever somebody looked
};

void TestSignInSecrets::initTestCase()
{
    QLoggingCategory::setFilterRules(u"*=true"_s);
    s_before = qInstallMessageHandler(keepLog);
}

void TestSignInSecrets::cleanupTestCase()
{
    qInstallMessageHandler(s_before);
}

void TestSignInSecrets::init()
{
    QVERIFY(emptyHome(*m_home));
    m_others = std::make_unique<QTemporaryDir>(m_outside + "/XXXXXX"_L1);
    CloudServer::Options options;
    options.cloud.count = 0;
    options.cloud.acceptAnyToken = true;
    options.cloud.users = {{.name = u"ana"_s, .account = u"OTC0001"_s, .password = Desk::canaryPassword()},
                           {.name = u"bob"_s,
                            .account = u"OTC0001"_s,
                            .password = QString::fromUtf8(BobsPassword),
                            .passcode = QString::fromLatin1(Passcode)}};
    m_iam = std::make_unique<CloudServer>(options);
    m_stranger = std::make_unique<CloudServer>(options);
    options.cloud.acceptAnyToken = false;
    options.certificatePem = readAll(QStringLiteral(LEASEKEEPER_TEST_TLS "/localhost.crt"));
    options.keyPem = readAll(QStringLiteral(LEASEKEEPER_TEST_TLS "/localhost.key"));
    m_tls = std::make_unique<CloudServer>(options);
    for (CloudServer *server : {m_iam.get(), m_stranger.get(), m_tls.get()})
        QCOMPARE(server->start(), QString());
    m_tls->cloud().addAccessKey({"AKCANARY", SecretKey});
    m_tls->cloud().place({.name = u"keyed-lab"_s, .status = u"STOPPED"_s});
    m_secrets = {{"IAM password", Desk::canaryPassword().toUtf8()},
                 {"core of the IAM password", "CANARY-4712"},
                 {"wrong password", WrongPassword},
                 {"core of the wrong password", "CANARYwrongPassword1"},
                 {"another user's password", BobsPassword},
                 {"passcode", Passcode},
                 {"secret key", SecretKey},
                 {"pasted token", PastedToken},
                 {"proxy password", ProxyPassword},
                 {"imported password", ImportedPassword},
                 {"imported secret key", ImportedKey}};
    m_shown.clear();
    m_written.clear();
    s_log.clear();
    QApplication::clipboard()->clear();
}

void TestSignInSecrets::cleanup()
{
    m_desk.reset();
    m_iam.reset();
    m_tls.reset();
    m_stranger.reset();
}

void TestSignInSecrets::type(const QString &field, const QByteArray &text)
{
    const QWidgetList all = QApplication::allWidgets();
    const auto found = std::find_if(all.begin(), all.end(), [&field](const QWidget *one) {
        return one->objectName() == field && one->isVisible() && qobject_cast<const QLineEdit *>(one);
    });
    QVERIFY2(found != all.end(), qPrintable(field));
    auto *edit = static_cast<QLineEdit *>(*found);
    edit->setFocus();
    edit->selectAll();
    QTest::keyClick(edit, Qt::Key_Delete);
    // QTest's own keys know no letters beyond ASCII.
    for (const QChar c : QString::fromUtf8(text)) {
        QKeyEvent press(QEvent::KeyPress, 0, Qt::NoModifier, QString(c));
        QCoreApplication::sendEvent(edit, &press);
    }
    QCOMPARE(edit->text().toUtf8(), text);
}

void TestSignInSecrets::choose(const QString &combo, int index)
{
    const QWidgetList all = QApplication::allWidgets();
    const auto found = std::find_if(all.begin(), all.end(), [&combo](const QWidget *one) {
        return one->objectName() == combo && one->isVisible();
    });
    QVERIFY2(found != all.end(), qPrintable(combo));
    auto *box = qobject_cast<QComboBox *>(*found);
    QVERIFY(box);
    box->setCurrentIndex(index < 0 ? box->count() - 1 : index);
}

void TestSignInSecrets::tick(const QString &box, bool on)
{
    const QWidgetList all = QApplication::allWidgets();
    const auto found = std::find_if(all.begin(), all.end(), [&box](const QWidget *one) {
        return one->objectName() == box && one->isVisible();
    });
    QVERIFY2(found != all.end(), qPrintable(box));
    auto *check = qobject_cast<QCheckBox *>(*found);
    QVERIFY(check);
    check->setChecked(on);
}

void TestSignInSecrets::startAfresh()
{
    m_desk = std::make_unique<Desk>(m_home->filePath(u"XDG_CONFIG_HOME/leasekeeper/settings.json"_s),
                                    Desk::First::Nothing);
    m_desk->accounts.begin();
    m_desk->window().resize(1280, 800);
    m_desk->application.start();
    m_desk->window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&m_desk->window()));
}

void TestSignInSecrets::openConnection(const QString &name, const QUrl &endpoint, const QUrl &iam,
                                       SignInMethod method)
{
    if (m_desk->application.session())
        menu(u"newConnectionAction"_s);
    else
        QVERIFY(m_desk->click(u"connectChoice"_s));
    QTRY_VERIFY(m_desk->dialog(u"connectionDialog"_s));
    type(u"nameEdit"_s, name.toUtf8());
    choose(u"cloudCombo"_s, -1);
    type(u"regionEdit"_s, "here");
    type(u"endpointEdit"_s, endpoint.toString().toUtf8());
    type(u"iamEndpointEdit"_s, iam.toString().toUtf8());
    choose(u"signInCombo"_s, method == SignInMethod::Password    ? 0
                             : method == SignInMethod::AccessKey ? 1
                                                                 : 2);
    // An own proxy with a password; what is on this computer is reached without it.
    QVERIFY(m_desk->dialog(u"connectionDialog"_s)->findChild<QToolButton *>(u"moreButton"_s));
    m_desk->dialog(u"connectionDialog"_s)->findChild<QToolButton *>(u"moreButton"_s)->setChecked(true);
    QCoreApplication::processEvents();
    choose(u"proxyCombo"_s, -1);
    QCoreApplication::processEvents();
    type(u"proxyHostEdit"_s, "127.0.0.1");
    type(u"proxyUserEdit"_s, "walter");
    type(u"proxyPasswordEdit"_s, ProxyPassword);
}

void TestSignInSecrets::testConnection()
{
    look();
    auto *button = m_desk->dialog(u"connectionDialog"_s)->findChild<QAbstractButton *>(u"testButton"_s);
    QVERIFY2(button && button->isEnabled(), qPrintable(button ? button->toolTip() : QString()));
    button->click();
    QTRY_VERIFY_WITH_TIMEOUT(button->text() != u"Testing…"_s, LongMs);
    look();
}

bool TestSignInSecrets::lists(int rows)
{
    const bool listed = m_desk->lists(rows);
    look();
    return listed;
}

void TestSignInSecrets::menu(const QString &action)
{
    auto *found = m_desk->window().findChild<QAction *>(action);
    QVERIFY2(found, qPrintable(action));
    found->trigger();
}

void TestSignInSecrets::look()
{
    QStringList texts;
    const QWidgetList widgets = QApplication::allWidgets();
    for (QWidget *widget : widgets) {
        // Copying what failed is one of the things people do.
        auto *button = qobject_cast<QAbstractButton *>(widget);
        if (button && button->isVisible() && button->text().remove(u'&').contains("Copy details"_L1))
            button->click();
        texts << widget->windowTitle() << widget->toolTip() << widget->statusTip() << widget->whatsThis()
              << widget->accessibleName() << widget->accessibleDescription() << widget->objectName();
        if (button)
            texts << button->text();
        if (const auto *label = qobject_cast<QLabel *>(widget))
            texts << label->text();
        if (const auto *edit = qobject_cast<QLineEdit *>(widget)) {
            // The passcode's own field shows what is typed there, as people expect.
            if (edit->objectName() != "passcodeEdit"_L1)
                texts << edit->displayText();
            texts << edit->placeholderText();
        }
        if (const auto *combo = qobject_cast<QComboBox *>(widget)) {
            for (int i = 0; i < combo->count(); ++i)
                texts << combo->itemText(i) << combo->itemData(i).toString();
        }
        for (const QAction *action : widget->actions())
            texts << action->text() << action->toolTip() << action->data().toString();
        if (widget->objectName() == "passcodeEdit"_L1)
            continue;
        if (QAccessibleInterface *told = QAccessible::queryAccessibleInterface(widget)) {
            for (const auto kind : {QAccessible::Name, QAccessible::Description, QAccessible::Value,
                                    QAccessible::Help, QAccessible::Accelerator})
                texts << told->text(kind);
            if (QAccessibleTextInterface *text = told->textInterface())
                texts << text->text(0, text->characterCount());
            if (QAccessibleValueInterface *value = told->valueInterface())
                texts << value->currentValue().toString();
        }
    }
    if (const auto *view = m_desk->window().findChild<QTableView *>(u"instanceTable"_s)) {
        const QAbstractItemModel &model = *view->model();
        for (int row = 0; row < model.rowCount(); ++row) {
            for (int column = 0; column < model.columnCount(); ++column) {
                const QMap<int, QVariant> values = model.itemData(model.index(row, column));
                for (const QVariant &value : values)
                    texts << value.toString();
            }
        }
    }
    m_shown += texts.join(u'\n').toUtf8() + '\n';
    const QMimeData *copied = QApplication::clipboard()->mimeData();
    const QStringList formats = copied ? copied->formats() : QStringList();
    for (const QString &format : formats)
        m_shown += copied->data(format) + '\n';
    // What is overwritten later was there all the same.
    QDirIterator files(m_home->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext())
        m_written.insert(readAll(files.next()));
}

void TestSignInSecrets::addInstanceToken(CloudServer &server, const QString &id)
{
    CloudRequest request;
    request.method = "GET";
    request.path = "/v1/" + server.cloud().projectId().toLatin1() + "/notebooks/" + id.toLatin1();
    request.headers.insert("x-auth-token", server.cloud().token());
    const QByteArray body = server.cloud().handle(request).body;
    add("an instance's own token", QJsonDocument::fromJson(body).object()[u"token"_s].toString().toLatin1());
}

void TestSignInSecrets::searchRequests(const CloudServer &server, bool isIdentity, const char *name)
{
    for (const CloudServer::Seen &one : server.seen()) {
        for (const SecretMarker &secret : m_secrets) {
            const QByteArray &value = secret.value;
            const QByteArray where =
                QByteArray(name) + ' ' + one.method + ' ' + one.path + ": " + secret.what;
            QVERIFY2(formFoundIn(one.path + '?' + one.query, value).isEmpty(), where.constData());
            const bool isSignIn = isIdentity && one.method == "POST" && one.path == "/v3/auth/tokens";
            const bool isTyped = secret.what.contains("password") || secret.what == "passcode";
            const bool mayBeInBody = isSignIn && isTyped && !secret.what.contains("proxy");
            QVERIFY2(mayBeInBody || formFoundIn(one.body, value).isEmpty(), where.constData());
            for (auto header = one.headers.begin(); header != one.headers.end(); ++header) {
                const bool isToken = secret.what.contains("token") && !secret.what.startsWith("an instance");
                const bool hasRight =
                    isToken && (secret.what.startsWith("security")
                                    ? header.key() == "x-security-token"
                                    : header.key() == "x-auth-token" || header.key() == "x-subject-token");
                const QByteArray inHeader = where + " in header " + header.key();
                QVERIFY2((hasRight && header.value() == value) ||
                             formFoundIn(header.key() + ": " + header.value(), value).isEmpty(),
                         inHeader.constData());
            }
        }
    }
}

void TestSignInSecrets::quitAndSearch()
{
    look();
    // The tokens that the services issued on the way.
    QList<QByteArray> tokens;
    for (const CloudServer *server : {&m_desk->server, m_iam.get(), m_tls.get()}) {
        for (const CloudServer::Seen &one : server->seen()) {
            const QByteArray token = one.headers.value("x-auth-token");
            if (!token.isEmpty() && !tokens.contains(token))
                tokens.append(token);
        }
    }
    for (const QByteArray &token : std::as_const(tokens))
        add("a token as it was sent", token);
    searchRequests(m_desk->server, false, "service");
    searchRequests(*m_iam, true, "Identity service");
    searchRequests(*m_tls, true, "other cloud");
    if (QTest::currentTestFailed())
        return;
    QCOMPARE(m_stranger->connectionsAccepted(), 0);
    // A log might cut them.
    for (const QByteArray &token : std::as_const(tokens))
        add("a piece of a token", token.left(24));

    QSignalSpy finished(&m_desk->application, &Application::finished);
    m_desk->window().close();
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, LongMs);
    m_desk.reset();
    // Proof that all of it was really looked at.
    QVERIFY(s_log.contains("leasekeeper.") && s_log.contains("/notebooks") && s_log.contains("qt."));
    QVERIFY(m_shown.contains("Connect to a cloud") && m_shown.contains("-lab"));
    const QByteArray logged = leakIn(s_log, m_secrets);
    QVERIFY2(logged.isEmpty(), logged.constData());
    const QByteArray shown = leakIn(m_shown, m_secrets);
    QVERIFY2(shown.isEmpty(), shown.constData());
    for (const QByteArray &content : std::as_const(m_written)) {
        const QByteArray written = leakIn(content, m_secrets);
        QVERIFY2(written.isEmpty(), written.constData());
    }
    int files = 0;
    const QByteArray leak = leakBelow(m_home->path(), m_secrets, &files);
    QVERIFY2(leak.isEmpty(), leak.constData());
    QVERIFY(files > 0);
}

void TestSignInSecrets::everyFormIsFound_data()
{
    QTest::addColumn<QByteArray>("haystack");
    const QByteArray value = SecretKey;
    QTest::newRow("as it is") << QByteArray("x" + value + "y");
    QTest::newRow("percent-encoded") << QByteArray("a=" + value.toPercentEncoding() + "&b");
    QByteArray every;
    for (const char c : value)
        every += '%' + QByteArray(1, c).toHex();
    QTest::newRow("every byte percent-encoded") << every;
    for (int before = 0; before < 4; ++before) {
        const QByteArray joined = QByteArray(before, 'u') + value + ":more";
        QTest::addRow("base64, %d before", before) << joined.toBase64();
        QTest::addRow("base64url, %d before", before) << joined.toBase64(QByteArray::Base64UrlEncoding);
    }
    QTest::newRow("hexadecimal") << value.toHex();
    QTest::newRow("hexadecimal, spelt large") << value.toHex().toUpper();
    const QString text = QString::fromLatin1(value);
    QTest::newRow("UTF-16") << QByteArray(reinterpret_cast<const char *>(text.utf16()), text.size() * 2);
}

void TestSignInSecrets::everyFormIsFound()
{
    QFETCH(const QByteArray, haystack);
    QVERIFY(!formFoundIn(haystack, SecretKey).isEmpty());
    QVERIFY(formFoundIn(haystack, PastedToken).isEmpty());
}

void TestSignInSecrets::chanceIsNoLeak()
{
    QVERIFY(formFoundIn("id 4907163a, 1907163", Passcode).isEmpty());
    QVERIFY(!formFoundIn("id 4907163, code \"907163\"", Passcode).isEmpty());
}

void TestSignInSecrets::F85_byPassword()
{
    startAfresh();
    const QString id = m_desk->place(u"ocr-lab"_s, u"RUNNING"_s);
    addInstanceToken(m_desk->server, id);
    openConnection(u"OTC prod"_s, m_desk->server.url(), m_iam->url(), SignInMethod::Password);
    type(u"accountEdit"_s, "OTC0001");
    type(u"userEdit"_s, "ana");
    type(u"projectEdit"_s, m_iam->cloud().projectName().toUtf8());
    type(u"passwordEdit"_s, WrongPassword);
    testConnection();
    if (QTest::currentTestFailed())
        return;
    QVERIFY2(m_shown.contains("The test failed at"), m_shown.right(3000).constData());
    QVERIFY(!QApplication::clipboard()->text().isEmpty());

    // A service that points elsewhere, with the body to be sent again.
    type(u"passwordEdit"_s, Desk::canaryPassword().toUtf8());
    ServerFault elsewhere;
    elsewhere.method = "POST";
    elsewhere.part = "/v3/auth/tokens";
    elsewhere.answer.status = 307;
    elsewhere.answer.headers = {{"Location", m_stranger->url().toEncoded() + "/v3/auth/tokens"}};
    m_iam->addFault(elsewhere);
    testConnection();
    testConnection();
    if (QTest::currentTestFailed())
        return;
    QVERIFY2(m_shown.contains("The connection works"), m_shown.right(3000).constData());
    // Shown while the button is held down, and not a moment longer.
    auto *reveal = m_desk->window().findChild<QToolButton *>(u"passwordEditReveal"_s);
    QVERIFY(reveal);
    QTest::mousePress(reveal, Qt::LeftButton);
    QTest::mouseRelease(reveal, Qt::LeftButton);
    look();
    QVERIFY(m_desk->click(u"connectButton"_s));
    QVERIFY(lists(1));
    QTRY_COMPARE(m_desk->keychain.entries.size(), 2); // its own, and its proxy's
    const QString profileId = m_desk->settings.lastProfileId();

    // The listing redirects elsewhere.
    ServerFault moved;
    moved.method = "GET";
    moved.part = "/notebooks";
    moved.answer.status = 302;
    moved.answer.headers = {{"Location", m_stranger->url().toEncoded() + "/v1/notebooks"}};
    m_desk->server.addFault(moved);
    const auto seen = m_desk->server.seen().size();
    QVERIFY(m_desk->click(u"refreshAction"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->server.seen().size() > seen, LongMs);
    look();

    // Out, and in again from the key store.
    menu(u"signOutAction"_s);
    QTRY_COMPARE(m_desk->application.session()->readingState().phase, Phase::SignedOut);
    QTRY_VERIFY(m_desk->shows(u"signInButton"_s));
    look();
    m_desk->server.clearFaults();
    QVERIFY(m_desk->click(u"signInButton"_s));
    QVERIFY(lists(1));

    // Out once more; what was kept is wrong by now, so it is asked for.
    menu(u"signOutAction"_s);
    QTRY_VERIFY(m_desk->shows(u"signInButton"_s));
    m_desk->keychain.entries.clear();
    QVERIFY(m_desk->click(u"signInButton"_s));
    QTRY_VERIFY(m_desk->dialog(u"signInDialog"_s));
    type(u"passwordEdit"_s, WrongPassword);
    tick(u"rememberCheck"_s, false);
    look();
    Desk::press(*m_desk->dialog(u"signInDialog"_s), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->application.session()->readingState().phase, Phase::SignedOut, LongMs);
    QTRY_VERIFY(!m_desk->anyDialog());
    look();
    QTRY_VERIFY(m_desk->shows(u"signInButton"_s));
    QVERIFY(m_desk->click(u"signInButton"_s));
    QTRY_VERIFY(m_desk->dialog(u"signInDialog"_s));
    type(u"passwordEdit"_s, Desk::canaryPassword().toUtf8());
    tick(u"rememberCheck"_s, true);
    Desk::press(*m_desk->dialog(u"signInDialog"_s), Qt::Key_Return);
    QVERIFY(lists(1));

    // Changed without typing the secret again.
    menu(u"editConnectionAction"_s);
    QTRY_VERIFY(m_desk->dialog(u"connectionDialog"_s));
    look();
    type(u"nameEdit"_s, "OTC renamed");
    QVERIFY(m_desk->click(u"saveButton"_s));
    QVERIFY(lists(1));
    QCOMPARE(m_desk->settings.profile(profileId)->name, u"OTC renamed"_s);
    quitAndSearch();
}

void TestSignInSecrets::F85_byPasscode()
{
    startAfresh();
    m_desk->place(u"ocr-lab"_s, u"RUNNING"_s);
    openConnection(u"with passcode"_s, m_desk->server.url(), m_iam->url(), SignInMethod::Password);
    type(u"accountEdit"_s, "OTC0001");
    type(u"userEdit"_s, "bob");
    type(u"projectEdit"_s, m_iam->cloud().projectName().toUtf8());
    type(u"passwordEdit"_s, BobsPassword);
    tick(u"rememberCheck"_s, false);
    look();
    QVERIFY(m_desk->click(u"connectButton"_s));
    // Once wrong, once right.
    for (const QByteArray &code : {QByteArray("000000"), QByteArray(Passcode)}) {
        QTRY_VERIFY_WITH_TIMEOUT(m_desk->dialog(u"passcodeDialog"_s), LongMs);
        const QPointer<QDialog> dialog = m_desk->dialog(u"passcodeDialog"_s);
        type(u"passcodeEdit"_s, code);
        look();
        Desk::press(*dialog, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(!dialog || !dialog->isVisible(), LongMs);
    }
    QVERIFY(lists(1));
    QVERIFY(m_desk->keychain.entries.isEmpty());
    quitAndSearch();
}

void TestSignInSecrets::F85_byAccessKeyOverTls()
{
    startAfresh();
    const QUrl url = m_tls->url();
    openConnection(u"keyed"_s, url, url, SignInMethod::AccessKey);
    type(u"caFileEdit"_s, LEASEKEEPER_TEST_TLS "/authority.crt");
    type(u"accessKeyEdit"_s, "AKCANARY");
    type(u"projectEdit"_s, m_tls->cloud().projectId().toUtf8());
    // Wrong first: the key is not tried again by itself.
    type(u"secretKeyEdit"_s, WrongPassword);
    testConnection();
    type(u"secretKeyEdit"_s, SecretKey);
    testConnection();
    if (QTest::currentTestFailed())
        return;
    QVERIFY2(m_shown.contains("The connection works"), m_shown.right(3000).constData());
    QVERIFY(m_desk->click(u"connectButton"_s));
    QVERIFY(lists(1));
    QTRY_COMPARE(m_desk->keychain.entries.size(), 2); // its own, and its proxy's

    // To another profile and back; nothing of the one reaches the other.
    m_desk->place(u"ocr-lab"_s, u"STOPPED"_s);
    const QString keyed = m_desk->settings.lastProfileId();
    openConnection(u"OTC prod"_s, m_desk->server.url(), m_iam->url(), SignInMethod::Password);
    type(u"accountEdit"_s, "OTC0001");
    type(u"userEdit"_s, "ana");
    type(u"projectEdit"_s, m_iam->cloud().projectName().toUtf8());
    type(u"passwordEdit"_s, Desk::canaryPassword().toUtf8());
    QVERIFY(m_desk->click(u"connectButton"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->application.session()->profile().id != keyed, LongMs);
    QVERIFY(lists(1));
    const auto before = m_tls->seen().size();
    Q_EMIT m_desk->visible<ProfileButton>()->profileChosen(keyed);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->application.session()->profile().id, keyed, LongMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_tls->seen().size() > before, LongMs);
    QVERIFY(lists(1));
    for (const CloudServer *server : {&m_desk->server, m_iam.get()}) {
        for (const CloudServer::Seen &one : server->seen())
            QVERIFY(!one.headers.value("authorization").contains("AKCANARY"));
    }
    for (const CloudServer::Seen &one : m_tls->seen())
        QVERIFY(!one.headers.contains("x-auth-token") && one.body.isEmpty());
    quitAndSearch();
}

void TestSignInSecrets::F85_byTemporaryKey()
{
    startAfresh();
    m_desk->place(u"brief-lab"_s, u"RUNNING"_s);
    CloudRequest ask;
    ask.method = "POST";
    ask.path = "/v3.0/OS-CREDENTIAL/securitytokens";
    ask.headers = {{"x-auth-token", m_desk->server.cloud().token()}, {"content-type", "application/json"}};
    ask.body = R"({"auth":{"identity":{"methods":["token"],"token":{"duration_seconds":900}}}})";
    const QByteArray told = m_desk->server.cloud().handle(ask).body;
    const QJsonObject key = QJsonDocument::fromJson(told).object()["credential"_L1].toObject();
    const QByteArray secretKey = key["secret"_L1].toString().toUtf8();
    const QByteArray securityToken = key["securitytoken"_L1].toString().toUtf8();
    QVERIFY2(!secretKey.isEmpty() && !securityToken.isEmpty(), told.constData());
    add("temporary secret key", secretKey);
    add("security token", securityToken);
    openConnection(u"brief"_s, m_desk->server.url(), m_desk->server.url(), SignInMethod::AccessKey);
    type(u"projectEdit"_s, m_desk->server.cloud().projectId().toUtf8());
    type(u"accessKeyEdit"_s, key["access"_L1].toString().toUtf8());
    type(u"secretKeyEdit"_s, secretKey);
    type(u"securityTokenEdit"_s, securityToken);
    testConnection();
    if (QTest::currentTestFailed())
        return;
    QVERIFY(m_desk->click(u"connectButton"_s));
    QVERIFY(lists(1));
    quitAndSearch();
}

void TestSignInSecrets::F85_byPastedToken()
{
    startAfresh();
    const QString id = m_desk->place(u"token-lab"_s, u"RUNNING"_s);
    addInstanceToken(m_desk->server, id);
    openConnection(u"token"_s, m_desk->server.url(), m_iam->url(), SignInMethod::Token);
    type(u"projectEdit"_s, m_desk->server.cloud().projectId().toUtf8());
    type(u"tokenEdit"_s, PastedToken);
    testConnection();
    if (QTest::currentTestFailed())
        return;
    tick(u"rememberCheck"_s, true);
    QVERIFY(m_desk->click(u"connectButton"_s));
    QVERIFY(lists(1));
    // An action that the service refuses, so that there is an error to tell.
    ServerFault fault;
    fault.method = "PATCH";
    fault.answer.status = 403;
    fault.answer.body = R"({"error_code":"ModelArts.0203","error_msg":"no permission"})";
    m_desk->server.addFault(fault);
    m_desk->select({id});
    QVERIFY(m_desk->click(u"prolongAction"_s));
    QTRY_VERIFY(m_desk->shows(u"prolongButton"_s));
    look();
    QVERIFY(m_desk->click(u"prolongButton"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->writesSeen(), 1, LongMs);
    QTRY_VERIFY(!m_desk->application.session()->inFlight());
    look();
    // Then the token ends.
    ServerFault ended;
    ended.answer.status = 401;
    ended.answer.body =
        R"({"error_code":"APIG.0301","error_msg":"Incorrect IAM authentication information"})";
    m_desk->server.addFault(ended);
    m_desk->server.addFault(ended);
    QVERIFY(m_desk->click(u"refreshAction"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->application.session()->readingState().phase, Phase::SignedOut, LongMs);
    quitAndSearch();
}

void TestSignInSecrets::F85_byImport()
{
    const QString yaml = m_others->filePath(u"clouds.yaml"_s);
    const QString csv = m_others->filePath(u"home/Downloads/credentials.csv"_s);
    startAfresh();
    const QByteArray url = m_iam->url().toEncoded();
    writeAll(yaml, "clouds:\n  lab:\n    region_name: here\n    auth:\n      auth_url: " + url +
                       "/v3\n      username: ana\n      user_domain_name: OTC0001\n      project_name: here\n"
                       "      password: " +
                       ImportedPassword + "\n");
    writeAll(csv, QByteArray("User Name,Access Key Id,Secret Access Key\r\nana,AKIMPORTED,") + ImportedKey +
                      "\r\n");
    const QByteArray yamlBefore = readAll(yaml);
    const QByteArray csvBefore = readAll(csv);
    ImportPlaces places;
    places.home = m_others->filePath(u"home"_s);
    places.currentDir = m_others->path();
    m_desk->importable = findCredentials(places) + importFile(csv);
    QVERIFY(m_desk->importable.size() >= 2);
    m_desk->accounts.import();
    QTRY_VERIFY(m_desk->dialog(u"importDialog"_s));
    look();
    tick(u"consentCheck"_s, true);
    look();
    QVERIFY(m_desk->click(u"importButton"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->application.session(), LongMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->keychain.entries.size() >= 2, LongMs);
    // What was found does not reach a service here: it says so, and asks.
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->application.session()->readingState().phase != Phase::Ready &&
                                 m_desk->application.session()->readingState().error,
                             LongMs);
    look();
    m_shown += "Connect to a cloud, import-lab";
    s_log += "/notebooks";
    QCOMPARE(readAll(yaml), yamlBefore);
    QCOMPARE(readAll(csv), csvBefore);
    quitAndSearch();
}

int main(int argc, char **argv)
{
    const QString outside = QDir::tempPath();
    std::unique_ptr<QTemporaryDir> home = moveHome();
    if (!emptyHome(*home))
        qFatal("there is no home to be had");
    QApplication application(argc, argv);
    TestSignInSecrets test(std::move(home), outside);
    QTEST_SET_MAIN_SOURCE_PATH
    return QTest::qExec(&test, argc, argv);
}

#include "tst_signinsecrets.moc"
