// SPDX-License-Identifier: MIT
#pragma once

#include <QHash>
#include <QList>
#include <QString>
#include <QtGlobal>

#include <optional>
#include <vector>

namespace leasekeeper
{

struct Instance;
struct InstanceStorage;

/// What deleting some instances would destroy.
struct StorageTotal {
    qint64 capacityGb = 0;     ///< known capacities; storage that several share is counted once
    int unknownCapacities = 0; ///< volumes whose size the service did not tell
    int shared = 0;            ///< instances whose storage may be mounted elsewhere too
    friend bool operator==(const StorageTotal &, const StorageTotal &) = default;
};

/// Adds up the storage of instances, one after the other. A volume that several mount is recognised by its
/// address or its id.
class StorageSum
{
public:
    void add(const Instance &instance);
    [[nodiscard]] StorageTotal total() const;

private:
    struct Volume {
        std::size_t sameAs; ///< itself, or an earlier volume
        std::optional<qint64> capacityGb;
    };
    using Known = QHash<QString, std::size_t>;

    bool take(const InstanceStorage &storage);
    void unite(std::size_t volume, const QString &key, Known &known);
    [[nodiscard]] std::size_t root(std::size_t volume) const;

    StorageTotal m_own; ///< of volumes that nobody else can have
    std::vector<Volume> m_volumes;
    Known m_byUri;
    Known m_byId;
};

[[nodiscard]] StorageTotal storageTotal(const QList<Instance> &instances);

} // namespace leasekeeper
