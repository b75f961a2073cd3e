// SPDX-License-Identifier: MIT
#include "accountpage.h"

#include "commandbar.h"
#include "commands.h"
#include "countdownticker.h"
#include "dialogdesk.h"
#include "icons.h"
#include "instancesortmodel.h"
#include "instancestore.h"
#include "instancetablemodel.h"
#include "instanceview.h"
#include "learntpermissions.h"
#include "messagebar.h"
#include "placeholderpage.h"
#include "plaintext.h"
#include "profilebutton.h"
#include "profilestrip.h"
#include "readingpresenter.h"
#include "readingtext.h"
#include "reportpresenter.h"
#include "selectionreader.h"
#include "serverclock.h"
#include "settings.h"
#include "skeletonpage.h"
#include "statusline.h"
#include "tablepages.h"
#include "thinprogress.h"
#include "viewlayout.h"
#include "viewmenus.h"

#include <QAction>
#include <QDialog>
#include <QLineEdit>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr qint64 FilterDelayMs = 80;

constexpr InstanceVerb Verbs[] = {InstanceVerb::Start, InstanceVerb::Stop, InstanceVerb::Prolong,
                                  InstanceVerb::Open, InstanceVerb::Delete};

} // namespace

struct AccountPage::Private {
    Private(AccountPage &page, const Sources &given, const Profile &account);

    void build();
    void connectParts();
    void makeMenus();
    void updateLater();
    void update();
    [[nodiscard]] WriteAccess writeAccess() const;
    void showSelection();
    void updateCommands();
    void updateCounts();
    void updatePage();
    void updateSignInEnd();
    void updateScope();
    void applyFilter();
    void leaveFilter();
    void callOffSelected();
    void refreshByHand();

    AccountPage &q;
    Sources sources;
    Profile profile;
    Profile shownProfile; ///< what the strip shows of it
    LeaseRange range;
    InstanceSortModel sortModel;
    LearntPermissions permissions;
    OneShotTimer filterLater;
    Commands *commands;
    ProfileStrip *strip;
    CommandBar *bar;
    ThinProgress *progress;
    MessageBar *messages;
    QStackedWidget *pages;
    InstanceView *view;
    SelectionReader *selection;
    SkeletonPage *skeleton;
    PlaceholderPage *placeholder;
    StatusLine *status;
    ReadingPresenter *reading;
    ReportPresenter *reports;
    DialogDesk *desk;
    quint64 lastNotice = 0;
    QMenu *viewMenu = nullptr;
    std::optional<Leaving> leaving;
    bool updateScheduled = false;
};

AccountPage::Private::Private(AccountPage &page, const Sources &given, const Profile &account)
    : q(page),
      sources(given),
      profile(account),
      shownProfile(account),
      range(account.leaseRange),
      filterLater(given.timers, [this] { applyFilter(); }),
      commands(new Commands(&page)),
      strip(new ProfileStrip(account)),
      bar(new CommandBar(*commands)),
      progress(new ThinProgress),
      messages(new MessageBar(given.timers)),
      pages(new QStackedWidget)
{
    sortModel.setSourceModel(&sources.model);
    view = new InstanceView(sources.model, sortModel, sources.settings, sources.timers);
    selection = new SelectionReader(*view, permissions, sources.timers, &page);
    skeleton = new SkeletonPage;
    placeholder = new PlaceholderPage;
    status = new StatusLine;
    build();
    reading = new ReadingPresenter({*status, *messages, *progress}, sources.store, sources.serverClock,
                                   sources.clock, sources.timers, profile, &page);
    reports =
        new ReportPresenter(*messages, sources.store,
                            {[this](BatchId batch) { Q_EMIT q.retryRequested(batch); },
                             [this](const QStringList &ids) { q.openDialog(InstanceVerb::Delete, ids); },
                             [this](const QStringList &ids) { q.openDialog(InstanceVerb::Start, ids); },
                             [this](const QStringList &ids) { Q_EMIT q.letGoRequested(ids); },
                             [this](const QStringList &ids, const ProlongChoice &choice) {
                                 if (!leaving && !profile.isReadOnly)
                                     desk->prolongAgain(ids, choice);
                             }},
                            &page);
    desk = new DialogDesk(
        [this] {
            return DialogContext{sources.store,  sources.serverClock, sources.clock,
                                 sources.timers, sources.settings,    profile,
                                 range};
        },
        sortModel, &page);
    connectParts();
    makeMenus();
}

