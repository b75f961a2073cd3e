// SPDX-License-Identifier: MIT
#include "monotonicclock.h"

#include <ctime>

namespace leasekeeper
{

qint64 systemMonotonicMs()
{
    // CLOCK_MONOTONIC, which std::chrono::steady_clock reads, stands still during suspend here.
    timespec now{};
    if (clock_gettime(CLOCK_BOOTTIME, &now) != 0)
        clock_gettime(CLOCK_MONOTONIC, &now);
    return qint64(now.tv_sec) * 1000 + qint64(now.tv_nsec) / 1'000'000;
}

} // namespace leasekeeper
