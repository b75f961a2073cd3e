// SPDX-License-Identifier: MIT
#include "prolongjudge.h"

namespace leasekeeper
{

ProlongJudge::Finding ProlongJudge::answered(const std::optional<Lease> &lease, const SentWrite &write)
{
    const AnswerCheck check =
        lease ? checkAnswer(*lease, write.sentAtServerMs, write.askedMs) : AnswerCheck::Unreadable;
    if (check == AnswerCheck::Agrees)
        return Finding::AsAsked;
    m_otherEndTold = check == AnswerCheck::Differs ? leaseEndMs(*lease) : std::nullopt;
    return Finding::Open;
}

ProlongJudge::Finding ProlongJudge::read(const Lease &lease, const SentWrite &write) const
{
    if (checkAnswer(lease, write.sentAtServerMs, write.askedMs) == AnswerCheck::Agrees)
        return Finding::AsAsked;
    const bool isOther = m_otherEndTold && (isOtherEndTold(lease) || isChanged(lease));
    return isOther ? Finding::Other : Finding::Open; // a first read may lag behind
}

bool ProlongJudge::isOtherEndTold(const Lease &lease) const
{
    return m_otherEndTold && leaseEndMs(lease) == m_otherEndTold;
}

} // namespace leasekeeper
