// SPDX-License-Identifier: MIT
#pragma once

#include "virtualtime.h"

#include <functional>

namespace leasekeeper::test
{

/// Virtual time beside real sockets. As long as something is on the wire the bytes get real time; when
/// nothing is, or they stand still, time jumps to the next timer.
class WireTime
{
public:
    /// `time` must outlive this. `isBusy`: whether something is on the wire. `bytesMoved`: how many have
    /// moved by now; without it they are not seen to stand still, and what stays on the wire for ever is
    /// waited for in vain.
    WireTime(VirtualTime &time, std::function<bool()> isBusy, std::function<qint64()> bytesMoved = {});

    /// Until `done`, but never further than `limitMs` of virtual time. False: it did not come true.
    [[nodiscard]] bool advanceUntil(const std::function<bool()> &done, qint64 limitMs);
    /// So long in virtual time, whatever happens, and until nothing is on the wire.
    void advance(qint64 ms);

private:
    /// Until `done` or nothing is on the wire. False: something is, and its bytes stand still.
    [[nodiscard]] bool waitForBytes(const std::function<bool()> &done) const;

    VirtualTime &m_time;
    std::function<bool()> m_isBusy;
    std::function<qint64()> m_bytesMoved;
};

} // namespace leasekeeper::test
