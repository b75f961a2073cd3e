// SPDX-License-Identifier: MIT
#include "troubledroute.h"

#include <QObject>
#include <QPointer>

#include <utility>

namespace leasekeeper::test::model
{

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

} // namespace leasekeeper::test::model
