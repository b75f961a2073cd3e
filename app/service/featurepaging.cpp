// SPDX-License-Identifier: MIT
#include "featurepaging.h"

namespace leasekeeper
{

bool FeaturePaging::restart(Trouble reason)
{
    int &used = reason == Trouble::Moved ? m_restarts : m_countRestarts;
    const int most = reason == Trouble::Moved ? MaxRestarts : MaxCountRestarts;
    if (used >= most || m_trouble != Trouble::None) {
        blame(reason);
        return false;
    }
    ++used;
    m_offset = 0;
    m_ids.clear();
    m_unreadable = 0;
    return true;
}

void FeaturePaging::blame(Trouble trouble)
{
    if (m_trouble == Trouble::None)
        m_trouble = trouble;
}

bool FeaturePaging::take(const QStringList &ids, int received, int unreadable, std::optional<qint64> total)
{
    m_hasStarted = true;
    m_total = total;
    const bool isFirst = m_offset == 0;

    // A record without an id may be the overlapping one: then nothing can be said against the page.
    const bool overlaps = isFirst || unreadable > 0 || (!ids.isEmpty() && m_ids.contains(ids.constFirst()));
    const bool endsTooEarly = received == 0 && total && *total > m_ids.size() + m_unreadable;
    if (!overlaps && !endsTooEarly && restart(Trouble::Moved))
        return true;
    if (received > m_limit && restart(Trouble::TooLong))
        return true;

    const qsizetype before = m_ids.size();
    for (const QString &id : ids)
        m_ids.insert(id);
    m_unreadable += unreadable;

    const qint64 count = m_ids.size() + m_unreadable;
    if (received < m_limit) {
        // A short page is the last one. More than announced is as strange as less.
        const bool agrees = !total || (m_ids.size() <= *total && count >= *total);
        return !agrees && restart(Trouble::CountDiffers);
    }
    if (!isFirst && m_ids.size() == before) {
        blame(Trouble::Repeated);
        return false;
    }
    // Records without an id may have come twice, so that the count only seems to be reached.
    if (total && m_unreadable == 0 && count == *total)
        return false;
    if (count > MaxRecords) {
        blame(Trouble::TooMany);
        return false;
    }
    m_offset += received - 1;
    return true;
}

} // namespace leasekeeper
