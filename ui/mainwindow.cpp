// SPDX-License-Identifier: MIT
#include "mainwindow.h"

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
#include "profilestrip.h"
#include "readingpresenter.h"
#include "selectionsummary.h"
#include "serverclock.h"
#include "settings.h"
#include "skeletonpage.h"
#include "statusline.h"
#include "tablepages.h"
#include "thinprogress.h"
#include "viewlayout.h"
#include "viewmenus.h"
#include "windowmessages.h"

#include <QAction>
#include <QCloseEvent>
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
constexpr QSize UsualSize(1240, 760);
constexpr QSize LeastSize(480, 340);
constexpr QLatin1StringView ClearFilterButton("clearFilterButton");

constexpr InstanceVerb Verbs[] = {InstanceVerb::Start, InstanceVerb::Stop, InstanceVerb::Prolong,
                                  InstanceVerb::Open, InstanceVerb::Delete};

} // namespace

struct MainWindow::Private {
    Private(MainWindow &window, const Sources &given, const Profile &account);

    void build();
    void connectParts();
    void makeMenus();
    void updateLater();
    void update();
    void updateCommands(const QList<const TrackedInstance *> &selection);
    void updateCounts(const QList<const TrackedInstance *> &selection);
    void updatePage();
    void applyFilter();
    void leaveFilter();
    void callOffSelected();
    void tellWatched();

    MainWindow &q;
    Sources sources;
    Profile profile;
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
    SkeletonPage *skeleton;
    PlaceholderPage *placeholder;
    StatusLine *status;
    ReadingPresenter *reading;
    DialogDesk *desk;
    quint64 lastNotice = 0;
    bool watched = true;
    bool finishing = false;
    bool updateScheduled = false;
};

MainWindow::Private::Private(MainWindow &window, const Sources &given, const Profile &account)
    : q(window),
      sources(given),
      profile(account),
      range(account.leaseRange),
      filterLater(given.timers, [this] { applyFilter(); }),
      commands(new Commands(&window)),
      strip(new ProfileStrip(account)),
      bar(new CommandBar(*commands)),
      progress(new ThinProgress),
      messages(new MessageBar(given.timers)),
      pages(new QStackedWidget)
{
    sortModel.setSourceModel(&sources.model);
    view = new InstanceView(sources.model, sortModel, sources.settings, sources.timers);
    skeleton = new SkeletonPage;
    placeholder = new PlaceholderPage;
    status = new StatusLine;
    build();
    reading = new ReadingPresenter({*status, *messages, *progress}, sources.serverClock, sources.clock,
                                   sources.timers, profile, &window);
    desk = new DialogDesk(
        [this] {
            return DialogContext{sources.store,  sources.serverClock, sources.clock,
                                 sources.timers, sources.settings,    profile,
                                 range};
        },
        sortModel, &window);
    connectParts();
    makeMenus();
}

void MainWindow::Private::build()
{
    auto *centre = new QWidget(&q);
    auto *column = new QVBoxLayout(centre);
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
    q.setCentralWidget(centre);
    pages->setCurrentWidget(skeleton);
    skeleton->setFocus();
}

