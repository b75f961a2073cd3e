// SPDX-License-Identifier: MIT
#include "application.h"

#include "actionservice.h"
#include "httpclient.h"
#include "instancesapi.h"
#include "instanceservice.h"
#include "instancestore.h"
#include "instancetablemodel.h"
#include "mainwindow.h"
#include "notebookopener.h"
#include "serverclock.h"
#include "settings.h"
#include "theme.h"

#include <algorithm>

namespace leasekeeper
{

namespace
{

enum class Quitting { No, Waiting, Done };

} // namespace

struct Application::Private {
    Private(Application &owner, const World &given, const Profile &profile)
        : world(given),
          http(world.network, world.clock, world.timers),
          api(http, world.authenticator, profile),
          serverClock(world.clock),
          reading(api, store, serverClock, world.clock, world.timers),
          acting(api, store, serverClock, world.clock, world.timers),
          opener(api, store),
          model(serverClock),
          window({model, store, serverClock, world.timers, world.clock, world.settings}, profile),
          ageing(world.timers, [this] { model.setFreshness(Freshness::Stale); }),
          farewell(world.timers, [&owner] { owner.finish(); })
    {
        model.setProfile(profile);
        acting.setLeaseRange(profile.leaseRange);
        window.setLeaseRange(profile.leaseRange);
    }

    World world;
    HttpClient http;
    InstancesApi api;
    ServerClock serverClock;
    InstanceStore store;
    InstanceService reading;
    ActionService acting;
    NotebookOpener opener;
    InstanceTableModel model;
    MainWindow window;
    OneShotTimer ageing; ///< runs from one complete listing until what it told is old
    OneShotTimer farewell;
    Quitting quitting = Quitting::No;
};

Application::Application(const World &world, const Profile &profile, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(*this, world, profile))
{
    connectEverything();
    applySettings();
}

Application::~Application() = default;

void Application::connectEverything()
{
    Private &p = *d;
    // The service's time, heard with every answer.
    connect(&p.http, &HttpClient::dateHeard, &p.serverClock, &ServerClock::observe);

    // Reading: service, store, model, view.
    connect(&p.store, &InstanceStore::changed, &p.model, &InstanceTableModel::apply);
    connect(&p.store, &InstanceStore::cleared, &p.model, &InstanceTableModel::clear);
    connect(&p.reading, &InstanceService::stateChanged, this, &Application::onReadingChanged);
    connect(&p.reading, &InstanceService::listed, this, &Application::onListed);
    connect(&p.window, &MainWindow::refreshRequested, &p.reading, &InstanceService::refresh);
    connect(&p.window, &MainWindow::readRequested, &p.reading, &InstanceService::readInstance);
    connect(&p.window, &MainWindow::watchedChanged, &p.reading, &InstanceService::setWatched);

    // Acting: a decision goes down, its end comes up.
    connect(&p.window, &MainWindow::decided, &p.acting, &ActionService::submit);
    connect(&p.window, &MainWindow::undoRequested, &p.acting, &ActionService::undo);
    connect(&p.window, &MainWindow::retryRequested, &p.acting, &ActionService::retryFailed);
    connect(&p.window, &MainWindow::cancelRequested, &p.acting, &ActionService::cancel);
    connect(&p.acting, &ActionService::graceStarted, &p.window, &MainWindow::showGrace);
    connect(&p.acting, &ActionService::graceEnded, &p.window, &MainWindow::endGrace);
    connect(&p.acting, &ActionService::batchEnded, &p.window, &MainWindow::showReport);
    connect(&p.acting, &ActionService::leaseRangeLearnt, &p.window, &MainWindow::setLeaseRange);

    connect(&p.window, &MainWindow::openRequested, &p.opener, &NotebookOpener::open);
    connect(&p.opener, &NotebookOpener::refused, &p.window, &MainWindow::showNotice);

    connect(&p.world.settings, &Settings::changed, this, &Application::applySettings);
    connect(&p.window, &MainWindow::quitRequested, this, &Application::quit);
    connect(&p.acting, &ActionService::inFlightChanged, this, &Application::continueQuitting);
}

void Application::start()
{
    d->window.show();
    d->window.showReadingState(d->reading.state());
    d->reading.start();
    const QString notice = d->world.settings.takeNotice();
    if (!notice.isEmpty()) {
        d->window.showNotice(notice);
    }
}

MainWindow &Application::window() const
{
    return d->window;
}

InstanceStore &Application::store() const
{
    return d->store;
}

InstanceService &Application::reading() const
{
    return d->reading;
}

ActionService &Application::acting() const
{
    return d->acting;
}

void Application::applySettings()
{
    applyTheme(d->world.settings.theme());
    d->model.setThresholds(d->world.settings.thresholds());
    d->acting.setGraceMs(d->world.settings.graceMs());
}

void Application::onReadingChanged()
{
    const ReadingState &state = d->reading.state();
    // Without a connection every countdown is an estimate at once, not only when it has aged.
    if (state.phase == ReadingState::Phase::Offline || state.phase == ReadingState::Phase::SignedOut) {
        d->model.setFreshness(Freshness::Stale);
    }
    d->window.showReadingState(state);
}

void Application::onListed()
{
    d->model.setFreshness(Freshness::Fresh);
    // Old is what outlived two refresh intervals, and after a slow listing those are longer.
    const ReadingState &state = d->reading.state();
    const qint64 untilNext = state.nextAtMonotonicMs.value_or(0) - d->world.clock.monotonicMs();
    d->ageing.start(2 * std::max(InstanceService::RefreshMs, untilNext));
}

void Application::quit()
{
    if (d->quitting != Quitting::No) {
        return;
    }
    d->quitting = Quitting::Waiting;
    d->reading.stop();
    d->acting.cancelUnsent();
    d->farewell.start(FarewellMs);
    continueQuitting();
}

void Application::continueQuitting()
{
    if (d->quitting != Quitting::Waiting) {
        return;
    }
    const int inFlight = d->acting.inFlight();
    if (inFlight == 0) {
        finish();
    } else {
        d->window.showFinishing(inFlight);
    }
}

void Application::finish()
{
    if (d->quitting == Quitting::Done) {
        return;
    }
    d->quitting = Quitting::Done;
    d->farewell.stop();
    d->ageing.stop();
    d->window.hide();
    d->world.settings.save();
    Q_EMIT finished();
}

} // namespace leasekeeper
