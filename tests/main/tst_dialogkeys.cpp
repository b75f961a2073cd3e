// SPDX-License-Identifier: MIT
#include "desk.h"

#include <QDateTimeEdit>
#include <QLineEdit>
#include <QTest>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

constexpr int LongMs = 20'000;

enum class Way { CancelButton, Escape, Close, Return, Enter };

} // namespace

/// What Cancel, Escape, closing and Return do in each dialog, judged by what reaches the service: Return in
/// the prolong dialog prolongs, except when it would shorten; Return in the delete dialog never deletes
/// unless the delete button itself has the focus.
class TestDialogKeys : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void leavingSendsNothing_data();
    void leavingSendsNothing();
    void returnProlongs_data();
    void returnProlongs();
    void returnDoesNotShorten_data();
    void returnDoesNotShorten();
    void returnBesideTheDeleteButtonDeletesNothing();
    void returnInTheConfirmationOnlyMovesOn();
    void returnOnTheDeleteButtonDeletes();
    void returnHeldFromTheTableDeletesNothing();

private:
    /// Nothing was sent, and nothing is still to come.
    static void sentNothing(Desk &desk);
};

void TestDialogKeys::sentNothing(Desk &desk)
{
    QTRY_VERIFY(!desk.anyDialog());
    // With a grace period of zero a decision is sent before the reading that is asked for after it.
    const auto before = desk.server.seen().size();
    QVERIFY(desk.click(u"refreshAction"_s));
    QTRY_VERIFY(desk.server.seen().size() > before);
    QCOMPARE(desk.writesSeen(), 0);
    QVERIFY(!desk.shows(u"undoButton"_s));
}

void TestDialogKeys::leavingSendsNothing_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("status");
    QTest::addColumn<Way>("way");
    const QList<std::pair<QString, QString>> dialogs{{u"prolongAction"_s, u"RUNNING"_s},
                                                     {u"deleteAction"_s, u"RUNNING"_s},
                                                     {u"deleteAction"_s, u"STOPPED"_s},
                                                     {u"stopAction"_s, u"RUNNING"_s},
                                                     {u"startAction"_s, u"STOPPED"_s}};
    const QList<std::pair<QByteArray, Way>> ways{
        {"Cancel", Way::CancelButton}, {"Escape", Way::Escape}, {"closing", Way::Close}};
    for (const auto &[action, status] : dialogs) {
        for (const auto &[name, way] : ways) {
            QTest::addRow("%s by %s, %s", qPrintable(action), name.constData(), qPrintable(status))
                << action << status << way;
        }
    }
    // Nothing is destroyed by one slip: where something is lost, Return without a look cancels, too.
    QTest::newRow("deleteAction by Return, STOPPED") << u"deleteAction"_s << u"STOPPED"_s << Way::Return;
    QTest::newRow("deleteAction by Enter, STOPPED") << u"deleteAction"_s << u"STOPPED"_s << Way::Enter;
    QTest::newRow("stopAction by Return, RUNNING") << u"stopAction"_s << u"RUNNING"_s << Way::Return;
}

void TestDialogKeys::leavingSendsNothing()
{
    QFETCH(const QString, action);
    QFETCH(const QString, status);
    QFETCH(const Way, way);
    Desk desk;
    desk.settings.setGraceMs(0);
    const QString id = desk.place(u"ocr-lab"_s, status);
    QVERIFY(desk.open(1));
    desk.select({id});
    QVERIFY(desk.click(action));
    QTRY_VERIFY(desk.anyDialog());
    QDialog &dialog = *desk.anyDialog();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    switch (way) {
    case Way::CancelButton:
        QVERIFY(desk.click(u"cancelButton"_s));
        break;
    case Way::Escape:
        Desk::press(dialog, Qt::Key_Escape);
        break;
    case Way::Close:
        dialog.close();
        break;
    case Way::Return:
        Desk::press(dialog, Qt::Key_Return);
        break;
    case Way::Enter:
        Desk::press(dialog, Qt::Key_Enter);
        break;
    }
    sentNothing(desk);
    QVERIFY(desk.rowOf(id) >= 0);
}

void TestDialogKeys::returnProlongs_data()
{
    QTest::addColumn<int>("key");
    QTest::newRow("Return") << int(Qt::Key_Return);
    QTest::newRow("Enter") << int(Qt::Key_Enter);
}

void TestDialogKeys::returnProlongs()
{
    QFETCH(const int, key);
    Desk desk;
    const QString id = desk.place(u"ocr-lab"_s, u"RUNNING"_s);
    QVERIFY(desk.open(1));
    desk.select({id});
    QTest::keyClick(&desk.table(), Qt::Key_L, Qt::ControlModifier);
    QTRY_VERIFY(desk.dialog(u"prolongDialog"_s));
    QVERIFY(QTest::qWaitForWindowActive(desk.dialog(u"prolongDialog"_s)));
    Desk::press(*desk.dialog(u"prolongDialog"_s), Qt::Key(key));
    QTRY_COMPARE_WITH_TIMEOUT(desk.effects("renew", id), 1, LongMs);
    QCOMPARE(desk.writesSeen(), 1);
}

void TestDialogKeys::returnDoesNotShorten_data()
{
    QTest::addColumn<QString>("focus");
    QTest::newRow("in the field") << u"untilEdit"_s;
    QTest::newRow("on the choice") << u"untilRadio"_s;
}

