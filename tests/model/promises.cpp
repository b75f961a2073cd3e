// SPDX-License-Identifier: MIT
#include "promises.h"

#include "actionjournal.h"
#include "instancestore.h"
#include "instancetablemodel.h"
#include "serverclock.h"
#include "session.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace leasekeeper::test::model
{

using namespace Qt::StringLiterals;
using End = ActionOutcome::End;

namespace
{

constexpr qint64 MinuteMs = 60'000;
constexpr qint64 SlackMs = 2'000;
constexpr qint64 ToleranceMs = 1'000;
constexpr qint64 LookMs = 5'000;

QByteArray effectOf(InstanceVerb verb)
{
    switch (verb) {
    case InstanceVerb::Start:
        return "start";
    case InstanceVerb::Stop:
        return "stop";
    case InstanceVerb::Prolong:
        return "renew";
    case InstanceVerb::Delete:
    case InstanceVerb::Open:
        break;
    }
    return "delete";
}

bool isGone(const std::optional<SimulatedCloud::Record> &record)
{
    return !record || record->status == u"DELETED"_s;
}

} // namespace

void Promises::fail(const QString &what)
{
    if (m_breach.isEmpty())
        m_breach = what;
}

void Promises::print(const QString &line) const
{
    if (m_trace)
        std::fprintf(stderr, "%10.3f %s\n", double(m_time.monotonicMs()) / 1000, qPrintable(line));
}

void Promises::watch(Session &session, FarEnd &farEnd)
{
    m_session = &session;
    m_farEnd = &farEnd;
    if (m_trace) {
        connect(&session, &Session::readingChanged, this, [this](const ReadingState &state) {
            print(u"reading %1%2 next %3 %4"_s.arg(int(state.phase))
                      .arg(state.listing ? u" listing"_s : QString())
                      .arg(state.nextAtMonotonicMs.value_or(0))
                      .arg(state.error ? state.error->message : QString()));
        });
    }
    m_observedAt.clear();
    m_lastReport.reset();
    m_told.clear();
    farEnd.onSent = [this](int wireIndex) { sent(wireIndex); };
    connect(&session.store(), &InstanceStore::changed, this, &Promises::changed);
    connect(&session, &Session::readingChanged, this, &Promises::lookAtTable);
    connect(&session, &Session::batchEnded, this, [this](const BatchReport &report) {
        m_lastReport = report;
        for (auto *soFar : {&m_failedSoFar, &m_foundSoFar}) {
            soFar->removeIf([this, &report](const auto &one) {
                const bool isOfIt = one.first.batch == report.batch;
                // That they have been told may not be on disk at once.
                if (isOfIt)
                    m_justEnded.append({one.first, m_time.monotonicMs()});
                return isOfIt;
            });
        }
    });
}

void Promises::watchActing()
{
    if (!m_session || m_session->acting() == m_acting)
        return;
    m_acting = m_session->acting();
    m_lastReport.reset();
    m_told.clear();
    if (m_acting)
        connect(m_acting, &ActionService::actionEnded, this, &Promises::ended);
}

void Promises::signedOut()
{
    for (const Open &action : std::as_const(m_open)) {
        const TrackedInstance *row = m_session->store().find(action.target.id);
        if (row && row->activity.state != RowActivity::State::Unresolved)
            fail(u"N1: signed out with a write in flight, and its row does not say so"_s);
        leaveOpen(!action.writes.isEmpty(), action);
    }
    leaveFailedSoFar(false);
    m_open.clear();
    m_leaving = Leaving::No;
}

void Promises::isLeaving()
{
    m_leaving = Leaving::Session;
    leaveFailedSoFar(true);
}

/// Nobody has been told yet how the decision came out that these belong to.
void Promises::leaveFailedSoFar(bool isToldOnLeaving)
{
    for (const auto &[action, endedAtMs] : std::as_const(m_failedSoFar))
        leaveEnd(End::Failed, isToldOnLeaving, !m_diskFails, action);
    for (const auto &[action, endedAtMs] : std::as_const(m_foundSoFar))
        leaveOpen(false, action);
    m_failedSoFar.clear();
    m_foundSoFar.clear();
}

void Promises::leaveOpen(bool mustEnd, const Open &action)
{
    m_leftOpen.append({action, m_farEnd, mustEnd});
}

void Promises::leaveEnd(End end, bool isToldOnLeaving, bool mustEnd, const Open &action)
{
    m_leftOpen.append({action, m_farEnd, mustEnd, end, isToldOnLeaving});
}

void Promises::killed()
{
    // What was noted longer ago is on disk, and told the next time.
    for (const auto &[action, endedAtMs] : std::as_const(m_failedSoFar)) {
        const bool isOnDisk = !m_diskFails && m_time.monotonicMs() - endedAtMs > ActionJournal::SaveLaterMs;
        leaveEnd(End::Failed, false, isOnDisk, action);
    }
    for (const auto &[action, endedAtMs] : std::as_const(m_foundSoFar))
        leaveOpen(false, action);
    leaveEnded(ActionJournal::SaveLaterMs);
    left(false);
    for (LeftOpen &one : m_leftOpen)
        one.mustEnd = one.mustEnd && !m_diskFails;
}

/// That these have ended may not be on disk.
void Promises::leaveEnded(qint64 sinceMs)
{
    for (const auto &[action, endedAtMs] : std::as_const(m_justEnded)) {
        if (m_time.monotonicMs() - endedAtMs <= sinceMs || m_diskFails)
            leaveOpen(false, action);
    }
    m_justEnded.clear();
}

void Promises::left(bool told)
{
    leaveEnded(-1);
    for (const Open &action : std::as_const(m_open))
        leaveOpen(!action.writes.isEmpty(), action);
    if (told)
        m_leftOpen.removeIf(
            [this](const LeftOpen &one) { return one.account == m_farEnd && one.isToldOnLeaving; });
    // What has not been told now the next session tells, and not when it is left in turn.
    for (LeftOpen &one : m_leftOpen)
        one.isToldOnLeaving = one.isToldOnLeaving && one.account != m_farEnd;
    m_failedSoFar.clear();
    m_foundSoFar.clear();
    m_open.clear();
    m_leaving = Leaving::No;
    if (m_farEnd)
        m_farEnd->onSent = {};
}

int Promises::openActions() const
{
    const auto left = std::count_if(m_leftOpen.begin(), m_leftOpen.end(), [this](const LeftOpen &one) {
        return one.account == m_farEnd && one.mustEnd;
    });
    return int(m_open.size() + left);
}

bool Promises::hasLeftOpen(FarEnd *farEnd) const
{
    return std::any_of(m_leftOpen.begin(), m_leftOpen.end(),
                       [farEnd](const LeftOpen &one) { return one.account == farEnd && one.mustEnd; });
}

void Promises::submitted(BatchId batch, const Decision &decision)
{
    if (batch == 0)
        return;
    for (const DecisionTarget &target : decision.targets)
        m_open.append({batch, target, decision.verb, {}, {}, 0});
}

void Promises::slept(qint64 ms)
{
    // No timer has saved anything meanwhile.
    for (auto *ended : {&m_justEnded, &m_failedSoFar, &m_foundSoFar}) {
        for (auto &[action, endedAtMs] : *ended)
            endedAtMs += ms;
    }
    for (Open &action : m_open)
        action.sleptMs += ms;
    for (LeftOpen &left : m_leftOpen)
        left.action.sleptMs += ms;
}

void Promises::sent(int wireIndex)
{
    ++m_sentSinceCheck;
    ++m_requests;
    const OnTheWire &request = m_farEnd->wire().at(wireIndex);
    print(QString::fromLatin1(request.method) + u' ' + request.id + u' ' + QString::fromLatin1(request.verb));
    if (request.verb.isEmpty())
        return;
    const auto found = std::find_if(m_open.begin(), m_open.end(), [&request](const Open &action) {
        return action.target.id == request.id;
    });
    if (found == m_open.end()) {
        fail(u"N2: a write that nobody asked for: "_s + QString::fromLatin1(request.verb));
        return;
    }
    const bool belongs = request.verb == effectOf(found->verb) ||
                         (found->verb == InstanceVerb::Delete && request.verb == "stop");
    if (!belongs)
        fail(u"N2: another write than was asked for: "_s + QString::fromLatin1(request.verb));
    for (const int index : std::as_const(found->writes)) {
        const OnTheWire &before = m_farEnd->wire().at(index);
        const bool mayFollow =
            before.verb != request.verb || before.neverLeft || before.status == 429 || before.status == 401;
        if (!mayFollow)
            fail(u"N2: written again after %1: %2"_s.arg(before.status)
                     .arg(QString::fromLatin1(request.verb)));
    }
    found->writes.append(wireIndex);
    const TrackedInstance *row = m_session->store().find(request.id);
    if (row && request.verb == "renew")
        found->knownEndsMs.insert(wireIndex, stopsAtMs(row->instance.lease, row->instance.status));
}

int Promises::effects(const Open &action, const QByteArray &verb) const
{
    int count = 0;
    for (const int index : action.writes) {
        const OnTheWire &write = m_farEnd->wire().at(index);
        if (write.verb == verb)
            count += write.effects;
    }
    return count;
}

bool Promises::saidSince(const Open &action, const QStringList &states) const
{
    const qint64 sinceMs = m_farEnd->wire().at(action.writes.constFirst()).sentAtMs;
    const QList<Told> all = m_farEnd->toldOf(action.target.id);
    return std::any_of(all.begin(), all.end(), [sinceMs, &states](const Told &told) {
        return told.sentAtMs >= sinceMs && states.contains(told.status);
    });
}

Decision Promises::retryOfLastReport() const
{
    Decision again;
    again.verb = m_lastReport->verb;
    for (const ActionOutcome &failed : m_lastReport->outcomes) {
        if (failed.end != End::Failed || !failed.mayRetry)
            continue;
        const auto isIt = [&](const auto &told) {
            return told.batch == m_lastReport->batch && told.outcome.id == failed.id;
        };
        const auto itself = std::find_if(m_told.begin(), m_told.end(), isIt);
        const bool isOver = std::any_of(itself, m_told.end(), [&](const auto &told) {
            return told.batch > m_lastReport->batch && supersedes(told.outcome, failed);
        });
        if (isOver)
            continue;
        DecisionTarget target;
        target.id = failed.id;
        target.stopAtMs = itself == m_told.end() ? 0 : itself->stopAtMs;
        again.targets.append(target);
    }
    return again;
}

void Promises::ended(BatchId batch, const ActionOutcome &outcome)
{
    const auto found = std::find_if(m_open.begin(), m_open.end(), [&](const Open &action) {
        return action.batch == batch && action.target.id == outcome.id;
    });
    m_told.append({batch, outcome, found == m_open.end() ? 0 : found->target.stopAtMs});
    if (found == m_open.end()) {
        if (!endedLater(batch, outcome))
            fail(u"N1: an action ended twice, or one nobody asked for: "_s + outcome.text);
        return;
    }
    const Open action = *found;
    m_open.erase(found);
    // Told once more by the next session, or looked into when the service can be read again.
    const bool isCalledOff = m_leaving != Leaving::No && outcome.end == End::Cancelled;
    const bool isNotDone = outcome.end == End::Failed || outcome.end == End::LeftAlone;
    const bool failsUnseen = m_leaving == Leaving::Session && isNotDone;
    if (isCalledOff || failsUnseen)
        leaveEnd(isCalledOff ? End::Cancelled : End::Failed, m_leaving == Leaving::Session,
                 failsUnseen && !m_diskFails, action);
    else if (outcome.end == End::Unresolved)
        leaveOpen(false, action);
    else
        m_justEnded.append({action, m_time.monotonicMs()});
    if (isNotDone && m_leaving != Leaving::Session)
        m_failedSoFar.append({action, m_time.monotonicMs()});
    ++m_ends[int(outcome.end)];
    print(u"ended: "_s + outcome.id + u' ' + QString::number(int(outcome.end)) + u' ' + outcome.text);
    checkText(outcome.text);
    if (outcome.error)
        checkText(outcome.error->details() + outcome.error->detail);
    if (outcome.text.isEmpty() && outcome.end != End::Cancelled)
        fail(u"N1: an end without words"_s);
    checkOnce(action);
    if (outcome.end == End::Confirmed)
        checkConfirmed(action, outcome.text);
    else
        checkNotDone(action, outcome);
}

/// Of several about one instance, which is meant: what is only told is told first, and as it ended; else the
/// one whose end is due; and of a delete whose rest was called off, the stop is left.
int Promises::LeftOpen::likeness(const ActionOutcome &outcome) const
{
    int points = action.verb == outcome.verb ? 2 : 0;
    if (knownEnd)
        points += *knownEnd == outcome.end ? 4 : -8;
    else if (outcome.end == End::Cancelled && action.writes.isEmpty() &&
             outcome.text.startsWith("Called off"_L1))
        points += 4; // it waited in line, and was noted as such; a person may let go of the one before it
    return points + (mustEnd ? 1 : 0);
}

/// What an earlier session left open has been looked into.
bool Promises::endedLater(BatchId batch, const ActionOutcome &outcome)
{
    print(u"ended later: "_s + outcome.id + u' ' + QString::number(int(outcome.end)) + u' ' + outcome.text);
    auto found = m_leftOpen.end();
    for (auto one = m_leftOpen.begin(); one != m_leftOpen.end(); ++one) {
        const bool fits = one->account == m_farEnd && one->action.target.id == outcome.id;
        if (fits && (found == m_leftOpen.end() || one->likeness(outcome) > found->likeness(outcome)))
            found = one;
    }
    if (found == m_leftOpen.end())
        return false;
    LeftOpen left = *found;
    left.action.verb = outcome.verb;
    left.action.batch = batch;
    if (outcome.end == End::Confirmed)
        m_foundSoFar.append({left.action, m_time.monotonicMs()});
    else if (outcome.end == End::Failed)
        m_failedSoFar.append({left.action, m_time.monotonicMs()});
    if (outcome.end == End::Unresolved)
        found->mustEnd = false; // and perhaps once more
    else {
        m_justEnded.append({left.action, m_time.monotonicMs()});
        m_leftOpen.erase(found);
    }
    ++m_ends[int(outcome.end)];
    checkText(outcome.text);
    checkOnce(left.action);
    if (outcome.end == End::Cancelled || outcome.end == End::Unresolved)
        return true;
    if (outcome.end == End::Confirmed)
        checkConfirmed(left.action, outcome.text);
    else
        checkNotDone(left.action, outcome);
    return true;
}

void Promises::checkOnce(const Open &action)
{
    for (const int index : action.writes) {
        const OnTheWire &write = m_farEnd->wire().at(index);
        if (write.arrivals > 1)
            fail(u"N2: one write arrived twice: "_s + QString::fromLatin1(write.verb));
        // Nobody in these scripts agrees to that.
        const std::optional<qint64> knownMs = action.knownEndsMs.value(index);
        const qint64 doubtMs = LeaseToleranceMs + SlackMs + m_farEnd->slowestMs();
        if (write.leaseEndMs && knownMs && *write.leaseEndMs < *knownMs - doubtMs)
            fail(u"N2: a prolonging made it stop earlier, and nobody agreed to that"_s);
    }
    for (const QByteArray &verb :
         {QByteArray("start"), QByteArray("stop"), QByteArray("renew"), QByteArray("delete")}) {
        if (effects(action, verb) > 1)
            fail(u"N2: carried out twice: "_s + QString::fromLatin1(verb));
    }
}

void Promises::checkConfirmed(const Open &action, const QString &text)
{
    const QString &id = action.target.id;
    const std::optional<SimulatedCloud::Record> record = m_farEnd->cloud.record(id);
    if (action.verb == InstanceVerb::Delete) {
        if (!isGone(record))
            fail(u"N3: said to be deleted, but there: "_s + text);
        return;
    }
    if (action.verb == InstanceVerb::Prolong) {
        // It may have been to stop at that very time before.
        const qint64 endMs = record ? record->leaseCreateAtMs + record->leaseDurationMs : 0;
        const bool agrees = std::llabs(endMs - action.target.stopAtMs) <= LeaseToleranceMs + SlackMs;
        if (!agrees && effects(action, "renew") != 1)
            fail(u"N3: said to be prolonged, but it was not: "_s + text);
        return;
    }
    const QStringList goal = action.verb == InstanceVerb::Start ? QStringList{u"STARTING"_s, u"RUNNING"_s}
                                                                : QStringList{u"STOPPING"_s, u"STOPPED"_s};
    const TrackedInstance *row = m_session->store().find(id);
    const bool said =
        action.writes.isEmpty() ? row && goal.contains(row->instance.statusText) : saidSince(action, goal);
    if (!said)
        fail(u"N3: confirmed, but the service never said so: "_s + text);
}

/// A request that left late, as one does that sleep caught on its way, brings another stop time than was
/// asked for: not what was wanted, and said so with the time that it has come to.
bool Promises::toldOtherTime(const Open &action, const ActionOutcome &outcome) const
{
    return std::any_of(action.writes.begin(), action.writes.end(), [&](int index) {
        const std::optional<qint64> endMs = m_farEnd->wire().at(index).leaseEndMs;
        return endMs && outcome.saidStopMs == endMs &&
               std::llabs(*endMs - action.target.stopAtMs) > LeaseToleranceMs;
    });
}

void Promises::checkNotDone(const Open &action, const ActionOutcome &outcome)
{
    const QByteArray verb = effectOf(action.verb);
    const bool alone = !m_farEnd->wasMeddledWith(action.target.id);
    const bool done = effects(action, verb) > 0;
    if (outcome.end == End::LeftAlone && done)
        fail(u"N3: said to be left alone, but carried out: "_s + outcome.text);
    if (outcome.end == End::Cancelled && done)
        fail(u"N3: called off, but carried out: "_s + outcome.text);
    if (outcome.end == End::Failed && done && alone && !toldOtherTime(action, outcome))
        fail(u"N3: said to have failed, but carried out (%1): "_s.arg(QString::fromLatin1(verb)) +
             outcome.text);
    if (done && outcome.text.contains("not carried out"_L1))
        fail(u"N3: said not to be carried out, but it was: "_s + outcome.text);
    // What somebody else has undone can be told no more, however long one reads.
    const bool startsOrStops = action.verb == InstanceVerb::Start || action.verb == InstanceVerb::Stop;
    const bool isOvertaken = startsOrStops && !alone && !outcome.staysOpen;
    // Who sleeps has no time.
    if (outcome.end != End::Unresolved || isOvertaken || action.sleptMs > 0)
        return;
    const QList<OnTheWire> &wire = m_farEnd->wire();
    const bool refused =
        std::any_of(wire.begin(), wire.end(), [](const OnTheWire &one) { return one.status == 401; });
    const bool late = !action.writes.isEmpty() &&
                      m_time.monotonicMs() - wire.at(action.writes.constLast()).sentAtMs >= 4 * MinuteMs;
    if (!refused && !late)
        fail(u"N1: given up although there was time: "_s + outcome.text);
}

void Promises::changed(const InstanceChanges &changes)
{
    for (const TrackedInstance &row : changes.changed)
        print(u"row "_s + row.instance.id + u' ' + row.instance.statusText + u' ' + row.activity.text);
    for (const TrackedInstance &row : changes.inserted) {
        print(u"row "_s + row.instance.id + u' ' + row.instance.statusText);
        if (!m_farEnd->hasEverHad(row.instance.id))
            fail(u"N4: a row nobody told of: "_s + row.instance.id);
    }
    for (const QString &id : changes.removed) {
        print(u"row "_s + id + u" leaves"_s);
        m_observedAt.remove(id);
        if (!isGone(m_farEnd->cloud.record(id)))
            fail(u"N4: a row left although its instance is there: "_s + id);
    }
    lookAtTable();
}

void Promises::checkInTime(const Open &action)
{
    if (action.writes.isEmpty())
        return;
    const QList<OnTheWire> &wire = m_farEnd->wire();
    const OnTheWire &last = wire.at(action.writes.constLast());
    const auto first = std::find_if(action.writes.begin(), action.writes.end(),
                                    [&](int index) { return wire.at(index).verb == last.verb; });
    // Time asleep does not count.
    const qint64 limitMs = 5 * MinuteMs + action.sleptMs;
    if (m_time.monotonicMs() - wire.at(*first).sentAtMs > limitMs)
        fail(u"N1: still no end: "_s + QString::fromLatin1(last.verb));
}

void Promises::checkRow(const TrackedInstance &row)
{
    const QString &id = row.instance.id;
    const qint64 atMs = row.observedAtMs;
    if (atMs < m_observedAt.value(id, 0))
        fail(u"N4: an older answer took the place of a newer one"_s);
    m_observedAt.insert(id, atMs);

    bool statusTold = false;
    bool endTold = false;
    const std::optional<qint64> shownEnd = leaseEndMs(row.instance.lease);
    std::optional<qint64> latestTold;
    for (const Told &told : m_farEnd->toldOf(id)) {
        // What our own write brought stays a while against reads that lag behind.
        const bool held =
            told.isOfWrite && told.sentAtMs <= atMs && atMs - told.sentAtMs < InstanceStore::LagMs;
        const bool isSource = told.sentAtMs == atMs;
        if (isSource || held)
            statusTold = statusTold || told.status == row.instance.statusText;
        const bool isLease = told.isOfWrite || told.isLeaseOnly;
        if (isSource || held || (isLease && told.sentAtMs >= atMs)) {
            endTold = endTold || told.leaseEndMs == shownEnd;
            if (told.leaseEndMs && (!latestTold || *told.leaseEndMs > *latestTold))
                latestTold = told.leaseEndMs;
        }
    }
    if (!statusTold)
        fail(u"N4: a row shows what the service has not said: "_s + row.instance.statusText);
    if (shownEnd && (!latestTold || *shownEnd > *latestTold + ToleranceMs))
        fail(u"N5: shown to stop later than the service says"_s);
    if (!endTold)
        fail(u"N4: a lease that the service has not told"_s);
    checkText(row.activity.text + row.note);
}

void Promises::checkClock()
{
    const ServerClock &clock = m_session->serverClock();
    const qint64 ahead = clock.nowMs() - m_farEnd->cloud.nowMs();
    const qint64 doubtMs = 1'000 + m_farEnd->slowestMs() / 2;
    if (clock.isVerified() && std::llabs(ahead) > doubtMs)
        fail(u"N5: the countdown's clock is %1 ms off"_s.arg(ahead));
    if (clock.isContested() && ahead < -doubtMs)
        fail(u"N5: a contested clock makes countdowns %1 ms too long"_s.arg(-ahead));
}

void Promises::checkAmount(qint64 elapsedMs, int asked)
{
    // A listing may follow another after 5 s, and each row may be read alone every 5 s, with two retries.
    const qint64 looks = elapsedMs / LookMs + 2 + asked;
    const qint64 rows = m_session->store().count() < 12 ? 12 : 24;
    const qint64 most = looks * 3 * (2 * 3 * m_farEnd->pages() + rows);
    if (m_sentSinceCheck > most)
        fail(u"N8: %1 requests in %2 ms"_s.arg(m_sentSinceCheck).arg(elapsedMs));
    m_sentSinceCheck = 0;
}

void Promises::checkQuiet(qint64 failsSinceMs)
{
    const QList<OnTheWire> &wire = m_farEnd->wire();
    const auto after = [&wire](qint64 ms) {
        return std::find_if(wire.begin(), wire.end(),
                            [ms](const OnTheWire &one) { return one.sentAtMs > ms; });
    };
    // What was answered meanwhile, as a trouble from before may have it, begins a new count.
    for (auto one = after(failsSinceMs); one != wire.end(); ++one) {
        if (one->status >= 200 && one->status < 300)
            failsSinceMs = one->sentAtMs;
    }
    // Retries thin out within five minutes of the first failure. An action that had to wait its turn is read
    // after for as long from its own sending: the promise is about what nobody asked for.
    auto asked = after(failsSinceMs);
    if (asked == wire.end())
        return;
    for (auto one = asked; one != wire.end(); ++one) {
        if (!one->verb.isEmpty())
            asked = one;
    }
    const qint64 sinceMs = asked->sentAtMs + 6 * MinuteMs;
    const auto count = std::distance(after(sinceMs), wire.end());
    const qint64 minutes = (m_time.monotonicMs() - sinceMs) / MinuteMs;
    if (minutes > 0 && count > minutes + 1)
        fail(u"N8: %1 requests in %2 minutes to a service that fails"_s.arg(count).arg(minutes));
}

void Promises::checkText(const QString &text)
{
    if (text.isEmpty())
        return;
    for (const QByteArray &secret : m_farEnd->secrets()) {
        if (text.contains(QString::fromUtf8(secret)))
            fail(u"N6: a secret in a text"_s);
    }
}

void Promises::logged(QtMsgType type, const QString &text)
{
    if (m_farEnd)
        checkText(text);
    if (type != QtDebugMsg && type != QtInfoMsg)
        fail(u"N7: a warning: "_s + text);
}

void Promises::check(qint64 elapsedMs, int asked)
{
    const auto &rows = m_session->store().rows();
    for (const auto &row : rows)
        checkRow(*row);
    if (m_session->model().rowCount() != rows.size())
        fail(u"N4: the table has another number of rows than is known"_s);
    for (const Open &action : std::as_const(m_open)) {
        checkOnce(action);
        checkInTime(action);
    }
    const ReadingState &state = m_session->readingState();
    checkText(state.note);
    if (state.error)
        checkText(state.error->details() + state.error->detail);
    checkAmount(elapsedMs, asked);
    checkClock();
}

void Promises::awaitRightTable()
{
    m_awaitsRightTable = true;
}

void Promises::lookAtTable()
{
    if (m_awaitsRightTable && whatIsWrong().isEmpty())
        m_awaitsRightTable = false;
}

bool Promises::tableWasRight()
{
    lookAtTable();
    return !m_awaitsRightTable;
}

QString Promises::whatIsWrong() const
{
    if (m_session->readingState().phase != ReadingState::Phase::Ready)
        return u"not read completely"_s;
    QSet<QString> there;
    const QList<SimulatedCloud::Record> records = m_farEnd->cloud.records();
    for (const SimulatedCloud::Record &record : records) {
        if (record.status == u"DELETED"_s)
            continue;
        there.insert(record.id);
        const TrackedInstance *row = m_session->store().find(record.id);
        if (!row)
            return u"no row for "_s + record.id;
        if (row->instance.statusText != record.status)
            return u"%1 is %2, not %3"_s.arg(record.id, record.status, row->instance.statusText);
        const Lease &lease = row->instance.lease;
        if (lease.durationMs != record.leaseDurationMs || lease.enabled != record.leaseEnabled)
            return u"another lease of "_s + record.id;
    }
    const InstanceStore::Rows &rows = m_session->store().rows();
    const auto tooMany = std::find_if(rows.keyBegin(), rows.keyEnd(),
                                      [&there](const QString &id) { return !there.contains(id); });
    return tooMany == rows.keyEnd() ? QString() : u"a row too many, "_s + *tooMany;
}

} // namespace leasekeeper::test::model
