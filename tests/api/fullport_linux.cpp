// SPDX-License-Identifier: MIT
#include "fullport.h"

#include <QByteArrayList>
#include <QFile>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace leasekeeper::test
{

using namespace Qt::StringLiterals;

namespace
{

struct Address {
    sockaddr_storage storage{};
    socklen_t size = 0;

    [[nodiscard]] sockaddr *any() { return reinterpret_cast<sockaddr *>(&storage); }
};

Address loopback(bool v6, quint16 port)
{
    Address address;
    if (v6) {
        sockaddr_in6 own{};
        own.sin6_family = AF_INET6;
        own.sin6_addr = in6addr_loopback;
        own.sin6_port = htons(port);
        std::memcpy(&address.storage, &own, sizeof own);
        address.size = sizeof own;
    } else {
        sockaddr_in own{};
        own.sin_family = AF_INET;
        own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        own.sin_port = htons(port);
        std::memcpy(&address.storage, &own, sizeof own);
        address.size = sizeof own;
    }
    return address;
}

quint16 portOf(int socket)
{
    sockaddr_in6 own{};
    socklen_t size = sizeof own;
    // The port stands in the same place for both protocols.
    return ::getsockname(socket, reinterpret_cast<sockaddr *>(&own), &size) == 0 ? ntohs(own.sin6_port) : 0;
}

} // namespace

FullPort::FullPort(bool v6, quint16 port) : m_isV6(v6)
{
    const int family = v6 ? AF_INET6 : AF_INET;
    m_listener = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    Address address = loopback(v6, port);
    if (m_listener < 0 || ::bind(m_listener, address.any(), address.size) != 0 ||
        ::listen(m_listener, 0) != 0)
        return;
    m_port = portOf(m_listener);
    address = loopback(v6, m_port);
    for (int &filler : m_fillers) {
        filler = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        (void)::connect(filler, address.any(), address.size);
    }
}

FullPort::~FullPort()
{
    for (const int filler : m_fillers) {
        if (filler >= 0)
            ::close(filler);
    }
    if (m_listener >= 0)
        ::close(m_listener);
}

int FullPort::knocking() const
{
    // Number, own address, address knocked at, state; all but the first in hexadecimal digits.
    constexpr int TheirAddress = 2;
    constexpr int State = 3;
    const QByteArray port = ':' + QByteArray::number(m_port, 16).toUpper().rightJustified(4, '0');
    QFile table(m_isV6 ? u"/proc/net/tcp6"_s : u"/proc/net/tcp"_s);
    if (!table.open(QIODevice::ReadOnly))
        return 0;
    const QByteArrayList sockets = table.readAll().split('\n');
    return int(std::count_if(sockets.begin(), sockets.end(), [&port](const QByteArray &socket) {
        const QByteArrayList fields = socket.simplified().split(' ');
        return fields.size() > State && fields.at(TheirAddress).endsWith(port) && fields.at(State) == "02";
    }));
}

} // namespace leasekeeper::test
