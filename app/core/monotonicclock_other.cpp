// SPDX-License-Identifier: MIT
#include "monotonicclock.h"

#include <chrono>

namespace leasekeeper
{

qint64 systemMonotonicMs()
{
    // The performance counter on Windows and the raw clock on macOS: both go on during sleep.
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

} // namespace leasekeeper
