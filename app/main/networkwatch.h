// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

namespace leasekeeper
{

/// What the system tells of its network, where it tells anything: that there is one again, another one, or
/// that it has let us in. Only a hint to try now; it is never a reason not to try.
class NetworkWatch final : public QObject
{
    Q_OBJECT
public:
    explicit NetworkWatch(QObject *parent = nullptr);

Q_SIGNALS:
    void changed();
};

} // namespace leasekeeper
