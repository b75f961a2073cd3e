// SPDX-License-Identifier: MIT
#include "calltap.h"

#include "measure.h"

#include <cstdarg>
#include <cstring>
#include <string_view>

#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace leasekeeper::bench
{

Calls &calls()
{
    static Calls all;
    return all;
}

namespace
{

template <typename F> F next(const char *name)
{
    return reinterpret_cast<F>(dlsym(RTLD_NEXT, name));
}

/// Devices, pipes and what lives in memory alone are no files.
bool isFile(const char *path)
{
    return path != nullptr && std::strncmp(path, "/dev/", 5) != 0 && std::strncmp(path, "/proc/", 6) != 0;
}

void noteOpen(const char *path, int flags)
{
    if ((flags & (O_WRONLY | O_RDWR | O_CREAT)) != 0 && isFile(path))
        ++calls().fileWrites;
}

void noteSent(const void *bytes, std::size_t size)
{
    constexpr std::string_view write = "PATCH ";
    if (size > write.size() && std::memcmp(bytes, write.data(), write.size()) == 0)
        calls().lastSentMs = sharedClockMs();
}

void noteWake(int ready, bool waited)
{
    if (!waited)
        return;
    if (ready == 0)
        ++calls().timerWakeUps;
    else
        ++calls().otherWakeUps;
}

} // namespace

} // namespace leasekeeper::bench

using namespace leasekeeper::bench;

extern "C" {

int socket(int domain, int type, int protocol)
{
    static const auto real = next<int (*)(int, int, int)>("socket");
    if (domain != AF_UNIX)
        ++calls().networkSockets;
    return real(domain, type, protocol);
}

int connect(int descriptor, const sockaddr *address, socklen_t length)
{
    static const auto real = next<int (*)(int, const sockaddr *, socklen_t)>("connect");
    if (address != nullptr && address->sa_family == AF_UNIX)
        ++calls().localConnections;
    return real(descriptor, address, length);
}

ssize_t send(int descriptor, const void *bytes, size_t size, int flags)
{
    static const auto real = next<ssize_t (*)(int, const void *, size_t, int)>("send");
    noteSent(bytes, size);
    return real(descriptor, bytes, size, flags);
}

ssize_t write(int descriptor, const void *bytes, size_t size)
{
    static const auto real = next<ssize_t (*)(int, const void *, size_t)>("write");
    noteSent(bytes, size);
    return real(descriptor, bytes, size);
}

int open(const char *path, int flags, ...)
{
    static const auto real = next<int (*)(const char *, int, ...)>("open");
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    noteOpen(path, flags);
    return real(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    static const auto real = next<int (*)(const char *, int, ...)>("open64");
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    noteOpen(path, flags);
    return real(path, flags, mode);
}

int rename(const char *from, const char *to) noexcept
{
    static const auto real = next<int (*)(const char *, const char *)>("rename");
    ++calls().fileWrites;
    return real(from, to);
}

int mkdir(const char *path, mode_t mode) noexcept
{
    static const auto real = next<int (*)(const char *, mode_t)>("mkdir");
    ++calls().fileWrites;
    return real(path, mode);
}

int fsync(int descriptor)
{
    static const auto real = next<int (*)(int)>("fsync");
    ++calls().fileWrites;
    return real(descriptor);
}

int fdatasync(int descriptor)
{
    static const auto real = next<int (*)(int)>("fdatasync");
    ++calls().fileWrites;
    return real(descriptor);
}

int poll(pollfd *descriptors, nfds_t count, int timeout)
{
    static const auto real = next<int (*)(pollfd *, nfds_t, int)>("poll");
    const int ready = real(descriptors, count, timeout);
    noteWake(ready, timeout != 0);
    return ready;
}

int ppoll(pollfd *descriptors, nfds_t count, const timespec *timeout, const sigset_t *mask)
{
    static const auto real = next<int (*)(pollfd *, nfds_t, const timespec *, const sigset_t *)>("ppoll");
    const int ready = real(descriptors, count, timeout, mask);
    noteWake(ready, timeout == nullptr || timeout->tv_sec != 0 || timeout->tv_nsec != 0);
    return ready;
}

} // extern "C"