void TestDialogKeys::returnDoesNotShorten()
{
    QFETCH(const QString, focus);
    Desk desk;
    const QString id = desk.place(u"night-run"_s, u"RUNNING"_s, 30 * 3'600'000);
    QVERIFY(desk.open(1));
    desk.select({id});
    QVERIFY(desk.click(u"prolongAction"_s));
    QTRY_VERIFY(desk.dialog(u"prolongDialog"_s));
    QDialog &dialog = *desk.dialog(u"prolongDialog"_s);
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    QVERIFY(desk.click(u"untilRadio"_s));
    dialog.findChild<QDateTimeEdit *>(u"untilEdit"_s)
        ->setDateTime(QDateTime::currentDateTime().addSecs(3 * 3600));
    QTRY_VERIFY(dialog.findChild<QAbstractButton *>(u"prolongButton"_s)->text().startsWith(u"Shorten"_s));
    dialog.findChild<QWidget *>(focus)->setFocus();
    Desk::press(dialog, Qt::Key_Return);
    sentNothing(desk);
}

void TestDialogKeys::returnBesideTheDeleteButtonDeletesNothing()
{
    Desk desk;
    desk.settings.setGraceMs(0);
    const QString id = desk.place(u"etl-old"_s, u"STOPPED"_s);
    QVERIFY(desk.open(1));
    desk.select({id});
    QTest::keyClick(&desk.table(), Qt::Key_Delete);
    QTRY_VERIFY(desk.dialog(u"deleteDialog"_s));
    QVERIFY(QTest::qWaitForWindowActive(desk.dialog(u"deleteDialog"_s)));
    // Armed, so that it could be pressed; but Cancel has the focus.
    QTRY_VERIFY(desk.shows(u"deleteButton"_s));
    QCOMPARE(desk.dialog(u"deleteDialog"_s)->focusWidget()->objectName(), u"cancelButton"_s);
    Desk::press(*desk.dialog(u"deleteDialog"_s), Qt::Key_Return);
    sentNothing(desk);
}

void TestDialogKeys::returnInTheConfirmationOnlyMovesOn()
{
    Desk desk;
    desk.settings.setGraceMs(0);
    const QString id = desk.place(u"bert-tune"_s, u"RUNNING"_s);
    QVERIFY(desk.open(1));
    desk.select({id});
    QVERIFY(desk.click(u"deleteAction"_s));
    QTRY_VERIFY(desk.dialog(u"deleteDialog"_s));
    QDialog &dialog = *desk.dialog(u"deleteDialog"_s);
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    auto *confirm = dialog.findChild<QLineEdit *>(u"confirmEdit"_s);
    QCOMPARE(dialog.focusWidget(), confirm);
    Desk::press(dialog, Qt::Key_Return);
    QVERIFY(dialog.isVisible());
    QCOMPARE(desk.writesSeen(), 0);

    QTest::keyClicks(confirm, u"bert-tune"_s);
    QTRY_VERIFY(desk.shows(u"deleteButton"_s));
    Desk::press(dialog, Qt::Key_Return);
    QCOMPARE(dialog.focusWidget()->objectName(), u"deleteButton"_s);
    QVERIFY(dialog.isVisible());
    QCOMPARE(desk.writesSeen(), 0);
    Desk::press(dialog, Qt::Key_Escape);
    sentNothing(desk);
}

void TestDialogKeys::returnOnTheDeleteButtonDeletes()
{
    Desk desk;
    desk.settings.setGraceMs(0);
    const QString id = desk.place(u"etl-old"_s, u"STOPPED"_s);
    QVERIFY(desk.open(1));
    desk.select({id});
    QVERIFY(desk.click(u"deleteAction"_s));
    QTRY_VERIFY(desk.shows(u"deleteButton"_s));
    QDialog &dialog = *desk.dialog(u"deleteDialog"_s);
    for (int steps = 0; steps < 10 && dialog.focusWidget()->objectName() != u"deleteButton"_s; ++steps) {
        Desk::press(dialog, Qt::Key_Tab);
    }
    QCOMPARE(dialog.focusWidget()->objectName(), u"deleteButton"_s);
    Desk::press(dialog, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(desk.effects("delete", id), 1, LongMs);
    QCOMPARE(desk.writesSeen(), 1);
}

void TestDialogKeys::returnHeldFromTheTableDeletesNothing()
{
    Desk desk;
    desk.settings.setGraceMs(0);
    const QString id = desk.place(u"bert-tune"_s, u"RUNNING"_s);
    QVERIFY(desk.open(1));
    desk.select({id});
    QVERIFY(desk.click(u"deleteAction"_s));
    QTRY_VERIFY(desk.dialog(u"deleteDialog"_s));
    QDialog &dialog = *desk.dialog(u"deleteDialog"_s);
    QTest::keyClicks(dialog.findChild<QLineEdit *>(u"confirmEdit"_s), u"bert-tune"_s);
    QTRY_VERIFY(desk.shows(u"deleteButton"_s));
    // The first press moves on to the button, and is never released.
    for (int repeats = 0; repeats < 20; ++repeats) {
        QKeyEvent held(QEvent::KeyPress, Qt::Key_Return, Qt::NoModifier, QString(), repeats > 0);
        QCoreApplication::sendEvent(dialog.focusWidget(), &held);
    }
    QVERIFY(dialog.isVisible());
    QCOMPARE(desk.writesSeen(), 0);
    Desk::press(dialog, Qt::Key_Escape);
    sentNothing(desk);
}

QTEST_MAIN(TestDialogKeys)
#include "tst_dialogkeys.moc"
