// SPDX-License-Identifier: MIT
#include "cloudregister.h"

#include <algorithm>

namespace leasekeeper
{

namespace
{

bool listsBefore(const CloudRecord *left, const CloudRecord *right)
{
    if (left->createAtMs != right->createAtMs)
        return left->createAtMs > right->createAtMs;
    return left->id < right->id;
}

} // namespace

bool CloudRegister::isInScope(const CloudRecord &record, const Scope &scope)
{
    return (scope.first.isEmpty() || scope.first == record.ownerId) &&
           (scope.second.isEmpty() || scope.second == record.feature);
}

CloudRecord *CloudRegister::add(CloudRecord record)
{
    remove(record.id);
    record.serial = ++m_lastSerial;
    const std::optional<qint64> dueMs = record.dueMs;
    record.dueMs.reset();
    auto owned = std::make_unique<CloudRecord>(std::move(record));
    CloudRecord *const added = owned.get();
    m_records.emplace(added->id, std::move(owned));
    for (auto &[scope, list] : m_listings) {
        if (isInScope(*added, scope))
            list.insert(std::lower_bound(list.begin(), list.end(), added, listsBefore), added);
    }
    setDue(*added, dueMs);
    return added;
}

void CloudRegister::remove(const QString &id)
{
    const auto found = m_records.find(id);
    if (found == m_records.end())
        return;
    CloudRecord *const record = found->second.get();
    for (auto &[scope, list] : m_listings) {
        if (isInScope(*record, scope))
            list.erase(std::lower_bound(list.begin(), list.end(), record, listsBefore));
    }
    setDue(*record, std::nullopt);
    m_records.erase(found);
}

void CloudRegister::clear()
{
    m_listings.clear();
    m_due.clear();
    m_records.clear();
}

CloudRecord *CloudRegister::find(const QString &id) const
{
    const auto found = m_records.find(id);
    return found == m_records.end() ? nullptr : found->second.get();
}

const CloudRegister::Listing &CloudRegister::listing(const QString &ownerId, const QString &feature)
{
    const Scope scope(ownerId, feature);
    const auto known = m_listings.find(scope);
    if (known != m_listings.end())
        return known->second;
    // The time beside the record: a hundred thousand records are nowhere near each other.
    std::vector<std::pair<qint64, CloudRecord *>> found;
    for (const auto &[id, record] : m_records) {
        if (isInScope(*record, scope))
            found.emplace_back(record->createAtMs, record.get());
    }
    std::sort(found.begin(), found.end(), [](const auto &left, const auto &right) {
        return left.first != right.first ? left.first > right.first : listsBefore(left.second, right.second);
    });
    Listing list(found.size());
    std::transform(found.begin(), found.end(), list.begin(), [](const auto &entry) { return entry.second; });
    return m_listings.emplace(scope, std::move(list)).first->second;
}

void CloudRegister::setDue(CloudRecord &record, std::optional<qint64> dueMs)
{
    if (record.dueMs)
        m_due.erase({*record.dueMs, record.serial});
    record.dueMs = dueMs;
    if (dueMs)
        m_due.emplace(std::pair(*dueMs, record.serial), &record);
}

CloudRecord *CloudRegister::firstDue(qint64 nowMs) const
{
    if (m_due.empty() || m_due.begin()->first.first > nowMs)
        return nullptr;
    return m_due.begin()->second;
}

} // namespace leasekeeper
