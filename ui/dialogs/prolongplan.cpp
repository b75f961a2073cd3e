// SPDX-License-Identifier: MIT
#include "prolongplan.h"

#include <algorithm>

namespace leasekeeper
{

namespace
{

constexpr qint64 MinuteMs = 60'000;

ProlongItem planned(const Instance &instance, const ProlongChoice &choice, qint64 nowMs,
                    const LeaseRange &range)
{
    ProlongItem item;
    item.instance = instance;
    item.oldStopMs = stopsAtMs(instance.lease, instance.status);
    item.newStopMs = choice.kind == ProlongChoice::Kind::Add
                         ? targetForProlongBy(instance.lease, instance.status, choice.addMs, nowMs)
                         : choice.untilMs;
    item.check = checkTarget(item.newStopMs, nowMs, range);
    if (choice.toLimit && item.check != RangeCheck::Allowed) {
        item.newStopMs = nowMs + (item.check == RangeCheck::TooLong ? range.maxMs : range.minMs);
        item.check = RangeCheck::Allowed;
        item.movedToLimit = true;
    }
    item.effect = prolongEffect(instance.lease, instance.status, item.newStopMs);
    item.skipped =
        choice.skipEarlier && item.check == RangeCheck::Allowed && item.effect == ProlongEffect::Earlier;
    return item;
}

/// Earliest of the moments at which a text changes.
class NextChange
{
public:
    void at(qint64 inMs)
    {
        if (inMs > 0 && (!m_inMs || inMs < *m_inMs))
            m_inMs = inMs;
    }
    /// A remaining time shown in whole minutes.
    void minutesOf(qint64 left) { at(left <= 0 ? 0 : left < MinuteMs ? left : left % MinuteMs + 1); }
    [[nodiscard]] std::optional<qint64> inMs() const { return m_inMs; }

private:
    std::optional<qint64> m_inMs;
};

template <typename Predicate> int countOf(const QList<ProlongItem> &items, Predicate predicate)
{
    return int(std::count_if(items.begin(), items.end(), predicate));
}

} // namespace

int ProlongPlan::taken() const
{
    return countOf(items, [](const ProlongItem &item) { return item.isTaken(); });
}

int ProlongPlan::shortened() const
{
    return countOf(items, [](const ProlongItem &item) { return item.shortens(); });
}

int ProlongPlan::skipped() const
{
    return countOf(items, [](const ProlongItem &item) { return item.skipped; });
}

int ProlongPlan::outside() const
{
    return countOf(items, [](const ProlongItem &item) { return item.check != RangeCheck::Allowed; });
}

int ProlongPlan::outside(RangeCheck side) const
{
    return countOf(items, [side](const ProlongItem &item) { return item.check == side; });
}

std::optional<qint64> ProlongPlan::changesInMs() const
{
    if (items.isEmpty())
        return std::nullopt;
    NextChange next;
    // Days and times counted from now turn with the clock's minutes.
    next.at(MinuteMs - nowMs % MinuteMs);
    for (const ProlongItem &item : items) {
        const qint64 left = item.newStopMs - nowMs;
        if (!item.movedToLimit) {
            next.at(left - range.maxMs);
            next.at(left - range.minMs + 1);
        }
        if (items.size() > 1)
            continue;
        next.minutesOf(left);
        next.minutesOf(item.oldStopMs.value_or(nowMs) - nowMs);
    }
    return next.inMs();
}

ProlongPlan prolongPlan(const QList<Instance> &running, const ProlongChoice &choice, qint64 nowMs,
                        const LeaseRange &range)
{
    ProlongPlan plan;
    plan.choice = choice;
    plan.range = range;
    plan.nowMs = nowMs;
    plan.items.reserve(running.size());
    for (const Instance &instance : running)
        plan.items.append(planned(instance, choice, nowMs, range));
    return plan;
}

qint64 latestPossibleMs(qint64 nowMs, const LeaseRange &range)
{
    return (nowMs + range.maxMs) / MinuteMs * MinuteMs;
}

} // namespace leasekeeper
