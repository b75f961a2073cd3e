// SPDX-License-Identifier: MIT
#pragma once

#include "apierror.h"
#include "connectionstep.h"
#include "profile.h"

#include <QList>
#include <QString>

#include <optional>

namespace leasekeeper
{

/// The steps of a test of a connection and how they stand: what a success, a failure and a clock say of each.
/// Pure; no calls are made here.
class ConnectionProgress
{
public:
    explicit ConnectionProgress(const Profile &profile);

    [[nodiscard]] const QList<ConnectionStep> &all() const { return m_steps; }
    [[nodiscard]] bool hasFailed() const;

    /// A call to this address is under way: the first step that is still open is running.
    void begin(ConnectionStep::Kind kind);
    /// An answer came from `host`: the way to it works.
    void reached(const QString &host);
    void passed(ConnectionStep::Kind kind, const QString &text);
    void skipped(ConnectionStep::Kind kind, const QString &text);
    /// How far this computer's clock is ahead of the service's, ms; nullopt: the service told no time.
    void heardClock(std::optional<qint64> aheadMs);
    /// A call failed while `during` was tried. Steps before the one to blame have passed, later ones are
    /// skipped.
    void failed(ConnectionStep::Kind during, const ApiError &error);
    /// A step failed for a reason that is not an error of a call.
    void failed(ConnectionStep::Kind kind, const QString &text, const QString &advice);

private:
    [[nodiscard]] ConnectionStep &step(ConnectionStep::Kind kind);
    void skipOpen();

    Profile m_profile;
    QList<ConnectionStep> m_steps;
};

/// Which step an error is to be blamed on that came while `during` was tried.
[[nodiscard]] ConnectionStep::Kind blamedStep(const ApiError &error, ConnectionStep::Kind during);

} // namespace leasekeeper
