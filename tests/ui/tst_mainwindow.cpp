// SPDX-License-Identifier: MIT
#include "accountpage.h"
#include "instancedialog.h"
#include "instanceview.h"
#include "mainwindow.h"
#include "messagestrip.h"
#include "placeholderpage.h"
#include "profilebutton.h"
#include "selectionreader.h"
#include "skeletonpage.h"
#include "theme.h"
#include "uifixture.h"

#include <QAction>
#include <QApplication>
#include <QDateTimeEdit>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QRadioButton>
#include <QScreen>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include <memory>

using namespace leasekeeper;
using namespace leasekeeper::test;
using namespace Qt::StringLiterals;
using End = ActionOutcome::End;

namespace
{

struct Window : UiFixture {
    Window()
    {
        window = std::make_unique<MainWindow>(settings);
        page = newPage();
        window->showAccount(page);
        window->resize(1240, 700);
        window->show();
        QApplication::setActiveWindow(window.get());
        time.settle();
    }

    [[nodiscard]] AccountPage *newPage()
    {
        return new AccountPage({model, store, serverClock, time, time, settings}, profile);
    }

    void phase(ReadingState::Phase phase)
    {
        state.phase = phase;
        if (phase == ReadingState::Phase::Ready) {
            state.lastCompleteWallMs = time.wallMs();
            state.error.reset();
        }
        page->showReadingState(state);
        time.settle();
    }
    /// A complete listing of `count` running instances.
    void ready(int count)
    {
        fill(count);
        phase(ReadingState::Phase::Ready);
    }

    template <typename T> [[nodiscard]] T *child(const QString &name) const
    {
        return window->findChild<T *>(name);
    }
    [[nodiscard]] InstanceView *view() const { return child<InstanceView>(u"instanceTable"_s); }
    [[nodiscard]] QLineEdit *filter() const { return child<QLineEdit>(u"filterEdit"_s); }
    [[nodiscard]] QToolButton *button(const QString &name) const { return child<QToolButton>(name); }
    [[nodiscard]] QString label(const QString &name) const
    {
        const auto *found = child<QLabel>(name);
        return found && found->isVisible() ? found->text() : QString();
    }
    [[nodiscard]] QStringList messages() const
    {
        QStringList texts;
        for (const MessageStrip *strip : window->findChildren<MessageStrip *>()) {
            if (strip->isVisible())
                texts.append(strip->findChild<QLabel *>(u"messageText"_s)->text());
        }
        return texts;
    }
    [[nodiscard]] ActionOutcome outcome(int which, ActionOutcome::End end) const
    {
        ActionOutcome made;
        made.id = u"%1"_s.arg(which, 3, 10, QChar(u'0'));
        made.name = QString(u"nb-"_s + made.id);
        made.verb = InstanceVerb::Prolong;
        made.end = end;
        made.text = u"no."_s;
        return made;
    }
    /// A visible push button of a message or a page.
    [[nodiscard]] QPushButton *push(const QString &name) const
    {
        for (QPushButton *found : window->findChildren<QPushButton *>(name)) {
            if (found->isVisible())
                return found;
        }
        return nullptr;
    }
    [[nodiscard]] QList<InstanceDialog *> dialogs() const
    {
        QList<InstanceDialog *> open;
        for (InstanceDialog *dialog : window->findChildren<InstanceDialog *>()) {
            if (dialog->isVisible())
                open.append(dialog);
        }
        return open;
    }
    void closeDialogs()
    {
        for (InstanceDialog *dialog : dialogs())
            dialog->reject();
        time.settle();
        QApplication::setActiveWindow(window.get());
    }
    void select(int row)
    {
        view()->setFocus();
        view()->selectRow(row);
        time.settle();
    }
    void typeFilter(const QString &text)
    {
        filter()->setFocus();
        QTest::keyClicks(filter(), text);
        time.advance(300);
    }

    ReadingState state;
    std::unique_ptr<MainWindow> window;
    AccountPage *page = nullptr; ///< the window's
};

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fixedNames_data();
    void fixedNames();
    void statesHaveNoNameOfTheirOwn();
    void loadingThenRowsThenCounts();
    void pagesInPlaceOfATable();
    void emptyPageLeadsOn_data();
    void emptyPageLeadsOn();
    void emptyPageWrapsItsButtons();
    void filterHidesAllAndClears();
    void filterKeys();
    void commandsFollowTheSelection();
    void manySelectedAreReadPartByPart();
    void shortcuts();
    void deleteKeyOnlyInTheTable();
    void F65_askedTwiceThereIsOneDialog();
    void F73_dialogAndMenuSurviveTheirRows();
    void rowsHoldWhileADialogIsOpen();
    void rowMenuOffersWhatFits();
    void offlineGreysAndDisables();
    void offlineIsToldOnce();
    void signedOut();
    void graceCanBeUndoneByKeyAndButton();
    void reportsOfferWhatHelps();
    void F79_startIsOfferedForWhatHasStopped();
    void F79_startedIsNotOfferedAgain();
    void F29_whatPassesCanBeRetried();
    void F38_requestIdStandsBelowTheText();
    void F51_wrongTimesAreToldOnce();
    void F77_rowsOfAListingThatBrokeOffAreMarked();
    void F31_inputIsKept_data();
    void F31_inputIsKept();
    void whatWasDoneSinceIsNotOfferedAgain();
    void failedAgainIsToldOnce();
    void anEarlierDecisionThatEndsLaterTakesNothingBack();
    void deletedTakesBackWhatFailed();
    void aLaterFactTakesBackWhatWasSaid();
    void retryingGivesTheKeyboardBackToTheTable();
    void F27_permissionsAreLearnt();
    void clockWarning();
    void openEmitsTheId();
    void callOffReachesWhatIsUnderWay();
    void tabGoesInReadingOrder();
    void theFirstWindowFitsTheScreen();
    void F69_closingAsksTheOwner();
    void F70_whatIsNotKnownCanBeLetGo();
    void watchedFollowsTheWindow();
    void toolbarKeepsIconsWhereWordsHaveNoRoom();
    void themeChangesUnderTheOpenWindow();
    void F49_namesAreNeverMarkup();
    void signingInIsOffered();
    void readOnlyProfilesChangeNothing();
    void anotherPageKeepsTheFrame();
    void F62_theOldPageTakesItsDialogsAlong();
    void quitWorksWithoutAnAccount();
    void noticesWithoutAnAccountAreReadTogether();
    void waitingBeforeASwitchIsSaid();
};

void TestMainWindow::fixedNames_data()
{
    QTest::addColumn<QString>("objectName");
    QTest::addColumn<QString>("accessibleName");
    const auto row = [](const char *objectName, const char *accessibleName) {
        QTest::newRow(objectName) << QString::fromUtf8(objectName) << QString::fromUtf8(accessibleName);
    };
    row("instanceTable", "Notebook instances");
    row("filterEdit", "Filter");
    row("refreshAction", "Refresh");
    row("prolongAction", "Prolong…");
    row("deleteAction", "Delete…");
    row("startAction", "Start…");
    row("stopAction", "Stop…");
    row("openAction", "Open");
}

void TestMainWindow::fixedNames()
{
    QFETCH(QString, objectName);
    QFETCH(QString, accessibleName);
    Window w;
    w.ready(3);
    w.select(0);
    const auto *widget = w.child<QWidget>(objectName);
    QVERIFY(widget);
    QVERIFY(widget->isVisible());
    QCOMPARE(widget->accessibleName(), accessibleName);
    QCOMPARE(w.window->objectName(), u"mainWindow"_s);
    QCOMPARE(w.window->accessibleName(), u"Leasekeeper"_s);
    if (objectName.endsWith("Action"_L1)) {
        QVERIFY(qobject_cast<const QToolButton *>(widget));
        QVERIFY(w.child<QAction>(objectName));
        QVERIFY(widget->focusPolicy() & Qt::TabFocus);
        QVERIFY(widget->width() >= 24 && widget->height() >= 24);
    }
}