void AccountPage::Private::build()
{
    auto *column = new QVBoxLayout(&q);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(strip);
    column->addWidget(bar);
    column->addWidget(progress);
    pages->addWidget(view);
    pages->addWidget(skeleton);
    pages->addWidget(placeholder);
    column->addWidget(pages, 1);
    // Below the table: a message that comes or goes must not move rows under the mouse.
    column->addWidget(messages);
    column->addWidget(status);
    pages->setCurrentWidget(skeleton);
    skeleton->setFocus();
}

void AccountPage::Private::connectParts()
{
    connect(commands->refresh(), &QAction::triggered, &q, [this] { refreshByHand(); });
    for (const InstanceVerb verb : Verbs) {
        connect(commands->forVerb(verb), &QAction::triggered, &q,
                [this, verb] { q.openDialog(verb, view->selectedIds()); });
    }
    connect(commands->callOff(), &QAction::triggered, &q, [this] { callOffSelected(); });
    connect(commands->undo(), &QAction::triggered, &q, [this] {
        if (const BatchId batch = messages->latestGrace())
            Q_EMIT q.undoRequested(batch);
    });
    connect(commands->find(), &QAction::triggered, bar->filterEdit(), [this] {
        bar->filterEdit()->setFocus(Qt::ShortcutFocusReason);
        bar->filterEdit()->selectAll();
    });
    connect(commands->copy(), &QAction::triggered, view, &InstanceView::copySelection);

    connect(bar->filterEdit(), &QLineEdit::textChanged, &q, [this] { filterLater.start(FilterDelayMs); });
    connect(bar, &CommandBar::filterLeft, &q, [this] { leaveFilter(); });
    connect(messages, &MessageBar::undoRequested, &q, &AccountPage::undoRequested);
    connect(messages, &MessageBar::keyboardFreed, &q, [this] { q.takeFocus(); });
    connect(reading, &ReadingPresenter::retryRequested, &q, [this] { refreshByHand(); });
    connect(reading, &ReadingPresenter::signInRequested, &q, &AccountPage::signInRequested);
    connect(desk, &DialogDesk::decided, &q, &AccountPage::decided);
    connect(desk, &DialogDesk::readRequested, &q, &AccountPage::readRequested);
    connect(placeholder, &PlaceholderPage::buttonPressed, &q, [this](const QString &name) {
        if (name == ClearFilterButton)
            bar->filterEdit()->clear();
        else if (name == SignInPageButton)
            Q_EMIT q.signInRequested();
        else if (name == EditProfileButton)
            Q_EMIT q.profileChangeRequested();
        else if (name == AllOwnersButton)
            Q_EMIT q.allOwnersRequested();
        else if (name == ConsoleButton)
            Q_EMIT q.consoleRequested();
        else
            refreshByHand();
    });

    connect(view, &InstanceView::deleteRequested, commands->forVerb(InstanceVerb::Delete), &QAction::trigger);
    const auto later = [this] { updateLater(); };
    connect(view, &InstanceView::selectionAltered, &q, later);
    connect(selection, &SelectionReader::finished, &q, [this] { showSelection(); });
    for (const QAbstractItemModel *model :
         std::initializer_list<QAbstractItemModel *>{&sortModel, &sources.model}) {
        connect(model, &QAbstractItemModel::rowsInserted, &q, later);
        connect(model, &QAbstractItemModel::rowsRemoved, &q, later);
        connect(model, &QAbstractItemModel::dataChanged, &q, later);
    }
    connect(&sortModel, &QAbstractItemModel::modelReset, &q, later);
    connect(&sortModel, &QAbstractItemModel::layoutChanged, &q, later);
    connect(&sources.serverClock, &ServerClock::adjusted, &view->ticker(), &CountdownTicker::lookLater);
}

void AccountPage::Private::makeMenus()
{
    viewMenu = new QMenu(bar->viewButton());
    auto *columns = viewMenu->addMenu(icon(Icon::Columns), tr("&Columns"));
    addColumnChooser(*columns, *view);
    addThemeChooser(*viewMenu->addMenu(tr("&Theme")), sources.settings);
    viewMenu->addSeparator();
    holdRowsWhileOpen(*viewMenu, sortModel);
    bar->viewButton()->setMenu(viewMenu);

    connect(view, &InstanceView::headerMenuRequested, &q,
            [this](const QPoint &pos) { popUpHeaderMenu(*view, sortModel, pos); });
    connect(view, &InstanceView::menuRequested, &q, [this](const QPoint &pos) {
        update();
        popUpRowMenu(*view, *commands, sortModel, pos);
    });
}

