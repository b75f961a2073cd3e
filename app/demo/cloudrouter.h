// SPDX-License-Identifier: MIT
#pragma once

#include "simulatedcloud.h"

#include <QHash>

#include <optional>

namespace leasekeeper
{

/// Query parameters, decoded; of a repeated name the first value counts.
class CloudQuery
{
public:
    explicit CloudQuery(const QByteArray &raw = {});

    /// Null where the parameter is missing.
    [[nodiscard]] QString value(const QString &name) const { return m_values.value(name); }
    [[nodiscard]] bool has(const QString &name) const { return m_values.contains(name); }

private:
    QHash<QString, QString> m_values;
};

/// What a request asks for, read off method and path (ModelArts API reference, section 1).
struct CloudCall {
    enum class Operation { List, ListAll, Show, Delete, Start, Stop, ShowLease, RenewLease };

    Operation operation = Operation::List;
    QString projectId;
    QString instanceId; ///< of operations on one instance
    CloudQuery query;
};

/// nullopt: no such interface.
[[nodiscard]] std::optional<CloudCall> routeCloudCall(const CloudRequest &request);

} // namespace leasekeeper
