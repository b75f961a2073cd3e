// SPDX-License-Identifier: MIT
#include "cloudrecord.h"

#include <array>

namespace leasekeeper
{

namespace
{

constexpr std::array<const char *, 14> StateTexts = {
    "INIT",          "CREATING",     "STARTING",      "RUNNING", "SNAPSHOTTING", "STOPPING", "STOPPED",
    "CREATE_FAILED", "START_FAILED", "DELETE_FAILED", "ERROR",   "FROZEN",       "DELETING", "DELETED"};
static_assert(StateTexts.size() == size_t(CloudState::Other));

} // namespace

QString cloudStateText(CloudState state)
{
    if (state == CloudState::Other)
        return {};
    return QLatin1String(StateTexts[size_t(state)]);
}

CloudState cloudStateFromText(const QString &text)
{
    for (size_t i = 0; i < StateTexts.size(); ++i) {
        if (text == QLatin1String(StateTexts[i]))
            return CloudState(i);
    }
    return CloudState::Other;
}

QString CloudRecord::stateText() const
{
    return state == CloudState::Other ? otherState : cloudStateText(state);
}

} // namespace leasekeeper
