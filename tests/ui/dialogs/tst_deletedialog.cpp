// SPDX-License-Identifier: MIT
#include "dialogdesktop.h"
#include "dialoglistmodel.h"
#include "filesizelimit.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;

namespace
{

/// The dialogs a person can meet, by how much they ask for.
enum class Variant { OwnStopped, OwnRunning, Foreign, Several, NotPossible };

} // namespace

Q_DECLARE_METATYPE(Variant)

class TestDeleteDialog : public QObject
{
    Q_OBJECT

public:
    static void initMain() { qputenv("TZ", "UTC"); }

private Q_SLOTS:
    void init() { m_desk = std::make_unique<DialogDesktop>(); }
    void cleanup() { m_desk.reset(); }

    void everythingHasAName_data() { variants(); }
    void everythingHasAName();
    void firstFocusIsHarmless_data() { variants(); }
    void firstFocusIsHarmless();
    void keysThatCancel_data();
    void keysThatCancel();
    void returnInTheFieldStaysUntilTheTextMatches();
    void returnDeletesOnlyOnTheButtonItself();
    void spaceOnTheButtonDeletes();
    void alwaysTypingIsAskedForWhenPreferred();
    void armedAfterOneSecond();
    void F65_heldKeysDeleteNothing();
    void F65_doubleClickDecidesOnce();
    void decisionTakesDownWhatWasShown();

    void listIsCompleteAndRiskyOnesComeFirst();
    void untickTakesOut();
    void untickingAllLeavesNothingToDelete();
    void leftOutByName_data();
    void leftOutByName();
    void busyOnesAreLeftOut();

    void F67_changesAreSaidAndAskedAnew_data();
    void F67_changesAreSaidAndAskedAnew();
    void F67_changeTakesTheFocusOffTheButton();
    void F67_changeAmongSeveral();
    void F67_becomingDeletableIsNotConsent();
    void F73_vanishedWhileOpen();
    void F73_vanishedAmongSeveral();
    void F73_otherAccountWhileOpen();
    void F73_deletedInItsOwnSlot();
    void aCountdownThatGoesOnAsksNothing();

