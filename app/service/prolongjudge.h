// SPDX-License-Identifier: MIT
#pragma once

#include "actionreconcile.h"
#include "lease.h"

#include <optional>

namespace leasekeeper
{

/// Judges the stop times that the service tells after one prolonging, against the one asked for and the one
/// before (ModelArts API reference, section 4.3). A value kept by the action; reads and sends nothing.
class ProlongJudge
{
public:
    enum class Finding {
        AsAsked,
        Other, ///< the service has set another stop time than the one asked for
        Open,  ///< a read may lag behind the write
    };

    /// It is about to be sent, to an instance whose lease is known as this.
    void sending(const Lease &known) { m_endBefore = leaseEndMs(known); }
    /// The write's own answer; another stop time that it tells is remembered. Never Other: one read decides.
    [[nodiscard]] Finding answered(const std::optional<Lease> &lease, const SentWrite &write);
    /// The lease read alone, right after the answer.
    [[nodiscard]] Finding read(const Lease &lease, const SentWrite &write) const;
    /// Whether this is the other stop time that the write's answer told.
    [[nodiscard]] bool isOtherEndTold(const Lease &lease) const;
    /// Whether it is not the stop time from before the write.
    [[nodiscard]] bool isChanged(const Lease &lease) const { return leaseEndMs(lease) != m_endBefore; }

private:
    std::optional<qint64> m_endBefore;
    std::optional<qint64> m_otherEndTold;
};

} // namespace leasekeeper
