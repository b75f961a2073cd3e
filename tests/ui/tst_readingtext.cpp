// SPDX-License-Identifier: MIT
#include "readingtext.h"
#include "tablepages.h"

#include <QTest>

using namespace leasekeeper;
using namespace Qt::StringLiterals;

namespace
{

using Phase = ReadingState::Phase;

constexpr qint64 Now = 1'700'000'000'000; ///< 2023-11-14 22:13:20 UTC

Profile profile()
{
    Profile made;
    made.name = u"OTC prod"_s;
    made.region = u"eu-de"_s;
    made.projectId = u"ml-team"_s;
    made.workspaceId = u"0"_s;
    made.userName = u"ana"_s;
    return made;
}

ReadingMoment moment(std::optional<qint64> nextInMs = std::nullopt)
{
    return {Now, nextInMs, QTimeZone::utc(), QLocale::c()};
}

ReadingState ready()
{
    ReadingState state;
    state.phase = Phase::Ready;
    state.lastCompleteWallMs = Now - 3 * 60'000;
    return state;
}

ReadingState failed(Phase phase, const QString &sentence)
{
    ReadingState state = ready();
    state.phase = phase;
    state.error = ApiError{};
    state.error->message = sentence;
    return state;
}

} // namespace

class TestReadingText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void updated();
    void F32_busyServiceCountsDown();
    void offlineBanner();
    void otherTroubles();
    void clock_data();
    void clock();
    void clockNotVerified();
    void scopes();
    void endOfASignIn();
    void pages_data();
    void pages();
    void everyPageHasALook();
    void F49_foreignTextIsMadeVisible();
};

