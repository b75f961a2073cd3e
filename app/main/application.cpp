// SPDX-License-Identifier: MIT
#include "application.h"

#include "accountpage.h"
#include "farewelltext.h"
#include "instancetablemodel.h"
#include "mainwindow.h"
#include "serverclock.h"
#include "session.h"
#include "settings.h"
#include "surroundings.h"
#include "theme.h"
#include "timers.h"

#include <QStringList>

#include <optional>
#include <utility>

namespace leasekeeper
{

namespace
{
constexpr qint64 UnpaintedMs = 500;
}

struct Application::Private {
    Private(Application &owner, Timers &givenTimers, Settings &givenSettings, QString folder)
        : timers(givenTimers),
          settings(givenSettings),
          journalFolder(std::move(folder)),
          window(givenSettings),
          farewell(givenTimers, [&owner] { owner.endLeaving(); }),
          sameClick(givenTimers, [] {}),
          unpainted(givenTimers, [&owner] { owner.beginReading(); })
    {
    }

    Timers &timers;
    Settings &settings;
    QString journalFolder;
    std::unique_ptr<Session> session; ///< goes after the window, which shows it
    MainWindow window;
    OneShotTimer farewell;
    OneShotTimer sameClick;
    OneShotTimer unpainted;              ///< a window that starts minimised is never painted
    std::unique_ptr<Surroundings> next;  ///< to be opened once the present account has been left
    Reading reading = Reading::AtOnce;   ///< of the next
    std::function<QWidget *()> makePage; ///< or this instead
    QStringList untold;                  ///< waits for the next page
    std::optional<Leaving> leaving;
    bool started = false;
    bool painted = false; ///< or waited for long enough
    bool waits = false;   ///< the session is started by whoever opened it
    bool ended = false;
};

Application::Application(Timers &timers, Settings &settings, const QString &journalFolder, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(*this, timers, settings, journalFolder))
{
    connect(&settings, &Settings::changed, this, &Application::applySettings);
    connect(&settings, &Settings::noticed, this, [this] { tell(d->settings.takeNotice()); });
    connect(&d->window, &MainWindow::quitRequested, this, &Application::quit);
    connect(&d->window, &MainWindow::painted, this, &Application::beginReading);
    connect(&d->window, &MainWindow::watchedChanged, this, [this](bool watched) {
        if (d->session)
            d->session->setWatched(watched);
    });
    applySettings();
}

Application::~Application() = default;

void Application::connectSession(AccountPage &page)
{
    Session &session = *d->session;
    // Reading: what is known comes through the model; here is how the reading goes.
    connect(&session, &Session::readingChanged, &page, &AccountPage::showReadingState);
    connect(&session, &Session::profileChanged, &page, &AccountPage::setProfile);
    connect(&page, &AccountPage::refreshRequested, &session, &Session::refresh);
    connect(&page, &AccountPage::readRequested, &session, &Session::readInstance);

    // Acting: a decision goes down, its end comes up.
    connect(&page, &AccountPage::decided, &session, &Session::submit);
    connect(&page, &AccountPage::undoRequested, &session, &Session::undo);
    connect(&page, &AccountPage::retryRequested, &session, &Session::retryFailed);
    connect(&page, &AccountPage::cancelRequested, &session, &Session::cancel);
    connect(&page, &AccountPage::letGoRequested, &session, &Session::letGo);
    connect(&session, &Session::graceStarted, &page, &AccountPage::showGrace);
    connect(&session, &Session::graceEnded, &page, &AccountPage::endGrace);
    connect(&session, &Session::batchEnded, &page, &AccountPage::showReport);
    connect(&session, &Session::leaseRangeLearnt, &page, &AccountPage::setLeaseRange);

    connect(&page, &AccountPage::openRequested, &session, &Session::openNotebook);
    connect(&page, &AccountPage::consoleRequested, &session, &Session::openConsole);
    connect(&session, &Session::noticed, &page, &AccountPage::showNotice);
    connect(&session, &Session::inFlightChanged, this, &Application::continueLeaving);
    connect(&page, &AccountPage::leaveAtOnceRequested, this, &Application::endLeaving);
}

void Application::open(std::unique_ptr<Surroundings> surroundings, Reading reading)
{
    if (d->leaving == Leaving::Quitting || d->ended)
        return;
    d->next = std::move(surroundings);
    d->reading = reading;
    d->makePage = {};
    next();
}

void Application::close(std::function<QWidget *()> makePage)
{
    if (d->leaving == Leaving::Quitting || d->ended)
        return;
    d->next.reset();
    d->makePage = std::move(makePage);
    next();
}

void Application::next()
{
    if (!d->session && d->window.centralWidget() == nullptr)
        enter();
    else if (!d->session)
        // Later: whoever asked may sit on the page that goes.
        QMetaObject::invokeMethod(this, &Application::enter, Qt::QueuedConnection);
    else if (!d->leaving)
        leave(Leaving::Switching);
}

void Application::showBeginning()
{
    d->farewell.stop();
    d->leaving.reset();
    const std::unique_ptr<Session> old = std::move(d->session);
    if (old)
        old->disconnect(this);
    d->window.showBeginning(std::exchange(d->makePage, {})());
    Q_EMIT sessionChanged();
    tellUntold();
}

void Application::enter()
{
    if (d->leaving == Leaving::Quitting || d->ended)
        return;
    if (d->makePage)
        showBeginning();
    if (!d->next)
        return;
    const std::unique_ptr<Session> old = std::move(d->session);
    Farewell told;
    if (old)
        told = farewell(old->profile(), old->lastOutcomes(), old->inFlight(), old->noteNow());
    if (old) {
        old->disconnect(this);
        old->lastOutcomesTold(told.leftOut);
        // Before the next one begins: it may be the same account, and takes over what is still open.
        old->close();
    }
    d->leaving.reset();
    d->farewell.stop();

    d->session = std::make_unique<Session>(std::move(d->next), d->settings, d->journalFolder);
    Session &session = *d->session;
    Surroundings &world = session.surroundings();
    auto *page = new AccountPage(
        {session.model(), session.store(), session.serverClock(), world.timers(), world.clock(), d->settings},
        session.profile());
    connectSession(*page);
    session.setWatched(d->window.isWatched());
    // Destroys the page before, and with it the last that looked at the old session.
    d->window.showAccount(page);
    page->showReadingState(session.readingState());
    Q_EMIT sessionChanged();
    d->waits = d->reading == Reading::Later;
    if (d->painted && !d->waits)
        session.start();
    if (!told.text.isEmpty())
        page->showNotice(told.text, told.details);
    tellUntold();
}

void Application::tell(const QString &text)
{
    d->untold.append(text);
    // Later: whoever tells may be about to open another page.
    QMetaObject::invokeMethod(this, &Application::tellUntold, Qt::QueuedConnection);
}

void Application::tellUntold()
{
    if (d->next || d->makePage || !d->window.centralWidget())
        return;
    const QStringList untold = std::exchange(d->untold, {});
    for (const QString &text : untold)
        d->window.showNotice(text);
}

void Application::start()
{
    d->started = true;
    d->window.show();
    d->unpainted.start(UnpaintedMs);
    const QString notice = d->settings.takeNotice();
    if (!notice.isEmpty())
        d->window.showNotice(notice);
}

void Application::whenPainted(QObject *context, const std::function<void()> &then)
{
    if (d->painted)
        then();
    else
        connect(this, &Application::painted, context, then);
}

void Application::beginReading()
{
    if (d->painted || !d->started)
        return;
    d->painted = true;
    d->unpainted.stop();
    if (d->session && !d->waits)
        d->session->start();
    Q_EMIT painted();
}

MainWindow &Application::window() const
{
    return d->window;
}

Session *Application::session() const
{
    return d->session.get();
}

std::optional<QString> Application::destination() const
{
    if (d->next)
        return d->next->profile().id;
    if (d->session && !d->makePage)
        return d->session->profile().id;
    return std::nullopt;
}

void Application::applySettings()
{
    applyTheme(d->settings.theme());
}

void Application::networkChanged()
{
    if (d->session)
        d->session->networkChanged();
}

void Application::quit()
{
    if (d->ended)
        return;
    if (d->leaving == Leaving::Quitting) {
        if (!d->sameClick.isActive())
            endLeaving();
        return;
    }
    d->sameClick.start(SameClickMs);
    d->next.reset();
    d->makePage = {};
    if (d->session) {
        leave(Leaving::Quitting);
    } else {
        d->leaving = Leaving::Quitting;
        finish();
    }
}

void Application::leave(Leaving leaving)
{
    // Quitting while a switch waits goes on with the same wait.
    const bool alreadyLeft = d->leaving.has_value();
    d->leaving = leaving;
    if (!alreadyLeft) {
        d->session->leave();
        d->farewell.start(FarewellMs);
    }
    continueLeaving();
}

void Application::continueLeaving()
{
    if (!d->leaving || d->ended)
        return;
    const int inFlight = d->session->inFlight();
    if (inFlight == 0)
        endLeaving();
    else
        d->window.account()->showFinishing(inFlight, *d->leaving,
                                           calledOffUnsent(d->session->lastOutcomes()));
}

void Application::endLeaving()
{
    if (!d->leaving)
        return;
    if (d->leaving == Leaving::Quitting)
        finish();
    else
        // Later: whoever asked for the switch may sit on the page that goes.
        QMetaObject::invokeMethod(this, &Application::enter, Qt::QueuedConnection);
}

void Application::finish()
{
    if (d->ended)
        return;
    d->ended = true;
    d->farewell.stop();
    d->sameClick.stop();
    d->window.hide();
    d->settings.save();
    Q_EMIT finished();
}

} // namespace leasekeeper
