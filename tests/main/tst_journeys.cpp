// SPDX-License-Identifier: MIT
#include "desk.h"

#include "actionservice.h"

#include <QElapsedTimer>
#include <QItemSelectionModel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QTimer>

#include <cstdlib>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 HourMs = 3'600'000;
/// A stop time goes through one request; seconds of HTTP's Date limit how well the service's time is known.
constexpr qint64 StopSlackMs = 2'500;
constexpr int LongMs = 20'000; ///< at most; a step of a journey takes a part of it

qint64 stopOf(SimulatedCloud &cloud, const QString &id)
{
    const auto record = cloud.record(id);
    return record ? record->leaseCreateAtMs + record->leaseDurationMs : 0;
}

QString statusOf(SimulatedCloud &cloud, const QString &id)
{
    const auto record = cloud.record(id);
    return record ? record->status : u"gone"_s;
}

} // namespace

/// What people come for, from the click to the service's own state and back into the row.
class TestJourneys : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void ownInstancesOnlyReadAsYours();
    void prolongOne();
    void prolongThreeAtOnce();
    void deleteStopped();
    void deleteRunningStopsAwaitsAndDeletes();
    void deleteThreeWithOneFailingThenRetry();
    void undoInGraceSendsNothing();
    void stopAndStart();
    void F63_whatIsAnothersIsSaidAndGuarded();
    void F65_doubleClickDeletesOnce();
    void F69_quittingInGraceSendsNothing();
    void F69_quittingWaitsForTheWriteOnTheWire();
    void F69_quittingWaitsNotForEver();
    void F69_notWaiting_data();
    void F69_notWaiting();
};

void TestJourneys::ownInstancesOnlyReadAsYours()
{
    Desk desk({}, Desk::First::Nothing);
    Profile profile = Desk::profileOf(desk.server, u"everybody's"_s);
    profile.allUsers = true;
    ServerFault refusal;
    refusal.part = "/notebooks/all";
    refusal.answer = {403, {{"Content-Type", "application/json"}}, R"({"error_code":"ModelArts.0108"})"};
    desk.server.addFault(refusal);
    const QString id = desk.place(u"mine"_s, u"STOPPED"_s);
    desk.application.open(desk.worldOf(profile));
    QVERIFY(desk.open(1));
    const auto scope = [&desk] {
        return desk.window().findChild<QWidget *>(u"profileScope"_s)->property("text").toString();
    };
    QVERIFY(desk.application.session()->readingState().ownOnly);
    QTRY_COMPARE(desk.cell(id, u"owner"_s), u"you"_s);
    QVERIFY2(!scope().contains("all users"_L1), qPrintable(scope()));
    // Saved and edited it stays what it is.
    QVERIFY(desk.application.session()->profile().allUsers);
    // Granted meanwhile, and a person asks again.
    QVERIFY(desk.click(u"refreshAction"_s));
    QTRY_VERIFY(!desk.application.session()->readingState().ownOnly);
    QTRY_VERIFY2(scope().contains("all users"_L1), qPrintable(scope()));
    QTRY_VERIFY(desk.cell(id, u"owner"_s) != u"you"_s);
}

void TestJourneys::prolongOne()
{
    Desk desk;
    const QString id = desk.place(u"ocr-lab"_s, u"RUNNING"_s);
    const qint64 before = stopOf(desk.server.cloud(), id);
    QVERIFY(desk.open(1));
    desk.select({id});
    QVERIFY(desk.click(u"prolongAction"_s));
    QTRY_VERIFY(desk.dialog(u"prolongDialog"_s));
    desk.dialog(u"prolongDialog"_s)->findChild<QSpinBox *>(u"hoursSpin"_s)->setValue(2);
    desk.dialog(u"prolongDialog"_s)->findChild<QSpinBox *>(u"minutesSpin"_s)->setValue(30);
    QVERIFY(desk.click(u"prolongButton"_s));

    QTRY_COMPARE_WITH_TIMEOUT(desk.effects("renew", id), 1, LongMs);
    const qint64 after = stopOf(desk.server.cloud(), id);
    QVERIFY2(std::abs(after - before - 5 * HourMs / 2) < StopSlackMs,
             qPrintable(QString::number(after - before)));
    QTRY_COMPARE_WITH_TIMEOUT(desk.rawCell(id, u"stopsAt"_s).toLongLong(), after, LongMs);
    QTRY_VERIFY(!desk.anyDialog());
    QCOMPARE(desk.writesSeen(), 1);
}