void AccountPage::Private::updateLater()
{
    // Its rows may not be where they were.
    selection->stop();
    if (updateScheduled)
        return;
    // Many announcements, one update.
    updateScheduled = true;
    QMetaObject::invokeMethod(
        &q, [this] { update(); }, Qt::QueuedConnection);
}

void AccountPage::Private::update()
{
    updateScheduled = false;
    selection->restart();
    showSelection();
    updatePage();
}

void AccountPage::Private::showSelection()
{
    // Half read, it says nothing yet of what can be done; the dialogs judge for themselves. That nothing can
    // be done at all does not depend on it.
    if (!selection->isReading() || writeAccess() != WriteAccess::Allowed)
        updateCommands();
    commands->undo()->setEnabled(messages->latestGrace() != 0);
    updateCounts();
}

WriteAccess AccountPage::Private::writeAccess() const
{
    if (leaving)
        return *leaving == Leaving::Quitting ? WriteAccess::Finishing : WriteAccess::Switching;
    return profile.isReadOnly ? WriteAccess::ReadOnly : leasekeeper::writeAccess(reading->state().phase);
}

void AccountPage::Private::updateCommands()
{
    const WriteAccess access = writeAccess();
    const SelectionTally &tally = selection->tally();
    for (const InstanceVerb verb : Verbs)
        commands->show(tally.summary(verb, access));
    commands->callOff()->setEnabled(tally.isCancellable());
    commands->copy()->setEnabled(tally.selected() > 0);
}

void AccountPage::Private::updateCounts()
{
    // What is selected is told at once, its size when it is known.
    const StorageTotal storage = selection->isReading() ? StorageTotal() : selection->tally().storage();
    status->setCounts(countsText(sortModel.rowCount(), sources.model.rowCount(), selection->selected(),
                                 storage.capacityGb, storage.unknownCapacities));
}

void AccountPage::Private::updateSignInEnd()
{
    strip->setSignInEnd(signInEndText(
        profile, {sources.serverClock.nowMs(), std::nullopt, QTimeZone::systemTimeZone(), QLocale()}));
}

void AccountPage::Private::updateScope()
{
    const Profile shown = profileAsRead(profile, reading->state());
    if (shown == shownProfile)
        return;
    shownProfile = shown;
    strip->setProfile(shown);
}

void AccountPage::Private::updatePage()
{
    const TablePage page = tablePage(reading->state().phase, sources.model.rowCount(), sortModel.rowCount());
    view->setGreyed(leasekeeper::writeAccess(reading->state().phase) != WriteAccess::Allowed);
    QWidget *shown = placeholder;
    if (page == TablePage::Table)
        shown = view;
    else if (page == TablePage::Loading)
        shown = skeleton;
    else
        placeholder->setLook(placeholderLook(page, reading->state(), profile, sources.model.rowCount(),
                                             sortModel.filterText()));
    if (pages->currentWidget() == shown)
        return;
    // The keyboard follows the page, unless it is busy elsewhere.
    const bool hadFocus = pages->isAncestorOf(q.focusWidget());
    pages->setCurrentWidget(shown);
    if (hadFocus)
        shown->setFocus();
}

void AccountPage::Private::applyFilter()
{
    filterLater.stop();
    sortModel.setFilterText(bar->filterEdit()->text());
    update();
}

void AccountPage::Private::leaveFilter()
{
    applyFilter();
    view->setFocus(Qt::OtherFocusReason);
}

void AccountPage::Private::callOffSelected()
{
    for (const QString &id : view->selectedIds()) {
        const TrackedInstance *row = sources.model.find(id);
        if (row && row->activity.isActive() && row->activity.cancellable)
            Q_EMIT q.cancelRequested(id);
    }
}

void AccountPage::Private::refreshByHand()
{
    // What was refused before may have been granted meanwhile.
    q.forgetDenied();
    Q_EMIT q.refreshRequested();
}

