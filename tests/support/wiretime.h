// SPDX-License-Identifier: MIT
#pragma once

#include "virtualtime.h"

#include <functional>

namespace leasekeeper::test
{

/// Virtual time beside real sockets. As long as something is on the wire the bytes get real time; when
/// nothing is, time jumps to the next timer.
class WireTime
{
public:
    /// `time` must outlive this. `isBusy`: whether something is on the wire.
    WireTime(VirtualTime &time, std::function<bool()> isBusy);

    /// Until `done`, but never further than `limitMs` of virtual time. False: it did not come true.
    [[nodiscard]] bool advanceUntil(const std::function<bool()> &done, qint64 limitMs);
    /// So long in virtual time, whatever happens, and until nothing is on the wire.
    void advance(qint64 ms);

private:
    VirtualTime &m_time;
    std::function<bool()> m_isBusy;
};

} // namespace leasekeeper::test
