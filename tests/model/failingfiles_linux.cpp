// SPDX-License-Identifier: MIT
// Its headers would put inline functions in the place of those below.
#undef _FORTIFY_SOURCE

#include "failingfiles.h"

#include <QFile>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <iterator>
#include <sys/stat.h>
#include <unistd.h>

namespace
{

// Of plain bytes, which are there before the program begins and after it has ended: files are opened then,
// too.
char folder[PATH_MAX];
std::size_t folderSize = 0; // 0: nobody watches
bool opened[1024];          // by descriptor: to be written, below the folder
int calls = 0;
int failing = 0;
int times = 0;
int pauses = 0;

bool isWatched(const char *path)
{
    // A file without a name yet is opened by that of its folder.
    return folderSize > 0 && pauses == 0 && std::strncmp(path, folder, folderSize) == 0 &&
           (path[folderSize] == '/' || path[folderSize] == '\0');
}

bool isKnown(int descriptor)
{
    return descriptor >= 0 && descriptor < int(std::size(opened));
}

bool isWatched(int descriptor)
{
    return folderSize > 0 && pauses == 0 && isKnown(descriptor) && opened[descriptor];
}

/// Counts one call. True: it is to fail, and says why.
bool fails(int why)
{
    if (++calls < failing || calls >= failing + times)
        return false;
    errno = why;
    return true;
}

/// The C library's own, or whatever else stands behind ours.
template <typename Function> Function real(Function, const char *name)
{
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

using Open = int (*)(const char *, int, ...);

int openThrough(Open open, const char *path, int flags, mode_t mode)
{
    const bool writes = (flags & O_ACCMODE) != O_RDONLY && isWatched(path);
    if (writes && fails(ENOSPC))
        return -1;
    const int descriptor = open(path, flags, mode);
    // A number is given out again once its file is closed.
    if (isKnown(descriptor))
        opened[descriptor] = writes;
    return descriptor;
}

mode_t modeOf(int flags, va_list rest)
{
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
}

} // namespace

namespace leasekeeper::test::model
{

void FailingFiles::watch(const QString &below, int which, int howMany)
{
    const QByteArray name = QFile::encodeName(below);
    if (name.size() >= qsizetype(std::size(folder)))
        qFatal("a path too long to be watched: %s", name.constData());
    std::memcpy(folder, name.constData(), std::size_t(name.size()));
    folderSize = std::size_t(name.size());
    std::fill(std::begin(opened), std::end(opened), false);
    calls = 0;
    failing = which;
    times = which == 0 ? 0 : howMany;
}

void FailingFiles::forget()
{
    folderSize = 0;
}

int FailingFiles::count()
{
    return calls;
}

FailingFiles::Pause::Pause()
{
    ++pauses;
}

FailingFiles::Pause::~Pause()
{
    --pauses;
}

} // namespace leasekeeper::test::model

// Qt's calls come here, since the program is looked through before the C library. Which of the names it calls
// depends on how it was built.

extern "C" int open(const char *path, int flags, ...)
{
    static const auto next = real(&::open, "open");
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = modeOf(flags, rest);
    va_end(rest);
    return openThrough(next, path, flags, mode);
}

extern "C" int open64(const char *path, int flags, ...)
{
    static const auto next = real(&::open64, "open64");
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = modeOf(flags, rest);
    va_end(rest);
    return openThrough(next, path, flags, mode);
}

extern "C" ssize_t write(int descriptor, const void *bytes, size_t count)
{
    static const auto next = real(&::write, "write");
    return isWatched(descriptor) && fails(ENOSPC) ? -1 : next(descriptor, bytes, count);
}

extern "C" int fsync(int descriptor)
{
    static const auto next = real(&::fsync, "fsync");
    return isWatched(descriptor) && fails(EIO) ? -1 : next(descriptor);
}

extern "C" int fdatasync(int descriptor)
{
    static const auto next = real(&::fdatasync, "fdatasync");
    return isWatched(descriptor) && fails(EIO) ? -1 : next(descriptor);
}

extern "C" int mkdir(const char *path, mode_t mode) noexcept
{
    static const auto next = real(&::mkdir, "mkdir");
    return isWatched(path) && fails(ENOSPC) ? -1 : next(path, mode);
}

/// Gives a name to what was written without one.
extern "C" int linkat(int fromFolder, const char *from, int toFolder, const char *to, int flags) noexcept
{
    static const auto next = real(&::linkat, "linkat");
    return isWatched(to) && fails(ENOSPC) ? -1 : next(fromFolder, from, toFolder, to, flags);
}

extern "C" int rename(const char *from, const char *to) noexcept
{
    static const auto next = real(&::rename, "rename");
    return isWatched(to) && fails(ENOSPC) ? -1 : next(from, to);
}
