// SPDX-License-Identifier: MIT
#include "prolongtext.h"

#include "countdown.h"
#include "dialogtext.h"
#include "plural.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::ProlongDialog)
};

bool introducesAll(const ProlongPlan &plan)
{
    return !plan.items.isEmpty() && std::all_of(plan.items.begin(), plan.items.end(),
                                                [](const ProlongItem &item) { return !item.oldStopMs; });
}

/// The instance it is all about: the one there is, or the one of several that is not left out. Null: others.
const ProlongItem *onlyOne(const ProlongPlan &plan)
{
    if (plan.items.size() != 1 && plan.taken() != 1)
        return nullptr;
    return &*std::find_if(plan.items.begin(), plan.items.end(), [&plan](const ProlongItem &item) {
        return plan.items.size() == 1 || item.isTaken();
    });
}

/// Of the several that are not left out: title, heading and button speak of the same number.
QString severalText(const ProlongPlan &plan)
{
    const int taken = plan.taken();
    return taken == 0 ? Text::tr("Prolong instances") : Text::tr("Prolong %1 instances").arg(taken);
}

template <typename Predicate> QStringList namesOf(const ProlongPlan &plan, Predicate predicate)
{
    QStringList names;
    for (const ProlongItem &item : plan.items) {
        if (predicate(item))
            names += shortName(displayName(item.instance));
    }
    return names;
}

/// "1 h later than now" in a cell or behind the preview; `isCell`: without "than now".
QString effectText(const ProlongItem &item, bool isCell)
{
    const qint64 difference = item.newStopMs - item.oldStopMs.value_or(item.newStopMs);
    switch (item.effect) {
    case ProlongEffect::Later:
        return (isCell ? Text::tr("%1 later", "than the stop time of now")
                       : Text::tr("%1 later than now", "than the stop time of now"))
            .arg(spanText(qAbs(difference)));
    case ProlongEffect::Earlier:
        return (isCell ? Text::tr("%1 earlier", "than the stop time of now")
                       : Text::tr("%1 earlier than now", "than the stop time of now"))
            .arg(spanText(qAbs(difference)));
    case ProlongEffect::Unchanged:
        return Text::tr("as it is now");
    case ProlongEffect::Introduces:
        break;
    }
    switch (autoStop(item.instance.lease)) {
    case AutoStop::Idle:
        return Text::tr("replaces the idle rule");
    case AutoStop::Off:
        return Text::tr("had no auto-stop");
    case AutoStop::Timed:
    case AutoStop::Unknown:
        break;
    }
    return Text::tr("stop time was not known");
}

QString oldStopCell(const ProlongItem &item, qint64 nowMs)
{
    if (item.oldStopMs)
        return *item.oldStopMs > nowMs ? cellTime(*item.oldStopMs, nowMs) : Text::tr("due", "a stop time");
    switch (autoStop(item.instance.lease)) {
    case AutoStop::Idle:
        return Text::tr("when idle");
    case AutoStop::Off:
        return Text::tr("never");
    case AutoStop::Timed:
    case AutoStop::Unknown:
        break;
    }
    return u"?"_s;
}

QString noteCell(const ProlongItem &item, const LeaseRange &range)
{
    if (item.check == RangeCheck::TooLong)
        return Text::tr("left out: more than %1 from now").arg(spanText(range.maxMs));
    if (item.check == RangeCheck::TooShort)
        return Text::tr("left out: less than %1 from now").arg(spanText(range.minMs));
    if (item.skipped)
        return Text::tr("left out: %1").arg(effectText(item, true));
    if (item.movedToLimit)
        return Text::tr("%1, at the limit").arg(effectText(item, true));
    return effectText(item, true);
}

} // namespace

QString prolongTitle(const ProlongPlan &plan)
{
    if (introducesAll(plan))
        return Text::tr("Set auto-stop");
    if (const ProlongItem *only = onlyOne(plan))
        return Text::tr("Prolong %1").arg(shortName(displayName(only->instance)));
    return severalText(plan);
}

QString prolongHeadline(const ProlongPlan &plan)
{
    const bool isNew = introducesAll(plan);
    if (const ProlongItem *only = onlyOne(plan)) {
        const QString name = displayName(only->instance);
        return isNew ? Text::tr("Set auto-stop of %1").arg(name) : Text::tr("Prolong %1").arg(name);
    }
    return isNew && plan.taken() > 0 ? Text::tr("Set auto-stop of %1 instances").arg(plan.taken())
                                     : severalText(plan);
}

