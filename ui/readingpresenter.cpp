// SPDX-License-Identifier: MIT
#include "readingpresenter.h"

#include "instancestore.h"
#include "messagebar.h"
#include "readingtext.h"
#include "serverclock.h"
#include "statusline.h"
#include "thinprogress.h"

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

constexpr qint64 SecondMs = 1'000;
constexpr qint64 MinuteMs = 60 * SecondMs;
constexpr QLatin1StringView ClockKey("clock");
constexpr QLatin1StringView WrongTimesKey("wrong-times");

} // namespace

ReadingPresenter::ReadingPresenter(const Parts &parts, const InstanceStore &store,
                                   const ServerClock &serverClock, const Clock &clock, Timers &timers,
                                   const Profile &profile, QObject *parent)
    : QObject(parent),
      m_parts(parts),
      m_store(store),
      m_serverClock(serverClock),
      m_clock(clock),
      m_profile(profile),
      m_tick(timers, [this] { tick(); })
{
    connect(&serverClock, &ServerClock::adjusted, this, &ReadingPresenter::show);
    show();
}

void ReadingPresenter::measureNext()
{
    m_nextInMs.reset();
    if (m_state.nextAtMonotonicMs)
        m_nextInMs = qMax<qint64>(0, *m_state.nextAtMonotonicMs - m_clock.monotonicMs());
    m_heldInMs.reset();
    if (m_state.heldUntilMonotonicMs)
        m_heldInMs = qMax<qint64>(0, *m_state.heldUntilMonotonicMs - m_clock.monotonicMs());
}

void ReadingPresenter::setState(const ReadingState &state)
{
    const bool another = state.nextAtMonotonicMs != m_state.nextAtMonotonicMs ||
                         state.heldUntilMonotonicMs != m_state.heldUntilMonotonicMs;
    m_state = state;
    if (another)
        measureNext();
    show();
}

void ReadingPresenter::setProfile(const Profile &profile)
{
    m_profile = profile;
    show();
}

void ReadingPresenter::setWatched(bool watched)
{
    m_watched = watched;
    if (!watched) {
        m_tick.stop();
        return;
    }
    measureNext();
    show();
}

void ReadingPresenter::tick()
{
    if (m_nextInMs)
        m_nextInMs = qMax<qint64>(0, *m_nextInMs - m_tickMs);
    if (m_heldInMs)
        m_heldInMs = qMax<qint64>(0, *m_heldInMs - m_tickMs);
    show();
}

/// Only two messages go on by themselves: a pause the service asked for, and a lost connection, by seconds
/// until the next try, else by minutes.
void ReadingPresenter::armTick()
{
    qint64 wanted = 0;
    if (m_watched && m_heldInMs)
        wanted = SecondMs;
    else if (m_watched && m_state.phase == ReadingState::Phase::Offline)
        wanted = m_nextInMs && !m_state.listing ? SecondMs : MinuteMs;
    if (wanted == 0)
        m_tick.stop();
    else if (!m_tick.isActive() || wanted != m_tickMs)
        m_tick.start(wanted);
    m_tickMs = wanted;
}

void ReadingPresenter::show()
{
    const ReadingMoment moment{m_serverClock.nowMs(), m_nextInMs, QTimeZone::systemTimeZone(), QLocale(),
                               m_heldInMs};
    showStatus(moment);
    showTrouble(moment);
    showWrongTimes();
    showClock();
    armTick();
}

void ReadingPresenter::showStatus(const ReadingMoment &moment)
{
    m_parts.status.setUpdated(updatedText(m_state, moment));
    m_parts.status.setConnection(connectionText(m_state), connectionIcon(m_state), connectionColour(m_state));
    if (m_state.listing)
        m_parts.progress.setProgress(m_state.loaded, m_state.total);
    else
        m_parts.progress.setIdle();
}

void ReadingPresenter::showTrouble(const ReadingMoment &moment)
{
    std::optional<Message> trouble = readingTrouble(m_state, moment, m_profile);
    const QString key = trouble ? trouble->key : QString();
    if (m_troubleKey != key && !m_troubleKey.isEmpty())
        m_parts.messages.withdraw(m_troubleKey);
    m_troubleKey = key;
    if (!trouble)
        return;
    const bool waits = m_state.phase == ReadingState::Phase::Offline ||
                       m_state.phase == ReadingState::Phase::Incomplete ||
                       m_state.phase == ReadingState::Phase::Refused;
    if (waits)
        trouble->actions.append(
            {u"retryNowButton"_s, tr("Retry now"), {}, [this] { Q_EMIT retryRequested(); }, false});
    if (m_state.phase == ReadingState::Phase::SignedOut)
        trouble->actions.append(
            {u"signInButton"_s, tr("Sign in…"), {}, [this] { Q_EMIT signInRequested(); }, false});
    m_parts.messages.post(*trouble);
}

/// Once: what a service tells wrong it tells wrong each time.
void ReadingPresenter::showWrongTimes()
{
    if (m_state.wrongTimes == 0 || m_wrongTimesTold)
        return;
    m_wrongTimesTold = true;
    Message message;
    message.key = WrongTimesKey;
    message.text = wrongTimesText(m_state.wrongTimes);
    m_parts.messages.post(message);
}

void ReadingPresenter::showClock()
{
    const std::optional<qint64> ahead = m_serverClock.wallAheadMs();
    m_parts.status.setClock(
        // Rows of a listing that broke off count down, too.
        clockText(m_state.lastCompleteWallMs.has_value() || !m_store.rows().isEmpty(), ahead),
        ahead ? tr("How far this computer's clock is from the service's. Times shown are corrected.")
              : tr("The service has not told its time yet."));
    const QString warning = clockWarning(ahead);
    if (warning.isEmpty()) {
        m_parts.messages.withdraw(ClockKey);
        return;
    }
    Message message;
    message.key = ClockKey;
    message.level = MessageLevel::Warning;
    message.text = warning;
    m_parts.messages.post(message);
}

} // namespace leasekeeper
