// SPDX-License-Identifier: MIT
#include "actionoutcome.h"

#include <algorithm>

namespace leasekeeper
{

bool settles(const ActionOutcome &later, const ActionOutcome &earlier)
{
    const bool reached =
        later.end == ActionOutcome::End::Confirmed || later.end == ActionOutcome::End::LeftAlone;
    const bool tookTheOffer = earlier.offersStart && later.verb == InstanceVerb::Start;
    return reached && later.id == earlier.id &&
           (later.verb == earlier.verb || later.verb == InstanceVerb::Delete || tookTheOffer);
}

bool supersedes(const ActionOutcome &later, const ActionOutcome &earlier)
{
    const bool failed =
        later.end == ActionOutcome::End::Failed || later.end == ActionOutcome::End::Unresolved;
    return settles(later, earlier) || (failed && later.id == earlier.id && later.verb == earlier.verb);
}

int BatchReport::count(ActionOutcome::End end) const
{
    return int(std::count_if(outcomes.begin(), outcomes.end(),
                             [end](const ActionOutcome &outcome) { return outcome.end == end; }));
}

} // namespace leasekeeper