QString stopsNowText(const Instance &instance, qint64 nowMs)
{
    const std::optional<qint64> stopsAt = stopsAtMs(instance.lease, instance.status);
    if (stopsAt && *stopsAt > nowMs) {
        return Text::tr("Now: stops %1 (in %2)", "a moment, and how long until then")
            .arg(sentenceTime(*stopsAt, nowMs), spanText(*stopsAt - nowMs));
    }
    if (stopsAt) {
        return Text::tr("Now: due to stop since %1", "a moment").arg(sentenceTime(*stopsAt, nowMs));
    }
    switch (autoStop(instance.lease)) {
    case AutoStop::Idle:
        return Text::tr("Now: stops when idle");
    case AutoStop::Off:
        return Text::tr("Now: no auto-stop");
    case AutoStop::Timed:
    case AutoStop::Unknown:
        break;
    }
    return Text::tr("Now: stop time not known");
}

QString introducesText(const ProlongPlan &plan)
{
    const auto isIdle = [](const ProlongItem &item) {
        return !item.oldStopMs && autoStop(item.instance.lease) == AutoStop::Idle;
    };
    const auto isOther = [&](const ProlongItem &item) { return !item.oldStopMs && !isIdle(item); };
    if (plan.items.size() == 1) {
        const ProlongItem &item = plan.items.first();
        if (item.oldStopMs)
            return {};
        if (isIdle(item))
            return Text::tr("This replaces the idle rule by a fixed stop time.");
        return autoStop(item.instance.lease) == AutoStop::Off
                   ? Text::tr("This instance has no auto-stop now; it will get one.")
                   : Text::tr("The service tells no stop time for this instance; it will get a fixed one.");
    }
    QStringList sentences;
    const QStringList idle = namesOf(plan, isIdle);
    if (!idle.isEmpty())
        sentences +=
            Text::tr("This replaces the idle rule of %1 by a fixed stop time.").arg(namesInSentence(idle));
    const QStringList others = namesOf(plan, isOther);
    if (!others.isEmpty()) {
        sentences += (others.size() == 1 ? Text::tr("%1 has no stop time now and will get one.")
                                         : Text::tr("%1 have no stop time now and will get one."))
                         .arg(namesInSentence(others));
    }
    return sentences.join(u'\n');
}

QString previewText(const ProlongPlan &plan)
{
    if (plan.items.isEmpty())
        return {};
    if (plan.items.size() == 1) {
        const ProlongItem &item = plan.items.first();
        const qint64 left = item.newStopMs - plan.nowMs;
        const QString when = sentenceTime(item.newStopMs, plan.nowMs);
        const QString stop = left > 0 ? Text::tr("New stop time: %1 (in %2)").arg(when, spanText(left))
                                      : Text::tr("New stop time: %1 (in the past)").arg(when);
        return item.effect == ProlongEffect::Introduces
                   ? stop
                   : Text::tr("%1 · %2", "new stop time, compared with now")
                         .arg(stop, effectText(item, false));
    }
    const int taken = plan.taken();
    if (taken == 0)
        return Text::tr("No instance gets a new stop time.");
    qint64 first = 0;
    qint64 last = 0;
    for (const ProlongItem &item : plan.items) {
        if (!item.isTaken())
            continue;
        first = first == 0 ? item.newStopMs : std::min(first, item.newStopMs);
        last = std::max(last, item.newStopMs);
    }
    const QString firstText = sentenceTime(first, plan.nowMs);
    const QString lastText = sentenceTime(last, plan.nowMs);
    if (firstText == lastText)
        return countText(taken, Text::tr("1 instance stops %2"), Text::tr("%1 instances stop %2"))
            .arg(firstText);
    return Text::tr("%1 instances stop between %2 and %3").arg(QString::number(taken), firstText, lastText);
}

QString limitsText(const LeaseRange &range)
{
    return Text::tr("limits: %1 … %2 from now").arg(spanText(range.minMs), spanText(range.maxMs));
}

