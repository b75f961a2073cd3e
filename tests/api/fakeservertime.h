// SPDX-License-Identifier: MIT
#pragma once

#include "clock.h"

namespace leasekeeper::test
{

/// The service's time as a test sets it.
class FakeServerTime final : public ServerTime
{
public:
    qint64 now = 1'773'480'413'000; ///< 2026-03-14 09:26:53 UTC
    bool verified = true;
    const Clock *clock = nullptr; ///< set: `now` was at its monotonic zero

    [[nodiscard]] qint64 nowMs() const override { return clock ? now + clock->monotonicMs() : now; }
    [[nodiscard]] bool isVerified() const override { return verified; }
};

} // namespace leasekeeper::test
