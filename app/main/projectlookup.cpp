// SPDX-License-Identifier: MIT
#include "projectlookup.h"

#include "apierror.h"
#include "clock.h"
#include "ownretry.h"
#include "profile.h"
#include "result.h"
#include "surroundings.h"

#include <algorithm>

namespace leasekeeper
{

namespace
{

ReadingState::Phase phaseOf(const ApiError &error)
{
    switch (error.kind) {
    case ApiError::Kind::Unauthorised:
        return ReadingState::Phase::SignedOut;
    case ApiError::Kind::Forbidden:
    case ApiError::Kind::NotFound:
    case ApiError::Kind::BadRequest:
        return ReadingState::Phase::Refused;
    case ApiError::Kind::Network:
    case ApiError::Kind::Timeout:
    case ApiError::Kind::Tls:
    case ApiError::Kind::Proxy:
    case ApiError::Kind::Cancelled:
    case ApiError::Kind::Conflict:
    case ApiError::Kind::RateLimited:
    case ApiError::Kind::Server:
    case ApiError::Kind::BadResponse:
    case ApiError::Kind::Redirected:
        break;
    }
    return ReadingState::Phase::Offline;
}

} // namespace

ProjectLookup::ProjectLookup(Surroundings &world, const ReadingState &state, QObject *parent)
    : QObject(parent),
      m_world(world),
      m_state(state),
      m_hints(world.clock(), world.timers(), m_random, [this](qint64) { return followHint(); }),
      m_again(world.timers(), [this] { startByItself(); })
{
}

ProjectLookup::~ProjectLookup() = default;

void ProjectLookup::start()
{
    if (m_waiting)
        return;
    const qint64 heldForMs = m_heldUntilMs - nowMs();
    ReadingState state = m_state;
    if (heldForMs > 0) {
        // Nobody's impatience shortens what the service asked for.
        if (state.phase != ReadingState::Phase::Offline)
            state.phase = ReadingState::Phase::Loading;
        startAfter(heldForMs, state);
        Q_EMIT stateChanged(state);
        return;
    }
    m_again.stop();
    m_waiting = std::make_unique<QObject>();
    state.phase = ReadingState::Phase::Loading;
    state.listing = true;
    state.error.reset();
    state.nextAtMonotonicMs.reset();
    state.heldUntilMonotonicMs.reset();
    Q_EMIT stateChanged(state);
    ask();
}

void ProjectLookup::ask()
{
    m_world.complete(m_waiting.get(), [this](const Result<Profile> &completed) {
        // Later: this may be called from within an object that belongs to it.
        m_waiting.release()->deleteLater();
        if (completed) {
            m_hints.stop();
            Q_EMIT found(completed.value());
        } else {
            fail(completed.error());
        }
    });
}

void ProjectLookup::stop()
{
    m_again.stop();
    m_hints.stop();
    m_waiting.reset();
}

void ProjectLookup::fail(const ApiError &error)
{
    m_waiting.reset();
    ReadingState state = m_state;
    state.phase = phaseOf(error);
    state.listing = false;
    state.error = error;
    if (!asksForLongPause(error))
        m_heldUntilMs = std::max(m_heldUntilMs, nowMs() + error.retryAfterMs);
    // As often as a failing service hears from a listing in the long run.
    if (state.phase == ReadingState::Phase::Offline && !waitsForPerson(error))
        startAfter(std::max(InstanceService::SlowRefreshMs, error.retryAfterMs), state);
    Q_EMIT stateChanged(state);
}

void ProjectLookup::startByItself()
{
    // One that a hint has brought about is near: two would be one too many.
    if (m_hints.isPending())
        m_again.start(m_hints.dueInMs());
    else
        start();
}

void ProjectLookup::startAfter(qint64 delayMs, ReadingState &state)
{
    m_again.start(delayMs);
    state.nextAtMonotonicMs = nowMs() + delayMs;
    // What waits for longer than the service asked for does not wait because it did.
    if (m_heldUntilMs >= *state.nextAtMonotonicMs)
        state.heldUntilMonotonicMs = m_heldUntilMs;
}

void ProjectLookup::networkChanged()
{
    if (m_state.phase == ReadingState::Phase::Offline || m_waiting)
        m_hints.take();
}

NetworkHints::Outcome ProjectLookup::followHint()
{
    using Outcome = NetworkHints::Outcome;
    // It may have begun without a network.
    if (m_waiting)
        return Outcome::Later;
    const bool askedToWait = m_heldUntilMs > nowMs() || (m_state.error && asksForLongPause(*m_state.error));
    if (m_state.phase != ReadingState::Phase::Offline || askedToWait)
        return Outcome::Needless;
    start();
    return Outcome::Followed;
}

qint64 ProjectLookup::nowMs() const
{
    return m_world.clock().monotonicMs();
}

} // namespace leasekeeper