void TestJourneys::prolongThreeAtOnce()
{
    Desk desk;
    QStringList ids;
    QList<qint64> before;
    for (int n = 0; n < 3; ++n) {
        ids.append(desk.place(u"train-%1"_s.arg(n), u"RUNNING"_s, (n + 1) * HourMs / 4));
        before.append(stopOf(desk.server.cloud(), ids.last()));
    }
    const QString stopped = desk.place(u"idle"_s, u"STOPPED"_s);
    const QString bystander = desk.place(u"bystander"_s, u"RUNNING"_s);
    QVERIFY(desk.open(5));
    desk.select(ids + QStringList{stopped});
    QVERIFY(desk.click(u"prolongAction"_s));
    QTRY_VERIFY(desk.dialog(u"prolongDialog"_s));
    desk.dialog(u"prolongDialog"_s)->findChild<QSpinBox *>(u"hoursSpin"_s)->setValue(1);
    desk.dialog(u"prolongDialog"_s)->findChild<QSpinBox *>(u"minutesSpin"_s)->setValue(0);
    QVERIFY(desk.click(u"prolongButton"_s));

    QTRY_COMPARE_WITH_TIMEOUT(desk.effects("renew"), 3, LongMs);
    for (int n = 0; n < 3; ++n) {
        const qint64 after = stopOf(desk.server.cloud(), ids.at(n));
        // Each one from its own stop time, not from now and not to a common moment.
        QVERIFY(std::abs(after - before.at(n) - HourMs) < StopSlackMs);
        QTRY_COMPARE_WITH_TIMEOUT(desk.rawCell(ids.at(n), u"stopsAt"_s).toLongLong(), after, LongMs);
    }
    QCOMPARE(desk.effects("renew", stopped), 0);
    QCOMPARE(desk.effects("renew", bystander), 0);
    QCOMPARE(desk.writesSeen(), 3);
}

void TestJourneys::deleteStopped()
{
    Desk desk;
    const QString id = desk.place(u"etl-old"_s, u"STOPPED"_s);
    const QString other = desk.place(u"etl-new"_s, u"STOPPED"_s);
    QVERIFY(desk.open(2));
    desk.select({id});
    QTest::keyClick(&desk.table(), Qt::Key_Delete);
    QTRY_VERIFY(desk.dialog(u"deleteDialog"_s));
    // Armed only after a second: a click at once does nothing.
    QVERIFY(!desk.shows(u"deleteButton"_s));
    QTRY_VERIFY(desk.shows(u"deleteButton"_s));
    QVERIFY(desk.click(u"deleteButton"_s));

    QTRY_COMPARE_WITH_TIMEOUT(desk.effects("delete", id), 1, LongMs);
    QTRY_COMPARE_WITH_TIMEOUT(desk.rowOf(id), -1, LongMs);
    QCOMPARE(statusOf(desk.server.cloud(), id), u"gone"_s);
    QVERIFY(desk.rowOf(other) >= 0);
    QCOMPARE(desk.writesSeen(), 1);
    // A second Delete must hit nothing: the neighbour is current, not selected.
    QVERIFY(!desk.table().selectionModel()->hasSelection());
}

void TestJourneys::deleteRunningStopsAwaitsAndDeletes()
{
    Desk desk;
    const QString id = desk.place(u"bert-tune"_s, u"RUNNING"_s);
    QVERIFY(desk.open(1));
    desk.select({id});
    QVERIFY(desk.click(u"deleteAction"_s));
    QTRY_VERIFY(desk.dialog(u"deleteDialog"_s));
    auto *confirm = desk.dialog(u"deleteDialog"_s)->findChild<QLineEdit *>(u"confirmEdit"_s);
    QVERIFY(confirm && confirm->isVisible());
    QTest::keyClicks(confirm, u"bert-tun"_s);
    QTRY_VERIFY(!desk.shows(u"deleteButton"_s));
    QTest::keyClicks(confirm, u"e"_s);
    QTRY_VERIFY(desk.shows(u"deleteButton"_s));
    QVERIFY(desk.click(u"deleteButton"_s));

    QTRY_COMPARE_WITH_TIMEOUT(desk.effects("stop", id), 1, LongMs);
    QVERIFY(desk.rowOf(id) >= 0);
    QTRY_COMPARE_WITH_TIMEOUT(desk.effects("delete", id), 1, LongMs);
    QTRY_COMPARE_WITH_TIMEOUT(desk.rowOf(id), -1, LongMs);
    QCOMPARE(desk.writesSeen(), 2);
}

