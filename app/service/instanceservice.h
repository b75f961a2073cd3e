// SPDX-License-Identifier: MIT
#pragma once

#include "apierror.h"
#include "clock.h"
#include "profile.h"
#include "timers.h"

#include <QObject>
#include <QSet>

#include <memory>
#include <optional>

namespace leasekeeper
{

class InstancesApi;
class InstanceStore;

/// How the reading goes; shown in the status line and by the look of the table. Monotonic times are readings
/// of the clock given to InstanceService.
struct ReadingState {
    enum class Phase {
        Idle,       ///< not started
        Loading,    ///< first listing under way, nothing complete yet
        Ready,      ///< the last listing was complete
        Incomplete, ///< the last listing had gaps; nothing was removed
        Offline,   ///< the service could not be reached; retrying by itself unless nextAtMonotonicMs is unset
        SignedOut, ///< 401: waits for the user
        Refused,   ///< 403 or another refusal: waits for the user, retries slowly
    };
    Phase phase = Phase::Idle;
    bool listing = false; ///< a listing is under way
    int loaded = 0;       ///< records of the listing under way
    int total = 0;        ///< what the service says there are; 0 unknown
    std::optional<qint64>
        lastCompleteWallMs; ///< ms since 1970 UTC (service time) of the last complete listing
    std::optional<qint64> lastCompleteMonotonicMs;
    std::optional<qint64> nextAtMonotonicMs;    ///< when the next listing starts by itself
    std::optional<qint64> heldUntilMonotonicMs; ///< until then the service wants to be asked nothing at all
    std::optional<ApiError> error;              ///< why Incomplete, Offline, SignedOut or Refused
    QString note;       ///< one sentence on an incomplete listing or a fallback; may be empty
    int wrongTimes = 0; ///< instances of the last listing with a time of no sensible value, which is unknown
    bool ownOnly = false;     ///< all users were asked for, but the service lists only the caller's own
    bool othersKnown = false; ///< a listing of all users brought something before: rows may be others'

    friend bool operator==(const ReadingState &, const ReadingState &) = default;
};

/// The profile as its rows are to be read: without "all users" where they turned out to be the caller's own.
[[nodiscard]] Profile profileAsRead(Profile profile, const ReadingState &state);

/// Keeps InstanceStore up to date: complete listings (one at a time, re-armed after each answer), rows in a
/// transition read alone in between, back-off on errors, slower while nobody looks. A failing service hears
/// from it at most once per minute in the long run.
class InstanceService : public QObject
{
    Q_OBJECT
public:
    static constexpr qint64 RefreshMs = 30'000;
    static constexpr qint64 HiddenRefreshMs = 120'000;
    static constexpr qint64 TransitionMs = 5'000;
    static constexpr qint64 QuietTickMs = 15'000;   ///< between looks while no row changes by itself
    static constexpr qint64 HiddenTickMs = 60'000;  ///< the same while nobody looks
    static constexpr qint64 SlowRefreshMs = 60'000; ///< cap of the back-off
    static constexpr int MaxSingleReads = 10;       ///< more rows in transition: read by the listing
    static constexpr qint64 AfterEndMs = 5'000;     ///< a row is read this long after its countdown ended

    /// All collaborators must outlive this. `clock` tells the periods between refreshes, so it should run in
    /// real time, as `timers` do.
    InstanceService(InstancesApi &api, InstanceStore &store, const ServerTime &serverTime, const Clock &clock,
                    Timers &timers, QObject *parent = nullptr);
    ~InstanceService() override;

    /// Makes the jitter of the back-off repeatable.
    void setRandomSeed(quint32 seed);
    void start();
    void stop();
    [[nodiscard]] const ReadingState &state() const;

public Q_SLOTS:
    /// At any time; joins a listing that is already under way.
    void refresh();
    /// Reads one instance now, unless that is under way already.
    void readInstance(const QString &id);
    /// Another may be the caller from here on: what is under way was asked for the one before, and is
    /// forgotten. Goes on with refresh().
    void forgetUnderWay();
    /// Whether the window can be seen.
    void setWatched(bool watched);
    /// The system tells of another network, or of one at all: one refresh follows within 3 s, unless one came
    /// by itself. A hint that may be wrong or never come; nothing waits for it, and many of them are one.
    void networkChanged();

Q_SIGNALS:
    void stateChanged();
    /// A complete listing of these has been merged.
    void listed(const QSet<QString> &ids);
    /// The computer has slept, or so it seems: connections are dead. A refresh follows.
    void woke();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace leasekeeper
