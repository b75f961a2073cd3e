// SPDX-License-Identifier: MIT
#include "modelrun.h"

#include "failingfiles.h"
#include "heardlog.h"
#include "instanceservice.h"
#include "instancestore.h"
#include "markers.h"
#include "serverclock.h"
#include "session.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMap>
#include <QUrlQuery>

#include <algorithm>

namespace leasekeeper::test::model
{

using namespace Qt::StringLiterals;

namespace
{

QMap<QString, QByteArray> journalFiles(const QString &folder)
{
    QMap<QString, QByteArray> files;
    const QDir dir(folder);
    const QStringList names = dir.entryList({u"*.json"_s}, QDir::Files);
    for (const QString &name : names) {
        QFile file(dir.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            files.insert(name, file.readAll());
    }
    return files;
}

/// As if a program that was killed had left these, whatever was saved since.
void leaveBehind(const QString &folder, const QMap<QString, QByteArray> &files)
{
    const FailingFiles::Pause pause;
    const QMap<QString, QByteArray> now = journalFiles(folder);
    for (auto file = now.cbegin(); file != now.cend(); ++file)
        QFile::remove(QDir(folder).filePath(file.key()));
    for (auto file = files.cbegin(); file != files.cend(); ++file) {
        QFile out(QDir(folder).filePath(file.key()));
        if (!out.open(QIODevice::WriteOnly) || out.write(file.value()) != file.value().size())
            qFatal("cannot write %s", qPrintable(out.fileName()));
    }
}

/// In memory where there is such a place: thousands of runs need not wear out a disk.
QString journalTemplate()
{
    const QString memory = u"/dev/shm"_s;
    const QString place = QFileInfo(memory).isWritable() ? memory : QDir::tempPath();
    return place + u"/leasekeeper-model-XXXXXX"_s;
}

bool needsJournal(const Script &script)
{
    return std::any_of(script.steps.begin(), script.steps.end(), [](const Step &step) {
        return step.what == Do::Restart || step.what == Do::Kill || step.what == Do::Switch ||
               step.what == Do::SignOut;
    });
}

constexpr qint64 HourMs = 3'600'000;
constexpr qint64 MinuteMs = 60'000;
/// How long the program waits for what is on the wire before it goes.
constexpr qint64 FarewellMs = 5'000;
constexpr qint64 AfterPeriodMs = 10'000;
constexpr qint64 RestFactor = 10;
constexpr qint64 LongestRestMs = 120'000;
constexpr qint64 LongestActionMs = 5 * MinuteMs;
constexpr int MostSignIns = 2;
constexpr qint64 SampleMs = 2'500;
constexpr qint64 LongDarkMs = 10 * MinuteMs;

} // namespace

ModelRun::ModelRun(const Script &script, const Spoilt &spoilt)
    : m_script(script),
      m_spoilt(spoilt),
      m_timers(m_time, spoilt.lateTimer),
      m_browser(spoilt.troubledOpening),
      m_first(m_time, script.start, u"a"_s),
      m_promises(m_time)
{
    m_keys.troubled = spoilt.troubledKeyCall;
    m_keys.silent = spoilt.keyCallIsSilent;
    m_route.troubled = spoilt.troubledRoute;
    m_route.silent = spoilt.routeIsSilent;
    m_route.troubledName = spoilt.troubledName;
    m_route.nameIsSilent = spoilt.nameIsSilent;
    m_browser.onOpened = [this](const QUrl &address) { opened(address); };
    m_first.setBroken(spoilt.farEnd);
    if (spoilt.request)
        m_first.play(*spoilt.request);
    troubleArrivals(m_first);
    if (spoilt.onDisk || needsJournal(script))
        m_home = std::make_unique<QTemporaryDir>(journalTemplate());
    if (spoilt.failingFile != 0)
        m_promises.distrustDisk();
    if (spoilt.onDisk)
        FailingFiles::watch(m_home->path(), spoilt.failingFile, spoilt.failingFiles);
    startProgram();
}

ModelRun::~ModelRun()
{
    m_promises.left(true);
    FailingFiles::forget();
}

ModelRun::Calls ModelRun::calls() const
{
    return {m_promises.requests(), FailingFiles::count(), m_keys.calls,     m_timers.count(),
            m_route.calls,         m_route.names,         m_browser.count()};
}

void ModelRun::troubleArrivals(FarEnd &farEnd)
{
    if (m_spoilt.clockAt == 0 && !m_spoilt.doubtsRoute)
        return;
    farEnd.onArrival = [this](int count) {
        if (m_spoilt.doubtsRoute)
            world().http().gate()->doubt();
        if (count != m_spoilt.clockAt)
            return;
        m_time.jumpWall(m_spoilt.jumpMs);
        if (m_spoilt.sleepMs == 0)
            return;
        m_time.sleep(m_spoilt.sleepMs);
        m_promises.slept(m_spoilt.sleepMs);
        noteSleep();
    };
}

void ModelRun::noteSleep()
{
    // A listing may be what waits.
    const ReadingState &state = m_session->readingState();
    m_sleptWaiting |= state.listing || state.heldUntilMonotonicMs;
}

QString ModelRun::journalFolder() const
{
    return m_home ? m_home->filePath(u"open-actions"_s) : QString();
}

ModelWorld &ModelRun::world() const
{
    return static_cast<ModelWorld &>(m_session->surroundings());
}

void ModelRun::startProgram()
{
    m_settings = std::make_unique<Settings>(m_home ? m_home->filePath(u"settings.json"_s) : QString());
    if (const QString notice = m_settings->takeNotice(); !notice.isEmpty())
        m_promises.fail(u"N1: settings were lost: "_s + notice);
    m_settings->setGraceMs(m_script.start.graceMs);
    if (m_spoilt.keepsToken) {
        Profile leak;
        leak.id = leak.name = QString::fromUtf8(m_first.cloud.token().toBase64());
        m_settings->putProfile(leak);
    }
    if (!m_spoilt.onDisk)
        return;
    m_keyStore = std::make_unique<KeychainStore>(std::make_unique<TroubledKeys>(m_keys, m_timers), m_timers);
    m_keeper = std::make_unique<CredentialKeeper>(*m_keyStore);
    QObject::connect(m_keeper.get(), &CredentialKeeper::waiting, m_keeper.get(), [this] {
        if (m_loading && m_session)
            m_session->failSignIn(u"The key store has not answered yet."_s);
    });
}

void ModelRun::endProgram()
{
    m_loading.reset();
    m_keeper.reset();
    m_keyStore.reset();
    m_settings->save();
    m_settings.reset();
    searchHome();
}

/// N6: nothing that is kept holds what signs in, in whatever form.
void ModelRun::searchHome()
{
    if (!m_home)
        return;
    QList<SecretMarker> secrets;
    for (const FarEnd *farEnd : std::initializer_list<const FarEnd *>{&m_first, m_second.get()}) {
        const QList<QByteArray> all = farEnd ? farEnd->secrets() : QList<QByteArray>();
        for (const QByteArray &secret : all)
            secrets.append({"a secret of the service", secret});
    }
    const QByteArray leak = leakBelow(m_home->path(), secrets);
    if (!leak.isEmpty())
        m_promises.fail(u"N6: kept on disk: "_s + QString::fromUtf8(leak));
}

void ModelRun::open(FarEnd &farEnd)
{
    m_farEnd = &farEnd;
    m_session = std::make_unique<Session>(
        std::make_unique<ModelWorld>(m_time, m_timers, farEnd, m_route, m_script.start), *m_settings,
        journalFolder());
    m_promises.watch(*m_session, farEnd);
    m_toOpen = 0;
    QObject::connect(m_session.get(), &Session::noticed, m_session.get(),
                     [this](const QString &text, const QString &details) { noticed(text, details); });
    m_session->setWatched(m_watched);
    if (m_spoilt.onDisk) {
        loadCredential();
        return;
    }
    world().signIn(world().credential());
    m_session->start();
    m_promises.watchActing();
}

/// As a profile is opened: a new one is kept, one that is known is looked up.
void ModelRun::loadCredential()
{
    const Profile profile = m_session->profile();
    if (!m_settings->profile(profile.id)) {
        m_settings->putProfile(profile);
        m_keeper->keep(profile.id, world().credential());
    }
    m_settings->setLastProfileId(profile.id);
    m_loading = std::make_unique<QObject>();
    m_keeper->load(profile.id, m_loading.get(), [this](const StoreAnswer &answer) {
        m_loading.release()->deleteLater();
        if (answer.outcome == StoreAnswer::Outcome::Done)
            m_session->signIn(answer.credential);
        else
            m_session->failSignIn(answer.text);
        m_promises.watchActing();
    });
}

/// As the program does: what was not sent is called off, what is on the wire is waited for a little. `told`:
/// the next account's page says what was called off.
void ModelRun::quit(bool told)
{
    m_promises.isLeaving();
    m_session->leave();
    (void)m_time.advanceUntil([this] { return m_session->inFlight() == 0; }, FarewellMs);
    if (told)
        m_session->lastOutcomesTold();
    m_promises.left(told);
    m_loading.reset();
    m_session.reset();
}

void ModelRun::kill()
{
    const QMap<QString, QByteArray> files = journalFiles(journalFolder());
    m_promises.killed();
    m_session->disconnect();
    m_session.reset();
    leaveBehind(journalFolder(), m_spoilt.losesJournal ? QMap<QString, QByteArray>() : files);
}

void ModelRun::submit(const Step &step)
{
    ActionService *acting = m_session->acting();
    if (!acting)
        return;
    Decision decision;
    decision.verb = step.verb;
    decision.firstLeaseMs = step.verb == InstanceVerb::Start ? 2 * HourMs : 0;
    for (int i = 0; i < m_farEnd->ids().size(); ++i) {
        const TrackedInstance *row = m_session->store().find(m_farEnd->ids().at(i));
        if (!((step.who >> i) & 1U) || !row)
            continue;
        DecisionTarget target = decisionTarget(row->instance);
        // Each time another one, so that an earlier one is never taken for it.
        target.stopAtMs = m_session->serverClock().nowMs() + 3 * HourMs + ++m_prolongs * 10 * MinuteMs;
        target.mayShorten = m_spoilt.agreesToShorten;
        decision.targets.append(target);
    }
    m_lastBatch = acting->submit(decision);
    m_promises.submitted(m_lastBatch, decision);
}

void ModelRun::retry()
{
    ActionService *acting = m_session->acting();
    if (!m_promises.lastReport() || !acting)
        return;
    const Decision again = m_promises.retryOfLastReport();
    const BatchId batch = acting->retryFailed(m_promises.lastReport()->batch);
    if (batch != 0) {
        m_lastBatch = batch;
        m_promises.submitted(batch, again);
    }
}

void ModelRun::opened(const QUrl &address)
{
    if (--m_toOpen < 0)
        m_promises.fail(u"N2: an address was opened that nobody asked for"_s);
    const QByteArray token = QUrlQuery(address).queryItemValue(u"token"_s).toUtf8();
    if (!m_farEnd->secrets().contains(token))
        m_promises.fail(u"N3: a notebook was opened with another token than the service gave"_s);
}

void ModelRun::noticed(const QString &text, const QString &details)
{
    m_promises.checkText(text + details);
    if (m_toOpen <= 0)
        return;
    --m_toOpen;
    m_browser.comeBack();
}

void ModelRun::signOut()
{
    m_toOpen = 0;
    m_loading.reset();
    m_promises.isSigningOut();
    m_session->signOut();
    if (m_keeper)
        m_keeper->wipe(m_session->profile().id);
    m_promises.signedOut();
}

/// A person types it.
void ModelRun::signIn()
{
    m_loading.reset();
    if (m_keeper)
        m_keeper->keep(m_session->profile().id, world().credential());
    m_session->signIn(world().credential());
    m_promises.watchActing();
}

void ModelRun::perform(const Step &step)
{
    m_asked = 1;
    switch (step.what) {
    case Do::Wait:
        m_asked = 0;
        return;
    case Do::Submit:
        submit(step);
        return;
    case Do::Undo:
        m_session->undo(m_lastBatch);
        return;
    case Do::Cancel:
        m_session->cancel(m_farEnd->idOf(step.who));
        return;
    case Do::Retry:
        retry();
        return;
    case Do::Refresh:
        m_session->refresh();
        m_promises.watchActing();
        return;
    case Do::Read:
        m_session->readInstance(m_farEnd->idOf(step.who));
        return;
    case Do::Open:
        if (!m_session->acting())
            return; // signed out: nobody can ask for it
        ++m_toOpen;
        m_session->openNotebook(m_farEnd->idOf(step.who));
        return;
    case Do::Look:
        m_watched = step.value != 0;
        m_session->setWatched(m_watched);
        return;
    case Do::SignOut:
        signOut();
        return;
    case Do::SignIn:
        signIn();
        return;
    case Do::Switch:
        quit(true);
        if (!m_second) {
            m_second = std::make_unique<FarEnd>(m_time, m_script.start, u"b"_s);
            if (m_spoilt.request)
                m_second->play(*m_spoilt.request);
            troubleArrivals(*m_second);
        }
        open(m_farEnd == &m_first ? *m_second : m_first);
        return;
    case Do::Restart:
        quit(false);
        endProgram();
        startProgram();
        open(*m_farEnd);
        return;
    case Do::Kill:
        kill();
        endProgram();
        startProgram();
        open(*m_farEnd);
        return;
    case Do::Fault:
    case Do::Dark:
    case Do::Lag:
    case Do::Expire:
    case Do::Meddle:
        m_farEnd->play(step);
        return;
    case Do::JumpWall:
        m_time.jumpWall(step.value);
        return;
    case Do::Sleep:
        m_time.sleep(step.value);
        m_promises.slept(step.value);
        noteSleep();
        return;
    }
}

QString ModelRun::run()
{
    const HeardLog log([this](QtMsgType type, const QString &text) { m_promises.logged(type, text); });
    open(m_first);
    for (qsizetype i = 0; i < m_script.steps.size(); ++i) {
        const Step &step = m_script.steps.at(i);
        const qint64 beganMs = m_time.monotonicMs();
        perform(step);
        m_time.advance(step.thenMs);
        if (m_spoilt.afterStep)
            m_spoilt.afterStep(*m_session, m_time);
        m_promises.check(m_time.monotonicMs() - beganMs, m_asked);
        if (step.what == Do::Dark && step.value >= LongDarkMs && step.thenMs >= LongDarkMs)
            m_promises.checkQuiet(beganMs);
        if (!m_promises.breach().isEmpty())
            return u"%1 (step %2)"_s.arg(m_promises.breach()).arg(i + 1);
    }
    endWell();
    searchHome();
    return m_promises.breach();
}

/// Waits for at most `limitMs` in which the service does not want to be left in peace and nothing goes on
/// that has met a trouble: such a request, or an answer that asks for peace, may still be on its way.
bool ModelRun::waitUntil(const std::function<bool()> &done, const std::function<qint64()> &limitMs)
{
    qint64 beganMs = m_time.monotonicMs();
    while (!done()) {
        if (m_route.hangs)
            beganMs = m_time.monotonicMs();
        m_wasSlowed |= m_session->readingState().error.has_value();
        const qint64 faultEndMs = std::max(
            {beganMs, m_farEnd->quietUntilMs(), m_farEnd->troubledUntilMs(), m_timers.lateUntilMs()});
        const qint64 leftMs = faultEndMs + limitMs() - m_time.monotonicMs();
        if (leftMs <= 0)
            return false;
        const qint64 stepMs = std::min(leftMs, SampleMs);
        m_time.advance(stepMs);
        if (m_spoilt.afterStep)
            m_spoilt.afterStep(*m_session, m_time);
        m_promises.check(stepMs, 0);
        if (!m_promises.breach().isEmpty())
            return false;
        // What met the last of the faults may still be on its way back.
        if (m_session->readingState().phase == ReadingState::Phase::SignedOut && m_signIns++ < MostSignIns)
            signIn();
        else if (waitsForPerson() && m_farEnd->hasSaidMuchTooBusy())
            m_session->refresh();
    }
    return true;
}

bool ModelRun::waitsForPerson() const
{
    const ReadingState &state = m_session->readingState();
    return !state.listing && !state.nextAtMonotonicMs;
}

/// N9: one refresh period, the slowed one once something has failed, and ten seconds. A listing that took
/// long stretches the period to ten times as long, up to two minutes (design D9), also where that was a slow
/// answer. A pause that the service asked for lasts as long at most, and time slept through does not shorten
/// it. Two things come on top. The ten seconds hold the lengthening by which the back-off keeps N8, nine of
/// them, and not what the service takes for a listing. And one that is taken up where it broke off (F59)
/// shows what its first pages said: the next one follows after its rest.
qint64 ModelRun::recoverMs() const
{
    const qint64 watchedMs = m_wasSlowed ? InstanceService::SlowRefreshMs : InstanceService::RefreshMs;
    const qint64 periodMs = m_watched ? watchedMs : InstanceService::HiddenRefreshMs;
    const int requests = 2 * m_farEnd->pages(); // two lists
    const qint64 listingMs = requests * m_script.start.roundTripMs;
    // Each page perhaps twice, since one that does not fit to the others is read again.
    const qint64 slowestMs = 2 * requests * m_farEnd->slowestMs();
    const qint64 restMs = m_sleptWaiting ? LongestRestMs : std::min(RestFactor * slowestMs, LongestRestMs);
    const qint64 resumedMs = m_wasSlowed ? RestFactor * listingMs : 0;
    return std::max(periodMs, restMs) + AfterPeriodMs + 2 * listingMs + std::min(resumedMs, LongestRestMs);
}

bool ModelRun::tableRecovers()
{
    m_wasSlowed = false;
    m_promises.awaitRightTable();
    return waitUntil([this] { return m_promises.tableWasRight(); }, [this] { return recoverMs(); });
}

/// All faults end; what the program then has to do by itself.
void ModelRun::endWell()
{
    m_spoilt.clockAt = 0;
    m_first.heal();
    if (m_second)
        m_second->heal();
    recover();
    // What is open in the other account waits for somebody to look at it.
    FarEnd *other = m_farEnd == &m_first ? m_second.get() : &m_first;
    if (!m_promises.breach().isEmpty() || !other || !m_promises.hasLeftOpen(other))
        return;
    quit(true);
    open(*other);
    recover();
}

void ModelRun::recover()
{
    // Nobody else can sign in again.
    if (m_session->readingState().phase == ReadingState::Phase::SignedOut)
        signIn();
    m_signIns = 0;
    m_asked = 1;
    if (!tableRecovers()) {
        m_promises.fail(u"N9: not recovered: "_s + m_promises.whatIsWrong());
        return;
    }
    // N1: those that wait for their turn meanwhile may last longer, but for none of them is it this long.
    const auto actionMs = [] { return LongestActionMs; };
    if (!waitUntil([this] { return m_promises.openActions() == 0; }, actionMs)) {
        m_promises.fail(u"N1: an action never ended"_s);
        return;
    }
    if (!waitUntil([this] { return m_toOpen == 0; }, actionMs)) {
        m_promises.fail(u"N1: a notebook was neither opened nor said not to be"_s);
        return;
    }
    // What was open before may be looked into once more.
    const auto isIdle = [this] {
        const auto &rows = m_session->store().rows();
        return std::none_of(rows.begin(), rows.end(),
                            [](const auto &row) { return row->activity.isActive(); });
    };
    if (!waitUntil(isIdle, actionMs))
        m_promises.fail(u"N1: still at work, with nothing to do"_s);
    if (!tableRecovers())
        m_promises.fail(u"N9: not right in the end: "_s + m_promises.whatIsWrong());
    if (m_session->inFlight() != 0)
        m_promises.fail(u"N1: something is still in flight"_s);
}

} // namespace leasekeeper::test::model
