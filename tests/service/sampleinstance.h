// SPDX-License-Identifier: MIT
#pragma once

#include "instance.h"

namespace leasekeeper::test
{

/// A running instance with a readable lease and no details.
inline Instance sampleInstance(const QString &id, InstanceStatus status = InstanceStatus::Running)
{
    Instance one;
    one.id = id;
    one.name = QString(QStringLiteral("name of ") + id);
    one.status = status;
    one.statusText = instanceStatusText(status);
    one.lease.createAtMs = 1'700'000'000'000;
    one.lease.durationMs = 3'600'000;
    one.lease.enabled = true;
    one.lease.updateAtMs = 1'700'000'000'000;
    return one;
}

} // namespace leasekeeper::test
