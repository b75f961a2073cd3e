// SPDX-License-Identifier: MIT
#pragma once

#include "instanceservice.h"
#include "networkhints.h"
#include "timers.h"

#include <QObject>
#include <QRandomGenerator>

#include <memory>

namespace leasekeeper
{

class Surroundings;
struct ApiError;
struct Profile;

/// Finds out an account's project, without which nothing can be read. What may pass is tried again by itself,
/// as often as a listing is that fails in the long run, and sooner after a hint of the system; nobody's
/// impatience shortens a pause that the service asked for. Tells how it goes in the words of the reading that
/// it comes before: failures are ReadingState::error. Owns nothing but what waits for the answer.
class ProjectLookup : public QObject
{
    Q_OBJECT
public:
    /// `state`: the account's, which stateChanged() wants to have replaced. Both must outlive this.
    ProjectLookup(Surroundings &world, const ReadingState &state, QObject *parent = nullptr);
    ~ProjectLookup() override;

    /// At once, or as soon as the service may be asked; needless while it is being asked.
    void start();
    /// In silence. Until when the service wants to be left alone is remembered.
    void stop();
    /// Ends what is under way, for this reason.
    void fail(const ApiError &error);
    /// A hint of the system: it is online again, or on another network.
    void networkChanged();

Q_SIGNALS:
    void stateChanged(const leasekeeper::ReadingState &state);
    /// Its end: the profile names its project.
    void found(const leasekeeper::Profile &profile);

private:
    void startByItself();
    void startAfter(qint64 delayMs, ReadingState &state);
    void ask();
    [[nodiscard]] qint64 nowMs() const; ///< monotonic
    [[nodiscard]] NetworkHints::Outcome followHint();

    Surroundings &m_world;
    const ReadingState &m_state;
    QRandomGenerator m_random = QRandomGenerator::securelySeeded();
    NetworkHints m_hints;
    OneShotTimer m_again;               ///< until it is tried once more
    qint64 m_heldUntilMs = 0;           ///< monotonic; until then the service wants to be asked nothing
    std::unique_ptr<QObject> m_waiting; ///< lives while the answer is waited for
};

} // namespace leasekeeper