void TestMainWindow::statesHaveNoNameOfTheirOwn()
{
    Window w;
    w.ready(3);
    for (const QLabel *label : w.window->findChildren<QLabel *>())
        QVERIFY2(label->accessibleName().isEmpty(), qPrintable(label->objectName()));
}

void TestMainWindow::loadingThenRowsThenCounts()
{
    Window w;
    QVERIFY(w.child<SkeletonPage>(u"skeletonPage"_s)->isVisible());
    QVERIFY(w.child<SkeletonPage>(u"skeletonPage"_s)->hasFocus());
    w.state.listing = true;
    w.state.loaded = 50;
    w.state.total = 137;
    w.fill(50);
    w.phase(ReadingState::Phase::Loading);
    QVERIFY(w.view()->isVisible());
    QVERIFY(w.view()->hasFocus());
    QCOMPARE(w.label(u"updatedLabel"_s), u"50 of 137"_s);
    QCOMPARE(w.label(u"connectionLabel"_s), u"Connecting…"_s);

    w.state.listing = false;
    w.state.lastCompleteMonotonicMs = w.time.monotonicMs();
    w.state.nextAtMonotonicMs = w.time.monotonicMs() + 30'000;
    w.phase(ReadingState::Phase::Ready);
    QCOMPARE(w.label(u"countsLabel"_s), u"50 of 50"_s);
    QCOMPARE(w.label(u"connectionLabel"_s), u"Connected"_s);
    QVERIFY2(w.label(u"updatedLabel"_s).endsWith("again after 30 s"_L1),
             qPrintable(w.label(u"updatedLabel"_s)));
    w.select(3);
    QCOMPARE(w.label(u"countsLabel"_s), u"50 of 50 · 1 selected (5 GB)"_s);
}

void TestMainWindow::pagesInPlaceOfATable()
{
    Window w;
    w.phase(ReadingState::Phase::Ready);
    QCOMPARE(w.label(u"placeholderTitle"_s),
             u"No notebook instances in eu-de / ml-team / workspace 0, seen as ana."_s);
    w.state.error = ApiError{};
    w.state.error->message = u"The host was not found."_s;
    w.phase(ReadingState::Phase::Offline);
    QCOMPARE(w.label(u"placeholderTitle"_s), u"Not connected"_s);
    QCOMPARE(w.label(u"placeholderText"_s), u"The host was not found."_s);
    QSignalSpy refresh(w.page, &AccountPage::refreshRequested);
    QTest::mouseClick(w.push(u"retryPageButton"_s), Qt::LeftButton);
    QCOMPARE(refresh.size(), 1);
    w.phase(ReadingState::Phase::SignedOut);
    QCOMPARE(w.label(u"placeholderTitle"_s), u"Signed out"_s);
    w.phase(ReadingState::Phase::Refused);
    QCOMPARE(w.label(u"placeholderTitle"_s), u"Listing is refused"_s);
    // Rows that are known stay, whatever happens to the reading.
    w.ready(2);
    w.phase(ReadingState::Phase::Refused);
    QVERIFY(w.view()->isVisible());
}

void TestMainWindow::emptyPageLeadsOn_data()
{
    QTest::addColumn<Profile>("profile");
    QTest::addColumn<QStringList>("names");
    const QString edit = u"editProfilePageButton"_s;
    const QString everybody = u"allOwnersPageButton"_s;
    const QString console = u"consolePageButton"_s;
    Profile profile = UiFixture().profile;
    profile.id = u"id-1"_s;
    profile.cloud = u"otc"_s;
    profile.allUsers = false;
    QTest::newRow("own") << profile << QStringList{edit, everybody, console};
    profile.allUsers = true;
    QTest::newRow("everybody's") << profile << QStringList{edit, console};
    profile.cloud.clear();
    profile.endpoint = QUrl(u"https://modelarts.example.org"_s);
    QTest::newRow("private cloud") << profile << QStringList{edit};
    profile.id.clear();
    QTest::newRow("for one run") << profile << QStringList();
    profile.isDemo = true;
    QTest::newRow("demo") << profile << QStringList();
}

