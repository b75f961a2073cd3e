// SPDX-License-Identifier: MIT
#include "featurepaging.h"

#include <algorithm>

namespace leasekeeper
{

namespace
{
// Of pages that do not fit: a few, and more where there are many.
constexpr int UsualRepairs = 3;
constexpr int PagesPerRepair = 8;
} // namespace

int FeaturePaging::pagesExpected() const
{
    // Pages overlap by one record, so each after the first brings one less than the limit.
    const qint64 step = m_limit - 1;
    const qint64 total = std::clamp<qint64>(m_total.value_or(0), 1, MaxRecords);
    return std::max(1, int((total - 1 + step - 1) / step));
}

int FeaturePaging::pageLimitNow() const
{
    if (!m_hasStarted || m_headOnly)
        return 1;
    const int oneMore = m_next + 1;
    return m_oneByOne || !m_total ? oneMore : std::max(oneMore, pagesExpected());
}

std::optional<FeaturePaging::Request> FeaturePaging::next()
{
    if (m_isDone)
        return std::nullopt;
    const int limit = pageLimitNow();
    for (int page = m_next; page < limit; ++page) {
        if (m_asked.contains(page) || m_answers.contains(page))
            continue;
        m_asked.insert(page, ++m_serial);
        return Request{offsetOf(page), page, m_serial};
    }
    return std::nullopt;
}

void FeaturePaging::lost(const Request &request)
{
    if (m_asked.value(request.page) == request.serial)
        m_asked.remove(request.page);
}

void FeaturePaging::take(const Request &request, const Answer &answer)
{
    if (m_isDone || m_asked.value(request.page) != request.serial)
        return;
    m_asked.remove(request.page);
    m_hasStarted = true;
    noteTotal(request, answer.total);
    m_answers.insert(request.page, answer);
    while (!m_isDone && m_answers.contains(m_next))
        join(m_next, m_answers.take(m_next));
}

void FeaturePaging::noteTotal(const Request &request, std::optional<qint64> total)
{
    if (request.serial < m_totalSerial)
        return;
    m_totalSerial = request.serial;
    m_total = total;
    m_mostTotal = std::max(m_mostTotal, total.value_or(0));
    // Growing bit by bit, it would put all in order anew in the same moment as who keeps the rows.
    if (total)
        m_ids.reserve(std::clamp<qint64>(*total, 0, MaxRecords));
}

void FeaturePaging::join(int page, const Answer &answer)
{
    if (m_headOnly) {
        keep(answer);
        m_headOnly = false;
        reachedEnd();
        return;
    }
    const bool isEmpty = answer.received == 0;
    const qint64 reached = offsetOf(page) + answer.received;
    const bool saysMore = answer.total && *answer.total > reached;
    if (isEmpty && page > 0 && saysMore) {
        doubt(page, answer, Trouble::CountDiffers);
        return;
    }
    // A record without an id may be the overlapping one: then nothing can be said against the page.
    const bool follows = page == 0 || answer.unreadable > 0 ||
                         (!answer.ids.isEmpty() && m_ids.contains(answer.ids.constFirst()));
    if (!follows) {
        stepBack(page);
        return;
    }
    if (answer.received > m_limit) {
        doubt(page, answer, Trouble::TooLong);
        return;
    }
    if (answer.received < m_limit) {
        if (saysMore) {
            doubt(page, answer, Trouble::CountDiffers);
            return;
        }
        keep(answer);
        m_furthest = m_next = page + 1;
        reachedEnd();
        return;
    }
    joinFull(page, answer);
}

void FeaturePaging::keep(const Answer &answer)
{
    for (const QString &id : answer.ids)
        m_ids.insert(id);
    m_unreadable += answer.unreadable;
}

void FeaturePaging::joinFull(int page, const Answer &answer)
{
    const qsizetype before = m_ids.size();
    keep(answer);
    const bool isNew = page >= m_furthest;
    const bool bringsNothing = isNew && page > 0 && m_ids.size() == before;
    const QString begins = answer.ids.isEmpty() ? QString() : answer.ids.constFirst();
    const bool isTheSame = bringsNothing && begins == m_lastBegan;
    m_lastBegan = begins;
    m_next = page + 1;
    m_furthest = std::max(m_furthest, m_next);
    if (isTheSame) {
        blame(Trouble::Repeated);
        m_isDone = true;
        return;
    }
    // Whole pages of new records may come in between, but not for ever.
    if (bringsNothing && !bearsMoving())
        return;
    if (answer.total && *answer.total == offsetOf(page) + answer.received) {
        reachedEnd();
    } else if (m_ids.size() + m_unreadable > MaxRecords) {
        blame(Trouble::TooMany);
        m_isDone = true;
    }
}

bool FeaturePaging::bearsMoving()
{
    ++m_repairs;
    if (m_repairs <= UsualRepairs + m_furthest / PagesPerRepair)
        return true;
    blame(Trouble::Moved);
    m_isDone = true;
    return false;
}

void FeaturePaging::stepBack(int page)
{
    if (!bearsMoving())
        return;
    // Looked up before the change or after it: nobody knows, and reading them again is simpler than finding
    // out.
    m_answers.clear();
    m_next = page - 1;
}

void FeaturePaging::doubt(int page, const Answer &answer, Trouble trouble)
{
    m_oneByOne = true;
    if (!m_doubted) {
        m_doubted = true;
        m_next = page;
        return;
    }
    keep(answer);
    blame(trouble);
    m_isDone = true;
}

void FeaturePaging::reachedEnd()
{
    m_answers.clear();
    m_isDone = true;
    if (!m_total)
        return;
    const qint64 missing = *m_total - m_ids.size() - m_unreadable;
    const qint64 surplus = m_ids.size() - *m_total;
    // Records that left after they were read are still in the set, as many as pages that did not fit and a
    // sunken total can explain.
    const qint64 explained = m_mostTotal - *m_total + qint64(m_repairs) * m_limit;
    if (missing <= 0 && surplus <= explained)
        return;
    if (missing > 0 && !m_headRead) {
        // Most likely created meanwhile, and new ones come first.
        m_headRead = m_headOnly = true;
        m_next = 0;
        m_isDone = false;
    } else if (!m_startedAnew) {
        startAnew();
    } else {
        blame(Trouble::CountDiffers);
    }
}

void FeaturePaging::startAnew()
{
    m_startedAnew = true;
    m_isDone = false;
    m_asked.clear(); // so that what is still on its way will not be taken
    m_ids.clear();
    m_unreadable = 0;
    m_mostTotal = *m_total;
    m_next = 0;
    m_furthest = 0;
}

void FeaturePaging::blame(Trouble trouble)
{
    if (m_trouble == Trouble::None)
        m_trouble = trouble;
}

int FeaturePaging::pagesHeld() const
{
    return std::max(m_next, m_furthest) + int(m_answers.size());
}

qint64 FeaturePaging::loaded() const
{
    qint64 count = m_ids.size();
    for (const Answer &answer : m_answers)
        count += std::max(0, answer.received - 1);
    return count;
}

} // namespace leasekeeper
