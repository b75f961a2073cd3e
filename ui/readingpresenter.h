// SPDX-License-Identifier: MIT
#pragma once

#include "instanceservice.h"
#include "profile.h"
#include "timers.h"

#include <QObject>

#include <optional>

namespace leasekeeper
{

class Clock;
class InstanceStore;
class MessageBar;
class ServerClock;
class StatusLine;
class ThinProgress;
struct ReadingMoment;

/// Shows how reading goes in the status line, the progress line and the message bar; once a second while a
/// message counts down to the next try and the window can be seen, else when something happens.
class ReadingPresenter : public QObject
{
    Q_OBJECT
public:
    /// Where it shows; the widgets belong to the window.
    struct Parts {
        StatusLine &status;
        MessageBar &messages;
        ThinProgress &progress;
    };

    /// Everything must outlive this.
    ReadingPresenter(const Parts &parts, const InstanceStore &store, const ServerClock &serverClock,
                     const Clock &clock, Timers &timers, const Profile &profile, QObject *parent);

    void setState(const ReadingState &state);
    [[nodiscard]] const ReadingState &state() const { return m_state; }
    void setProfile(const Profile &profile);
    void setWatched(bool watched);

Q_SIGNALS:
    void retryRequested();
    void signInRequested();

private:
    void measureNext();
    void tick();
    void armTick();
    void show();
    void showStatus(const ReadingMoment &moment);
    void showTrouble(const ReadingMoment &moment);
    void showWrongTimes();
    void showClock();

    Parts m_parts;
    const InstanceStore &m_store;
    const ServerClock &m_serverClock;
    const Clock &m_clock;
    Profile m_profile;
    OneShotTimer m_tick;
    qint64 m_tickMs = 0; ///< what it was started with
    ReadingState m_state;
    std::optional<qint64> m_nextInMs; ///< counts in real ms, also where the demo's clock runs fast
    std::optional<qint64> m_heldInMs; ///< the same, until the service may be asked again
    QString m_troubleKey;
    bool m_wrongTimesTold = false;
    bool m_watched = true;
};

} // namespace leasekeeper
