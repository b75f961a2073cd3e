// SPDX-License-Identifier: MIT
#include "countdown.h"

#include "plaintext.h"
#include "plural.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::Countdown)
};

constexpr qint64 SecondMs = 1'000;
constexpr qint64 MinuteMs = 60 * SecondMs;
constexpr qint64 HourMs = 60 * MinuteMs;
constexpr qint64 DayMs = 24 * HourMs;
constexpr qint64 SecondsBelowMs = 10 * MinuteMs;
constexpr qint64 UnclearAfterMs = 5 * MinuteMs;
constexpr qint64 DaysInSpansAboveMs = 72 * HourMs; ///< the longest lease reads "72 h", as its limit does

QString twoDigits(qint64 n)
{
    return u"%1"_s.arg(n, 2, 10, QChar(u'0'));
}

QString unreadableReason(const Lease &lease)
{
    if (!lease.enabled && !lease.createAtMs && !lease.durationMs && lease.typeText.isEmpty())
        return Text::tr("The service gives no lease for this instance.");
    if (!lease.enabled)
        return Text::tr("The service does not say whether automatic stop is on (enable).");
    if (lease.type == Lease::Type::Unknown)
        return Text::tr("The service names a kind of lease that is not known here: “%1” (type).")
            .arg(visibleText(lease.typeText, 40));
    if (!lease.createAtMs || !isPlausibleTimeMs(*lease.createAtMs))
        return Text::tr("The service gives no usable creation time for the lease (create_at).");
    if (!lease.durationMs || *lease.durationMs <= 0)
        return Text::tr("The service gives no usable length for the lease (duration).");
    return Text::tr("The service reports a stop time too far away to be true (duration).");
}

/// The largest remaining time below `remaining` (> 0) at which the text is another one.
qint64 nextTextAt(qint64 remaining)
{
    const qint64 step = remaining >= DayMs ? HourMs : remaining >= SecondsBelowMs ? MinuteMs : SecondMs;
    // The last second shows "0:00" until nothing is left at all.
    return std::max<qint64>(remaining / step * step - 1, 0);
}

/// The service has not been heard since: it may have stopped the instance, or got a later stop time.
QString passedUnheard()
{
    return Text::tr("The stop time has passed, and there has been no fresh answer from the service.");
}

Countdown timed(qint64 remaining, LeasePhase phase, const PhaseThresholds &thresholds, Freshness freshness)
{
    Countdown result;
    result.phase = phase;
    result.estimate = freshness == Freshness::Stale;
    if (remaining <= -UnclearAfterMs) {
        result.text = Text::tr("unclear");
        result.explanation =
            result.estimate ? passedUnheard() : Text::tr("The service reports a stop time in the past.");
        return result;
    }
    if (remaining <= 0) {
        result.text = result.estimate ? Text::tr("≈ due") : Text::tr("due");
        result.explanation =
            result.estimate ? passedUnheard()
                            : Text::tr("The stop time has come; the service should stop it at any moment.");
        result.changesInMs = remaining + UnclearAfterMs;
        return result;
    }
    result.text = remainingText(remaining);
    if (result.estimate) {
        result.text = Text::tr("≈ %1").arg(result.text);
        result.explanation = Text::tr("An estimate: there has been no fresh answer from the service.");
    }
    qint64 next = nextTextAt(remaining);
    if (remaining > thresholds.urgentMs) {
        next = std::max(next, thresholds.urgentMs);
        if (remaining > thresholds.soonMs)
            next = std::max(next, thresholds.soonMs);
    }
    result.changesInMs = remaining - next;
    return result;
}

} // namespace