void TestJourneys::deleteThreeWithOneFailingThenRetry()
{
    Desk desk;
    QStringList ids;
    for (const QString &name : {u"old-a"_s, u"old-b"_s, u"old-c"_s}) {
        ids.append(desk.place(name, u"STOPPED"_s));
    }
    const QString failing = ids.at(1);
    ServerFault fault;
    fault.method = "DELETE";
    fault.part = failing.toLatin1();
    fault.answer.status = 400;
    fault.answer.headers = {{"Content-Type", "application/json"}};
    fault.answer.body = R"({"error_code":"ModelArts.6333","error_msg":"The instance is recovering."})";
    desk.server.addFault(fault);

    QVERIFY(desk.open(3));
    desk.select(ids);
    QVERIFY(desk.click(u"deleteAction"_s));
    QTRY_VERIFY(desk.dialog(u"deleteDialog"_s));
    QTest::keyClicks(desk.dialog(u"deleteDialog"_s)->findChild<QLineEdit *>(u"confirmEdit"_s), u"3"_s);
    QTRY_VERIFY(desk.shows(u"deleteButton"_s));
    QVERIFY(desk.click(u"deleteButton"_s));

    QTRY_VERIFY_WITH_TIMEOUT(desk.rowOf(ids.at(0)) < 0 && desk.rowOf(ids.at(2)) < 0, LongMs);
    QTRY_VERIFY_WITH_TIMEOUT(desk.shows(u"retryButton"_s), LongMs);
    QVERIFY(desk.rowOf(failing) >= 0);
    QCOMPARE(statusOf(desk.server.cloud(), failing), u"STOPPED"_s);
    QCOMPARE(desk.effects("delete", failing), 0);
    QCOMPARE(desk.writesSeen(), 3);

    QVERIFY(desk.click(u"retryButton"_s));
    QTRY_COMPARE_WITH_TIMEOUT(desk.effects("delete", failing), 1, LongMs);
    QTRY_COMPARE_WITH_TIMEOUT(desk.rowOf(failing), -1, LongMs);
    QCOMPARE(desk.writesSeen(), 4);
}

