// SPDX-License-Identifier: MIT
#include "servedcalls.h"

namespace leasekeeper
{

ServedCalls::Call &ServedCalls::of(QObject *context)
{
    const auto known = m_calls.find(context);
    if (known != m_calls.end())
        return *known;
    connect(context, &QObject::destroyed, this, [this](QObject *gone) { m_calls.remove(gone); });
    return m_calls[context];
}

} // namespace leasekeeper
