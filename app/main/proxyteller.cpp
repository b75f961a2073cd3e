// SPDX-License-Identifier: MIT
#include "proxyteller.h"

#include "exitcode.h"
#include "messages.h"
#include "proxyroute.h"

#include <QCoreApplication>
#include <QUrl>

namespace leasekeeper
{

bool isProxyTeller(int argc, char **argv)
{
    return argc == 3 && QLatin1StringView(argv[1]) == TellProxyOption;
}

int tellProxy(int &argc, char **argv)
{
    const QUrl url(QString::fromLocal8Bit(argv[2]), QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return int(ExitCode::Usage);
    const QCoreApplication core(argc, argv);
    print(QString::fromUtf8(toBytes(systemRoute(url))));
    return int(ExitCode::Done);
}

} // namespace leasekeeper
