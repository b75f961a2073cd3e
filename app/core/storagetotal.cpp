// SPDX-License-Identifier: MIT
#include "storagetotal.h"

#include "instance.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

/// Object storage is only mounted: deleting the instance leaves the bucket alone (ModelArts API reference,
/// section 1.3).
bool staysInBucket(const InstanceStorage &storage)
{
    return storage.category.compare("OBS"_L1, Qt::CaseInsensitive) == 0 ||
           storage.category.compare("OBSFS"_L1, Qt::CaseInsensitive) == 0;
}

void addVolume(const std::optional<qint64> &capacityGb, StorageTotal &total)
{
    if (!capacityGb)
        ++total.unknownCapacities;
    else if (*capacityGb > std::numeric_limits<qint64>::max() - total.capacityGb)
        total.capacityGb = std::numeric_limits<qint64>::max();
    else
        total.capacityGb += *capacityGb;
}

} // namespace

void StorageSum::add(const Instance &instance)
{
    bool shared = take(instance.storage);
    for (const InstanceStorage &mount : instance.extraMounts)
        shared = take(mount) || shared;
    m_own.shared += shared ? 1 : 0;
}

/// Returns whether it may be mounted elsewhere too.
bool StorageSum::take(const InstanceStorage &storage)
{
    if (staysInBucket(storage))
        return false;
    if (!mayBeShared(storage)) {
        addVolume(storage.capacityGb, m_own);
        return false;
    }
    const std::size_t volume = m_volumes.size();
    m_volumes.push_back({volume, storage.capacityGb});
    unite(volume, storage.uri, m_byUri);
    unite(volume, storage.id, m_byId);
    return true;
}

std::size_t StorageSum::root(std::size_t volume) const
{
    while (m_volumes[volume].sameAs != volume)
        volume = m_volumes[volume].sameAs;
    return volume;
}

void StorageSum::unite(std::size_t volume, const QString &key, Known &known)
{
    if (key.isEmpty())
        return;
    const auto it = known.constFind(key);
    if (it == known.constEnd()) {
        known.insert(key, volume);
        return;
    }
    const auto [first, second] = std::minmax({root(*it), root(volume)});
    if (first == second)
        return;
    m_volumes[second].sameAs = first;
    // Where the records disagree the larger size is told: it is about what is lost.
    m_volumes[first].capacityGb = std::max(m_volumes[first].capacityGb, m_volumes[second].capacityGb);
}

StorageTotal StorageSum::total() const
{
    StorageTotal total = m_own;
    for (std::size_t i = 0; i < m_volumes.size(); ++i) {
        if (m_volumes[i].sameAs == i)
            addVolume(m_volumes[i].capacityGb, total);
    }
    return total;
}

StorageTotal storageTotal(const QList<Instance> &instances)
{
    StorageSum sum;
    for (const Instance &instance : instances)
        sum.add(instance);
    return sum.total();
}

} // namespace leasekeeper