    void F63_othersAreSaidAndAskForTyping_data();
    void F63_othersAreSaidAndAskForTyping();
    void F49_foreignTextIsShownLiterally_data();
    void F49_foreignTextIsShownLiterally();
    void oldDataIsReadAgain();
    void detailsCanBeSaved();
    void failureToSaveIsSaid();
    void F83_detailsSavedBeforeSurviveAFullDisk();
    void twoHundredInstances();

private:
    static void variants();
    InstanceDialog *openVariant(Variant variant);
    void arm() { m_desk->time.advance(1'000); }
    [[nodiscard]] QAbstractItemModel *list() const { return m_desk->find<QTableView>("deleteList")->model(); }
    [[nodiscard]] QString cell(int row, int column) const
    {
        return list()->index(row, column).data().toString();
    }
    void toggle(int row)
    {
        auto *view = m_desk->find<QTableView>("deleteList");
        view->setFocus();
        view->setCurrentIndex(list()->index(row, 0));
        m_desk->press(Qt::Key_Space);
    }

    std::unique_ptr<DialogDesktop> m_desk;
};

void TestDeleteDialog::variants()
{
    QTest::addColumn<Variant>("variant");
    QTest::newRow("own, stopped") << Variant::OwnStopped;
    QTest::newRow("own, running") << Variant::OwnRunning;
    QTest::newRow("foreign") << Variant::Foreign;
    QTest::newRow("several") << Variant::Several;
    QTest::newRow("not possible") << Variant::NotPossible;
}

InstanceDialog *TestDeleteDialog::openVariant(Variant variant)
{
    const Instance stopped = m_desk->instance(u"etl-old"_s, InstanceStatus::Stopped);
    switch (variant) {
    case Variant::OwnStopped:
        return m_desk->open(InstanceVerb::Delete, {stopped});
    case Variant::OwnRunning:
        return m_desk->open(InstanceVerb::Delete, {m_desk->instance(u"ocr-lab"_s)});
    case Variant::Foreign:
        return m_desk->open(InstanceVerb::Delete, {m_desk->foreign(stopped)});
    case Variant::Several:
        return m_desk->open(InstanceVerb::Delete, {stopped, m_desk->instance(u"ocr-lab"_s)});
    case Variant::NotPossible:
        return m_desk->open(InstanceVerb::Delete, {m_desk->instance(u"new"_s, InstanceStatus::Starting)});
    }
    return nullptr;
}

void TestDeleteDialog::everythingHasAName()
{
    QFETCH(Variant, variant);
    const InstanceDialog *dialog = openVariant(variant);
    QCOMPARE(dialog->objectName(), u"deleteDialog"_s);
    QCOMPARE(dialog->accessibleName(), u"Delete instances"_s);
    QCOMPARE(m_desk->nameless(), QStringList());
    QCOMPARE(m_desk->find<QWidget>("deleteButton")->accessibleName(), m_desk->buttonText("deleteButton"));
    QCOMPARE(m_desk->find<QWidget>("cancelButton")->accessibleName(), u"Cancel"_s);
    QCOMPARE(m_desk->find<QWidget>("confirmEdit")->accessibleName(), u"Confirmation"_s);
    if (variant == Variant::Several)
        QCOMPARE(m_desk->find<QWidget>("deleteList")->accessibleName(), u"Instances to delete"_s);
}

void TestDeleteDialog::firstFocusIsHarmless()
{
    QFETCH(Variant, variant);
    openVariant(variant);
    const bool asksForTyping = variant != Variant::OwnStopped && variant != Variant::NotPossible;
    QCOMPARE(m_desk->isShown("confirmEdit"), asksForTyping);
    QVERIFY(m_desk->hasFocus(asksForTyping ? "confirmEdit" : "cancelButton"));
    QVERIFY(m_desk->find<QPushButton>("cancelButton")->isDefault());
    QVERIFY(!m_desk->find<QPushButton>("deleteButton")->isDefault());
    QVERIFY(!m_desk->find<QPushButton>("deleteButton")->autoDefault());
}

void TestDeleteDialog::keysThatCancel_data()
{
    QTest::addColumn<Variant>("variant");
    QTest::addColumn<QByteArray>("focus"); // empty: where it is at first
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<bool>("closes");
    for (const auto &[name, variant] :
         {std::pair("own, stopped", Variant::OwnStopped), std::pair("own, running", Variant::OwnRunning),
          std::pair("foreign", Variant::Foreign), std::pair("several", Variant::Several),
          std::pair("not possible", Variant::NotPossible)}) {
        const bool types = variant != Variant::OwnStopped && variant != Variant::NotPossible;
        QTest::addRow("%s: Escape", name) << variant << QByteArray() << Qt::Key_Escape << true;
        QTest::addRow("%s: Return", name) << variant << QByteArray() << Qt::Key_Return << !types;
        QTest::addRow("%s: Enter", name) << variant << QByteArray() << Qt::Key_Enter << !types;
        QTest::addRow("%s: Return on Cancel", name)
            << variant << QByteArray("cancelButton") << Qt::Key_Return << true;
        QTest::addRow("%s: Space on Cancel", name)
            << variant << QByteArray("cancelButton") << Qt::Key_Space << true;
        if (variant == Variant::Several) {
            QTest::addRow("%s: Return in the list", name)
                << variant << QByteArray("deleteList") << Qt::Key_Return << true;
            QTest::addRow("%s: Escape in the list", name)
                << variant << QByteArray("deleteList") << Qt::Key_Escape << true;
            QTest::addRow("%s: Delete in the list", name)
                << variant << QByteArray("deleteList") << Qt::Key_Delete << false;
        }
    }
}

void TestDeleteDialog::keysThatCancel()
{
    QFETCH(Variant, variant);
    QFETCH(QByteArray, focus);
    QFETCH(Qt::Key, key);
    QFETCH(bool, closes);
    openVariant(variant);
    arm();
    if (!focus.isEmpty())
        m_desk->find<QWidget>(focus.constData())->setFocus();
    m_desk->press(key);
    QCOMPARE(m_desk->dialog.isNull(), closes);
    QCOMPARE(m_desk->decisions.size(), 0);
}

void TestDeleteDialog::returnInTheFieldStaysUntilTheTextMatches()
{
    openVariant(Variant::OwnRunning);
    arm();
    m_desk->type("confirmEdit", u"ocr"_s);
    m_desk->press(Qt::Key_Return);
    QVERIFY(m_desk->hasFocus("confirmEdit"));
    QVERIFY(!m_desk->isEnabled("deleteButton"));
    m_desk->type("confirmEdit", u" ocr-lab "_s);
    QVERIFY(m_desk->isEnabled("deleteButton"));
    m_desk->press(Qt::Key_Return);
    QVERIFY(m_desk->hasFocus("deleteButton"));
    QCOMPARE(m_desk->decisions.size(), 0);
    QVERIFY(m_desk->dialog);
}

void TestDeleteDialog::returnDeletesOnlyOnTheButtonItself()
{
    openVariant(Variant::OwnRunning);
    arm();
    m_desk->type("confirmEdit", u"ocr-lab"_s);
    m_desk->press(Qt::Key_Return);
    m_desk->press(Qt::Key_Return);
    QCOMPARE(m_desk->decisions.size(), 1);
    QVERIFY(!m_desk->dialog);

    openVariant(Variant::OwnStopped);
    arm();
    m_desk->find<QWidget>("saveDetailsButton")->setFocus();
    m_desk->find<QWidget>("deleteButton")->setFocus();
    m_desk->press(Qt::Key_Return);
    QCOMPARE(m_desk->decisions.size(), 1);
}

void TestDeleteDialog::spaceOnTheButtonDeletes()
{
    openVariant(Variant::OwnStopped);
    arm();
    m_desk->find<QWidget>("deleteButton")->setFocus();
    m_desk->press(Qt::Key_Space);
    QCOMPARE(m_desk->decisions.size(), 1);
}

void TestDeleteDialog::alwaysTypingIsAskedForWhenPreferred()
{
    m_desk->settings.setAlwaysTypeToDelete(true);
    openVariant(Variant::OwnStopped);
    arm();
    QVERIFY(m_desk->hasFocus("confirmEdit"));
    QVERIFY(!m_desk->isEnabled("deleteButton"));
    m_desk->type("confirmEdit", u"etl-old"_s);
    QVERIFY(m_desk->isEnabled("deleteButton"));
}

void TestDeleteDialog::armedAfterOneSecond()
{
    openVariant(Variant::OwnStopped);
    QVERIFY(!m_desk->isEnabled("deleteButton"));
    m_desk->time.advance(999);
    QVERIFY(!m_desk->isEnabled("deleteButton"));
    m_desk->click("deleteButton");
    QCOMPARE(m_desk->decisions.size(), 0);
    m_desk->time.advance(1);
    QVERIFY(m_desk->isEnabled("deleteButton"));
    m_desk->click("deleteButton");
    QCOMPARE(m_desk->decisions.size(), 1);
}

void TestDeleteDialog::F65_heldKeysDeleteNothing()
{
    openVariant(Variant::OwnRunning);
    arm();
    m_desk->type("confirmEdit", u"ocr-lab"_s);
    m_desk->hold(Qt::Key_Return);
    QVERIFY(m_desk->hasFocus("confirmEdit"));
    m_desk->press(Qt::Key_Return);
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter, Qt::Key_Space}) {
        m_desk->hold(key);
        QVERIFY(m_desk->dialog);
        QVERIFY(m_desk->hasFocus("deleteButton"));
    }
    QCOMPARE(m_desk->decisions.size(), 0);
}

