// SPDX-License-Identifier: MIT
#include "session.h"

#include "actionjournal.h"
#include "browser.h"
#include "clock.h"
#include "cloudcatalog.h"
#include "httpclient.h"
#include "instancestore.h"
#include "instancetablemodel.h"
#include "projectlookup.h"
#include "serverclock.h"
#include "sessionwork.h"
#include "settings.h"
#include "surroundings.h"

#include <QTimeZone>

#include <algorithm>
#include <utility>

namespace leasekeeper
{

struct Session::Private {
    Private(std::unique_ptr<Surroundings> given, const Settings &preferences, QString folder)
        : world(std::move(given)),
          settings(preferences),
          journalFolder(std::move(folder)),
          profile(world->profile()),
          leaseRange(profile.leaseRange),
          model(world->serverClock()),
          ageing(world->timers(), [this] { model.setFreshness(Freshness::Stale); }),
          lookup(*world, state)
    {
        model.setProfile(profile);
    }

    void openJournal()
    {
        const QString key = ActionJournal::keyOf(profile);
        if (journal && journalKey == key)
            return;
        // The demo's instances end with it. The old one lets go of its file before the new one looks for it.
        journal.reset();
        journal = std::make_unique<ActionJournal>(profile.isDemo ? QString() : journalFolder, profile,
                                                  world->timers());
        journalKey = key;
    }