AccountPage::AccountPage(const Sources &sources, const Profile &profile, QWidget *parent) : QWidget(parent)
{
    setObjectName(u"accountPage"_s);
    d = std::make_unique<Private>(*this, sources, profile);
    d->update();
}

AccountPage::~AccountPage()
{
    // A dialog that is open leaves as when it is cancelled: the window must not stay blocked behind it.
    const QList<QDialog *> dialogs = findChildren<QDialog *>();
    for (QDialog *dialog : dialogs)
        dialog->reject();
    // What looks at the view and the messages goes before them.
    delete d->selection;
    delete d->reports;
    // Dialogs and the view go before the models they show, which are ours.
    qDeleteAll(findChildren<QWidget *>(Qt::FindDirectChildrenOnly));
}

const Profile &AccountPage::profile() const
{
    return d->profile;
}

void AccountPage::setProfile(const Profile &profile)
{
    d->profile = profile;
    d->updateScope();
    d->updateSignInEnd();
    d->reading->setProfile(profile);
    d->updateLater();
}

void AccountPage::host(ProfileButton *button)
{
    d->strip->host(button);
    // It came to the end of the chain, where messages would come between it and what it stands before.
    QWidget *next = d->bar->widgetForAction(d->commands->refresh());
    setTabOrder(next, button);
    setTabOrder(button, next);
}

void AccountPage::addWindowAction(QAction *action)
{
    d->viewMenu->addAction(action);
}

void AccountPage::setWatched(bool watched)
{
    d->reading->setWatched(watched);
}

void AccountPage::saveLayout()
{
    d->view->layoutOfColumns().save();
}

void AccountPage::takeFocus()
{
    d->pages->currentWidget()->setFocus();
}

void AccountPage::showReadingState(const ReadingState &state)
{
    d->reading->setState(state);
    d->updateScope();
    d->updateSignInEnd();
    d->updateLater();
}

void AccountPage::setLeaseRange(const LeaseRange &range)
{
    d->range = range;
}

void AccountPage::openDialog(InstanceVerb verb, const QStringList &ids)
{
    if (ids.isEmpty() || d->leaving)
        return;
    if (verb != InstanceVerb::Open) {
        if (d->profile.isReadOnly)
            return;
        d->desk->open(verb, ids);
        return;
    }
    for (const QString &id : ids) {
        const TrackedInstance *row = d->sources.model.find(id);
        if (row && allows(row->instance.status, InstanceVerb::Open)) {
            Q_EMIT openRequested(id);
            return;
        }
    }
}

void AccountPage::forgetDenied()
{
    if (d->permissions.forget())
        d->updateLater();
}

void AccountPage::showGrace(BatchId batch, const Decision &decision, qint64 graceMs)
{
    d->messages->addGrace(batch, decision, graceMs);
    d->updateLater();
}

void AccountPage::endGrace(BatchId batch, bool undone)
{
    d->messages->removeGrace(batch);
    if (undone)
        d->messages->post(undoneMessage(batch));
    d->updateLater();
}

void AccountPage::showReport(const BatchReport &report)
{
    if (d->permissions.learn(report))
        d->updateLater();
    // An undone batch has been told of already.
    if (report.outcomes.isEmpty() || d->messages->isPosted(undoneKey(report.batch)))
        return;
    d->reports->show(report);
}

void AccountPage::showNotice(const QString &text, const QString &details, const QString &requestId)
{
    Message message;
    // Told again after it was closed, it is news again.
    message.key = u"notice-%1"_s.arg(++d->lastNotice);
    message.text = visibleText(text, 1000);
    message.details = details;
    message.requestId = requestId;
    d->messages->post(message);
}

void AccountPage::showKeeping(const QString &text)
{
    const QString key = u"keeping"_s;
    // Another reason is news even where the one before was closed.
    d->messages->withdraw(key);
    if (text.isEmpty())
        return;
    Message message;
    message.key = key;
    message.text = visibleText(text, 1000);
    d->messages->post(message);
}

void AccountPage::showFinishing(int inFlight, Leaving leaving, int calledOff)
{
    d->leaving = inFlight > 0 ? std::optional(leaving) : std::nullopt;
    if (d->leaving)
        d->messages->post(
            finishingMessage(inFlight, calledOff, leaving, [this] { Q_EMIT leaveAtOnceRequested(); }));
    else
        d->messages->withdraw(FinishingKey);
    d->update();
}

} // namespace leasekeeper