void TestDeleteDialog::F65_doubleClickDecidesOnce()
{
    openVariant(Variant::OwnStopped);
    arm();
    auto *button = m_desk->find<QPushButton>("deleteButton");
    QTest::mouseClick(button, Qt::LeftButton);
    QTest::mouseDClick(button, Qt::LeftButton);
    button->click();
    QCOMPARE(m_desk->decisions.size(), 1);
}

void TestDeleteDialog::decisionTakesDownWhatWasShown()
{
    openVariant(Variant::Several);
    arm();
    m_desk->type("confirmEdit", u"2"_s);
    m_desk->click("deleteButton");
    QCOMPARE(m_desk->decisions.size(), 1);
    const Decision decision = m_desk->decisions.first();
    QCOMPARE(decision.verb, InstanceVerb::Delete);
    QCOMPARE(decision.targets.size(), 2);
    const DecisionTarget &target = decision.targets.at(1);
    QCOMPARE(target.name, u"ocr-lab"_s);
    QCOMPARE(target.shownStatus, InstanceStatus::Running);
    QCOMPARE(target.shownOwnerId, u"id-ana"_s);
    QCOMPARE(target.shownStorage.capacityGb, std::optional<qint64>(5));
}

void TestDeleteDialog::listIsCompleteAndRiskyOnesComeFirst()
{
    const Instance stopped = m_desk->instance(u"a-stopped"_s, InstanceStatus::Stopped);
    const Instance foreign = m_desk->foreign(m_desk->instance(u"b-foreign"_s, InstanceStatus::Stopped));
    Instance shared = m_desk->instance(u"c-running"_s);
    shared.storage.category = u"SFS"_s;
    shared.storage.ownership = u"DEDICATED"_s;
    shared.storage.capacityGb = 50;
    m_desk->open(InstanceVerb::Delete, {stopped, foreign, shared});
    QCOMPARE(m_desk->dialog->windowTitle(), u"Delete 3 instances?"_s);
    QCOMPARE(m_desk->text("headlineLabel"),
             u"Permanently delete 3 notebook instances and 60 GB of storage?"_s);
    QCOMPARE(m_desk->text("sublineLabel"),
             u"The containers and their storage are destroyed. This cannot be undone. "
             "1 of them is running and will be stopped first."_s);
    QCOMPARE(list()->rowCount(), 3);
    QCOMPARE(cell(0, 0), u"c-running"_s);
    QCOMPARE(cell(0, 1), u"Running – stopped first"_s);
    QCOMPARE(cell(0, 2), u"24 min"_s);
    QCOMPARE(cell(0, 3), u"SFS 50 GB (own) – may be mounted elsewhere too"_s);
    QCOMPARE(cell(1, 0), u"b-foreign"_s);
    QCOMPARE(cell(1, 4), u"li (not you)"_s);
    QCOMPARE(cell(2, 0), u"a-stopped"_s);
    QCOMPARE(cell(2, 5), u"17 min ago"_s);
    QCOMPARE(m_desk->text("totalsLabel"),
             u"3 of 3 instances · 60 GB of storage · 1 with storage that may be mounted elsewhere too"_s);
    QCOMPARE(list()->index(0, 0).data(DialogListModel::MarkRole).toInt(), int(DialogRow::Mark::Attention));
    QCOMPARE(list()->index(2, 0).data(DialogListModel::MarkRole).toInt(), int(DialogRow::Mark::None));
}

