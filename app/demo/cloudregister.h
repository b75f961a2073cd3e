// SPDX-License-Identifier: MIT
#pragma once

#include "cloudrecord.h"

#include <map>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

namespace leasekeeper
{

/// The instances of the simulated service, found by id, by the order of a listing and by the moment something
/// happens to them, so that a page of 50 out of 100 000 costs no more than one out of 100.
class CloudRegister
{
public:
    using Listing = std::vector<CloudRecord *>;

    /// Adds, or replaces the one with the same id. The register owns the record; the pointer lives until
    /// removed.
    CloudRecord *add(CloudRecord record);
    void remove(const QString &id);
    void clear();
    [[nodiscard]] CloudRecord *find(const QString &id) const;
    [[nodiscard]] size_t size() const { return m_records.size(); }

    /// Everything of `ownerId` (of everybody, if empty) with that feature (any, if empty); newest first, then
    /// by id.
    [[nodiscard]] const Listing &listing(const QString &ownerId, const QString &feature);

    /// When something happens to the record by itself; nullopt: never.
    void setDue(CloudRecord &record, std::optional<qint64> dueMs);
    /// The record that is due first, if that is at `nowMs` or earlier; else null.
    [[nodiscard]] CloudRecord *firstDue(qint64 nowMs) const;

private:
    using Scope = std::pair<QString, QString>;
    [[nodiscard]] static bool isInScope(const CloudRecord &record, const Scope &scope);

    std::unordered_map<QString, std::unique_ptr<CloudRecord>> m_records;
    std::map<Scope, Listing> m_listings; ///< made when first asked for, then kept in order
    std::map<std::pair<qint64, quint64>, CloudRecord *> m_due;
    quint64 m_lastSerial = 0;
};

} // namespace leasekeeper
