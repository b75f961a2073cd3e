// SPDX-License-Identifier: MIT
#include "reportpresenter.h"

#include "instancestore.h"
#include "messagebar.h"
#include "reporttext.h"

#include <QHash>

#include <algorithm>
#include <limits>
#include <utility>

namespace leasekeeper
{

namespace
{

/// Nobody leaves more of them standing.
constexpr int MostTold = 50;

/// What the row shows now says something else than the sentence.
bool isOvertaken(const ActionOutcome &outcome, const Instance &now)
{
    if (outcome.leadsTo)
        return now.status == *outcome.leadsTo;
    return outcome.saidStopMs && leaseEndMs(now.lease) != outcome.saidStopMs;
}

} // namespace

ReportPresenter::ReportPresenter(MessageBar &messages, const InstanceStore &store, ReportButtons buttons,
                                 QObject *parent)
    : QObject(parent), m_messages(messages), m_buttons(std::move(buttons))
{
    connect(&store, &InstanceStore::changed, this, &ReportPresenter::rowsChanged);
}

void ReportPresenter::show(const BatchReport &report)
{
    QMultiHash<QString, const ActionOutcome *> news;
    for (const ActionOutcome &outcome : report.outcomes)
        news.insert(outcome.id, &outcome);
    takeBack(report.batch, [&news](const BatchReport &, const ActionOutcome &earlier) {
        const auto [first, last] = news.equal_range(earlier.id);
        return isOpenMatter(earlier) && std::any_of(first, last, [&earlier](const ActionOutcome *later) {
                   return supersedes(*later, earlier);
               });
    });
    m_told.insert(report.batch, report);
    while (m_told.size() > MostTold)
        m_told.erase(m_told.begin());
    m_messages.post(reportMessage(report, m_buttons));
}

/// Of reports before `upTo`: a message goes when nothing in it is worth telling any more.
template <typename IsOver> void ReportPresenter::takeBack(BatchId upTo, IsOver isOver)
{
    for (auto told = m_told.begin(); told != m_told.end() && told.key() < upTo;) {
        BatchReport &report = *told;
        const auto removed = report.outcomes.removeIf(
            [&report, &isOver](const ActionOutcome &outcome) { return isOver(report, outcome); });
        const bool isTold =
            std::any_of(report.outcomes.cbegin(), report.outcomes.cend(), isOpenMatter) || report.leftOpen;
        if (removed == 0) {
            ++told;
        } else if (isTold && !report.outcomes.isEmpty()) {
            m_messages.post(reportMessage(report, m_buttons));
            ++told;
        } else {
            m_messages.withdraw(reportKey(report.batch));
            told = m_told.erase(told);
        }
    }
}

void ReportPresenter::rowsChanged(const InstanceChanges &changes)
{
    if (m_told.isEmpty())
        return;
    QHash<QString, const Instance *> rows;
    for (const TrackedInstance &row : changes.changed)
        rows.insert(row.instance.id, &row.instance);
    takeBack(std::numeric_limits<BatchId>::max(),
             [&rows](const BatchReport &report, const ActionOutcome &outcome) {
                 // Of several only the count is told, which stays right.
                 const bool isTold = report.outcomes.size() == 1 || isOpenMatter(outcome);
                 const Instance *row = isTold ? rows.value(outcome.id) : nullptr;
                 return row && isOvertaken(outcome, *row);
             });
}

} // namespace leasekeeper
