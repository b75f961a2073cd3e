// SPDX-License-Identifier: MIT
#include "promptend.h"

#include "hostlookups.h"

#include <QCoreApplication>

#include <cstdio>
#include <cstdlib>

namespace leasekeeper
{

PromptEnd::PromptEnd(const QCoreApplication &application) : m_exitCode(std::make_shared<int>(EXIT_FAILURE))
{
    QObject::connect(&application, &QObject::destroyed, [exitCode = m_exitCode] {
        if (!HostLookups::areUnderWay())
            return;
        std::fflush(nullptr);
        std::_Exit(*exitCode);
    });
}

int PromptEnd::with(int exitCode)
{
    *m_exitCode = exitCode;
    return exitCode;
}

} // namespace leasekeeper
