// SPDX-License-Identifier: MIT
#include "filesizelimit.h"

#include <csignal>
#include <sys/resource.h>

namespace leasekeeper::test
{

struct FileSizeLimit::Before {
    rlimit limit{};
    void (*handler)(int) = SIG_DFL;
    bool holds = false;
};

FileSizeLimit::FileSizeLimit() : m_before(std::make_unique<Before>())
{
    if (getrlimit(RLIMIT_FSIZE, &m_before->limit) != 0)
        return;
    // Without this the process would be killed in place of being told.
    m_before->handler = std::signal(SIGXFSZ, SIG_IGN);
    rlimit tight = m_before->limit;
    tight.rlim_cur = 8;
    m_before->holds = setrlimit(RLIMIT_FSIZE, &tight) == 0;
}

FileSizeLimit::~FileSizeLimit()
{
    if (m_before->holds)
        setrlimit(RLIMIT_FSIZE, &m_before->limit);
    std::signal(SIGXFSZ, m_before->handler);
}

bool FileSizeLimit::holds() const
{
    return m_before->holds;
}

} // namespace leasekeeper::test
