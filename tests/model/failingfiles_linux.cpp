// SPDX-License-Identifier: MIT
#include "failingfiles.h"

#include <cerrno>
#include <cstdio>
#include <dlfcn.h>

namespace
{
bool watching = false;
int renames = 0;
int failing = 0;
} // namespace

namespace leasekeeper::test::model
{

void FailingFiles::watch(int which)
{
    watching = true;
    renames = 0;
    failing = which;
}

void FailingFiles::forget()
{
    watching = false;
}

int FailingFiles::count()
{
    return renames;
}

} // namespace leasekeeper::test::model

/// Qt's calls come here, since the program is looked through before the C library.
extern "C" int rename(const char *from, const char *to) noexcept
{
    using Rename = int (*)(const char *, const char *);
    static const auto real = reinterpret_cast<Rename>(dlsym(RTLD_NEXT, "rename"));
    if (watching && ++renames == failing) {
        errno = ENOSPC;
        return -1;
    }
    return real(from, to);
}