void TestDeleteDialog::untickTakesOut()
{
    m_desk->open(InstanceVerb::Delete, {m_desk->instance(u"a"_s, InstanceStatus::Stopped),
                                        m_desk->instance(u"b"_s, InstanceStatus::Stopped),
                                        m_desk->instance(u"c"_s, InstanceStatus::Stopped)});
    const QAbstractItemModelTester tester(list(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    arm();
    QCOMPARE(m_desk->buttonText("deleteButton"), u"Delete 3 instances"_s);
    m_desk->type("confirmEdit", u"3"_s);
    QVERIFY(m_desk->isEnabled("deleteButton"));
    toggle(1);
    QCOMPARE(m_desk->buttonText("deleteButton"), u"Delete 2 instances"_s);
    QCOMPARE(m_desk->text("headlineLabel"),
             u"Permanently delete 2 notebook instances and 10 GB of storage?"_s);
    QCOMPARE(m_desk->text("totalsLabel"), u"2 of 3 instances · 10 GB of storage"_s);
    QVERIFY(m_desk->text("promptLabel").contains(u" 2, "_s));
    arm();
    QVERIFY(!m_desk->isEnabled("deleteButton"));
    m_desk->type("confirmEdit", u"2"_s);
    QVERIFY(m_desk->isEnabled("deleteButton"));
    m_desk->click("deleteButton");
    QCOMPARE(m_desk->decisions.size(), 1);
    QCOMPARE(m_desk->decisions.first().targets.size(), 2);
    QCOMPARE(m_desk->decisions.first().targets.at(0).name, u"a"_s);
    QCOMPARE(m_desk->decisions.first().targets.at(1).name, u"c"_s);
}

void TestDeleteDialog::untickingAllLeavesNothingToDelete()
{
    openVariant(Variant::Several);
    toggle(0);
    toggle(1);
    arm();
    QVERIFY(!m_desk->isEnabled("deleteButton"));
    QCOMPARE(m_desk->text("headlineLabel"), u"Nothing is chosen to be deleted"_s);
    QVERIFY(!m_desk->isShown("confirmEdit"));
    m_desk->find<QPushButton>("deleteButton")->click();
    QCOMPARE(m_desk->decisions.size(), 0);
    toggle(0);
    arm();
    QVERIFY(m_desk->isShown("confirmEdit"));
    m_desk->type("confirmEdit", u"1"_s);
    QVERIFY(m_desk->isEnabled("deleteButton"));
}

void TestDeleteDialog::leftOutByName_data()
{
    QTest::addColumn<InstanceStatus>("status");
    QTest::addColumn<bool>("leftOut");
    const auto add = [](InstanceStatus status, bool leftOut) {
        QTest::newRow(qPrintable(instanceStatusText(status))) << status << leftOut;
    };
    for (const InstanceStatus status :
         {InstanceStatus::Init, InstanceStatus::Creating, InstanceStatus::Starting,
          InstanceStatus::Snapshotting, InstanceStatus::Deleting, InstanceStatus::Unknown})
        add(status, true);
    for (const InstanceStatus status :
         {InstanceStatus::Running, InstanceStatus::Stopping, InstanceStatus::Stopped,
          InstanceStatus::CreateFailed, InstanceStatus::StartFailed, InstanceStatus::DeleteFailed,
          InstanceStatus::Error, InstanceStatus::Frozen})
        add(status, false);
}

void TestDeleteDialog::leftOutByName()
{
    QFETCH(InstanceStatus, status);
    QFETCH(bool, leftOut);
    const Instance other = m_desk->instance(u"other"_s, status);
    m_desk->open(InstanceVerb::Delete, {m_desk->instance(u"a"_s, InstanceStatus::Stopped), other});
    QCOMPARE(list()->rowCount(), leftOut ? 1 : 2);
    QCOMPARE(m_desk->isShown("leftOutLabel"), leftOut);
    if (leftOut)
        QVERIFY(m_desk->text("leftOutLabel").startsWith(u"other – "_s));

    m_desk->open(InstanceVerb::Delete, {other});
    arm();
    QCOMPARE(m_desk->isShown("problemLabel"), leftOut);
    if (!leftOut)
        return;
    QCOMPARE(m_desk->text("headlineLabel"), u"“other” cannot be deleted now"_s);
    QVERIFY(!m_desk->isEnabled("deleteButton"));
    QVERIFY(!m_desk->isShown("confirmEdit"));
}

void TestDeleteDialog::busyOnesAreLeftOut()
{
    const Instance busy = m_desk->instance(u"busy"_s);
    m_desk->observe({busy});
    RowActivity activity;
    activity.state = RowActivity::State::Working;
    activity.text = u"Stopping…"_s;
    m_desk->store.setActivity(busy.id, activity);
    m_desk->open(InstanceVerb::Delete, {busy, m_desk->instance(u"a"_s, InstanceStatus::Stopped)});
    QCOMPARE(list()->rowCount(), 1);
    QCOMPARE(m_desk->text("leftOutLabel"), u"busy – Another action on it is under way: Stopping…"_s);
}

void TestDeleteDialog::F67_changesAreSaidAndAskedAnew_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("state") << u"state"_s << u"The state of “ocr-lab” is now: Stopped. It was: Running."_s;
    QTest::newRow("owner") << u"owner"_s << u"“ocr-lab” belongs to li now."_s;
    QTest::newRow("storage") << u"storage"_s
                             << u"The storage of “ocr-lab” is EVS 500 GB now; it was shown as EVS 5 GB."_s;
    QTest::newRow("mount") << u"mount"_s << u"What is mounted in “ocr-lab” is not the same any more."_s;
}

void TestDeleteDialog::F67_changesAreSaidAndAskedAnew()
{
    QFETCH(QString, what);
    QFETCH(QString, sentence);
    m_desk->settings.setAlwaysTypeToDelete(true);
    openVariant(Variant::OwnRunning);
    arm();
    m_desk->type("confirmEdit", u"ocr-lab"_s);
    QVERIFY(m_desk->isEnabled("deleteButton"));
    QVERIFY(!m_desk->isShown("changeLabel"));

    Instance changed = m_desk->instance(u"ocr-lab"_s);
    if (what == u"state"_s)
        changed.status = InstanceStatus::Stopped;
    else if (what == u"owner"_s)
        changed = m_desk->foreign(changed);
    else if (what == u"storage"_s)
        changed.storage.capacityGb = 500;
    else
        changed.extraMounts.append(InstanceStorage{u"SFS"_s, u"DEDICATED"_s, 100, u"/data"_s, {}, {}, {}});
    m_desk->observe({changed});
    m_desk->time.settle();
    QCOMPARE(m_desk->text("changeLabel"), sentence);
    QVERIFY(m_desk->find<QLineEdit>("confirmEdit")->text().isEmpty());
    m_desk->type("confirmEdit", u"ocr-lab"_s);
    QVERIFY(!m_desk->isEnabled("deleteButton"));
    arm();
    QVERIFY(m_desk->isEnabled("deleteButton"));
    m_desk->click("deleteButton");
    QCOMPARE(m_desk->decisions.size(), 1);
    QCOMPARE(m_desk->decisions.first().targets.first(), decisionTarget(changed));
}

void TestDeleteDialog::F67_changeTakesTheFocusOffTheButton()
{
    openVariant(Variant::OwnStopped);
    arm();
    m_desk->find<QWidget>("deleteButton")->setFocus();
    m_desk->observe({m_desk->instance(u"etl-old"_s, InstanceStatus::Running)});
    m_desk->time.settle();
    QVERIFY(m_desk->hasFocus("confirmEdit") || m_desk->hasFocus("cancelButton"));
    QVERIFY(m_desk->isShown("confirmEdit"));
    QCOMPARE(m_desk->buttonText("deleteButton"), u"Stop and delete etl-old"_s);
    m_desk->press(Qt::Key_Space);
    QCOMPARE(m_desk->decisions.size(), 0);
}

void TestDeleteDialog::F67_changeAmongSeveral()
{
    openVariant(Variant::Several);
    arm();
    m_desk->type("confirmEdit", u"2"_s);
    m_desk->observe({m_desk->instance(u"etl-old"_s, InstanceStatus::Running)});
    m_desk->time.settle();
    QCOMPARE(m_desk->text("changeLabel"), u"“etl-old” is running now."_s);
    QVERIFY(!m_desk->isEnabled("deleteButton"));
    QVERIFY(m_desk->find<QLineEdit>("confirmEdit")->text().isEmpty());
    // The rows stay where they are, whatever their risk is now.
    QCOMPARE(cell(0, 0), u"ocr-lab"_s);
    QCOMPARE(cell(1, 0), u"etl-old"_s);
    QCOMPARE(cell(1, 1), u"Running – stopped first"_s);
}

void TestDeleteDialog::F67_becomingDeletableIsNotConsent()
{
    const Instance a = m_desk->instance(u"a"_s, InstanceStatus::Stopped);
    const Instance b = m_desk->instance(u"b"_s, InstanceStatus::Starting);
    m_desk->open(InstanceVerb::Delete, {a, b});
    arm();
    m_desk->type("confirmEdit", u"1"_s);
    QVERIFY(m_desk->isEnabled("deleteButton"));
    m_desk->observe({m_desk->instance(u"b"_s, InstanceStatus::Running)});
    m_desk->time.settle();
    QCOMPARE(list()->rowCount(), 2);
    QCOMPARE(m_desk->text("changeLabel"), u"“b” is no longer left out."_s);
    QVERIFY(!m_desk->isShown("leftOutLabel"));
    QVERIFY(m_desk->isEnabled("deleteButton"));
    m_desk->click("deleteButton");
    QCOMPARE(m_desk->decisions.first().targets.size(), 1);
    QCOMPARE(m_desk->decisions.first().targets.first().id, a.id);
}

void TestDeleteDialog::F73_vanishedWhileOpen()
{
    const Instance gone = m_desk->instance(u"ocr-lab"_s);
    m_desk->open(InstanceVerb::Delete, {gone});
    arm();
    m_desk->type("confirmEdit", u"ocr-lab"_s);
    m_desk->vanish(gone);
    m_desk->time.settle();
    QCOMPARE(m_desk->text("problemLabel"), u"“ocr-lab” no longer exists."_s);
    arm();
    QVERIFY(!m_desk->isEnabled("deleteButton"));
    QVERIFY(!m_desk->isShown("confirmEdit"));
    m_desk->press(Qt::Key_Return);
    QCOMPARE(m_desk->decisions.size(), 0);
}

void TestDeleteDialog::F73_vanishedAmongSeveral()
{
    const Instance a = m_desk->instance(u"a"_s, InstanceStatus::Stopped);
    const Instance b = m_desk->instance(u"b"_s, InstanceStatus::Stopped);
    m_desk->open(InstanceVerb::Delete, {a, b});
    const QAbstractItemModelTester tester(list(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    arm();
    m_desk->type("confirmEdit", u"2"_s);
    m_desk->vanish(b);
    m_desk->time.settle();
    QCOMPARE(list()->rowCount(), 1);
    QCOMPARE(m_desk->text("changeLabel"), u"“b” no longer exists."_s);
    QCOMPARE(m_desk->text("leftOutLabel"), u"b – It no longer exists."_s);
    QVERIFY(!m_desk->isEnabled("deleteButton"));
    m_desk->vanish(a);
    m_desk->time.settle();
    QCOMPARE(list()->rowCount(), 0);
    QCOMPARE(m_desk->text("problemLabel"),
             u"Nothing is left to do here: all of these instances are left out."_s);
    arm();
    QVERIFY(!m_desk->isEnabled("deleteButton"));
}

void TestDeleteDialog::F73_otherAccountWhileOpen()
{
    openVariant(Variant::Several);
    arm();
    m_desk->type("confirmEdit", u"2"_s);
    m_desk->store.clear();
    m_desk->time.settle();
    QCOMPARE(list()->rowCount(), 0);
    QVERIFY(!m_desk->isEnabled("deleteButton"));
}

void TestDeleteDialog::F73_deletedInItsOwnSlot()
{
    for (const char *how : {"mouse", "Return", "Space"}) {
        InstanceDialog *dialog = openVariant(Variant::OwnStopped);
        connect(dialog, &InstanceDialog::decided, this, [dialog] { delete dialog; });
        arm();
        auto *button = m_desk->find<QPushButton>("deleteButton");
        button->setFocus();
        if (QLatin1StringView(how) == "mouse"_L1)
            QTest::mouseClick(button, Qt::LeftButton);
        else
            QTest::keyClick(button, QLatin1StringView(how) == "Space"_L1 ? Qt::Key_Space : Qt::Key_Return);
        QVERIFY(!m_desk->dialog);
        QCOMPARE(m_desk->decisions.size(), 1);
    }
}

void TestDeleteDialog::aCountdownThatGoesOnAsksNothing()
{
    openVariant(Variant::OwnRunning);
    arm();
    m_desk->type("confirmEdit", u"ocr-lab"_s);
    QCOMPARE(m_desk->text("stateFact"), u"Running, stops in 23 min – it will be stopped first"_s);
    m_desk->time.advance(14 * MinuteMs);
    QCOMPARE(m_desk->text("stateFact"), u"Running, stops in 9 min – it will be stopped first"_s);
    Instance read = m_desk->instance(u"ocr-lab"_s);
    read.updatedAtMs = StartMs;
    m_desk->observe({read});
    m_desk->time.settle();
    QVERIFY(!m_desk->isShown("changeLabel"));
    QCOMPARE(m_desk->find<QLineEdit>("confirmEdit")->text(), u"ocr-lab"_s);
    QVERIFY(m_desk->isEnabled("deleteButton"));
}

void TestDeleteDialog::F63_othersAreSaidAndAskForTyping_data()
{
    QTest::addColumn<bool>("isForeign");
    QTest::newRow("own") << false;
    QTest::newRow("somebody else's") << true;
}

void TestDeleteDialog::F63_othersAreSaidAndAskForTyping()
{
    QFETCH(const bool, isForeign);
    openVariant(isForeign ? Variant::Foreign : Variant::OwnStopped);
    QString shown;
    for (const QLabel *label : m_desk->dialog->findChildren<QLabel *>())
        shown += QString(label->text() + u'\n');
    QCOMPARE(shown.contains(u"li (not you)"_s), isForeign);
    arm();
    QCOMPARE(m_desk->isShown("confirmEdit"), isForeign);
    QCOMPARE(m_desk->isEnabled("deleteButton"), !isForeign);
    if (isForeign)
        m_desk->type("confirmEdit", u"etl-old"_s);
    m_desk->click("deleteButton");
    QCOMPARE(m_desk->decisions.size(), 1);
}

void TestDeleteDialog::F49_foreignTextIsShownLiterally_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("shown");
    QTest::newRow("markup") << u"<b>x</b><img src=file:///etc/passwd>"_s
                            << u"<b>x</b><img src=file:///etc/passwd>"_s;
    QTest::newRow("link") << u"<a href='https://evil.example'>a</a>"_s
                          << u"<a href='https://evil.example'>a</a>"_s;
    QTest::newRow("placeholder") << u"100%1 %2 %n"_s << u"100%1 %2 %n"_s;
    QTest::newRow("mnemonic") << u"r&d"_s << u"r&d"_s;
    QTest::newRow("bidi") << u"abc\u202ecod.exe"_s << u"abc⟨U+202E⟩cod.exe"_s;
    QTest::newRow("line break") << u"a\nb"_s << u"a b"_s;
    QTest::newRow("Chinese") << u"数据清洗"_s << u"数据清洗"_s;
    QTest::newRow("128 letters") << QString(128, u'w') << QString(128, u'w');
}

void TestDeleteDialog::F49_foreignTextIsShownLiterally()
{
    QFETCH(QString, name);
    QFETCH(QString, shown);
    Instance instance = m_desk->instance(u"one"_s, InstanceStatus::Stopped);
    instance.name = name;
    instance.flavor = name;
    instance.ownerName = name;
    m_desk->open(InstanceVerb::Delete, {instance});
    QCOMPARE(m_desk->text("headlineLabel"),
             QString(u"Permanently delete notebook instance “"_s + shown + u"”?"_s));
    QCOMPARE(m_desk->text("ownerFact"), QString(shown + u" (you)"_s));
    QString button = m_desk->buttonText("deleteButton");
    QVERIFY(button.replace(u"&&"_s, u"&"_s).startsWith(u"Delete "_s + shown.left(20)));
    for (const QLabel *label : m_desk->dialog->findChildren<QLabel *>())
        QCOMPARE(label->textFormat(), Qt::PlainText);
    QVERIFY(m_desk->dialog->width() < 800);

    m_desk->open(InstanceVerb::Delete, {instance, m_desk->instance(u"two"_s, InstanceStatus::Stopped)});
    QCOMPARE(cell(0, 0), shown);
    const QString tip = list()->index(0, 0).data(Qt::ToolTipRole).toString();
    QVERIFY2(!tip.contains(u"<b>x"_s) && !tip.contains(u"<a "_s), qPrintable(tip));
}

void TestDeleteDialog::oldDataIsReadAgain()
{
    const Instance instance = m_desk->instance(u"ocr-lab"_s);
    m_desk->observe({instance});
    m_desk->time.advance(60'000);
    const DialogContext context{
        m_desk->store, m_desk->serverTime, m_desk->time, m_desk->time, m_desk->settings, m_desk->profile, {}};
    for (const int older : {0, 1}) {
        m_desk->time.advance(older);
        auto *dialog = createInstanceDialog(InstanceVerb::Delete, context, {instance.id}, nullptr);
        QSignalSpy asked(dialog, &InstanceDialog::readRequested);
        dialog->open();
        QCOMPARE(asked.count(), older);
        if (older)
            QCOMPARE(asked.first().first().toString(), instance.id);
        dialog->close();
        m_desk->time.settle();
    }
}

void TestDeleteDialog::detailsCanBeSaved()
{
    QTemporaryDir folder;
    openVariant(Variant::OwnRunning);
    m_desk->click("saveDetailsButton");
    auto *chooser = m_desk->find<QFileDialog>("saveDetailsDialog");
    const QString path = folder.filePath(u"details.txt"_s);
    Q_EMIT chooser->fileSelected(path);
    QCOMPARE(m_desk->text("savedLabel"), QString(u"Details saved to "_s + path + u"."_s));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("EVS 5 GB at /home/ma-user/work"));
    chooser->reject();
    m_desk->time.settle();
    QVERIFY(m_desk->dialog);
    QCOMPARE(m_desk->decisions.size(), 0);
}

void TestDeleteDialog::failureToSaveIsSaid()
{
    QTemporaryDir folder;
    openVariant(Variant::OwnRunning);
    m_desk->click("saveDetailsButton");
    auto *chooser = m_desk->find<QFileDialog>("saveDetailsDialog");
    Q_EMIT chooser->fileSelected(folder.filePath(u"no/such/folder/details.txt"_s));
    QVERIFY(m_desk->text("savedLabel").startsWith(u"Could not save to "_s));
    QVERIFY(m_desk->text("savedLabel").endsWith(u"Choose another place."_s));
    chooser->reject();
}

void TestDeleteDialog::F83_detailsSavedBeforeSurviveAFullDisk()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"details.txt"_s);
    const auto content = [&path] {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
    };
    openVariant(Variant::OwnRunning);
    m_desk->click("saveDetailsButton");
    auto *chooser = m_desk->find<QFileDialog>("saveDetailsDialog");
    Q_EMIT chooser->fileSelected(path);
    const QByteArray before = content();
    QVERIFY(before.contains("EVS 5 GB"));

    // The details tell when they were saved, so that those of later are others.
    m_desk->time.advance(MinuteMs);
    {
        const FileSizeLimit fullDisk;
        if (!fullDisk.holds())
            QSKIP("This system cannot play a full disk.");
        Q_EMIT chooser->fileSelected(path);
    }
    const QString said = m_desk->text("savedLabel");
    QVERIFY2(said.startsWith(u"Could not save to "_s + path + u": "_s), qPrintable(said));
    QVERIFY2(said.endsWith(u"Choose another place."_s), qPrintable(said));
    QCOMPARE(content(), before);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{u"details.txt"_s});
    QCOMPARE(m_desk->decisions.size(), 0);

    Q_EMIT chooser->fileSelected(path); // there is room again
    QCOMPARE(m_desk->text("savedLabel"), QString(u"Details saved to "_s + path + u"."_s));
    QVERIFY(content() != before);
    chooser->reject();
}

void TestDeleteDialog::twoHundredInstances()
{
    QList<Instance> instances;
    for (int i = 0; i < 200; ++i)
        instances.append(
            m_desk->instance(u"nb-%1"_s.arg(i), i % 4 ? InstanceStatus::Stopped : InstanceStatus::Running));
    m_desk->open(InstanceVerb::Delete, instances);
    QCOMPARE(list()->rowCount(), 200);
    arm();
    m_desk->type("confirmEdit", u"200"_s);
    m_desk->click("deleteButton");
    QCOMPARE(m_desk->decisions.first().targets.size(), 200);
}

QTEST_MAIN(TestDeleteDialog)
#include "tst_deletedialog.moc"