void TestReadingText::updated()
{
    ReadingState state;
    state.phase = Phase::Loading;
    QCOMPARE(updatedText(state, moment()), QString());
    state.listing = true;
    QCOMPARE(updatedText(state, moment()), u"Loading…"_s);
    state.loaded = 50;
    state.total = 137;
    QCOMPARE(updatedText(state, moment()), u"50 of 137"_s);

    ReadingState later = ready();
    QCOMPARE(updatedText(later, moment()), u"Updated 22:10:20"_s);
    later.lastCompleteMonotonicMs = 100'000;
    later.nextAtMonotonicMs = 130'000;
    QCOMPARE(updatedText(later, moment(25'000)), u"Updated 22:10:20 · again after 30 s"_s);
    // It does not move while time passes: nothing has to wake for it.
    QCOMPARE(updatedText(later, moment(1'000)), u"Updated 22:10:20 · again after 30 s"_s);
    later.nextAtMonotonicMs = 141'001;
    QCOMPARE(updatedText(later, moment(0)), u"Updated 22:10:20 · again after 42 s"_s);
    // After a failure the message tells when it is tried again.
    later.phase = Phase::Offline;
    later.nextAtMonotonicMs = 28'925'000;
    QCOMPARE(updatedText(later, moment(0)), u"Updated 22:10:20"_s);
    later.listing = true;
    QCOMPARE(updatedText(later, moment(0)), u"Updated 22:10:20 · reading…"_s);
    later.loaded = 50;
    later.total = 137;
    QCOMPARE(updatedText(later, moment(0)), u"Updated 22:10:20 · reading 50 of 137"_s);
}

void TestReadingText::F32_busyServiceCountsDown()
{
    ReadingState state = failed(Phase::Offline, u"x.example is being asked too often."_s);
    state.listing = true;
    ReadingMoment held = moment();
    held.heldInMs = 6'001;
    QCOMPARE(updatedText(state, held), u"The service is busy · going on in 7 s"_s);
    const auto trouble = readingTrouble(state, held, profile());
    QVERIFY(trouble);
    QVERIFY2(trouble->text.endsWith(u"The service is busy. Going on in 7 s."_s), qPrintable(trouble->text));
}

void TestReadingText::offlineBanner()
{
    ReadingState state = failed(Phase::Offline, u"The host x.example was not found."_s);
    const auto trouble = readingTrouble(state, moment(20'000), profile());
    QVERIFY(trouble);
    QCOMPARE(trouble->text,
             u"Not connected. The host x.example was not found. Showing 22:10:20, 3 minutes ago. "
             "Next try in 20 s."_s);
    QCOMPARE(trouble->level, MessageLevel::Warning);
    // The same cause, whatever the seconds say.
    QCOMPARE(readingTrouble(state, moment(19'000), profile())->key, trouble->key);

    state.lastCompleteWallMs.reset();
    state.error.reset();
    QCOMPARE(readingTrouble(state, moment(), profile())->text, u"Not connected."_s);
    state.listing = true;
    QCOMPARE(readingTrouble(state, moment(5'000), profile())->text, u"Not connected. Trying again…"_s);
}

void TestReadingText::otherTroubles()
{
    QVERIFY(!readingTrouble(ready(), moment(), profile()));
    ReadingState noted = ready();
    noted.note = u"One instance came without an ID and is not shown."_s;
    QCOMPARE(readingTrouble(noted, moment(), profile())->text, noted.note);
    QCOMPARE(readingTrouble(noted, moment(), profile())->level, MessageLevel::Info);

    noted.phase = Phase::Incomplete;
    QCOMPARE(readingTrouble(noted, moment(), profile())->text,
             u"The list may not be complete. "_s + noted.note);

    const auto signedOut = readingTrouble(failed(Phase::SignedOut, u"401"_s), moment(), profile());
    QVERIFY(signedOut->text.startsWith("Signed out of OTC prod."_L1));
    QVERIFY(signedOut->text.contains("OS_TOKEN"_L1));
    QCOMPARE(signedOut->level, MessageLevel::Error);
    Profile kept = profile();
    kept.id = u"1"_s;
    QCOMPARE(readingTrouble(failed(Phase::SignedOut, u"The password is wrong."_s), moment(), kept)->text,
             u"Signed out of OTC prod. The password is wrong."_s);

    const auto refused =
        readingTrouble(failed(Phase::Refused, u"Needs permission x."_s), moment(), profile());
    QCOMPARE(refused->text, u"Needs permission x."_s);
    QCOMPARE(readingTrouble(failed(Phase::Refused, {}), moment(), profile())->text,
             u"The service refuses to list instances."_s);
}

void TestReadingText::clock_data()
{
    QTest::addColumn<qint64>("ahead");
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("warning");
    QTest::newRow("right") << qint64(0) << QString() << QString();
    QTest::newRow("a second") << qint64(1'000) << QString() << QString();
    QTest::newRow("3 s ahead") << qint64(3'400) << u"clock +3 s"_s << QString();
    QTest::newRow("3 s behind") << qint64(-3'400) << u"clock −3 s"_s << QString();
    QTest::newRow("30 s") << qint64(30'000) << u"clock +30 s"_s << QString();
    QTest::newRow("45 s") << qint64(45'000) << u"clock +45 s"_s
                          << u"Your clock is 45 s ahead. Times shown are corrected."_s;
    QTest::newRow("4 min") << qint64(4 * 60'000) << u"clock +4 min"_s
                           << u"Your clock is 4 min ahead. Times shown are corrected."_s;
    QTest::newRow("an hour behind") << qint64(-3'600'000) << u"clock −1 h"_s
                                    << u"Your clock is 1 h behind. Times shown are corrected."_s;
    QTest::newRow("four days behind") << qint64(-100 * 3'600'000LL) << u"clock −4 d 4 h"_s
                                      << u"Your clock is 4 d 4 h behind. Times shown are corrected."_s;
}

void TestReadingText::clock()
{
    QFETCH(qint64, ahead);
    QFETCH(QString, status);
    QFETCH(QString, warning);
    QCOMPARE(clockText(true, ahead), status);
    QCOMPARE(clockWarning(ahead), warning);
}

void TestReadingText::clockNotVerified()
{
    QCOMPARE(clockText(true, std::nullopt), u"clock not verified"_s);
    QCOMPARE(clockText(false, std::nullopt), QString());
    QCOMPARE(clockWarning(std::nullopt), QString());
}

void TestReadingText::endOfASignIn()
{
    const qint64 now = 1'700'000'000'000; // 2023-11-14T22:13:20Z
    const ReadingMoment moment{now, std::nullopt, QTimeZone::utc(), QLocale::c()};
    Profile scope = profile();
    QCOMPARE(signInEndText(scope, moment), QString());
    scope.signInEndsAtMs = now + 60'000;
    QCOMPARE(signInEndText(scope, moment), u"Token ends today 22:14"_s);
    scope.signInEndsAtMs = now + 7'200'000;
    QCOMPARE(signInEndText(scope, moment), u"Token ends tomorrow 00:13"_s);
    scope.signInEndsAtMs = now;
    QCOMPARE(signInEndText(scope, moment), u"Token ended"_s);
}

void TestReadingText::scopes()
{
    Profile scope = profile();
    QCOMPARE(profileScope(scope), u"eu-de · project ml-team · workspace 0"_s);
    QCOMPARE(emptyText(scope, false),
             u"No notebook instances in eu-de / ml-team / workspace 0, seen as ana."_s);
    scope.allUsers = true;
    QCOMPARE(profileScope(scope), u"eu-de · project ml-team · workspace 0 · all users"_s);
    QCOMPARE(emptyText(scope, false),
             u"No notebook instances of any user in eu-de / ml-team / workspace 0, seen as ana."_s);
    QCOMPARE(emptyText(scope, true),
             u"No notebook instances in eu-de / ml-team / workspace 0, seen as ana."_s);
    scope.projectName = u"eu-de_team"_s;
    QCOMPARE(profileScope(scope), u"eu-de · project eu-de_team · workspace 0 · all users"_s);
    scope = Profile();
    scope.name = u"here"_s;
    QCOMPARE(emptyText(scope, false), u"No notebook instances of your own in here."_s);
    QCOMPARE(noMatchText(37, u" ocr "_s), u"37 instances, none match ‘ocr’."_s);
    QCOMPARE(noMatchText(1, u"%1"_s), u"One instance, and it does not match ‘%1’."_s);
}

void TestReadingText::pages_data()
{
    QTest::addColumn<Phase>("phase");
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("shown");
    QTest::addColumn<TablePage>("page");
    QTest::newRow("before the start") << Phase::Idle << 0 << 0 << TablePage::Loading;
    QTest::newRow("first page on its way") << Phase::Loading << 0 << 0 << TablePage::Loading;
    QTest::newRow("pages coming") << Phase::Loading << 50 << 50 << TablePage::Table;
    QTest::newRow("nothing there") << Phase::Ready << 0 << 0 << TablePage::Empty;
    QTest::newRow("filter hides all") << Phase::Ready << 37 << 0 << TablePage::NoMatch;
    QTest::newRow("offline with rows") << Phase::Offline << 37 << 37 << TablePage::Table;
    QTest::newRow("offline without") << Phase::Offline << 0 << 0 << TablePage::Offline;
    QTest::newRow("signed out without") << Phase::SignedOut << 0 << 0 << TablePage::SignedOut;
    QTest::newRow("signed out with rows") << Phase::SignedOut << 3 << 2 << TablePage::Table;
    QTest::newRow("refused") << Phase::Refused << 0 << 0 << TablePage::Refused;
    QTest::newRow("incomplete without") << Phase::Incomplete << 0 << 0 << TablePage::Incomplete;
}

void TestReadingText::pages()
{
    QFETCH(Phase, phase);
    QFETCH(int, rows);
    QFETCH(int, shown);
    QFETCH(TablePage, page);
    QCOMPARE(tablePage(phase, rows, shown), page);
}

void TestReadingText::everyPageHasALook()
{
    QStringList titles;
    for (const TablePage page : {TablePage::Empty, TablePage::NoMatch, TablePage::Incomplete,
                                 TablePage::Offline, TablePage::SignedOut, TablePage::Refused}) {
        const auto look =
            placeholderLook(page, failed(Phase::Offline, u"No answer."_s), profile(), 37, u"ocr"_s);
        QVERIFY(!look.title.isEmpty());
        QVERIFY(!titles.contains(look.title));
        for (const PlaceholderPage::Button &button : look.buttons)
            QVERIFY(!button.text.isEmpty() && !button.objectName.isEmpty());
        titles.append(look.title);
    }
}

void TestReadingText::F49_foreignTextIsMadeVisible()
{
    Profile strange = profile();
    strange.region = u"eu\u202Ede\n<b>"_s;
    for (const QString &text :
         {profileScope(strange), emptyText(strange, false), noMatchText(2, u"\u202Ex"_s)}) {
        QVERIFY(!text.contains(QChar(0x202E)));
        QVERIFY(!text.contains(u'\n'));
    }
    const auto offline = readingTrouble(failed(Phase::Offline, u"x\u202Ey"_s), moment(), strange);
    QVERIFY(!offline->text.contains(QChar(0x202E)));
}

QTEST_GUILESS_MAIN(TestReadingText)
#include "tst_readingtext.moc"