void MainWindow::Private::connectParts()
{
    connect(commands->refresh(), &QAction::triggered, &q, &MainWindow::refreshRequested);
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
    connect(commands->quit(), &QAction::triggered, &q, &QWidget::close);

    connect(bar->filterEdit(), &QLineEdit::textChanged, &q, [this] { filterLater.start(FilterDelayMs); });
    connect(bar, &CommandBar::filterLeft, &q, [this] { leaveFilter(); });
    connect(messages, &MessageBar::undoRequested, &q, &MainWindow::undoRequested);
    connect(reading, &ReadingPresenter::retryRequested, &q, &MainWindow::refreshRequested);
    connect(desk, &DialogDesk::decided, &q, &MainWindow::decided);
    connect(desk, &DialogDesk::readRequested, &q, &MainWindow::readRequested);
    connect(placeholder, &PlaceholderPage::buttonPressed, &q, [this](const QString &name) {
        if (name != ClearFilterButton)
            Q_EMIT q.refreshRequested();
        else
            bar->filterEdit()->clear();
    });

    connect(view, &InstanceView::deleteRequested, commands->forVerb(InstanceVerb::Delete), &QAction::trigger);
    const auto later = [this] { updateLater(); };
    connect(view, &InstanceView::selectionAltered, &q, later);
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

void MainWindow::Private::makeMenus()
{
    auto *viewMenu = new QMenu(bar->viewButton());
    auto *columns = viewMenu->addMenu(icon(Icon::Columns), tr("&Columns"));
    addColumnChooser(*columns, *view);
    addThemeChooser(*viewMenu->addMenu(tr("&Theme")), sources.settings);
    viewMenu->addSeparator();
    viewMenu->addAction(commands->quit());
    holdRowsWhileOpen(*viewMenu, sortModel);
    bar->viewButton()->setMenu(viewMenu);

    connect(view, &InstanceView::headerMenuRequested, &q,
            [this](const QPoint &pos) { popUpHeaderMenu(*view, sortModel, pos); });
    connect(view, &InstanceView::menuRequested, &q, [this](const QPoint &pos) {
        update();
        popUpRowMenu(*view, *commands, sortModel, pos);
    });
}

void MainWindow::Private::updateLater()
{
    if (updateScheduled)
        return;
    // Many announcements, one update.
    updateScheduled = true;
    QMetaObject::invokeMethod(
        &q, [this] { update(); }, Qt::QueuedConnection);
}

void MainWindow::Private::update()
{
    updateScheduled = false;
    const QList<const TrackedInstance *> selection = view->selectedInstances();
    updateCommands(selection);
    updateCounts(selection);
    updatePage();
}

void MainWindow::Private::updateCommands(const QList<const TrackedInstance *> &selection)
{
    const WriteAccess access = finishing ? WriteAccess::Finishing : writeAccess(reading->state().phase);
    bool cancellable = false;
    for (const TrackedInstance *row : selection)
        cancellable = cancellable || (row->activity.isActive() && row->activity.cancellable);
    for (const InstanceVerb verb : Verbs)
        commands->show(summariseSelection(verb, selection, permissions, access));
    commands->callOff()->setEnabled(cancellable);
    commands->copy()->setEnabled(!selection.isEmpty());
    commands->undo()->setEnabled(messages->latestGrace() != 0);
}

void MainWindow::Private::updateCounts(const QList<const TrackedInstance *> &selection)
{
    QList<const Instance *> instances;
    instances.reserve(selection.size());
    for (const TrackedInstance *row : selection)
        instances.append(&row->instance);
    const StorageTotal storage = storageTotal(instances);
    status->setCounts(countsText(sortModel.rowCount(), sources.model.rowCount(), int(selection.size()),
                                 storage.capacityGb, storage.unknownCapacities));
}

void MainWindow::Private::updatePage()
{
    const TablePage page = tablePage(reading->state().phase, sources.model.rowCount(), sortModel.rowCount());
    view->setGreyed(writeAccess(reading->state().phase) != WriteAccess::Allowed);
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

void MainWindow::Private::applyFilter()
{
    filterLater.stop();
    sortModel.setFilterText(bar->filterEdit()->text());
    update();
}

void MainWindow::Private::leaveFilter()
{
    applyFilter();
    view->setFocus(Qt::OtherFocusReason);
}

void MainWindow::Private::callOffSelected()
{
    for (const QString &id : view->selectedIds()) {
        const TrackedInstance *row = sources.model.find(id);
        if (row && row->activity.isActive() && row->activity.cancellable)
            Q_EMIT q.cancelRequested(id);
    }
}

void MainWindow::Private::tellWatched()
{
    const bool now = q.isVisible() && !q.isMinimized();
    if (now == watched)
        return;
    watched = now;
    reading->setWatched(now);
    Q_EMIT q.watchedChanged(now);
}

MainWindow::MainWindow(const Sources &sources, const Profile &profile, QWidget *parent) : QMainWindow(parent)
{
    setObjectName(u"mainWindow"_s);
    setAccessibleName(tr("Leasekeeper"));
    setWindowTitle(tr("%1 – Leasekeeper", "window title; account").arg(visibleText(profile.name, 64)));
    setWindowIcon(icon(Icon::Application));
    setMinimumSize(LeastSize);
    d = std::make_unique<Private>(*this, sources, profile);
    resize(UsualSize);
    if (const QByteArray geometry = sources.settings.windowGeometry(); !geometry.isEmpty())
        restoreGeometry(geometry);
    d->update();
}

MainWindow::~MainWindow()
{
    // The view goes before the model it shows.
    delete takeCentralWidget();
}

void MainWindow::showReadingState(const ReadingState &state)
{
    d->reading->setState(state);
    d->updateLater();
}

void MainWindow::setLeaseRange(const LeaseRange &range)
{
    d->range = range;
}

void MainWindow::openDialog(InstanceVerb verb, const QStringList &ids)
{
    if (ids.isEmpty() || d->finishing)
        return;
    if (verb != InstanceVerb::Open) {
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

void MainWindow::showGrace(BatchId batch, const Decision &decision, qint64 graceMs)
{
    d->messages->addGrace(batch, decision, graceMs);
    d->updateLater();
}

void MainWindow::endGrace(BatchId batch, bool undone)
{
    d->messages->removeGrace(batch);
    if (undone)
        d->messages->post(undoneMessage(batch));
    d->updateLater();
}

void MainWindow::showReport(const BatchReport &report)
{
    if (d->permissions.learn(report))
        d->updateLater();
    // An undone batch has been told of already.
    if (report.outcomes.isEmpty() || d->messages->isPosted(undoneKey(report.batch)))
        return;
    d->messages->post(
        reportMessage(report, {[this](BatchId batch) { Q_EMIT retryRequested(batch); },
                               [this](const QStringList &ids) { openDialog(InstanceVerb::Delete, ids); }}));
}

void MainWindow::showNotice(const QString &text, const QString &details)
{
    Message message;
    // Told again after it was closed, it is news again.
    message.key = u"notice-%1"_s.arg(++d->lastNotice);
    message.text = visibleText(text, 1000);
    message.details = details;
    d->messages->post(message);
}

void MainWindow::showFinishing(int inFlight)
{
    d->finishing = inFlight > 0;
    if (d->finishing)
        d->messages->post(finishingMessage(inFlight));
    else
        d->messages->withdraw(FinishingKey);
    d->update();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    d->view->layoutOfColumns().save();
    d->sources.settings.setWindowGeometry(saveGeometry());
    if (!isVisible()) {
        event->accept();
        return;
    }
    // What is on the wire may want a moment: whoever owns the window hides it when all has ended.
    event->ignore();
    Q_EMIT quitRequested();
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange && d)
        d->tellWatched();
}

void MainWindow::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    d->tellWatched();
}

void MainWindow::hideEvent(QHideEvent *event)
{
    QMainWindow::hideEvent(event);
    d->tellWatched();
}

} // namespace leasekeeper
