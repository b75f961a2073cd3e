// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

namespace leasekeeper::test
{

/// A port on loopback that swallows whoever wants to connect: its queue is full and nobody empties it.
class FullPort
{
public:
    /// `v6`: on ::1 in place of 127.0.0.1. `port` 0: any free one.
    explicit FullPort(bool v6 = false, quint16 port = 0);
    ~FullPort();
    FullPort(const FullPort &) = delete;
    FullPort &operator=(const FullPort &) = delete;

    /// 0: there is none, for want of the protocol or of a system that lets us.
    [[nodiscard]] quint16 port() const { return m_port; }
    /// How many knock now, those included that keep it full.
    [[nodiscard]] int knocking() const;

private:
    static constexpr int Fillers = 4;
    int m_listener = -1;
    int m_fillers[Fillers] = {-1, -1, -1, -1};
    quint16 m_port = 0;
    bool m_isV6 = false;
};

} // namespace leasekeeper::test