    std::unique_ptr<Surroundings> world;
    const Settings &settings;
    QString journalFolder;
    Profile profile;
    LeaseRange leaseRange;      ///< what the service takes: the profile's, until it tells another
    QSet<QString> doubtfulRows; ///< as in Profile; the world knows of no rows
    InstanceStore store;
    InstanceTableModel model;
    OneShotTimer ageing; ///< runs from one complete listing until what it told is old
    ReadingState state;
    ProjectLookup lookup; ///< before there is `work`
    /// Outlives signing out: what was left open then is looked into after signing in again, also where no
    /// disk keeps it.
    std::unique_ptr<ActionJournal> journal;
    QString journalKey; ///< whose that is
    std::unique_ptr<Work> work;
    BatchId lastBatch = 0; ///< what is shown of earlier batches goes by their numbers
    bool watched = true;
    bool left = false;
};

Session::Session(std::unique_ptr<Surroundings> surroundings, const Settings &settings,
                 const QString &journalFolder, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(std::move(surroundings), settings, journalFolder))
{
    connect(&d->store, &InstanceStore::changed, &d->model, &InstanceTableModel::apply);
    connect(&d->store, &InstanceStore::cleared, &d->model, &InstanceTableModel::clear);
    connect(&d->lookup, &ProjectLookup::stateChanged, this, &Session::setState);
    connect(&d->lookup, &ProjectLookup::found, this, &Session::begin);
    connect(d->world.get(), &Surroundings::profileTold, this, &Session::takeProfile);
    connect(d->world.get(), &Surroundings::proxyPasswordInUse, this, &Session::passProxy);
    connect(&settings, &Settings::changed, this, &Session::applySettings);
    applySettings();
}

Session::~Session()
{
    // Whatever is on the wire is aborted first, and then nobody is told of anything any more.
    close();
}

void Session::close()
{
    d->lookup.stop();
    d->work.reset();
    d->journal.reset();
}

void Session::start()
{
    if (!d->work && !d->left)
        d->lookup.start();
}

void Session::takeProfile(const Profile &told)
{
    Profile profile = told;
    profile.doubtfulRows = d->doubtfulRows;
    if (d->profile == profile)
        return;
    d->profile = profile;
    d->model.setProfile(profileAsRead(profile, d->state));
    Q_EMIT profileChanged(profile);
}

void Session::begin(const Profile &profile)
{
    takeProfile(profile);
    d->openJournal();
    d->work = std::make_unique<Work>(*d->world, d->store, profile, d->leaseRange, *d->journal, d->lastBatch);
    connect(d->journal.get(), &ActionJournal::noticed, this, &Session::tellJournal, Qt::UniqueConnection);
    connectWork();
    applySettings();
    d->work->acting.takeUpLeftOpen();
    d->work->reading.setWatched(d->watched);
    d->work->reading.start();
    d->world->askWho();
    tellJournal();
}

void Session::connectWork()
{
    const Work &work = *d->work;
    connect(&work.reading, &InstanceService::stateChanged, this, &Session::onReadingChanged);
    connect(&work.reading, &InstanceService::listed, this, &Session::onListed);
    connect(&work.acting, &ActionService::graceStarted, this, &Session::graceStarted);
    connect(&work.acting, &ActionService::graceEnded, this, &Session::graceEnded);
    connect(&work.acting, &ActionService::batchEnded, this, &Session::batchEnded);
    connect(&work.acting, &ActionService::leaseRangeLearnt, this, &Session::learnRange);
    connect(&work.acting, &ActionService::inFlightChanged, this, &Session::inFlightChanged);
    connect(&work.opener, &NotebookOpener::refused, this, &Session::noticed);
}

void Session::learnRange(const LeaseRange &range)
{
    d->leaseRange = range;
    Q_EMIT leaseRangeLearnt(range);
}

void Session::forgetWho()
{
    if (!d->world->mayBecomeAnother())
        return;
    if (d->work)
        d->work->reading.forgetUnderWay();
    d->doubtfulRows = QSet<QString>(d->store.rows().keyBegin(), d->store.rows().keyEnd());
    d->world->forgetWho();
    // Also where nobody was known before.
    takeProfile(d->world->profile());
}

/// Rows that a listing for the caller of now holds are in doubt no longer, nor are those that have left.
void Session::settleDoubt(const QSet<QString> &listed)
{
    const qsizetype settled = d->doubtfulRows.removeIf(
        [this, &listed](const QString &id) { return listed.contains(id) || !d->store.find(id); });
    if (settled > 0)
        takeProfile(d->world->profile());
}

void Session::signIn(const Credential &credential)
{
    d->world->signIn(credential);
    Q_EMIT signedIn();
    if (d->work) {
        d->work->reading.refresh();
        d->world->askWho();
    } else {
        start();
    }
}

void Session::signOut()
{
    endWork(tr("Signed out before the service answered. What came of it is found out after signing in "
               "again."));
    d->world->signOut();
    ReadingState state = d->state;
    state.phase = ReadingState::Phase::SignedOut;
    state.listing = false;
    state.nextAtMonotonicMs.reset();
    state.heldUntilMonotonicMs.reset();
    state.error.reset();
    setState(state);
}

void Session::failSignIn(const QString &reason)
{
    ApiError error;
    error.kind = ApiError::Kind::Unauthorised;
    error.delivery = ApiError::Delivery::NeverSent;
    error.signInProblem = SignInProblem::SignedOut;
    error.message = reason;
    d->lookup.fail(error);
}

void Session::endWork(const QString &reason)
{
    d->lookup.stop();
    d->ageing.stop();
    if (!d->work)
        return;
    d->work->acting.cancelUnsent();
    d->lastBatch = d->work->acting.lastBatch();
    d->work.reset();
    Work::leaveUnresolved(d->store, reason);
}

void Session::leave()
{
    if (d->left)
        return;
    d->left = true;
    d->lookup.stop();
    d->ageing.stop();
    if (!d->work)
        return;
    d->work->reading.stop();
    d->work->acting.cancelUnsent(ActionService::Telling::Later);
}

bool Session::noteNow()
{
    return !d->journal || d->journal->save();
}

QList<ActionOutcome> Session::lastOutcomes() const
{
    return d->work ? d->work->acting.lastOutcomes() : QList<ActionOutcome>();
}

void Session::lastOutcomesTold(const QSet<qsizetype> &butFor)
{
    if (d->work)
        d->work->acting.forgetLastOutcomes(butFor);
}

bool Session::isSignedIn() const
{
    return d->world->hasCredential();
}

int Session::inFlight() const
{
    return d->work ? d->work->acting.inFlight() : 0;
}

const Profile &Session::profile() const
{
    return d->profile;
}

const ReadingState &Session::readingState() const
{
    return d->state;
}

Surroundings &Session::surroundings() const
{
    return *d->world;
}

ServerClock &Session::serverClock() const
{
    return d->world->serverClock();
}

InstanceStore &Session::store() const
{
    return d->store;
}

InstanceTableModel &Session::model() const
{
    return d->model;
}

ActionService *Session::acting() const
{
    return d->work ? &d->work->acting : nullptr;
}

void Session::refresh()
{
    d->world->mayAskAgain();
    tryOnceMore();
}

void Session::tryOnceMore()
{
    if (d->work)
        d->work->reading.refresh();
    else if (d->state.phase != ReadingState::Phase::SignedOut)
        start();
}

void Session::passProxy()
{
    // Only what the proxy held up; a password known from the beginning hurries nothing.
    if (d->state.error && d->state.error->kind == ApiError::Kind::Proxy)
        tryOnceMore();
}

void Session::readInstance(const QString &id)
{
    if (d->work)
        d->work->reading.readInstance(id);
}

void Session::setWatched(bool watched)
{
    d->watched = watched;
    if (d->work)
        d->work->reading.setWatched(watched);
}

void Session::networkChanged()
{
    d->world->http().renewConnections();
    if (d->work)
        d->work->reading.networkChanged();
    else if (!d->left)
        d->lookup.networkChanged();
}

void Session::submit(const Decision &decision)
{
    // The window offers nothing of the kind; whatever got past it ends here.
    if (d->work && !d->profile.isReadOnly)
        d->work->acting.submit(decision);
}

void Session::undo(BatchId batch)
{
    if (d->work)
        d->work->acting.undo(batch);
}

void Session::retryFailed(BatchId batch)
{
    if (d->profile.isReadOnly)
        return;
    // Its message may have outlived the sign-in, or what is remembered of so many others.
    if (!d->work || d->work->acting.retryFailed(batch) == 0)
        Q_EMIT noticed(tr("Nothing was sent: this cannot be repeated from its message any more. Select the "
                          "instances in the table instead."),
                       {});
}

void Session::cancel(const QString &id)
{
    if (d->work)
        d->work->acting.cancel(id);
}

void Session::letGo(const QStringList &ids)
{
    if (d->work)
        d->work->acting.letGo(ids);
}

void Session::openNotebook(const QString &id)
{
    if (d->work)
        d->work->opener.open(id);
}

void Session::openConsole()
{
    const QUrl address = consoleAddress(d->profile);
    if (address.isValid() && !openInBrowser(address))
        Q_EMIT noticed(tr("No browser could be started to open the console."), address.toString());
}

void Session::applySettings()
{
    d->model.setThresholds(d->settings.thresholds());
    if (d->work)
        d->work->acting.setGraceMs(d->settings.graceMs());
}

void Session::onReadingChanged()
{
    d->work->followReading();
    setState(d->work->reading.state());
}

void Session::tellJournal()
{
    // Its last save may fail as well, when all is being taken down.
    if (!d->work)
        return;
    const QStringList notices = d->journal->takeNotices();
    for (const QString &notice : notices)
        Q_EMIT noticed(notice, {});
}

void Session::setState(const ReadingState &state)
{
    const bool othersKnown = d->state.othersKnown; // the rows stay when one signs out, and in again
    d->state = state;
    d->state.othersKnown |= othersKnown;
    d->model.setProfile(profileAsRead(d->profile, d->state));
    // Whoever travels with the computer sees times of the place: nobody tells, so it is looked at now and
    // then.
    d->model.setTimeZone(QTimeZone::systemTimeZone());
    // Without a connection every countdown is an estimate at once, not only when it has aged.
    if (state.phase == ReadingState::Phase::Offline || state.phase == ReadingState::Phase::SignedOut)
        d->model.setFreshness(Freshness::Stale);
    Q_EMIT readingChanged(d->state);
}

void Session::onListed(const QSet<QString> &ids)
{
    settleDoubt(ids);
    d->model.setFreshness(Freshness::Fresh);
    // Old is what outlived two refresh intervals, and after a slow listing those are longer.
    const ReadingState &state = d->work->reading.state();
    const qint64 untilNext = state.nextAtMonotonicMs.value_or(0) - d->world->clock().monotonicMs();
    d->ageing.start(2 * std::max(InstanceService::RefreshMs, untilNext));
}

} // namespace leasekeeper
