// SPDX-License-Identifier: MIT
#include "troubledroute.h"

#include <QObject>
#include <QPointer>

#include <utility>

namespace leasekeeper::test::model
{

namespace
{
constexpr qint64 SilenceMs = 40'000; // resolvers ask several servers several times
}

SystemProxies::Source troubledRoute(RouteScript &script, Timers &timers)
{
    return [&script, &timers](const QUrl &, QObject *question, SystemProxies::Told told) {
        const bool fails = ++script.calls == script.troubled;
        if (!fails || !script.silent) {
            told(fails ? std::nullopt : std::optional(ProxyRoute()));
            return;
        }
        script.hangs = true;
        timers.schedule(SystemProxies::HelperMs,
                        [&script, question = QPointer(question), told = std::move(told)] {
                            script.hangs = false;
                            if (question)
                                told(std::nullopt);
                        });
    };
}

HostLookups::Source troubledNames(RouteScript &script, Timers &timers)
{
    return [&script, &timers](const QString &, HostLookups::Told told) {
        const bool isTroubled = ++script.names == script.troubledName;
        if (isTroubled && script.nameIsSilent)
            timers.schedule(SilenceMs, [told = std::move(told)] { told(true); });
        else
            told(!isTroubled);
    };
}

} // namespace leasekeeper::test::model
