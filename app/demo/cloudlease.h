// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QtGlobal>

#include <optional>

namespace leasekeeper
{

/// The service's side of lease arithmetic (ModelArts API reference, section 4.1), written down a second
/// time on purpose: client and cloud must not share a mistake. Times are ms since 1970 UTC, durations ms.
struct CloudLease {
    static constexpr qint64 MinimumMs = 3'600'000;
    static constexpr qint64 MaximumMs = 259'200'000;
    static constexpr qint64 DefaultMs = 3'600'000;

    qint64 createAtMs = 0;
    qint64 durationMs = 0; ///< counted from createAtMs
    qint64 updateAtMs = 0;
    bool enabled = true;
    QString type; ///< TIMING, IDLE, or whatever a test placed

    /// Lets the instance run `runMs` from `nowMs` on; what was left before is replaced, not added to.
    void grant(qint64 nowMs, qint64 runMs);
    /// The instance came up at `nowMs` only: the time granted last counts from now.
    void rebase(qint64 nowMs);
    /// When the service stops a running instance; nullopt where it never does.
    [[nodiscard]] std::optional<qint64> endMs() const;
    [[nodiscard]] bool isTimed() const;
};

} // namespace leasekeeper
