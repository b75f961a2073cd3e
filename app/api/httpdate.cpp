// SPDX-License-Identifier: MIT
#include "httpdate.h"

#include <QDateTime>
#include <QList>
#include <QLocale>
#include <QString>
#include <QTimeZone>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace leasekeeper
{

namespace
{

std::optional<qint64> wholeSecondsAsMs(const QByteArray &text)
{
    if (text.isEmpty() || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    bool fits = false;
    const qint64 seconds = text.toLongLong(&fits);
    // Digits that do not fit are still a demand to wait for very long.
    if (!fits || seconds > RetryAfterCeilingMs / 1000)
        return RetryAfterCeilingMs;
    return seconds * 1000;
}

qint64 bounded(qint64 ms)
{
    return std::clamp(ms, RetryAfterFloorMs, RetryAfterCeilingMs);
}

} // namespace

std::optional<qint64> parseHttpDate(const QByteArray &text)
{
    // Qt reads years with a sign, too.
    if (text.contains('-') || text.contains('+'))
        return std::nullopt;
    // Always English, whatever the user's language is.
    const QDateTime written =
        QLocale::c().toDateTime(QString::fromLatin1(text.trimmed()), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
    if (!written.isValid())
        return std::nullopt;
    return QDateTime(written.date(), written.time(), QTimeZone::utc()).toMSecsSinceEpoch();
}

std::optional<qint64> retryAfterMs(const QByteArray &header, qint64 serverNowMs)
{
    // A date has a comma itself, so it is tried before the header is taken for several.
    if (const std::optional<qint64> moment = parseHttpDate(header))
        return bounded(*moment - serverNowMs);
    std::optional<qint64> longest;
    const QList<QByteArray> parts = header.split(',');
    for (const QByteArray &part : parts) {
        const std::optional<qint64> ms = wholeSecondsAsMs(part.trimmed());
        if (!ms)
            return std::nullopt;
        longest = std::max(longest.value_or(0), *ms);
    }
    return longest ? std::optional(bounded(*longest)) : std::nullopt;
}

} // namespace leasekeeper