Countdown countdown(const Lease &lease, InstanceStatus status, qint64 serverNowMs,
                    const PhaseThresholds &thresholds, Freshness freshness)
{
    const LeasePhase phase = leasePhase(lease, status, serverNowMs, thresholds);
    Countdown result;
    result.phase = phase;
    switch (phase) {
    case LeasePhase::Comfortable:
    case LeasePhase::Soon:
    case LeasePhase::Urgent:
    case LeasePhase::Due:
        return timed(remainingMs(lease, status, serverNowMs).value_or(0), phase, thresholds, freshness);
    case LeasePhase::Idle:
        result.text = Text::tr("when idle");
        result.explanation = Text::tr("It stops after a time without load; the service gives no stop time.");
        break;
    case LeasePhase::None:
        result.text = Text::tr("none");
        result.explanation = Text::tr("Automatic stop is off: it runs until somebody stops it.");
        break;
    case LeasePhase::NotRunning:
        result.text = u"–"_s;
        break;
    case LeasePhase::Unknown:
        if (status == InstanceStatus::Unknown) {
            result.text = u"–"_s;
            result.explanation = Text::tr("The service reports a state that is not known here.");
        } else {
            result.text = u"?"_s;
            result.explanation = unreadableReason(lease);
        }
        break;
    }
    return result;
}

QString remainingText(qint64 remainingMs)
{
    const qint64 left = std::max<qint64>(remainingMs, 0);
    if (left >= DayMs)
        return Text::tr("%1 d %2 h", "days and hours left")
            .arg(QString::number(left / DayMs), twoDigits(left % DayMs / HourMs));
    if (left >= HourMs)
        return Text::tr("%1 h %2 min", "hours and minutes left")
            .arg(QString::number(left / HourMs), QString::number(left % HourMs / MinuteMs));
    if (left >= SecondsBelowMs)
        return Text::tr("%1 min", "minutes left").arg(left / MinuteMs);
    return Text::tr("%1:%2", "minutes and seconds left")
        .arg(QString::number(left / MinuteMs), twoDigits(left % MinuteMs / SecondMs));
}

QString spokenSpan(qint64 spanMs)
{
    if (spanMs < MinuteMs)
        return Text::tr("less than a minute");
    const auto days = [](qint64 n) { return countText(int(n), Text::tr("1 day"), Text::tr("%1 days")); };
    const auto hours = [](qint64 n) { return countText(int(n), Text::tr("1 hour"), Text::tr("%1 hours")); };
    const auto minutes = [](qint64 n) {
        return countText(int(n), Text::tr("1 minute"), Text::tr("%1 minutes"));
    };
    if (spanMs < HourMs)
        return minutes(spanMs / MinuteMs);
    const bool inDays = spanMs >= DayMs;
    const qint64 large = spanMs / (inDays ? DayMs : HourMs);
    const qint64 small = inDays ? spanMs % DayMs / HourMs : spanMs % HourMs / MinuteMs;
    const QString largeText = inDays ? days(large) : hours(large);
    if (small == 0)
        return largeText;
    return Text::tr("%1 %2", "a larger and a smaller unit, such as 3 hours 12 minutes")
        .arg(largeText, inDays ? hours(small) : minutes(small));
}

QString spanText(qint64 spanMs)
{
    const qint64 span = std::max<qint64>(spanMs, 0);
    const qint64 minutes = span % HourMs / MinuteMs;
    if (span < HourMs)
        return Text::tr("%1 min", "a length of time").arg(minutes);
    if (span < DaysInSpansAboveMs + MinuteMs) {
        const qint64 hours = span / HourMs;
        return minutes == 0 ? Text::tr("%1 h", "a length of time").arg(hours)
                            : Text::tr("%1 h %2 min", "a length of time").arg(hours).arg(minutes);
    }
    const qint64 days = span / DayMs;
    const qint64 hours = span % DayMs / HourMs;
    if (minutes != 0)
        return Text::tr("%1 d %2 h %3 min", "a length of time").arg(days).arg(hours).arg(minutes);
    return hours == 0 ? Text::tr("%1 d", "a length of time").arg(days)
                      : Text::tr("%1 d %2 h", "a length of time").arg(days).arg(hours);
}

} // namespace leasekeeper
