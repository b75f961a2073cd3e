// SPDX-License-Identifier: MIT
#include "timetext.h"

#include "plural.h"

#include <QCoreApplication>
#include <QDateTime>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(leasekeeper::TimeText)
};

constexpr qint64 MinuteMs = 60'000;
constexpr qint64 HourMs = 60 * MinuteMs;
constexpr qint64 DayMs = 24 * HourMs;

QDateTime utcTime(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, QTimeZone::utc()).toUTC();
}

QDateTime localTime(qint64 ms, const QTimeZone &zone)
{
    return zone.isValid() ? QDateTime::fromMSecsSinceEpoch(ms, zone) : utcTime(ms);
}

int offsetSeconds(qint64 ms, const QTimeZone &zone)
{
    return zone.isValid() ? zone.offsetFromUtc(utcTime(ms)) : 0;
}

/// Whether the clocks of `zone` show this local time twice, because they are set back around it.
bool isDoubtful(qint64 ms, const QTimeZone &zone)
{
    const int offset = offsetSeconds(ms, zone);
    for (const qint64 away : {-DayMs / 2, DayMs / 2}) {
        const int other = offsetSeconds(ms + away, zone);
        if (other != offset && offsetSeconds(ms + qint64(offset - other) * 1000, zone) == other)
            return true;
    }
    return false;
}

QString offsetText(int seconds)
{
    const int minutes = qAbs(seconds) / 60;
    return u"UTC%1%2:%3"_s.arg(seconds < 0 ? u"−"_s : u"+"_s)
        .arg(minutes / 60, 2, 10, QChar(u'0'))
        .arg(minutes % 60, 2, 10, QChar(u'0'));
}

QString moment(qint64 ms, qint64 nowMs, const QTimeZone &zone, const QLocale &locale,
               const QString &todayPattern)
{
    const QDateTime local = localTime(ms, zone);
    QString time = locale.toString(local.time(), u"HH:mm"_s);
    if (isDoubtful(ms, zone))
        time = Text::tr("%1 (%2)", "a time and its distance from UTC")
                   .arg(time, offsetText(offsetSeconds(ms, zone)));
    const qint64 days = localTime(nowMs, zone).date().daysTo(local.date());
    if (days == 0)
        return todayPattern.arg(time);
    if (days == 1)
        return Text::tr("tomorrow %1", "followed by a time").arg(time);
    if (days == -1)
        return Text::tr("yesterday %1", "followed by a time").arg(time);
    // A weekday always means the coming one, and never today's.
    if (days > 1 && days < 7)
        return Text::tr("%1 %2", "a weekday and a time")
            .arg(locale.dayName(local.date().dayOfWeek(), QLocale::ShortFormat), time);
    return Text::tr("%1 %2", "a date and a time")
        .arg(locale.toString(local.date(), QLocale::ShortFormat), time);
}

} // namespace

QString momentText(qint64 ms, qint64 nowMs, const QTimeZone &zone, const QLocale &locale)
{
    return moment(ms, nowMs, zone, locale, u"%1"_s);
}

QString momentInSentence(qint64 ms, qint64 nowMs, const QTimeZone &zone, const QLocale &locale)
{
    return moment(ms, nowMs, zone, locale, Text::tr("today %1", "followed by a time"));
}

QString fullMomentText(qint64 ms, const QTimeZone &zone, const QLocale &locale)
{
    const QDateTime local = localTime(ms, zone);
    return Text::tr("%1 %2 %3 (%4 UTC)", "date, time and zone, then both in UTC")
        .arg(locale.toString(local.date(), QLocale::LongFormat), locale.toString(local.time(), u"HH:mm:ss"_s),
             offsetText(offsetSeconds(ms, zone)), utcTime(ms).toString(u"yyyy-MM-dd HH:mm:ss"_s));
}

QString agoText(qint64 ms, qint64 nowMs)
{
    const qint64 span = nowMs - ms;
    if (span < MinuteMs)
        return Text::tr("just now");
    if (span < HourMs)
        return Text::tr("%1 min ago").arg(QLocale().toString(span / MinuteMs));
    if (span < DayMs)
        return Text::tr("%1 h ago").arg(QLocale().toString(span / HourMs));
    return countText(int(span / DayMs), Text::tr("1 day ago"), Text::tr("%1 days ago"));
}

QString isoUtc(qint64 ms)
{
    return utcTime(ms).toString(Qt::ISODateWithMs);
}

} // namespace leasekeeper