void TestJourneys::undoInGraceSendsNothing()
{
    Desk desk;
    desk.settings.setGraceMs(30'000);
    const QString id = desk.place(u"etl-old"_s, u"STOPPED"_s);
    QVERIFY(desk.open(1));
    desk.select({id});
    QVERIFY(desk.click(u"deleteAction"_s));
    QTRY_VERIFY(desk.shows(u"deleteButton"_s));
    QVERIFY(desk.click(u"deleteButton"_s));
    QTRY_VERIFY(desk.shows(u"undoButton"_s));
    QVERIFY(desk.click(u"undoButton"_s));
    QTRY_VERIFY(!desk.shows(u"undoButton"_s));
    // Whatever was still to come would come with the next reading at the latest.
    const auto readings = desk.server.seen().size();
    QVERIFY(desk.click(u"refreshAction"_s));
    QTRY_VERIFY(desk.server.seen().size() > readings);
    QCOMPARE(desk.writesSeen(), 0);
    QVERIFY(desk.rowOf(id) >= 0);
    QCOMPARE(desk.cell(id, u"status"_s), u"Stopped"_s);
}

void TestJourneys::stopAndStart()
{
    Desk desk;
    const QString id = desk.place(u"viz"_s, u"RUNNING"_s);
    QVERIFY(desk.open(1));
    desk.select({id});
    QVERIFY(desk.click(u"stopAction"_s));
    QTRY_VERIFY(desk.anyDialog());
    QVERIFY(desk.click(u"stopButton"_s));
    QTRY_COMPARE_WITH_TIMEOUT(desk.effects("stop", id), 1, LongMs);
    QTRY_COMPARE_WITH_TIMEOUT(desk.cell(id, u"status"_s), u"Stopped"_s, LongMs);

    QTRY_VERIFY(!desk.anyDialog());
    desk.select({id});
    QTRY_VERIFY_WITH_TIMEOUT(desk.shows(u"startAction"_s), LongMs);
    QVERIFY(desk.click(u"startAction"_s));
    QTRY_VERIFY(desk.anyDialog());
    QVERIFY(desk.click(u"startButton"_s));
    QTRY_COMPARE_WITH_TIMEOUT(desk.effects("start", id), 1, LongMs);
    QTRY_COMPARE_WITH_TIMEOUT(desk.cell(id, u"status"_s), u"Running"_s, LongMs);
    QCOMPARE(desk.writesSeen(), 2);
}

/// Who the caller is comes from signing in, and whose the instances are from the listing of all users.
void TestJourneys::F63_whatIsAnothersIsSaidAndGuarded()
{
    VirtualDesk desk({});
    desk.settings.setGraceMs(0);
    Profile profile = desk.userProfile(u"lab"_s);
    profile.allUsers = true;
    QVERIFY(!desk.keep(profile, Desk::password()).isEmpty());
    const QString mine = desk.place(u"mine"_s, u"STOPPED"_s);
    const QString theirs = desk.server.cloud().place({.name = u"theirs"_s,
                                                      .status = u"STOPPED"_s,
                                                      .ownerId = u"id-of-li"_s,
                                                      .ownerName = u"li"_s,
                                                      .workspaceId = u"workspace-of-li"_s});
    desk.begin();
    QVERIFY(desk.lists(2));
    QCOMPARE(desk.cell(mine, u"owner"_s), u"you"_s);
    QCOMPARE(desk.cell(theirs, u"owner"_s), u"li"_s);
    QCOMPARE(desk.cell(theirs, u"workspace"_s), u"workspace-of-li"_s);

    desk.select({theirs});
    QVERIFY(desk.click(u"deleteAction"_s));
    QVERIFY(desk.until([&desk] { return desk.dialog(u"deleteDialog"_s); }));
    // However long one waits: only typing its name opens the way.
    desk.pass(60'000);
    QVERIFY(!desk.shows(u"deleteButton"_s));
    QVERIFY(desk.shownTexts().contains("li (not you)"_L1));
    QTest::keyClicks(desk.dialog(u"deleteDialog"_s)->findChild<QLineEdit *>(u"confirmEdit"_s), u"theirs"_s);
    QVERIFY(desk.until([&desk] { return desk.shows(u"deleteButton"_s); }));
    QCOMPARE(desk.effects("delete"), 0);
    QVERIFY(desk.click(u"deleteButton"_s));
    QVERIFY(desk.until([&] { return desk.rowOf(theirs) < 0; }));
    QCOMPARE(desk.effects("delete", theirs), 1);
    QVERIFY(desk.rowOf(mine) >= 0);
}

void TestJourneys::F65_doubleClickDeletesOnce()
{
    Desk desk;
    const QString id = desk.place(u"etl-old"_s, u"STOPPED"_s);
    QVERIFY(desk.open(1));
    desk.select({id});
    QVERIFY(desk.click(u"deleteAction"_s));
    QTRY_VERIFY(desk.shows(u"deleteButton"_s));
    const QPointer<QAbstractButton> button =
        desk.dialog(u"deleteDialog"_s)->findChild<QAbstractButton *>(u"deleteButton"_s);
    QTest::mouseClick(button, Qt::LeftButton);
    if (button) {
        QTest::mouseDClick(button, Qt::LeftButton);
    }
    if (button) {
        QTest::keyClick(button, Qt::Key_Return);
    }
    QTRY_COMPARE_WITH_TIMEOUT(desk.rowOf(id), -1, LongMs);
    QCOMPARE(desk.effects("delete"), 1);
    QCOMPARE(desk.writesSeen(), 1);
}

void TestJourneys::F69_quittingInGraceSendsNothing()
{
    Desk desk;
    desk.settings.setGraceMs(1'000);
    const QString id = desk.place(u"etl-old"_s, u"STOPPED"_s);
    QVERIFY(desk.open(1));
    QSignalSpy finished(&desk.application, &Application::finished);
    desk.select({id});
    QVERIFY(desk.click(u"deleteAction"_s));
    QTRY_VERIFY(desk.shows(u"deleteButton"_s));
    QVERIFY(desk.click(u"deleteButton"_s));
    QTRY_VERIFY(desk.shows(u"undoButton"_s));
    desk.window().close();
    QTRY_COMPARE(finished.size(), 1);
    // Twice the grace period, by a timer of our own: a delete that is still armed would go out now.
    bool over = false;
    QTimer::singleShot(2'000, &desk.window(), [&over] { over = true; });
    QTRY_VERIFY(over);
    QCOMPARE(desk.writesSeen(), 0);
    QCOMPARE(statusOf(desk.server.cloud(), id), u"STOPPED"_s);
}

void TestJourneys::F69_quittingWaitsForTheWriteOnTheWire()
{
    Desk desk;
    desk.settings.setGraceMs(0);
    const QString id = desk.place(u"viz"_s, u"RUNNING"_s);
    ServerFault slow;
    slow.kind = ServerFault::Kind::Delay;
    slow.method = "PATCH";
    slow.ms = 1'500;
    desk.server.addFault(slow);
    QVERIFY(desk.open(1));
    QSignalSpy finished(&desk.application, &Application::finished);
    desk.select({id});
    QVERIFY(desk.click(u"prolongAction"_s));
    QTRY_VERIFY(desk.shows(u"prolongButton"_s));
    QVERIFY(desk.click(u"prolongButton"_s));
    QTRY_COMPARE(desk.writesSeen(), 1);
    desk.window().close();
    QVERIFY(finished.isEmpty());
    QVERIFY(desk.window().isVisible());
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(desk.effects("renew", id), 1);
    QCOMPARE(desk.application.session()->inFlight(), 0);
}

void TestJourneys::F69_quittingWaitsNotForEver()
{
    Desk desk;
    const QString id = desk.place(u"viz"_s, u"RUNNING"_s);
    ServerFault silent;
    silent.kind = ServerFault::Kind::Hang;
    silent.method = "PATCH";
    desk.server.addFault(silent);
    QVERIFY(desk.open(1));
    QSignalSpy finished(&desk.application, &Application::finished);
    desk.select({id});
    QVERIFY(desk.click(u"prolongAction"_s));
    QTRY_VERIFY(desk.shows(u"prolongButton"_s));
    QVERIFY(desk.click(u"prolongButton"_s));
    QTRY_COMPARE(desk.writesSeen(), 1);
    desk.window().close();
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, int(Application::FarewellMs) + 2'000);
    QCOMPARE(desk.writesSeen(), 1);
}

void TestJourneys::F69_notWaiting_data()
{
    QTest::addColumn<bool>("byClosingAgain");
    QTest::newRow("the button") << false;
    QTest::newRow("closed again") << true;
}

void TestJourneys::F69_notWaiting()
{
    QFETCH(const bool, byClosingAgain);
    Desk desk;
    const QString id = desk.place(u"viz"_s, u"RUNNING"_s);
    ServerFault silent;
    silent.kind = ServerFault::Kind::Hang;
    silent.method = "PATCH";
    desk.server.addFault(silent);
    QVERIFY(desk.open(1));
    QSignalSpy finished(&desk.application, &Application::finished);
    desk.select({id});
    QVERIFY(desk.click(u"prolongAction"_s));
    QTRY_VERIFY(desk.shows(u"prolongButton"_s));
    QVERIFY(desk.click(u"prolongButton"_s));
    QTRY_COMPARE(desk.writesSeen(), 1);
    desk.window().close();
    desk.window().close(); // the same double click
    QTRY_VERIFY(desk.shows(u"doNotWaitButton"_s));
    QVERIFY(finished.isEmpty());
    QElapsedTimer watch;
    watch.start();
    if (byClosingAgain) {
        bool over = false;
        QTimer::singleShot(Application::SameClickMs + 100, &desk.window(), [&over] { over = true; });
        QTRY_VERIFY(over);
        desk.window().close();
    } else {
        QVERIFY(desk.click(u"doNotWaitButton"_s));
    }
    QCOMPARE(finished.size(), 1);
    QVERIFY(watch.elapsed() < Application::FarewellMs - 1'000);
    QVERIFY(!desk.window().isVisible());
    QCOMPARE(desk.writesSeen(), 1);
}

QTEST_MAIN(TestJourneys)
#include "tst_journeys.moc"
