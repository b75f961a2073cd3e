// SPDX-License-Identifier: MIT
#pragma once

#include "clock.h"

namespace leasekeeper::test
{

/// The computer's clock, or another, plus the time that was skipped by hand.
class ShiftedClock final : public Clock
{
public:
    /// `base` null: the computer's. It must outlive this.
    explicit ShiftedClock(const Clock *base = nullptr);

    [[nodiscard]] qint64 wallMs() const override;
    [[nodiscard]] qint64 monotonicMs() const override;
    /// `ms` >= 0: clocks of services do not go back.
    void skip(qint64 ms);

private:
    SystemClock m_system;
    const Clock &m_base;
    qint64 m_skippedMs = 0;
};

} // namespace leasekeeper::test
