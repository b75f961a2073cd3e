// SPDX-License-Identifier: MIT
#include "findings.h"

#include "shrink.h"

namespace leasekeeper::test::model
{

QString promiseOf(const QString &breach)
{
    return breach.section(u':', 0, 0);
}

QString breachOf(const Script &script, const ModelRun::Spoilt &spoilt)
{
    return ModelRun(script, spoilt).run();
}

Script shrunkBreach(const Script &script, const QString &breach, const ModelRun::Spoilt &spoilt)
{
    const QString promise = promiseOf(breach);
    return shrink(script,
                  [&](const Script &candidate) { return promiseOf(breachOf(candidate, spoilt)) == promise; });
}

} // namespace leasekeeper::test::model
