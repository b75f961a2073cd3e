// SPDX-License-Identifier: MIT
#pragma once

#include "apierror.h"
#include "concurrency.h"
#include "timers.h"

#include <QList>
#include <QObject>
#include <QPointer>

#include <array>
#include <functional>
#include <optional>
#include <utility>

namespace leasekeeper
{

class Clock;

/// Every request of one account passes here. Concurrency says how many may be on their way and when none may;
/// the gate adds who goes first: writes, then single reads a person waits for, then listings and what else
/// runs in the background, each in the order in which they came. One place more than Concurrency allows is
/// kept for a write, so that no number of pages delays a click; and where writes take everything, one read
/// goes on beside them unless the service is busy. So there are never more than Concurrency::Most + 1 at
/// once, fewer than the six that Qt lets through to one host.
class RequestGate : public QObject
{
    Q_OBJECT
public:
    enum class Lane {
        Write,
        Person,     ///< a single read somebody waits for
        Background, ///< listing pages, and reads nobody asked for
    };

    /// The right to have one request on its way. Letting go of it, or destroying it, lets the next one pass.
    class Place
    {
    public:
        Place() = default;
        Place(Place &&other) noexcept : m_gate(std::exchange(other.m_gate, nullptr)), m_lane(other.m_lane) {}
        Place &operator=(Place &&other) noexcept;
        ~Place() { release(); }
        void release();
        [[nodiscard]] explicit operator bool() const { return m_gate; }

    private:
        friend class RequestGate;
        Place(RequestGate *gate, Lane lane) : m_gate(gate), m_lane(lane) {}
        QPointer<RequestGate> m_gate;
        Lane m_lane = Lane::Background;
    };
    using Go = std::function<void(Place)>;

    /// Both must outlive the gate.
    RequestGate(const Clock &clock, Timers &timers, QObject *parent = nullptr);

    /// Calls `go` with a place when it is the turn of `who`, perhaps at once; never if `who` goes or
    /// withdraws first. `again`: before all others of its lane, for one whose turn had come already.
    void enter(QObject *who, Lane lane, Go go, bool again = false);
    /// `who` waits no longer.
    void withdraw(QObject *who);

    /// What came of an attempt sent at `sentAtMs` (monotonic); none: a good answer. `random` in [0, 1).
    void answered(qint64 sentAtMs, const std::optional<ApiError> &error, double random);

    /// The computer slept: a pause may be over though its timer has stood still.
    void wokeUp();

    [[nodiscard]] int window() const { return m_concurrency.window(); }
    /// Until when (monotonic ms) the service wants to hear nothing; nullopt if it does not mind.
    [[nodiscard]] std::optional<qint64> heldUntilMs() const;

Q_SIGNALS:
    /// heldUntilMs() is another one now.
    void heldChanged();

private:
    struct Waiting {
        QPointer<QObject> who;
        Go go;
    };
    static constexpr int Lanes = 3;

    [[nodiscard]] bool mayPass(Lane lane) const;
    [[nodiscard]] int inside(Lane lane) const { return m_inside[std::size_t(lane)]; }
    void left(Lane lane);
    void pump();
    [[nodiscard]] bool letOnePass();
    void pumpLater();
    void holdOver();

    const Clock &m_clock;
    Concurrency m_concurrency;
    std::array<QList<Waiting>, Lanes> m_queues;
    std::array<int, Lanes> m_inside{};
    OneShotTimer m_hold;
    bool m_pumping = false;
    bool m_pumpsLater = false;
};

} // namespace leasekeeper
