// SPDX-License-Identifier: MIT
#include "accountpage.h"
#include "desk.h"
#include "instancestore.h"
#include "instancetablemodel.h"

#include <QDir>
#include <QElapsedTimer>
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr int LongMs = 20'000;
/// Several refreshes.
constexpr qint64 LaterMs = 600'000;

ServerFault delayed(const QByteArray &method, qint64 ms)
{
    ServerFault slow;
    slow.kind = ServerFault::Kind::Delay;
    slow.method = method;
    slow.ms = int(ms);
    slow.times = 100;
    return slow;
}

/// What is asked of the service with PATCH is never answered.
ServerFault silent(ServerFault::Kind kind)
{
    ServerFault silent;
    silent.kind = kind;
    silent.method = "PATCH";
    return silent;
}

} // namespace

/// From one account to another: nothing of the first reaches the second, whatever was on its way.
class TestSwitching : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void showsTheOtherAccountsRowsAlone();
    void F62_lateAnswersOfTheOldAccountAreDropped();
    void F62_graceOfTheOldAccountIsCalledOffAndSaid();
    void F62_aDialogOfTheOldAccountIsGone();
    void F69_aWriteOnTheWireIsAwaited();
    void F69_aSilentWriteIsToldAndHoldsNothingUp();
    void F69_stoppedOnTheWayToADeleteIsSaid_data();
    void F69_stoppedOnTheWayToADeleteIsSaid();
    void F69_whatFailsMeanwhileIsSaid();
    void F83_whatCouldNotBeNotedIsSaid();
    void F69_notWaitingForASwitch();
    void quittingWhileASwitchWaits();
    void thereAndBackAgain();
    void F71_whatWasLeftOpenIsLookedIntoOnReturn();
    void F71_theSameAccountOpenedAnew();
    void F71_signingOutKeepsRowsAndDropsAnswers();
    void F71_signingInGoesOnWithTheRows();
    void F71_aWriteOnTheWireBecomesUnknown();
    void readOnlyProfilesSendNothing();

private:
    [[nodiscard]] bool openOther(int rows);
    [[nodiscard]] QString shownNotices() const;
    /// A desk where whatever might come later comes within the test.
    void openInVirtualTime();
    /// A desk that keeps its journal in a folder, which it returns.
    [[nodiscard]] QString openWithJournal();
    /// Prolongs it with the mouse, until the write is on the wire.
    [[nodiscard]] bool prolong(const QString &id);

    std::unique_ptr<QTemporaryDir> m_home; ///< goes after the desk
    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<CloudServer> m_other;
    QString m_otherId;
};

void TestSwitching::init()
{
    m_desk = std::make_unique<Desk>();
    CloudServer::Options options;
    options.cloud.count = 0;
    options.cloud.acceptAnyToken = true;
    options.cloud.seed = 4711; // other ids than the first cloud's
    m_other = std::make_unique<CloudServer>(options);
    QCOMPARE(m_other->start(), QString());
    SimulatedCloud::Record record;
    record.name = u"other-lab"_s;
    record.status = u"STOPPED"_s;
    m_otherId = m_other->cloud().place(record);
}

void TestSwitching::cleanup()
{
    m_desk.reset();
    m_other.reset();
}

bool TestSwitching::openOther(int rows)
{
    m_desk->application.open(m_desk->worldOf(Desk::profileOf(*m_other, u"other"_s)));
    return m_desk->until(
        [this, rows] {
            const Session *session = m_desk->application.session();
            return session->profile().name == u"other"_s &&
                   session->readingState().phase == ReadingState::Phase::Ready &&
                   m_desk->table().model()->rowCount() == rows;
        },
        LongMs);
}

void TestSwitching::openInVirtualTime()
{
    m_desk.reset();
    m_desk =
        std::make_unique<Desk>(QString(), Desk::First::Account, QString(), QString(), Desk::Time::Virtual);
}

QString TestSwitching::openWithJournal()
{
    m_desk.reset();
    m_home = std::make_unique<QTemporaryDir>();
    m_desk = std::make_unique<Desk>(QString(), Desk::First::Account, QString(), m_home->path());
    return m_home->path();
}

