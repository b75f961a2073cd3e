// SPDX-License-Identifier: MIT
#include "instanceservice.h"

#include "backoff.h"
#include "instancereader.h"
#include "instancesapi.h"
#include "instancestore.h"
#include "listing.h"
#include "missingrows.h"
#include "networkhints.h"
#include "ownretry.h"
#include "rowwatch.h"

#include <QRandomGenerator>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace leasekeeper
{

namespace
{
constexpr qint64 JumpMs = 5'000;
constexpr qint64 JumpRefreshGapMs = 10'000;
// A listing that hangs on one page is begun anew after this time, so that its first pages do not go stale.
constexpr qint64 ResumeWithinMs = 300'000;
constexpr int DurationFactor = 10;
// However long a listing takes: without one, what others change is not seen.
constexpr qint64 LongestRestMs = 120'000;
} // namespace

Profile profileAsRead(Profile profile, const ReadingState &state)
{
    profile.allUsers = profile.allUsers && (!state.ownOnly || state.othersKnown);
    return profile;
}

struct InstanceService::Private {
    InstanceService &q;
    InstancesApi &api;
    InstanceStore &store;
    const ServerTime &serverTime;
    const Clock &clock;
    QRandomGenerator random;
    Backoff backoff;
    InstanceReader reader;
    MissingRows missing;
    RowWatch rows;
    OneShotTimer nextTimer;
    OneShotTimer tickTimer;
    NetworkHints hints;
    ReadingState state;
    Listing *listing = nullptr; ///< under way, or to be resumed; a child of q
    bool running = false;
    bool watched = true;
    bool ownOnly = false;
    qint64 beganAtMs = 0;      ///< of the listing under way or the last one
    qint64 firstBeganAtMs = 0; ///< the same, before it was resumed
    qint64 failedAtMs = 0;     ///< the last listing that failed
    qint64 failurePauseMs = 0;
    qint64 wallMinusMonotonic = 0;
    qint64 lastTickMs = 0;
    qint64 tickMs = TransitionMs; ///< what the tick under way was armed with
    double lastPace = 0;          ///< of the clock against the timers at the last tick; 0 until known
    qint64 lastJumpMs = -JumpRefreshGapMs;

    Private(InstanceService &service, InstancesApi &instancesApi, InstanceStore &instances,
            const ServerTime &time, const Clock &ownClock, Timers &timers)
        : q(service),
          api(instancesApi),
          store(instances),
          serverTime(time),
          clock(ownClock),
          random(QRandomGenerator::securelySeeded()),
          backoff(SlowRefreshMs, random),
          reader(api, store),
          missing(store, reader),
          rows(store, reader, serverTime, clock, timers, random),
          nextTimer(timers, [this] { beginByItself(); }),
          tickTimer(timers, [this] { tick(); }),
          hints(clock, timers, random, [this](qint64 hintedAtMs) { return followHint(hintedAtMs); })
    {
    }

    [[nodiscard]] bool isFailing() const
    {
        return backoff.failures() > 0 || state.phase == ReadingState::Phase::SignedOut;
    }
    [[nodiscard]] qint64 period() const { return watched ? RefreshMs : HiddenRefreshMs; }
    [[nodiscard]] qint64 pauseAfterFailure() const
    {
        return watched ? failurePauseMs : std::max(failurePauseMs, HiddenRefreshMs);
    }
    void begin(Patience patience);
    void beginByItself();
    void discardListing();
    void take(const ListingOutcome &outcome);
    [[nodiscard]] bool knowsFree() const;
    void merge(const ListingOutcome &outcome);
    void fail(const ListingOutcome &outcome);
    void armNext(qint64 delayMs);
    void bringForward();
    void tick();
    void armTick();
    void watchForJump(bool onTime);
    [[nodiscard]] NetworkHints::Outcome followHint(qint64 hintedAtMs);
    void signOut(const ApiError &error);
};

InstanceService::InstanceService(InstancesApi &api, InstanceStore &store, const ServerTime &serverTime,
                                 const Clock &clock, Timers &timers, QObject *parent)
    : QObject(parent), d(new Private(*this, api, store, serverTime, clock, timers))
{
    connect(&d->missing, &MissingRows::listingWanted, this, [this] { d->bringForward(); });
    connect(&d->rows, &RowWatch::waits, this, [this] {
        if (d->running && d->watched && d->tickMs > TransitionMs)
            d->armTick();
    });
    connect(&store, &InstanceStore::cleared, &d->missing, &MissingRows::clear);
    connect(&api.gate(), &RequestGate::heldChanged, this, [this] {
        d->state.heldUntilMonotonicMs = d->api.gate().heldUntilMs();
        Q_EMIT stateChanged();
    });
    connect(&d->reader, &InstanceReader::readDone, this,
            [this](const QString &, const Result<Instance> &result) {
                if (!result && result.error().kind == ApiError::Kind::Unauthorised)
                    d->signOut(result.error());
            });
}

InstanceService::~InstanceService() = default;

void InstanceService::setRandomSeed(quint32 seed)
{
    d->random.seed(seed);
}

const ReadingState &InstanceService::state() const
{
    return d->state;
}

void InstanceService::start()
{
    if (d->running)
        return;
    d->running = true;
    d->wallMinusMonotonic = d->clock.wallMs() - d->clock.monotonicMs();
    d->lastTickMs = d->clock.monotonicMs();
    d->armTick();
    d->begin(Patience::Person);
}

void InstanceService::stop()
{
    d->running = false;
    d->nextTimer.stop();
    d->tickTimer.stop();
    d->hints.stop();
    d->rows.stop();
    d->reader.abort();
    d->discardListing();
    d->state.listing = false;
    d->state.nextAtMonotonicMs.reset();
    Q_EMIT stateChanged();
}

void InstanceService::refresh()
{
    if (!d->running || d->state.listing)
        return;
    // A person asked: what was refused before may have been granted meanwhile.
    if (d->ownOnly)
        d->discardListing();
    d->ownOnly = false;
    d->begin(Patience::Person);
}

void InstanceService::readInstance(const QString &id)
{
    if (d->running)
        d->reader.read(id, Patience::Person);
}

void InstanceService::forgetUnderWay()
{
    d->reader.abort();
    d->missing.clear();
    d->discardListing();
    if (std::exchange(d->state.listing, false))
        Q_EMIT stateChanged();
}

void InstanceService::setWatched(bool watched)
{
    if (d->watched == watched)
        return;
    d->watched = watched;
    if (d->running) {
        d->watchForJump(false);
        d->armTick();
    }
    if (!d->running || d->state.listing || !d->state.nextAtMonotonicMs)
        return;
    const qint64 now = d->clock.monotonicMs();
    const qint64 dueAtMs =
        d->isFailing() ? d->failedAtMs + d->pauseAfterFailure() : d->beganAtMs + d->period();
    d->armNext(std::max<qint64>(0, dueAtMs - now));
}

void InstanceService::networkChanged()
{
    if (d->running)
        d->hints.take();
}

NetworkHints::Outcome InstanceService::Private::followHint(qint64 hintedAtMs)
{
    using Outcome = NetworkHints::Outcome;
    const bool askedToWait = state.error && asksForLongPause(*state.error);
    const bool cameByItself = state.lastCompleteMonotonicMs && *state.lastCompleteMonotonicMs > hintedAtMs;
    if (!running || state.phase == ReadingState::Phase::SignedOut || askedToWait || cameByItself)
        return Outcome::Needless;
    // It may have begun without a network, and then its end proves nothing.
    if (state.listing)
        return Outcome::Later;
    begin(Patience::Background);
    return Outcome::Followed;
}

void InstanceService::Private::discardListing()
{
    if (!listing)
        return;
    listing->disconnect(&q);
    listing->deleteLater();
    listing = nullptr;
}

void InstanceService::Private::beginByItself()
{
    // One that a hint has brought about is near: two would be one too many.
    if (hints.isPending())
        armNext(hints.dueInMs());
    else
        begin(Patience::Background);
}

void InstanceService::Private::begin(Patience patience)
{
    nextTimer.stop();
    beganAtMs = clock.monotonicMs();
    // While the service fails, coming back later is the retry.
    const bool fails = isFailing() || rows.isFailing();
    const Patience how = patience == Patience::Background && fails ? Patience::Once : patience;
    const bool resumes = listing && listing->canResume() && beganAtMs - firstBeganAtMs < ResumeWithinMs;
    state.listing = true;
    state.nextAtMonotonicMs.reset();
    if (state.phase == ReadingState::Phase::Idle)
        state.phase = ReadingState::Phase::Loading;
    if (!resumes) {
        discardListing();
        firstBeganAtMs = beganAtMs;
        state.loaded = 0;
        state.total = 0;
        listing = new Listing(api, api.profile().allUsers && !ownOnly, how, &q);
        QObject::connect(listing, &Listing::pageRead, &q,
                         [this](const QList<Instance> &instances, qint64 sentAtMs) {
                             store.observe(instances, sentAtMs);
                         });
        QObject::connect(listing, &Listing::progressed, &q, [this](int loaded, int total) {
            state.loaded = loaded;
            state.total = total;
            Q_EMIT q.stateChanged();
        });
        QObject::connect(listing, &Listing::finished, &q, [this] { take(listing->outcome()); });
    }
    Q_EMIT q.stateChanged();
    if (resumes)
        listing->resume(how);
    else
        listing->start();
}

void InstanceService::Private::take(const ListingOutcome &finished)
{
    const ListingOutcome outcome = finished; // the listing may go before we are done
    state.listing = false;
    state.othersKnown |= api.profile().allUsers && !ownOnly && outcome.pages > 0;
    const bool refusedAll = outcome.error && outcome.error->kind == ApiError::Kind::Forbidden &&
                            outcome.pages == 0 && api.profile().allUsers && !ownOnly;
    if (refusedAll) {
        ownOnly = true;
        discardListing();
        begin(Patience::Background);
        return;
    }
    if (outcome.error) {
        if (!listing->canResume())
            discardListing();
        fail(outcome);
    } else {
        discardListing();
        merge(outcome);
    }
    Q_EMIT q.stateChanged();
    if (outcome.complete)
        Q_EMIT q.listed(outcome.ids);
}

/// Whether any known instance is one of the free ones.
bool InstanceService::Private::knowsFree() const
{
    const auto &known = store.rows();
    return std::any_of(known.begin(), known.end(),
                       [](const auto &row) { return row->instance.feature == QLatin1StringView("DEFAULT"); });
}

void InstanceService::Private::merge(const ListingOutcome &outcome)
{
    const qint64 now = clock.monotonicMs();
    backoff.reset();
    state.error.reset();
    state.ownOnly = ownOnly;
    state.note.clear();
    state.wrongTimes = outcome.wrongTimes;
    // What a fault held up is not what the listing costs the service, and if the computer slept meanwhile
    // the next one would be hours away.
    const qint64 tookMs = std::min(now - beganAtMs, outcome.durationMs);
    const qint64 restMs = std::min(DurationFactor * tookMs, LongestRestMs);
    // Where it was resumed, or slept, what it began with is older than it seems.
    const qint64 olderMs = beganAtMs - firstBeganAtMs;
    armNext(std::max(period() - olderMs, restMs));
    if (!outcome.complete) {
        state.phase = ReadingState::Phase::Incomplete;
        state.note = outcome.incompleteReason;
        return;
    }
    state.phase = ReadingState::Phase::Ready;
    state.total = int(outcome.ids.size());
    state.loaded = state.total;
    state.lastCompleteMonotonicMs = now;
    state.lastCompleteWallMs = serverTime.nowMs();
    if (outcome.unreadable > 0) {
        state.note = withoutIdText(outcome.unreadable);
    } else if (ownOnly) {
        state.note = tr("Your account may not list the instances of all users, so only your own are shown.");
    }
    // A record without an ID may be the very row that seems to be missing; the caller's own list lacks rows
    // that the list of all users once had, and one without free instances those: two such listings prove
    // nothing.
    missing.listed(outcome, outcome.unreadable == 0 && !ownOnly && !(outcome.freeRefused && knowsFree()));
}

void InstanceService::Private::fail(const ListingOutcome &outcome)
{
    const ApiError &error = *outcome.error;
    if (error.kind == ApiError::Kind::Unauthorised) {
        signOut(error);
        return;
    }
    using enum ApiError::Kind;
    const bool refused = error.kind == Forbidden || error.kind == NotFound || error.kind == BadRequest ||
                         error.kind == Conflict || error.kind == Redirected || error.kind == Tls;
    state.error = error;
    state.note = outcome.pages > 0 ? outcome.incompleteReason : QString();
    if (refused)
        state.phase = ReadingState::Phase::Refused;
    else
        state.phase = outcome.pages > 0 ? ReadingState::Phase::Incomplete : ReadingState::Phase::Offline;

    const qint64 pause = backoff.next();
    failedAtMs = clock.monotonicMs();
    failurePauseMs = std::max({refused ? SlowRefreshMs : 0, pause, error.retryAfterMs});
    if (waitsForPerson(error))
        state.nextAtMonotonicMs.reset();
    else
        armNext(pauseAfterFailure());
}

void InstanceService::Private::signOut(const ApiError &error)
{
    nextTimer.stop();
    rows.stop();
    reader.abort();
    discardListing();
    state.listing = false;
    state.nextAtMonotonicMs.reset();
    state.phase = ReadingState::Phase::SignedOut;
    state.error = error;
    state.note.clear();
    Q_EMIT q.stateChanged();
}

void InstanceService::Private::armNext(qint64 delayMs)
{
    state.nextAtMonotonicMs = clock.monotonicMs() + delayMs;
    nextTimer.start(delayMs);
    Q_EMIT q.stateChanged();
}

void InstanceService::Private::bringForward()
{
    if (!running || state.listing || isFailing() || !state.nextAtMonotonicMs)
        return;
    const qint64 now = clock.monotonicMs();
    const qint64 at = std::max(now, beganAtMs + MissingRows::SecondListingMs);
    if (at < *state.nextAtMonotonicMs)
        armNext(at - now);
}

void InstanceService::Private::tick()
{
    watchForJump(true);
    if (watched && !isFailing() && state.phase != ReadingState::Phase::Loading)
        rows.look();
    armTick();
}

/// The computer is left alone while there is nothing to wait for but its own sleep.
void InstanceService::Private::armTick()
{
    tickMs = !watched ? HiddenTickMs : rows.isWaiting() ? TransitionMs : QuietTickMs;
    lastTickMs = clock.monotonicMs();
    tickTimer.start(tickMs);
}

/// `onTime`: the timer says so, after all of the time it was armed with.
void InstanceService::Private::watchForJump(bool onTime)
{
    // Where the monotonic clock stands still during sleep the wall clock runs away from it; where it does
    // not, this tick comes much later than the ones before.
    const qint64 now = clock.monotonicMs();
    const qint64 difference = clock.wallMs() - now;
    const qint64 gap = now - lastTickMs;
    const bool jumped = std::llabs(difference - wallMinusMonotonic) > JumpMs ||
                        (lastPace > 0 && double(gap) > 3 * lastPace * double(tickMs) + 2 * JumpMs);
    wallMinusMonotonic = difference;
    lastTickMs = now;
    if (!jumped) {
        if (onTime)
            lastPace = double(gap) / double(tickMs);
        return;
    }
    if (state.listing)
        beganAtMs = now;
    if (now - lastJumpMs < JumpRefreshGapMs)
        return;
    lastJumpMs = now;
    Q_EMIT q.woke();
    // A listing that is under way goes on over a new connection.
    if (state.phase != ReadingState::Phase::SignedOut && !state.listing)
        begin(Patience::Background);
}

} // namespace leasekeeper