void TestMainWindow::emptyPageLeadsOn()
{
    QFETCH(Profile, profile);
    QFETCH(QStringList, names);
    Window w;
    w.profile = profile;
    w.page = w.newPage();
    w.window->showAccount(w.page);
    w.phase(ReadingState::Phase::Ready);
    QSignalSpy edit(w.page, &AccountPage::profileChangeRequested);
    QSignalSpy everybody(w.page, &AccountPage::allOwnersRequested);
    QSignalSpy console(w.page, &AccountPage::consoleRequested);
    QStringList shown;
    for (QPushButton *button : w.window->findChildren<QPushButton *>()) {
        if (button->isVisible() && button->objectName().endsWith("PageButton"_L1)) {
            shown += button->objectName();
            QCOMPARE(button->accessibleName(), button->text());
            QVERIFY(button->height() >= button->sizeHint().height()); // not squeezed
            QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    QCOMPARE(shown, names);
    QCOMPARE(edit.size(), names.contains(u"editProfilePageButton"_s) ? 1 : 0);
    QCOMPARE(everybody.size(), names.contains(u"allOwnersPageButton"_s) ? 1 : 0);
    QCOMPARE(console.size(), names.contains(u"consolePageButton"_s) ? 1 : 0);
    if (names.isEmpty())
        return;
    // By keyboard: the first has it, the others follow.
    w.page->takeFocus();
    for (const QString &name : std::as_const(names)) {
        QVERIFY2(w.push(name)->hasFocus(), qPrintable(name));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    QCOMPARE(edit.size() + everybody.size() + console.size(), 2 * names.size());
}

void TestMainWindow::emptyPageWrapsItsButtons()
{
    Window w;
    w.profile.id = u"id-1"_s;
    w.profile.cloud = u"otc"_s;
    w.page = w.newPage();
    w.window->showAccount(w.page);
    w.phase(ReadingState::Phase::Ready);
    const QList<QPushButton *> buttons{w.push(u"editProfilePageButton"_s), w.push(u"allOwnersPageButton"_s),
                                       w.push(u"consolePageButton"_s)};
    QVERIFY(buttons.first() && buttons.first()->y() == buttons.last()->y());
    QFont large = w.window->font();
    large.setPointSizeF(large.pointSizeF() * 2);
    for (QPushButton *button : buttons)
        button->setFont(large);
    w.window->resize(480, 500);
    w.time.settle();
    QCOMPARE(w.window->width(), 480);
    QVERIFY(buttons.last()->y() > buttons.first()->y());
    for (const QPushButton *button : buttons) {
        QVERIFY(button->width() >= button->sizeHint().width());
        QVERIFY(button->parentWidget()->rect().contains(button->geometry()));
    }
}

void TestMainWindow::filterHidesAllAndClears()
{
    Window w;
    w.ready(37);
    w.typeFilter(u"nb-036"_s);
    QCOMPARE(w.label(u"countsLabel"_s), u"1 of 37"_s);
    w.filter()->selectAll();
    w.typeFilter(u"ocr"_s);
    QCOMPARE(w.label(u"placeholderTitle"_s), u"37 instances, none match ‘ocr’."_s);
    QVERIFY(w.filter()->hasFocus());
    QTest::mouseClick(w.push(u"clearFilterButton"_s), Qt::LeftButton);
    w.time.advance(300);
    QVERIFY(w.view()->isVisible());
    QVERIFY(w.view()->hasFocus());
    QCOMPARE(w.label(u"countsLabel"_s), u"37 of 37"_s);
}

void TestMainWindow::filterKeys()
{
    Window w;
    w.ready(5);
    w.view()->setFocus();
    QTest::keyClick(w.view(), Qt::Key_Slash);
    QVERIFY(w.filter()->hasFocus());
    QVERIFY(w.filter()->text().isEmpty());
    w.typeFilter(u"nb/0"_s);
    QCOMPARE(w.filter()->text(), u"nb/0"_s);
    QTest::keyClick(w.filter(), Qt::Key_Escape);
    QVERIFY(w.filter()->text().isEmpty());
    QVERIFY(w.filter()->hasFocus());
    QTest::keyClick(w.filter(), Qt::Key_Escape);
    QVERIFY(w.view()->hasFocus());
    QTest::keyClick(w.view(), Qt::Key_F, Qt::ControlModifier);
    QVERIFY(w.filter()->hasFocus());
    // Return takes the words as they are, without waiting.
    QTest::keyClicks(w.filter(), u"nb-003"_s);
    QTest::keyClick(w.filter(), Qt::Key_Return);
    QVERIFY(w.view()->hasFocus());
    QCOMPARE(w.view()->model()->rowCount(), 1);
}

void TestMainWindow::commandsFollowTheSelection()
{
    Window w;
    w.fill(3);
    w.put({w.instance(u"900"_s, InstanceStatus::Stopped), w.instance(u"901"_s, InstanceStatus::Stopped)});
    w.phase(ReadingState::Phase::Ready);
    QVERIFY(!w.button(u"deleteAction"_s)->isEnabled());
    QCOMPARE(w.button(u"deleteAction"_s)->toolTip(), u"Select an instance first."_s);
    QVERIFY(w.button(u"refreshAction"_s)->isEnabled());

    w.view()->setFocus();
    QTest::keyClick(w.view(), Qt::Key_A, Qt::ControlModifier);
    w.time.settle();
    QCOMPARE(w.child<QAction>(u"prolongAction"_s)->text(), u"&Prolong 3 of 5 (running)…"_s);
    QCOMPARE(w.button(u"prolongAction"_s)->text(), u"&Prolong 3 of 5…"_s);
    QCOMPARE(w.button(u"prolongAction"_s)->toolTip(), u"Prolong 3 of 5 (running)… (Ctrl+L)"_s);
    QVERIFY(w.button(u"startAction"_s)->isEnabled());

    // The selection is the same, the instances are not.
    w.fill(3, InstanceStatus::Stopped);
    w.time.settle();
    QVERIFY(!w.button(u"prolongAction"_s)->isEnabled());
    QVERIFY(w.button(u"startAction"_s)->isEnabled());
    QCOMPARE(w.child<QAction>(u"startAction"_s)->text(), u"&Start…"_s);
    w.view()->clearSelection();
    w.time.settle();
    QVERIFY(!w.button(u"startAction"_s)->isEnabled());
}

void TestMainWindow::manySelectedAreReadPartByPart()
{
    constexpr int Many = 3 * SelectionReader::RowsPerTurn;
    Window w;
    w.ready(Many);
    const auto *stop = w.child<QAction>(u"stopAction"_s);
    const auto *reader = w.page->findChild<SelectionReader *>();
    QSignalSpy whole(reader, &SelectionReader::finished);
    const auto deliver = [] { QCoreApplication::sendPostedEvents(); };

    // How many is told at once, and the turns between the parts are free for the keyboard.
    QTest::keyClick(w.view(), Qt::Key_A, Qt::ControlModifier);
    deliver();
    QCOMPARE(w.label(u"countsLabel"_s), u"12,000 of 12,000 · 12,000 selected"_s);
    QCOMPARE(reader->tally().selected(), SelectionReader::RowsPerTurn);
    QVERIFY(reader->isReading());
    QVERIFY(!stop->isEnabled());
    w.time.settle();
    QCOMPARE(whole.size(), 1);
    QVERIFY(!reader->isReading());
    QCOMPARE(w.label(u"countsLabel"_s), u"12,000 of 12,000 · 12,000 selected (60,000 GB)"_s);
    QVERIFY(stop->isEnabled());

    // Rows that come and go on the way: it is read anew, and nothing that left is looked at.
    w.view()->clearSelection();
    w.time.settle();
    QVERIFY(!stop->isEnabled());
    QTest::keyClick(w.view(), Qt::Key_A, Qt::ControlModifier);
    deliver();
    QVERIFY(reader->isReading());
    w.remove(w.view()->idAt(Many - 1));
    QVERIFY(!reader->isReading());
    w.time.settle();
    QCOMPARE(w.label(u"countsLabel"_s), u"11,999 of 11,999 · 11,999 selected (59,995 GB)"_s);
    QVERIFY(stop->isEnabled());

    // While they come and go all the time, it is not put off for ever.
    w.view()->clearSelection();
    w.time.settle();
    QTest::keyClick(w.view(), Qt::Key_A, Qt::ControlModifier);
    deliver();
    for (int cut = 1; cut <= SelectionReader::MostCuts; ++cut) {
        QVERIFY(reader->isReading());
        QVERIFY(!stop->isEnabled());
        w.remove(w.view()->idAt(0));
        deliver();
    }
    QVERIFY(!reader->isReading());
    QCOMPARE(w.label(u"countsLabel"_s), u"11,959 of 11,959 · 11,959 selected (59,795 GB)"_s);
    QVERIFY(stop->isEnabled());
}

void TestMainWindow::shortcuts()
{
    Window w;
    w.ready(3);
    QSignalSpy refresh(w.page, &AccountPage::refreshRequested);
    QTest::keyClick(w.window.get(), Qt::Key_F5);
    QTest::keyClick(w.window.get(), Qt::Key_R, Qt::ControlModifier);
    QCOMPARE(refresh.size(), 2);
    w.select(1);
    const std::pair<Qt::Key, Qt::KeyboardModifiers> keys[] = {{Qt::Key_L, Qt::ControlModifier},
                                                              {Qt::Key_F9, Qt::ShiftModifier},
                                                              {Qt::Key_Delete, Qt::NoModifier},
                                                              {Qt::Key_Delete, Qt::ShiftModifier}};
    for (const auto &[key, modifiers] : keys) {
        QTest::keyClick(w.view(), key, modifiers);
        QCOMPARE(w.dialogs().size(), 1);
        w.closeDialogs();
        QVERIFY(w.dialogs().isEmpty());
    }
    // F9 starts; nothing selected can be started.
    QTest::keyClick(w.view(), Qt::Key_F9);
    QVERIFY(w.dialogs().isEmpty());
}

void TestMainWindow::deleteKeyOnlyInTheTable()
{
    Window w;
    w.ready(3);
    w.select(1);
    for (QWidget *elsewhere :
         {static_cast<QWidget *>(w.button(u"deleteAction"_s)),
          static_cast<QWidget *>(w.button(u"refreshAction"_s)), static_cast<QWidget *>(w.filter())}) {
        elsewhere->setFocus();
        QVERIFY(elsewhere->hasFocus());
        QTest::keyClick(elsewhere, Qt::Key_Delete);
        QVERIFY(w.dialogs().isEmpty());
    }
    // Without a selection the key does nothing either: the current row alone is not enough.
    w.view()->clearSelection();
    w.view()->setFocus();
    w.time.settle();
    QTest::keyClick(w.view(), Qt::Key_Delete);
    QVERIFY(w.dialogs().isEmpty());
}

void TestMainWindow::F65_askedTwiceThereIsOneDialog()
{
    Window w;
    w.ready(3);
    w.page->openDialog(InstanceVerb::Delete, {u"000"_s});
    w.page->openDialog(InstanceVerb::Delete, {u"001"_s});
    QCOMPARE(w.dialogs().size(), 1);
    QSignalSpy decided(w.page, &AccountPage::decided);
    w.closeDialogs();
    QCOMPARE(decided.size(), 0);
    w.page->openDialog(InstanceVerb::Delete, {u"001"_s});
    QCOMPARE(w.dialogs().size(), 1);
    w.closeDialogs();
    w.page->openDialog(InstanceVerb::Delete, {});
    QVERIFY(w.dialogs().isEmpty());
}

void TestMainWindow::F73_dialogAndMenuSurviveTheirRows()
{
    Window w;
    w.ready(3);
    w.select(1);
    w.page->openDialog(InstanceVerb::Delete, w.view()->selectedIds());
    w.remove(u"001"_s);
    w.time.settle();
    QCOMPARE(w.dialogs().size(), 1);
    w.closeDialogs();
    w.time.settle();
    QCOMPARE(w.view()->model()->rowCount(), 2);

    w.select(0);
    const QPoint onRow = w.view()->visualRect(w.view()->model()->index(0, 0)).center();
    Q_EMIT w.view()->menuRequested(w.view()->viewport()->mapToGlobal(onRow));
    QPointer<QMenu> menu = w.child<QMenu>(u"rowMenu"_s);
    QVERIFY(menu && menu->isVisible());
    w.store.clear();
    w.time.settle();
    QVERIFY(menu);
    menu->close();
    w.time.settle();
    QCOMPARE(w.view()->model()->rowCount(), 0);
}

void TestMainWindow::rowsHoldWhileADialogIsOpen()
{
    Window w;
    w.ready(4);
    w.page->openDialog(InstanceVerb::Prolong, {u"002"_s});
    Instance renamed = w.instance(u"000"_s);
    renamed.name = u"zzz"_s;
    w.put({renamed});
    w.time.settle();
    QCOMPARE(w.view()->rowOfId(u"000"_s), 0);
    QCOMPARE(w.view()->model()->index(0, 0).data().toString(), u"zzz"_s);
    w.closeDialogs();
    QCOMPARE(w.view()->rowOfId(u"000"_s), 3);
}

void TestMainWindow::rowMenuOffersWhatFits()
{
    Window w;
    w.ready(2);
    w.select(0);
    Q_EMIT w.view()->menuRequested(QPoint(50, 50));
    QPointer<QMenu> menu = w.child<QMenu>(u"rowMenu"_s);
    QVERIFY(menu);
    QHash<QString, bool> enabled;
    for (const QAction *action : menu->actions())
        enabled.insert(action->text().section(u'\t', 0, 0).remove(u'&'), action->isEnabled());
    QVERIFY(enabled.value(u"Prolong…"_s));
    QVERIFY(enabled.value(u"Stop…"_s));
    QVERIFY(enabled.value(u"Delete…"_s));
    QVERIFY(enabled.value(u"Copy rows"_s));
    QVERIFY(enabled.contains(u"Start…"_s) && !enabled.value(u"Start…"_s));
    menu->close();
    w.time.settle();
}

void TestMainWindow::offlineGreysAndDisables()
{
    Window w;
    w.ready(3);
    w.select(1);
    QVERIFY(w.button(u"deleteAction"_s)->isEnabled());
    w.phase(ReadingState::Phase::Offline);
    for (const QString &name : {u"deleteAction"_s, u"stopAction"_s, u"prolongAction"_s}) {
        QVERIFY(!w.button(name)->isEnabled());
        QVERIFY(w.button(name)->toolTip().startsWith("Not connected"_L1));
    }
    QVERIFY(w.button(u"refreshAction"_s)->isEnabled());
    QVERIFY(w.view()->isVisible());
    QTest::keyClick(w.view(), Qt::Key_Delete);
    QVERIFY(w.dialogs().isEmpty());
    QCOMPARE(w.label(u"connectionLabel"_s), u"Not connected"_s);
    w.phase(ReadingState::Phase::Ready);
    QVERIFY(w.button(u"deleteAction"_s)->isEnabled());
}

void TestMainWindow::offlineIsToldOnce()
{
    Window w;
    w.ready(3);
    w.state.error = ApiError{};
    w.state.error->message = u"The host was not found."_s;
    w.state.nextAtMonotonicMs = w.time.monotonicMs() + 20'000;
    for (int poll = 0; poll < 4; ++poll)
        w.phase(ReadingState::Phase::Offline);
    QCOMPARE(w.messages().size(), 1);
    QVERIFY(w.messages().constFirst().endsWith("Next try in 20 s."_L1));
    w.time.advance(3'000);
    QVERIFY(w.messages().constFirst().endsWith("Next try in 17 s."_L1));
    QSignalSpy refresh(w.page, &AccountPage::refreshRequested);
    QTest::mouseClick(w.push(u"retryNowButton"_s), Qt::LeftButton);
    QCOMPARE(refresh.size(), 1);
    w.phase(ReadingState::Phase::Ready);
    QVERIFY(w.messages().isEmpty());
}

void TestMainWindow::signedOut()
{
    Window w;
    w.ready(3);
    w.select(0);
    w.phase(ReadingState::Phase::SignedOut);
    QVERIFY(w.view()->isVisible());
    QCOMPARE(w.messages().size(), 1);
    QVERIFY(w.messages().constFirst().startsWith("Signed out of OTC prod."_L1));
    QVERIFY(!w.button(u"prolongAction"_s)->isEnabled());
}

void TestMainWindow::graceCanBeUndoneByKeyAndButton()
{
    Window w;
    w.ready(3);
    QSignalSpy undone(w.page, &AccountPage::undoRequested);
    QTest::keyClick(w.window.get(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(undone.size(), 0);
    Decision decision;
    decision.verb = InstanceVerb::Delete;
    decision.targets = {decisionTarget(w.instance(u"000"_s))};
    w.page->showGrace(5, decision, 5'000);
    w.time.settle();
    QCOMPARE(w.messages(), QStringList{u"Deleting “nb-000” in 5 s…"_s});
    QTest::keyClick(w.window.get(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(undone.size(), 1);
    QCOMPARE(undone.at(0).at(0).value<BatchId>(), BatchId(5));
    QPushButton *undo = w.push(u"undoButton"_s);
    QCOMPARE(undo->accessibleName(), u"Undo"_s);
    QTest::mouseClick(undo, Qt::LeftButton);
    QCOMPARE(undone.size(), 2);
    w.page->endGrace(5, true);
    QCOMPARE(w.messages(), QStringList{u"Nothing was deleted."_s});
    BatchReport report{5, InstanceVerb::Delete, {}};
    report.outcomes.append(
        {u"000"_s, u"nb-000"_s, InstanceVerb::Delete, ActionOutcome::End::Cancelled, {}, {}, false});
    w.page->showReport(report);
    QCOMPARE(w.messages().size(), 1);
    w.time.advance(20'000);
    QVERIFY(w.messages().isEmpty());
}

void TestMainWindow::reportsOfferWhatHelps()
{
    Window w;
    w.ready(3);
    ActionOutcome failed{u"001"_s,
                         u"nb-001"_s,
                         InstanceVerb::Delete,
                         ActionOutcome::End::Failed,
                         u"conflict, still stopping."_s,
                         ApiError{},
                         false};
    failed.error->code = u"ModelArts.6308"_s;
    ActionOutcome done{u"000"_s, u"nb-000"_s, InstanceVerb::Delete, ActionOutcome::End::Confirmed, {},
                       {},       false};
    w.page->showReport({3, InstanceVerb::Delete, {done, failed}});
    QCOMPARE(w.messages(), QStringList{u"1 deleted, 1 failed: nb-001 – conflict, still stopping."_s});
    w.time.advance(60'000);
    QCOMPARE(w.messages().size(), 1);
    QVERIFY(w.push(u"copyDetailsButton"_s));
    QVERIFY(!w.push(u"stopAndDeleteButton"_s));
    QCOMPARE(w.push(u"retryButton"_s)->accessibleName(), u"Retry failed"_s);
    QSignalSpy retry(w.page, &AccountPage::retryRequested);
    QTest::mouseClick(w.push(u"retryButton"_s), Qt::LeftButton);
    QCOMPARE(retry.size(), 1);
    QCOMPARE(retry.at(0).at(0).value<BatchId>(), BatchId(3));
    QVERIFY(w.messages().isEmpty());

    failed.offersStopAndDelete = true;
    w.page->showReport({4, InstanceVerb::Delete, {failed}});
    w.time.settle();
    QTest::mouseClick(w.push(u"stopAndDeleteButton"_s), Qt::LeftButton);
    QCOMPARE(w.dialogs().size(), 1);
    w.closeDialogs();
}

/// The service takes shorter ones only: what was typed is there again, and what it may be.
void TestMainWindow::F31_inputIsKept()
{
    QFETCH(const qint64, addedMs);
    Window w;
    w.ready(3);
    ActionOutcome refused = w.outcome(1, End::Failed);
    refused.mayRetry = false;
    refused.wantsOtherTime = true;
    refused.askedStopMs = (w.time.wallMs() / 60'000 + 7 * 60) * 60'000;
    BatchReport report{4, InstanceVerb::Prolong, {w.outcome(0, End::Confirmed), refused}};
    report.addedMs = addedMs;
    w.page->setLeaseRange({3'600'000, 2 * 3'600'000});
    w.page->showReport(report);
    w.time.settle();
    QVERIFY(!w.push(u"retryButton"_s));
    QTest::mouseClick(w.push(u"prolongAgainButton"_s), Qt::LeftButton);
    QCOMPARE(w.dialogs().size(), 1);
    QDialog *dialog = w.dialogs().constFirst();
    QVERIFY(dialog->windowTitle().contains(u"nb-001"_s));
    const bool adds = addedMs != 0;
    QCOMPARE(dialog->findChild<QRadioButton *>(u"addRadio"_s)->isChecked(), adds);
    const auto *until = dialog->findChild<QDateTimeEdit *>(u"untilEdit"_s);
    if (adds)
        QCOMPARE(dialog->findChild<QSpinBox *>(u"hoursSpin"_s)->value(), 5);
    else
        QCOMPARE(until->dateTime().toMSecsSinceEpoch(), refused.askedStopMs);
    const auto *problem = dialog->findChild<QWidget *>(u"problemLabel"_s);
    QVERIFY(problem && problem->isVisibleTo(dialog));
    w.closeDialogs();
}

/// Of several, those alone that it helps.
void TestMainWindow::F79_startIsOfferedForWhatHasStopped()
{
    Window w;
    w.ready(3);
    w.put({w.instance(u"001"_s, InstanceStatus::Stopped)});
    ActionOutcome missed = w.outcome(1, End::Failed);
    missed.offersStart = true;
    missed.mayRetry = false;
    w.page->showReport({1, InstanceVerb::Prolong, {w.outcome(0, End::Failed)}});
    w.time.settle();
    QVERIFY(!w.push(u"startAgainButton"_s));
    w.page->showReport({2, InstanceVerb::Prolong, {w.outcome(2, End::Confirmed), missed}});
    w.time.settle();
    QVERIFY(w.push(u"startAgainButton"_s));
    QCOMPARE(w.push(u"startAgainButton"_s)->text(), u"Start…"_s);
    QTest::mouseClick(w.push(u"startAgainButton"_s), Qt::LeftButton);
    QCOMPARE(w.dialogs().size(), 1);
    QCOMPARE(w.dialogs().constFirst()->objectName(), u"startDialog"_s);
    QVERIFY(w.dialogs().constFirst()->windowTitle().contains(u"nb-001"_s));
    w.closeDialogs();
    QCOMPARE(w.messages().size(), 1);
}

void TestMainWindow::F79_startedIsNotOfferedAgain()
{
    Window w;
    w.ready(3);
    ActionOutcome missed = w.outcome(1, End::Failed);
    missed.offersStart = true;
    w.page->showReport({1, InstanceVerb::Prolong, {missed}});
    w.time.settle();
    QVERIFY(w.push(u"startAgainButton"_s));
    ActionOutcome other = w.outcome(2, End::Confirmed);
    other.verb = InstanceVerb::Start;
    w.page->showReport({2, InstanceVerb::Start, {other}});
    w.time.settle();
    QVERIFY(w.push(u"startAgainButton"_s));
    ActionOutcome started = w.outcome(1, End::Confirmed);
    started.verb = InstanceVerb::Start;
    w.page->showReport({3, InstanceVerb::Start, {started}});
    w.time.settle();
    QVERIFY(!w.push(u"startAgainButton"_s));
}

void TestMainWindow::F29_whatPassesCanBeRetried()
{
    Window w;
    w.ready(3);
    for (const QString &code : {u"ModelArts.6333"_s, u"ModelArts.6355"_s}) {
        ActionOutcome passing = w.outcome(1, End::Failed);
        passing.error = ApiError();
        passing.error->kind = ApiError::Kind::Conflict;
        passing.error->code = code;
        w.page->showReport({1, InstanceVerb::Prolong, {passing}});
        w.time.settle();
        QVERIFY(w.push(u"retryButton"_s));
    }
}

void TestMainWindow::F38_requestIdStandsBelowTheText()
{
    Window w;
    w.ready(3);
    ActionOutcome failed = w.outcome(1, End::Failed);
    failed.error = ApiError();
    failed.error->requestId = u"<b>4711</b>"_s;
    w.page->showReport({1, InstanceVerb::Prolong, {w.outcome(0, End::Confirmed), failed}});
    w.time.settle();
    QCOMPARE(w.label(u"messageRequestId"_s), u"Request ID: <b>4711</b>"_s);
    QCOMPARE(w.child<QLabel>(u"messageRequestId"_s)->textFormat(), Qt::PlainText);
    QVERIFY(!w.messages().constFirst().contains(u"4711"_s));
    // Two of them could not be told apart there.
    ActionOutcome second = failed;
    second.id = u"002"_s;
    w.page->showReport({1, InstanceVerb::Prolong, {failed, second}});
    w.time.settle();
    QCOMPARE(w.label(u"messageRequestId"_s), QString());
}

void TestMainWindow::F51_wrongTimesAreToldOnce()
{
    Window w;
    w.ready(3);
    QVERIFY(w.messages().isEmpty());
    w.state.wrongTimes = 1;
    w.ready(3);
    const QStringList told{
        u"One instance came with times that cannot be right; they are shown as unknown."_s};
    QCOMPARE(w.messages(), told);
    w.state.wrongTimes = 2;
    w.ready(3);
    QCOMPARE(w.messages(), told);
    QTest::mouseClick(w.child<QToolButton>(u"closeMessageButton"_s), Qt::LeftButton);
    QVERIFY(w.messages().isEmpty());
    w.phase(ReadingState::Phase::Offline);
    w.ready(3);
    QVERIFY(w.messages().isEmpty());
}

void TestMainWindow::F77_rowsOfAListingThatBrokeOffAreMarked()
{
    Window w;
    w.phase(ReadingState::Phase::Loading);
    QCOMPARE(w.label(u"clockLabel"_s), QString());
    w.fill(3);
    w.phase(ReadingState::Phase::Incomplete);
    QCOMPARE(w.label(u"clockLabel"_s), u"clock not verified"_s);
}

void TestMainWindow::F31_inputIsKept_data()
{
    QTest::addColumn<qint64>("addedMs");
    QTest::newRow("add") << qint64(5 * 3'600'000);
    QTest::newRow("until") << qint64(0);
}

void TestMainWindow::whatWasDoneSinceIsNotOfferedAgain()
{
    Window w;
    w.ready(3);
    w.page->showReport({1, InstanceVerb::Prolong, {w.outcome(0, End::Failed), w.outcome(1, End::Failed)}});
    QCOMPARE(w.messages(), QStringList{u"2 failed: nb-000 – no. · nb-001 – no."_s});
    // Another verb, another instance, another failure: nothing of it is over.
    ActionOutcome stopped = w.outcome(0, End::Confirmed);
    stopped.verb = InstanceVerb::Stop;
    w.page->showReport({2, InstanceVerb::Stop, {stopped}});
    w.page->showReport({3, InstanceVerb::Prolong, {w.outcome(2, End::Confirmed)}});
    w.time.advance(60'000);
    QCOMPARE(w.messages(), QStringList{u"2 failed: nb-000 – no. · nb-001 – no."_s});
    w.page->showReport({4, InstanceVerb::Prolong, {w.outcome(0, End::Confirmed)}});
    w.time.advance(60'000);
    QCOMPARE(w.messages(), QStringList{u"nb-001 – no."_s});
    w.page->showReport({5, InstanceVerb::Prolong, {w.outcome(1, End::LeftAlone)}});
    QCOMPARE(w.messages(), QStringList{u"nb-001 – no."_s});
    QVERIFY(!w.push(u"retryButton"_s)); // that is how the last one ended
    w.page->showReport({6, InstanceVerb::Prolong, {w.outcome(1, End::Confirmed)}});
    w.time.advance(60'000);
    QVERIFY(w.messages().isEmpty());
}

void TestMainWindow::failedAgainIsToldOnce()
{
    Window w;
    w.ready(2);
    w.page->showReport({1, InstanceVerb::Prolong, {w.outcome(0, End::Failed), w.outcome(1, End::Failed)}});
    w.page->showReport({2, InstanceVerb::Prolong, {w.outcome(0, End::Failed)}});
    const auto told = [&w] {
        QStringList texts = w.messages();
        texts.sort();
        return texts;
    };
    QCOMPARE(told(), QStringList({u"nb-000 – no."_s, u"nb-001 – no."_s}));
    w.page->showReport({3, InstanceVerb::Prolong, {w.outcome(1, End::Failed)}});
    QCOMPARE(told(), QStringList({u"nb-000 – no."_s, u"nb-001 – no."_s}));
}

void TestMainWindow::anEarlierDecisionThatEndsLaterTakesNothingBack()
{
    Window w;
    w.ready(1);
    w.page->showReport({2, InstanceVerb::Prolong, {w.outcome(0, End::Failed)}}); // while 1 was under way
    w.page->showReport({1, InstanceVerb::Prolong, {w.outcome(0, End::Confirmed)}});
    w.time.advance(60'000);
    QCOMPARE(w.messages(), QStringList{u"nb-000 – no."_s});
}

void TestMainWindow::deletedTakesBackWhatFailed()
{
    Window w;
    w.ready(1);
    w.page->showReport({1, InstanceVerb::Prolong, {w.outcome(0, End::Failed)}});
    ActionOutcome gone = w.outcome(0, End::Confirmed);
    gone.verb = InstanceVerb::Delete;
    w.page->showReport({2, InstanceVerb::Delete, {gone}});
    w.time.advance(60'000);
    QVERIFY(w.messages().isEmpty());
}

void TestMainWindow::aLaterFactTakesBackWhatWasSaid()
{
    Window w;
    w.ready(3);
    ActionOutcome other = w.outcome(0, End::Failed);
    other.text = u"The service says that it stops today 09:04."_s;
    other.saidStopMs = leaseEndMs(w.store.find(u"000"_s)->instance.lease);
    w.page->showReport({1, InstanceVerb::Prolong, {other}});
    ActionOutcome stopping = w.outcome(1, End::Confirmed);
    stopping.verb = InstanceVerb::Stop;
    stopping.text = u"nb-001 is stopping."_s;
    stopping.leadsTo = InstanceStatus::Stopped;
    w.put({w.instance(u"001"_s, InstanceStatus::Stopping)});
    w.page->showReport({2, InstanceVerb::Stop, {stopping}});
    // Neither another row nor the same fact once more.
    Instance named = w.instance(u"000"_s);
    named.description = u"another"_s;
    w.put({named, w.instance(u"002"_s, InstanceStatus::Stopped)});
    QCOMPARE(w.messages().size(), 2);
    w.put({w.instance(u"001"_s, InstanceStatus::Stopped)});
    QCOMPARE(w.messages(), QStringList{u"nb-000 – The service says that it stops today 09:04."_s});
    w.put({w.instance(u"000"_s, InstanceStatus::Running, 4 * HourMs)});
    QVERIFY(w.messages().isEmpty());
}

void TestMainWindow::retryingGivesTheKeyboardBackToTheTable()
{
    Window w;
    w.ready(2);
    w.select(0);
    w.page->showReport({1, InstanceVerb::Stop, {w.outcome(0, End::Failed)}});
    w.page->showReport({2, InstanceVerb::Stop, {w.outcome(1, End::Failed)}});
    w.time.settle();
    QPushButton *retry = w.push(u"retryButton"_s);
    retry->setFocus(Qt::MouseFocusReason);
    QTest::mouseClick(retry, Qt::LeftButton);
    w.time.settle();
    QVERIFY(w.view()->hasFocus());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Delete);
    QCOMPARE(w.dialogs().size(), 1);
    w.closeDialogs();
}

void TestMainWindow::F27_permissionsAreLearnt()
{
    Window w;
    w.fill(2, InstanceStatus::Stopped);
    w.phase(ReadingState::Phase::Ready);
    w.select(0);
    QVERIFY(w.button(u"deleteAction"_s)->isEnabled());
    ActionOutcome refused{w.view()->selectedIds().constFirst(),
                          {},
                          InstanceVerb::Delete,
                          ActionOutcome::End::Failed,
                          u"No."_s,
                          ApiError{},
                          false};
    // Refused for another reason: the project is wrong, not the permission.
    refused.error->kind = ApiError::Kind::Forbidden;
    w.page->showReport({1, InstanceVerb::Delete, {refused}});
    w.time.settle();
    QVERIFY(w.button(u"deleteAction"_s)->isEnabled());
    refused.deniedVerb = InstanceVerb::Delete;
    w.page->showReport({2, InstanceVerb::Delete, {refused}});
    w.time.settle();
    QVERIFY(!w.button(u"deleteAction"_s)->isEnabled());
    QCOMPARE(w.button(u"deleteAction"_s)->toolTip(), u"Needs permission modelarts:notebook:delete"_s);
    QVERIFY(w.button(u"startAction"_s)->isEnabled());
    w.select(1);
    QVERIFY(w.button(u"deleteAction"_s)->isEnabled());
}

void TestMainWindow::clockWarning()
{
    Window w;
    w.ready(1);
    QCOMPARE(w.label(u"clockLabel"_s), u"clock not verified"_s);
    const qint64 sent = w.time.monotonicMs();
    w.serverClock.observe(w.time.wallMs() - 4 * MinuteMs - 5'000, sent, sent + 100);
    w.time.settle();
    QCOMPARE(w.messages(), QStringList{u"Your clock is 4 min ahead. Times shown are corrected."_s});
    QCOMPARE(w.label(u"clockLabel"_s), u"clock +4 min"_s);
    w.time.advance(5'000);
    QCOMPARE(w.messages().size(), 1);
}

void TestMainWindow::openEmitsTheId()
{
    Window w;
    w.ready(2);
    w.select(1);
    QSignalSpy open(w.page, &AccountPage::openRequested);
    QTest::mouseClick(w.button(u"openAction"_s), Qt::LeftButton);
    QTest::keyClick(w.view(), Qt::Key_O, Qt::ControlModifier);
    QCOMPARE(open.size(), 2);
    QCOMPARE(open.at(0).at(0).toString(), u"001"_s);
    QVERIFY(w.dialogs().isEmpty());
}

void TestMainWindow::callOffReachesWhatIsUnderWay()
{
    Window w;
    w.ready(2);
    w.select(0);
    QVERIFY(!w.child<QAction>(u"callOffAction"_s)->isEnabled());
    w.store.setActivity(u"000"_s, {RowActivity::State::Working, InstanceVerb::Delete, u"Stopping…"_s, true});
    w.time.settle();
    QSignalSpy cancel(w.page, &AccountPage::cancelRequested);
    QVERIFY(w.child<QAction>(u"callOffAction"_s)->isEnabled());
    w.child<QAction>(u"callOffAction"_s)->trigger();
    QCOMPARE(cancel.size(), 1);
    QCOMPARE(cancel.at(0).at(0).toString(), u"000"_s);
    QVERIFY(!w.button(u"stopAction"_s)->isEnabled());
}

void TestMainWindow::tabGoesInReadingOrder()
{
    Window w;
    w.ready(2);
    w.page->showNotice(u"Something was told before."_s);
    w.page->host(new ProfileButton);
    w.page->showNotice(u"And something after."_s);
    w.time.settle();
    w.child<QWidget>(u"profileButton"_s)->setFocus();
    QStringList walk;
    for (int i = 0; i < 7; ++i) {
        walk.append(QApplication::focusWidget()->objectName());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    QCOMPARE(walk, QStringList({u"profileButton"_s, u"refreshAction"_s, u"filterEdit"_s, u"viewMenuButton"_s,
                                u"instanceTable"_s, u"closeMessageButton"_s, u"closeMessageButton"_s}));
}

void TestMainWindow::theFirstWindowFitsTheScreen()
{
    UiFixture fixture;
    const MainWindow window(fixture.settings);
    const QSize screen = window.screen()->availableGeometry().size();
    QCOMPARE(window.size().boundedTo(screen), window.size());
}

void TestMainWindow::F69_closingAsksTheOwner()
{
    Window w;
    w.ready(2);
    w.select(0);
    QSignalSpy quit(w.window.get(), &MainWindow::quitRequested);
    QVERIFY(!w.window->close());
    QCOMPARE(quit.size(), 1);
    QVERIFY(w.window->isVisible());
    QVERIFY(!w.settings.windowGeometry().isEmpty());
    QVERIFY(!w.settings.tableLayout().isEmpty());
    w.page->showFinishing(2, Leaving::Quitting);
    QCOMPARE(w.messages(), QStringList{u"Waiting for the service to answer 2 requests before closing…"_s});
    QVERIFY(!w.button(u"deleteAction"_s)->isEnabled());
    w.page->openDialog(InstanceVerb::Delete, {u"000"_s});
    QVERIFY(w.dialogs().isEmpty());
    w.page->showFinishing(1, Leaving::Quitting, 3);
    QCOMPARE(w.messages(), QStringList{u"3 actions were called off before they were sent. Waiting for the "
                                       "service to answer one request before closing…"_s});
    QSignalSpy atOnce(w.page, &AccountPage::leaveAtOnceRequested);
    QTest::mouseClick(w.push(u"doNotWaitButton"_s), Qt::LeftButton);
    QCOMPARE(atOnce.size(), 1);
    w.page->showFinishing(0, Leaving::Quitting);
    QVERIFY(w.messages().isEmpty());
    w.window->hide();
    QVERIFY(w.window->close());
}

void TestMainWindow::F70_whatIsNotKnownCanBeLetGo()
{
    Window w;
    w.ready(3);
    ActionOutcome open;
    open.id = u"001"_s;
    open.name = u"nb"_s;
    open.end = ActionOutcome::End::Unresolved;
    open.text = u"Nobody knows about nb."_s;
    open.staysOpen = true;
    BatchReport report{9, InstanceVerb::Stop, {open}};
    report.leftOpen = true;
    w.page->showReport(report);
    QCOMPARE(w.messages(), QStringList{open.text});
    QSignalSpy letGo(w.page, &AccountPage::letGoRequested);
    QTest::mouseClick(w.push(u"letGoButton"_s), Qt::LeftButton);
    QCOMPARE(letGo.size(), 1);
    QCOMPARE(letGo.at(0).at(0).toStringList(), QStringList{u"001"_s});
    QVERIFY(w.messages().isEmpty());
    // What is told of an earlier run stays until it is read.
    ActionOutcome done = open;
    done.end = ActionOutcome::End::Confirmed;
    done.text = u"It was."_s;
    done.staysOpen = false;
    report = {10, InstanceVerb::Stop, {done}, true};
    w.page->showReport(report);
    w.time.advance(600'000);
    QCOMPARE(w.messages(), QStringList{done.text});
    QVERIFY(!w.push(u"letGoButton"_s));
}

void TestMainWindow::watchedFollowsTheWindow()
{
    Window w;
    w.ready(2);
    QSignalSpy watched(w.window.get(), &MainWindow::watchedChanged);
    w.window->hide();
    w.window->show();
    QCOMPARE(watched.size(), 2);
    QCOMPARE(watched.at(0).at(0).toBool(), false);
    QCOMPARE(watched.at(1).at(0).toBool(), true);
    // Nothing ticks while nobody looks.
    w.window->hide();
    w.time.advance(1'000);
    QCOMPARE(w.time.pendingTimers(), 0);
}

void TestMainWindow::toolbarKeepsIconsWhereWordsHaveNoRoom()
{
    Window w;
    w.ready(2);
    QCOMPARE(w.button(u"deleteAction"_s)->toolButtonStyle(), Qt::ToolButtonTextBesideIcon);
    w.window->resize(w.window->minimumSize());
    w.time.settle();
    QCOMPARE(w.button(u"deleteAction"_s)->toolButtonStyle(), Qt::ToolButtonIconOnly);
    for (const QString &name : {u"refreshAction"_s, u"startAction"_s, u"stopAction"_s, u"prolongAction"_s,
                                u"openAction"_s, u"deleteAction"_s, u"viewMenuButton"_s}) {
        const QToolButton *button = w.button(name);
        QVERIFY(button->isVisible());
        const QRect place(button->mapTo(w.window.get(), QPoint(0, 0)), button->size());
        QVERIFY2(w.window->rect().contains(place), qPrintable(name));
    }
    QVERIFY(w.filter()->isVisible() && w.filter()->width() >= 60);
}

void TestMainWindow::themeChangesUnderTheOpenWindow()
{
    Window w;
    w.ready(3);
    w.page->showNotice(u"x"_s);
    w.typeFilter(u"nb"_s);
    const auto ground = [&w] { return w.window->grab().toImage().pixelColor(2, w.view()->y() + 120); };
    for (const Theme theme : {Theme::Dark, Theme::Light, Theme::Dark, Theme::System}) {
        applyTheme(theme);
        w.time.settle();
        const ColourScheme scheme = theme == Theme::Dark ? ColourScheme::Dark : ColourScheme::Light;
        QCOMPARE(colourScheme(w.window->palette()), scheme);
        QCOMPARE(ground().lightnessF() < 0.5F, theme == Theme::Dark);
    }
}

void TestMainWindow::F49_namesAreNeverMarkup()
{
    Window w;
    Instance trap = w.instance(u"1"_s);
    trap.name = u"<b>bold</b>"_s;
    w.put({trap});
    w.phase(ReadingState::Phase::Ready);
    Decision decision;
    decision.verb = InstanceVerb::Delete;
    decision.targets = {decisionTarget(trap)};
    w.page->showGrace(1, decision, 5'000);
    w.page->showNotice(u"<i>x</i>"_s, u"details"_s);
    w.time.settle();
    for (const QLabel *label : w.window->findChildren<QLabel *>())
        QVERIFY2(label->textFormat() == Qt::PlainText, qPrintable(label->objectName()));
    QVERIFY(w.messages().contains(u"Deleting “<b>bold</b>” in 5 s…"_s));
    QVERIFY(w.messages().contains(u"<i>x</i>"_s));
}

void TestMainWindow::signingInIsOffered()
{
    Window w;
    QSignalSpy signIn(w.page, &AccountPage::signInRequested);
    w.phase(ReadingState::Phase::SignedOut);
    QTest::mouseClick(w.push(u"signInPageButton"_s), Qt::LeftButton);
    QCOMPARE(signIn.size(), 1);
    // The keyboard was in the table's place, and finds there what can be done.
    QVERIFY(w.push(u"signInPageButton"_s)->hasFocus());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(signIn.size(), 2);
    w.phase(ReadingState::Phase::Loading);
    QVERIFY(w.child<SkeletonPage>(u"skeletonPage"_s)->hasFocus());
    w.phase(ReadingState::Phase::SignedOut);
    QVERIFY(w.push(u"signInPageButton"_s)->hasFocus());
    w.phase(ReadingState::Phase::Ready);
    QVERIFY(w.child<QWidget>(u"placeholderPage"_s)->hasFocus());
    // With rows it is the message that offers it.
    w.ready(2);
    QVERIFY(!w.push(u"signInButton"_s));
    w.phase(ReadingState::Phase::SignedOut);
    QTest::mouseClick(w.push(u"signInButton"_s), Qt::LeftButton);
    QCOMPARE(signIn.size(), 3);
    QVERIFY(w.view()->isVisible());
}

void TestMainWindow::readOnlyProfilesChangeNothing()
{
    Window w;
    w.profile.isReadOnly = true;
    w.page = w.newPage();
    w.window->showAccount(w.page);
    w.ready(3);
    w.select(1);
    for (const QString &name : {u"deleteAction"_s, u"stopAction"_s, u"prolongAction"_s}) {
        QVERIFY(!w.button(name)->isEnabled());
        QVERIFY2(w.button(name)->toolTip().contains("read-only"_L1), qPrintable(w.button(name)->toolTip()));
    }
    QVERIFY(w.button(u"openAction"_s)->isEnabled());
    QVERIFY(w.button(u"refreshAction"_s)->isEnabled());
    QTest::keyClick(w.view(), Qt::Key_Delete);
    w.page->openDialog(InstanceVerb::Delete, {u"001"_s});
    QVERIFY(w.dialogs().isEmpty());
}

void TestMainWindow::anotherPageKeepsTheFrame()
{
    Window w;
    w.ready(3);
    w.window->resize(900, 600);
    const QRect place = w.window->geometry();
    QVERIFY(w.window->windowTitle().startsWith("OTC prod"_L1));
    const QPointer<AccountPage> old = w.page;
    w.profile.name = u"<b>lab</b>"_s;
    w.page = w.newPage();
    w.window->showAccount(w.page);
    w.time.settle();
    QVERIFY(!old);
    QCOMPARE(w.window->account(), w.page);
    QCOMPARE(w.window->geometry(), place);
    QVERIFY(w.window->windowTitle().startsWith("<b>lab</b>"_L1));
    QVERIFY(w.window->isAncestorOf(QApplication::focusWidget()));
    // The new page answers the shortcuts, once each.
    QSignalSpy refresh(w.page, &AccountPage::refreshRequested);
    QTest::keyClick(w.window.get(), Qt::Key_F5);
    QCOMPARE(refresh.size(), 1);

    auto *beginning = new QWidget;
    w.window->showBeginning(beginning);
    QCOMPARE(w.window->account(), nullptr);
    QCOMPARE(w.window->geometry(), place);
    QVERIFY(beginning->isVisible());
    QCOMPARE(w.window->windowTitle(), u"Leasekeeper"_s);
}

void TestMainWindow::F62_theOldPageTakesItsDialogsAlong()
{
    Window w;
    w.ready(3);
    w.page->openDialog(InstanceVerb::Delete, {u"001"_s});
    w.page->openDialog(InstanceVerb::Prolong, {u"002"_s});
    const QPointer<InstanceDialog> dialog = w.dialogs().constFirst();
    QSignalSpy decided(w.page, &AccountPage::decided);
    w.page = w.newPage();
    w.window->showAccount(w.page);
    QVERIFY(!dialog);
    QVERIFY(w.dialogs().isEmpty());
    QVERIFY(decided.isEmpty());
    QVERIFY(w.window->isEnabled());
    w.ready(3);
    QApplication::setActiveWindow(w.window.get());
    QTest::keyClick(w.view(), Qt::Key_F, Qt::ControlModifier);
    QVERIFY(w.filter()->hasFocus());
}

void TestMainWindow::quitWorksWithoutAnAccount()
{
    Settings settings{QString()};
    MainWindow window(settings);
    window.showBeginning(new QWidget);
    window.show();
    QApplication::setActiveWindow(&window);
    QSignalSpy quit(&window, &MainWindow::quitRequested);
    QTest::keyClick(&window, Qt::Key_Q, Qt::ControlModifier);
    QCOMPARE(quit.size(), 1);
}

void TestMainWindow::noticesWithoutAnAccountAreReadTogether()
{
    Settings settings{QString()};
    MainWindow window(settings);
    window.showBeginning(new QWidget);
    window.show();
    window.showNotice(u"One <b>x</b>."_s);
    window.showNotice(u"Two."_s);
    const QList<QLabel *> labels = window.findChildren<QLabel *>(u"beginningNotice"_s);
    QCOMPARE(labels.size(), 1);
    QCOMPARE(labels.first()->text(), u"One <b>x</b>.\nTwo."_s);
    QTRY_VERIFY(labels.first()->isVisible());
}

void TestMainWindow::waitingBeforeASwitchIsSaid()
{
    Window w;
    w.ready(2);
    w.select(0);
    w.page->showFinishing(1, Leaving::Switching);
    QCOMPARE(w.messages(),
             QStringList{u"Waiting for the service to answer one request before the profile changes…"_s});
    QCOMPARE(w.button(u"deleteAction"_s)->toolTip(), u"Another profile is being opened."_s);
    w.page->showFinishing(0, Leaving::Switching);
    QVERIFY(w.messages().isEmpty());
    w.time.settle();
    QVERIFY(w.button(u"deleteAction"_s)->isEnabled());
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