bool TestSwitching::prolong(const QString &id)
{
    m_desk->select({id});
    return m_desk->click(u"prolongAction"_s) &&
           QTest::qWaitFor([this] { return m_desk->shows(u"prolongButton"_s); }) &&
           m_desk->click(u"prolongButton"_s) && QTest::qWaitFor([this] { return m_desk->writesSeen() == 1; });
}

QString TestSwitching::shownNotices() const
{
    QStringList texts;
    for (const QLabel *label : m_desk->window().findChildren<QLabel *>(u"messageText"_s)) {
        if (label->isVisible())
            texts.append(label->text());
    }
    return texts.join(u'\n');
}

void TestSwitching::showsTheOtherAccountsRowsAlone()
{
    const QString id = m_desk->place(u"ocr-lab"_s, u"STOPPED"_s);
    QVERIFY(m_desk->open(1));
    const QRect place = m_desk->window().geometry();
    QVERIFY(openOther(1));
    QVERIFY(m_desk->rowOf(m_otherId) >= 0);
    QCOMPARE(m_desk->rowOf(id), -1);
    QCOMPARE(m_desk->window().geometry(), place);
    QVERIFY(m_desk->window().windowTitle().startsWith("other"_L1));
    QCOMPARE(shownNotices(), QString());
}

void TestSwitching::F62_lateAnswersOfTheOldAccountAreDropped()
{
    const QString id = m_desk->place(u"ocr-lab"_s, u"STOPPED"_s);
    QVERIFY(m_desk->open(1));
    m_desk->server.addFault(delayed("GET", 700));
    const QPointer<Surroundings> oldWorld = &m_desk->application.session()->surroundings();
    const auto seen = m_desk->server.seen().size();
    QVERIFY(m_desk->click(u"refreshAction"_s));
    QTRY_VERIFY(m_desk->server.seen().size() > seen);
    QVERIFY(openOther(1));
    // The old service has given its answers, and nobody is left to take them.
    QTRY_VERIFY(m_desk->server.seen().last().status != 0);
    QVERIFY(oldWorld.isNull());
    const auto before = m_other->seen().size();
    QVERIFY(m_desk->click(u"refreshAction"_s));
    QTRY_VERIFY(m_other->seen().size() > before);
    QCOMPARE(m_desk->rowOf(id), -1);
    QCOMPARE(m_desk->table().model()->rowCount(), 1);
}

