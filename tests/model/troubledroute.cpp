// SPDX-License-Identifier: MIT
#include "troubledroute.h"

#include "systemproxies.h"

#include <QObject>
#include <QPointer>

#include <utility>

namespace leasekeeper::test::model
{

using namespace Qt::StringLiterals;

void TroubledRoute::pass(const QUrl &, QObject *context, Go go)
{
    if (++m_script.calls != m_script.troubled) {
        go({});
        return;
    }
    ApiError unknown;
    unknown.kind = ApiError::Kind::Proxy;
    unknown.delivery = ApiError::Delivery::NeverSent;
    unknown.stage = ApiError::Stage::Connection;
    unknown.message = u"The system could not tell which proxy leads there."_s;
    if (!m_script.silent) {
        go(unknown);
        return;
    }
    m_timers.schedule(SystemProxies::WaitMs, [context = QPointer(context), go = std::move(go), unknown] {
        if (context)
            go(unknown);
    });
}

} // namespace leasekeeper::test::model