QString outsideText(const ProlongPlan &plan)
{
    if (plan.outside() == 0)
        return {};
    const qint64 now = plan.nowMs;
    const QString most = spanText(plan.range.maxMs);
    const QString least = spanText(plan.range.minMs);
    const QString latest = sentenceTime(now + plan.range.maxMs, now);
    const QString earliest = sentenceTime(now + plan.range.minMs, now);
    if (plan.items.size() == 1) {
        return plan.items.first().check == RangeCheck::TooLong
                   ? Text::tr("Too long: the stop time may be at most %1 from now, that is %2.")
                         .arg(most, latest)
                   : Text::tr("Too short: the stop time must be at least %1 from now, that is %2.")
                         .arg(least, earliest);
    }
    QStringList sentences;
    const auto name = [&](RangeCheck side, const QString &one, const QString &many, const QString &limit) {
        const QStringList names =
            namesOf(plan, [side](const ProlongItem &item) { return item.check == side; });
        if (!names.isEmpty())
            sentences += (names.size() == 1 ? one : many).arg(namesInSentence(names), limit);
    };
    name(RangeCheck::TooLong, Text::tr("%1 is left out: it would stop more than %2 from now."),
         Text::tr("%1 are left out: they would stop more than %2 from now."), most);
    name(RangeCheck::TooShort, Text::tr("%1 is left out: it would stop less than %2 from now."),
         Text::tr("%1 are left out: they would stop less than %2 from now."), least);
    return sentences.join(u'\n');
}

QString toLimitText(const ProlongPlan &plan)
{
    const bool tooLong = plan.outside(RangeCheck::TooLong) > 0;
    const bool tooShort = plan.outside(RangeCheck::TooShort) > 0;
    if (tooLong && tooShort)
        return Text::tr("Use the nearest possible");
    if (tooLong) {
        return Text::tr("Use the latest possible: %1")
            .arg(cellTime(plan.nowMs + plan.range.maxMs, plan.nowMs));
    }
    if (tooShort) {
        return Text::tr("Use the earliest possible: %1")
            .arg(cellTime(plan.nowMs + plan.range.minMs, plan.nowMs));
    }
    return {};
}

QString shortensText(const ProlongPlan &plan)
{
    if (plan.shortened() == 0)
        return {};
    if (plan.items.size() == 1) {
        const ProlongItem &item = plan.items.first();
        return Text::tr("This is %1 earlier than now").arg(spanText(*item.oldStopMs - item.newStopMs));
    }
    const QStringList names = namesOf(plan, [](const ProlongItem &item) { return item.shortens(); });
    return (names.size() == 1 ? Text::tr("%1 would stop earlier than now.")
                              : Text::tr("%1 would stop earlier than now.", "several instances"))
        .arg(namesInSentence(names));
}

QString skipEarlierText(const ProlongPlan &plan)
{
    const int shortened = plan.shortened();
    if (shortened == 0 || plan.items.size() == 1)
        return {};
    return shortened == 1 ? Text::tr("Leave it out") : Text::tr("Leave them out");
}

QString prolongButtonText(const ProlongPlan &plan)
{
    const int taken = plan.taken();
    if (const ProlongItem *item = onlyOne(plan)) {
        const QString when = cellTime(item->newStopMs, plan.nowMs);
        if (item->effect == ProlongEffect::Earlier)
            return Text::tr("Shorten to %1").arg(when);
        return item->effect == ProlongEffect::Introduces ? Text::tr("Set stop time %1").arg(when)
                                                         : Text::tr("Prolong until %1").arg(when);
    }
    const int shortened = plan.shortened();
    if (shortened == taken && taken > 0)
        return Text::tr("Shorten %1 instances").arg(taken);
    if (shortened > 0)
        return Text::tr("Prolong %1 and shorten %2").arg(taken - shortened).arg(shortened);
    if (taken == 0)
        return Text::tr("Prolong");
    return Text::tr("Prolong %1 instances").arg(taken);
}

QStringList prolongListHeaders()
{
    return {Text::tr("Name"), Text::tr("Stops now"), Text::tr("New stop time"), Text::tr("Change")};
}

QList<DialogRow> prolongListRows(const ProlongPlan &plan)
{
    QList<DialogRow> rows;
    rows.reserve(plan.items.size());
    for (const ProlongItem &item : plan.items) {
        DialogRow row;
        row.id = item.instance.id;
        const QString name = displayName(item.instance);
        const QString newStop = item.isTaken() ? cellTime(item.newStopMs, plan.nowMs) : u"–"_s;
        row.cells = {name, oldStopCell(item, plan.nowMs), newStop, noteCell(item, plan.range)};
        row.tooltip = Text::tr("%1 – new stop time: %2").arg(name, fullTime(item.newStopMs));
        if (!item.isTaken())
            row.mark = DialogRow::Mark::Muted;
        else if (item.shortens())
            row.mark = DialogRow::Mark::Attention;
        if (item.shortens())
            row.flaggedColumns = {3};
        rows.append(row);
    }
    return rows;
}

} // namespace leasekeeper