void TestSwitching::F62_graceOfTheOldAccountIsCalledOffAndSaid()
{
    openInVirtualTime();
    m_desk->settings.setGraceMs(1'000);
    const QString id = m_desk->place(u"etl-old"_s, u"STOPPED"_s);
    QVERIFY(m_desk->open(1));
    m_desk->select({id});
    QVERIFY(m_desk->click(u"deleteAction"_s));
    QVERIFY(m_desk->until([this] { return m_desk->shows(u"deleteButton"_s); }));
    QVERIFY(m_desk->click(u"deleteButton"_s));
    QVERIFY(m_desk->until([this] { return m_desk->shows(u"undoButton"_s); }));
    QVERIFY(openOther(1));
    QVERIFY2(shownNotices().contains("One action of loopback was called off"_L1), qPrintable(shownNotices()));
    QVERIFY(!m_desk->shows(u"undoButton"_s));
    m_desk->pass(LaterMs);
    QCOMPARE(m_desk->writesSeen(), 0);
    QVERIFY(m_other->cloud().effects().isEmpty());
}

void TestSwitching::F62_aDialogOfTheOldAccountIsGone()
{
    const QString id = m_desk->place(u"viz"_s, u"RUNNING"_s);
    QVERIFY(m_desk->open(1));
    m_desk->select({id});
    QVERIFY(m_desk->click(u"prolongAction"_s));
    QTRY_VERIFY(m_desk->dialog(u"prolongDialog"_s));
    QVERIFY(openOther(1));
    QVERIFY(!m_desk->anyDialog());
    m_desk->window().activateWindow();
    m_desk->select({m_otherId});
    QVERIFY(m_desk->click(u"deleteAction"_s));
    QTRY_VERIFY(m_desk->dialog(u"deleteDialog"_s));
}

void TestSwitching::F69_aWriteOnTheWireIsAwaited()
{
    const QString id = m_desk->place(u"viz"_s, u"RUNNING"_s);
    m_desk->server.addFault(delayed("PATCH", 1'200));
    QVERIFY(m_desk->open(1));
    m_desk->select({id});
    QVERIFY(m_desk->click(u"prolongAction"_s));
    QTRY_VERIFY(m_desk->shows(u"prolongButton"_s));
    QVERIFY(m_desk->click(u"prolongButton"_s));
    QTRY_COMPARE(m_desk->writesSeen(), 1);
    m_desk->application.open(m_desk->worldOf(Desk::profileOf(*m_other, u"other"_s)));
    QCoreApplication::processEvents();
    QCOMPARE(m_desk->application.session()->profile().name, u"loopback"_s);
    QVERIFY2(shownNotices().contains("before the profile changes"_L1), qPrintable(shownNotices()));
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->application.session()->profile().name, u"other"_s, LongMs);
    QCOMPARE(m_desk->effects("renew", id), 1);
    QVERIFY2(!shownNotices().contains("no answer"_L1), qPrintable(shownNotices()));
}

void TestSwitching::F69_aSilentWriteIsToldAndHoldsNothingUp()
{
    const QString id = m_desk->place(u"viz"_s, u"RUNNING"_s);
    ServerFault silent;
    silent.kind = ServerFault::Kind::Hang;
    silent.method = "PATCH";
    m_desk->server.addFault(silent);
    QVERIFY(m_desk->open(1));
    m_desk->select({id});
    QVERIFY(m_desk->click(u"prolongAction"_s));
    QTRY_VERIFY(m_desk->shows(u"prolongButton"_s));
    QVERIFY(m_desk->click(u"prolongButton"_s));
    QTRY_COMPARE(m_desk->writesSeen(), 1);
    m_desk->application.open(m_desk->worldOf(Desk::profileOf(*m_other, u"other"_s)));
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->application.session()->profile().name, u"other"_s,
                              int(Application::FarewellMs) + 3'000);
    QTRY_VERIFY2(shownNotices().contains("One request of loopback had no answer yet"_L1),
                 qPrintable(shownNotices()));
    QCOMPARE(m_desk->writesSeen(), 1);
}

void TestSwitching::F69_stoppedOnTheWayToADeleteIsSaid_data()
{
    QTest::addColumn<bool>("answered");
    QTest::newRow("the stop is awaited") << true;
    QTest::newRow("the stop is on the wire") << false;
}

void TestSwitching::F69_stoppedOnTheWayToADeleteIsSaid()
{
    QFETCH(const bool, answered);
    m_desk->settings.setGraceMs(0);
    const QString id = m_desk->place(u"etl-old"_s, u"RUNNING"_s);
    if (!answered)
        m_desk->server.addFault(delayed("POST", 700));
    QVERIFY(m_desk->open(1));
    Session &session = *m_desk->application.session();
    session.submit({InstanceVerb::Delete, {decisionTarget(session.store().find(id)->instance)}});
    if (answered)
        QTRY_COMPARE(session.store().find(id)->instance.status, InstanceStatus::Stopping);
    else
        QTRY_COMPARE(m_desk->writesSeen(), 1);
    QVERIFY(openOther(1));
    QVERIFY2(shownNotices().contains("etl-old is stopping or stopped, and is not deleted"_L1),
             qPrintable(shownNotices()));
    QVERIFY2(!shownNotices().contains("before it was sent"_L1), qPrintable(shownNotices()));
    QCOMPARE(m_desk->effects("stop", id), 1);
    QCOMPARE(m_desk->effects("delete", id), 0);
}

void TestSwitching::F69_whatFailsMeanwhileIsSaid()
{
    const QString id = m_desk->place(u"viz"_s, u"RUNNING"_s);
    m_desk->server.addFault(delayed("PATCH", 700));
    m_desk->server.cloud().answerNext("PATCH", id.toUtf8(),
                                      {403, {}, R"({"error_code":"ModelArts.0112","error_msg":"no"})"});
    QVERIFY(m_desk->open(1));
    QVERIFY(prolong(id));
    QTRY_COMPARE(m_desk->writesSeen(), 1);
    QVERIFY(openOther(1));
    QVERIFY2(shownNotices().contains("Could not prolong viz"_L1), qPrintable(shownNotices()));
    QVERIFY2(shownNotices().contains("loopback"_L1), qPrintable(shownNotices()));
}

void TestSwitching::F83_whatCouldNotBeNotedIsSaid()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    m_desk = std::make_unique<Desk>(QString(), Desk::First::Account, QString(),
                                    file.fileName() + "/inside"_L1); // no folder can be there
    const QString id = m_desk->place(u"viz"_s, u"RUNNING"_s);
    m_desk->server.addFault(silent(ServerFault::Kind::Hang));
    QVERIFY(m_desk->open(1));
    QVERIFY(prolong(id));
    m_desk->application.open(m_desk->worldOf(Desk::profileOf(*m_other, u"other"_s)));
    QTRY_VERIFY(m_desk->shows(u"doNotWaitButton"_s));
    QVERIFY(m_desk->click(u"doNotWaitButton"_s));
    QTRY_COMPARE(m_desk->application.session()->profile().name, u"other"_s);
    QTRY_VERIFY2(shownNotices().contains("could not be noted down"_L1), qPrintable(shownNotices()));
    QVERIFY2(!shownNotices().contains("is found out"_L1), qPrintable(shownNotices()));
}

void TestSwitching::F69_notWaitingForASwitch()
{
    const QString id = m_desk->place(u"viz"_s, u"RUNNING"_s);
    m_desk->server.addFault(silent(ServerFault::Kind::Hang));
    QVERIFY(m_desk->open(1));
    QVERIFY(prolong(id));
    m_desk->application.open(m_desk->worldOf(Desk::profileOf(*m_other, u"other"_s)));
    QTRY_VERIFY(m_desk->shows(u"doNotWaitButton"_s));
    QElapsedTimer watch;
    watch.start();
    QVERIFY(m_desk->click(u"doNotWaitButton"_s));
    QTRY_COMPARE(m_desk->application.session()->profile().name, u"other"_s);
    QVERIFY(watch.elapsed() < Application::FarewellMs - 1'000);
    QTRY_VERIFY2(shownNotices().contains("One request of loopback had no answer yet"_L1),
                 qPrintable(shownNotices()));
}

void TestSwitching::quittingWhileASwitchWaits()
{
    const QString id = m_desk->place(u"viz"_s, u"RUNNING"_s);
    m_desk->server.addFault(delayed("PATCH", 1'000));
    QVERIFY(m_desk->open(1));
    QSignalSpy finished(&m_desk->application, &Application::finished);
    m_desk->select({id});
    QVERIFY(m_desk->click(u"prolongAction"_s));
    QTRY_VERIFY(m_desk->shows(u"prolongButton"_s));
    QVERIFY(m_desk->click(u"prolongButton"_s));
    QTRY_COMPARE(m_desk->writesSeen(), 1);
    m_desk->application.open(m_desk->worldOf(Desk::profileOf(*m_other, u"other"_s)));
    m_desk->application.quit();
    QVERIFY(finished.isEmpty());
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(m_desk->effects("renew", id), 1);
    QVERIFY(m_other->seen().isEmpty());
}

void TestSwitching::thereAndBackAgain()
{
    const QString id = m_desk->place(u"ocr-lab"_s, u"STOPPED"_s);
    QVERIFY(m_desk->open(1));
    for (int n = 0; n < 3; ++n) {
        QVERIFY(openOther(1));
        m_desk->application.open(m_desk->worldOf(Desk::profileOf(m_desk->server, u"loopback"_s)));
        QTRY_VERIFY_WITH_TIMEOUT(m_desk->application.session()->profile().name == u"loopback"_s &&
                                     m_desk->rowOf(id) == 0 && m_desk->table().model()->rowCount() == 1,
                                 LongMs);
    }
    // Asked twice in a row, the last one counts, and the one between is never spoken to.
    const auto seen = m_other->seen().size();
    m_desk->application.open(m_desk->worldOf(Desk::profileOf(*m_other, u"other"_s)));
    m_desk->application.open(m_desk->worldOf(Desk::profileOf(m_desk->server, u"third"_s)));
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->application.session()->profile().name, u"third"_s, LongMs);
    QCOMPARE(m_other->seen().size(), seen);
}

/// Left while a write that was carried out has no answer, and opened again.
void TestSwitching::F71_whatWasLeftOpenIsLookedIntoOnReturn()
{
    const QString home = openWithJournal();
    const QString id = m_desk->place(u"viz"_s, u"RUNNING"_s);
    m_desk->server.addFault(silent(ServerFault::Kind::HangAfter));
    QVERIFY(m_desk->open(1));
    QVERIFY(prolong(id));
    m_desk->application.open(m_desk->worldOf(Desk::profileOf(*m_other, u"other"_s)));
    QTRY_VERIFY(m_desk->click(u"doNotWaitButton"_s));
    QTRY_COMPARE(m_desk->application.session()->profile().name, u"other"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->table().model()->rowCount(), 1, LongMs);
    QVERIFY2(!shownNotices().contains("left open"_L1), qPrintable(shownNotices()));
    QCOMPARE(QDir(home).entryList({u"*.json"_s}, QDir::Files).size(), 1);
    m_desk->application.open(m_desk->worldOf(Desk::profileOf(m_desk->server, u"loopback"_s)));
    QTRY_VERIFY2_WITH_TIMEOUT(
        shownNotices().contains("It had been left open whether viz was prolonged. It was."_L1),
        qPrintable(shownNotices()), LongMs);
    QCOMPARE(m_desk->writesSeen(), 1);
    QCOMPARE(m_desk->effects("renew", id), 1);
}

void TestSwitching::F71_theSameAccountOpenedAnew()
{
    const QString home = openWithJournal();
    const QString id = m_desk->place(u"viz"_s, u"RUNNING"_s);
    m_desk->server.addFault(silent(ServerFault::Kind::HangAfter));
    QVERIFY(m_desk->open(1));
    QVERIFY(prolong(id));
    // Its journal passes from one session to the next.
    m_desk->application.open(m_desk->worldOf(Desk::profileOf(m_desk->server, u"renamed"_s)));
    QTRY_VERIFY(m_desk->click(u"doNotWaitButton"_s));
    QTRY_VERIFY2_WITH_TIMEOUT(
        shownNotices().contains("It had been left open whether viz was prolonged. It was."_L1),
        qPrintable(shownNotices()), LongMs);
    QCOMPARE(m_desk->writesSeen(), 1);
    QTRY_COMPARE(QDir(home).entryList({u"*.json"_s}, QDir::Files).size(), 0);
}

void TestSwitching::F71_signingOutKeepsRowsAndDropsAnswers()
{
    openInVirtualTime();
    const QString id = m_desk->place(u"ocr-lab"_s, u"STOPPED"_s);
    QVERIFY(m_desk->open(1));
    m_desk->server.addFault(delayed("GET", 600));
    const auto seen = m_desk->server.seen().size();
    QVERIFY(m_desk->click(u"refreshAction"_s));
    QTRY_VERIFY(m_desk->server.seen().size() > seen);
    SimulatedCloud::Record late;
    late.name = u"late"_s;
    late.status = u"STOPPED"_s;
    m_desk->server.cloud().place(late);
    m_desk->application.session()->signOut();
    QCOMPARE(m_desk->application.session()->readingState().phase, ReadingState::Phase::SignedOut);
    // The service has given its answer, nothing is on the wire any more, and no timer brings anything either.
    QTRY_VERIFY(m_desk->server.seen().last().status != 0);
    QTRY_VERIFY(!m_desk->application.session()->surroundings().http().isBusy());
    m_desk->pass(LaterMs);
    QCOMPARE(m_desk->table().model()->rowCount(), 1);
    QVERIFY(m_desk->rowOf(id) >= 0);
    QTRY_VERIFY(m_desk->shows(u"signInButton"_s));
    m_desk->select({id});
    QVERIFY(!m_desk->shows(u"deleteAction"_s));
    // Nothing asks the service again, F5 neither.
    const auto after = m_desk->server.seen().size();
    QTest::keyClick(&m_desk->window(), Qt::Key_F5);
    m_desk->pass(LaterMs);
    QCOMPARE(m_desk->server.seen().size(), after);
    QCOMPARE(m_desk->application.session()->readingState().phase, ReadingState::Phase::SignedOut);
}

void TestSwitching::F71_signingInGoesOnWithTheRows()
{
    const QString id = m_desk->place(u"ocr-lab"_s, u"STOPPED"_s);
    QVERIFY(m_desk->open(1));
    m_desk->select({id});
    QVERIFY(m_desk->click(u"deleteAction"_s));
    QTRY_VERIFY(m_desk->dialog(u"deleteDialog"_s));
    const QPointer<QDialog> dialog = m_desk->dialog(u"deleteDialog"_s);
    Session &session = *m_desk->application.session();
    session.signOut();
    SimulatedCloud::Record another;
    another.name = u"another"_s;
    another.status = u"STOPPED"_s;
    m_desk->server.cloud().place(another);
    session.signIn(TokenCredential{Secret("another-token"), std::nullopt});
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->table().model()->rowCount(), 2, LongMs);
    QCOMPARE(m_desk->application.session(), &session);
    QVERIFY(dialog && dialog->isVisible());
    QTRY_VERIFY(m_desk->shows(u"deleteButton"_s));
    QVERIFY(m_desk->click(u"deleteButton"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->effects("delete", id), 1, LongMs);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->rowOf(id), -1, LongMs);
}

void TestSwitching::F71_aWriteOnTheWireBecomesUnknown()
{
    const QString id = m_desk->place(u"viz"_s, u"RUNNING"_s);
    m_desk->server.addFault(delayed("PATCH", 500));
    QVERIFY(m_desk->open(1));
    m_desk->select({id});
    QVERIFY(m_desk->click(u"prolongAction"_s));
    QTRY_VERIFY(m_desk->shows(u"prolongButton"_s));
    QVERIFY(m_desk->click(u"prolongButton"_s));
    QTRY_COMPARE(m_desk->writesSeen(), 1);
    Session &session = *m_desk->application.session();
    session.signOut();
    const RowActivity activity = session.store().find(id)->activity;
    QCOMPARE(activity.state, RowActivity::State::Unresolved);
    QVERIFY(!activity.text.isEmpty());
    QCOMPARE(session.inFlight(), 0);
}

void TestSwitching::readOnlyProfilesSendNothing()
{
    openInVirtualTime();
    const QString id = m_desk->place(u"viz"_s, u"RUNNING"_s);
    QVERIFY(m_desk->open(1));
    Profile profile = Desk::profileOf(m_desk->server, u"look"_s);
    profile.isReadOnly = true;
    m_desk->application.open(m_desk->worldOf(profile));
    QVERIFY(m_desk->until([&] { return m_desk->application.session()->profile().name == u"look"_s; }));
    QVERIFY(m_desk->until([&] { return m_desk->rowOf(id) >= 0; }));
    m_desk->select({id});
    QVERIFY(!m_desk->shows(u"stopAction"_s));
    // Even a decision that got past the window ends there.
    Decision decision;
    decision.verb = InstanceVerb::Stop;
    decision.targets = {decisionTarget(m_desk->application.session()->store().find(id)->instance)};
    Q_EMIT m_desk->window().account()->decided(decision);
    m_desk->pass(LaterMs);
    QCOMPARE(m_desk->writesSeen(), 0);
}

QTEST_MAIN(TestSwitching)
#include "tst_switching.moc"
